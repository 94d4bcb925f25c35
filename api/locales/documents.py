"""Words of documents: their titles, their columns, and what they say of themselves."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- titles -----------------------------------------------------------------------------------
    "doc.plan": ("Plan of Action", "Plan de Acción"),
    "doc.archive": ("Archive of the Plan of Action", "Archivo del Plan de Acción"),
    "doc.workplan": ("Workplan: {body}", "Plan de trabajo: {body}"),
    "doc.diff": ("What changed in the Plan of Action", "Qué cambió en el Plan de Acción"),
    # --- the trail --------------------------------------------------------------------------------
    "doc.audit": ("Audit of the Plan of Action", "Auditoría del Plan de Acción"),
    "doc.audit.all": (
        "Everything on record, the newest last",
        "Todo lo registrado, lo último al final",
    ),
    "doc.audit.recorder": ("Recorded by", "Registrado por"),
    "doc.audit.of-no-meeting": ("Outside any meeting", "Fuera de toda reunión"),
    "doc.audit.item": ("item {of}", "elemento {of}"),
    "doc.audit.decision": ("decision {of}", "decisión {of}"),
    "doc.audit.meeting": ("meeting {of}", "reunión {of}"),
    "doc.audit.body": ("decided by {of}", "decidido por {of}"),
    "doc.audit.member": ("member {of}", "miembro {of}"),
    "doc.audit.kind": ("of the kind {of}", "de la clase {of}"),
    "doc.audit.agreed_from": ("agreed from {of} on", "acordado desde el {of}"),
    "doc.audit.agreed_to": ("agreed up to {of}", "acordado hasta el {of}"),
    "doc.audit.known_from": ("recorded from {of} on", "registrado desde {of}"),
    "doc.audit.known_to": ("recorded up to {of}", "registrado hasta {of}"),
    "doc.audit.text": ("saying “{of}”", "que dice «{of}»"),
    # --- a comparison -----------------------------------------------------------------------------
    "doc.diff.moments": (
        "From {start} to {end}, as the ledger knows both at entry {known_at}",
        "De {start} a {end}, según el libro en el asiento {known_at}",
    ),
    "doc.diff.redefined": ("Redefined", "Redefinidos"),
    "doc.diff.moved": ("Moved", "Trasladados"),
    "doc.diff.new": ("New", "Nuevos"),
    "doc.diff.came-and-went": (
        "New, and in the archive by then",
        "Nuevos, y ya en el archivo",
    ),
    "doc.diff.archived": ("To the archive", "Pasados al archivo"),
    "doc.diff.reinstated": ("Back from the archive", "De vuelta del archivo"),
    "doc.diff.started": ("Started", "Iniciados"),
    "doc.diff.changed": ("Otherwise changed", "Con otros cambios"),
    "doc.diff.translated": ("Translated", "Traducidos"),
    "doc.diff.gone": ("No longer in it", "Ya no figuran"),
    "doc.diff.what": ("What changed", "Qué cambió"),
    "doc.diff.says": ("What it says", "Qué dice"),
    "doc.without": ("without {change}", "sin {change}"),
    "doc.undone": ("no longer counts", "ya no cuenta"),
    # --- what is said of an item ------------------------------------------------------------------
    "doc.steward": ("looked after by {body}", "a cargo de {body}"),
    # --- the workplan's columns -------------------------------------------------------------------
    "column.id": ("Id", "Id"),
    "column.kind": ("Kind", "Clase"),
    "column.role": ("Role", "Función"),
    "column.section": ("Section", "Sección"),
    "column.title": ("Title", "Título"),
    "column.action": ("Action", "Acción"),
    "column.lead": ("Lead", "Responsable"),
    "column.timeline": ("Timeline", "Plazo"),
    "column.form": ("Form", "Modalidad"),
    "column.status": ("Status", "Estado"),
    "column.rests_on": ("Rests on", "Se basa en"),
    "column.archived_by": ("Archived by", "Archivado por"),
    "column.translated": ("Translated", "Traducido"),
    # --- tracked changes: who made one that nobody decided by itself ------------------------------
    "doc.consequence": ("consequence", "consecuencia"),
    # --- the stamp --------------------------------------------------------------------------------
    "doc.all-agreed": ("everything agreed", "todo lo acordado"),
    "doc.moment": (
        "As of: {as_of}. Known at entry {known_at} of the ledger, recorded on {day}.",
        "A la fecha de: {as_of}. Según el asiento {known_at} del libro, registrado el {day}.",
    ),
    "doc.root": (
        "Ledger {ledger}, entries 1 to {entry}, root {root}.",
        "Libro {ledger}, asientos 1 a {entry}, raíz {root}.",
    ),
    "doc.stamp": (
        "As of: {as_of} · entry {entry} · root {root}",
        "A la fecha de: {as_of} · asiento {entry} · raíz {root}",
    ),
    # --- pages ------------------------------------------------------------------------------------
    "doc.contents": ("Contents", "Índice"),
    "doc.page": ("Page {page} of {pages}", "Página {page} de {pages}"),
    "doc.skip": ("Skip to the text", "Ir al texto"),
    # --- the command ------------------------------------------------------------------------------
    "document-written": ("Written: {file}.", "Escrito: {file}."),
    "unknown-body": (
        "There is no body “{body}”; there are {bodies}.",
        "No existe el órgano «{body}»; existen {bodies}.",
    ),
    "unknown-form": (
        "“{file}” is no form that this document comes in: give a name that ends in {forms}.",
        "«{file}» no es un formato de este documento: dé un nombre que termine en {forms}.",
    ),
}
