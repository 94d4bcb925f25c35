"""A proof: a few entries of the log, and that they stand under a seal, in a small text file.

One tlog-proof (c2sp.org/tlog-proof) for each entry, in the order of the log, with a blank line
between them. `extra` is the entry itself, as a leaf of the tree; the checkpoint is the seal with
what witnesses added. The first is always that of the founding entry, and the rotations of the key
are among them, so that the key which signed the seal comes with the proof; whether it is the
ledger's is told by comparing it with the minutes.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ledger.authority import Violation
from ledger.events import ChangeEnacted, CharterGiven, KeyRotated, decision_stream, item_stream
from ledger.leaves import leaf, read_leaf
from ledger.ledger import Ledger
from ledger.notes import BadSignature, Checkpoint, Note, Verifier
from ledger.problems import Problem, Unreadable
from ledger.reading import says_each_once
from ledger.seals import SEALS, Seal, rotation_text
from ledger.sentences import fill
from ledger.store import Fact, LogDamaged, read_event
from ledger.tree import NotProven, inclusion_proof, leaf_hash, verify_inclusion

HEADER = "c2sp.org/tlog-proof@v1"
MOST_BYTES = 64 * 1024 * 1024
MOST_HASHES = 63


# --- writing one ---------------------------------------------------------------------------------


RECORD = ("decision, change or item", "una decisión, un cambio ni un elemento")
"""What a proof can be of."""


def entries_about(ledger: Ledger, id: str) -> list[int]:
    """The entries that tell of a decision, of a change (`rcm-12-d3#2`), or of an item's history.

    Raises:
        Problem: there is no such thing in the ledger.
    """
    decision, _, number = id.partition("#")
    if ledger.decision(decision) is not None:
        found = set(_stream(ledger, decision_stream(decision)))
        enacted = _enacted(ledger, decision, max(found))
        if number:
            enacted = [fact for fact in enacted if _reference(fact) == id]
            if not enacted:
                # In the words for what is not there at all: the decision may be one that is not shown.
                raise Problem("unknown", kind=RECORD, id=id, hint="")
        return sorted(found | {fact.entry for fact in enacted})
    history = ledger.index.about(id)
    if not history:
        raise Problem("unknown", kind=RECORD, id=id, hint="")
    found = {change.entry for change in history} | set(_stream(ledger, item_stream(id)))
    for decision in {change.authority.decision for change in history}:
        found |= set(_stream(ledger, decision_stream(decision)))
    return sorted(found)


def _stream(ledger: Ledger, stream: str) -> list[int]:
    return [fact.entry for fact in ledger.recorder.stream(stream)]


def _enacted(ledger: Ledger, decision: str, adopted_at: int) -> list[Fact]:
    """The changes of a decision: they follow its adoption, one entry each."""
    state = ledger.decision(decision)
    if state is None or state.adopted is None:
        return []
    first = state.adopted_at + 1
    return ledger.recorder.entries(range(first, first + state.adopted.changes))


def _reference(fact: Fact) -> str | None:
    return fact.event.authority.reference if isinstance(fact.event, ChangeEnacted) else None


def write_proof(ledger: Ledger, entries: Iterable[int], seal: Seal, note: str) -> str:
    """The proof of some entries under a seal, whose `note` may bear more signatures.

    Raises:
        Problem: an entry comes after the seal.
    """
    wanted = {1, *entries, *(f.entry for f in _rotations(ledger) if f.entry <= seal.size)}
    late = [entry for entry in wanted if entry > seal.size]
    if late:
        raise Problem("not-sealed", entry=min(late), size=seal.size)
    tree = ledger.tree()
    proofs = []
    for entry in sorted(wanted):
        ((_, stream, version, topic, state),) = ledger.recorder.rows_at([entry])
        extra = b64encode(leaf(stream, version, topic, state)).decode()
        hashes = [b64encode(h).decode() for h in inclusion_proof(tree, seal.size, entry - 1)]
        head = "\n".join([HEADER, f"extra {extra}", f"index {entry - 1}", *hashes])
        proofs.append(f"{head}\n\n{note}")
    return "\n".join(proofs)


def _rotations(ledger: Ledger) -> Iterator[Fact]:
    return (f for f in ledger.recorder.stream(SEALS) if isinstance(f.event, KeyRotated))


# --- checking one --------------------------------------------------------------------------------


class NotAProof(Unreadable):
    """A file is not of this form; `line` says where."""

    def __init__(self, line: int, why: str, why_es: str):
        super().__init__(why, why_es)
        self.line = line


@dataclass
class ProofFile:
    """What a proof's file says, and whether it holds."""

    facts: list[Fact] = field(default_factory=list)
    checkpoint: Checkpoint | None = None
    note: Note | None = None
    keys: list[Verifier] = field(default_factory=list)
    violations: list[Violation] = field(default_factory=list)

    @property
    def authentic(self) -> bool:
        return not self.violations


@dataclass(frozen=True)
class _One:
    line: int
    extra: bytes
    index: int
    hashes: list[bytes]
    note: str


def read_proofs(text: str) -> list[_One]:
    """The tlog-proofs of a file.

    Raises:
        NotAProof: it is not of that form.
    """
    lines = text.split("\n")
    starts = [n for n, line in enumerate(lines) if line == HEADER]
    if not starts or starts[0] != 0:
        raise NotAProof(1, f"it does not begin with {HEADER}", f"no comienza con {HEADER}")
    return [
        _one(lines[start:end], start + 1)
        for start, end in zip(starts, [*starts[1:], len(lines) + 1], strict=True)
    ]


