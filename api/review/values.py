"""Values of the plan back from words: the inverse of `api.render.words`, in both languages.

Codes and days of ISO 8601 are understood as well, as a register writes them.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any, get_args

from api.render.words import Words
from api.texts import LANGUAGES, Texts, pair
from ledger.charter import OFFICES, Charter
from ledger.input_errors import did_you_mean, listed
from ledger.plan import Form, Role, Status

CODES: Mapping[str, tuple[str, ...]] = {
    "kind": ("section", "activity"),
    "status": get_args(Status),
    "role": get_args(Role),
    "form": get_args(Form),
}
MOST_IN_A_NAME = 6
DAYS = ("27 April 2007", "27 de abril de 2007")
_SPACES = re.compile(r"\s+")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_BETWEEN_LEADS = re.compile(r"[,;/\n]|\s+(?:and|y|e)\s+")


class NotUnderstood(ValueError):
    """Words that are no value: with what is allowed in their place, in both languages."""

    def __init__(self, found: str, allowed: tuple[str, str], hint: tuple[str, str] = ("", "")):
        self.found, self.allowed, self.hint = found, allowed, hint
        super().__init__(found)


def plain(words: str) -> str:
    """Words as they are compared: one blank between them, in small letters."""
    return _SPACES.sub(" ", words.replace("\u200b", "")).strip().casefold()


class Values:
    """Understands what `Words` says, in any of its languages.

    Args:
        charter: it has the bodies, members and observers.
    """

    def __init__(self, charter: Charter):
        self.charter = charter
        self.words = [Words(Texts(language), charter) for language in LANGUAGES]

    def of(self, part: str, found: Any) -> Any:
        """The value that a cell means, as `plan`'s JSON has it; None of an empty one.

        Raises:
            NotUnderstood: with what is allowed.
        """
        if found is None or (isinstance(found, str) and not found.strip()):
            return [] if part in ("lead", "occurrences") else None
        if part in CODES:
            return self.code(part, str(found))
        read: Mapping[str, Callable[[Any], Any]] = {
            "lead": self.lead,
            "timeline": self.timeline,
            "steward": self.body,
            "occurrences": self.days,
        }
        return read[part](found)

    # Codes.

    @cached_property
    def _codes(self) -> dict[str, dict[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for part, codes in CODES.items():
            found[part] = {plain(code): code for code in codes}
            for code in codes:
                for words in pair(f"{part}.{code}") or ():
                    found[part][plain(words)] = code
        return found

    def code(self, part: str, said: str) -> str:
        """A kind, status, role or form."""
        known = self._codes[part]
        if plain(said) in known:
            return known[plain(said)]
        allowed = [pair(f"{part}.{code}") or (code, code) for code in CODES[part]]
        words = [each for both in allowed for each in both]
        en, es = (listed([both[n] for both in allowed]) for n in range(2))
        raise NotUnderstood(said, (en, es), did_you_mean(said, words))

    # Who.

    @cached_property
    def _leads(self) -> dict[str, str]:
        charter = self.charter
        everybody = (*OFFICES, *charter.members, *charter.observers, *charter.bodies)
        found = {}
        for id in everybody:
            for words in self.words:
                found[plain(words.party(id))] = id
                name = words.t.of(words.people.get(id)) or words.t.find(f"office.{id}")
                if name:
                    found[plain(name)] = id
        return found | self._bodies | {plain(id): id for id in everybody}

    def lead(self, said: Any) -> list[str]:
        """Codes (or names) of members, offices, observers and bodies; `all members`."""
        whole = ", ".join(map(str, said)) if isinstance(said, list) else str(said)
        ends = [(match.start(), match.end()) for match in _BETWEEN_LEADS.finditer(whole)]
        starts = [0, *(end for _, end in ends)]
        stops = [*(start for start, _ in ends), len(whole)]
        found: list[str] = []
        at = 0
        while at < len(starts):
            # A name may have in it what stands between names: the longest that is known is meant.
            longest = min(len(stops), at + MOST_IN_A_NAME)
            for to in range(longest, at, -1):
                name = plain(whole[starts[at] : stops[to - 1]])
                if known := self._known_leads(name):
                    found += known
                    at = to
                    break
            else:
                if name:
                    raise self._no_lead(whole[starts[at] : stops[at]].strip())
                at += 1
        return list(dict.fromkeys(found))

    def _known_leads(self, name: str) -> list[str]:
        if name in self._everybody:
            return sorted(self.words[0].now)
        return [self._leads[name]] if name in self._leads else []

    def _no_lead(self, name: str) -> NotUnderstood:
        codes = (*self.charter.members, *OFFICES, *self.charter.observers, *self.charter.bodies)
        return NotUnderstood(name, (listed(codes), listed(codes)), did_you_mean(name, codes))

    @cached_property
    def _everybody(self) -> set[str]:
        return {plain(words) for words in pair("all-members") or ()}

    @cached_property
    def _bodies(self) -> dict[str, str]:
        """The bodies by id, by name and by what they are called for short, where one alone is."""
        called: dict[str, set[str]] = {}
        for id in self.charter.bodies:
            for words in self.words:
                for name in (id, words.body(id), words.short_body(id)):
                    called.setdefault(plain(name), set()).add(id)
        return {name: next(iter(ids)) for name, ids in called.items() if len(ids) == 1}

    def body(self, said: Any) -> str:
        found = self._bodies.get(plain(str(said)))
        if found is None:
            bodies = listed(self.charter.bodies)
            raise NotUnderstood(
                str(said), (bodies, bodies), did_you_mean(said, self.charter.bodies)
            )
        return found

    # When.

    def timeline(self, said: Any) -> Any:
        """A timeline in words, or as a register writes it."""
        if isinstance(said, Mapping):
            return dict(said)
        if isinstance(said, date):
            return {"by": self.day(said)}
        words = plain(str(said))
        for form, match in self._timelines(words):
            try:
                if (found := self._timeline(form, match)) is not None:
                    return found
            except NotUnderstood:
                continue
        raise NotUnderstood(str(said), self.timelines)

    def _timelines(self, words: str) -> Iterable[tuple[str, re.Match[str]]]:
        for form, pattern in _patterns():
            if match := pattern.fullmatch(words):
                yield form, match

    def _timeline(self, form: str, match: re.Match[str]) -> Any:
        said = match.groupdict()
        match form:
            case "open":
                return "open"
            case "by":
                return {"by": self.day(said["day"])}
            case "period":
                return {"from": self.day(said["start"]), "to": self.day(said["end"])}
            case "standing":
                return {"standing": self.body(said["body"])}
            case "at-most":
                every = self.timeline(said["every"])
                if isinstance(every, Mapping) and set(every) == {"every"}:
                    return {**every, "at_most": int(said["months"])}
                return None
            case "every":
                return {"every": int(said["months"])}
            case _:
                return {"every": int(form.rpartition("-")[2])}

    @cached_property
    def timelines(self) -> tuple[str, str]:
        """How a timeline may be said, in each language."""
        forms: tuple[Any, ...] = (
            {"by": "2030-12-31"},
            {"from": "2030-01-01", "to": "2030-12-31"},
            {"every": 12},
            {"every": 12, "at_most": 36},
            {"standing": self.charter.root},
            "open",
        )
        en, es = ("; ".join(words.timeline(form) for form in forms) for words in self.words[:2])
        return en, es

    def day(self, said: Any) -> str:
        """A day in words or of ISO 8601, or a workbook's own: `2007-04-27`."""
        if isinstance(said, datetime):
            said = said.date()
        if isinstance(said, date):
            return said.isoformat()
        words = plain(str(said))
        found = _ISO.fullmatch(words)
        try:
            if found is not None:
                year, month, day = map(int, found.groups())
                return date(year, month, day).isoformat()
            for pattern, months in _days():
                if match := pattern.fullmatch(words):
                    month = months[match["month"]]
                    return date(int(match["year"]), month, int(match["day"])).isoformat()
        except (ValueError, KeyError):
            pass
        en, es = (f"{form}; 2007-04-27" for form in DAYS)
        raise NotUnderstood(str(said), (en, es))

    def days(self, said: Any) -> list[str]:
        if isinstance(said, date):
            return [self.day(said)]
        parts = said if isinstance(said, list) else re.split(r"[,;\n]", str(said))
        return [self.day(part) for part in parts if str(part).strip()]


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Every way of saying a timeline, what says most first; made of the very words that say it."""
    forms = ("at-most", "every-1", "every-12", "every", "period", "standing", "by", "open")
    said = [(form, words) for form in forms for words in pair(f"timeline.{form}") or ()]
    return (*((form, _pattern(words)) for form, words in said), *_AS_IN_A_REGISTER)


_AS_IN_A_REGISTER = tuple(
    (form, re.compile(pattern))
    for form, pattern in (
        ("by", r"(?:by:? |hasta:? )?(?P<day>\d{4}-\d\d-\d\d)(?: 00:00:00)?"),
        ("period", r"(?P<start>\S+)\s*(?:–|—|\.\.|/|to|a|al)\s*(?P<end>\S+)"),
        ("at-most", r"(?P<every>every:? \d+),? at_most:? (?P<months>\d{1,4})"),
        ("every", r"every:? (?P<months>\d{1,4})"),
        ("standing", r"standing:? (?P<body>.+)"),
    )
)


def _pattern(words: str) -> re.Pattern[str]:
    """`by {day}` as what finds the day."""
    parts = re.split(r"(\{\w+\})", plain(words))
    return re.compile(
        "".join(
            (r"(?P<months>\d{1,4})" if part == "{months}" else f"(?P<{part[1:-1]}>.+)")
            if part.startswith("{")
            else re.escape(part)
            for part in parts
        )
    )


_WRITTEN_DAYS = {
    "en": re.compile(r"(?P<day>\d\d?) (?P<month>\w+) (?P<year>\d{1,4})"),
    "es": re.compile(r"(?P<day>\d\d?)º? de (?P<month>\w+) (?:de|del) (?P<year>\d{1,4})"),
}


@cache
def _days() -> tuple[tuple[re.Pattern[str], Mapping[str, int]], ...]:
    """How each language writes a day, and its months."""
    from babel.dates import get_month_names

    return tuple(
        (shape, {plain(str(name)): n for n, name in get_month_names("wide", locale=of).items()})
        for of, shape in _WRITTEN_DAYS.items()
    )
