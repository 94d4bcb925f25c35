"""Sentences around every answer: help's frame, what is wrong with what was typed, how a command
ends."""

TEXTS: dict[str, tuple[str, str]] = {
    # --- help's frame -----------------------------------------------------------------------------
    "help.usage": ("Usage", "Uso"),
    "help.usage-options": ("[OPTIONS]", "[OPCIONES]"),
    "help.usage-command": ("COMMAND …", "ORDEN …"),
    "help.arguments": ("Arguments", "Argumentos"),
    "help.commands": ("Commands", "Órdenes"),
    "help.options": ("Options", "Opciones"),
    "help.everywhere": ("Options of every command", "Opciones de toda orden"),
    "help.examples": ("Examples", "Ejemplos"),
    "help.help": ("Show this message and exit.", "Muestra este mensaje y termina."),
    "help.repeatable": ("(can be repeated)", "(puede repetirse)"),
    "help.required": ("(required)", "(obligatorio)"),
    "help.more": (
        "`{program} COMMAND --help` explains a command, with examples.",
        "`{program} ORDEN --help` explica una orden, con ejemplos.",
    ),
    "help.group.read": ("To read what was decided", "Para leer lo decidido"),
    "help.group.desk": ("To prepare a meeting", "Para preparar una reunión"),
    "help.group.record": ("To record from a file", "Para registrar desde un archivo"),
    "help.group.step": (
        "To record a meeting step by step",
        "Para registrar una reunión paso a paso",
    ),
    "help.group.sign": ("To sign positions", "Para firmar posiciones"),
    "help.group.prove": ("To prove and to hand over", "Para probar y entregar"),
    "help.group.hand-out": ("To hand out", "Para distribuir"),
    "help.group.keep": ("To keep it safe", "Para ponerlo a salvo"),
    "help.group.serve": ("To let others read", "Para que otros lean"),
    "help.group.try": ("To try it", "Para probar el programa"),
    # --- wrong use --------------------------------------------------------------------------------
    "usage-hint": (
        "`{command} --help` tells how it is used.",
        "`{command} --help` dice cómo se usa.",
    ),
    "wrong-use": (
        "This cannot be understood as typed.",
        "Esto no se entiende tal como fue escrito.",
    ),
    "no-command": (
        "A command is missing, as in `rcm-ledger plan --json`.",
        "Falta una orden, como en `rcm-ledger plan --json`.",
    ),
    "no-such-command": (
        "There is no command “{name}”. `rcm-ledger {group}--help` lists them all.",
        "No existe la orden «{name}». `rcm-ledger {group}--help` las enumera todas.",
    ),
    "no-such-command-near": (
        "There is no command “{name}”. Did you mean “{near}”?",
        "No existe la orden «{name}». ¿Quiso decir «{near}»?",
    ),
    "no-such-option": ("There is no option {name} here.", "Aquí no existe la opción {name}."),
    "no-such-option-near": (
        "There is no option {name} here. Did you mean {near}?",
        "Aquí no existe la opción {name}. ¿Quiso decir {near}?",
    ),
    "missing-parameter": ("{name} is missing: {about}", "Falta {name}: {about}"),
    "bad-choice": (
        "{name} is one of: {choices}; found “{found}”.{hint}",
        "{name} es uno de: {choices}; se halló «{found}».{hint}",
    ),
    "bad-choice-alone": (
        "Found “{found}”; allowed: {choices}.{hint}",
        "Se halló «{found}»; se permite: {choices}.{hint}",
    ),
    "not-a-number": (
        "{name} takes a whole number, as in 25; found “{found}”.",
        "{name} lleva un número entero, como 25; se halló «{found}».",
    ),
    "bad-value": ("{name} does not take this value.", "{name} no admite este valor."),
    "needs-a-value": ("{name} needs a value after it.", "{name} necesita un valor a continuación."),
    "takes-no-value": ("{name} takes no value.", "{name} no lleva ningún valor."),
    "too-many": (
        "This is too much: {extra}. Put what has spaces in it in quotes.",
        "Esto sobra: {extra}. Ponga entre comillas lo que lleva espacios.",
    ),
    "long-dash": (
        "{found} begins with a long dash, as word processors make it; hyphens are meant: {meant}.",
        "{found} comienza con una raya, como la ponen los procesadores de texto; van guiones: {meant}.",
    ),
    "unknown-language": (
        "Found the language “{language}”; --lang is en or es.",
        "Se halló el idioma «{language}»; --lang es en o es.",
    ),
    "unknown-shell": (
        "Which shell this is cannot be told (found: {shell}); completion is for bash, zsh, fish "
        "and PowerShell.",
        "No se puede saber qué intérprete es este (se halló: {shell}); el completado es para "
        "bash, zsh, fish y PowerShell.",
    ),
    "completion-installed": (
        "Completion for {shell} is installed in {path}. It works in the next terminal that you "
        "open.",
        "El completado para {shell} quedó instalado en {path}. Funciona en la próxima terminal "
        "que abra.",
    ),
    "demo-in-a-file": (
        "A demonstration is kept in a file; name one, or leave --ledger out.",
        "Una demostración se guarda en un archivo; indique uno, u omita --ledger.",
    ),
    "roles-on-a-server": (
        "{options} is for a ledger on a server (postgresql://…); who may use a file, its folder's "
        "rights say.",
        "{options} es para un libro en un servidor (postgresql://…); quién puede usar un archivo lo "
        "dicen los permisos de su carpeta.",
    ),
    "unknown-id": (
        "There is no item, meeting, decision or proposal “{id}” in this ledger.{hint}",
        "No hay ningún elemento, reunión, decisión ni propuesta «{id}» en este libro.{hint}",
    ),
    "did-you-mean": (" Did you mean “{near}”?", " ¿Quiso decir «{near}»?"),
    "not-a-day": (
        "{name}: found “{value}”; a day is written YYYY-MM-DD.",
        "{name}: se halló «{value}»; una fecha se escribe AAAA-MM-DD.",
    ),
    "file-and-options": (
        "Give {file} or the other options, not both: found {names} beside it.",
        "Use {file} o las demás opciones, no ambas: se halló además {names}.",
    ),
    "no-such-decision": (
        "There is no decision {id} in this ledger; `table` puts one to a meeting.",
        "No hay ninguna decisión {id} en este libro; `table` presenta una a una reunión.",
    ),
    "no-such-meeting": (
        "There is no meeting {id} in this ledger; `meeting` records one.",
        "No hay ninguna reunión {id} en este libro; `meeting` registra una.",
    ),
    "unknown-record": (
        "There is no meeting, decision or proposal {id} in this ledger.",
        "No hay ninguna reunión, decisión ni propuesta {id} en este libro.",
    ),
    "meeting-needed": (
        "Of which meeting is it? Name it: --meeting MEETING.",
        "¿De qué reunión es? Indíquela: --meeting REUNIÓN.",
    ),
    "member-needed": (
        "Whose position is it? Name the member, as in: position {decision} CA agree; or a file "
        "with --file.",
        "¿De quién es la posición? Indique el miembro, como en: position {decision} CA agree; o "
        "un archivo con --file.",
    ),
    "tabled-hindered": (
        "As it stands it could not be adopted, whoever agrees:",
        "Tal como está no podría adoptarse, esté de acuerdo quien esté:",
    ),
    "stance-needed": (
        "What does {member} say? Name it, as in: position {decision} {member} agree; or reserve, object or abstain.",
        "¿Qué dice {member}? Indíquelo, como en: position {decision} {member} agree; o reserve, object o abstain.",
    ),
    "not-positions": (
        "{file} holds no positions; they are written by member, as in CA: {{stance: agree}}.",
        "{file} no contiene posiciones; se escriben por miembro, como CA: {{stance: agree}}.",
    ),
    "demo-here-only": (
        "A demonstration is served to this computer only, as anybody could act in it; leave --host {host} out.",
        "Una demostración se sirve solo a este equipo, pues cualquiera podría actuar en ella; omita --host {host}.",
    ),
    "demo-not-ours": (
        "There is something at {path} that no demonstration made; it is left as it is. Choose "
        "another place with --ledger.",
        "En {path} hay algo que no hizo ninguna demostración; queda como está. Elija otro "
        "lugar con --ledger.",
    ),
    "id-differs": (
        "The file is about {found}, and the command about {id}.",
        "El archivo trata de {found}, y la orden de {id}.",
    ),
    "not-one": (
        "{file} holds {n} of what should be one: a {what}. `import` records whole registers.",
        "{file} contiene {n} en vez de una sola: {what}. `import` registra archivos enteros.",
    ),
    "what.meeting": ("meeting", "reunión"),
    "what.decision": ("decision", "decisión"),
    "what.position": ("position", "posición"),
    "what.proposal": ("proposal", "propuesta"),
    "which-kind": (
        "{id} is the id of more than one record: {kinds}. Say which with --kind.",
        "{id} es el identificador de más de un registro: {kinds}. Indique cuál con --kind.",
    ),
    "unknown-original": (
        "No record in this ledger names {id} as its signed original.",
        "Ningún registro de este libro nombra {id} como su original firmado.",
    ),
    "no-original": (
        "The source of {id} names no signed original; `attach` gives it one.",
        "La fuente de {id} no nombra ningún original firmado; `attach` le da uno.",
    ),
    "value-or-clear": (
        "Give the new value, or --clear to take the old one out.",
        "Indique el nuevo valor, o --clear para quitar el anterior.",
    ),
    "output-is-yaml": (
        "{file}: what is written here is YAML; give it a name that ends in .yaml.",
        "{file}: lo que se escribe aquí es YAML; dele un nombre que termine en .yaml.",
    ),
    "output-exists": (
        "{file} exists already; it is left as it is. Choose another name, or --force.",
        "{file} ya existe; queda como está. Elija otro nombre, o use --force.",
    ),
    "cannot-write-file": (
        "{file} cannot be written: {why}.",
        "No se puede escribir {file}: {why}.",
    ),
    # --- ends -------------------------------------------------------------------------------------
    "interrupted": ("Interrupted; nothing was recorded.", "Interrumpido; no se registró nada."),
    "interrupted-after": (
        "Interrupted, but what was to be recorded had been: the ledger is at entry {entry}.",
        "Interrumpido, pero ya se había registrado lo pedido: el libro está en el asiento {entry}.",
    ),
    "unforeseen": (
        "Something went wrong that should not have ({what}). {state} To have the details written "
        "to a file, repeat it with {debug}=FILE set.",
        "Algo falló que no debía fallar ({what}). {state} Para que los detalles se escriban en un "
        "archivo, repítalo con {debug}=ARCHIVO.",
    ),
    "unforeseen-written": (
        "Something went wrong that should not have ({what}). {state} The details are in {file}.",
        "Algo falló que no debía fallar ({what}). {state} Los detalles están en {file}.",
    ),
    "unanswered": (
        "The answer could not be written: {why}. {state}",
        "No se pudo escribir la respuesta: {why}. {state}",
    ),
    "ledger-unchanged": (
        "What the ledger holds is as it was.",
        "Lo que el libro contiene está como estaba.",
    ),
    "ledger-at": (
        "What was to be recorded is recorded: the ledger is at entry {entry}.",
        "Lo pedido quedó registrado: el libro está en el asiento {entry}.",
    ),
    "typed-not-utf-8": (
        "What was typed is not UTF-8; no id and no text can be read in it.",
        "Lo escrito no está en UTF-8; no puede leerse en ello ningún identificador ni texto.",
    ),
    "progress.reading": ("Reading", "Leyendo"),
    "progress.recording": ("Recording", "Registrando"),
    "progress.checking": ("Checking", "Revisando"),
    "progress.verifying": ("Verifying", "Verificando"),
    "progress.views": ("Bringing the views up to date", "Poniendo al día las vistas"),
    "progress.rebuilding": ("Folding the views again", "Rehaciendo las vistas"),
    "progress.backing-up": ("Backing up", "Copiando"),
    "progress.restoring": ("Restoring", "Restaurando"),
    "progress.exporting": ("Exporting", "Exportando"),
    # --- answers: no ------------------------------------------------------------------------------
    "refused": (
        "No. Nothing was recorded, for {reasons}:",
        "No. No se registró nada, por {reasons}:",
    ),
    "would-be-refused": (
        "No. This would be refused, for {reasons}:",
        "No. Esto se rechazaría, por {reasons}:",
    ),
    "unreadable": (
        "This cannot be read; nothing was changed. {errors}:",
        "Esto no se puede leer; no se cambió nada. {errors}:",
    ),
    "line": ("line {n}", "línea {n}"),
    "command-line": ("what was typed", "lo escrito"),
}
