"""A register's records as rows of its workbook: what `ledger.workbook_register` reads, the other way
round."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ledger.workbook_sheets import COLUMNS, At, SheetName, place_in_change
from ledger.workbook_tables import mark_of
from ledger.workbook_values import text_of
from ledger.workbook_words import REGISTER_KEYS, WORDS, said

_NOTHING = object()


class Row(NamedTuple):
    sheet: SheetName
    values: Mapping[At, Any]


class Rows:
    """Makes rows of records, the words in one language, the texts in all of the charter's, that one
    first."""

    def __init__(self, language: str, languages: Sequence[str]):
        self._language = language
        self._languages = sorted(languages, key=lambda each: each != language)

    def columns(self, sheet: SheetName) -> list[At]:
        """A sheet's columns, those of texts once for each language."""
        return [
            At(column, language)
            for column in COLUMNS[sheet]
            for language in (self._languages if column.reads == "text" else [None])
        ]

    def of_register(self, parts: Iterable[tuple[str, Any]]) -> Iterator[Row]:
        """All rows of a register, from the keys of its file."""
        for key, value in parts:
            match key:
                case "meetings":
                    for meeting in value:
                        yield from self.of_meeting(meeting)
                case "proposals":
                    for proposal in value:
                        yield from self._of_proposal(proposal)
                case "reports" | "corrections" | "member_keys":
                    for record in value:
                        yield self._row(key, record)
                case _:
                    yield self.of_key(key, value)

    def of_key(self, key: str, value: Any) -> Row:
        """A row of the first sheet: what the rest is read by."""
        head, cell = (At(column, None) for column in COLUMNS["register"])
        shown = said(WORDS["basis"], value, self._language) if key == "basis" else value
        plain = shown if isinstance(shown, int | str) else text_of(cell.column, shown, "en")
        return Row("register", {head: said(REGISTER_KEYS, key, self._language), cell: plain})

    def of_meeting(self, meeting: Mapping[str, Any]) -> Iterator[Row]:
        yield self._row("meetings", meeting)
        for decision in meeting.get("decisions", ()):
            own = {"decision": decision["id"]}
            yield self._row("decisions", decision, {"meeting": meeting["id"]})
            for change in decision.get("changes", ()):
                yield self._of_change(change, own)
            contests = decision.get("contests", {})
            positions = decision.get("positions", {})
            for member in [*positions, *(m for m in contests if m not in positions)]:
                links = own | {"member": member}
                yield self._row("positions", positions.get(member, {}), links, contests.get(member))

    def _of_proposal(self, proposal: Mapping[str, Any]) -> Iterator[Row]:
        own = {"proposal": proposal["id"]}
        outcome = dict(proposal.get("outcome") or {})
        which = next(iter(outcome), None)
        reason = outcome.get(which) if which in ("declined", "withdrawn") else None
        yield self._row("proposals", proposal, {"outcome": which} if which else {}, reason)
        for comment in proposal.get("comments", ()):
            yield self._row("comments", comment, own)
        for referral in proposal.get("referrals", ()):
            yield self._row("referrals", referral, own)
        for change in proposal.get("changes", ()):
            yield self._of_change(change, own)

    def _of_change(self, form: Mapping[str, Any], links: Mapping[str, str]) -> Row:
        ((kind, fields),) = form.items()
        values: dict[At, Any] = {}
        for at in self.columns("changes"):
            place = place_in_change(kind, at.column)
            if at.column.key == "kind":
                values[at] = text_of(at.column, kind, self._language)
            elif at.column.key in links:
                values[at] = links[at.column.key]
            elif place is not None:
                self._put(values, at, _at(fields, place))
        return Row("changes", values)

    def of_item(self, item: Mapping[str, Any], section: str) -> Row:
        """An item as it stands, with a mark by which a change of the row is seen."""
        row = self._row("items", {**item, "parent": section})
        columns = self.columns("items")
        texts = [str(row.values.get(at, "")).strip() for at in columns if at.column.key != "mark"]
        mark = next(at for at in columns if at.column.key == "mark")
        return Row("items", {**row.values, mark: mark_of(texts)})

    def _row(
        self,
        sheet: SheetName,
        record: Mapping[str, Any],
        links: Mapping[str, str] | None = None,
        words: Mapping[str, str] | None = None,
    ) -> Row:
        """A record's row.

        Args:
            links: the columns that say to what it belongs.
            words: those of a contest, or of a proposal's outcome.
        """
        values: dict[At, Any] = {}
        for at in self.columns(sheet):
            key = at.column.key
            if at.column.path:
                self._put(values, at, _at(record, at.column.path))
            elif links and key in links:
                values[at] = text_of(at.column, links[key], self._language)
            elif words and at.language is not None and at.language in words:
                values[at] = words[at.language]
        return Row(sheet, values)

    def _put(self, values: dict[At, Any], at: At, found: Any) -> None:
        if isinstance(found, Mapping) and at.language is not None:
            found = found.get(at.language, _NOTHING)
        if found is not _NOTHING:
            values[at] = text_of(at.column, found, self._language)


def _at(record: Any, path: Sequence[str]) -> Any:
    for step in path:
        if not isinstance(record, Mapping) or step not in record:
            return _NOTHING
        record = record[step]
    return record
