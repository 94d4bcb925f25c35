"""The help of the commands that prepare a meeting."""

TEXTS: dict[str, tuple[str, str]] = {
    "agenda": (
        "Show the agenda of a meeting, with the documents that each point needs.",
        "Muestra la agenda de una reunión, con los documentos que cada punto necesita.",
    ),
    "agenda.more": (
        "In the order of conferences: opening, adoption of the agenda, standing items, review of the plan, proposals "
        "and referrals, reports received and due, the networks' workplans, draft decisions, other matters, closing.",
        "En el orden de las conferencias: apertura, aprobación de la agenda, puntos permanentes, revisión del plan, "
        "propuestas y remisiones, informes recibidos y esperados, planes de trabajo de las redes, proyectos de "
        "decisión, asuntos varios, clausura.",
    ),
    "agenda.examples": (
        "rcm-ledger agenda rcgm-2007-2\nrcm-ledger agenda rcgm-2007-2 --json",
        "rcm-ledger agenda rcgm-2007-2 --lang es\nrcm-ledger agenda rcgm-2007-2 --json",
    ),
    "document agenda": (
        "Write the agenda of a meeting as a document.",
        "Escribe la agenda de una reunión como documento.",
    ),
    "document agenda.more": (
        "Its points, numbered, each with what it takes up and the documents that it needs.",
        "Sus puntos, numerados, cada uno con lo que trata y los documentos que necesita.",
    ),
    "document agenda.examples": (
        "rcm-ledger document agenda rcgm-2007-2 -o agenda.docx --both",
        "rcm-ledger document agenda rcgm-2007-2 -o agenda.docx --lang es",
    ),
    "document docket": (
        "Write the review of the plan prepared for a meeting as a document.",
        "Escribe como documento la revisión del plan preparada para una reunión.",
    ),
    "document docket.more": (
        "Each point with its ground, the change that is ready, and what it takes.",
        "Cada punto con su motivo, el cambio que está listo y lo que hace falta.",
    ),
    "document docket.examples": (
        "rcm-ledger document docket rcgm-2007-2 -o review.docx",
        "rcm-ledger document docket rcgm-2007-2 -o revision.pdf --lang es",
    ),
    "docket.output": (
        "Write the draft decisions that the docket leads to, one for each body, as a register.",
        "Escribe los proyectos de decisión a que lleva la revisión, uno por órgano, como acta.",
    ),
    "docket.leave": (
        "Leave what concerns this item or proposal out, for this reason.",
        "Deja fuera lo que concierne a este elemento o propuesta, por este motivo.",
    ),
    "metavar.leave": ("ID=REASON", "ID=MOTIVO"),
    "close.unsettled": (
        "Why the docket of the meeting is left unsettled.",
        "Por qué la revisión del plan de la reunión queda sin resolver.",
    ),
    "metavar.unsettled": ("REASON", "MOTIVO"),
    "docket": (
        "Show the review of the plan prepared for a meeting: everything with something to settle.",
        "Muestra la revisión del plan preparada para una reunión: todo lo que hay por resolver.",
    ),
    "docket.more": (
        "Overdue, reported as completed, not held in time, without lead, timeline or translation, empty, alike, "
        "proposed or referred: each with its ground, the change that would settle it, which body may make it and "
        "whose agreement it takes, and whether this meeting can do it or has to pass it upwards. Soon is before "
        "the body is to be expected to meet again: as long after this meeting as its last one was before it, and "
        "a year at the most.\n\n"
        "Of a past meeting it shows what the docket would have been then. A network reviews its own workplan and "
        "what it leads; every other body the whole plan.\n\n"
        "With -o it is written as draft decisions, with what was left out and why: a register to be looked "
        "through, and imported once it is cleared.",
        "Vencido, informado como concluido, no celebrado a tiempo, sin responsable, plazo o traducción, vacío, "
        "parecido, propuesto o remitido: cada punto con su motivo, el cambio que lo resolvería, qué órgano puede "
        "hacerlo y con el acuerdo de quién, y si esta reunión puede hacerlo o debe elevarlo. Por vencer es antes "
        "de que quepa esperar que el órgano vuelva a reunirse: tanto tiempo después de esta reunión como el que "
        "pasó desde la anterior, y un año como máximo.\n\n"
        "De una reunión pasada muestra lo que la revisión habría sido entonces. Una red revisa su propio plan de "
        "trabajo y lo que tiene a su cargo; los demás órganos, el plan entero.\n\n"
        "Con -o se escribe como proyectos de decisión, con lo que se deja fuera y por qué: un acta para revisar, "
        "e importar una vez depurada.",
    ),
    "docket.examples": (
        "rcm-ledger docket rcgm-2007-2\n"
        "# as the ledger knew it at its entry 100\n"
        "rcm-ledger docket rcgm-2007-2 --known-at 100\n"
        "# as draft decisions\n"
        'rcm-ledger docket rcgm-2007-2 -o drafts.yaml --leave mx-1="Not ready."',
        "rcm-ledger docket rcgm-2007-2 --lang es\n"
        "# según sabía el libro en su asiento 100\n"
        "rcm-ledger docket rcgm-2007-2 --known-at 100\n"
        "# como proyectos de decisión\n"
        'rcm-ledger docket rcgm-2007-2 -o proyectos.yaml --leave mx-1="Aún no está listo."',
    ),
}
