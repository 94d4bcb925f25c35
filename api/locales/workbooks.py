"""Words of workbooks and CSV files: their sheets, and what they say to whoever fills them in."""

TEXTS: dict[str, tuple[str, str]] = {
    "sheet.plan": ("Plan", "Plan"),
    "sheet.workplan": ("Plan", "Plan"),
    "sheet.archive": ("Archive", "Archivo"),
    "sheet.about": ("About", "Acerca de"),
    "sheet.lists": ("Lists", "Listas"),
    "sheet.text": ("Text", "Texto"),
    "column.parent": ("Section's id", "Id de la sección"),
    "column.as_of": ("As of", "A la fecha de"),
    "column.known_at": ("Known at entry", "Según el asiento"),
    "column.root": ("Root", "Raíz"),
    # --- About ------------------------------------------------------------------------------------
    "about.title": ("Document", "Documento"),
    "about.as_of": ("As of", "A la fecha de"),
    "about.known_at": ("Known at entry", "Según el asiento"),
    "about.recorded_at": ("Recorded on", "Registrado el"),
    "about.entry": ("Last entry", "Último asiento"),
    "about.root": ("Root of the log", "Raíz del registro"),
    "about.ledger": ("Ledger", "Libro"),
    "about.charter": ("Rules of procedure", "Reglas de procedimiento"),
    "about.read": ("How to read it", "Cómo se lee"),
    "about.read.plan": (
        "A bold row is a section; what stands in it follows, one row for each activity. Column A is "
        "hidden: it has the ids, by which the ledger knows each row again when this workbook comes "
        "back. Leave it as it is; a new row has none. To move a row to another section, change its "
        "section: where it stands in the sheet alone moves nothing.",
        "Una fila en negrita es una sección; lo que contiene viene a continuación, una fila por "
        "actividad. La columna A está oculta: tiene los identificadores por los que el libro reconoce "
        "cada fila cuando esta planilla vuelve. Déjela como está; una fila nueva no tiene ninguno. Para "
        "trasladar una fila a otra sección, cambie su sección: su lugar en la hoja por sí solo no traslada nada.",
    ),
    "about.read.words": (
        "Lead: codes with commas between them, as in MX, TS, IOM. Form and status: choose from the "
        "list. A text that is lacking in a language is shown in another, with that language before "
        "it: [en]. “Translated” names the texts that are translations, not what was agreed.",
        "Responsable: códigos separados por comas, como MX, TS, IOM. Modalidad y estado: elija de la "
        "lista. Un texto que falta en un idioma se muestra en otro, con ese idioma delante: [en]. "
        "«Traducido» nombra los textos que son traducciones, no lo acordado.",
    ),
    "about.read.changes": (
        "Nothing that is changed here changes the plan. `rcm-ledger review` says, row by row, what a "
        "changed version would take: which body, and whose agreement.",
        "Nada de lo que se cambie aquí cambia el plan. `rcm-ledger review` dice, fila por fila, lo que "
        "requeriría una versión cambiada: qué órgano, y el acuerdo de quién.",
    ),
    # --- what a cell says when it is chosen ---------------------------------------------------------
    "prompt.choose": ("Choose one from the list.", "Elija uno de la lista."),
    "prompt.lead": (
        "Codes with commas between them: members, TS, PPT, bodies, observers. {codes}",
        "Códigos separados por comas: miembros, TS, PPT, órganos, observadores. {codes}",
    ),
    "prompt.timeline": (
        "For instance: by 30 June 2008; every year, at least once in 36 months; at every meeting of "
        "RCGM; open.",
        "Por ejemplo: hasta el 30 de junio de 2008; cada año, al menos una vez en 36 meses; en cada "
        "reunión: GRCM; abierto.",
    ),
    "prompt.rests_on": (
        "The decision that this rests on. A change here is not read.",
        "La decisión en que se basa. No se lee un cambio aquí.",
    ),
    "unknown-meeting-or-body": (
        "There is neither a meeting nor a body “{of}”; the bodies are {bodies}.",
        "No existe ni una reunión ni un órgano «{of}»; los órganos son {bodies}.",
    ),
    # --- what cannot be written -------------------------------------------------------------------
    "cell-means-otherwise": (
        "The text “{text}” would mean something else in a workbook, and is not written. Give the file "
        "the ending .yaml.",
        "El texto «{text}» significaría otra cosa en una planilla, y no se escribe. Dé al archivo la "
        "terminación .yaml.",
    ),
    "cell-too-long": (
        "A text has more characters than a cell holds ({most}), and is not cut: “{text}…”. Give the "
        "file another ending.",
        "Un texto tiene más caracteres de los que admite una celda ({most}), y no se corta: "
        "«{text}…». Dé otra terminación al archivo.",
    ),
}
