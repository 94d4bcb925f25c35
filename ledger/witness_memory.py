"""What a witness remembers, in its folder: `witness.key`, one small file of state, `witness.json`,
and `forks/`, the evidence of what it refused.

The state is replaced whole and is on the disk before anything is answered. It is changed by one
process at a time. A checkpoint in it bears the witness's own cosignature, so nobody but the witness
can have written it; that an older state was put back, nothing in the folder can tell.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.files import settle, write_whole
from ledger.keys import load_key, make_key, write_key
from ledger.locks import one_at_a_time
from ledger.notes import Checkpoint, Note, Signer, Verifier
from ledger.problems import Problem, why

FORMAT = "rcm-ledger-witness/1"

MOST_EVIDENCE = 200
"""Files of evidence that are kept: a disk is finite, and a few are enough."""

EVIDENCE = (
    "What this witness cosigned · Lo que este testigo cofirmó:",
    "What it was shown then · Lo que después se le mostró:",
)


@dataclass(frozen=True, slots=True)
class Watched:
    """A ledger that the witness watches: the keys that it trusts for it, oldest first, and the last
    checkpoint that it cosigned, as a note with the ledger's signatures and its own."""

    origin: str
    keys: tuple[Verifier, ...] = ()
    latest: str | None = None

    @property
    def checkpoint(self) -> Checkpoint | None:
        return None if self.latest is None else Checkpoint.parse(Note.parse(self.latest).text)

    @property
    def hash(self) -> str:
        """What its page is called: "the SHA-256 hash of the log's origin, hex encoded, in
        lowercase"."""
        return hashlib.sha256(self.origin.encode()).hexdigest()


class Memory:
    """A witness's folder."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._signer: Signer | None = None

    @property
    def state(self) -> Path:
        return self.folder / "witness.json"

    @property
    def key(self) -> Path:
        return self.folder / "witness.key"

    def begin(self, name: str) -> None:
        """Make the folder, with a new key and nothing to remember.

        Raises:
            Problem: there is a witness in it already, or it cannot be written.
            Unreadable: the name is none (c2sp.org/signed-note, "Format").
        """
        if self.state.exists():
            raise Problem("witness-exists", folder=self.folder)
        private = make_key()
        self._signer = Signer(name, private)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._cannot_write(error) from None
        write_key(self.key, private)
        self.remember({})

    @property
    def signer(self) -> Signer:
        """The witness's name and key.

        Raises:
            Problem: there is no witness here, or its key or state cannot be read.
        """
        if self._signer is None:
            name = self._document()["name"]
            assert isinstance(name, str)
            self._signer = Signer(name, load_key(self.key))
        return self._signer

    def watched(self) -> dict[str, Watched]:
        """The ledgers that are watched, by origin.

        Raises:
            Problem: the state cannot be read, or is not what this witness signed.
        """
        document, found = self._document(), {}
        try:
            ledgers = document["ledgers"]
            assert isinstance(ledgers, dict)
            for origin, known in ledgers.items():
                keys = tuple(map(Verifier.parse, known["keys"]))
                found[origin] = Watched(origin, keys, known["latest"])
                last = found[origin].checkpoint
                if last is not None and (
                    last.origin != origin or self.cosigned_at(found[origin]) is None
                ):
                    raise ValueError(f"what it holds of {origin} is not what it cosigned")
        except (ValueError, KeyError, TypeError, AttributeError, AssertionError) as error:
            raise self._damaged(error) from None
        return found

    def cosigned_at(self, watched: Watched) -> int | None:
        """When the last checkpoint was cosigned, in seconds since 1970."""
        if watched.latest is None:
            return None
        signed = Note.parse(watched.latest).signed_by([self.signer.cosigner])
        return signed[0][1] if signed else None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else reads to change, or changes, what is remembered."""
        if not self.state.exists():
            raise Problem("no-witness", folder=self.folder)
        with one_at_a_time(self._lock()):
            yield

    def _lock(self) -> Path:
        lock = self.folder / "witness.lock"
        try:
            lock.touch()
        except OSError as error:
            raise self._cannot_write(error) from None
        return lock

    def remember(self, known: Mapping[str, Watched]) -> None:
        """Put what is known in the place of what was; it is on the disk when this returns.

        Raises:
            Problem: it cannot be written.
        """
        document = {
            "format": FORMAT,
            "name": self.signer.name,
            "key": self.signer.cosigner_vkey,
            "ledgers": {
                origin: {"keys": [key.vkey for key in watched.keys], "latest": watched.latest}
                for origin, watched in known.items()
            },
        }
        data = json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
        try:
            write_whole(self.state, data)
            settle(self.folder)
        except OSError as error:
            raise self._cannot_write(error) from None

    def _document(self) -> dict[str, object]:
        try:
            document = json.loads(self.state.read_bytes())
            if document["format"] != FORMAT or not isinstance(document["name"], str):
                raise ValueError("another format")
        except FileNotFoundError:
            raise Problem("no-witness", folder=self.folder) from None
        except OSError as error:
            reason = tuple(why(error).values())
            raise Problem("cannot-read", path=self.state, why=reason) from None
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise self._damaged(error) from None
        assert isinstance(document, dict)
        return document

    def _damaged(self, error: Exception) -> Problem:
        reason = getattr(error, "why", str(error) or type(error).__name__)
        return Problem("witness-damaged", path=self.state, why=reason)

    def _cannot_write(self, error: OSError) -> Problem:
        reason = tuple(why(error).values())
        return Problem("witness-cannot-write", folder=self.folder, why=reason)

    # Evidence.

    def evidence(self) -> list[Path]:
        """The files of what was refused."""
        return sorted(self.folder.glob("forks/*.txt"))

    def keep_evidence(self, kind: str, cosigned: str, shown: str) -> Path | None:
        """Keep what was cosigned and what was shown then, both whole, in one file, and only once.

        Args:
            kind: what the two are, the beginning of the file's name.
            cosigned: the note that was cosigned.
            shown: the request that was refused.
        Returns:
            the file; None where it cannot be kept.
        """
        text = f"{EVIDENCE[0]}\n\n{cosigned}\n{EVIDENCE[1]}\n\n{shown}"
        # A request for the same checkpoint with another proof is the same news.
        checkpoint = shown.partition("\n\n")[2]
        digest = hashlib.sha256(f"{cosigned}{checkpoint}".encode()).hexdigest()
        file = self.folder / "forks" / f"{kind}-{digest[:16]}.txt"
        if not file.exists() and len(self.evidence()) < MOST_EVIDENCE:
            try:
                file.parent.mkdir(exist_ok=True)
                write_whole(file, text.encode())
                settle(file.parent)
            except OSError:
                return None
        return file if file.exists() else None
