"""What signing says: a delegation's keys, and the positions that they sign."""

TEXTS: dict[str, tuple[str, str]] = {
    "signed-written": (
        "Signed. It is in {file}; send that file to the Technical Secretariat, and keep the key.",
        "Firmado. Está en {file}; envíe ese archivo a la Secretaría Técnica, y conserve la clave.",
    ),
    "recorded-member-key": (
        "{id} signs with the key {vkey}, {entries}. Read it to the delegation, and have it say that "
        "it is its own.",
        "{id} firma con la clave {vkey}, {entries}. Léasela a la delegación, y que confirme que es "
        "la suya.",
    ),
    "recorded-member-key-withdraw": (
        "The key of {id} is withdrawn, {entries}. What it signed before stays signed.",
        "La clave de {id} queda retirada, {entries}. Lo que firmó antes sigue firmado.",
    ),
    "no-keys": (
        "{member} has been given no key.",
        "A {member} no se le ha dado ninguna clave.",
    ),
    "key-in-force": (
        "{vkey}, in force since entry {entry}",
        "{vkey}, en vigor desde el asiento {entry}",
    ),
    "key-replaced": (
        "{vkey}, in force from entry {entry} until another took its place at entry {ended}",
        "{vkey}, en vigor desde el asiento {entry} hasta que otra tomó su lugar en el asiento {ended}",
    ),
    "key-withdrawn": (
        "{vkey}, in force from entry {entry} until it was withdrawn at entry {ended}",
        "{vkey}, en vigor desde el asiento {entry} hasta que se retiró en el asiento {ended}",
    ),
    "draft-altered": (
        "The draft in {file} is not whole: its text or its changes are not those of its hash. Ask "
        "for it again.",
        "El proyecto en {file} no está entero: su texto o sus cambios no son los de su hash. "
        "Pídalo de nuevo.",
    ),
    "draft-other-decision": (
        "The draft in {file} is of {found}, not of {decision}.",
        "El proyecto en {file} es de {found}, no de {decision}.",
    ),
    "signed-other-decision": (
        "The position in {file} is on {found}, not on {decision}.",
        "La posición en {file} es sobre {found}, no sobre {decision}.",
    ),
    "signed-other-draft": (
        "The position in {file} is on another draft of {decision}, which was redrafted since; "
        "{member} signs the new draft. Nothing was recorded.",
        "La posición en {file} es sobre otro proyecto de {decision}, que desde entonces se "
        "reformuló; {member} firma el nuevo proyecto. No se registró nada.",
    ),
    "signed-nothing": (
        "The position in {file} bears no signature; `rcm-ledger sign-position` writes one that does.",
        "La posición en {file} no lleva firma; `rcm-ledger sign-position` escribe una que la lleva.",
    ),
    "not-a-key-name": (
        "A key's name has no blank and no +; “{name}” has, or is empty.",
        "El nombre de una clave no lleva espacios ni +; «{name}» los lleva, o está vacío.",
    ),
    "other-members-key": (
        "The note in {file} gives a key to {found}, not to {member}.",
        "La nota en {file} da una clave a {found}, no a {member}.",
    ),
    "withdraw-with-reason": (
        "A key is withdrawn with a reason: --withdraw --reason TEXT.",
        "Una clave se retira con un motivo: --withdraw --reason TEXTO.",
    ),
    "signed-with": ("signed with {vkey}", "firmado con {vkey}"),
    "signed-for": ("for the ledger {ledger}", "para el libro {ledger}"),
    "wording-corrected": (
        "its wording was corrected since it was signed",
        "su redacción se corrigió después de la firma",
    ),
}
