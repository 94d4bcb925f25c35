"""Sentences of the settings: what each may be (after "Found …; "), and what `config check` says."""

_URL = (
    "an address belongs here, as in https://ledger.example.org",
    "aquí corresponde una dirección, como https://libro.example.org",
)
_SECONDS = (
    "a number of seconds belongs here, more than 0 and at most 3600",
    "aquí corresponde un número de segundos, mayor que 0 y no mayor que 3600",
)
_PORT = ("a port is a whole number from 0 to 65535", "un puerto es un número entero de 0 a 65535")
_HOST = ("the name or address of a computer belongs here", "aquí corresponde el nombre o la dirección de un equipo")
_NETWORKS = (
    "networks belong here, as in 10.0.0.0/8 or 192.0.2.7",
    "aquí corresponden redes, como 10.0.0.0/8 o 192.0.2.7",
)

TEXTS: dict[str, tuple[str, str]] = {
    "setting.ledger": (
        "a file, or postgresql://USER@HOST/DATABASE, belongs here",
        "aquí corresponde un archivo, o postgresql://USUARIO@SERVIDOR/BASE",
    ),
    "setting.host": _HOST,
    "setting.port": _PORT,
    "setting.workers": ("a whole number from 1 to 64 belongs here", "aquí corresponde un número entero de 1 a 64"),
    "setting.url": _URL,
    "setting.metrics_from": _NETWORKS,
    "setting.proxies": _NETWORKS,
    "setting.head_seconds": _SECONDS,
    "setting.body_seconds": _SECONDS,
    "setting.grace_seconds": _SECONDS,
    "setting.heartbeat_seconds": _SECONDS,
    "setting.mail": (
        "a table belongs here: [mail] with host, sender and so on",
        "aquí corresponde una tabla: [mail] con host, sender, etc.",
    ),
    "setting.mail.host": _HOST,
    "setting.mail.port": _PORT,
    "setting.mail.security": ("allowed: starttls, tls, none", "se permite: starttls, tls, none"),
    "setting.mail.user": ("a text belongs here", "aquí corresponde un texto"),
    "setting.mail.password_file": ("a file belongs here", "aquí corresponde un archivo"),
    "setting.mail.sender": (
        "an e-mail address belongs here, as in ledger@example.org",
        "aquí corresponde una dirección de correo, como libro@example.org",
    ),
    "setting.toml": ("this is not TOML (https://toml.io)", "esto no es TOML (https://toml.io)"),
    "settings-good": (
        "These settings are in order.{file}",
        "Esta configuración está en orden.{file}",
    ),
    "settings-file": (" Read from {file}.", " Leída de {file}."),
    "head.setting": ("Setting", "Ajuste"),
    "head.value": ("Value", "Valor"),
    "head.from": ("From", "De"),
    "settings-from.file": ("the file", "el archivo"),
    "settings-from.environment": ("the environment", "el entorno"),
    "settings-from.default": ("default", "por omisión"),
}
