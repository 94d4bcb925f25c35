"""Sentences of the views: the plan, one record, changes in words, what they take, the trail."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- answers: the plan ------------------------------------------------------------------------
    "plan-now": (
        "The plan, as the ledger knows it at entry {entry}",
        "El plan, según el libro en el asiento {entry}",
    ),
    "archive-now": (
        "The archive, as the ledger knows it at entry {entry}",
        "El archivo, según el libro en el asiento {entry}",
    ),
    "plan-as-of": ("The plan as of {moment}", "El plan tras {moment}"),
    "archive-as-of": ("The archive as of {moment}", "El archivo tras {moment}"),
    "plan-on": ("The plan on {day}", "El plan al {day}"),
    "archive-on": ("The archive on {day}", "El archivo al {day}"),
    "plan-before": ("The plan before {moment}", "El plan antes de {moment}"),
    "archive-before": ("The archive before {moment}", "El archivo antes de {moment}"),
    "known-at": ("as it was known at entry {entry}", "según se sabía en el asiento {entry}"),
    "plan-empty": ("There is nothing in it.", "No contiene nada."),
    "plan-foot": (
        "{sections}, {activities}. `rcm-ledger show ID` tells the history of one.",
        "{sections}, {activities}. `rcm-ledger show ID` cuenta la historia de uno.",
    ),
    "archive-foot": (
        "{items}. `rcm-ledger show ID` tells the history of one.",
        "{items}. `rcm-ledger show ID` cuenta la historia de uno.",
    ),
    "level-now": ("level now: {body}", "nivel actual: {body}"),
    # --- answers: one record ----------------------------------------------------------------------
    "in-section": ("in {section}", "en {section}"),
    "under-steward": ("steward: {body}", "encargado: {body}"),
    "approved-by": ("{decision} of {meeting}, {day}", "{decision} de {meeting}, {day}"),
    "rests-on-line": (
        "Approved by {authority}, at the level of {body}.",
        "Aprobado por {authority}, en el nivel de {body}.",
    ),
    "gone": (
        "Its approval was rectified: it is in neither the plan nor the archive.",
        "Su aprobación fue rectificada: no está en el plan ni en el archivo.",
    ),
    "level-rose": (
        "Its level is now that of {body}: only {body}, or a body above it, may redefine it.",
        "Su nivel es ahora el de {body}: solo {body}, o un órgano superior, puede redefinirlo.",
    ),
    "changed-by-line": ("Last changed by {authority}.", "Último cambio: {authority}."),
    "archived-by-line": ("In the archive by {authority}.", "En el archivo por {authority}."),
    "agreed-by": ("Agreed by {n}", "De acuerdo: {n}"),
    "agreed-by-basis": ("Agreed by {n} ({basis})", "De acuerdo: {n} ({basis})"),
    "contested-by": (
        "contested by the delegation of {members}",
        "impugnado por la delegación de {members}",
    ),
    "contest-open": ("not settled", "sin resolver"),
    "contest-settled": ("settled in entry {entry}", "resuelta en el asiento {entry}"),
    "agreed-by-none": ("nobody's agreement is on record", "no consta el acuerdo de nadie"),
    "rectified-under": (
        "{decision} (put in its place by {reference})",
        "{decision} (puesto en su lugar por {reference})",
    ),
    "recorded-late": (
        "recorded {time} after it was agreed",
        "registrado {time} después de acordado",
    ),
    "decision-late": (
        "recorded {time} after it was agreed",
        "registrada {time} después de acordada",
    ),
    "after-seal": ("after the seal of its meeting", "después del sello de su reunión"),
    "recorded-after-seal": (
        "recorded after the seal of its meeting",
        "con registro posterior al sello de su reunión",
    ),
    "recorded-after-closing": (
        "recorded after the record of its meeting was closed",
        "registrada después de cerrada el acta de su reunión",
    ),
    "voided-by": ("void, by {reference}", "sin efecto, por {reference}"),
    "was": ("was", "era"),
    "is-now": ("is now", "es ahora"),
    "no-proposals": ("No proposal is about it.", "Ninguna propuesta trata de él."),
    "status-line": ("{kind}, {status}", "{kind}, {status}"),
    "took-place": ("Took place: {days}", "Se celebró: {days}"),
    "meeting-line": ("{body}, {days}, {place}", "{body}, {days}, {place}"),
    "meeting-days": ("{start} to {end}", "del {start} al {end}"),
    "presidency": ("Presidency: {member}", "Presidencia: {member}"),
    "host": ("Host: {member}", "Sede: {member}"),
    "present-all": ("Present: all members", "Presentes: todos los miembros"),
    "present": ("Present: {members}", "Presentes: {members}"),
    "source": ("Source: {source}", "Fuente: {source}"),
    "original-at": ("Signed original: {file}", "Original firmado: {file}"),
    "original-elsewhere": (
        "Signed original, not kept here: SHA-256 {sha256}",
        "Original firmado, no guardado aquí: SHA-256 {sha256}",
    ),
    "signed-original": ("signed original", "original firmado"),
    "closed-on": ("Its record was closed on {day}.", "Su acta se cerró el {day}."),
    "not-closed": ("Its record is still open.", "Su acta sigue abierta."),
    "no-decisions": ("No decision of it is on record.", "No consta ninguna decisión suya."),
    "no-changes": ("no changes", "sin cambios"),
    "adopted-line": ("{status} on {day}, {procedure}", "{status} el {day}, {procedure}"),
    "not-adopted-line": ("{status}", "{status}"),
    "to-be-adopted-line": (
        "{status}; day of adoption: {day}, {procedure}",
        "{status}; fecha de adopción: {day}, {procedure}",
    ),
    "reason": ("Reason: {reason}", "Motivo: {reason}"),
    "except": ("except {items}", "excepto {items}"),
    "ruling-lawful": ("Lawful.", "Conforme."),
    "ruling-would-be-lawful": (
        "It could be adopted as it stands.",
        "Podría adoptarse tal como está.",
    ),
    "ruling-unlawful": (
        "It could not be adopted as it stands, for {reasons}:",
        "No podría adoptarse tal como está, por {reasons}:",
    ),
    "submitted-by-line": ("Submitted by {by}, to be confirmed.", "La sometió {by}; falta confirmarla."),
    "confirmed-by-line": (
        "Submitted by {by}, and confirmed by {confirmed}.",
        "La sometió {by}, y la confirmó {confirmed}.",
    ),
    "submitted-and-confirmed": (
        "submitted by {by}, confirmed by {confirmed}",
        "la sometió {by}, la confirmó {confirmed}",
    ),
    "by-local": ("whoever keeps the ledger", "quien lleva el libro"),
    "in-entries": ("Entries of the ledger: {entries}", "Asientos del libro: {entries}"),
    "submitted-to": ("submitted to {meeting} by {by}", "presentada a {meeting} por {by}"),
    "outcome-pending": ("pending", "pendiente"),
    "outcome-adopted": ("adopted by {decisions}", "adoptada por {decisions}"),
    "outcome-declined": ("declined: {reason}", "rechazada: {reason}"),
    "outcome-withdrawn": ("withdrawn: {reason}", "retirada: {reason}"),
    "placement-section": ("in the section {section}", "en la sección {section}"),
    "placement-workplan": ("in the workplan of {body}", "en el plan de trabajo de {body}"),
    "placement-agenda": ("on the agenda of {body}", "en la agenda de {body}"),
    "suggested": ("Suggested place: {place}", "Lugar sugerido: {place}"),
    "referred": ("Referred from {start} to {end}{at}", "Remitida de {start} a {end}{at}"),
    "at-meeting": (", at {meeting}", ", en {meeting}"),
    # --- changes in words -------------------------------------------------------------------------
    "do.approve": ("approves {item} in {place}", "aprueba {item} en {place}"),
    "do.approve-replacing": (
        "approves {item} in {place}, in place of {replaced}",
        "aprueba {item} en {place}, en lugar de {replaced}",
    ),
    "do.redefine": ("redefines {item}: {terms}", "redefine {item}: {terms}"),
    "do.move": ("moves {item} to {place}", "traslada {item} a {place}"),
    "do.discontinue": ("discontinues {item}: {words}", "da por terminado {item}: {words}"),
    "do.translate": ("translates {item}: {terms}", "traduce {item}: {terms}"),
    "do.start": ("starts {item}", "inicia {item}"),
    "do.record-occurrence": (
        "records that {item} took place on {day}",
        "registra que {item} se celebró el {day}",
    ),
    "do.complete": ("completes {item}: {words}", "concluye {item}: {words}"),
    "do.reinstate": ("reinstates {item}", "restablece {item}"),
    "do.rectify": (
        "voids {voids} of {item}: {words}",
        "deja sin efecto {voids} de {item}: {words}",
    ),
    "do.rectify-instead": (
        "{voided}; instead, under {under}: {change}",
        "{voided}; en su lugar, en virtud de {under}: {change}",
    ),
    "its-own-decision": ("the same decision", "la misma decisión"),
    "do.admit-member": (
        "admits {member} as a member{since}",
        "admite a {member} como miembro{since}",
    ),
    "do.since": (" from {day}", " desde el {day}"),
    "do.withdraw-member": (
        "records that {member} is no longer a member{until}",
        "registra que {member} deja de ser miembro{until}",
    ),
    "do.until": (" from {day}", " desde el {day}"),
    "do.amend-charter": (
        "amends the rules of procedure: {what}",
        "enmienda las reglas de procedimiento: {what}",
    ),
    "cleared": ("(none)", "(nada)"),
    # --- answers: requires ------------------------------------------------------------------------
    "requires-title": ("What it takes to {do} {item}", "Qué hace falta para {do} {item}"),
    "requires-title-approve": (
        "What it takes to approve a new item in {item}",
        "Qué hace falta para aprobar un nuevo elemento en {item}",
    ),
    "requires-one": ("{body}, with {agreement}.", "{body}, con {agreement}."),
    "requires-or": (", or ", ", o bien "),
    "requires-nobody": (
        "A body above all that are concerned, and there is none",
        "Un órgano superior a todos los concernidos, y no lo hay",
    ),
    "requires-voids": ("To void {voids}: ", "Para dejar sin efecto {voids}: "),
    "requires-and": ("It takes all of these together:", "Hace falta todo esto a la vez:"),
    "requires-any": ("Any one of these is enough:", "Basta con uno de estos:"),
    "asks.unanimity": (
        "Every member state has to agree, by name, and none may except it: {members}.",
        "Cada Estado miembro debe estar de acuerdo, por su nombre, y ninguno puede exceptuarlo: "
        "{members}.",
    ),
    "asks.consensus": (
        "Nobody may object, and more than half of the member states have to agree. Asked: "
        "{members}.",
        "Nadie puede objetar, y más de la mitad de los Estados miembros deben estar de acuerdo. "
        "Se consulta a: {members}.",
    ),
    "asks.majority": (
        "More have to agree than object. Asked: {members}.",
        "Deben estar de acuerdo más de los que objetan. Se consulta a: {members}.",
    ),
    "asks.two-thirds": (
        "Two thirds of those who agree or object have to agree. Asked: {members}.",
        "Deben estar de acuerdo dos tercios de quienes están de acuerdo u objetan. Se consulta a: "
        "{members}.",
    ),
    "ground": (
        "Ground: {reference}, by which {body} decided on {day}.",
        "Fundamento: {reference}, con que {body} decidió el {day}.",
    ),
    "ground-charter": (
        "Ground: the rules of procedure.",
        "Fundamento: las reglas de procedimiento.",
    ),
    "not-possible": (
        "As the plan stands, this is not possible:",
        "Tal como está el plan, esto no es posible:",
    ),
    "obstacle.item-archived": (
        "it is in the archive; it would have to be reinstated first.",
        "está en el archivo; antes habría que restablecerlo.",
    ),
    "obstacle.item-current": (
        "it is in the current plan; only what is archived can be reinstated.",
        "está en el plan vigente; solo se restablece lo archivado.",
    ),
    "obstacle.children-current": (
        "there are current items below it; they have to be settled first.",
        "tiene debajo elementos vigentes; antes hay que resolverlos.",
    ),
    "obstacle.parent-archived": (
        "the section that it stands in is in the archive.",
        "la sección en que se encuentra está en el archivo.",
    ),
    "obstacle.not-an-activity": (
        "it is a section; only an activity starts, takes place or is completed.",
        "es una sección; solo una actividad se inicia, se celebra o se concluye.",
    ),
    "obstacle.not-a-section": (
        "it is an activity; nothing can stand below it.",
        "es una actividad; nada puede ubicarse debajo.",
    ),
    "obstacle.nothing-changes": ("it already stands so.", "ya está así."),
    "obstacle.text-agreed": (
        "it has no text that could be translated: what a body agreed is redefined, not translated.",
        "no tiene texto que pueda traducirse: lo que acordó un órgano se redefine, no se traduce.",
    ),
    "obstacle.change-unknown": (
        "no change of it is on record that could be rectified.",
        "no consta ningún cambio suyo que pueda rectificarse.",
    ),
    "obstacle.already-void": ("that change is void already.", "ese cambio ya no surte efecto."),
    "obstacle.item-unknown": (
        "there is no such item in the plan.",
        "no existe tal elemento en el plan.",
    ),
    "obstacle.parent-unknown": (
        "there is no such section in the plan.",
        "no existe tal sección en el plan.",
    ),
    # --- answers: diff ----------------------------------------------------------------------------
    "diff-title": ("What changed from {start} to {end}", "Qué cambió de {start} a {end}"),
    "diff-nothing": ("Nothing changed in the plan.", "Nada cambió en el plan."),
    "diff.added": ("new", "nuevo"),
    "diff.removed": ("no longer in it", "ya no figura"),
    "diff.archived": ("to the archive", "al archivo"),
    "diff.reinstated": ("back from the archive", "de vuelta del archivo"),
    "diff.changed": ("changed", "cambiado"),
    "diff.came-and-went": ("new, and in the archive by then", "nuevo, y ya en el archivo"),
    "diff-by": ("by {authority}", "por {authority}"),
    "diff-undone": ("without what {authority} decided", "sin lo decidido por {authority}"),
    "diff-marks": (
        "Words taken out stand as {gone}, new ones as {come}.",
        "Las palabras quitadas van como {gone}, las nuevas como {come}.",
    ),
    # --- answers: audit ---------------------------------------------------------------------------
    "audit-title": ("The trail, the newest last", "El rastro, lo más reciente al final"),
    "audit-nothing": (
        "Nothing on record answers to this.",
        "Nada de lo registrado responde a esto.",
    ),
    "audit-foot": ("{entries}.", "{entries}."),
    "audit-more": (
        "There is more: --after {cursor} goes on.",
        "Hay más: --after {cursor} continúa.",
    ),
    "at": ("at {time}", "{time}"),
}
