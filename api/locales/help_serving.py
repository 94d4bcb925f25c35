"""The help of `serve`."""


def _both(text: str) -> tuple[str, str]:
    return text, text


TEXTS: dict[str, tuple[str, str]] = {
    "serve": ("Serve the ledger over HTTP.", "Sirve el libro por HTTP."),
    "serve.more": (
        "Its operations are described at /docs and, for programs, at /openapi.json. Without accounts (`account add`) "
        "whoever can reach it can read everything, drafts included, and nobody can change anything; with them the "
        "public is shown what is adopted, and offices record. What is recorded with the other commands while it runs "
        "is in its next answer. It stops on Ctrl-C or SIGTERM, and finishes what it began.",
        "Sus operaciones se describen en /docs y, para programas, en /openapi.json. Sin cuentas (`account add`) quien "
        "lo alcance puede leerlo todo, borradores incluidos, y nadie puede cambiar nada; con ellas se muestra al "
        "público lo adoptado, y las instancias registran. Lo que se registre con los demás comandos mientras funciona "
        "está en su siguiente respuesta. Se detiene con Ctrl-C o SIGTERM, y termina lo que empezó.",
    ),
    "serve.examples": _both("rcm-ledger serve\nrcm-ledger serve --demo\nrcm-ledger serve --port 8001"),
    "mail": (
        "Send the e-mail that is due, to those who asked for it.",
        "Envía el correo pendiente a quienes lo pidieron.",
    ),
    "mail.more": (
        "What was adopted since the last letter, and what waits for one's position or confirmation, in one's language. "
        "For the machine's timer, every few minutes: whatever the mail server does, nobody who reads or records waits. "
        "What could not be sent is sent the next time.",
        "Lo adoptado desde la última carta, y lo que espera la posición o la confirmación de cada quien, en su idioma. "
        "Para el temporizador del equipo, cada pocos minutos: haga lo que haga el servidor de correo, nadie que lea o "
        "registre espera. Lo que no pudo enviarse se envía la próxima vez.",
    ),
    "mail.examples": _both("rcm-ledger mail --dry-run\nrcm-ledger mail --config /etc/rcm-ledger.toml"),
    "mail.config": (
        "A file with settings, in TOML. Default: RCM_LEDGER_CONFIG, else rcm-ledger.toml here, if any.",
        "Un archivo con ajustes, en TOML. Por omisión: RCM_LEDGER_CONFIG, o rcm-ledger.toml aquí, si existe.",
    ),
    "mail.dry_run": ("Only say how many letters are due.", "Solo dice cuántas cartas hay pendientes."),
    "config": ("How the service would run.", "Cómo funcionaría el servicio."),
    "config.more": (
        "What is said on the command line counts first, then the environment (RCM_LEDGER_PORT, "
        "RCM_LEDGER_MAIL__HOST), then the file in TOML, then what is usual.",
        "Cuenta primero lo dicho en la línea de órdenes, luego el entorno (RCM_LEDGER_PORT, "
        "RCM_LEDGER_MAIL__HOST), luego el archivo en TOML, luego lo usual.",
    ),
    "config.examples": _both("rcm-ledger config check"),
    "config check": (
        "Check the settings, and show where each comes from.",
        "Comprueba la configuración, y muestra de dónde viene cada ajuste.",
    ),
    "config check.more": (
        "Every wrong key and value is named with its place, what was found and what is allowed. Without a file: "
        "the one that RCM_LEDGER_CONFIG names, or rcm-ledger.toml here.",
        "Cada clave y cada valor incorrectos se nombran con su lugar, lo hallado y lo permitido. Sin archivo: el que "
        "nombra RCM_LEDGER_CONFIG, o rcm-ledger.toml aquí.",
    ),
    "config check.examples": (
        "rcm-ledger config check\nrcm-ledger config check /etc/rcm-ledger.toml",
        "rcm-ledger config check\nrcm-ledger config check /etc/rcm-ledger.toml",
    ),
    "config check.file": ("The file in TOML.", "El archivo en TOML."),
    "serve.config": (
        "A file with settings, in TOML. Default: RCM_LEDGER_CONFIG, else rcm-ledger.toml here, if any.",
        "Un archivo con ajustes, en TOML. Por omisión: RCM_LEDGER_CONFIG, o rcm-ledger.toml aquí, si existe.",
    ),
    "metavar.config": ("FILE", "ARCHIVO"),
    "serve.workers": (
        "How many processes answer. Default: 1.",
        "Cuántos procesos responden. Por omisión: 1.",
    ),
    "serve.host": (
        "Where to listen. Default: this computer only.",
        "Dónde escuchar. Por omisión: solo este equipo.",
    ),
    "serve.port": (
        "The port; 0 chooses a free one. Default: 8000.",
        "El puerto; 0 elige uno libre. Por omisión: 8000.",
    ),
    "serve.demo": (
        "Serve a ledger of real records, made where there is none, with one account for each office, and say how to "
        "sign in.",
        "Sirve un libro de registros reales, creado donde no lo haya, con una cuenta por instancia, y dice cómo "
        "iniciar sesión.",
    ),
    "serve.url": (
        "Where it is reached from outside, as https://ledger.example.org: links lead there, and cookies are bound to "
        "it. RCM_LEDGER_URL says it for good.",
        "Dónde se alcanza desde fuera, como https://libro.example.org: allí llevan los enlaces, y a él se atan las "
        "cookies. RCM_LEDGER_URL lo fija.",
    ),
}
