"""A delegation's side of signing: a draft that was handed out, and the files that go to and fro."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from api.files import named_file
from api.parts import typed
from api.session import Session, WrongUse
from ledger.changes import ChangeForm
from ledger.decision import Position, Signature
from ledger.input_errors import Findings, UnreadableInput
from ledger.input_files import opened, whole
from ledger.input_models import Record, read_as
from ledger.records import Sha256
from ledger.references import Known, NothingKnown
from ledger.register_part import read_part
from ledger.signed_positions import draft_hash
from ledger.values import MemberId, Model, Origin, RecordId, Text

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from ledger.ledger import Ledger

DRAFT = (
    "a draft as `rcm-ledger show DECISION --json` writes it",
    "un proyecto como lo escribe `rcm-ledger show DECISIÓN --json`",
)
SIGNED = (
    "a signed position as `rcm-ledger sign-position` writes it",
    "una posición firmada como la escribe `rcm-ledger sign-position`",
)


_MOST_NOTE = 8192


class Draft(Model):
    """A draft as it is handed out to be signed."""

    ledger: Origin
    decision: RecordId
    draft: Sha256
    text: Text
    changes: tuple[ChangeForm, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the hash is that of the text and the changes."""
        return self.draft == draft_hash(self.text, self.changes)


class SignedPosition(Model):
    """A position that a delegation has signed, on its way to the Secretariat."""

    decision: RecordId
    draft: Sha256
    member: MemberId
    position: Position


class _AnyItem(NothingKnown):
    """Of a draft at hand alone nobody knows which items there are."""

    def kind_of(self, item: str) -> Literal["section", "activity"]:
        return "activity"


def drafted_elsewhere() -> Known:
    return _AnyItem()


def draft_in(ledger: "Ledger", decision: str) -> Draft:
    """A draft as this ledger has it."""
    state = ledger.decision(decision)
    if state is None:
        raise WrongUse("no-such-decision", id=decision)
    text, changes = state.as_recorded.text, state.changes
    return Draft(
        ledger=ledger.founding.origin,
        decision=decision,
        draft=draft_hash(text, changes),
        text=text,
        changes=changes,
    )


def draft_from(name: str) -> Draft:
    """A draft from a file that was handed out: what `show` says of a decision, or its `to_sign`."""
    with named_file(name) as file:
        findings = Findings([str(file)])
        record = _whole(file, DRAFT, findings)
        if isinstance(below := record.value.get("to_sign"), dict):
            lines: Any = record.lines
            record = Record(record.file, ("to_sign",), below, lines["to_sign"])
        draft = read_as(Draft, record, {}, findings)
        findings.raise_any()
        assert draft is not None
    if not draft.is_whole:
        raise WrongUse("draft-altered", file=name)
    return draft


def _whole(file: Path, expected: tuple[str, str], findings: Findings) -> Record:
    stream = opened(file, findings)
    record = None
    if stream is not None:
        with stream:
            record = whole(str(file), stream, expected, findings)
    findings.raise_any()
    assert record is not None
    return record


def stated(session: Session, known: Known, position: Mapping[str, Any]) -> Position:
    """A position from its options."""
    text = typed(session, {"basis": "recorded", **position})
    try:
        return read_part(text, Position, known, {"language": session.t.language})
    except UnreadableInput as error:
        raise UnreadableInput([replace(e, file="", line=None) for e in error.errors]) from None


def signed(
    draft: Draft, member: str, position: Position, key: "Ed25519PrivateKey", vkey: str
) -> SignedPosition:
    """The position with the delegation's signature under it."""
    from base64 import b64encode

    from ledger.signed_positions import signed_bytes

    data = signed_bytes(draft.ledger, draft.decision, draft.draft, member, position)
    value = b64encode(key.sign(data)).decode()
    signature = Signature(ledger=draft.ledger, key=vkey, value=value)
    given = position.model_dump(mode="json", exclude_unset=True, exclude={"basis"})
    with_it = {**given, "basis": "signed", "signature": signature}
    return SignedPosition(
        decision=draft.decision,
        draft=draft.draft,
        member=member,
        position=Position.model_validate(with_it),
    )


def signed_from(name: str, ledger: "Ledger", decision: str) -> SignedPosition:
    """A signed position from its file: of this decision, as it is drafted now."""
    with named_file(name) as file:
        findings = Findings([str(file)])
        record = _whole(file, SIGNED, findings)
        position = record.value.get("position")
        if isinstance(position, dict) and position.get("signature") is not None:
            position.setdefault("basis", "signed")
        found = read_as(SignedPosition, record, {}, findings)
        findings.raise_any()
        assert found is not None
    if found.decision != decision:
        raise WrongUse("signed-other-decision", file=name, found=found.decision, decision=decision)
    if found.position.signature is None:
        raise WrongUse("signed-nothing", file=name)
    now = draft_in(ledger, decision)
    if found.draft != now.draft:
        facts = {"member": found.member, "decision": decision}
        raise WrongUse("signed-other-draft", file=name, **facts)
    return found


def note_from(name: str, member: str) -> tuple[str, str]:
    """The note by which a member is given a key, from its file, and that key.

    Raises:
        Problem: it is no such note.
        WrongUse: it is another member's.
    """
    from ledger.member_keys import key_in
    from ledger.problems import Problem, Unreadable

    with named_file(name) as file:
        findings = Findings([str(file)])
        stream = opened(file, findings)
        findings.raise_any()
        assert stream is not None
        with stream:
            data = stream.read(_MOST_NOTE + 1)
    try:
        note = data.decode()
        _, found, key = key_in(note)
    except UnicodeDecodeError:
        why = ("it is not UTF-8 text", "no es texto UTF-8")
        raise Problem("not-a-key-note", why=why) from None
    except Unreadable as fault:
        raise Problem("not-a-key-note", why=fault.why) from None
    if found != member:
        raise WrongUse("other-members-key", file=name, found=found, member=member)
    return note, key


def as_json(model: Model) -> str:
    document = model.model_dump(mode="json", exclude_unset=True)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def key_of(file: str, *, make: bool) -> "Ed25519PrivateKey":
    """A private key from its file, which is made where it may be and there is none."""
    from ledger.keys import load_key, make_key, write_key

    path = Path(file)
    if make and not path.exists():
        write_key(path, make_key())
    return load_key(path)


def check_name(name: str) -> str:
    """A key's name (c2sp.org/signed-note: no space, no `+`)."""
    if not re.fullmatch(r"[^\s+\x00-\x1f]{1,255}", name):
        raise WrongUse("not-a-key-name", name=name)
    return name
