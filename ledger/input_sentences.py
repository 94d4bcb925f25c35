"""The words for everything that can be wrong with a file, in English and in Spanish."""

from ledger.office_sentences import PACKAGE_SENTENCES, WORKBOOK_SENTENCES

Pair = tuple[str, str]
"""The same words in English and in Spanish."""

SENTENCES: dict[str, Pair] = {
    # --- the file ---------------------------------------------------------------------------------
    "file-missing": ("There is no such file.{hint}", "No existe tal archivo.{hint}"),
    "not-of-a-register": (
        "This is {found}. A register is YAML, JSON or a workbook (.xlsx); `rcm-ledger document template` "
        "gives one to fill in. For a changed version of the plan there is `rcm-ledger review`.",
        "Esto es {found}. Un registro es YAML, JSON o una planilla (.xlsx); `rcm-ledger document "
        "template` da una para completar. Para una versión modificada del plan está `rcm-ledger review`.",
    ),
    "file-folder": (
        "This is a folder; name the file in it.",
        "Esto es una carpeta; indique el archivo que está en ella.",
    ),
    "file-unreadable": (
        "The file cannot be read: {why}.",
        "No se puede leer el archivo: {why}.",
    ),
    "file-twice": (
        "This file is named twice; name it once.",
        "Este archivo se indica dos veces; indíquelo una sola vez.",
    ),
    "file-empty": (
        "The file is empty, or has nothing but comments; expected: {expected}.",
        "El archivo está vacío o solo tiene comentarios; se espera: {expected}.",
    ),
    "not-utf-8": (
        "Byte {offset} of the file, 0x{byte}, is not UTF-8 (it may be Latin-1 or Windows-1252). "
        "Save the file with the encoding UTF-8.",
        "El byte {offset} del archivo, 0x{byte}, no es UTF-8 (puede ser Latin-1 o Windows-1252). "
        "Guarde el archivo con la codificación UTF-8.",
    ),
    "not-utf-16": (
        "The file is in {encoding}, which is not read. Save it with the encoding UTF-8.",
        "El archivo está en {encoding}, que no se lee. Guárdelo con la codificación UTF-8.",
    ),
    "control-character": (
        "Found {found} in column {column}, a character that cannot be shown. Take it out.",
        "Se halló {found} en la columna {column}, un carácter que no puede mostrarse. Quítelo.",
    ),
    "not-yaml": ("This is not YAML: {why}.", "Esto no es YAML: {why}."),
    "not-a-mapping": (
        "Found {found}; expected: {expected}.",
        "Se halló {found}; se espera: {expected}.",
    ),
    "not-a-register": (
        "This is not a register: it begins with the key {found}. A register's keys are {allowed}.",
        "Esto no es un registro: comienza con la clave {found}. Las claves de un registro son "
        "{allowed}.",
    ),
    "several-documents": (
        "Found a second document (---); a file is one document. Give each its own file.",
        "Se halló un segundo documento (---); un archivo es un solo documento. "
        "Ponga cada uno en su archivo.",
    ),
    "anchor": (
        "Found the anchor or alias {found}; these are not read. "
        "Write the value out wherever it belongs.",
        "Se halló el ancla o alias {found}; estos no se leen. "
        "Escriba el valor completo en cada lugar.",
    ),
    "tag": (
        "Found the tag {found}; tags are not read. Leave it out.",
        "Se halló la etiqueta {found}; las etiquetas no se leen. Quítela.",
    ),
    "merge-key": (
        "Found the merge key <<, which is not read. Write the keys out.",
        "Se halló la clave de fusión <<, que no se lee. Escriba las claves completas.",
    ),
    "key-twice": (
        "The key {found} is given twice, on line {first} and on line {second}; once is allowed.",
        "La clave {found} figura dos veces, en las líneas {first} y {second}; se permite una vez.",
    ),
    "key-not-text": (
        "Found {found} as a key; a key is a word.",
        "Se halló {found} como clave; una clave es una palabra.",
    ),
    "too-deep": (
        "Nested more than {most} levels deep; no record is.",
        "Anidado a más de {most} niveles; ningún registro lo está.",
    ),
    "too-long": (
        "More than {most} characters here are one text or one comment; "
        "a text has at most 65,535 bytes.",
        "Más de {most} caracteres son aquí un solo texto o comentario; "
        "un texto tiene como máximo 65.535 bytes.",
    ),
    "too-large": (
        "One record here has more than {most} characters. Divide it into several decisions.",
        "Un solo asiento tiene aquí más de {most} caracteres. Divídalo en varias decisiones.",
    ),
    "and-more": ("…and {count} more errors.", "…y {count} errores más."),
    "and-more-unread": (
        "…and at least {count} more errors; what comes after them was not read.",
        "…y al menos {count} errores más; lo que viene después no se leyó.",
    ),
    # --- any record -------------------------------------------------------------------------------
    "key-unknown": (
        "There is no key {found} here; allowed: {allowed}.{hint}",
        "Aquí no existe la clave {found}; se permite: {allowed}.{hint}",
    ),
    "key-missing": ("The key {key} is missing.", "Falta la clave {key}."),
    "choice": (
        "Found {found}; allowed: {allowed}.{hint}",
        "Se halló {found}; se permite: {allowed}.{hint}",
    ),
    "form": ("Found {found}; {form}.{hint}", "Se halló {found}; {form}.{hint}"),
    "text-expected": (
        "Found {found} where a text belongs.",
        "Se halló {found} donde corresponde un texto.",
    ),
    "text-unquoted": (
        "Found {found} where a text belongs; if it is meant as a text, put it in quotes.",
        "Se halló {found} donde corresponde un texto; si se entiende como texto, póngalo entre "
        "comillas.",
    ),
    "text-without-language": (
        "Found {found} without its language; write {{en: …, es: …}}, or name the language of all "
        "such texts at the top of the register (language: en).",
        "Se halló {found} sin su idioma; escriba {{en: …, es: …}}, o indique el idioma de todos "
        "esos textos al inicio del registro (language: es).",
    ),
    "text-empty": (
        "Found an empty text; leave the key out, or write null where that clears a text.",
        "Se halló un texto vacío; omita la clave, o escriba null donde eso borra un texto.",
    ),
    "text-unreadable": (
        "Found {found} at position {position} of the text: {kind}. Take it out.",
        "Se halló {found} en la posición {position} del texto: {kind}. Quítelo.",
    ),
    "text-no-language": (
        "Found no language; a text has at least one.",
        "No se halló ningún idioma; un texto tiene al menos uno.",
    ),
    "language-or-comma": (
        "Found {found} where a language belongs. A text with a comma in it stands in quotation marks: "
        '{{en: "one, two"}}.',
        "Se halló {found} donde va un idioma. Un texto que lleva una coma va entre comillas: "
        '{{es: "uno, dos"}}.',
    ),
    "language-unknown": (
        "Found the language {found}; the charter's languages are {allowed}.{hint}",
        "Se halló el idioma {found}; los idiomas de las reglas de procedimiento son "
        "{allowed}.{hint}",
    ),
    "whole-number-expected": (
        "Found {found} where a whole number belongs.",
        "Se halló {found} donde corresponde un número entero.",
    ),
    "number-too-small": (
        "Found {found}; at least {least} is allowed.",
        "Se halló {found}; se permite {least} como mínimo.",
    ),
    "number-too-large": (
        "Found {found}; at most {most} is allowed.",
        "Se halló {found}; se permite {most} como máximo.",
    ),
    "list-expected": (
        "Found {found} where a list belongs: [one, another].",
        "Se halló {found} donde corresponde una lista: [uno, otro].",
    ),
    "list-empty": (
        "Found an empty list; at least {least} is needed.",
        "Se halló una lista vacía; hace falta al menos {least}.",
    ),
    "mapping-expected": (
        "Found {found} where a mapping belongs: key: value.",
        "Se halló {found} donde corresponde un mapa: clave: valor.",
    ),
    "members-expected": (
        "Found {found}; allowed: {allowed}, or a list of members.{hint}",
        "Se halló {found}; se permite: {allowed}, o una lista de miembros.{hint}",
    ),
    "source-expected": (
        "Found {found}; a source is a text, or a mapping with title, page, url and sha256.",
        "Se halló {found}; una fuente es un texto, o un mapa con title, page, url y sha256.",
    ),
    "unfitting": (
        "Found {found}, which does not fit here ({type}).",
        "Se halló {found}, que no corresponde aquí ({type}).",
    ),
    # --- values -----------------------------------------------------------------------------------
    "day-form": (
        "Found {found}; a day is written YYYY-MM-DD.",
        "Se halló {found}; una fecha se escribe AAAA-MM-DD.",
    ),
    "day-impossible": (
        "Found {found}; there is no such day.",
        "Se halló {found}; no existe ese día.",
    ),
    "timeline": (
        "Found {found}; a timeline is {{by: date}}, {{from: date, to: date}}, "
        "{{every: months, at_most: months}}, {{standing: body}} or open.",
        "Se halló {found}; un plazo es {{by: fecha}}, {{from: fecha, to: fecha}}, "
        "{{every: meses, at_most: meses}}, {{standing: órgano}} u open.",
    ),
    "period-order": (
        "Found to: {to}, which is before from: {from_}.",
        "Se halló to: {to}, que es anterior a from: {from_}.",
    ),
    "interval-order": (
        "Found at_most: {at_most}, which is less than every: {every}.",
        "Se halló at_most: {at_most}, que es menor que every: {every}.",
    ),
    "meeting-order": (
        "Found closes_on: {closes_on}, which is before opens_on: {opens_on}.",
        "Se halló closes_on: {closes_on}, que es anterior a opens_on: {opens_on}.",
    ),
    "closed-order": (
        "Found closed: {closed}, before the meeting ended (closes_on: {closes_on}); no record is complete by then.",
        "Se halló closed: {closed}, antes de que terminara la reunión (closes_on: {closes_on}); ningún acta está "
        "completa para entonces.",
    ),
    "sections-only": (
        "Only a section has a {key}, and {item} is an activity.",
        "Solo una sección tiene {key}, y {item} es una actividad.",
    ),
    "words-needed": (
        "A title or an action is needed.",
        "Hace falta un título (title) o una acción (action).",
    ),
    "nothing-to-redefine": (
        "Found nothing to redefine; name at least one term, a role or a steward.",
        "No se halló nada que redefinir; indique al menos un término, role o steward.",
    ),
    "nothing-to-translate": (
        "Found nothing to translate; name a title or an action.",
        "No se halló nada que traducir; indique title o action.",
    ),
    "nothing-to-amend": (
        "Found nothing to amend; name at least one key of the charter.",
        "No se halló nada que enmendar; indique al menos una clave de las reglas de procedimiento.",
    ),
    "one-change": (
        "A change is a mapping with exactly one key, its kind, and its fields below it; "
        "the kinds are {allowed}.",
        "Un cambio es un mapa con una sola clave, su tipo, y debajo sus campos; "
        "los tipos son {allowed}.",
    ),
    "statement-missing": (
        "The key statement is missing: a reservation needs its words.",
        "Falta la clave statement: una reserva necesita sus palabras.",
    ),
    "source-empty": (
        "Found an empty source; name at least one of title, page, url and sha256.",
        "Se halló una fuente vacía; indique al menos uno de title, page, url y sha256.",
    ),
    "placement-empty": (
        "Found an empty placement; name at least one of section, workplan, role, form and agenda.",
        "Se halló una ubicación vacía; indique al menos uno de section, workplan, role, form y "
        "agenda.",
    ),
    "placement-in-activity": (
        "{item} is an activity; a proposal is placed in a section, or in a body's workplan.",
        "{item} es una actividad; una propuesta se ubica en una sección, o en el plan de trabajo de un "
        "órgano.",
    ),
    "referral-to-itself": (
        "{found} refers it to itself; a referral goes from one body to another.",
        "{found} la remite a sí mismo; una remisión va de un órgano a otro.",
    ),
    "outcome-not-adopted": (
        "The decision {found} is {status} in the register; a proposal is settled by adopted ones.",
        "La decisión {found} tiene el estado {status} en el registro; una propuesta se resuelve con las "
        "adoptadas.",
    ),
    "one-outcome": (
        "An outcome is exactly one of adopted: [decision, …], declined: reason, withdrawn: reason.",
        "Un resultado es exactamente uno de adopted: [decisión, …], declined: motivo, "
        "withdrawn: motivo.",
    ),
    "reason-unexpected": (
        "Only a decision with the status declined or withdrawn has a reason.",
        "Solo una decisión con el estado declined o withdrawn tiene un motivo (reason).",
    ),
    "unsettled-open": (
        "Only a meeting that was closed has a reason why its docket is unsettled: give closed, too.",
        "Solo una reunión cerrada tiene un motivo por el que su revisión quedó sin resolver: indique también closed.",
    ),
    "one-corrected": (
        "A correction is of exactly one of meeting, decision and proposal.",
        "Una corrección es de exactamente uno de meeting, decision y proposal.",
    ),
    # --- a charter --------------------------------------------------------------------------------
    "charter-body-unknown": (
        "Found {found}; the bodies are {allowed}.{hint}",
        "Se halló {found}; los órganos son {allowed}.{hint}",
    ),
    "charter-circle": (
        "The body would report to itself.",
        "El órgano dependería de sí mismo.",
    ),
    "charter-member-and-observer": (
        "{found} is given as a member and as an observer; one is allowed.",
        "{found} figura como miembro y como observador; se permite uno.",
    ),
    "charter-office": (
        "{found} is an office; choose another id.",
        "{found} es un cargo; elija otro identificador.",
    ),
    "charter-until": (
        "Found until: {until}, which is before since: {since}.",
        "Se halló until: {until}, que es anterior a since: {since}.",
    ),
    # --- a register -------------------------------------------------------------------------------
    "register-version": (
        "Found {found}; this program reads the format register: 1.",
        "Se halló {found}; este programa lee el formato register: 1.",
    ),
    "charter-missing": (
        "The register names no charter, and there is no ledger that has one; "
        "name it at the top: charter: rcm.",
        "El registro no indica reglas de procedimiento, y no hay un libro que las tenga; "
        "indíquelas al inicio: charter: rcm.",
    ),
    "charter-expected": (
        "Found {found} where a charter belongs: the id of one that comes with the program "
        "({allowed}), or a charter itself.",
        "Se halló {found} donde corresponden unas reglas de procedimiento: el identificador de unas "
        "que vienen con el programa ({allowed}), o ellas mismas.",
    ),
    "charter-unknown": (
        "Found the charter {found}; those that come with the program are {allowed}.{hint}",
        "Se hallaron las reglas de procedimiento {found}; las que vienen con el programa son "
        "{allowed}.{hint}",
    ),
    "charter-other": (
        "Found the charter {found}; this ledger was founded with {allowed}. "
        "Use another ledger for it.",
        "Se hallaron las reglas de procedimiento {found}; este libro se fundó con {allowed}. "
        "Use otro libro para ellas.",
    ),
    "charter-differs": (
        "Found the charter {found}, and another in {place}; files given at once are one register.",
        "Se hallaron las reglas de procedimiento {found}, y otras en {place}; los archivos que se "
        "dan a la vez son un solo registro.",
    ),
    "signed-without-signature": (
        "Found signed, and no signature with it. Add signature: {{ledger: …, key: …, value: …}} as "
        "`rcm-ledger sign-position` writes it, or say own-account, recorded or presumed.",
        "Se halló signed, y ninguna firma con ello. Añada signature: {{ledger: …, key: …, value: …}} "
        "como la escribe `rcm-ledger sign-position`, o ponga own-account, recorded o presumed.",
    ),
    "signature-not-signed": (
        "Found a signature, and the basis {found}; what bears a signature is signed. "
        "Leave the basis out, or the signature.",
        "Se halló una firma, y la constancia {found}; lo que lleva firma es signed. "
        "Quite la constancia, o la firma.",
    ),
    "given-or-withdrawn": (
        "A member's key has either the note by which it is given, or, under withdrawn, the reason.",
        "Una clave de un miembro lleva o bien la nota con que se da, o bien, en withdrawn, el motivo.",
    ),
    "key-uncounted": (
        "This key does not count: {why}.",
        "Esta clave no cuenta: {why}.",
    ),
    "signature-uncounted": (
        "This signature does not count: {why}.",
        "Esta firma no cuenta: {why}.",
    ),
    "body-unknown": (
        "There is no body {found}; the bodies are {allowed}.{hint}",
        "No existe el órgano {found}; los órganos son {allowed}.{hint}",
    ),
    "member-unknown": (
        "{found} is not, and never was, a member; the members are {allowed}.{hint}",
        "{found} no es ni fue nunca miembro; los miembros son {allowed}.{hint}",
    ),
    "lead-unknown": (
        "Found {found}, which is no member, office, body or observer; allowed: {allowed}.{hint}",
        "Se halló {found}, que no es miembro, cargo, órgano ni observador; "
        "se permite: {allowed}.{hint}",
    ),
    "meeting-unknown": (
        "There is no meeting {found} in the register or in the ledger.{hint}",
        "No existe la reunión {found} en el registro ni en el libro.{hint}",
    ),
    "decision-unknown": (
        "There is no decision {found} in the register or in the ledger.{hint}",
        "No existe la decisión {found} en el registro ni en el libro.{hint}",
    ),
    "proposal-unknown": (
        "There is no proposal {found} in the register or in the ledger.{hint}",
        "No existe la propuesta {found} en el registro ni en el libro.{hint}",
    ),
    "item-unknown": (
        "No change in the register or in the ledger is about an item {found}.{hint}",
        "Ningún cambio del registro ni del libro trata de un elemento {found}.{hint}",
    ),
    "decision-twice": (
        "There are two decisions {found}; the other is at {place}.",
        "Hay dos decisiones {found}; la otra está en {place}.",
    ),
    "decision-elsewhere": (
        "The id {found} is that of a decision of the meeting {meeting}, at {place}; "
        "choose another.",
        "El identificador {found} es el de una decisión de la reunión {meeting}, en {place}; "
        "elija otro.",
    ),
    "proposal-twice": (
        "There are two proposals {found}; the other is at {place}.",
        "Hay dos propuestas {found}; la otra está en {place}.",
    ),
    "meeting-differs": (
        "The meeting {meeting} is also given at {place}, where {key} is {before}; here it is "
        "{after}.",
        "La reunión {meeting} también figura en {place}, donde {key} es {before}; aquí es {after}.",
    ),
    "occurrence-late": (
        "Found {day}, after the adoption on {adopted_on}; only what took place by then can be "
        "recorded.",
        "Se halló {day}, después de la adopción el {adopted_on}; solo puede registrarse lo que ya "
        "se celebró.",
    ),
    "position-late": (
        "Found {day}, after the adoption on {adopted_on}; a position is taken by then.",
        "Se halló {day}, después de la adopción el {adopted_on}; una posición se toma a más tardar "
        "ese día.",
    ),
    "since-early": (
        "Found {day}, before the adoption on {adopted_on}; nobody becomes a member earlier.",
        "Se halló {day}, antes de la adopción el {adopted_on}; nadie pasa a ser miembro antes.",
    ),
    "until-early": (
        "Found {day}, before the adoption on {adopted_on}; nobody ceases to be a member earlier.",
        "Se halló {day}, antes de la adopción el {adopted_on}; nadie deja de ser miembro antes.",
    ),
    # --- a workbook or a document -----------------------------------------------------------------
    **PACKAGE_SENTENCES,
    **WORKBOOK_SENTENCES,
}
"""Every code with its sentence, in English and in Spanish."""

