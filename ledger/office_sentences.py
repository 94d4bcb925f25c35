"""The words for what can be wrong with a workbook or a document, in English and in Spanish."""

PACKAGE_SENTENCES: dict[str, tuple[str, str]] = {
    "office-protected": (
        "The file is protected by a password. Take the password off and save it as {suffix}.",
        "El archivo está protegido con contraseña. Quite la contraseña y guárdelo como {suffix}.",
    ),
    "office-macros": (
        "The file carries macros ({part}); nothing that could be run is read. "
        "Save it without macros, as {suffix}.",
        "El archivo lleva macros ({part}); no se lee nada que pudiera ejecutarse. "
        "Guárdelo sin macros, como {suffix}.",
    ),
    "office-other": (
        "The file is {found}, not {expected}. Open it and save it as {suffix}.",
        "El archivo es {found}, no {expected}. Ábralo y guárdelo como {suffix}.",
    ),
    "office-damaged": (
        "The file is damaged: {why}. Open it in LibreOffice or Excel and save it again as {suffix}.",
        "El archivo está dañado: {why}. Ábralo en LibreOffice o Excel y guárdelo de nuevo como "
        "{suffix}.",
    ),
    "office-strict": (
        "The file is in the form “Strict Open XML”, which is not read. Save it as plain {suffix}.",
        "El archivo tiene la forma «Strict Open XML», que no se lee. Guárdelo como {suffix} común.",
    ),
    "office-large": (
        "The file has {found} bytes; at most {most} are read. Take out pictures and what is not "
        "needed, or divide it.",
        "El archivo tiene {found} bytes; se leen {most} como máximo. Quite las imágenes y lo que no "
        "haga falta, o divídalo.",
    ),
    "office-unpacked": (
        "Unpacked, {part} has {found} bytes; at most {most} are read. Take out what is not needed, "
        "or divide the file.",
        "Desempaquetado, {part} tiene {found} bytes; se leen {most} como máximo. Quite lo que no "
        "haga falta, o divida el archivo.",
    ),
    "office-many-parts": (
        "The file is made of {found} parts; at most {most} are read. Take out pictures and what is "
        "not needed.",
        "El archivo se compone de {found} partes; se leen {most} como máximo. Quite las imágenes y lo "
        "que no haga falta.",
    ),
    "office-entities": (
        "The part {part} declares entities of its own (DOCTYPE), which no office program writes; "
        "they are not read. Open the file and save it again as {suffix}.",
        "La parte {part} declara entidades propias (DOCTYPE), lo que ningún programa de oficina "
        "escribe; no se leen. Abra el archivo y guárdelo de nuevo como {suffix}.",
    ),
}
"""Of a package, before any of its content is read."""
