"""What a delegation signs when it signs its position on a draft, to the byte.

    rcm-ledger position/v1⏎                          the line that says what is signed, with its end
    {"decision":…,"draft":…,"except":[…],"ledger":…,"member":…,"stance":…,"statement":…}

- The second line, without an end, is the RFC 8785 form of a JSON object: members sorted, no space,
  UTF-8. `ledger` is the ledger's origin (`rcm-ledger/` and 32 hex digits), `decision` and `member`
  are ids, `stance` is written out, `except` is the list of ids sorted, or `[]`, and `statement` the
  texts by language, or null.
- `draft` is the SHA-256, in lower-case hex, of the RFC 8785 form of `{"changes":[…],"text":{…}}`:
  the text as it was tabled or redrafted, and the changes in their order, each as the log has it and
  as a register writes it. No number in it is other than whole, and small.
- The signature is Ed25519 over these bytes (RFC 8032, 5.1.6), in base64 (RFC 4648, 4). The key is a
  vkey of c2sp.org/signed-note, of type 0x01.

Which key, of the events in their order:

- A member is *given* a key by a note (`member_key_text`) that names a ledger, the member and the
  key, and bears the signature of that key and, where another is in force, of that one. It is in
  force until another is given, or it is withdrawn. A key once given, to whomever, is not given
  again.
- A position signed for this ledger is signed with the key then in force. One signed for another
  ledger, which came in by import of its export, is signed with any key that was given to the member
  before by a note for another ledger.
- All changes of a draft are recorded before the first position on it; a redraft begins anew.

A position's day and its basis are not signed. What was corrected since, at the member's request, is
not what was signed: a signature stays with the words of its day.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from ledger.changes import ChangeForm
from ledger.decision import Position
from ledger.values import Text

POSITION = b"rcm-ledger position/v1\n"
MEMBER_KEY = "rcm-ledger member-key/v1"


def canonical(document: Any) -> bytes:
    """The RFC 8785 form (JSON Canonicalization Scheme) of a document of JSON's types."""
    import rfc8785

    return rfc8785.dumps(document)


def draft_hash(text: Text, changes: Sequence[ChangeForm]) -> str:
    """The hash of a draft: of its exact text and changes."""
    document = {"changes": [form.document() for form in changes], "text": dict(text)}
    return sha256(canonical(document)).hexdigest()


def signed_document(
    ledger: str, decision: str, draft: str, member: str, position: Position
) -> dict[str, Any]:
    """What a member says of a draft, as it is signed.

    Args:
        ledger: the origin of the ledger that it is said in.
        draft: the hash of the draft.
    """
    statement = position.statement
    return {
        "ledger": ledger,
        "decision": decision,
        "draft": draft,
        "member": member,
        "stance": position.stance,
        "except": sorted(position.except_),
        "statement": None if statement is None else dict(statement),
    }


def signed_bytes(ledger: str, decision: str, draft: str, member: str, position: Position) -> bytes:
    """The very bytes that are signed."""
    return POSITION + canonical(signed_document(ledger, decision, draft, member, position))


def member_key_text(ledger: str, member: str, key: str) -> str:
    """The text of the note by which a member is given a key (c2sp.org/signed-note): what it is, the
    ledger's origin, the member and the vkey, a line each.

    The note bears the signature of that key, and of the one that it takes the place of.
    """
    return f"{MEMBER_KEY}\n{ledger}\n{member}\n{key}\n"
