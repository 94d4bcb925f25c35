"""What the columns of the plan's CSV mean, as CSV on the Web has it (W3C Recommendation of 2015): beside `plan.csv`,
under the name by which programs look for it, `plan.csv-metadata.json`."""

import json
from collections.abc import Iterator
from typing import Any

from api.documents.csv import STAMP, columns_of
from api.documents.model import Document, plain
from api.documents.stamps import stamp_lines

CONTEXT = "http://www.w3.org/ns/csvw"
SUFFIX = "-metadata.json"
MEANING = {"id": "dc:identifier", "title": "dc:title", "action": "dc:description"}
"""Of a column, where there is a common term for it (Dublin Core)."""
TYPES: dict[str, Any] = {
    "as_of": {"base": "date", "format": "yyyy-MM-dd"},
    "known_at": "integer",
}
LISTS = {"lead": ","}


def write(document: Document) -> bytes:
    """The whole of it, UTF-8. Its table is the CSV file of the same name, in the same languages."""
    schema: dict[str, Any] = {
        "columns": list(_columns(document)),
        "primaryKey": "id",
        "rowTitles": [f"title_{language}" for language in document.languages],
    }
    table = document.file.removesuffix(SUFFIX)
    said = {
        "@context": [CONTEXT, {"@language": document.languages[0]}],
        "url": table,
        "dialect": {"encoding": "utf-8", "header": True},
        "dc:title": _texts({each: plain(runs) for each, runs in document.title.items()}),
        "dc:description": _texts({each: _about(document, each) for each in document.languages}),
        "dc:source": document.stamp.ledger,
        "tableSchema": schema,
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _about(document: Document, language: str) -> str:
    """Of which moment it is, and by what it can be checked."""
    lines = (plain(line[language]) for line in stamp_lines(document))
    return f"{plain(document.subtitle[language])}. {' '.join(lines)}"


def _columns(document: Document) -> Iterator[dict[str, Any]]:
    """Every column in its order; what it says in the file's first row is its title."""
    for column in columns_of(document):
        key = "section" if column.key == "parent" else column.key
        made: dict[str, Any] = {
            "name": f"{key}_{column.language}" if column.language else key,
            "titles": column.head,
            "datatype": TYPES.get(key, "string"),
        }
        if column.language:
            made["lang"] = column.language
        if key in ("id", *STAMP[1:]):
            made["required"] = True
        if key in LISTS:
            made["separator"] = LISTS[key]
        if key in MEANING:
            made["propertyUrl"] = MEANING[key]
        yield made


def _texts(said: dict[str, str]) -> list[dict[str, str]]:
    return [{"@value": words, "@language": language} for language, words in said.items()]
