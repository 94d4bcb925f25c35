"""Sentences of the review of a revised version, and of the drafts that come of it."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- what cannot be read ----------------------------------------------------------------------
    "review.unknown-form": (
        "No revised version has this ending; there are: {endings}.",
        "Ninguna versión revisada tiene esta terminación; existen: {endings}.",
    ),
    "review.misnamed": (
        "This is a file of an office program, not what its name says. Give it its own ending: {endings}.",
        "Es un archivo de un programa de oficina, no lo que dice su nombre. Dele su terminación: {endings}.",
    ),
    "review.too-large": (
        "This is too large for a plan: at most {most} bytes are read. Leave out what is no part of it.",
        "Es demasiado grande para un plan: se leen como máximo {most} bytes. Omita lo que no es parte de él.",
    ),
    "review.too-many-rows": (
        "There are more rows than any plan has: at most {most} are read. Delete what is below the plan.",
        "Hay más filas que en cualquier plan: se leen como máximo {most}. Borre lo que está debajo del plan.",
    ),
    "review.not-utf-8": (
        "The letters cannot be told: save the list as “CSV UTF-8”.",
        "No se distinguen las letras: guarde la lista como «CSV UTF-8».",
    ),
    "review.broken-list": (
        "From here on the list cannot be read: a quotation mark is missing, or there is one too many.",
        "Desde aquí no se puede leer la lista: faltan o sobran comillas.",
    ),
    "review.no-heads": (
        "No row has the heads of a plan. Put its columns' names above them: Id, Title, Action, Lead, …",
        "Ninguna fila tiene los encabezados de un plan. Ponga sobre las columnas sus nombres: Id, Título, "
        "Acción, Responsable, …",
    ),
    "review.no-items": (
        "There is no list of items in it: it has to be like what `plan --json` gives.",
        "No contiene una lista de elementos: ha de ser como lo que da `plan --json`.",
    ),
    "review.not-an-item": (
        "An item is a mapping with id, parent, terms …; found {found}.",
        "Un elemento es un mapa con id, parent, terms …; se halló {found}.",
    ),
    "review.language-unknown": (
        "The plan has no language {found}; it has {allowed}.",
        "El plan no tiene el idioma {found}; tiene {allowed}.",
    ),
    "review.empty": (
        "There is no item in it. If the whole plan is to be discontinued, that is to be said item by item.",
        "No contiene ningún elemento. Si todo el plan ha de darse por terminado, dígalo elemento por elemento.",
    ),
    "review.not-understood": (
        "{found} is no {what}. It can be: {allowed}.{hint}",
        "{found} no es un valor de «{what}». Puede ser: {allowed}.{hint}",
    ),
    "review.not-an-id": (
        "{found} is no id: an id has a-z, 0-9, dot and hyphen. Leave it empty for a new item.",
        "{found} no es un identificador: tiene a-z, 0-9, punto y guion. Déjelo vacío si el elemento es nuevo.",
    ),
    "review.id-twice": (
        "Two rows have the id {id}: {first} and {second}. Empty the id of the one that is new, or delete it.",
        "Dos filas tienen el identificador {id}: {first} y {second}. Vacíe el de la que sea nueva, o bórrela.",
    ),
    "review.no-words": (
        "This row has neither id nor words. Give it a title, or delete it.",
        "Esta fila no tiene identificador ni palabras. Dele un título, o bórrela.",
    ),
    "review.mixed-languages": (
        "There are two languages in one cell. Give each a column of its own, as `document plan --both` does.",
        "Hay dos idiomas en una celda. Dé a cada uno su propia columna, como hace `document plan --both`.",
    ),
    "review.formula": (
        "This is a formula, and formulas are not computed. Write the words themselves, without the “=”.",
        "Es una fórmula, y las fórmulas no se calculan. Escriba las palabras mismas, sin el «=».",
    ),
    "review.cell-error": (
        "A formula left {found} here. Write the words themselves.",
        "Una fórmula dejó {found} aquí. Escriba las palabras mismas.",
    ),
    "review.merged": (
        "These cells are merged, so that nobody can tell whose the words are. Unmerge them.",
        "Estas celdas están combinadas, y no se sabe de quién son las palabras. Sepárelas.",
    ),
    "review.tracked": (
        "Changes are tracked in it that nobody has accepted yet ({n}). Accept or reject them all, and save "
        "it again.",
        "Contiene cambios controlados que nadie ha aceptado todavía ({n}). Acéptelos o rechácelos todos, y "
        "guárdelo de nuevo.",
    ),
    "review.no-table": (
        "There is no plan in it: neither headings nor a table with Title, Action, Lead, …",
        "No contiene un plan: ni títulos ni una tabla con Título, Acción, Responsable, …",
    ),
    "review.picture": (
        "There are only pictures in it, and pictures are not read. Put the table itself into it.",
        "Solo contiene imágenes, y las imágenes no se leen. Ponga la tabla misma.",
    ),
    "review.picture-in-cell": (
        "There is a picture where words belong; pictures are not read. Write the words.",
        "Hay una imagen donde van palabras; las imágenes no se leen. Escriba las palabras.",
    ),
    "review.table-in-cell": (
        "There is a table inside this cell. Put its rows into the table itself.",
        "Hay una tabla dentro de esta celda. Ponga sus filas en la tabla misma.",
    ),
    "review.note": (
        "{found} below this heading is neither a role, nor a steward, nor a status.",
        "{found} bajo este título no es una función, ni un encargado, ni un estado.",
    ),
    # --- what is answered -------------------------------------------------------------------------
    "review-title": (
        "{file}, reviewed against the plan of {day}",
        "{file}, comparada con el plan al {day}",
    ),
    "review-nothing": (
        "It says what the plan says: {n}, no difference.",
        "Dice lo que dice el plan: {n}, sin diferencias.",
    ),
    "review-summary": (
        "{differences}; {unchanged} unchanged.",
        "{differences}; sin cambios: {unchanged}.",
    ),
    "review-redefines": (
        "It redefines what was agreed. It is not lawful as it is.",
        "Redefine lo acordado. Tal como está no es conforme.",
    ),
    "review-upkeep": (
        "It redefines nothing that was agreed.",
        "No redefine nada de lo acordado.",
    ),
    "review-takes": (
        "takes a decision of {bodies}, by {agreement}",
        "requiere una decisión de {bodies}, por {agreement}",
    ),
    "review-here": ("this meeting can", "esta reunión puede"),
    "review-not-here": ("this meeting cannot", "esta reunión no puede"),
    "review-left-alone": (
        "white space, letter case or punctuation only: left as it is (--cosmetic takes it for a change)",
        "solo espacios, mayúsculas o puntuación: queda como está (--cosmetic lo toma por un cambio)",
    ),
    "review-obstacle": ("stands in the way: {why}", "lo impide: {why}"),
    "review-new-id": ("gets the id {id}", "recibe el identificador {id}"),
    "review-confidence": (
        "found by its words: {item}, {percent}",
        "hallado por sus palabras: {item}, {percent}",
    ),
    "review-ignored": (
        "Not compared: {columns}.",
        "No se compara: {columns}.",
    ),
    "review-made-from": (
        "The version was made from the plan as known at entry {entry}, and is compared with it as known at "
        "{now}. What was decided since may seem to be taken back: --known-at {entry} compares with what it "
        "was made from.",
        "La versión se hizo del plan según el asiento {entry}, y se compara con él según el {now}. Lo decidido "
        "desde entonces puede parecer retirado: --known-at {entry} compara con aquello de que se hizo.",
    ),
    "review-most-missing": (
        "{items} of the plan are not in the file, more than it leaves as they are: is it a version of the plan at all?",
        "{items} del plan no figuran en el archivo, más de los que deja como están: ¿es una versión del plan?",
    ),
    "review-only-of": (
        "All that the version has is of one workplan, {body}, and it is compared with the whole plan: "
        "--workplan {id} compares it with that workplan alone.",
        "Todo lo que tiene la versión es de un solo plan de trabajo, {body}, y se compara con el plan entero: "
        "--workplan {id} la compara solo con ese plan de trabajo.",
    ),
    "review-other-ledger": (
        "The version was made from another ledger of this conference, {ledger}, at its entry {entry}.",
        "La versión se hizo de otro libro de esta conferencia, {ledger}, en su asiento {entry}.",
    ),
    "review-missing": ("It is not in the version.", "No figura en la versión."),
    "doc.review": ("Report on a revised version", "Informe sobre una versión revisada"),
    "doc.review.here": (
        "The meeting at hand: {body}.",
        "La reunión en curso: {body}.",
    ),
    "doc.review.body": ("{bodies}, by {agreement}", "{bodies}, por {agreement}"),
    "doc.review.what": ("What differs", "Qué difiere"),
    "doc.review.takes": ("What it takes", "Qué requiere"),
    "doc.review.lawful": (
        "A revised version never enters the ledger as it is: each change takes the decision and the agreement "
        "that stand beside it.",
        "Una versión revisada nunca entra en el libro tal como está: cada cambio requiere la decisión y el "
        "acuerdo que figuran a su lado.",
    ),
    "review-questions": ("To be answered first", "Por responder antes"),
    "review-by-wording": (
        "Found by their words, without an id",
        "Hallados por sus palabras, sin identificador",
    ),
    "review-more": ("and {items} more", "y {items} más"),
    "review-answer": (
        'Give the row an id, or say --same "{place}=ID" or --new "{place}".',
        'Dé a la fila un identificador, o indique --same "{place}=ID" o --new "{place}".',
    ),
    "review-unsettled": (
        "No drafts are written while something is to be answered first, or stands in the way of a change.",
        "No se escriben borradores mientras algo esté por responder, o algo impida un cambio.",
    ),
    "review-bad-answer": (
        '“{answer}” is no answer: it is written PLACE=ITEM, as in "line 12=mpm-docs".',
        "«{answer}» no es una respuesta: se escribe LUGAR=ELEMENTO, como «line 12=mpm-docs».",
    ),
    "review-drafts-written": (
        "Written: {file}, {decisions}. Put in who agreed, and import it.",
        "Escrito: {file}, {decisions}. Ponga quién estuvo de acuerdo, e impórtelo.",
    ),
    "review-no-drafts": (
        "There is nothing to decide: no drafts were written.",
        "No hay nada que decidir: no se escribieron borradores.",
    ),
    "question.which-item": ("Is it new, or one of these?", "¿Es nuevo, o uno de estos?"),
    "question.other-wording": (
        "Its id is {item}, its words are those of another. Was the sheet sorted without its first column?",
        "Su identificador es {item}, sus palabras son las de otro. ¿Se ordenó la hoja sin su primera columna?",
    ),
    "question.section-unknown": (
        "There is no such section in the plan or in this version.",
        "No existe tal sección en el plan ni en esta versión.",
    ),
    "question.section-two": (
        "Its section can be one or another: name it by its id.",
        "Su sección puede ser una u otra: indíquela por su identificador.",
    ),
    "question.section-unclear": (
        "The section above it is itself in question.",
        "La sección que está sobre él está a su vez en duda.",
    ),
    "question.section-circle": (
        "It would stand below itself.",
        "Estaría debajo de sí mismo.",
    ),
    "question.status-back": (
        "What has begun does not become pending again; if its start was recorded by mistake, rectify it.",
        "Lo iniciado no vuelve a estar pendiente; si su inicio se registró por error, rectifíquelo.",
    ),
    "question.occurrence-gone": (
        "What took place stays recorded; if it was recorded by mistake, rectify it.",
        "Lo celebrado queda registrado; si se registró por error, rectifíquelo.",
    ),
    "question.status-unreachable": (
        "No change gives it this status. What replaces an item is approved with `replaces`.",
        "Ningún cambio le da este estado. Lo que reemplaza a un elemento se aprueba con `replaces`.",
    ),
    "question.kind-changed": (
        "A section never becomes an activity, nor the reverse: discontinue it and add a new one.",
        "Una sección nunca se vuelve actividad, ni al revés: dela por terminada y agregue una nueva.",
    ),
    "question.mixed-languages": (
        "There are two languages in one cell. Give each a column of its own, as `document plan --both` does.",
        "Hay dos idiomas en una celda. Dé a cada uno su propia columna, como hace `document plan --both`.",
    ),
    "cosmetic": ("looks only", "solo apariencia"),
    "obstacle.no-body": (
        "there is no body that may do all of this",
        "no hay órgano que pueda hacer todo esto",
    ),
    # --- drafts -----------------------------------------------------------------------------------
    "drafts.review": (
        "Draft decisions that would make the revised version “{file}” lawful.",
        "Borradores de las decisiones que harían conforme la versión revisada «{file}».",
    ),
    "drafts.text": (
        "Takes into the plan what follows from the revised version “{file}”.",
        "Incorpora al plan lo que resulta de la versión revisada «{file}».",
    ),
    "drafts.use": (
        "Put in who agreed, and import it: `rcm-ledger import THIS-FILE --dry-run`, then without --dry-run.\n"
        "A decision is taken whole or not at all: to leave a change out, delete it here.\n"
        "What is imported is recorded as adopted; with `status: tabled` below its id, as a draft.",
        "Ponga quién estuvo de acuerdo, e impórtelo: `rcm-ledger import ESTE-ARCHIVO --dry-run`, luego sin "
        "--dry-run.\n"
        "Una decisión se toma entera o no se toma: para omitir un cambio, bórrelo aquí.\n"
        "Lo que se importa queda registrado como adoptado; con `status: tabled` bajo su id, como borrador.",
    ),
    "drafts.at-hand": ("The meeting at hand: {body}.", "La reunión en curso: {body}."),
    "drafts.next": (
        "The next meeting on record: {body}.",
        "La próxima reunión registrada: {body}.",
    ),
    "drafts.placeholder": (
        "{body}: put the id, the title and the days of its meeting that is to decide this\n"
        "in the place of these, and its id into that of the decision.",
        "{body}: ponga el identificador, el título y las fechas de la reunión que ha de decidir esto\n"
        "en lugar de estos, y su identificador en el de la decisión.",
    ),
    "drafts.meeting": ("Meeting: {body}", "Reunión: {body}"),
    "drafts.takes": ("Takes {agreement}: {members}.", "Requiere {agreement}: {members}."),
    "drafts.agreed": (
        "agreed: all, or a list of those who agreed: [CA, MX]; what each said, member by member,\n"
        "under positions:, as `rcm-ledger template` explains.",
        "agreed: all, o una lista de quienes estuvieron de acuerdo: [CA, MX]; lo que dijo cada uno,\n"
        "miembro por miembro, en positions:, como explica `rcm-ledger template`.",
    ),
}
