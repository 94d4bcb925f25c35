"""The help of each command: what it does in a line, more of it (`.more`), and examples on the
shipped register."""


def _both(text: str) -> tuple[str, str]:
    """Examples that are typed alike in both languages."""
    return text, text


TEXTS: dict[str, tuple[str, str]] = {
    "rcm-ledger": (
        "Keeps a conference's plan of action: what was decided, by whom, and with whose agreement.",
        "Lleva el plan de acción de una conferencia: qué se decidió, por quién y con el acuerdo "
        "de quién.",
    ),
    "rcm-ledger.more": (
        "A change that no decision authorises at the right level is refused, with the reasons. "
        "Exit status: 0 done and "
        "lawful, 1 the answer is no, 2 wrong use or unreadable input.",
        "Un cambio que ninguna decisión autoriza en el nivel debido se rechaza, con los motivos. "
        "Estado de salida: 0 "
        "hecho y conforme, 1 la respuesta es no, 2 uso incorrecto o entrada ilegible.",
    ),
    "rcm-ledger.examples": (
        "rcm-ledger demo\n"
        "rcm-ledger plan --as-of rcm-12\n"
        "rcm-ledger show statistics\n"
        "rcm-ledger "
        "requires redefine statistics",
        "rcm-ledger demo\n"
        "rcm-ledger plan --as-of rcm-12\n"
        "rcm-ledger show statistics\n"
        "rcm-ledger "
        "requires redefine statistics --lang es",
    ),
    # --- to read ----------------------------------------------------------------------------------
    "plan": (
        "Show the plan: now, or as it stood at any meeting.",
        "Muestra el plan: ahora, o como estaba en cualquier reunión.",
    ),
    "plan.more": (
        "Each item is shown with its status, its lead, its timeline and the decision that it "
        "rests on.",
        "Cada elemento se muestra con su estado, su responsable, su plazo y la decisión en que se "
        "basa.",
    ),
    "plan.examples": (
        "rcm-ledger plan\n"
        "# as the XII RCM left it, and as it found it\n"
        "rcm-ledger plan --as-of "
        "rcm-12\n"
        "rcm-ledger plan --before rcm-12\n"
        "# the plan of a day, as the ledger knew it at its entry 100\n"
        "rcm-ledger plan --as-of "
        "2007-05-01 --known-at 100\n"
        "# if two drafts passed, one after the other: what that takes, and what would stand then\n"
        "rcm-ledger plan --if rcm-25-d1 --if rcm-25-d2",
        "rcm-ledger plan\n"
        "# como lo dejó la XII CRM, y como lo encontró\n"
        "rcm-ledger plan --as-of "
        "rcm-12\n"
        "rcm-ledger plan --before rcm-12\n"
        "# el plan de un día, según sabía el libro en su asiento 100\n"
        "rcm-ledger plan --as-of "
        "2007-05-01 --known-at 100\n"
        "# si dos proyectos se adoptaran, uno tras otro: qué haría falta, y qué quedaría entonces\n"
        "rcm-ledger plan --if rcm-25-d1 --if rcm-25-d2",
    ),
    "archive": (
        "Show the archive: what was completed, discontinued or replaced.",
        "Muestra el archivo: lo concluido, lo terminado y lo reemplazado.",
    ),
    "archive.more": (
        "An item goes to the archive by a decision, and that decision is shown.",
        "Un elemento pasa al archivo por una decisión, y esa decisión se muestra.",
    ),
    "archive.examples": _both("rcm-ledger archive\nrcm-ledger archive --as-of rcm-24"),
    "show": (
        "Show an item, a decision, a meeting or a proposal, with its whole history.",
        "Muestra un elemento, una decisión, una reunión o una propuesta, con toda su historia.",
    ),
    "show.more": (
        "Of an item it tells what it says, by what right, and who agreed; and how we know that "
        "they did.",
        "De un elemento dice qué dice, con qué derecho y quién estuvo de acuerdo; y cómo consta "
        "que lo estuvo.",
    ),
    "show.examples": _both(
        "rcm-ledger show statistics\n"
        "rcm-ledger show rcm-12-d2\n"
        "rcm-ledger show "
        "rcm-12\n"
        "rcm-ledger show mx-7"
    ),
    "requires": (
        "Tell what it would take to change an item: which body, and whose agreement.",
        "Dice qué haría falta para cambiar un elemento: qué órgano y el acuerdo de quién.",
    ),
    "requires.more": (
        "Asked before anybody meets, and nothing is recorded. For approve, name the section of "
        "the new item.",
        "Se pregunta antes de toda reunión, y no se registra nada. Para approve, indique la "
        "sección del nuevo elemento.",
    ),
    "requires.examples": _both(
        "rcm-ledger requires redefine statistics\n"
        "rcm-ledger requires complete "
        "statistics\n"
        "rcm-ledger requires approve mpm"
    ),
    "diff": (
        "Show what changed between two meetings or days, word by word.",
        "Muestra qué cambió entre dos reuniones o fechas, palabra por palabra.",
    ),
    "diff.more": (
        "Each difference is shown with the decision that made it.",
        "Cada diferencia se muestra con la decisión que la hizo.",
    ),
    "diff.examples": _both("rcm-ledger diff rcm-8 rcm-12\nrcm-ledger diff 2007-01-01 2008-12-31"),
    "audit": (
        "Show the trail: everything ever recorded, the newest last.",
        "Muestra el rastro: todo lo registrado, lo más reciente al final.",
    ),
    "audit.more": (
        "Without an option it is the whole log. Each option narrows it; several together narrow "
        "it further.",
        "Sin opciones es todo el libro. Cada opción lo acota; varias juntas lo acotan más.",
    ),
    "audit.examples": _both(
        "rcm-ledger audit --item plan-review\n"
        "rcm-ledger audit --meeting rcm-12\n"
        "rcm-ledger audit "
        "--body rcgm --kind start"
    ),
    "source": (
        "Get a signed original out again, as it was.",
        "Saca de nuevo un original firmado, tal como estaba.",
    ),
    "source.more": (
        "Named by a record, or by its SHA-256. It is hashed again: what is no longer what was "
        "kept is not given out. Without -o, only where it is.",
        "Nombrado por un registro, o por su SHA-256. Se vuelve a calcular el hash: lo que ya no "
        "es lo guardado no se entrega. Sin -o, solo dónde está.",
    ),
    "source.examples": (
        "rcm-ledger source rcm-12\nrcm-ledger source rcm-12 -o minutes.pdf",
        "rcm-ledger source rcm-12\nrcm-ledger source rcm-12 -o acta.pdf",
    ),
    # --- to record from a file --------------------------------------------------------------------
    "init": ("Make an empty ledger.", "Crea un libro vacío."),
    "init.more": (
        "Its first entry is the rules of procedure: who decides, and how. Another forum brings "
        "its own file. On a server the database's owner makes it, with a role for those who record "
        "and one for those who read.",
        "Su primer asiento son las reglas de procedimiento: quién decide, y cómo. Otro foro trae "
        "su propio archivo. En un servidor lo crea el propietario de la base de datos, con un rol "
        "para quienes registran y otro para quienes leen.",
    ),
    "init.examples": (
        "rcm-ledger init\nrcm-ledger init --charter our-rules.yaml --ledger ours.db",
        "rcm-ledger init\nrcm-ledger init --charter nuestras-reglas.yaml --ledger nuestro.db",
    ),
    "import": (
        "Record a register: meetings, their decisions, and the proposals before them.",
        "Registra un archivo de reuniones, sus decisiones y las propuestas previas.",
    ),
    "import.more": (
        "All or nothing: where anything in it cannot be read or is not lawful, nothing is "
        "recorded, and all of it is "
        "listed. Doing it again changes nothing. Several files are one register. A file is YAML, JSON, "
        "or a workbook as `document template` gives one to fill in.",
        "Todo o nada: si algo no se puede leer o no es conforme, no se registra nada, y se "
        "enumera todo. Hacerlo otra "
        "vez no cambia nada. Varios archivos son un solo registro. Un archivo es YAML, JSON, o una "
        "planilla como la que `document template` da para completar.",
    ),
    "import.examples": (
        "rcm-ledger import rcm-history.yaml\n"
        "# only ask whether it could be\n"
        "rcm-ledger import "
        "next-meeting.yaml --dry-run",
        "rcm-ledger import rcm-history.yaml\n"
        "# solo preguntar si se podría\n"
        "rcm-ledger import "
        "proxima-reunion.yaml --dry-run",
    ),
    "check": (
        "List every change in a register that was not agreed at the right level.",
        "Enumera los cambios de un registro que no se acordaron en el nivel debido.",
    ),
    "check.more": (
        "No ledger is needed, and none is made or changed. It goes through the register in order "
        "of adoption, leaves "
        "out what would be refused, and goes on.",
        "No hace falta ningún libro, y no se crea ni cambia ninguno. Recorre el registro en orden "
        "de adopción, deja "
        "fuera lo que se rechazaría, y sigue.",
    ),
    "check.examples": _both(
        "rcm-ledger check rcm-history.yaml\nrcm-ledger check rcm-history.yaml illustration.yaml"
    ),
    "template": (
        "Write a register for the next meeting, to fill in.",
        "Escribe un registro para la próxima reunión, para completar.",
    ),
    "template.more": (
        "Its comments explain every line, and name the bodies and members of this ledger.",
        "Sus comentarios explican cada línea, y nombran los órganos y miembros de este libro.",
    ),
    "template.examples": (
        "rcm-ledger template -o next-meeting.yaml",
        "rcm-ledger template -o proxima-reunion.yaml",
    ),
    # --- step by step -----------------------------------------------------------------------------
    "meeting": ("Record a meeting.", "Registra una reunión."),
    "meeting.more": (
        "From options, or from a file in the register's form (--file).",
        "Con opciones, o desde un archivo en la forma del registro (--file).",
    ),
    "meeting.examples": _both(
        "rcm-ledger meeting rcm-25 --body rcm --number 25 \\\n"
        '  --title-en "XXV Regional Conference on Migration" \\\n'
        '  --title-es "XXV Conferencia Regional sobre Migración" \\\n'
        "  --opens-on 2020-11-12 --closes-on 2020-11-13 --presidency CR\n"
        "rcm-ledger meeting rcm-25 --file rcm-25.yaml"
    ),
    "table": (
        "Put a draft decision to a meeting.",
        "Presenta un proyecto de decisión a una reunión.",
    ),
    "table.more": (
        "Each --change is one change in the register's form; their order counts. Nothing enters "
        "the plan until the "
        "decision is adopted.",
        "Cada --change es un cambio en la forma del registro; su orden cuenta. Nada entra en el "
        "plan hasta que se "
        "adopte la decisión.",
    ),
    "table.examples": (
        "rcm-ledger table rcm-25-d1 --meeting rcm-25 --agreed all \\\n"
        '  --text-en "Complete the review of the plan." \\\n'
        "  --change '{complete: {item: plan-review, outcome: {en: Done.}}}'\n"
        "rcm-ledger table "
        "rcm-25-d2 --file rcm-25-d2.yaml",
        "rcm-ledger table rcm-25-d1 --meeting rcm-25 --agreed all \\\n"
        '  --text-es "Concluir la revisión del plan." \\\n'
        "  --change '{complete: {item: plan-review, outcome: {es: Hecho.}}}'\n"
        "rcm-ledger table "
        "rcm-25-d2 --file rcm-25-d2.yaml",
    ),
    "redraft": (
        "Give a tabled decision a new text and new changes.",
        "Da a una decisión presentada un nuevo texto y nuevos cambios.",
    ),
    "redraft.more": (
        "The positions on the old draft are cleared; --agreed and `position` take new ones. What is "
        "not given stays as it was. A text that is given stands alone: with --text-es only, the "
        "English text is dropped, and the other way round.",
        "Las posiciones sobre el texto anterior quedan sin efecto; --agreed y `position` toman "
        "otras. Lo que no se indica queda como estaba. El texto que se indica queda solo: con "
        "--text-es únicamente, el texto en inglés se pierde, y a la inversa.",
    ),
    "redraft.examples": (
        'rcm-ledger redraft rcm-25-d1 --agreed all --text-en "Start the review of the plan anew." \\\n'
        "  --change '{reinstate: {item: plan-review}}'",
        'rcm-ledger redraft rcm-25-d1 --agreed all --text-es "Iniciar de nuevo la revisión." \\\n'
        "  --change '{reinstate: {item: plan-review}}'",
    ),
    "position": (
        "Record what a member says of a tabled decision.",
        "Registra qué dice un miembro de una decisión presentada.",
    ),
    "position.more": (
        "No position is no agreement. A member can agree to a decision and except items from it.",
        "Sin posición no hay acuerdo. Un miembro puede estar de acuerdo con una decisión y "
        "exceptuar elementos.",
    ),
    "position.examples": (
        "rcm-ledger position rcm-25-d1 CA agree\n"
        "rcm-ledger position rcm-25-d1 CA agree --except "
        "plan-review\n"
        'rcm-ledger position rcm-25-d1 BZ reserve --statement-en "Subject to consultation."\n'
        "rcm-ledger position rcm-25-d1 --signed canada.json",
        "rcm-ledger position rcm-25-d1 CA agree\n"
        "rcm-ledger position rcm-25-d1 CA agree --except "
        "plan-review\n"
        'rcm-ledger position rcm-25-d1 BZ reserve --statement-es "Sujeto a consulta."\n'
        "rcm-ledger position rcm-25-d1 --signed canada.json",
    ),
    "submit": (
        "Submit what a meeting adopted, to be confirmed.",
        "Somete lo que una reunión adoptó, para que se confirme.",
    ),
    "submit.more": (
        "The Secretariat's step. It is ruled now, and again when it is confirmed; only then it "
        "enters the plan.",
        "El paso de la Secretaría. Se examina ahora, y otra vez al confirmarse; solo entonces "
        "entra en el plan.",
    ),
    "submit.examples": _both("rcm-ledger submit rcm-25-d1"),
    "confirm": (
        "Confirm a submitted decision: it enters the plan.",
        "Confirma una decisión sometida: entra en el plan.",
    ),
    "confirm.more": ("The Presidency's step.", "El paso de la Presidencia."),
    "confirm.examples": _both("rcm-ledger confirm rcm-25-d1"),
    "adopt": (
        "Adopt a decision: submit and confirm in one.",
        "Adopta una decisión: someter y confirmar en uno.",
    ),
    "adopt.more": (
        "For a ledger that one person keeps. All or nothing: one change that is not authorised "
        "refuses the whole "
        "decision, with every reason.",
        "Para un libro que lleva una sola persona. Todo o nada: un solo cambio no autorizado hace "
        "rechazar toda la "
        "decisión, con todos los motivos.",
    ),
    "adopt.examples": (
        "# only ask whether it could be\n"
        "rcm-ledger adopt rcm-25-d1 --dry-run\n"
        "rcm-ledger adopt "
        "rcm-25-d1",
        "# solo preguntar si se podría\n"
        "rcm-ledger adopt rcm-25-d1 --dry-run\n"
        "rcm-ledger adopt "
        "rcm-25-d1",
    ),
    "decline": (
        "Record that a decision was not adopted.",
        "Registra que una decisión no se adoptó.",
    ),
    "decline.more": (
        "It stays on record, and changes nothing.",
        "Queda registrada, y no cambia nada.",
    ),
    "decline.examples": (
        'rcm-ledger decline rcm-25-d1 --reason "No consensus."',
        'rcm-ledger decline rcm-25-d1 --reason "Sin consenso."',
    ),
    "withdraw": (
        "Record that a draft decision was withdrawn.",
        "Registra que un proyecto de decisión se retiró.",
    ),
    "withdraw.more": (
        "It stays on record, and changes nothing.",
        "Queda registrado, y no cambia nada.",
    ),
    "withdraw.examples": (
        'rcm-ledger withdraw rcm-25-d1 --reason "Its author asked for it."',
        'rcm-ledger withdraw rcm-25-d1 --reason "A pedido de su autor."',
    ),
    "close": (
        "Close a meeting: its record is complete.",
        "Cierra una reunión: su acta está completa.",
    ),
    "close.more": (
        "What is recorded of it later is shown as recorded after its closing.\n\n"
        "A body that reports to another settles its docket first: every point that it could have settled by a "
        "change that was ready is decided, or left out with a reason; or the reason why not is recorded.",
        "Lo que de ella se registre después se muestra como registrado tras el cierre.\n\n"
        "Un órgano que depende de otro resuelve antes su revisión del plan: cada punto que podía resolver con un "
        "cambio listo se decide o se deja fuera con un motivo; o se registra el motivo por el que no.",
    ),
    "close.examples": (
        "rcm-ledger close rcm-25\nrcm-ledger close rcm-25 --on 2020-11-20\n"
        'rcm-ledger close rcgm-2020-1 --unsettled "Taken up at the next meeting."',
        "rcm-ledger close rcm-25\nrcm-ledger close rcm-25 --on 2020-11-20\n"
        'rcm-ledger close rcgm-2020-1 --unsettled "Se retoma en la próxima reunión."',
    ),
    "correct-record": (
        "Put right a slip of the record: a title, a number, a place, a source.",
        "Corrige un desliz del acta: un título, un número, un lugar, una fuente.",
    ),
    "correct-record.more": (
        "What was written, what is written now and why stay on record. What the rule reads, and "
        "what an item says, "
        "is never corrected in this way.",
        "Lo que decía, lo que dice y por qué quedan registrados. Lo que la regla lee, y lo que "
        "dice un elemento, "
        "nunca se corrige de este modo.",
    ),
    "correct-record.examples": (
        'rcm-ledger correct-record rcm-2 place "Panama City" --reason "As in the minutes."\n'
        'rcm-ledger correct-record rcm-12-d2 text.es "Un sistema más ágil de estadísticas." --reason "It was missing."',
        'rcm-ledger correct-record rcm-2 place "Ciudad de Panamá" --reason "Como en el acta."\n'
        'rcm-ledger correct-record rcm-12-d2 text.es "Un sistema más ágil de estadísticas." --reason "Faltaba."',
    ),
    "attach": (
        "Attach the signed original to a meeting, a decision or a proposal.",
        "Adjunta el original firmado a una reunión, una decisión o una propuesta.",
    ),
    "attach.more": (
        "The file is kept beside the ledger under its SHA-256, and the record's source names that "
        "hash from now on: a correction, on record like any other. `verify` tells when the file "
        "is gone or altered.",
        "El archivo se guarda junto al libro bajo su SHA-256, y la fuente del registro nombra ese "
        "hash desde entonces: una corrección, registrada como cualquier otra. `verify` dice si el "
        "archivo falta o fue alterado.",
    ),
    "attach.examples": (
        'rcm-ledger attach rcm-12 minutes.pdf --title-en "Signed minutes" --page "3 to 7"\n'
        "rcm-ledger attach rcm-12-d2 decision.pdf",
        'rcm-ledger attach rcm-12 acta.pdf --title-es "Acta firmada" --page "3 a 7"\n'
        "rcm-ledger attach rcm-12-d2 decision.pdf",
    ),
    # --- to prove ---------------------------------------------------------------------------------
    "verify": (
        "Prove a ledger: judge every change in it again, from the first entry.",
        "Prueba un libro: vuelve a examinar cada cambio, desde el primer asiento.",
    ),
    "verify.more": (
        "It trusts nothing but the entries themselves, and compares what people are shown with "
        "what follows from them. It takes a ledger, a bundle (`export --bundle`), or the file of a "
        "proof; these need no ledger, and no connection.",
        "No confía más que en los asientos mismos, y compara lo que se muestra con lo que de "
        "ellos se deduce. Toma un libro, un paquete (`export --bundle`) o el archivo de una prueba; "
        "para estos no hace falta ni libro ni conexión.",
    ),
    "verify.examples": (
        "rcm-ledger verify\n"
        "rcm-ledger verify a-copy.db --seal SEAL.txt\n"
        "rcm-ledger verify handover.zip --seal SEAL.txt\n"
        "rcm-ledger verify statistics.tlog-proof",
        "rcm-ledger verify\n"
        "rcm-ledger verify una-copia.db --seal SELLO.txt\n"
        "rcm-ledger verify entrega.zip --seal SELLO.txt\n"
        "rcm-ledger verify estadisticas.tlog-proof",
    ),
    "export": (
        "Write the whole record as a register, or as a bundle that anybody can check.",
        "Escribe todo lo registrado como un registro, o como un paquete que cualquiera comprueba.",
    ),
    "export.more": (
        "Importing a register into an empty ledger gives the same plan, archive and trail; a name that "
        "ends in .xlsx gives it as a workbook. A bundle "
        "is one file with every entry, every seal and all that it takes to check them without this "
        "program; its README.txt says how.",
        "Importar un registro en un libro vacío da el mismo plan, archivo y rastro; un nombre que "
        "termina en .xlsx lo da como planilla. Un paquete es un "
        "solo archivo con cada asiento, cada sello y todo lo necesario para comprobarlos sin este "
        "programa; su README.txt dice cómo.",
    ),
    "export.examples": (
        "rcm-ledger export --register -o handover.yaml\n"
        "rcm-ledger export --bundle --sources -o handover.zip\n"
        "rcm-ledger export --bundle --public -o website.zip",
        "rcm-ledger export --register -o entrega.yaml\n"
        "rcm-ledger export --bundle --sources -o entrega.zip\n"
        "rcm-ledger export --bundle --public -o sitio-web.zip",
    ),
    "rebuild": (
        "Throw away what is shown to people, and fold it again from the entries.",
        "Descarta lo que se muestra y lo rehace a partir de los asientos.",
    ),
    "rebuild.more": (
        "It is never needed, and harmless: nothing recorded is touched.",
        "Nunca hace falta, y es inofensivo: nada de lo registrado se toca.",
    ),
    "rebuild.examples": _both("rcm-ledger rebuild"),
    # --- to try -----------------------------------------------------------------------------------
    "demo": (
        "Try it all on the conference's real records.",
        "Prueba todo con los registros reales de la conferencia.",
    ),
    "demo.more": (
        "It leaves a ledger behind, rcm-ledger-demo.db, on which every command works. A ledger "
        "that is not a demo's is never "
        "overwritten.",
        "Deja un libro, rcm-ledger-demo.db, en el que funcionan todas las órdenes. Nunca se "
        "sobrescribe un libro que no sea "
        "de demostración.",
    ),
    "demo.examples": _both("rcm-ledger demo\nrcm-ledger demo --dir /tmp"),
}
