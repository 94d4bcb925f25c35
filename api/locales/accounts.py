"""What `account` says."""

TEXTS: dict[str, tuple[str, str]] = {
    "no-accounts-yet": (
        "There are no accounts: the service only reads, and shows everything to whoever reaches it. "
        "`rcm-ledger account add` makes one.",
        "No hay cuentas: el servicio solo lee, y muestra todo a quien lo alcance. `rcm-ledger account add` crea una.",
    ),
    "account-invitation": (
        "{name} ({id}) acts for {office}, once this link is followed. Hand it over by a way that you trust; it works "
        "once, until {until} UTC:\n\n{link}\n",
        "{name} ({id}) actúa por {office} en cuanto se siga este enlace. Entréguelo por una vía de confianza; sirve "
        "una sola vez, hasta el {until} UTC:\n\n{link}\n",
    ),
    "account-recovery": (
        "With this link {name} ({id}, {office}) chooses a new password and second factor; whatever was signed in ends "
        "then. Make sure that it is them, and hand it over by a way that you trust; it works once, until {until} UTC:"
        "\n\n{link}\n",
        "Con este enlace {name} ({id}, {office}) elige una contraseña y un segundo factor nuevos; con ello terminan "
        "sus sesiones. Asegúrese de que se trata de esa persona, y entréguelo por una vía de confianza; sirve una sola "
        "vez, hasta el {until} UTC:\n\n{link}\n",
    ),
    "account-url": (
        "The link leads to this computer. --url or {variable} says at which address the service is reached.",
        "El enlace lleva a este equipo. --url o {variable} indica en qué dirección se alcanza el servicio.",
    ),
    "account-disabled": (
        "{name} ({id}) can no longer sign in, and is signed out everywhere.",
        "{name} ({id}) ya no puede iniciar sesión, y todas sus sesiones terminaron.",
    ),
    "account-enabled": ("{name} ({id}) can sign in again.", "{name} ({id}) puede iniciar sesión de nuevo."),
    "account-erased": (
        "{name} is forgotten. The account {id} and its office stay, as the log names them.",
        "{name} queda en el olvido. La cuenta {id} y su instancia permanecen, pues el libro las nombra.",
    ),
    "no-tokens": ("{who} has no tokens.", "{who} no tiene credenciales de acceso."),
    "account.id": ("id", "id"),
    "account.name": ("name", "nombre"),
    "account.second-factor": ("second factor", "segundo factor"),
    "account.scopes": ("may", "puede"),
    "account.ends": ("ends", "termina"),
    "account.used": ("last used", "último uso"),
    "account.state.invited": ("invited", "con invitación"),
    "account.state.active": ("active", "activa"),
    "account.state.disabled": ("disabled", "suspendida"),
    "account.state.erased": ("erased", "borrada"),
    "account.code.yes": ("yes", "sí"),
    "account.code.no": ("no", "no"),
}
