"""The writer's index: what a ruling reads, found without folding the log.

Two tables beside the events, written in the same transaction as they are. `placed` says which
entries stand in which item's history, on which day, below which section: rows are only ever added.
`heads` is each item as it stands after everything recorded. Both follow from the events alone,
`rebuild` makes them anew, and `verify` trusts neither.
"""

from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from pydantic_core import from_json

from ledger.changes import Approve, ItemChange, Move, Rectify
from ledger.charter import Charter
from ledger.decision import Decision
from ledger.events import ChangeEnacted
from ledger.history import fold_item, history_of
from ledger.judging import Judgement
from ledger.plan import Item, ItemJson
from ledger.standing import Charters, RecordedChange, place_instead
from ledger.store import EntryRow, Fact, LogRecorder, Question, marks

TABLES = (
    "CREATE TABLE IF NOT EXISTS placed (item TEXT NOT NULL, entry INTEGER NOT NULL, "
    "day INTEGER NOT NULL, parent TEXT, PRIMARY KEY (item, entry, day)) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS placed_day ON placed (day)",
    "CREATE INDEX IF NOT EXISTS placed_parent ON placed (parent) WHERE parent IS NOT NULL",
    "CREATE TABLE IF NOT EXISTS heads (item TEXT PRIMARY KEY, parent TEXT NOT NULL, "
    "current INTEGER NOT NULL, state BLOB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS heads_parent ON heads (parent) WHERE current = 1",
)
_HEAD = "SELECT (SELECT state FROM heads WHERE item = ?), EXISTS (SELECT 1 FROM placed WHERE item = ?)"
_PLACE = "INSERT INTO placed (entry, item, day, parent) VALUES (?, ?, ?, ?)"
_PUT = (
    "INSERT INTO heads (item, parent, current, state) VALUES (?, ?, ?, ?) ON CONFLICT (item) DO "
    "UPDATE SET parent = excluded.parent, current = excluded.current, state = excluded.state"
)
ROOT = ""
"""How the tables write the plan's root."""


def recorded_change(event: ChangeEnacted, entry: int) -> RecordedChange:
    return RecordedChange(entry, event.change.change, event.authority, event.stands_by)


def enacted(facts: Iterable[Fact]) -> list[RecordedChange]:
    """The changes that facts are, all of which are such."""
    found = []
    for fact in facts:
        assert isinstance(fact.event, ChangeEnacted), fact
        found.append(recorded_change(fact.event, fact.entry))
    return found


_REACHES_BACK = -1
"""In the place of a day: before every other."""


def _touching(state: bytes) -> tuple[int, Sequence[str]]:
    """The day of a change of an item as it is stored, and the items in whose history it stands.

    Whoever waits for the lock waits for this, so no event is made of it.
    """
    said = from_json(state)
    ((kind, change),) = said["change"].items()
    if kind == Rectify.kind_name:
        return _REACHES_BACK, ()
    day = date.fromisoformat(said["authority"]["adopted_on"]).toordinal()
    return day, (change["item"], *change.get("replaces", ()))


Row = tuple[int, str, int, str | None]


def rows_of(recorded: RecordedChange, target: RecordedChange | None) -> list[Row]:
    """What the index keeps of a change: entry, item, day, and the section that it puts the item
    into.

    Args:
        target: what a rectification with an `instead` voids.
    """
    change, entry, day = recorded.change, recorded.entry, recorded.place[0]
    if target is None:
        return [
            (entry, item, day, _parent(change) if item == change.item else None)
            for item in change.touched or (ROOT,)
        ]
    parents = {
        (item, day): _parent(change) if item == change.item else None
        for item in change.touched or (ROOT,)
    }
    if isinstance(change, Rectify) and recorded.stands_by is not None and target is not None:
        stands = change.stands_instead
        assert stands is not None
        parents[stands.item, place_instead(recorded, target)[0]] = _parent(stands)
    return [(entry, item, day, parent) for (item, day), parent in parents.items()]


def _parent(change: object) -> str | None:
    if type(change) is Approve or type(change) is Move:
        return change.parent or ROOT
    return None


class RecentChanges:
    """Recorded changes by their entries, the latest asked for kept at hand, the others read again.

    Args:
        load: reads them from the log; where None, all are kept.
    """

    MOST = 20_000

    def __init__(self, load: Callable[[Sequence[int]], list[RecordedChange]] | None = None):
        self._load = load
        self._kept: OrderedDict[int, RecordedChange] = OrderedDict()

    def keep(self, change: RecordedChange) -> None:
        if self._load is not None and len(self._kept) >= self.MOST:
            self._kept.popitem(last=False)
        self._kept[change.entry] = change

    def get(self, entries: Sequence[int]) -> list[RecordedChange]:
        if self._load is not None and (missing := [e for e in entries if e not in self._kept]):
            loaded = {change.entry: change for change in self._load(missing)}
            found = [loaded.get(e) or self._kept[e] for e in entries]
            for change in loaded.values():
                self.keep(change)
            return found
        return [self._kept[e] for e in entries]

    def clear(self) -> None:
        self._kept.clear()


