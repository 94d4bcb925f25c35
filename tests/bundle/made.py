"""A log made by hand and written as an unpacked bundle, so that a test can make any log at all: one
that no ledger would have recorded, of any length, signed by anybody.

Keys are made from a word, so that the same story gives the same bytes.
"""

import json
import shutil
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

import ledger
from ledger.leaves import leaf
from ledger.notes import Checkpoint, Signer
from ledger.tiles import Tree, pack_entries, tile_path
from ledger.tree import leaf_hash, root_at

CHECK = Path(ledger.__file__).parent / "bundle_files" / "check.py"
LEDGER = "0123456789abcdef" * 2
ORIGIN = f"rcm-ledger/{LEDGER}"


def private_key(word: str) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(sha256(word.encode()).digest())


def a_signer(word: str, name: str = ORIGIN) -> Signer:
    return Signer(name, private_key(word))


def state(**fields: Any) -> bytes:
    common = {"recorded_at": "2026-01-01T12:00:00Z", "recorded_by": "local", "nonce": "0f" * 16}
    return json.dumps({**common, **fields}, ensure_ascii=False).encode()


class MadeLog:
    """Entries, one after the other, and the seals over them."""

    def __init__(self, key: str = "ledger"):
        self.signers = [a_signer(key)]
        self.leaves: list[bytes] = []
        self.versions: dict[str, int] = {}
        self.notes: list[str] = []
        self.witnesses: list[Signer] = []
        self.tree = Tree()
        self.record("charter", "charter-given/1", ledger=LEDGER, key=self.signers[0].vkey)

    @property
    def size(self) -> int:
        return len(self.leaves)

    def add(self, entry: bytes) -> None:
        self.leaves.append(entry)
        self.tree.extend([leaf_hash(entry)])

    def record(self, stream: str, topic: str, **fields: Any) -> None:
        self.versions[stream] = version = self.versions.get(stream, 0) + 1
        self.add(leaf(stream, version, topic, state(**fields)))

    def decision(self, event: str, id: str = "rcm-12-d3", **fields: Any) -> None:
        self.record(f"decision:{id}", f"{event}/1", decision=id, **fields)

    def checkpoint(self, size: int | None = None, root: bytes | None = None) -> str:
        return Checkpoint(ORIGIN, self.size if size is None else size, root or self.tree.root()).text

    def seal(self, text: str | None = None, by: Signer | None = None) -> str:
        text = text or self.checkpoint()
        note = f"{text}\n{(by or self.signers[-1]).sign(text)}"
        self.record("seals", "seal-made/1", checkpoint=note)
        self.notes.append(note)
        return note

    def cosign(self, word: str, at: int = 1_700_000_000) -> Signer:
        witness = a_signer(word, f"witness.example/{word}")
        self.witnesses.append(witness)
        self.notes[-1] += witness.cosign(self.notes[-1].partition("\n\n")[0] + "\n", at)
        return witness

    def rotate(self, word: str, by: Signer | None = None) -> None:
        new = a_signer(word)
        text = f"rcm-ledger key rotation\n{ORIGIN}\n{self.size + 1}\n{new.vkey}\n"
        note = f"{text}\n{(by or self.signers[-1]).sign(text)}{new.sign(text)}"
        self.record("seals", "key-rotated/1", key=new.vkey, note=note)
        self.signers.append(new)

    # Members.

    def give_key(self, member: str, word: str, *vouchers: Signer) -> Signer:
        signer = a_signer(word, member)
        text = f"rcm-ledger member-key/v1\n{ORIGIN}\n{member}\n{signer.vkey}\n"
        note = f"{text}\n" + "".join(each.sign(text) for each in (*vouchers, signer))
        self.record(f"member:{member}", "member-key-given/1", member=member, key=signer.vkey, note=note)
        return signer

    def table(self, words: str, *changes: dict[str, Any], id: str = "rcm-12-d3") -> None:
        self.decision("decision-tabled", id, fields={"id": id, "meeting": "rcm-12", "text": {"en": words}})
        for number, change in enumerate(changes, start=1):
            self.decision("change-drafted", id, number=number, change=change)

    def position(
        self, member: str, word: str, words: str, *changes: dict[str, Any], id: str = "rcm-12-d3", **said: Any
    ) -> None:
        """A signed position on a draft of these words and changes."""
        draft = sha256(rfc8785.dumps({"changes": list(changes), "text": {"en": words}})).hexdigest()
        document = {
            "ledger": ORIGIN, "decision": id, "draft": draft, "member": member, "stance": "agree",
            "except": [], "statement": None, **said,
        }  # fmt: skip
        text = b"rcm-ledger position/v1\n" + rfc8785.dumps(document)
        signature = {
            "ledger": ORIGIN,
            "key": a_signer(word, member).vkey,
            "value": b64encode(private_key(word).sign(text)).decode(),
        }
        self.decision(
            "position-taken", id, member=member, position={**said, "basis": "signed", "signature": signature}
        )

    def adopt(self, *changes: dict[str, Any], id: str = "rcm-12-d3") -> None:
        authority = {
            "decision": id, "meeting": "rcm-12", "body": "rcm", "adopted_on": "2007-06-01", "agreed_by": ["BZ"],
        }  # fmt: skip
        self.decision(
            "decision-adopted", id, meeting="rcm-12", body="rcm", adopted_on="2007-06-01", changes=len(changes)
        )
        for number, change in enumerate(changes, start=1):
            self.record(
                "item:a1", "change-enacted/1", change=change, authority={"reference": f"{id}#{number}", **authority}
            )

    # The bundle.

    def write(self, folder: Path) -> Path:
        """The unpacked bundle of all entries, with `check.py` in it."""
        files: dict[str, bytes] = {}
        for n in range(0, self.size, 256):
            some = self.leaves[n : n + 256]
            files[tile_path("entries", n // 256, len(some))] = pack_entries(some)
        sealed = int(self.notes[-1].split("\n")[1]) if self.notes else 0
        if 0 < sealed < self.size and sealed % 256:
            first = sealed - sealed % 256
            files[tile_path("entries", first // 256, sealed % 256)] = pack_entries(self.leaves[first:sealed])
        for size in {self.size, min(sealed, self.size)}:
            level = 0
            while at := size >> 8 * level:
                for n in range(at // 256 if size == self.size else 0):
                    files[tile_path(level, n)] = self.tree.hashes(level, n)
                if at % 256:
                    files[tile_path(level, at // 256, at % 256)] = self.tree.hashes(level, at // 256, at % 256)
                level += 1
        if self.notes:
            files["checkpoint"] = self.notes[-1].encode()
            files["seals.txt"] = "\n".join(self.notes).encode()
        files["keys.txt"] = "".join(f"{signer.vkey}\n" for signer in self.signers).encode()
        if self.witnesses:
            files["witnesses.txt"] = "".join(f"{w.cosigner_vkey}\n" for w in self.witnesses).encode()
        for name, data in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        shutil.copy(CHECK, folder / "check.py")
        return folder


def a_sealed_log(entries: int = 20) -> MadeLog:
    """A log of so many entries and their seal."""
    log = MadeLog()
    while log.size < entries:
        log.record(f"meeting:rcm-{log.size}", "meeting-convened/1", meeting={"id": f"rcm-{log.size}"})
    log.seal()
    return log


def root_of(log: MadeLog, size: int) -> bytes:
    return root_at(log.tree, size)
