"""Verification of a bundle, with nothing else at hand: its log proven from the entries alone
(`ledger.proof`), and all else that is in it held against what came of that.

The tree is computed from the entries, and every tile compared with it; so are the seals and the
keys that are written out, the register, and the hashes of the signed originals. A witness's
cosignature has to be one of the very seal by which it stands. `check.py` does as much of this as
needs none of our code.

Of a bundle that nobody honest wrote, it gives up rather than fill the memory: when a thousand
things are wrong, when more than 50 MB of drafts are open at once, or of one meeting or proposal.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ledger.authority import Violation
from ledger.bundle import own_file, tile_names
from ledger.bundle_reader import MOST_ENTRIES, Altered, Bundle
from ledger.bundle_register import compare_register
from ledger.bundle_seals import KeptSeals
from ledger.notes import Checkpoint
from ledger.problems import Unreadable
from ledger.progress import Progress
from ledger.proof import Proof, Verification
from ledger.sentences import fill
from ledger.sources import CHUNK, Named
from ledger.store import EntryRow
from ledger.tiles import WIDTH, pack_entries, tile_path
from ledger.timestamps import MOST_BYTES as MOST_TOKEN
from ledger.timestamps import Timestamp, documents, read_token
from ledger.tree import HASH
from ledger.vouching import timestamp_false
from ledger.witness_policy import WitnessPolicy, witnesses_missing

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

MOST_VIOLATIONS = 1000
MOST_OPEN = 50_000_000
_SETTLED = ("decision-adopted/1", "decision-declined/1", "decision-withdrawn/1")


@dataclass
class BundleVerification:
    """What verification found of a bundle.

    Attributes:
        found: of its log, and all that is wrong with the bundle itself.
        whole: whether it could be followed to its end; else nothing is said of what is lawful.
        sealed: how many entries the last seal that holds is over.
        notes: what is not wrong and still worth knowing: `check-py` and `readme` where these files
            are others than ours.
    """

    found: Verification
    whole: bool = True
    sealed: int = 0
    cosigned: dict[int, list[str]] = field(default_factory=dict)
    stamped: dict[int, Timestamp] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def lawful(self) -> bool | None:
        return self.found.lawful if self.whole else None

    @property
    def proven(self) -> bool:
        return self.whole and self.found.proven

    @property
    def register_matches(self) -> bool:
        return not any(v.code == "register-differs" for v in self.found.violations)

    def altered(self, error: Altered) -> None:
        """Something in it is not as it was exported."""
        self.found.authentic = False
        if len(self.found.violations) <= MOST_VIOLATIONS:
            message = fill("bundle-altered", name=error.name, why=error.why)
            self.found.doubted(Violation("bundle-altered", error.name, message=message))


def verify_bundle(
    path: Path,
    *,
    brought: Checkpoint | None = None,
    policy: WitnessPolicy | None = None,
    authorities: "Sequence[Certificate]" = (),
    progress: Progress | None = None,
) -> BundleVerification:
    """Prove a bundle, or say what is wrong with it.

    Args:
        brought: a seal that somebody kept, which the entries are held against.
        policy: who must have cosigned the last seal, or the one that was brought.
        authorities: of timestamps, that are trusted.
        progress: told how much is done, of how much.
    Raises:
        NotABundle: it is none.
    """
    try:
        bundle = Bundle(path)
    except Altered as error:
        made = BundleVerification(Verification(), whole=False)
        made.altered(error)
        return made
    with bundle:
        return _Check(bundle, progress, authorities).run(brought, policy)


class _Check:
    def __init__(
        self, bundle: Bundle, progress: Progress | None, authorities: "Sequence[Certificate]"
    ):
        self.bundle, self.progress, self.authorities = bundle, progress, authorities
        self.proof = Proof(_Watched(bundle, self), bundle.leaf_hash)
        self.made = BundleVerification(self.proof.found)
        self.originals = Named()
        self.stamped_texts: dict[int, str] = {}

    def run(self, brought: Checkpoint | None, policy: WitnessPolicy | None) -> BundleVerification:
        made, found = self.made, self.proof.found
        try:
            kept = KeptSeals(self.bundle, found, None if brought is None else brought.size)
            self.proof.each_row += [kept.read, _Bounds().read, self.originals.read]
            self.proof.run(self.bundle.size, self._part(0))
            kept.must_be_all()
        except Altered as error:
            made.altered(error)
            made.whole = False
            return made
        made.cosigned, self.stamped_texts = kept.cosigned, kept.stamped
        self._sealed()
        for part in (self._tiles, self._keys, self._sources, self._stamps, self._own_files):
            with self._reported():
                for each in part():
                    made.altered(each)
        if brought is not None:
            self.proof.hold_against_brought(brought)
        counted = kept.brought or kept.last
        if policy is not None and counted is not None:
            size = made.sealed if kept.brought is None or brought is None else brought.size
            missing = witnesses_missing(counted, size, policy, f"seal {size}")
            if missing is not None:
                found.doubted(missing)
        if not any(violation.code == "log-damaged" for violation in found.violations):
            with self._reported():
                self._register()
        return made

    @contextmanager
    def _reported(self) -> Iterator[None]:
        try:
            yield
        except Altered as error:
            self.made.altered(error)

    def _part(self, n: int) -> Progress | None:
        """Following the log, and comparing the register, are half of the work each."""
        progress = self.progress
        if progress is None:
            return None
        size = self.bundle.size
        return lambda done, total: progress(n * size + size * done // max(total, 1), 2 * size)

    def _sealed(self) -> None:
        valid = [seal for seal in self.proof.sealing.seals if seal["valid"]]
        if valid:
            self.made.sealed = valid[-1]["size"]
        else:
            self.made.altered(
                Altered("checkpoint", "nothing here is sealed", "aquí nada está sellado")
            )

    # Each says what is not as it should be.

    def _tiles(self) -> Iterator[Altered]:
        tree, bundle = self.proof.sealing.tree, self.bundle
        due: set[str] = set()
        claimed = [seal["size"] for seal in self.proof.sealing.seals][-1:]
        sealed = min(claimed[0] or 0, bundle.size) if claimed else 0
        for level, n, width in tile_names(bundle.size, sealed):
            name = tile_path(level, n, width)
            due.add(name)
            if name not in bundle.names:
                yield Altered(name, "it is missing", "falta")
            elif isinstance(level, int):
                yield from self._tile(name, level, n, tree.hashes(level, n, width))
            elif bundle.read(name, MOST_ENTRIES) != pack_entries(bundle.tile(n)[:width]):
                yield _not_the_entries(name)
        for name in bundle.names:
            if name.startswith("tile/") and name not in due:
                yield _not_here(name)

    def _tile(self, name: str, level: int, n: int, due: bytes) -> Iterator[Altered]:
        given = self.bundle.read(name, WIDTH * HASH)
        if given != due:
            if level == 0 and len(given) == len(due):
                places = range(0, len(due), HASH)
                first = next(at for at in places if given[at : at + HASH] != due[at : at + HASH])
                yield _not_the_entries(name, n * WIDTH + first // HASH + 1)
            else:
                yield _not_the_entries(name)

    def _keys(self) -> Iterator[Altered]:
        due = "".join(f"{key.vkey}\n" for key in self.proof.sealing.keys)
        if self.bundle.text("keys.txt") != due:
            yield Altered(
                "keys.txt",
                "it has other keys than the entries tell of",
                "tiene otras claves que las que constan en los asientos",
            )

    def _sources(self) -> Iterator[Altered]:
        for name in self.bundle.names:
            folder, _, sha256 = name.partition("/")
            if folder != "sources":
                continue
            if sha256 not in self.originals.by and sha256 not in self.originals.kept:
                yield _not_here(name)
                continue
            hashed = hashlib.sha256()
            with self.bundle.open(name) as stream:
                while chunk := stream.read(CHUNK):
                    hashed.update(chunk)
            if hashed.hexdigest() != sha256:
                self.proof.found.doubted(self.originals.violation(sha256, "altered", Path(name)))

    def _stamps(self) -> Iterator[Altered]:
        stamped = self.stamped_texts.items()
        texts = {f"timestamps/{size}.tsr": (size, text) for size, text in stamped}
        for name in self.bundle.names:
            if not name.startswith("timestamps/"):
                continue
            if name not in texts:
                yield _not_here(name)
                continue
            size, text = texts[name]
            token = self.bundle.read(name, MOST_TOKEN)
            try:
                self.made.stamped[size] = read_token(token, text, self.authorities)
            except Unreadable as error:
                self.proof.found.doubted(timestamp_false(size, error.why))

    def _own_files(self) -> Iterator[Altered]:
        for name, note in (("check.py", "check-py"), ("README.txt", "readme")):
            if name in self.bundle.names and self.bundle.read(name) != own_file(name):
                self.made.notes.append(note)
        yield from ()

    def _register(self) -> None:
        why = compare_register(self.bundle, self.proof.streams, self._part(1))
        if why is not None:
            message = fill("register-differs", why=why)
            violation = Violation("register-differs", "register.yaml", message=message)
            self.proof.found.doubted(violation)


def _not_the_entries(name: str, entry: int | None = None) -> Altered:
    first = "" if entry is None else f" (entry {entry} first)"
    primero = "" if entry is None else f" (el asiento {entry} es el primero)"
    return Altered(
        name,
        f"it is not what the entries give{first}",
        f"no es lo que resulta de los asientos{primero}",
    )


def _not_here(name: str) -> Altered:
    return Altered(name, "it does not belong in this bundle", "no corresponde a este paquete")


class _Watched:
    """The entries of a bundle, until too much is wrong with them."""

    def __init__(self, bundle: Bundle, check: _Check):
        self.bundle, self.check = bundle, check

    def after(self, entry: int) -> Iterator[EntryRow]:
        found = self.check.proof.found
        for row in self.bundle.after(entry):
            if len(found.violations) > MOST_VIOLATIONS:
                raise Altered(
                    f"entry {row[0]}",
                    f"more than {MOST_VIOLATIONS} things are wrong; the rest is not looked at",
                    f"hay más de {MOST_VIOLATIONS} cosas mal; el resto no se examina",
                )
            yield row

    def at(self, entries: Sequence[int]) -> Iterable[EntryRow]:
        return self.bundle.at(entries)


class _Bounds:
    """How much of a log has to be held at once."""

    def __init__(self) -> None:
        self.open: dict[str, int] = {}
        self.all_open = 0

    def read(self, row: EntryRow) -> None:
        entry, stream, _, topic, state = row
        kind = stream.partition(":")[0]
        if kind not in ("decision", "meeting", "proposal"):
            return
        size = self.open.get(stream, 0) + len(state)
        if kind == "decision":
            self.all_open += len(state)
            if topic in _SETTLED:
                self.all_open -= size
                self.open.pop(stream, None)
                return
        self.open[stream] = size
        if self.all_open > MOST_OPEN or size > MOST_OPEN:
            raise Altered(
                f"entry {entry}",
                "more is undecided, or recorded of one thing, than any conference has: over 50 MB",
                "hay más sin decidir, o registrado de una sola cosa, de lo que tiene cualquier "
                "conferencia: más de 50 MB",
            )


def document(made: BundleVerification, violations: Sequence[Any]) -> dict[str, Any]:
    """The JSON of `verify` for a bundle: interfaces.md's, with how much is sealed."""
    found = made.found
    return {
        "authentic": found.authentic and made.whole,
        "lawful": made.lawful,
        "events": found.events,
        "changes": found.changes,
        "violations": list(violations),
        "root": found.root,
        "seals": [
            {
                **seal,
                "cosigned_by": made.cosigned.get(seal["size"], []),
                "timestamps": documents(made.stamped.get(seal["size"])),
            }
            for seal in found.seals
        ],
        **({"brought": found.brought} if found.brought is not None else {}),
        "late": list(found.late),
        "projections_match": made.register_matches,
        "sealed": made.sealed,
        "unsealed": found.events - made.sealed,
        "withheld": found.withheld,
        "notes": made.notes,
    }
