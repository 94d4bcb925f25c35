"""The help of `witness`: its commands, their arguments and options."""


def _both(text: str) -> tuple[str, str]:
    """Examples that are typed alike in both languages."""
    return text, text


SEAL = (
    "Of this seal, by its size or its meeting. Default: the last.",
    "De este sello, por su tamaño o su reunión. Por omisión: el último.",
)

TEXTS: dict[str, tuple[str, str]] = {
    "witness": (
        "Let delegations witness the seals, so that nobody can rewrite or split the ledger unseen.",
        "Que las delegaciones atestigüen los sellos, para que nadie reescriba ni bifurque el libro sin ser visto.",
    ),
    "witness.more": (
        "A delegation's side: new, trust, sign or serve, status, compare. The ledger's side: add, list, request, "
        "collect. They speak over HTTP or by files sent by e-mail, in the public form of c2sp.org/tlog-witness.",
        "Del lado de una delegación: new, trust, sign o serve, status, compare. Del lado del libro: add, list, "
        "request, collect. Se hablan por HTTP o con archivos enviados por correo, en la forma pública de "
        "c2sp.org/tlog-witness.",
    ),
    "witness.examples": _both(
        "rcm-ledger witness new witness.example.mx\nrcm-ledger witness serve"
    ),
    # --- a delegation's side ----------------------------------------------------------------------
    "witness new": ("Become a witness.", "Convertirse en testigo."),
    "witness new.more": (
        "It makes a key and a small file of what this witness has seen, in a folder of its own. Back the folder up, "
        "but never put an old copy back: a witness that forgets can be led on.",
        "Crea una clave y un pequeño archivo de lo que este testigo ha visto, en una carpeta propia. Haga copias de la "
        "carpeta, pero nunca reponga una antigua: a un testigo desmemoriado se le puede engañar.",
    ),
    "witness new.examples": _both(
        "rcm-ledger witness new witness.example.mx\n"
        "rcm-ledger witness new witness.example.mx --folder testigo"
    ),
    "witness new.name": (
        "Its name for all time, without spaces.",
        "Su nombre para siempre, sin espacios.",
    ),
    "witness trust": (
        "Trust a ledger's public key.",
        "Confiar en la clave pública de un libro.",
    ),
    "witness trust.more": (
        "Get the key from the Secretariat in a way that nobody can tamper with. When the ledger has a new key, trust "
        "that one too.",
        "Obtenga la clave de la Secretaría por una vía que nadie pueda alterar. Cuando el libro tenga una clave nueva, "
        "confíe también en ella.",
    ),
    "witness trust.examples": _both("rcm-ledger witness trust rcm-ledger/5f…+3c1d9b2a+AQw…"),
    "witness trust.vkey": ("The ledger's public key.", "La clave pública del libro."),
    "witness sign": (
        "Cosign a seal, from a request that came as a file.",
        "Cofirma un sello, a partir de una solicitud que llegó como archivo.",
    ),
    "witness sign.more": (
        "It cosigns only what continues what it cosigned before. What does not is refused, and both are kept in the "
        "folder forks as evidence.",
        "Solo cofirma lo que continúa lo que cofirmó antes. Lo que no, se rechaza, y ambos se guardan como prueba en "
        "la carpeta forks.",
    ),
    "witness sign.examples": _both("rcm-ledger witness sign request.txt -o answer.txt"),
    "witness sign.request": (
        "The request as it came; - is standard input.",
        "La solicitud tal como llegó; - es la entrada estándar.",
    ),
    "metavar.witness sign.request": ("REQUEST", "SOLICITUD"),
    "witness serve": (
        "Cosign seals over HTTP.",
        "Cofirma sellos por HTTP.",
    ),
    "witness serve.more": (
        "POST /add-checkpoint and GET /<origin hash>/checkpoint, as c2sp.org/tlog-witness has them. Put it behind a "
        "proxy that speaks HTTPS to let others reach it.",
        "POST /add-checkpoint y GET /<origin hash>/checkpoint, como los define c2sp.org/tlog-witness. Póngalo tras un "
        "proxy que hable HTTPS para que otros lo alcancen.",
    ),
    "witness serve.examples": _both(
        "rcm-ledger witness serve\nrcm-ledger witness serve --host 0.0.0.0 --port 8470"
    ),
    "witness serve.host": (
        "Where to listen. Default: this computer only.",
        "Dónde escuchar. Por omisión: solo este equipo.",
    ),
    "witness serve.port": (
        "The port; 0 chooses a free one. Default: 8470.",
        "El puerto; 0 elige uno libre. Por omisión: 8470.",
    ),
    "metavar.port": ("PORT", "PUERTO"),
    "witness status": (
        "Tell what this witness has seen, and what it refused.",
        "Dice qué ha visto este testigo, y qué rechazó.",
    ),
    "witness status.more": (
        "Exit status 1 where it keeps evidence of something that it refused.",
        "Estado de salida 1 si guarda pruebas de algo que rechazó.",
    ),
    "witness status.examples": _both("rcm-ledger witness status"),
    "witness compare": (
        "Compare a seal that another was shown with what this witness saw.",
        "Compara un sello mostrado a otros con lo que vio este testigo.",
    ),
    "witness compare.more": (
        "Two seals of one size with two roots prove that the ledger shows one thing here and another there; both are "
        "kept as evidence.",
        "Dos sellos de un mismo tamaño con dos raíces prueban que el libro muestra una cosa aquí y otra allá; ambos se "
        "guardan como prueba.",
    ),
    "witness compare.examples": _both("rcm-ledger witness compare from-canada.txt"),
    "witness compare.seal": (
        "The seal's file; - is standard input.",
        "El archivo del sello; - es la entrada estándar.",
    ),
    "metavar.witness compare.seal": ("SEAL", "SELLO"),
    "folder": (
        "The witness's folder. Default: rcm-witness.",
        "La carpeta del testigo. Por omisión: rcm-witness.",
    ),
    "metavar.folder": ("FOLDER", "CARPETA"),
    "metavar.name": ("NAME", "NOMBRE"),
    "metavar.vkey": ("VKEY", "VKEY"),
    # --- the ledger's side ------------------------------------------------------------------------
    "witness add": ("Ask one more witness.", "Preguntar a un testigo más."),
    "witness add.more": (
        "Naming the same key with another address changes the address.",
        "Indicar la misma clave con otra dirección cambia la dirección.",
    ),
    "witness add.examples": _both(
        "rcm-ledger witness add witness.example.mx+8a1f2c3d+BAk…\n"
        "rcm-ledger witness add witness.example.mx+8a1f2c3d+BAk… --url https://witness.example.mx"
    ),
    "witness add.vkey": ("The witness's public key.", "La clave pública del testigo."),
    "witness add.url": (
        "Where it is asked; without it, by files.",
        "Dónde se le pregunta; sin ella, con archivos.",
    ),
    "metavar.url": ("URL", "URL"),
    "witness list": (
        "List the witnesses, and the last seal that each cosigned.",
        "Enumera los testigos, y el último sello que cada uno cofirmó.",
    ),
    "witness list.more": (
        "As far as their cosignatures were collected.",
        "Hasta donde se recogieron sus cofirmas.",
    ),
    "witness list.examples": _both("rcm-ledger witness list"),
    "witness request": (
        "Write what is to be sent to a witness by e-mail.",
        "Escribe lo que se ha de enviar por correo a un testigo.",
    ),
    "witness request.more": (
        "It is the seal and the proof that it continues the last one that this witness cosigned.",
        "Es el sello y la prueba de que continúa el último que este testigo cofirmó.",
    ),
    "witness request.examples": _both(
        "rcm-ledger witness request --witness witness.example.mx -o request.txt\n"
        "rcm-ledger witness request --from 512 -o request.txt"
    ),
    "witness request.witness": (
        "The witness it is for, by name.",
        "El testigo al que va dirigida, por su nombre.",
    ),
    "metavar.witness": ("NAME", "NOMBRE"),
    "witness request.start": (
        "As if it had last seen so many entries.",
        "Como si hubiera visto tantos asientos.",
    ),
    "metavar.witness request.start": ("SIZE", "TAMAÑO"),
    "witness collect": (
        "Take a witness's answer, or ask for it over HTTP.",
        "Recoge la respuesta de un testigo, o la pide por HTTP.",
    ),
    "witness collect.more": (
        "Each cosignature is verified and kept beside the log. Doing it again changes nothing.",
        "Cada cofirma se verifica y se guarda junto al libro. Hacerlo otra vez no cambia nada.",
    ),
    "witness collect.examples": _both(
        "rcm-ledger witness collect answer.txt\n"
        "rcm-ledger witness collect witness.example.mx\n"
        "rcm-ledger witness collect --all"
    ),
    "witness collect.answer": (
        "The answer's file, or the name of a witness to ask.",
        "El archivo de la respuesta, o el nombre de un testigo al que preguntar.",
    ),
    "metavar.answer": ("FILE|NAME", "ARCHIVO|NOMBRE"),
    "all_": ("Ask every witness that has an address.", "Pregunta a todo testigo con dirección."),
    "witness collect.seal": SEAL,
    "witness request.seal": SEAL,
    # --- verifying --------------------------------------------------------------------------------
    "witnesses": (
        "So many witnesses must have cosigned the last seal, or the one that is brought.",
        "Tantos testigos deben haber cofirmado el último sello, o el que se aporta.",
    ),
    "metavar.witnesses": ("N", "N"),
    "witness_keys": (
        "The witnesses that count: a file with a key a line. Default: those that the ledger asks.",
        "Los testigos que cuentan: un archivo con una clave por línea. Por omisión: a los que pregunta el libro.",
    ),
    "metavar.witness_keys": ("FILE", "ARCHIVO"),
    "timestamp_ca": (
        "The certificate of the timestamps' authority, in PEM.",
        "El certificado de la autoridad de los sellos de tiempo, en PEM.",
    ),
    "metavar.timestamp_ca": ("FILE", "ARCHIVO"),
    "timestamp": (
        "Keep with it a timestamp (RFC 3161): asked at this address, or in this file. What is stamped is the first "
        "three lines of the seal (SHA-256).",
        "Guarda con él un sello de tiempo (RFC 3161): se pide a esta dirección, o está en este archivo. Lo que se "
        "fecha son las tres primeras líneas del sello (SHA-256).",
    ),
    "metavar.timestamp": ("URL|FILE", "URL|ARCHIVO"),
}
