"""The words of e-mail, and of the command that sends it."""

TEXTS: dict[str, tuple[str, str]] = {
    "mail.subject-waiting": ("{name}: {count} waiting for you", "{name}: {count} a la espera de usted"),
    "mail.subject-decided": ("{name}: {count}", "{name}: {count}"),
    "mail.waits-position": (
        "Your delegation has not taken its position on:",
        "Su delegación no ha tomado posición sobre:",
    ),
    "mail.waits-confirmation": ("To be confirmed by your office:", "A la espera de que su instancia confirme:"),
    "mail.recorded-for-you": (
        "The Secretariat recorded of you: {stance}. Take the position yourself, or contest what is recorded.",
        "La Secretaría registró de ustedes: {stance}. Tomen la posición ustedes mismos, o impugnen lo registrado.",
    ),
    "mail.decided": ("Adopted since the last letter:", "Adoptado desde la última carta:"),
    "mail.how-to-end": (
        "You asked for these letters. To end them, set `mail` of your account to `off`, or ask the administrator.",
        "Usted pidió estas cartas. Para no recibirlas más, ponga `mail` de su cuenta en `off`, o pídalo a quien "
        "administra las cuentas.",
    ),
    "count.letter": ("letter|letters", "carta|cartas"),
    "mailed": ("Sent: {letters}.", "Enviado: {letters}."),
    "mail-due": ("Due: {letters}. Nothing was sent.", "Pendiente: {letters}. No se envió nada."),
    "mail-refused": (
        "Not sent to {name}: {why}. It will be tried again.",
        "No se envió a {name}: {why}. Se intentará de nuevo.",
    ),
    "no-mail-server": (
        "Through which mail server? Say it in the settings: [mail] with host and sender.",
        "¿Por qué servidor de correo? Indíquelo en la configuración: [mail] con host y sender.",
    ),
    "account-mail": (
        "{name} ({id}) is told by e-mail: {wish}.",
        "{name} ({id}) recibe correo: {wish}.",
    ),
    "wish.off": ("never", "nunca"),
    "wish.daily": ("daily", "a diario"),
    "wish.at-once": ("at once", "de inmediato"),
}