def _one(lines: Sequence[str], first: int) -> _One:
    def wrong(at: int, why: str, why_es: str) -> NotAProof:
        return NotAProof(first + at, why, why_es)

    def field(at: int, name: str) -> str:
        line = lines[at] if at < len(lines) else ""
        if not line.startswith(f"{name} "):
            raise wrong(at, f"“{name} …” should stand here", f"aquí debería figurar «{name} …»")
        return line.removeprefix(f"{name} ")

    def bytes_of(at: int, coded: str) -> bytes:
        try:
            data = b64decode(coded, validate=True)
        except (NotBase64, ValueError):
            data = b""
        if not data or b64encode(data).decode() != coded:
            raise wrong(at, "it is not base64 (RFC 4648, 4)", "no es base64 (RFC 4648, 4)")
        return data

    extra = bytes_of(1, field(1, "extra"))
    index = field(2, "index")
    if not (index.isascii() and index.isdecimal()) or str(int(index[:20])) != index:
        raise wrong(2, "the index is not a number", "el índice no es un número")
    try:
        end = lines.index("", 3)
    except ValueError:
        end = len(lines)
    if end > 3 + MOST_HASHES:
        raise wrong(3 + MOST_HASHES, "there are too many hashes", "hay demasiados resúmenes")
    hashes = [bytes_of(at, lines[at]) for at in range(3, end)]
    # The last of several proofs is followed by the file's end, the others by a blank line.
    note = "\n".join(lines[end + 1 :]).rstrip("\n") + "\n"
    return _One(first, extra, int(index), hashes, note)


def check_proof(data: bytes, brought: Checkpoint | None = None) -> ProofFile:
    """Whether every entry of a proof stands under its seal, and the ledger's key signed that.

    Args:
        brought: a seal that somebody kept. It can be compared with one of the same size only.
    Raises:
        NotAProof: it is no proof at all.
    """
    found = ProofFile()
    try:
        if len(data) > MOST_BYTES:
            raise NotAProof(1, "it is absurdly large", "es absurdamente grande")
        ones = read_proofs(data.decode())
    except UnicodeDecodeError:
        raise NotAProof(1, "it is not UTF-8 text", "no es texto UTF-8") from None
    try:
        found.note = Note.parse(ones[0].note)
        found.checkpoint = Checkpoint.parse(found.note.text)
    except Unreadable as error:
        raise NotAProof(ones[0].line, *error.why) from None
    for one in ones:
        _check_one(found, one, ones[0].note)
    _check_signature(found)
    if brought is not None:
        _check_brought(found, brought)
    return found


def _check_one(found: ProofFile, one: _One, note: str) -> None:
    assert found.checkpoint is not None
    entry, size = one.index + 1, found.checkpoint.size
    try:
        stream, version, topic, state = read_leaf(one.extra)
        if not says_each_once(state):
            raise ValueError
        found.facts.append(Fact(stream, version, read_event(topic, state, entry), entry))
    except (ValueError, LogDamaged):
        _broken(found, entry, "it is no entry of a ledger", "no es un asiento de un libro")
        return
    root = found.checkpoint.root
    try:
        verify_inclusion(leaf_hash(one.extra), one.index, size, one.hashes, root)
        holds = one.note == note
    except NotProven:
        holds = False
    if not holds:
        _broken(
            found, entry,
            f"entry {entry} is not one of the {size} entries that were sealed",
            f"el asiento {entry} no es uno de los {size} asientos que se sellaron",
        )  # fmt: skip


def _check_signature(found: ProofFile) -> None:
    """The seal is signed by the key that the founding entry gave, or by one that took its place."""
    assert found.checkpoint is not None
    assert found.note is not None
    founding = found.facts[0].event if found.facts else None
    if not isinstance(founding, CharterGiven) or found.facts[0].entry != 1:
        _seal(found, "the founding entry is missing", "falta el asiento fundacional")
        return
    found.keys = [Verifier.parse(founding.key)]
    for fact in found.facts:
        event = fact.event
        if isinstance(event, KeyRotated):
            due = rotation_text(founding.origin, fact.entry, event.key)
            try:
                new = Verifier.parse(event.key)
                note = Note.parse(event.note)
                if note.text == due and len(note.signed_by([found.keys[-1], new])) == 2:
                    found.keys.append(new)
            except (ValueError, BadSignature):
                continue
    try:
        signed = found.note.signed_by(found.keys[-1:])
    except BadSignature:
        signed = []
    if not signed or found.checkpoint.origin != founding.origin:
        _seal(found, "it is not signed by the ledger's key", "no está firmado con la clave del libro")


def _check_brought(found: ProofFile, brought: Checkpoint) -> None:
    assert found.checkpoint is not None
    if brought.size != found.checkpoint.size:
        size = f"{brought.size}"
        _seal(
            found,
            f"the seal that was brought is over {size} entries; ask for a proof under that seal",
            f"el sello que se trajo abarca {size} asientos; pida una prueba bajo ese sello",
        )
    elif brought.root != found.checkpoint.root:
        _seal(found, "the seal that was brought has another root", "el sello que se trajo tiene otra raíz")


def _seal(found: ProofFile, why: str, why_es: str) -> None:
    assert found.checkpoint is not None
    size = str(found.checkpoint.size)
    message = fill("not-the-sealed", size=size, why=(why, why_es))
    found.violations.append(Violation("not-the-sealed", f"seal {size}", message=message))


def _broken(found: ProofFile, entry: int, why: str, why_es: str) -> None:
    assert found.checkpoint is not None
    message = fill("not-the-sealed", size=str(found.checkpoint.size), why=(why, why_es))
    found.violations.append(Violation("not-the-sealed", f"entry {entry}", message=message))
