"""A charter as a file, shipped or brought, and the one that a register is read with."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ledger.charter import Charter, shipped_charters
from ledger.input_errors import Findings, Where, did_you_mean, listed, quoted
from ledger.input_files import opened, whole
from ledger.input_models import Record, read_as
from ledger.input_sentences import Pair
from ledger.references import Known
from ledger.register_file import UNDETERMINED, Header

EXPECTED: Pair = (
    "a charter, which is a mapping with the keys " + ", ".join(Charter.model_fields),
    "unas reglas de procedimiento, que son un mapa con las claves "
    + ", ".join(Charter.model_fields),
)


def read_charter(file: Path) -> Charter:
    """The charter in a file.

    Raises:
        UnreadableInput: with every error of the file.
    """
    findings = Findings([str(file)])
    stream = opened(file, findings)
    charter = None
    if stream is not None:
        with stream:
            record = whole(str(file), stream, EXPECTED, findings)
        if record is not None:
            charter = read_as(Charter, record, {}, findings)
    findings.raise_any()
    assert charter is not None
    return charter


def shipped_charter(id: str) -> Charter:
    """A charter that comes with the program.

    Raises:
        UnreadableInput: none has this id.
    """
    charter = _shipped(id)
    if charter is None:
        findings = Findings([id])
        _add_unknown(id, Where(id, None, "charter"), findings)
        findings.raise_any()
    assert charter is not None
    return charter


@lru_cache
def _shipped(id: str) -> Charter | None:
    text = shipped_charters().get(id)
    if text is None:
        return None
    findings = Findings([id])
    record = whole(id, io.BytesIO(text.encode()), EXPECTED, findings)
    charter = None if record is None else read_as(Charter, record, {}, findings)
    findings.raise_any()
    return charter


def _add_unknown(found: object, where: Where, findings: Findings) -> None:
    shipped = sorted(shipped_charters())
    facts = {"allowed": listed(shipped), "hint": did_you_mean(found, shipped)}
    findings.add("charter-unknown", where, found=quoted(found), **facts)


@dataclass(frozen=True)
class Settled:
    """The charter of a register: the one that it gives, and those by whose names it is read.

    `named` is whether a file names any, readable or not.
    """

    given: Charter | None
    known: Sequence[Charter]
    named: bool


def settled_charter(headers: Sequence[Header], known: Known, findings: Findings) -> Settled:
    """The charter that the files of one register agree on, and that is the ledger's."""
    first: tuple[str, Charter | None, Where] | None = None
    named = False
    for header in headers:
        record = header.records.get("charter")
        if record is None:
            continue
        named = True
        given = _given(record, header, known, findings)
        if given is None:
            continue
        id, charter = given
        if first is None:
            first = (id, charter, record.where())
        elif (id, charter) != first[:2]:
            facts = {"found": quoted(id), "place": str(first[2])}
            findings.add("charter-differs", record.where(), **facts)
    charter = first[1] if first else None
    return Settled(charter, [c for c in (known.charter, charter) if c is not None], named)


def _given(
    record: Record, header: Header, known: Known, findings: Findings
) -> tuple[str, Charter | None] | None:
    """The id and the charter of one header; None where they are none for this ledger."""
    where, value = record.where(), record.value
    charter: Charter | None
    if not isinstance(value, dict | str):
        facts = {"found": quoted(value), "allowed": listed(sorted(shipped_charters()))}
        findings.add("charter-expected", where, **facts)
        return None
    if isinstance(value, dict):
        language = None if header.language == UNDETERMINED else header.language
        charter = read_as(Charter, record, {"language": language}, findings)
        if charter is None:
            return None
        id, where = charter.charter, record.where("charter")
    else:
        id, charter = value, _shipped(value)
    if known.founding is not None and id != known.founding:
        facts = {"found": quoted(value if charter is None else id)}
        findings.add("charter-other", where, allowed=quoted(known.founding), **facts)
        return None
    if charter is None and known.founding is None:
        _add_unknown(value, where, findings)
        return None
    return id, charter
