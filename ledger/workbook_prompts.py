"""What a register's workbook tells whoever fills it in: a few words for each column, and a page."""

PROMPTS: dict[str, tuple[str, str]] = {
    "id": (
        "Small letters, digits, dots and hyphens. Once given, it is for ever.",
        "Letras minúsculas, cifras, puntos y guiones. Una vez dado, es para siempre.",
    ),
    "body": ("Choose from the list.", "Elija de la lista."),
    "number": ("Leave it empty where there is none.", "Déjelo vacío si no lo hay."),
    "title": (
        "At least one language. A dash (—) clears what there was; an empty cell leaves it alone.",
        "Al menos un idioma. Una raya (—) borra lo que había; una celda vacía lo deja igual.",
    ),
    "text": (
        "As it was decided; at least one language.",
        "Tal como se decidió; al menos un idioma.",
    ),
    "host": ("If it is not the presidency.", "Si no es la presidencia."),
    "presidency": ("The member that holds it.", "El miembro que la ejerce."),
    "present": (
        "all, or codes with commas: MX, CA. Empty is all.",
        "todos, o códigos con comas: MX, CA. Vacío es todos.",
    ),
    "closed": (
        "The day on which the record was complete; empty while it is not.",
        "La fecha en que el acta quedó completa; vacío mientras no lo esté.",
    ),
    "unsettled": (
        "Of a meeting whose record is complete: why its review of the plan was left unsettled, where it was.",
        "De una reunión cuya acta está completa: por qué su revisión del plan quedó sin resolver, si quedó así.",
    ),
    "cleared": (
        "Only an export and `docket -o` write it.",
        "Solo lo escriben una exportación y `docket -o`.",
    ),
    "adopted_on": ("Empty is the meeting's last day.", "Vacío es la última fecha de la reunión."),
    "agreed": (
        "all, present (those who were), or codes with commas. Who did not simply agree has a row in "
        "the sheet of positions. Silence is no agreement.",
        "todos, presentes, o códigos con comas. Quien no estuvo simplemente de acuerdo tiene una fila "
        "en la hoja de posiciones. El silencio no es acuerdo.",
    ),
    "recorded": ("Only an export writes it.", "Solo lo escribe una exportación."),
    "status": ("Empty is adopted.", "Vacío es adoptada."),
    "kind": (
        "Choose from the list. What this kind does not take turns grey in the row.",
        "Elija de la lista. Lo que este tipo no lleva se pone gris en la fila.",
    ),
    "item": (
        "A current item's id from the list; for a new item a new id.",
        "El identificador de un elemento de la lista; para uno nuevo, uno nuevo.",
    ),
    "item_kind": ("Empty is an activity.", "Vacío es una actividad."),
    "parent": (
        "The section's id. Empty, or for a move a dash (—), is the plan itself.",
        "El identificador de la sección. Vacío, o al trasladar una raya (—), es el plan mismo.",
    ),
    "lead": (
        "Codes with commas: MX, TS, IOM. A dash (—) takes all away.",
        "Códigos con comas: MX, TS, IOM. Una raya (—) los quita todos.",
    ),
    "timeline": (
        "by 2008-06-30; 2008-01-01 to 2008-06-30; every 12, at most 36 (months); standing rcgm; open",
        "hasta 2008-06-30; 2008-01-01 a 2008-06-30; cada 12, máximo 36 (meses); permanente rcgm; abierto",
    ),
    "role": ("Of sections only.", "Solo de secciones."),
    "steward": (
        "Of sections only: the body that looks after what stands in it, if it is another.",
        "Solo de secciones: el órgano que cuida de lo que contiene, si es otro.",
    ),
    "replaces": ("Ids of current items, with commas.", "Identificadores de elementos, con comas."),
    "words": (
        "The outcome of what is completed, the reason why something is discontinued or rectified, a "
        "note on an occurrence.",
        "El resultado de lo concluido, el motivo de dar por terminado o de rectificar, una nota sobre "
        "una celebración.",
    ),
    "on": ("YYYY-MM-DD, or a date of the program.", "AAAA-MM-DD, o una fecha del programa."),
    "voids": (
        "The change that was recorded by mistake: rcm-11-d1#2.",
        "El cambio que se registró por error: rcm-11-d1#2.",
    ),
    "instead": (
        "What should stand there, as in the register: {under: rcm-8-d7, change: {…}}",
        "Lo que debe estar allí, como en el registro: {under: rcm-8-d7, change: {…}}",
    ),
    "charter": (
        "As in the register: {rules: {start: {by: approving, agreement: consensus}}}",
        "Como en el registro: {rules: {start: {by: approving, agreement: consensus}}}",
    ),
    "except": (
        "Ids of items that the member does not agree to, with commas.",
        "Identificadores de elementos con que el miembro no está de acuerdo, con comas.",
    ),
    "statement": ("A reservation needs one.", "Una reserva la necesita."),
    "placements": (
        "section mpm, role sub-item; workplan lon-cp",
        "sección mpm, función subtema; plan lon-cp",
    ),
    "source": (
        "Where this record comes from: the minutes, page 3.",
        "De dónde proviene este registro: el acta, página 3.",
    ),
}
PROMPTS |= {"opens_on": PROMPTS["on"], "closes_on": PROMPTS["on"]}

PAGE: tuple[tuple[str, str], ...] = (
    (
        "One row is one record: a meeting, a decision of it, a change that the decision makes, the "
        "position of one member on it. Rows of several sheets belong together by their ids.",
        "Una fila es un asiento: una reunión, una decisión suya, un cambio que hace la decisión, la "
        "posición de un miembro sobre ella. Las filas de varias hojas se unen por sus identificadores.",
    ),
    (
        "Choose a cell, and it says what belongs there. Drop-downs offer what there is; where a new id "
        "is needed, type it.",
        "Elija una celda y le dirá qué va allí. Las listas ofrecen lo que hay; donde haga falta un "
        "identificador nuevo, escríbalo.",
    ),
    (
        "Changes count in the order of their rows. A change is one row with its new terms; what stays as "
        "it is stays empty, and a dash (—) clears.",
        "Los cambios cuentan en el orden de sus filas. Un cambio es una fila con sus nuevos términos; lo "
        "que queda igual queda vacío, y una raya (—) borra.",
    ),
    (
        "The sheet of items lists what stands in the plan now, to take ids from. Nothing written there is "
        "read.",
        "La hoja de elementos enumera lo que hoy está en el plan, para tomar de ella los identificadores. "
        "Nada de lo que se escriba allí se lee.",
    ),
    (
        "Formulas, merged cells, hidden rows and macros are refused. Sheets called Notes are left alone.",
        "Se rechazan fórmulas, celdas combinadas, filas ocultas y macros. Las hojas que se llamen Notas se "
        "dejan en paz.",
    ),
    (
        "Then ask whether it could be recorded, and record it: rcm-ledger import THIS-FILE.xlsx --dry-run; "
        "rcm-ledger import THIS-FILE.xlsx. All errors are named at once, with their cells.",
        "Luego pregunte si podría registrarse, y regístrelo: rcm-ledger import ESTE-ARCHIVO.xlsx --dry-run; "
        "rcm-ledger import ESTE-ARCHIVO.xlsx. Todos los errores se nombran a la vez, con sus celdas.",
    ),
)
"""What the explanation's page says, paragraph by paragraph."""
