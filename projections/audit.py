"""The audit: one entry for every event of the log, newest last, found by whatever it is about."""

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any, TypedDict, Unpack

from pydantic_core import from_json
from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    literal_column,
    or_,
    select,
    union_all,
)

from ledger.changes import KINDS
from ledger.events import TOPICS, ChangeEnacted
from ledger.problems import Problem
from projections.entry_documents import EntryDocuments
from projections.follower import microseconds
from projections.names import Named, ids_of, is_known, names_of, unknown
from projections.past import Past
from projections.tables import LATER, decisions, entries, entry_items, meetings, reports
from projections.views import Answering, Reading, Views

Document = dict[str, Any]

PAGE = 500
"""Entries of a long audit that are made at a time."""
_EVENTS = tuple(topic.partition("/")[0] for topic in TOPICS)


class Filters(TypedDict, total=False):
    """What an audit is narrowed down to.

    Attributes:
        item: that the entry stands in whose history; a progress report on it too.
        decision: what happened to it, and what it changed.
        meeting: what happened to it, and to its decisions.
        body: the same of all its meetings.
        member: a position of its, a change that it agreed to, its admission or withdrawal.
        kind: a kind of change (`redefine`), as enacted; or an event (`position-taken`).
        agreed_from: a day, itself included; only what was adopted has one.
        agreed_to: the same.
        known_from: an entry's number, or an instant; itself included.
        known_to: the same.
        text: words in titles, texts, statements and reasons, whatever their case and accents.
    """

    item: str | None
    decision: str | None
    meeting: str | None
    body: str | None
    member: str | None
    kind: str | None
    agreed_from: str | date | None
    agreed_to: str | date | None
    known_from: str | int | datetime | None
    known_to: str | int | datetime | None
    text: str | None


def audit(
    views: Answering,
    *,
    after: int | str | None = None,
    limit: int | None = None,
    **filters: Unpack[Filters],
) -> Document:
    """The entries that pass all filters, as interfaces.md shows them.

    Args:
        after: the `next` of the page before.
        limit: how many at most; all where None.
    Raises:
        Problem: a filter names what is not in this ledger.
    """

    def page(reading: Reading) -> Document:
        numbers = _numbers(reading, filters, _cursor(after))
        found = list(numbers if limit is None else islice(numbers, limit + 1))
        more = limit is not None and len(found) > limit
        shown = found[:limit]
        return {
            "entries": EntryDocuments(reading).of(shown),
            "next": (shown[-1] if shown else _cursor(after)) if more else None,
        }

    return views.answer(page)


def audit_stream(views: Views, **filters: Unpack[Filters]) -> Iterator[Document]:
    """The same, one by one, in bounded memory; up to the entry that is the last when it begins."""
    last = views.entry

    def page(after: int) -> list[Document]:
        def some(reading: Reading) -> list[Document]:
            numbers = (n for n in _numbers(reading, filters, after) if n <= last)
            return EntryDocuments(reading).of(list(islice(numbers, PAGE)))

        return views.answer(some)

    after = 0
    while found := page(after):
        yield from found
        after = found[-1]["entry"]


def _cursor(after: int | str | None) -> int:
    try:
        return int(after or 0)
    except ValueError:
        raise _wrong(f"{after} is no cursor.", f"{after} no es un cursor.") from None


# Which entries.


def _numbers(reading: Reading, filters: Filters, after: int) -> Iterator[int]:
    asked = (
        select(entries.c.entry)
        .where(entries.c.entry > after, *_conditions(reading, filters))
        .order_by(entries.c.entry)
    )
    rows = reading.connection.execution_options(yield_per=2000).execute(asked).scalars()
    words = filters.get("text")
    if not words:
        yield from rows
        return
    for numbers in rows.partitions():
        yield from _saying(reading, numbers, words)


def _conditions(reading: Reading, filters: Filters) -> Iterator[ColumnElement[bool]]:
    if (item := filters.get("item")) is not None:
        _must_be_known(reading, "item", item)
        yield entries.c.entry.in_(
            union_all(
                select(entry_items.c.entry).where(entry_items.c.item == item),
                select(reports.c.entry).where(reports.c.item == item),
            )
        )
    if (decision := filters.get("decision")) is not None:
        _must_be_known(reading, "decision", decision)
        yield entries.c.entry.in_(_of_decisions(decisions.c.id == decision))
    if (meeting := filters.get("meeting")) is not None:
        _must_be_known(reading, "meeting", meeting)
        yield _at_meetings(meetings.c.id == meeting)
    if (body := filters.get("body")) is not None:
        _must_be_one_of(
            "body", body, {id for charter in _charters(reading) for id in charter.bodies}
        )
        yield _at_meetings(meetings.c.body == body)
    if (member := filters.get("member")) is not None:
        members = {id: of for charter in _charters(reading) for id, of in charter.members.items()}
        if member not in members:
            raise unknown("member", member, sorted(members), named=names_of(members))
        yield entries.c.members.contains(f" {member} ", autoescape=True)
    if (kind := filters.get("kind")) is not None:
        _must_be_one_of("kind", kind, {*KINDS, *_EVENTS})
        enacted = ChangeEnacted.topic.partition("/")[0]
        if kind in KINDS:
            yield and_(entries.c.event == enacted, entries.c.kind == kind)
        else:
            yield entries.c.event == kind
    if (first := filters.get("agreed_from")) is not None:
        yield entries.c.day >= _day(first).toordinal()
    if (last := filters.get("agreed_to")) is not None:
        yield entries.c.day <= _day(last).toordinal()
    if (since := filters.get("known_from")) is not None:
        column, value = _known(since, time.min)
        yield column >= value
    if (until := filters.get("known_to")) is not None:
        column, value = _known(until, time.max)
        yield column <= value


