"""Where records come from: the sources of meetings, decisions and proposals, and the signed originals
that are kept of them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from sqlalchemy import Table, select

from projections.tables import decision_documents, meetings, proposals
from projections.views import Reading

Document = dict[str, Any]
Kind = Literal["meeting", "decision", "proposal", "report"]
_TABLES: Mapping[Kind, tuple[Table, str]] = {
    "meeting": (meetings, "document"),
    "decision": (decision_documents, "fields"),
    "proposal": (proposals, "document"),
}


def sources_of(reading: Reading, records: Iterable[tuple[Kind, str]]) -> list[Document]:
    """The sources of records, each once, those that have none left out."""
    found = []
    for kind, id in dict.fromkeys(records):
        table, column = _TABLES[kind]
        asked = select(table.c[column]).where(table.c.id == id)
        record = json.loads(reading.connection.execute(asked).scalar_one())
        found += source_documents(reading, kind, id, record)
    return found


def originals_named(reading: Reading) -> set[str]:
    """The hashes of the signed originals that the meetings and decisions which a reading shows name."""
    found: set[str] = set()
    for kind in ("meeting", "decision"):
        table, column = _TABLES[kind]
        for record in reading.connection.execute(select(table.c[column])).scalars():
            source = json.loads(record).get("source")
            if isinstance(source, dict) and source.get("sha256"):
                found.add(source["sha256"])
    return found


def source_documents(reading: Reading, kind: Kind, id: str, record: Document) -> list[Document]:
    """A record's source, where it has one: `[{"of", "kind", "source", "sha256", "file"}]`.

    `file` is where the signed original is kept; null where none is named, or it is not here.
    `verify` says whether it is still what it was.
    """
    source = record.get("source")
    if source is None:
        return []
    sha256 = source.get("sha256") if isinstance(source, dict) else None
    kept = reading.ledger.sources
    file = str(kept.path(sha256)) if sha256 is not None and kept.is_there(sha256) else None
    return [{"of": id, "kind": kind, "source": source, "sha256": sha256, "file": file}]
