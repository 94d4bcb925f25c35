"""The help of `serve`."""


def _both(text: str) -> tuple[str, str]:
    return text, text


TEXTS: dict[str, tuple[str, str]] = {
    "serve": ("Serve the ledger over HTTP, to read.", "Sirve el libro por HTTP, para leerlo."),
    "serve.more": (
        "Its operations are described at /docs and, for programs, at /openapi.json. There are no accounts yet: "
        "whoever can reach it can read everything, drafts included. What is recorded with the other commands while "
        "it runs is in its next answer. It stops on Ctrl-C or SIGTERM, and finishes what it began.",
        "Sus operaciones se describen en /docs y, para programas, en /openapi.json. Todavía no hay cuentas: quien lo "
        "alcance puede leerlo todo, borradores incluidos. Lo que se registre con los demás comandos mientras funciona "
        "está en su siguiente respuesta. Se detiene con Ctrl-C o SIGTERM, y termina lo que empezó.",
    ),
    "serve.examples": _both("rcm-ledger serve\nrcm-ledger serve --host 127.0.0.1 --port 8000"),
    "serve.host": (
        "Where to listen. Default: this computer only.",
        "Dónde escuchar. Por omisión: solo este equipo.",
    ),
    "serve.port": (
        "The port; 0 chooses a free one. Default: 8000.",
        "El puerto; 0 elige uno libre. Por omisión: 8000.",
    ),
    "serve.url": (
        "Where it is reached from outside, as https://ledger.example.org: links lead there, and cookies are bound to "
        "it. RCM_LEDGER_URL says it for good.",
        "Dónde se alcanza desde fuera, como https://libro.example.org: allí llevan los enlaces, y a él se atan las "
        "cookies. RCM_LEDGER_URL lo fija.",
    ),
}
