"""The two times of a question: agreed by then, and known by then."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import bindparam, select

from ledger.problems import Problem
from ledger.versions import FOREVER
from projections.driver import Driver
from projections.follower import microseconds
from projections.names import ids_of, unknown
from projections.tables import entries, meetings
from projections.views import Answering, Reading

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAYS = select(meetings.c.opens_on, meetings.c.closes_on).where(meetings.c.id == bindparam("id"))
_A_DAY_IS = (" A day is written YYYY-MM-DD.", " Una fecha se escribe AAAA-MM-DD.")


@dataclass(frozen=True, slots=True)
class Moment:
    """What was agreed by a day (everything, even what is dated in the future, where None), as known at an entry."""

    as_of: date | None
    known_at: int

    @property
    def day(self) -> int:
        """The day as the tables have it."""
        return FOREVER - 1 if self.as_of is None else self.as_of.toordinal()


def moment(
    views: Answering,
    as_of: str | date | None = None,
    before: str | None = None,
    known_at: str | int | datetime | None = None,
) -> Moment:
    """A moment as a person names it.

    Args:
        as_of: a meeting's id (up to its `closes_on`), or a day `YYYY-MM-DD`, itself included.
        before: a meeting's id: up to the day before its `opens_on`.
        known_at: an entry's number; or an instant of ISO 8601, in UTC where it names no zone: what was recorded
            by it. A day alone is taken to its end.
    Raises:
        Problem: there is no such meeting, day, entry or instant, or both `as_of` and `before` are given.
    """
    if as_of is not None and before is not None:
        raise _wrong(
            "Give either a moment to look at (as of) or a meeting to look before, not both.",
            "Indique un momento (a la fecha de) o una reunión anterior a la cual mirar, no ambos.",
        )
    return views.answer(lambda reading: _moment(reading, as_of, before, known_at))


def recorded_at(reading: Reading, entry: int) -> datetime:
    """When an entry was recorded, in UTC; of one that the reading does not show, the last before it that it shows."""
    asked = select(entries.c.recorded_at).where(entries.c.entry <= entry).order_by(entries.c.entry.desc()).limit(1)
    found: int = reading.connection.execute(asked).scalar_one()
    return datetime.fromtimestamp(found / 1_000_000, UTC)


def _moment(
    reading: Reading,
    as_of: str | date | None,
    before: str | None,
    known_at: str | int | datetime | None,
) -> Moment:
    entry = _entry(reading, known_at)
    if before is not None:
        return Moment(_meeting_days(reading, before)[0] - timedelta(days=1), entry)
    if as_of is None or isinstance(as_of, date):
        return Moment(as_of, entry)
    if _DAY.fullmatch(as_of):
        try:
            return Moment(date.fromisoformat(as_of), entry)
        except ValueError:
            raise _wrong(
                f"There is no such day: {as_of}.", f"No existe tal fecha: {as_of}."
            ) from None
    hint = _A_DAY_IS if _looks_like_a_day(as_of) else ("", "")
    return Moment(_meeting_days(reading, as_of, hint)[1], entry)


def _looks_like_a_day(text: str) -> bool:
    """`30-06-2027`, `2027`, `30 June 2027`: digits and what separates them, or what no id of a meeting has."""
    only = re.search(r"[^\d\s./-]", text) is None
    return re.search(r"\d", text) is not None and (only or re.search(r"[\s/]", text) is not None)


def no_meeting(reading: Reading, id: str, hint: tuple[str, str] = ("", "")) -> Problem:
    """The complaint about a meeting that is none; a body may have been typed, and not its meeting."""
    if id in reading.ledger.charter.bodies:
        asked = select(meetings.c.id).where(meetings.c.body == id).order_by(meetings.c.opens_on.desc())
        last = reading.connection.execute(asked.limit(1)).scalar()
        hint = (" That is a body.", " Ese es un órgano.")
        if last is not None:
            hint = (
                f" That is a body; its last meeting is {last}.",
                f" Ese es un órgano; su última reunión es {last}.",
            )
    return unknown("meeting", id, ids_of(reading.connection, "meeting"), hint)


def _meeting_days(
    reading: Reading, id: str, hint: tuple[str, str] = ("", "")
) -> tuple[date, date]:
    found = reading.once(("days", id), lambda: Driver(reading.connection).run(_DAYS, (id,)).fetchone())
    if found is None:
        raise no_meeting(reading, id, hint)
    opens_on, closes_on = found
    return date.fromordinal(opens_on), date.fromordinal(closes_on)


def _entry(reading: Reading, known_at: str | int | datetime | None) -> int:
    if known_at is None:
        return reading.entry
    if isinstance(known_at, str) and known_at.strip().isdecimal():
        known_at = int(known_at)
    if isinstance(known_at, int):
        if not 1 <= known_at <= reading.entry:
            raise _wrong(
                f"There is no entry {known_at}: they are numbered from 1 to {reading.entry}.",
                f"No hay asiento {known_at}: van del 1 al {reading.entry}.",
            )
        return known_at
    instant = known_at if isinstance(known_at, datetime) else _instant(known_at)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    by_then = (
        select(entries.c.entry, entries.c.recorded_at)
        .where(entries.c.recorded_at <= microseconds(instant))
        .order_by(entries.c.entry.desc())
        .limit(1)
    )
    found = reading.connection.execute(by_then).one_or_none()
    if found is None:
        raise _wrong(
            f"Nothing was recorded by {known_at}; the ledger begins later.",
            f"Nada estaba registrado al {known_at}; el libro comienza después.",
        )
    entry: int = found.entry
    return entry


def _instant(text: str) -> datetime:
    try:
        if _DAY.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time.max, UTC)
        return datetime.fromisoformat(text)
    except ValueError:
        raise _wrong(
            f"{text} is neither an entry's number nor an instant such as 2026-05-31 or 2026-05-31T18:00Z.",
            f"{text} no es el número de un asiento ni un instante como 2026-05-31 o 2026-05-31T18:00Z.",
        ) from None


def _wrong(why: str, why_es: str) -> Problem:
    return Problem("wrong-use", why=why, why_es=why_es)
