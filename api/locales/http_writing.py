"""The words of recording over HTTP: its operations, and what can be wrong with asking for one."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- what is wrong with a request -------------------------------------------------------------
    "http.json-expected": (
        "A body is JSON and says so (Content-Type: application/json); found: {found}.",
        "Un cuerpo es JSON y así lo indica (Content-Type: application/json); se encontró: {found}.",
    ),
    "http.no-json": (
        "The body is not JSON (RFC 8259): see line {line}, column {column}.",
        "El cuerpo no es JSON (RFC 8259): vea la línea {line}, columna {column}.",
    ),
    "http.json-twice": (
        "In one object of the body the name {name} is given twice; once is allowed.",
        "En un objeto del cuerpo el nombre {name} figura dos veces; se permite una vez.",
    ),
    "http.json-constant": (
        "{name} is no number in JSON (RFC 8259, 6).",
        "{name} no es un número en JSON (RFC 8259, 6).",
    ),
    "http.json-too-deep": (
        "The body is nested more than {most} levels deep; no record is.",
        "El cuerpo está anidado a más de {most} niveles; ningún registro lo está.",
    ),
    "http.key-reused": (
        "The Idempotency-Key {sent} was sent before with another request. Each request has its own; only the same "
        "request is sent with it again.",
        "La Idempotency-Key {sent} ya se envió con otra solicitud. Cada solicitud tiene la suya; solo la misma "
        "solicitud se reenvía con ella.",
    ),
    "http.if-match-needed": (
        "Say in If-Match which draft of {id} this is to replace: its ETag, as {etag} now. Read it first "
        "(GET {draft}), so that nobody's work is lost.",
        "Indique en If-Match qué borrador de {id} se ha de reemplazar: su ETag, ahora {etag}. Léalo antes "
        "(GET {draft}), para que no se pierda el trabajo de nadie.",
    ),
    "http.changed-since": (
        "{id} was changed since you read it; nothing was recorded. Read it again (GET {draft}; its ETag is now "
        "{etag}), and then decide.",
        "{id} se modificó desde que usted lo leyó; nada se registró. Léalo de nuevo (GET {draft}; su ETag es ahora "
        "{etag}) y decida después.",
    ),
    # --- who may ----------------------------------------------------------------------------------
    "http.who.TS.any": ("the Technical Secretariat", "la Secretaría Técnica"),
    "http.who.PPT.own": (
        "the Presidency Pro-Tempore, except where a network decides",
        "la Presidencia Pro-Tempore, salvo donde decide una red",
    ),
    "http.who.member.own": (
        "a delegation, for its own member",
        "una delegación, por su propio miembro",
    ),
    "http.who.coordinator.own": (
        "a network's coordinator, for that network",
        "la coordinación de una red, por esa red",
    ),
    # --- the operations ---------------------------------------------------------------------------
    "http.op.draft": (
        "A decision as it stands, to be read, changed and put back",
        "Una decisión en su estado actual, para leerla, modificarla y devolverla",
    ),
    "http.op.convene": ("Convene a meeting", "Convocar una reunión"),
    "http.op.clear_docket": (
        "Clear a meeting's docket: it becomes the meeting's draft decisions",
        "Depurar la revisión del plan de una reunión: se convierte en los proyectos de decisión",
    ),
    "http.op.close": (
        "Close a meeting: its record is complete, and is sealed",
        "Cerrar una reunión: su acta está completa, y se sella",
    ),
    "http.op.table": ("Put a draft decision to a meeting", "Presentar un proyecto de decisión a una reunión"),
    "http.op.redraft": (
        "Give a draft decision a new text and new changes; the positions on the old ones are cleared",
        "Dar a un proyecto de decisión un nuevo texto y nuevos cambios; las posiciones sobre los anteriores se borran",
    ),
    "http.op.take_position": (
        "Take a member's position on a draft decision",
        "Tomar la posición de un miembro sobre un proyecto de decisión",
    ),
    "http.op.contest": (
        "Contest what is recorded as one's own position; nothing is confirmed until that is settled",
        "Impugnar lo que consta como posición propia; nada se confirma hasta que se resuelva",
    ),
    "http.op.withdraw_contest": (
        "Leave one's position as it is recorded, after all",
        "Dejar la propia posición como consta, después de todo",
    ),
    "http.op.submit": (
        "Submit what the meeting adopted, to be confirmed",
        "Someter lo que la reunión adoptó, para su confirmación",
    ),
    "http.op.confirm": (
        "Confirm what was submitted: it is ruled again, and only now enters the plan",
        "Confirmar lo sometido: se examina de nuevo, y solo ahora entra en el plan",
    ),
    "http.op.decline": ("Record that a decision was declined", "Registrar que una decisión fue rechazada"),
    "http.op.withdraw": ("Record that a decision was withdrawn", "Registrar que una decisión fue retirada"),
    "http.op.propose": ("Submit a proposal to a meeting", "Presentar una propuesta a una reunión"),
    "http.op.comment": ("Comment on a proposal", "Comentar una propuesta"),
    "http.op.refer": (
        "Refer a proposal from one body to another",
        "Remitir una propuesta de un órgano a otro",
    ),
    "http.op.settle": ("Record what became of a proposal", "Registrar qué fue de una propuesta"),
    "http.op.report": (
        "Keep what a lead reports of an item; it changes nothing",
        "Guardar lo que un responsable informa de un elemento; no cambia nada",
    ),
    "http.op.correct_meeting": (
        "Correct a slip in the record of a meeting",
        "Corregir un desliz en el acta de una reunión",
    ),
    "http.op.correct_decision": (
        "Correct a slip in the record of a decision",
        "Corregir un desliz en el acta de una decisión",
    ),
    "http.op.correct_proposal": (
        "Correct a slip in the record of a proposal",
        "Corregir un desliz en el acta de una propuesta",
    ),
    # --- their headers ----------------------------------------------------------------------------
    "http.allowed.Idempotency-Key": (
        "1 to 128 visible characters of ASCII, such as a UUID, new for each request: the same request sent again under "
        "the same key is answered as before and not done again",
        "de 1 a 128 caracteres visibles de ASCII, por ejemplo un UUID, nuevo en cada solicitud: la misma solicitud "
        "reenviada con la misma clave se responde como antes y no se ejecuta de nuevo",
    ),
    "http.allowed.If-Match": (
        "the ETag of what you read, in quotation marks",
        "el ETag de lo que leyó, entre comillas",
    ),
}