FORMS: dict[str, Pair] = {
    r"^[a-z0-9][a-z0-9.-]{0,63}$": (
        "an item's id is 1 to 64 small letters (a-z), digits, dots and hyphens, "
        "the first a letter or a digit",
        "el identificador de un elemento tiene de 1 a 64 letras minúsculas (a-z), cifras, puntos "
        "y guiones, y comienza con letra o cifra",
    ),
    r"^[a-z0-9][a-z0-9._-]{0,63}$": (
        "the id of a meeting, a decision or a proposal is 1 to 64 small letters (a-z), digits, "
        "dots, hyphens and underscores, the first a letter or a digit",
        "el identificador de una reunión, decisión o propuesta tiene de 1 a 64 letras minúsculas "
        "(a-z), cifras, puntos, guiones y guiones bajos, y comienza con letra o cifra",
    ),
    r"^[a-z0-9][a-z0-9-]{0,31}$": (
        "a body's id is 1 to 32 small letters (a-z), digits and hyphens",
        "el identificador de un órgano tiene de 1 a 32 letras minúsculas (a-z), cifras y guiones",
    ),
    r"^[a-z0-9][a-z0-9-]{0,63}$": (
        "a charter's id is 1 to 64 small letters (a-z), digits and hyphens",
        "el identificador de unas reglas de procedimiento tiene de 1 a 64 letras minúsculas (a-z), "
        "cifras y guiones",
    ),
    r"^[A-Z0-9-]{2,16}$": (
        "a member's or an observer's id is 2 to 16 capital letters (A-Z), digits and hyphens",
        "el identificador de un miembro u observador tiene de 2 a 16 letras mayúsculas (A-Z), "
        "cifras y guiones",
    ),
    r"^([A-Z0-9-]{2,16}|[a-z0-9][a-z0-9-]{0,31})$": (
        "expected is the id of a member (MX), an office (TS, PPT), an observer (IOM) or a body "
        "(rcgm)",
        "se espera el identificador de un miembro (MX), un cargo (TS, PPT), un observador (IOM) "
        "o un órgano (rcgm)",
    ),
    r"^[a-z0-9][a-z0-9._-]{0,63}#[1-9][0-9]{0,4}$": (
        'a change is named by its decision and its number, in quotes: "rcm-12-d3#2"',
        'un cambio se nombra por su decisión y su número, entre comillas: "rcm-12-d3#2"',
    ),
    r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$": (
        "a language is a code such as en, es or pt-BR",
        "un idioma es un código como en, es o pt-BR",
    ),
    r"^[^\s+]{1,255}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$": (
        "a public key is written NAME+KEY-ID+KEY, as `rcm-ledger sign-key` writes it",
        "una clave pública se escribe NOMBRE+ID+CLAVE, como la escribe `rcm-ledger sign-key`",
    ),
    r"^rcm-ledger/[0-9a-f]{32}$": (
        "a ledger is named by rcm-ledger/ and 32 digits from 0 to f",
        "un libro se nombra con rcm-ledger/ y 32 cifras de 0 a f",
    ),
    r"^[A-Za-z0-9+/]{85}[AQgw]==$": (
        "a signature is 64 bytes in base64: 86 characters and ==",
        "una firma son 64 bytes en base64: 86 caracteres y ==",
    ),
    r"^[^\x00-\x09\x0b-\x1f]+\n$": (
        "a signed note is lines of text, an empty line, and lines of signatures",
        "una nota firmada son líneas de texto, una línea vacía y líneas de firmas",
    ),
    r"^[0-9a-f]{64}$": (
        "a SHA-256 hash is 64 digits from 0 to f",
        "un hash SHA-256 tiene 64 cifras de 0 a f",
    ),
}
"""The form of each kind of id, by the pattern that demands it."""

