"""The help of `account`: its commands, their arguments and options."""


def _both(text: str) -> tuple[str, str]:
    return text, text


TEXTS: dict[str, tuple[str, str]] = {
    "account": (
        "Say who may sign in to the service, and for which office.",
        "Indica quién puede iniciar sesión en el servicio, y por qué instancia.",
    ),
    "account.more": (
        "For whoever keeps the machine; the first administrator comes from here, and makes the other accounts over "
        "HTTP. Accounts stand beside the ledger and never in it. From the first account on, whoever is not signed in "
        "sees only what is adopted.",
        "Para quien administra el equipo; de aquí sale la primera cuenta de administración, que crea las demás por "
        "HTTP. Las cuentas están junto al libro y nunca en él. Desde la primera cuenta, quien no inicia sesión solo ve "
        "lo adoptado.",
    ),
    "account.examples": _both(
        "rcm-ledger account add ana@example.org --name 'Ana Solís' --office administrator\n"
        "rcm-ledger account list"
    ),
    "account mail": (
        "Say how often somebody is told by e-mail.",
        "Indica con qué frecuencia se avisa a alguien por correo.",
    ),
    "account mail.more": (
        "Of what was adopted, and of what waits for their position or confirmation. Everybody sets it for themselves, "
        "too (`mail` in PUT /api/v1/account).",
        "De lo adoptado, y de lo que espera su posición o su confirmación. Cada quien también lo fija por su cuenta "
        "(`mail` en PUT /api/v1/account).",
    ),
    "account mail.examples": _both("rcm-ledger account mail luis@example.mx daily"),
    "account mail.wish": ("off, daily, or at-once.", "off (nunca), daily (a diario) o at-once (de inmediato)."),
    "metavar.wish": ("off|daily|at-once", "off|daily|at-once"),
    "account.who": ("The account's id, or its e-mail.", "El id de la cuenta, o su correo."),
    "metavar.who": ("ACCOUNT", "CUENTA"),
    "account.url": (
        "Where the service is reached; RCM_LEDGER_URL says it for good. Default: http://127.0.0.1:8000.",
        "Dónde se alcanza el servicio; RCM_LEDGER_URL lo fija. Por omisión: http://127.0.0.1:8000.",
    ),
    "account add": (
        "Make an account, and a link that invites its person.",
        "Crea una cuenta, y un enlace que invita a su titular.",
    ),
    "account add.more": (
        "The link is shown this once. Whoever follows it chooses a password and, where the office takes one, sets up a "
        "second factor: one-time codes of an authenticator. A person has one account, and it acts for one office.",
        "El enlace se muestra esta única vez. Quien lo sigue elige una contraseña y, si la instancia lo exige, "
        "configura un segundo factor: códigos de un solo uso de un autenticador. Cada persona tiene una cuenta, que "
        "actúa por una instancia.",
    ),
    "account add.examples": _both(
        "rcm-ledger account add ana@example.org --name 'Ana Solís' --office administrator\n"
        "rcm-ledger account add luis@example.mx --name 'Luis Mora' --office member:MX --language es"
    ),
    "account add.email": ("Their e-mail.", "Su correo."),
    "metavar.email": ("EMAIL", "CORREO"),
    "account add.name": ("Their name.", "Su nombre."),
    "metavar.account add.name": ("NAME", "NOMBRE"),
    "account add.office": (
        "For whom they act: TS, PPT, auditor, administrator, member:MX, coordinator:lon-cp.",
        "Por quién actúa: TS, PPT, auditor, administrator, member:MX, coordinator:lon-cp.",
    ),
    "metavar.office": ("OFFICE", "INSTANCIA"),
    "account add.language": (
        "The language in which they are written to.",
        "El idioma en que se le escribe.",
    ),
    "account list": ("List the accounts.", "Enumera las cuentas."),
    "account list.more": (
        "Each with its id, which is all that the log knows of it.",
        "Cada una con su id, lo único que el libro sabe de ella.",
    ),
    "account list.examples": _both("rcm-ledger account list --json"),
    "account invite": ("Make a new link that invites.", "Crea un nuevo enlace de invitación."),
    "account invite.more": (
        "For an account whose invitation ended or was lost; the older link ends.",
        "Para una cuenta cuya invitación terminó o se perdió; el enlace anterior termina.",
    ),
    "account invite.examples": _both("rcm-ledger account invite luis@example.mx"),
    "account recover": (
        "Make a link for whoever lost the password or the second factor.",
        "Crea un enlace para quien perdió la contraseña o el segundo factor.",
    ),
    "account recover.more": (
        "Until it is followed, nothing changes; then both are new, and all its sessions and tokens end.",
        "Hasta que se siga, nada cambia; entonces ambos son nuevos, y terminan todas sus sesiones y credenciales.",
    ),
    "account recover.examples": _both("rcm-ledger account recover luis@example.mx"),
    "account disable": ("Let an account sign in no more.", "Impide que una cuenta inicie sesión."),
    "account disable.more": (
        "Its sessions, tokens and links end at once.",
        "Sus sesiones, credenciales y enlaces terminan enseguida.",
    ),
    "account disable.examples": _both("rcm-ledger account disable luis@example.mx"),
    "account enable": (
        "Let a disabled account sign in again.",
        "Permite que una cuenta suspendida inicie sesión de nuevo.",
    ),
    "account enable.more": (
        "With the password and the second factor that it had.",
        "Con la contraseña y el segundo factor que tenía.",
    ),
    "account enable.examples": _both("rcm-ledger account enable luis@example.mx"),
    "account erase": ("Forget a person.", "Olvida a una persona."),
    "account erase.more": (
        "Name, e-mail, password and all that it was signed in with are gone for good. The id and its office stay, "
        "since entries name them; the log itself is not touched.",
        "Nombre, correo, contraseña y todas sus sesiones desaparecen para siempre. El id y su instancia permanecen, "
        "pues hay asientos que los nombran; el libro mismo no se toca.",
    ),
    "account erase.examples": _both("rcm-ledger account erase luis@example.mx"),
    "account tokens": (
        "List the tokens of an account, or revoke one.",
        "Enumera las credenciales de una cuenta, o revoca una.",
    ),
    "account tokens.more": (
        "Their secrets are kept as hashes, and can be shown to nobody.",
        "Sus secretos se guardan como resúmenes criptográficos, y no pueden mostrarse a nadie.",
    ),
    "account tokens.examples": _both(
        "rcm-ledger account tokens luis@example.mx\n"
        "rcm-ledger account tokens luis@example.mx --revoke 0123456789abcdef"
    ),
    "account tokens.revoke": ("The id of one to revoke.", "El id de la que se revoca."),
    "metavar.account tokens.revoke": _both("ID"),
}
for _name in ("invite", "recover", "disable", "enable", "erase", "tokens", "mail"):
    TEXTS[f"account {_name}.who"] = TEXTS["account.who"]
for _name in ("add", "invite", "recover"):
    TEXTS[f"account {_name}.url"] = TEXTS["account.url"]
