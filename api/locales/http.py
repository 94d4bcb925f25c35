"""The words of the service over HTTP: its operations, their parameters, what is wrong with a request."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- what is wrong with a request -------------------------------------------------------------
    "http.bad-parameter": (
        "The parameter {name} cannot be “{found}”. Allowed: {allowed}.",
        "El parámetro {name} no puede ser «{found}». Se permite: {allowed}.",
    ),
    "http.bad-parameters": (
        "{why} (parameter {name}; found: “{found}”; allowed: {allowed})",
        "{why} (parámetro {name}; se encontró: «{found}»; se permite: {allowed})",
    ),
    "http.bad-request": (
        "The address is not valid: percent-encoded UTF-8 without control characters is expected.",
        "La dirección no es válida: se espera UTF-8 codificado con porcentajes, sin caracteres de control.",
    ),
    "http.no-such-page": (
        "There is nothing at {path}. The operations are listed at /docs.",
        "No hay nada en {path}. Las operaciones se enumeran en /docs.",
    ),
    "http.no-ruling": (
        "{id} is settled without an adoption ({status}): there is nothing to rule on.",
        "{id} está resuelta sin adopción ({status}): no hay nada que examinar.",
    ),
    "http.not-sealed-yet": (
        "There is no such tile of what is sealed so far.",
        "No existe esa tesela de lo sellado hasta ahora.",
    ),
    "http.no-seal": ("Nothing is sealed yet.", "Nada está sellado todavía."),
    "http.wrong-method": (
        "{method} is not possible here; what is possible: {allowed}.",
        "{method} no es posible aquí; lo posible: {allowed}.",
    ),
    "http.not-acceptable": (
        "It is available as {offered}.",
        "Está disponible como {offered}.",
    ),
    "http.body-too-large": (
        "A request has at most {most} bytes of body, and says how many.",
        "Una solicitud tiene como máximo {most} bytes de cuerpo, y dice cuántos.",
    ),
    "http.address-too-long": (
        "An address has at most {most} bytes.",
        "Una dirección tiene como máximo {most} bytes.",
    ),
    "http.not-ready": (
        "What people are shown ends at entry {entry}, and the log at {head}.",
        "Lo que se muestra termina en el asiento {entry}, y el libro en {head}.",
    ),
    "http.too-many-followers": (
        "As many follow already as one process serves. Try again soon, or ask for the audit after the last entry that "
        "you have.",
        "Ya siguen tantos como atiende un proceso. Inténtelo pronto, o pida el rastro posterior al último asiento que "
        "tenga.",
    ),
    "http.not-readable": (
        "The ledger cannot be read: {why}.",
        "El libro no se puede leer: {why}.",
    ),
    "http.unforeseen": (
        "Something unforeseen happened; nothing was changed. Tell whoever runs the service the number {request}.",
        "Ocurrió algo imprevisto; nada se cambió. Indique a quien opera el servicio el número {request}.",
    ),
    # --- what a parameter may be ------------------------------------------------------------------
    "http.allowed": (
        "what the description of this operation at /docs says",
        "lo que dice la descripción de esta operación en /docs",
    ),
    "http.allowed.unknown": ("{names}, each at most once", "{names}, cada uno una vez como máximo"),
    "http.allowed.as_of": (
        "a meeting's id, or a day YYYY-MM-DD, itself included; not together with before",
        "el identificador de una reunión, o una fecha AAAA-MM-DD, inclusive; no junto con before",
    ),
    "http.allowed.before": (
        "a meeting's id: up to the day before it opened",
        "el identificador de una reunión: hasta la víspera de su apertura",
    ),
    "http.allowed.known_at": (
        "an entry's number, or an instant such as 2026-05-31 or 2026-05-31T18:00Z: what was recorded by then",
        "el número de un asiento, o un instante como 2026-05-31 o 2026-05-31T18:00Z: lo registrado hasta entonces",
    ),
    "http.allowed.from": (
        "the earlier moment: a meeting's id, or a day YYYY-MM-DD",
        "el momento anterior: el identificador de una reunión, o una fecha AAAA-MM-DD",
    ),
    "http.allowed.to": (
        "the later moment: a meeting's id, or a day YYYY-MM-DD",
        "el momento posterior: el identificador de una reunión, o una fecha AAAA-MM-DD",
    ),
    "http.allowed.lang": ("en or es", "en o es"),
    "http.allowed.id": ("an id of this ledger", "un identificador de este libro"),
    "http.allowed.kind": (
        "a kind of change (redefine), or for the audit an event (position-taken) as well",
        "un tipo de cambio (redefine) o, en la auditoría, también un evento (position-taken)",
    ),
    "http.allowed.item": ("an item's id", "el identificador de un elemento"),
    "http.allowed.decision": ("a decision's id", "el identificador de una decisión"),
    "http.allowed.meeting": ("a meeting's id", "el identificador de una reunión"),
    "http.allowed.body": ("a body's id", "el identificador de un órgano"),
    "http.allowed.member": ("a member's code", "el código de un miembro"),
    "http.allowed.agreed_from": ("a day YYYY-MM-DD, itself included", "una fecha AAAA-MM-DD, inclusive"),
    "http.allowed.agreed_to": ("a day YYYY-MM-DD, itself included", "una fecha AAAA-MM-DD, inclusive"),
    "http.allowed.known_from": (
        "an entry's number, or an instant such as 2026-05-31, itself included",
        "el número de un asiento, o un instante como 2026-05-31, inclusive",
    ),
    "http.allowed.known_to": (
        "an entry's number, or an instant such as 2026-05-31, itself included",
        "el número de un asiento, o un instante como 2026-05-31, inclusive",
    ),
    "http.allowed.text": (
        "words of at most 200 characters, whatever their case and accents",
        "palabras de 200 caracteres como máximo, sin distinguir mayúsculas ni acentos",
    ),
    "http.allowed.after": (
        "the `next` of the page before",
        "el `next` de la página anterior",
    ),
    "http.allowed.since": (
        "an entry's number, at most the last; those after it are told, then each as it comes. Left out: from now on",
        "el número de un asiento, a lo sumo el último; se cuentan los posteriores, y luego cada uno según llega. Si se "
        "omite: desde ahora",
    ),
    "http.allowed.Last-Event-ID": (
        "the `id` of the last event that came, at most that of the last entry",
        "el `id` del último evento que llegó, a lo sumo el del último asiento",
    ),
    "http.allowed.limit": (
        "a number from 1 to 5000; 1000 by default",
        "un número de 1 a 5000; 1000 por omisión",
    ),
    "http.allowed.Accept-Datetime": (
        "an instant as in Thu, 26 Nov 2026 12:00:00 GMT",
        "un instante como Thu, 26 Nov 2026 12:00:00 GMT",
    ),
    # --- the operations ---------------------------------------------------------------------------
    "http.op.plan": ("The plan, as of any moment", "El plan, a cualquier momento"),
    "http.op.archive": (
        "What is no longer in the plan, as of any moment",
        "Lo que ya no está en el plan, a cualquier momento",
    ),
    "http.op.item": (
        "An item with its whole history and authority",
        "Un elemento con toda su historia y autoridad",
    ),
    "http.op.history": ("All that was done to an item", "Todo lo que se hizo a un elemento"),
    "http.op.requires": (
        "What it would take to change an item",
        "Qué haría falta para cambiar un elemento",
    ),
    "http.op.diff": (
        "What changed between two moments, word by word",
        "Qué cambió entre dos momentos, palabra por palabra",
    ),
    "http.op.audit": (
        "The trail of everything recorded, newest last; as JSON, NDJSON or CSV",
        "El rastro de todo lo registrado, lo más nuevo al final; en JSON, NDJSON o CSV",
    ),
    "http.op.events": (
        "Every entry as it comes (server-sent events)",
        "Cada asiento según llega (eventos enviados por el servidor)",
    ),
    "http.op.decided": ("The last decisions, as an Atom feed", "Las últimas decisiones, en un canal Atom"),
    "http.op.decided_about": (
        "The last decisions about an item, or about a line of action and what stands below it, as an Atom feed",
        "Las últimas decisiones sobre un elemento, o sobre una línea de acción y lo que está debajo, en un canal Atom",
    ),
    "http.op.decided_with": (
        "The last decisions on which a member took a position, as an Atom feed",
        "Las últimas decisiones sobre las que un miembro tomó posición, en un canal Atom",
    ),
    "http.op.plan_calendar": (
        "Deadlines, recurrences and meetings to subscribe to (iCalendar): of all, of a body's workplan, of who leads",
        "Plazos, recurrencias y reuniones, para suscribirse (iCalendar): todo, un plan de trabajo, lo de quien lidera",
    ),
    "feed.decisions": ("decisions", "decisiones"),
    "http.op.meetings": ("The meetings", "Las reuniones"),
    "http.op.meeting": ("A meeting with its decisions", "Una reunión con sus decisiones"),
    "http.op.agenda": (
        "The agenda of a meeting, with the documents that each point needs",
        "La agenda de una reunión, con los documentos que cada punto necesita",
    ),
    "http.op.docket": (
        "The review of the plan prepared for a meeting: everything with something to settle",
        "La revisión del plan preparada para una reunión: todo lo que hay por resolver",
    ),
    "http.op.decision": (
        "A decision with its positions, changes and ruling",
        "Una decisión con sus posiciones, cambios y examen",
    ),
    "http.op.ruling": (
        "What the rule says of a decision",
        "Lo que dice la regla de una decisión",
    ),
    "http.op.proposals": ("The proposals", "Las propuestas"),
    "http.op.proposal": ("A proposal with its way", "Una propuesta con su camino"),
    "http.op.seals": (
        "The seals, and who vouches for them",
        "Los sellos, y quién responde por ellos",
    ),
    "http.op.proof": (
        "That a decision, a change or an item's history is under the last seal (a tlog-proof)",
        "Que una decisión, un cambio o el historial de un elemento está bajo el último sello (tlog-proof)",
    ),
    "http.op.verify": (
        "Proves the ledger: whether it is authentic, and every change lawful",
        "Prueba el libro: si es auténtico, y lícito todo cambio",
    ),
    "http.found-in-drafts": (
        "This was found in what is not shown to everybody; members and auditors read where.",
        "Esto se halló en lo que no se muestra al público; los miembros y las personas auditoras leen dónde.",
    ),
    # --- the pages --------------------------------------------------------------------------------
    "http.docs": ("The ledger over HTTP", "El libro por HTTP"),
    "http.docs.intro": (
        "What is adopted can be read without an account. The description for programs is at",
        "Lo adoptado puede leerse sin cuenta. La descripción para programas está en",
    ),
    "http.docs.parameters": ("Parameters", "Parámetros"),
    "http.docs.example": ("Example", "Ejemplo"),
    "http.docs.answer": ("Its answer, on the conference's real records", "Su respuesta, sobre los registros reales"),
    "http.docs.problems": ("What can go wrong", "Lo que puede fallar"),
    "http.problem.status": ("HTTP status", "Estado HTTP"),
    "http.problem.says": (
        "It is said in these words; what stands in ‹…› is of the case at hand:",
        "Se dice con estas palabras; lo que está en ‹…› es del caso concreto:",
    ),
    "http.problem.rule": (
        "The rule of the Plan of Action refuses it: nothing is recorded. Every reason is in `violations`.",
        "La regla del Plan de Acción lo rechaza: nada se registra. Todas las razones están en `violations`.",
    ),
    "http.problem.ledger": (
        "Something other than the rule stands in the way.",
        "Lo impide algo distinto de la regla.",
    ),
    "http.problem.request": (
        "Something is wrong with the request, or with the service.",
        "Algo falla en la solicitud o en el servicio.",
    ),
    # --- the command ------------------------------------------------------------------------------
    "serving": (
        "Serving {ledger} at {url}; its description is at {url}/docs. Ctrl-C stops it.",
        "Sirviendo {ledger} en {url}; su descripción está en {url}/docs. Ctrl-C lo detiene.",
    ),
    "serving-to-others": (
        "There are no accounts: whoever can reach {host} can read everything, drafts included.",
        "No hay cuentas: quien alcance {host} puede leerlo todo, borradores incluidos.",
    ),
    "serving-in-the-clear": (
        "Whoever listens between {host} and its callers reads passwords and sessions. Put a proxy that speaks HTTPS "
        "in front of it, and say with --url https://… where it is reached.",
        "Quien escuche entre {host} y sus visitantes lee contraseñas y sesiones. Anteponga un proxy que hable HTTPS, e "
        "indique con --url https://… dónde se alcanza.",
    ),
    "not-an-origin": (
        "“{url}” is not where a service is reached, such as https://ledger.example.org.",
        "«{url}» no es donde se alcanza un servicio, como https://libro.example.org.",
    ),
    "serving-stopped": ("Stopped.", "Detenido."),
}