def _of_decisions(which: ColumnElement[bool]) -> CompoundSelect[tuple[int]]:
    """What happened to decisions, and what they changed."""
    happened = entries.alias()
    return union_all(
        select(happened.c.entry)
        .join(decisions, happened.c.entry.between(decisions.c.entry, decisions.c.last_entry))
        .where(happened.c.decision == decisions.c.id, which),
        # A slip may be corrected, and a position contested, long afterwards.
        select(happened.c.entry)
        .join(decisions, happened.c.decision == decisions.c.id)
        .where(
            # Spelt as in the index: SQLite uses it for no other.
            happened.c.event.in_([literal_column(f"'{event}'") for event in LATER]),
            happened.c.entry > decisions.c.last_entry,
            which,
        ),
    )


def _at_meetings(which: ColumnElement[bool]) -> ColumnElement[bool]:
    held = select(meetings.c.id).where(which)
    return or_(
        entries.c.entry.in_(select(entries.c.entry).where(entries.c.meeting.in_(held))),
        entries.c.entry.in_(_of_decisions(decisions.c.meeting.in_(held))),
    )


def _must_be_known(reading: Reading, kind: Named, id: str) -> None:
    if not is_known(reading.connection, kind, id):
        raise unknown(kind, id, ids_of(reading.connection, kind))


def _must_be_one_of(kind: Named, id: str, known: set[str]) -> None:
    if id not in known:
        raise unknown(kind, id, sorted(known))


def _charters(reading: Reading) -> Iterator[Any]:
    """The charter as it was at the beginning, and after each of its changes."""
    charters = Past(reading).charters(reading.entry)
    yield charters.founding
    for change in charters.changes:
        yield charters.at((*change.place[:2], 2))


# When.


def _day(value: str | date) -> date:
    if isinstance(value, date):
        return value
    try:
        if len(value) == 10:
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise _wrong(
        f"{value} is not a day; a day is written YYYY-MM-DD.",
        f"{value} no es una fecha; una fecha se escribe AAAA-MM-DD.",
    )


def _known(value: str | int | datetime, of_day: time) -> tuple[Any, int]:
    """A column, and what it is held against."""
    if isinstance(value, str) and value.strip().isdecimal():
        value = int(value)
    if isinstance(value, int):
        return entries.c.entry, value
    if isinstance(value, str):
        try:
            if len(value) == 10:
                value = datetime.combine(date.fromisoformat(value), of_day)
            else:
                value = datetime.fromisoformat(value)
        except ValueError:
            raise _wrong(
                f"{value} is neither an entry's number nor an instant.",
                f"{value} no es el número de un asiento ni un instante.",
            ) from None
    if value.tzinfo is None:
        value = value.replace(tzinfo=UTC)
    return entries.c.recorded_at, microseconds(value)


def _wrong(why: str, why_es: str) -> Problem:
    return Problem("wrong-use", why=why, why_es=why_es)


# Words. They are looked for in the log itself, so that following it costs nothing for them.

_TEXTS = frozenset(
    {"title", "action", "text", "statement", "reason", "outcome", "note", "before", "after"}
)
_MARKS = re.compile("[\u0300-\u036f]")


def folded(text: str) -> str:
    """Without case and accents: `Migración` is `migracion`."""
    if text.isascii():
        return text.lower()
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def _saying(reading: Reading, numbers: Sequence[int], words: str) -> Iterator[int]:
    wanted = folded(words)
    # Most entries are passed over by their bytes alone.
    in_json = folded(json.dumps(words, ensure_ascii=False)[1:-1])
    for entry, _, _, _, state in reading.ledger.recorder.rows_at(numbers):
        if in_json in folded(state.decode()) and any(
            wanted in folded(text) for text in _texts(from_json(state))
        ):
            yield entry


def _texts(said: Any, *, within: bool = False) -> Iterator[str]:
    """The titles, texts, statements and reasons of an event."""
    if isinstance(said, dict):
        for key, value in said.items():
            yield from _texts(value, within=within or key in _TEXTS)
    elif isinstance(said, list):
        for value in said:
            if isinstance(value, dict):
                yield from _texts(value, within=within)
    elif within and isinstance(said, str):
        yield said
