"""The register of a bundle, held against the one that follows from its entries: written again, and
compared as it is written, so that neither is ever held whole."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from ledger.bundle_reader import Altered, Bundle
from ledger.events import Event
from ledger.export import write_register
from ledger.progress import Progress
from ledger.store import EntryRow, Fact, LogDamaged, read_event

NAME = "register.yaml"


def compare_register(
    bundle: Bundle,
    streams: Mapping[str, Sequence[int]],
    progress: Progress | None = None,
) -> tuple[str, str] | None:
    """How `register.yaml` differs from what the entries say, in both languages; None where it does
    not.

    Args:
        streams: the entries of each stream, in order.
    Raises:
        Altered: something else in the bundle cannot be read.
    """
    try:
        with bundle.open(NAME) as given:
            same = Same(given.read)
            write_register(Recorded(bundle, streams), same, progress=progress)
            same.must_be_all()
    except Altered as error:
        if error.name != NAME:
            raise
        return error.why
    except (AssertionError, LogDamaged, LookupError, StopIteration, TypeError, ValueError):
        # Entries that no ledger would have recorded.
        return "no register follows from the entries", "de los asientos no resulta un registro"
    return None


class Recorded:
    """What is recorded in a bundle, for its register (`export.Records`)."""

    def __init__(self, bundle: Bundle, streams: Mapping[str, Sequence[int]]):
        self.bundle, self.streams = bundle, streams

    def stream(self, stream: str) -> list[Fact]:
        return [_fact(row) for row in self.bundle.at(self.streams.get(stream, ()))]

    def facts(self, *kinds: type[Event]) -> Iterator[Fact]:
        topics = {kind.topic for kind in kinds}
        return (_fact(row) for row in self.bundle.after(0) if row[3] in topics)


def _fact(row: EntryRow) -> Fact:
    entry, stream, version, topic, state = row
    return Fact(stream, version, read_event(topic, state, entry), entry)


class Same:
    """Compares what is written to it with what is read elsewhere."""

    def __init__(self, read: Callable[[int], bytes]):
        self._read, self._line = read, 1

    def write(self, text: str) -> None:
        due = text.encode()
        given = self._read(len(due))
        if given != due:
            same = next(
                (n for n, (a, b) in enumerate(zip(due, given, strict=False)) if a != b), len(given)
            )
            line = self._line + due.count(b"\n", 0, same)
            raise Altered(
                "register.yaml",
                f"line {line} is not what follows from the entries",
                f"la línea {line} no es la que resulta de los asientos",
            )
        self._line += due.count(b"\n")

    def must_be_all(self) -> None:
        if self._read(1):
            raise Altered(
                "register.yaml",
                f"it goes on after line {self._line - 1}, where the entries end",
                f"sigue tras la línea {self._line - 1}, donde terminan los asientos",
            )
