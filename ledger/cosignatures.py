"""The ledger's side of witnessing: whom it asks, what it asks, and the cosignatures that it
collected, kept beside the log.

    X.seals/witnesses.txt       the witnesses, a vkey a line, and after a space where each is asked
    X.seals/SIZE.cosignatures   the signature lines (c2sp.org/tlog-cosignature) on the seal of SIZE

A cosignature is kept once, by the seal that it is of, and only after it was verified. It adds
nothing to the log; taken away, it can be asked for again while its witness lives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ledger.add_checkpoint import MOST_BYTES
from ledger.authority import Violation
from ledger.beside import Beside
from ledger.files import settle, write_whole
from ledger.notes import BadSignature, Note, Signature, Verifier, read_signatures
from ledger.problems import Problem, Refused, Unreadable, why
from ledger.witness_policy import (
    WitnessKey,
    WitnessPolicy,
    cosigned_by,
    read_witness_keys,
    witness_key,
)

FALSE = (
    "The cosignature of {name} is not of the seal of {size} entries: it was altered, or is of another record. "
    "Nothing of this answer was kept.",
    "La cofirma de {name} no es del sello de {size} asientos: fue alterada, o es de otro registro. "
    "No se guardó nada de esta respuesta.",
)
MOVED = (
    "The cosignature of {name} is not of the seal of {size} entries but of that of {other}. Nothing of this answer "
    "was kept; `--seal {other}` keeps it where it belongs.",
    "La cofirma de {name} no es del sello de {size} asientos, sino del de {other}. No se guardó nada de esta "
    "respuesta; `--seal {other}` la guarda donde corresponde.",
)


@dataclass(frozen=True, slots=True)
class Collected:
    """What an answer brought, by the witnesses' names: kept now, kept before, or from a key that is
    not known and so ignored."""

    new: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


class Cosignatures:
    """What is kept beside the ledger at `ledger`."""

    def __init__(self, ledger: Path):
        self.beside = Beside(ledger)

    # Whom it asks.

    def witnesses(self) -> list[WitnessKey]:
        """The witnesses that this ledger asks, in the order in which they were added.

        Raises:
            Problem: the file cannot be read.
        """
        try:
            return read_witness_keys(self._read(self.beside.witnesses))
        except Unreadable as error:
            raise Problem("beside-unreadable", path=self.beside.witnesses, why=error.why) from None

    def keys(self) -> list[Verifier]:
        return [witness.key for witness in self.witnesses()]

    def add(self, vkey: str, url: str | None = None) -> WitnessKey:
        """Ask one more witness, or one that is asked already at another address.

        Raises:
            Unreadable: it is no witness's key, or one that is asked under another name.
            Problem: it cannot be written.
        """
        new = WitnessKey(witness_key(vkey), url)
        known = {each.key.vkey: each for each in self.witnesses()}
        old = known.get(new.key.vkey)
        if old is not None and url is None:
            return old
        known[new.key.vkey] = new
        WitnessPolicy(0, tuple(each.key for each in known.values()))
        self._write(self.beside.witnesses, "".join(each.line for each in known.values()))
        return new

    # What was collected.

    def kept(self, size: int) -> tuple[Signature, ...]:
        """The cosignatures of the seal of that size, as they are kept: not verified.

        Raises:
            Problem: they cannot be read.
        """
        path = self.beside.cosignatures(size)
        try:
            return read_signatures(self._read(path).decode("utf-8"))
        except UnicodeDecodeError:
            reason = ("it is not UTF-8 text", "no es texto UTF-8")
        except Unreadable as error:
            reason = error.why
        raise Problem("beside-unreadable", path=path, why=reason)

    def note(self, seal: str, size: int) -> Note:
        """A seal's note with its cosignatures."""
        note = Note.parse(seal)
        return Note.parse(note.text_with(each.line for each in self.kept(size)))

    def last_cosigned(self, key: Verifier, seals: Iterable[tuple[int, str]]) -> int:
        """The size of the largest seal that a witness cosigned, as far as is kept here; else 0.

        Args:
            seals: their sizes and notes.
        """
        for size, seal in sorted(seals, reverse=True):
            try:
                if cosigned_by(self.note(seal, size), [key]):
                    return size
            except BadSignature:
                continue
        return 0

    def collect(self, answer: bytes, size: int, seals: Sequence[tuple[int, str]]) -> Collected:
        """Keep the cosignatures of an answer with the seal that they are of. Doing it again changes
        nothing.

        Args:
            answer: the body of an answer to `add-checkpoint`.
            size: the seal that was asked about.
            seals: the sizes and notes of all seals.
        Raises:
            Refused: a cosignature of a known witness is not of that seal; nothing is kept.
            Unreadable: it is no such answer.
            Problem: what is kept cannot be read or written.
        """
        if len(answer) > MOST_BYTES:
            raise Unreadable(
                f"it is longer than {MOST_BYTES:,} bytes", f"tiene más de {MOST_BYTES:,} bytes"
            )
        try:
            lines = read_signatures(answer.decode("utf-8"))
        except UnicodeDecodeError:
            raise Unreadable("it is not UTF-8 text", "no es texto UTF-8") from None
        if not lines:
            raise Unreadable("it holds no signature line", "no contiene ninguna línea de firma")
        keys = {(key.name, key.key_id): key for key in self.keys()}
        ours = [each for each in lines if (each.name, each.key_id) in keys]
        ignored = dict.fromkeys(each.name for each in lines if each not in ours)
        by_size = dict(seals)
        for each in ours:
            if not _signs(each, by_size[size], keys[each.name, each.key_id]):
                others = [n for n in by_size if _signs(each, by_size[n], keys[each.name, each.key_id])]
                raise Refused([_not_of(each.name, size, others)])
        kept = self.kept(size)
        have = {(each.name, each.key_id) for each in kept}
        new = {(each.name, each.key_id): each for each in ours if (each.name, each.key_id) not in have}
        if new:
            text = "".join(each.line for each in (*kept, *new.values()))
            self._write(self.beside.cosignatures(size), text)
        fresh = dict.fromkeys(name for name, _ in new)
        before = dict.fromkeys(each.name for each in ours if each.name not in fresh)
        return Collected(tuple(fresh), tuple(before), tuple(ignored))

    # Files.

    def _read(self, path: Path) -> bytes:
        """A file, or nothing where there is none."""
        try:
            with path.open("rb") as file:
                return file.read(1 << 20)
        except FileNotFoundError:
            return b""
        except OSError as error:
            raise Problem("cannot-read", path=path, why=tuple(why(error).values())) from None

    def _write(self, path: Path, text: str) -> None:
        try:
            path.parent.mkdir(exist_ok=True)
            write_whole(path, text.encode())
            settle(path.parent)
        except OSError as error:
            raise Problem("cannot-write", path=path, why=tuple(why(error).values())) from None


def _signs(signature: Signature, seal: str, key: Verifier) -> bool:
    try:
        key.check(Note.parse(seal).text, signature.value)
    except BadSignature:
        return False
    return True


def _not_of(name: str, size: int, others: Sequence[int]) -> Violation:
    sentences = MOVED if others else FALSE
    other = others[-1] if others else None
    message = {
        language: sentences[n].format(name=name, size=size, other=other)
        for n, language in enumerate(("en", "es"))
    }
    code = "cosignature-moved" if others else "cosignature-false"
    return Violation(code, f"seal {size}", members=(name,), message=message)
