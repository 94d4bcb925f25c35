"""The help of what signs and is signed: commands, arguments and options."""

TEXTS: dict[str, tuple[str, str]] = {
    "sign-key": (
        "Make a delegation's key, and the note by which the ledger is given it.",
        "Crea la clave de una delegación, y la nota con que se da al libro.",
    ),
    "sign-key.more": (
        "For a delegation, on its own machine. The key is made where there is none, and never "
        "leaves its place; the note goes to the Technical Secretariat. The new key signs the note, "
        "and so does the one that it replaces.\n\n"
        "Which ledger it is for is read from a copy of it (--ledger), or from a draft that was "
        "handed out (--draft). A key made with `openssl genpkey -algorithm ed25519` will do.",
        "Para una delegación, en su propia máquina. La clave se crea donde no la hay, y nunca sale "
        "de su lugar; la nota va a la Secretaría Técnica. La nota la firma la clave nueva, y también "
        "aquella que reemplaza.\n\n"
        "Para qué libro es se lee de una copia de él (--ledger), o de un proyecto que se haya "
        "entregado (--draft). Sirve una clave hecha con `openssl genpkey -algorithm ed25519`.",
    ),
    "sign-key.examples": (
        "rcm-ledger sign-key CA --key canada.pem -o canada-key.txt\n"
        "# with nothing of the ledger at hand but a draft of it\n"
        "rcm-ledger sign-key CA --key canada.pem --draft draft.json -o canada-key.txt\n"
        "# another key in its place\n"
        "rcm-ledger sign-key CA --key new.pem --replaces canada.pem -o canada-key.txt",
        "rcm-ledger sign-key CA --key canada.pem -o clave-canada.txt\n"
        "# sin más del libro que un proyecto suyo\n"
        "rcm-ledger sign-key CA --key canada.pem --draft proyecto.json -o clave-canada.txt\n"
        "# otra clave en su lugar\n"
        "rcm-ledger sign-key CA --key nueva.pem --replaces canada.pem -o clave-canada.txt",
    ),
    "sign-position": (
        "Sign a delegation's position on a draft, without the ledger's own machine.",
        "Firma la posición de una delegación sobre un proyecto, sin la máquina del libro.",
    ),
    "sign-position.more": (
        "What is signed is the exact text and changes of the draft, the stance, the exceptions and "
        "the statement; of any other draft the signature is worth nothing. The draft is read from "
        "a copy of the ledger (--ledger), or from a file that was handed out (--draft), as "
        "`rcm-ledger show rcm-25-d1 --json` writes it.\n\n"
        "What it writes goes to the Technical Secretariat: `rcm-ledger position rcm-25-d1 --signed "
        "FILE` records it. `docs/signed-positions.md` tells how to sign with `openssl` alone.",
        "Lo que se firma es el texto exacto y los cambios del proyecto, la postura, las excepciones "
        "y la declaración; para otro proyecto la firma no vale nada. El proyecto se lee de una "
        "copia del libro (--ledger), o de un archivo que se haya entregado (--draft), como lo "
        "escribe `rcm-ledger show rcm-25-d1 --json`.\n\n"
        "Lo que escribe va a la Secretaría Técnica: `rcm-ledger position rcm-25-d1 --signed "
        "ARCHIVO` lo registra. `docs/signed-positions.md` dice cómo firmar solo con `openssl`.",
    ),
    "sign-position.examples": (
        "rcm-ledger sign-position rcm-25-d1 --member CA --key canada.pem -o canada.json\n"
        "rcm-ledger sign-position rcm-25-d1 --member CA --key canada.pem --draft draft.json \\\n"
        '  --except plan-review --statement-en "Subject to consultation." -o canada.json',
        "rcm-ledger sign-position rcm-25-d1 --member CA --key canada.pem -o canada.json\n"
        "rcm-ledger sign-position rcm-25-d1 --member CA --key canada.pem --draft proyecto.json \\\n"
        '  --except plan-review --statement-es "Sujeto a consulta." -o canada.json',
    ),
    "member-key": (
        "Record the key that a member signs its positions with, or withdraw it.",
        "Registra la clave con que un miembro firma sus posiciones, o la retira.",
    ),
    "member-key.more": (
        "The Secretariat records the note that `rcm-ledger sign-key` wrote, once the delegation "
        "has said, by another way, that the key is its own. A new key takes the old one's place "
        "only with the old one's signature; a lost key is withdrawn first. Without a file it shows "
        "the member's keys.",
        "La Secretaría registra la nota que escribió `rcm-ledger sign-key`, una vez que la "
        "delegación ha dicho, por otra vía, que la clave es suya. Una clave nueva toma el lugar de "
        "la anterior solo con la firma de esta; una clave perdida se retira antes. Sin un archivo "
        "muestra las claves del miembro.",
    ),
    "member-key.examples": (
        "rcm-ledger member-key CA canada-key.txt\n"
        "rcm-ledger member-key CA\n"
        'rcm-ledger member-key CA --withdraw --reason "The key was lost."',
        "rcm-ledger member-key CA clave-canada.txt\n"
        "rcm-ledger member-key CA\n"
        'rcm-ledger member-key CA --withdraw --reason "Se perdió la clave."',
    ),
    "any.key": (
        "The delegation's private key: a PEM file that nobody else can read.",
        "La clave privada de la delegación: un archivo PEM que nadie más puede leer.",
    ),
    "sign-key.name": (
        "The name that the key bears. Default: the member.",
        "El nombre que lleva la clave. Por omisión: el miembro.",
    ),
    "sign-position.name": (
        "The name that the key bears, where it is not the member's and the draft is from a file.",
        "El nombre que lleva la clave, si no es el del miembro y el proyecto viene de un archivo.",
    ),
    "replaces": (
        "The key in force until now, whose place the new one takes.",
        "La clave en vigor hasta ahora, cuyo lugar toma la nueva.",
    ),
    "draft": (
        "A draft that was handed out, as `rcm-ledger show --json` writes it.",
        "Un proyecto que se entregó, como lo escribe `rcm-ledger show --json`.",
    ),
    "sign-position.on": ("The day on which it says so.", "La fecha en que lo dice."),
    "sign-key.output": ("The note to write.", "La nota que se escribe."),
    "sign-position.output": (
        "The signed position to write.",
        "La posición firmada que se escribe.",
    ),
    "member-key.file": (
        "The note by which the member is given the key.",
        "La nota con que se da la clave al miembro.",
    ),
    "member-key.withdraw": (
        "Withdraw the key in force: it is lost, or in other hands.",
        "Retira la clave en vigor: se perdió, o está en otras manos.",
    ),
    "position.signed": (
        "A position that a delegation signed with `rcm-ledger sign-position`.",
        "Una posición que una delegación firmó con `rcm-ledger sign-position`.",
    ),
    "metavar.key": ("FILE", "ARCHIVO"),
    "metavar.replaces": ("FILE", "ARCHIVO"),
    "metavar.draft": ("FILE", "ARCHIVO"),
    "metavar.signed": ("FILE", "ARCHIVO"),
}
