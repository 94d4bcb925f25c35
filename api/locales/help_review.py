"""Help of `review`."""

TEXTS: dict[str, tuple[str, str]] = {
    "review": (
        "Review a revised version of the plan: what it changes, and what each change takes.",
        "Examina una versión revisada del plan: qué cambia, y qué requiere cada cambio.",
    ),
    "review.more": (
        "It is compared with the plan item by item: looks only, translation, upkeep, redefinition, moved, "
        "new, removed. Rows without an id are found by their words; where that is in doubt, it is asked, "
        "and --same or --new answers. A version never enters the ledger as it is: -o writes the draft "
        "decisions, one for each body, that would make it lawful.\n\n"
        "Exit status 1 as soon as it redefines anything: a redefine, a move, a discontinue, a reinstate, a "
        "complete of what never ends by itself, or a question that is still to be answered.",
        "Se compara con el plan elemento por elemento: solo apariencia, traducción, actualización, "
        "redefinición, trasladado, nuevo, eliminado. Las filas sin identificador se hallan por sus palabras; "
        "en caso de duda se pregunta, y --same o --new responde. Una versión nunca entra en el libro tal "
        "como está: -o escribe los borradores de las decisiones, una por órgano, que la harían conforme.\n\n"
        "Estado de salida 1 en cuanto redefine algo: un redefine, un move, un discontinue, un reinstate, un "
        "complete de lo que nunca termina por sí mismo, o una pregunta aún por responder.",
    ),
    "review.examples": (
        "rcm-ledger review revised.xlsx\n"
        "# what the RCGM can decide of it, and the drafts of all that it takes\n"
        "rcm-ledger review revised.xlsx --meeting rcgm -o drafts.yaml\n"
        "# against the plan from which it was made\n"
        "rcm-ledger review revised.csv --against rcm-24\n"
        "# a network's workplan, as `document workplan lon-cp` writes it\n"
        "rcm-ledger review workplan.docx --workplan lon-cp",
        "rcm-ledger review revisada.xlsx --lang es\n"
        "# qué puede decidir el GRCM, y los borradores de todo lo que requiere\n"
        "rcm-ledger review revisada.xlsx --meeting rcgm -o borradores.yaml\n"
        "# contra el plan del que se partió\n"
        "rcm-ledger review revisada.csv --against rcm-24\n"
        "# el plan de trabajo de una red, como lo escribe `document workplan lon-cp`\n"
        "rcm-ledger review plan-de-trabajo.docx --workplan lon-cp",
    ),
    "review.file": ("The revised version.", "La versión revisada."),
    "review.against": (
        "Compare it with the plan after this meeting, or on this day. Default: everything recorded.",
        "La compara con el plan tras esta reunión, o en esta fecha. Por omisión: todo lo registrado.",
    ),
    "metavar.review.against": ("MEETING|DATE", "REUNIÓN|FECHA"),
    "review.meeting": (
        "The meeting at hand, or its body: tells what it can decide, and puts the drafts to it.",
        "La reunión en curso, o su órgano: dice qué puede decidir, y le asigna los borradores.",
    ),
    "review.workplan": (
        "The version is of this body's workplan alone, and is compared with nothing else.",
        "La versión es solo del plan de trabajo de este órgano, y no se compara con nada más.",
    ),
    "metavar.review.workplan": ("BODY", "ÓRGANO"),
    "review.output": (
        "Write the draft decisions to this file.",
        "Escribe los borradores de las decisiones en este archivo.",
    ),
    "review.report": (
        "Write the report as a document as well: .docx, .pdf, .html, .md, .xlsx.",
        "Escribe el informe también como documento: .docx, .pdf, .html, .md, .xlsx.",
    ),
    "metavar.review.report": ("FILE", "ARCHIVO"),
    "review.same": (
        "The row at this place is about this item.",
        "La fila en este lugar es sobre este elemento.",
    ),
    "metavar.review.same": ("PLACE=ITEM", "LUGAR=ELEMENTO"),
    "review.new": (
        "The row at this place is a new item.",
        "La fila en este lugar es un elemento nuevo.",
    ),
    "metavar.review.new": ("PLACE", "LUGAR"),
    "review.cosmetic": (
        "Take what differs in white space, letter case or punctuation for changes, too.",
        "Toma también por cambios lo que difiere en espacios, mayúsculas o puntuación.",
    ),
}