class MemoryIndex:
    """The same in memory, for the verifier and the check: from nothing but what they are given.

    Args:
        load: reads recorded changes by their entries; where None, changes are kept.
    """

    def __init__(
        self, founding: Charter, load: Callable[[Sequence[int]], list[RecordedChange]] | None = None
    ):
        self.charters = Charters(founding)
        self.last_day = 0
        self.heads: dict[str, Item] = {}
        self.head: Callable[[str], Item | None] = self.heads.get
        self.decisions: dict[str, Decision] = {}
        self._children: dict[str, dict[str, None]] = {}
        self._about: dict[str, list[int]] = {}
        self._days: list[int] = []
        self._on_day: dict[int, set[str]] = {}
        self._ever_in: dict[str, dict[str, None]] = {}
        self._changes = RecentChanges(load)
        self.placed_digest = 0
        """The sum of the hashes of all rows that the table `placed` would have."""

    def children(self, section: str | None) -> list[Item]:
        return [self.heads[id] for id in self._children.get(section or ROOT, ())]

    def about(self, item: str) -> list[RecordedChange]:
        return self._changes.get(self._about.get(item, ()))

    def touched_from(self, day: int) -> set[str]:
        days = self._days[bisect_left(self._days, day) :]
        return set().union(*(self._on_day[day] for day in days)) - {ROOT}

    def ever_in(self, section: str | None) -> Iterable[str]:
        return self._ever_in.get(section or ROOT, ())

    def decision(self, id: str) -> Decision | None:
        return self.decisions.get(id)

    def add(self, judgement: Judgement) -> None:
        """Take what a decision changed."""
        # Without what was worked out of its positions: most are never asked for again.
        self.decisions[judgement.decision.id] = replace(judgement.decision)
        for recorded in judgement.changes:
            self._changes.keep(recorded)
            if not isinstance(recorded.change, ItemChange):
                self.charters.add(recorded)
            target = self._target(recorded)
            for row in rows_of(recorded, target):
                self.placed_digest += hash(row)
                entry, item, day, parent = row
                entries = self._about.setdefault(item, [])
                if not entries or entries[-1] != entry:
                    entries.append(entry)
                if day not in self._on_day:
                    self._on_day[day] = set()
                    insort(self._days, day)
                self._on_day[day].add(item)
                self.last_day = max(self.last_day, day)
                if parent is not None:
                    self._ever_in.setdefault(parent, {})[item] = None
        for id, head in judgement.heads.items():
            self._put(id, head)

    def _target(self, recorded: RecordedChange) -> RecordedChange | None:
        change = recorded.change
        if recorded.stands_by is None or not isinstance(change, Rectify):
            return None
        return next(r for r in self.about(change.item) if r.reference == change.voids)

    def _put(self, id: str, item: Item | None) -> None:
        old = self.heads.get(id)
        if old is not None and old.is_current:
            self._children[old.parent or ROOT].pop(id, None)
        if item is None:
            self.heads.pop(id, None)
            return
        self.heads[id] = item
        if item.is_current:
            self._children.setdefault(item.parent or ROOT, {})[id] = None


