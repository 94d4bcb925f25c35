"""Help of `document`."""

from api.locales import option_help

TEXTS: dict[str, tuple[str, str]] = {
    "document": (
        "Write a document to hand out: the plan, what changed in it, an agenda, minutes …",
        "Escribe un documento para distribuir: el plan, qué cambió en él, una agenda, un acta …",
    ),
    "document.output": (
        "The file to write; its ending says its form, as in `plan.pdf`.",
        "El archivo que se escribe; su terminación indica su formato, como en `plan.pdf`.",
    ),
    "document.more": (
        "The ending of the file's name says its form; as `.json` any of them is what `--json` gives, "
        "for programs. Every document names its moment, the last "
        "entry that it takes in and the root of the log up to it; the same question gives the same "
        "bytes again. `--lang` says its language, `--both` puts both side by side.",
        "La terminación del nombre del archivo indica su formato; como `.json`, cualquiera es lo que da "
        "`--json`, para programas. Todo documento dice su momento, "
        "el último asiento que abarca y la raíz del registro hasta él; la misma pregunta da los "
        "mismos bytes. `--lang` indica su idioma, `--both` pone ambos lado a lado.",
    ),
    "document.examples": (
        "rcm-ledger document plan -o plan.pdf\nrcm-ledger document archive -o archive.md",
        "rcm-ledger document plan -o plan.pdf --lang es\n"
        "rcm-ledger document archive -o archivo.md --lang es",
    ),
    "document plan": ("Write the plan as a document.", "Escribe el plan como documento."),
    "document plan.more": (
        "A section is a heading, with a table of what is to be done in it. As `.xlsx` it is a workbook "
        "to work on, which `review` reads again; as `.csv` a list (UTF-8, commas; an apostrophe stands "
        "before what would be a formula). As `.ics` it is a "
        "calendar of what is due; as `.xml` Akoma Ntoso 3.0, for archives of legal texts; as "
        "`.prov.json` its provenance (W3C PROV), every version with the decision that made it; as "
        "`.csv-metadata.json` what the columns of the `.csv` of that name mean (W3C CSVW).",
        "Una sección es un título, con una tabla de lo que hay que hacer en ella. Como `.xlsx` es una "
        "planilla para trabajar, que `review` vuelve a leer; como `.csv`, una lista (UTF-8, comas; un "
        "apóstrofo precede a lo que sería una fórmula). Como `.ics` es un "
        "calendario de lo que vence; como `.xml`, Akoma Ntoso 3.0, para archivos de textos jurídicos; "
        "como `.prov.json`, su procedencia (W3C PROV), cada versión con la decisión que la hizo; como "
        "`.csv-metadata.json`, qué significan las columnas del `.csv` de ese nombre (CSVW, del W3C).",
    ),
    "document plan.examples": (
        "rcm-ledger document plan -o plan.md\n"
        "rcm-ledger document plan --as-of rcm-12 --both -o plan-rcm-12.md",
        "rcm-ledger document plan -o plan.md --lang es\n"
        "rcm-ledger document plan --as-of rcm-12 --both -o plan-rcm-12.md",
    ),
    "document archive": ("Write the archive as a document.", "Escribe el archivo como documento."),
    "document archive.more": (
        "What was completed, discontinued or replaced, and the decision that archived it.",
        "Lo concluido, lo terminado y lo reemplazado, y la decisión que lo archivó.",
    ),
    "document archive.examples": (
        "rcm-ledger document archive -o archive.md",
        "rcm-ledger document archive -o archivo.md --lang es",
    ),
    "document workplan": (
        "Write a body's workplan as a document: the sections that it looks after.",
        "Escribe como documento el plan de trabajo de un órgano: las secciones a su cargo.",
    ),
    "document workplan.more": (
        "With all that stands in them: a network's workplan, annexed to the plan.",
        "Con todo lo que contienen: el plan de trabajo de una red, anexo al plan.",
    ),
    "document workplan.examples": (
        "rcm-ledger document workplan lon-cp -o workplan.md",
        "rcm-ledger document workplan lon-cp -o plan-de-trabajo.md --lang es",
    ),
    "document template": (
        "Write a workbook to fill in: the register of the next meeting.",
        "Escribe una planilla para completar: el registro de la próxima reunión.",
    ),
    "document template.more": (
        "A sheet each for meetings, decisions, changes and positions, with lists to choose from, and one "
        "that lists the current items. `import` reads it, and names every error by its cell.",
        "Una hoja para las reuniones, las decisiones, los cambios y las posiciones, con listas de donde "
        "elegir, y una que enumera los elementos vigentes. `import` la lee, y nombra cada error por su "
        "celda.",
    ),
    "document template.examples": (
        "rcm-ledger document template -o next-meeting.xlsx\n"
        "rcm-ledger document template rcgm -o next-rcgm.xlsx",
        "rcm-ledger document template -o proxima-reunion.xlsx --lang es\n"
        "rcm-ledger document template rcgm -o proximo-grcm.xlsx --lang es",
    ),
    "metavar.of": ("MEETING|BODY", "REUNIÓN|ÓRGANO"),
    "document template.of": (
        "A meeting that is recorded already, or the body whose meeting it is.",
        "Una reunión ya registrada, o el órgano de cuya reunión se trata.",
    ),
    "document calendar": (
        "Write deadlines, recurrences and meetings as a calendar (.ics).",
        "Escribe los plazos, las recurrencias y las reuniones como calendario (.ics).",
    ),
    "document calendar.more": (
        "For Outlook, Google Calendar, Thunderbird and others: to be imported, and imported again "
        "later, which brings it up to date. What was completed or discontinued is cancelled in it. "
        "With `--both`, each event has both languages.",
        "Para Outlook, Google Calendar, Thunderbird y otros: se importa, y se vuelve a importar "
        "más tarde para actualizarlo. Lo concluido o terminado queda cancelado en él. Con `--both`, "
        "cada evento lleva ambos idiomas.",
    ),
    "document calendar.examples": (
        "rcm-ledger document calendar -o plan.ics\n"
        "rcm-ledger document calendar --member MX -o mexico.ics\n"
        "rcm-ledger document calendar --body lon-cp --both -o workplan.ics",
        "rcm-ledger document calendar -o plan.ics --lang es\n"
        "rcm-ledger document calendar --member MX -o mexico.ics --lang es\n"
        "rcm-ledger document calendar --body lon-cp --both -o plan-de-trabajo.ics",
    ),
    "document calendar.body": (
        "Only the workplan and the meetings of a body, as in `lon-cp`.",
        "Solo el plan de trabajo y las reuniones de un órgano, como `lon-cp`.",
    ),
    "document calendar.member": (
        "Only what a member, an office or an observer leads (MX, TS, IOM), and the meetings.",
        "Solo lo que lidera un miembro, un cargo o un observador (MX, TS, IOM), y las reuniones.",
    ),
    "document workplan.body": ("The body, as in `lon-cp`.", "El órgano, como `lon-cp`."),
    "document decision": (
        "Write a decision as a document: its text, who said what, what it changes.",
        "Escribe una decisión como documento: su texto, quién dijo qué, qué cambia.",
    ),
    "document decision.more": (
        "Each position with how it is known, and what is contested; each change with what it made of its "
        "item; the ruling, the entries of the ledger and the signed originals.",
        "Cada posición con cómo consta, y lo impugnado; cada cambio con lo que hizo de su punto; el "
        "dictamen, los asientos del libro y los originales firmados.",
    ),
    "document decision.examples": (
        "rcm-ledger document decision rcm-12-d2 -o decision.docx",
        "rcm-ledger document decision rcm-12-d2 -o decision.docx --lang es",
    ),
    "document decision.decision": (
        "The decision, as in `rcm-12-d2`.",
        "La decisión, como `rcm-12-d2`.",
    ),
    "document minutes": (
        "Write a meeting's minutes as a document, with the seal for the delegations to keep.",
        "Escribe el acta de una reunión como documento, con el sello que conservan las delegaciones.",
    ),
    "document minutes.more": (
        "Who met and presided, the decisions with their positions, the proposals before it, its closing "
        "and the seal of the ledger that the closing made.",
        "Quién se reunió y presidió, las decisiones con sus posiciones, las propuestas que tuvo ante sí, "
        "su cierre y el sello del libro que hizo el cierre.",
    ),
    "document minutes.examples": (
        "rcm-ledger document minutes rcm-12 -o minutes.docx --both",
        "rcm-ledger document minutes rcm-12 -o acta.docx --both",
    ),
    "document minutes.meeting": ("The meeting, as in `rcm-12`.", "La reunión, como `rcm-12`."),
    "document diff": (
        "Write what changed between two moments as a document.",
        "Escribe como documento lo que cambió entre dos momentos.",
    ),
    "document diff.more": (
        "What was redefined first; each item word by word, and by what right. To .docx: the plan with "
        "what differs as tracked changes, each with the decision as its author and its day as its "
        "date. Accepting all gives the later plan, rejecting all the earlier.",
        "Primero lo redefinido; cada elemento palabra por palabra, y con qué derecho. A .docx: el plan "
        "con las diferencias como cambios controlados, cada uno con la decisión como autora y su día "
        "como fecha. Aceptar todos da el plan posterior; rechazarlos, el anterior.",
    ),
    "document diff.examples": (
        "rcm-ledger document diff rcm-8 rcm-12 -o changes.docx\n"
        "rcm-ledger document diff rcm-8 rcm-12 --both -o changes.pdf",
        "rcm-ledger document diff rcm-8 rcm-12 -o cambios.docx --lang es\n"
        "rcm-ledger document diff rcm-8 rcm-12 --both -o cambios.pdf",
    ),
    "document diff.start": ("The earlier meeting, or a day.", "La reunión anterior, o un día."),
    "document diff.end": ("The later meeting, or a day.", "La reunión posterior, o un día."),
    "document audit": (
        "Write the trail as a document, or what of it answers.",
        "Escribe como documento la auditoría, o lo que de ella responde.",
    ),
    "document audit.more": (
        "Who recorded what and when, by what right, who agreed and how we know, and which words went "
        "and came. It is narrowed down as `audit` is.",
        "Quién registró qué y cuándo, con qué derecho, quién estuvo de acuerdo y cómo consta, y qué "
        "palabras se quitaron y se agregaron. Se acota como `audit`.",
    ),
    "document audit.examples": (
        "rcm-ledger document audit --item plan-review -o trail.pdf\n"
        "rcm-ledger document audit --meeting rcm-12 --both -o rcm-12.docx",
        "rcm-ledger document audit --item plan-review -o rastro.pdf --lang es\n"
        "rcm-ledger document audit --meeting rcm-12 --both -o rcm-12.docx",
    ),
    **{
        f"document {option}": option_help.TEXTS[option]
        for option in option_help.TEXTS
        if option.startswith("audit.")
    },
    "both": ("Both languages side by side.", "Ambos idiomas lado a lado."),
}
