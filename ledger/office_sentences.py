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
    "office-misnamed": (
        "The file is {found}, not what its name says. Give it a name that ends in {suffix}.",
        "El archivo es {found}, no lo que dice su nombre. Dele un nombre que termine en {suffix}.",
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
    "office-many-elements": (
        "The part {part} is made of too many elements (more than {most}). Take out what is not "
        "needed, or divide the file.",
        "La parte {part} se compone de demasiados elementos (más de {most}). Quite lo que no haga "
        "falta, o divida el archivo.",
    ),
    "office-long-tag": (
        "The part {part} has a tag or a comment of more than {most} bytes, which no office program "
        "writes. Open the file and save it again as {suffix}.",
        "La parte {part} tiene una etiqueta o un comentario de más de {most} bytes, lo que ningún "
        "programa de oficina escribe. Abra el archivo y guárdelo de nuevo como {suffix}.",
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

WORKBOOK_SENTENCES: dict[str, tuple[str, str]] = {
    "workbook-cells": (
        "The workbook has more than {most} cells with something in them. Divide it into several.",
        "El libro de cálculo tiene más de {most} celdas con contenido. Divídalo en varios.",
    ),
    "workbook-no-register": (
        "The workbook has none of the sheets of a register ({allowed}); it has {found}. For a changed "
        "version of the plan there is `rcm-ledger review`.",
        "El libro de cálculo no tiene ninguna de las hojas de un registro ({allowed}); tiene {found}. "
        "Para una versión cambiada del plan existe `rcm-ledger review`.",
    ),
    "sheet-unknown": (
        "A register has no sheet {found}; its sheets are {allowed}. Rename it, or take it out.{hint}",
        "Un registro no tiene ninguna hoja {found}; sus hojas son {allowed}. Cambie su nombre, o "
        "quítela.{hint}",
    ),
    "sheet-missing": (
        "The sheet {sheet} is missing, to which the rows of {other} belong. Add it, or take the rows "
        "out.",
        "Falta la hoja {sheet}, a la que pertenecen las filas de {other}. Añádala, o quite las filas.",
    ),
    "sheet-twice": (
        "The sheet {found} is the same as {other}. Put the rows into one of them.",
        "La hoja {found} es la misma que {other}. Ponga las filas en una de ellas.",
    ),
    "sheet-hidden": (
        "The sheet is hidden, and has content. Show it, or take it out.",
        "La hoja está oculta y tiene contenido. Muéstrela, o quítela.",
    ),
    "row-hidden": (
        "Row {row} is hidden, and has content. Show it (take the filter off), or take it out.",
        "La fila {row} está oculta y tiene contenido. Muéstrela (quite el filtro), o quítela.",
    ),
    "column-hidden": (
        "The column is hidden, and has content. Show it, or empty it.",
        "La columna está oculta y tiene contenido. Muéstrela, o vacíela.",
    ),
    "cells-merged": (
        "The cells {found} are merged. Split them, and fill in each.",
        "Las celdas {found} están combinadas. Sepárelas, y llene cada una.",
    ),
    "column-unknown": (
        "There is no column {found} here; the columns are {allowed}. Rename it, or take it out.{hint}",
        "Aquí no existe la columna {found}; las columnas son {allowed}. Cambie su nombre, o "
        "quítela.{hint}",
    ),
    "column-twice": (
        "The column {found} says what another one says. Put it into one of them.",
        "La columna {found} dice lo que dice otra. Póngalo en una de ellas.",
    ),
    "column-missing": (
        "The column {column} is missing, without which no row says anything. Add it.",
        "Falta la columna {column}, sin la cual ninguna fila dice nada. Añádala.",
    ),
    "head-missing": (
        "The column has no head in row {row}, and so nobody knows what this is. Write one, or empty "
        "the column.",
        "La columna no tiene título en la fila {row}, y así nadie sabe qué es esto. Escriba uno, o "
        "vacíe la columna.",
    ),
    "cell-formula": (
        "Found the formula {found}; nothing is worked out. Put its value in its place.",
        "Se halló la fórmula {found}; nada se calcula. Ponga su valor en su lugar.",
    ),
    "cell-error": (
        "Found {found}, which a formula left behind. Write the value.",
        "Se halló {found}, que dejó una fórmula. Escriba el valor.",
    ),
    "cell-not-text": (
        "Found {found} where a text belongs. Give the cell the format Text, and write it again.",
        "Se halló {found} donde corresponde un texto. Dé a la celda el formato Texto, y escríbalo de "
        "nuevo.",
    ),
    "cell-hour": (
        "Found {found}; a day has no hour. Write the day alone.",
        "Se halló {found}; una fecha no tiene hora. Escriba la fecha sola.",
    ),
    "cell-timeline": (
        "Found {found}; a timeline is written: by 2008-06-30, or 2008-01-01 to 2008-06-30, or "
        "every 12, at most 36 (months), or standing rcgm, or open.",
        "Se halló {found}; un plazo se escribe: hasta 2008-06-30, o 2008-01-01 a 2008-06-30, o "
        "cada 12, máximo 36 (meses), o permanente rcgm, o abierto.",
    ),
    "cell-placements": (
        "Found {found}; places are written: section mpm, role sub-item; workplan lon-cp.",
        "Se halló {found}; los lugares se escriben: sección mpm, función subtema; plan lon-cp.",
    ),
    "cell-not-taken": (
        "A change of the kind {kind} takes no {column}; it takes {allowed}. Empty the cell, or choose "
        "another kind.",
        "Un cambio del tipo {kind} no lleva {column}; lleva {allowed}. Vacíe la celda, o elija otro "
        "tipo.",
    ),
    "change-without-kind": (
        "The row names no kind of change; the kinds are {allowed}.",
        "La fila no indica ningún tipo de cambio; los tipos son {allowed}.",
    ),
    "change-of-one": (
        "A change is of a decision, or is what a proposal asks for: fill in one of these two columns.",
        "Un cambio es de una decisión, o es lo que pide una propuesta: llene una de esas dos columnas.",
    ),
    "choice-outcome": (
        "Found {found}; an outcome is adopted, declined or withdrawn.",
        "Se halló {found}; un resultado es adoptada, rechazada o retirada.",
    ),
    "outcome-reason": (
        "Only a proposal that was declined or withdrawn has a reason. Empty the cell, or fill in the "
        "outcome.",
        "Solo una propuesta rechazada o retirada tiene un motivo. Vacíe la celda, o llene el "
        "resultado.",
    ),
    "position-twice": (
        "The position of {found} on this decision is given twice. Take one out.",
        "La posición de {found} sobre esta decisión figura dos veces. Quite una.",
    ),
    "header-twice": (
        "The row {found} is there twice. Take one out.",
        "La fila {found} figura dos veces. Quite una.",
    ),
    "row-homeless": (
        "There is no {found} in the sheet {sheet}. Add it there, or correct the id here.{hint}",
        "No existe {found} en la hoja {sheet}. Añádalo allí, o corrija el identificador aquí.{hint}",
    ),
    "row-without": (
        "The row has no {column}, and so belongs to nothing. Fill it in, or take the row out.",
        "La fila no tiene {column}, y así no pertenece a nada. Llénelo, o quite la fila.",
    ),
    "items-listed": (
        "This sheet only lists the items as they stand; what is written in it changes nothing. Write "
        "a change of the kind approve or redefine in the sheet Changes, and take this row out.",
        "Esta hoja solo enumera los elementos como están; lo que se escribe en ella no cambia nada. "
        "Escriba un cambio del tipo aprobar o redefinir en la hoja Cambios, y quite esta fila.",
    ),
}
"""Of a register's workbook: its sheets, rows and cells."""