class LogIndex:
    """The writer's index of a ledger, kept where its log is.

    Args:
        decision: loads an adopted decision from the log.
    """

    def __init__(self, recorder: LogRecorder, decision: Callable[[str], Decision | None]):
        self.recorder = recorder
        self.decision = decision
        self.charters: Charters
        self.last_day = 0
        self._heads: dict[str, Item | None] = {}
        self._unheard: set[str] = set()
        self._recent = RecentChanges(self._load)

    def create(self) -> None:
        self.recorder.create_index(TABLES)

    def refresh(self, founding: Charter) -> None:
        """Forget what was read: something else may have been recorded since."""
        self._recent.clear()
        rows = self.recorder.read(
            "SELECT DISTINCT entry FROM placed WHERE item = ? ORDER BY entry", [ROOT]
        )
        self.charters = Charters(founding, self._recent.get([row[0] for row in rows]))
        self.moved_on()

    def moved_on(self) -> None:
        """Forget where items stand: others may have changed them since, and nothing else."""
        self._heads.clear()
        self._unheard.clear()
        self.last_day = self.recorder.read("SELECT MAX(day) FROM placed")[0][0] or 0

    def follow(self, rows: Iterable[EntryRow]) -> None:
        """Forget where those items stand that others changed in these entries, and nothing else."""
        changes = [_touching(state) for *_, topic, state in rows if topic == ChangeEnacted.topic]
        if any(day < self.last_day for day, _ in changes):
            # What reaches back may change others than it touches.
            self.moved_on()
            return
        self._unheard.clear()
        for day, items in changes:
            self.last_day = day
            for item in items:
                self._heads.pop(item, None)

    def ahead(self, items: Sequence[str]) -> Question:
        """What is asked to know where several items stand; in the columns of an entry."""
        return f"SELECT NULL, item, NULL, NULL, state FROM heads WHERE item IN ({marks(items)})", items

    def take(self, items: Sequence[str], answer: Iterable[EntryRow], unheard: Iterable[str]) -> None:
        """Remember where items stand.

        Args:
            answer: the rows of what was asked ahead.
            unheard: those of which nothing was ever recorded.
        """
        states = {item: state for _, item, *_, state in answer}
        for item in items:
            self._remember(item, ItemJson.validate_json(states[item]) if item in states else None)
        self._unheard = set(unheard)

    def _load(self, entries: Sequence[int]) -> list[RecordedChange]:
        return enacted(self.recorder.entries(entries))

    def head(self, item: str) -> Item | None:
        if item in self._heads:
            return self._heads[item]
        ((state, is_heard_of),) = self.recorder.read(_HEAD, [item, item])
        found = None if state is None else ItemJson.validate_json(state)
        self._remember(item, found)
        if not is_heard_of:
            self._unheard.add(item)
        return found

    def _remember(self, id: str, item: Item | None) -> None:
        if len(self._heads) > 20_000:
            self._heads.clear()
        self._heads[id] = item

    def children(self, section: str | None) -> list[Item]:
        rows = self.recorder.read(
            "SELECT item FROM heads WHERE parent = ? AND current = 1", [section or ROOT]
        )
        return [item for row in rows if (item := self.head(row[0])) is not None]

    def is_unheard_of(self, item: str) -> bool:
        """Whether it is known that nothing was ever recorded of an item; it may be so all the same where it is not."""
        return item in self._unheard

    def about(self, item: str) -> list[RecordedChange]:
        if item in self._unheard:
            return []
        rows = self.recorder.read(
            "SELECT DISTINCT entry FROM placed WHERE item = ? ORDER BY entry", [item]
        )
        return self._recent.get([row[0] for row in rows])

    def touched_from(self, day: int) -> list[str]:
        rows = self.recorder.read(
            "SELECT DISTINCT item FROM placed WHERE day >= ? AND item <> ''", [day]
        )
        return [row[0] for row in rows]

    def ever_in(self, section: str | None) -> list[str]:
        rows = self.recorder.read(
            "SELECT DISTINCT item FROM placed WHERE parent = ?", [section or ROOT]
        )
        return [row[0] for row in rows]

    def add(self, judgement: Judgement) -> None:
        """Take what a decision changed; within the session that records it."""
        self._place(judgement.changes)
        for id, item in judgement.heads.items():
            self._put(id, item)

    def _place(self, changes: Iterable[RecordedChange]) -> None:
        rows: list[Row] = []
        for recorded in changes:
            target = None
            change = recorded.change
            if isinstance(change, Rectify) and recorded.stands_by is not None:
                target = next(r for r in self.about(change.item) if r.reference == change.voids)
            if not isinstance(change, ItemChange):
                self.charters.add(recorded)
            self._recent.keep(recorded)
            rows += rows_of(recorded, target)
        self.recorder.change_with(_PLACE, rows)
        self._unheard.clear()
        self.last_day = max(self.last_day, *(row[2] for row in rows)) if rows else self.last_day

    def _put(self, id: str, item: Item | None) -> None:
        self._remember(id, item)
        if item is None:
            self.recorder.change_with("DELETE FROM heads WHERE item = ?", [(id,)])
        else:
            row = (id, item.parent or ROOT, int(item.is_current), item.json)
            self.recorder.change_with(_PUT, [row])

    def rebuild(self, founding: Charter, enacted: Iterable[RecordedChange]) -> None:
        """Throw both tables away and make them anew from the changes enacted."""
        with self.recorder.datastore.session():
            self.recorder.change("DELETE FROM placed", [()])
            self.recorder.change("DELETE FROM heads", [()])
            self.refresh(founding)
            for recorded in enacted:
                self._place((recorded,))
            for (item,) in self.recorder.read("SELECT DISTINCT item FROM placed WHERE item <> ''"):
                placed = history_of(self, item)
                self._put(item, fold_item(item, placed, self.charters, self._entry_of))

    def _entry_of(self, decision: str) -> int:
        found = self.decision(decision)
        assert found is not None, decision
        return found.entry
