"""Restoring a ledger from a backup, whole or not at all.

What is beside its place already stays where it is the better: a key, an original, a seal that is
newer than what the backup knows of. So whoever lost only the log finds out what it lacks.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from eventsourcing.persistence import StoredEvent

from ledger.backup import Backup
from ledger.beside import Beside
from ledger.files import settle, write_whole
from ledger.last_signed import last_signed, signed_in
from ledger.ledger import Ledger
from ledger.notes import Checkpoint
from ledger.place import Place
from ledger.problems import Problem, why
from ledger.progress import Progress
from ledger.sources import Sources


@dataclass(frozen=True)
class Restored:
    """What was restored.

    Attributes:
        signed: the last seal that the ledger is known to have signed, here or in the backup.
    """

    entries: int
    signed: Checkpoint | None

    def lacks(self, *seals: Checkpoint | None) -> int | None:
        """How many entries the largest of the known seals is over, where it is over more than are
        here."""
        sizes = [seal.size for seal in (self.signed, *seals) if seal is not None]
        return max((size for size in sizes if size > self.entries), default=None)


def restore(backup: Backup, place: Place, *, progress: Progress | None = None) -> Restored:
    """Make the ledger of a backup at a place.

    Raises:
        Problem: there is something there already, or it cannot be written; or the backup is damaged.
        LogDamaged: an entry that the writer's index needs cannot be read.
    """
    beside = _Beside(backup, Beside(place.beside))

    def all_of_it() -> Iterator[StoredEvent]:
        for _, stream, version, topic, state in backup.rows(progress):
            yield StoredEvent(stream, version, topic, state)
        # Before the ledger itself is in place, so that it never is without them.
        beside.put()

    try:
        with backup.problems():
            Ledger.restore(place, all_of_it(), backup.key())
    except BaseException:
        beside.take_away()
        raise
    return Restored(backup.size, last_signed(beside.beside, backup.origin))


class _Beside:
    """What lies beside a ledger that is being restored."""

    def __init__(self, backup: Backup, beside: Beside):
        self.backup, self.beside = backup, beside
        self._made: list[Path] = []

    def put(self) -> None:
        try:
            for name in self.backup.names_in("seals"):
                self._keep(name, self.backup.kept(name))
        except OSError as error:
            reasons = tuple(why(error).values())
            raise Problem("cannot-write", path=self.beside.seals, why=reasons) from None
        sources = Sources(self.beside.sources)
        for sha256 in self.backup.names_in("sources"):
            if sources.state(sha256) != "kept":
                self._will_make(sources.path(sha256))
                self.backup.give_original(
                    sha256, lambda stream, name: sources.take(stream, name, self.backup.path)
                )

    def _keep(self, name: str, data: bytes) -> None:
        path = self.beside.seals / name
        if path == self.beside.last_signed:
            here = last_signed(self.beside, self.backup.origin)
            theirs = signed_in(data, self.backup.origin)
            if theirs is None or (here is not None and here.size >= theirs.size):
                return
        elif path.exists():
            return
        path.parent.mkdir(exist_ok=True)
        self._will_make(path)
        write_whole(path, data)
        settle(path.parent)

    def _will_make(self, path: Path) -> None:
        if not path.exists():
            self._made.append(path)

    def take_away(self) -> None:
        """Nothing was restored: what was put here goes again."""
        for path in self._made:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        for folder in {path.parent for path in self._made}:
            with suppress(OSError):
                folder.rmdir()
