"""The help of `propose`, `comment`, `refer`, `settle` and `report`."""

TEXTS: dict[str, tuple[str, str]] = {
    "propose": (
        "Submit a proposal of a member or a body to a meeting.",
        "Presenta a una reunión una propuesta de un miembro o un órgano.",
    ),
    "propose.more": (
        "It is kept with what is said of it, and changes nothing: only an adopted decision changes the plan. Each "
        "--placement says where it could find its place: section, workplan, role, form and agenda, in the register's "
        "form. With --change it says in what words it asks for.",
        "Se guarda con lo que de ella se diga, y no cambia nada: solo una decisión adoptada cambia el plan. Cada "
        "--placement dice dónde podría ubicarse: section, workplan, role, form y agenda, en la forma del registro. "
        "Con --change dice con qué palabras lo pide.",
    ),
    "propose.examples": (
        "rcm-ledger propose mx-8 --by MX --submitted-to rcgm-2010-1 \\\n"
        '  --text-en "Review the plan every year." \\\n'
        "  --placement '{section: functioning, form: standing-agenda-item, agenda: rcgm}'\n"
        "rcm-ledger propose mx-9 --file mx-9.yaml",
        "rcm-ledger propose mx-8 --by MX --submitted-to rcgm-2010-1 \\\n"
        '  --text-es "Revisar el plan cada año." \\\n'
        "  --placement '{section: functioning, form: standing-agenda-item, agenda: rcgm}'\n"
        "rcm-ledger propose mx-9 --file mx-9.yaml",
    ),
    "comment": (
        "Record what a member or a body says of a proposal.",
        "Registra lo que un miembro o un órgano dice de una propuesta.",
    ),
    "comment.more": (
        "One --placement for each place that it suggests, in the register's form.",
        "Un --placement por cada lugar que sugiere, en la forma del registro.",
    ),
    "comment.examples": (
        "rcm-ledger comment mx-5 --by CA --on 2008-01-15 \\\n"
        '  --text-en "An item of the network\'s workplan." \\\n'
        "  --placement '{workplan: lon-ts, form: standing-agenda-item, agenda: lon-ts}'",
        "rcm-ledger comment mx-5 --by CA --on 2008-01-15 \\\n"
        '  --text-es "Un punto del plan de trabajo de la red." \\\n'
        "  --placement '{workplan: lon-ts, form: standing-agenda-item, agenda: lon-ts}'",
    ),
    "refer": (
        "Refer a proposal from one body to another.",
        "Remite una propuesta de un órgano a otro.",
    ),
    "refer.more": (
        "Downwards, as from the RCGM to a network, or upwards, as when a network advances it. `show` tells which "
        "referrals have been taken up.",
        "Hacia abajo, como del GRCM a una red, o hacia arriba, como cuando una red la eleva. `show` dice qué "
        "remisiones fueron atendidas.",
    ),
    "refer.examples": (
        "rcm-ledger refer mx-6 --from rcgm --to lon-cp --at rcgm-2008-1",
        "rcm-ledger refer mx-6 --from rcgm --to lon-cp --at rcgm-2008-1",
    ),
    "settle": (
        "Record what became of a proposal: adopted, declined or withdrawn.",
        "Registra qué fue de una propuesta: adoptada, rechazada o retirada.",
    ),
    "settle.more": (
        "Adopted by decisions that are adopted already, which `show` then tells with what they changed; declined or "
        "withdrawn with a reason. Once: a decision that answers it later names it with `table --recommended-by`.",
        "Adoptada por decisiones que ya lo están, y `show` cuenta entonces qué cambiaron; rechazada o retirada con un "
        "motivo. Una sola vez: la decisión que responda a ella más tarde la nombra con `table --recommended-by`.",
    ),
    "settle.examples": (
        "rcm-ledger settle mx-7 --adopted rcm-12-d2\n"
        'rcm-ledger settle mx-2 --declined "Covered by the networks already."',
        "rcm-ledger settle mx-7 --adopted rcm-12-d2\n"
        'rcm-ledger settle mx-2 --declined "Ya lo cubren las redes."',
    ),
    "report": (
        "Keep what a lead reports of an item: completed, on track or delayed.",
        "Guarda lo que un responsable informa de un elemento: concluido, en marcha o demorado.",
    ),
    "report.more": (
        "A lead is a member, an office, a body or an observer such as IOM. The report is shown with the item and "
        "changes nothing: that it is completed takes a decision.",
        "Un responsable es un miembro, una instancia, un órgano o un observador como la OIM. El informe se muestra con "
        "el elemento y no cambia nada: darlo por concluido requiere una decisión.",
    ),
    "report.examples": (
        "rcm-ledger report mitch-study completed --by IOM --on 2001-06-30 \\\n"
        '  --text-en "The study was published."\n'
        "rcm-ledger report plan-review delayed --by TS",
        "rcm-ledger report mitch-study completed --by IOM --on 2001-06-30 \\\n"
        '  --text-es "El estudio se publicó."\n'
        "rcm-ledger report plan-review delayed --by TS",
    ),
    # --- options ----------------------------------------------------------------------------------
    "propose.id": (
        "The new proposal's id, as in mx-8.",
        "El identificador de la nueva propuesta, como mx-8.",
    ),
    "proposal": ("The proposal's id.", "El identificador de la propuesta."),
    "by": (
        "Whose word it is: a member, an office, an observer or a body.",
        "De quién es la palabra: un miembro, una instancia, un observador o un órgano.",
    ),
    "submitted_to": ("The meeting that it goes to.", "La reunión a la que se presenta."),
    "placement": (
        "Where it could find its place, in the register's form.",
        "Dónde podría ubicarse, en la forma del registro.",
    ),
    "propose.change": (
        "A change that it asks for, in the register's form.",
        "Un cambio que pide, en la forma del registro.",
    ),
    "comment.on": ("The day on which it was said.", "La fecha en que se dijo."),
    "from_": ("The body that refers it.", "El órgano que la remite."),
    "refer.to": ("The body that is to take it up.", "El órgano que la ha de atender."),
    "at": ("The meeting that referred it.", "La reunión que la remitió."),
    "adopted": ("An adopted decision that answers it.", "Una decisión adoptada que responde a ella."),
    "declined": ("Why it was declined.", "Por qué se rechazó."),
    "withdrawn": ("Why it was withdrawn.", "Por qué se retiró."),
    "report.item": ("The item.", "El elemento."),
    "says": ("What is reported.", "Lo que se informa."),
    "report.on": ("The day of the report. Default: today.", "La fecha del informe. Por omisión: hoy."),
    "comment.text_en": ("What it says, in English.", "Lo que dice, en inglés."),
    "comment.text_es": ("What it says, in Spanish.", "Lo que dice, en español."),
    "metavar.propose.id": ("PROPOSAL", "PROPUESTA"),
    "metavar.proposal": ("PROPOSAL", "PROPUESTA"),
    "metavar.by": ("LEAD", "RESPONSABLE"),
    "metavar.submitted_to": ("MEETING", "REUNIÓN"),
    "metavar.placement": ("PLACE", "LUGAR"),
    "metavar.from_": ("BODY", "ÓRGANO"),
    "metavar.refer.to": ("BODY", "ÓRGANO"),
    "metavar.at": ("MEETING", "REUNIÓN"),
    "metavar.adopted": ("DECISION", "DECISIÓN"),
    "metavar.declined": ("REASON", "MOTIVO"),
    "metavar.withdrawn": ("REASON", "MOTIVO"),
    "metavar.says": ("completed|on-track|delayed", "completed|on-track|delayed"),
    "if_": (
        "As it would stand if this draft passed; what that takes.",
        "Como quedaría si este proyecto se adoptara; qué haría falta.",
    ),
    "metavar.if_": ("DECISION", "DECISIÓN"),
    # --- since ------------------------------------------------------------------------------------
    "since": (
        "Tell what changed since a meeting, and what of it concerns a member.",
        "Dice qué cambió desde una reunión, y qué de ello le concierne a un miembro.",
    ),
    "since.more": (
        "In the plan, word by word, with the decision that did it; which drafts are on the table, and which proposals "
        "went on. With --member what it leads or proposed comes first, and the drafts are those on which its position "
        "is awaited. It is told from what was known when the meeting was closed: what was recorded late has changed "
        "since as well.",
        "En el plan, palabra por palabra, con la decisión que lo hizo; qué proyectos están sobre la mesa, y qué "
        "propuestas avanzaron. Con --member va primero lo que tiene a su cargo o propuso, y los proyectos son los que "
        "esperan su posición. Se cuenta desde lo que se sabía cuando se cerró la reunión: lo registrado con tardanza "
        "también cambió desde entonces.",
    ),
    "since.examples": (
        "rcm-ledger since rcm-12\nrcm-ledger since rcgm-2007-2 --member CA\n"
        "rcm-ledger since rcgm-2007-2 --member CA --both -o canada.docx",
        "rcm-ledger since rcm-12\nrcm-ledger since rcgm-2007-2 --member CA\n"
        "rcm-ledger since rcgm-2007-2 --member CA --both -o canada.docx",
    ),
    "since.output": (
        "Write it as a document; the file's ending says its form.",
        "Lo escribe como documento; la terminación del archivo dice su forma.",
    ),
    "since.member": ("What concerns this member first.", "Primero lo que le concierne a este miembro."),
}