PARSER_PROBLEMS: dict[str, Pair] = {
    "mapping values are not allowed in this context": (
        "there is a colon where none can be; check the indentation, and put a text that has "
        "a colon in quotes",
        "hay dos puntos donde no puede haberlos; revise la sangría, y ponga entre comillas un "
        "texto que tenga dos puntos",
    ),
    "could not find expected ':'": (
        "a key without a colon; check the indentation and the quotes",
        "una clave sin dos puntos; revise la sangría y las comillas",
    ),
    "did not find expected key": (
        "a key was expected here; check the indentation and the quotes",
        "aquí se esperaba una clave; revise la sangría y las comillas",
    ),
    "did not find expected '-' indicator": (
        "an element of the list (- …) was expected here; check the indentation",
        "aquí se esperaba un elemento de la lista (- …); revise la sangría",
    ),
    "block sequence entries are not allowed in this context": (
        "there is an element of a list (- …) where none can be; check the indentation",
        "hay un elemento de una lista (- …) donde no puede haberlo; revise la sangría",
    ),
    "did not find expected ',' or ']'": (
        "a list [ … ] is not closed, or has no comma here",
        "una lista [ … ] no está cerrada, o aquí le falta una coma",
    ),
    "did not find expected ',' or '}'": (
        "a mapping { … } is not closed, or has no comma here",
        "un mapa { … } no está cerrado, o aquí le falta una coma",
    ),
    "did not find expected node content": (
        "a value was expected here",
        "aquí se esperaba un valor",
    ),
    "found unexpected end of stream": (
        "the file ends within a quoted text; its closing quote is missing",
        "el archivo termina dentro de un texto entre comillas; falta la comilla de cierre",
    ),
    "found unexpected document indicator": (
        "a line --- or ... stands within a quoted text; its closing quote is missing",
        "hay una línea --- o ... dentro de un texto entre comillas; falta la comilla de cierre",
    ),
    "found character that cannot start any token": (
        "a text that begins with such a character (a tab, @, ` or %) needs quotes; "
        "indentation is made of spaces",
        "un texto que comienza con tal carácter (un tabulador, @, ` o %) necesita comillas; "
        "la sangría se hace con espacios",
    ),
    "found a tab character that violates indentation": (
        "indentation is made of spaces, not of tabs",
        "la sangría se hace con espacios, no con tabuladores",
    ),
    "found a tab character where an indentation space is expected": (
        "indentation is made of spaces, not of tabs",
        "la sangría se hace con espacios, no con tabuladores",
    ),
    "found unknown escape character": (
        "a backslash in double quotes begins a sign that does not exist; "
        "write \\\\ for a backslash",
        "una barra invertida entre comillas dobles comienza un signo que no existe; "
        "escriba \\\\ para una barra invertida",
    ),
    "found invalid Unicode character escape code": (
        "an escape in double quotes names no character",
        "un escape entre comillas dobles no designa ningún carácter",
    ),
    "found incompatible YAML document": (
        "the %YAML line names a version that is not read; leave it out",
        "la línea %YAML indica una versión que no se lee; quítela",
    ),
    "did not find expected <document start>": (
        "the file goes on after its end; check the indentation",
        "el archivo continúa después de su final; revise la sangría",
    ),
}
"""What libyaml says, in our words."""
