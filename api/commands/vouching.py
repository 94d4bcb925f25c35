"""What others vouch for, as `verify` counts it: `--witnesses`, `--witness-keys`, `--timestamp-ca`."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from api.files import bytes_of
from api.session import Session, WrongUse
from ledger.problems import Problem, Unreadable
from ledger.timestamps import documents, read_authorities
from ledger.vouching import Vouching
from ledger.witness_policy import WitnessPolicy, cosigned_by, read_witness_keys, witnesses_missing

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

    from ledger.ledger import Ledger
    from ledger.notes import Note, Verifier

MOST_BYTES = 1 << 20


@dataclass(frozen=True)
class Wanted:
    """What whoever verifies wants others to vouch for, and whom they believe.

    Attributes:
        keys: of witnesses; None: those that the ledger asks.
        authorities: None: those that the ledger keeps.
    """

    witnesses: int
    keys: "tuple[Verifier, ...] | None"
    authorities: "list[Certificate] | None"


def wanted(session: Session, witnesses: int, keys: str | None, ca: str | None) -> Wanted:
    """What was asked for, from the options and the files that they name."""
    believed, authorities = None, None
    if keys is not None:
        try:
            found = read_witness_keys(bytes_of(session, keys, MOST_BYTES))
        except Unreadable as error:
            raise WrongUse("not-witness-keys", file=keys, why=session.t.why(error.why)) from None
        believed = tuple(each.key for each in found)
    if ca is not None:
        authorities = authorities_of(session, ca)
    return Wanted(witnesses, believed, authorities)


def authorities_of(session: Session, file: str) -> "list[Certificate]":
    try:
        return read_authorities(bytes_of(session, file, MOST_BYTES))
    except Unreadable as error:
        raise WrongUse("not-authorities", file=file, why=session.t.why(error.why)) from None


def _policy(session: Session, needed: int, keys: "tuple[Verifier, ...]") -> WitnessPolicy:
    try:
        return WitnessPolicy(needed, keys)
    except Unreadable as error:
        raise WrongUse("no-such-policy", why=session.t.why(error.why)) from None


def policy_of_others(session: Session, asked: Wanted) -> WitnessPolicy:
    """The policy for what came from others: whose cosignatures count is not theirs to say."""
    if asked.keys is None and asked.witnesses:
        raise WrongUse("whose-cosignatures")
    return _policy(session, asked.witnesses, asked.keys or ())


def vouched_for_ledger(
    session: Session, ledger: "Ledger", asked: Wanted, size: int | None, document: dict[str, Any]
) -> None:
    """Put into what was verified of a ledger what others vouch for, and what is missing.

    Args:
        size: of the seal that was brought, if one was.
    """
    vouching = Vouching(
        ledger.place.beside, keys=asked.keys, authorities=asked.authorities
    )
    policy = _policy(session, asked.witnesses, vouching.keys)
    if asked.witnesses and asked.keys is None:
        session.note("own-witnesses")
    try:
        seals = [(seal.size, seal.note) for seal in ledger.seals()]
    except (Problem, ValueError):
        seals = []  # a seal that is none was found already
    notes = dict(seals)
    for each in document["seals"]:
        each["cosigned_by"], each["timestamps"] = [], []
        if each["size"] in notes:
            vouched = vouching.of(each["size"], notes[each["size"]])
            each["cosigned_by"] = list(vouched.cosigned_by)
            each["timestamps"] = documents(vouched.timestamp)
    found = list(vouching.objections(seals, policy, size))
    document["witnesses"] = asked.witnesses
    document["violations"] += session.violations(found)
    document["authentic"] = document["authentic"] and not found


def vouched_for_note(
    session: Session, note: "Note", size: int, asked: Wanted, document: dict[str, Any]
) -> None:
    """The same of a seal that stands alone, as under a proof."""
    policy = policy_of_others(session, asked)
    missing = witnesses_missing(note, size, policy, f"seal {size}")
    document["witnesses"] = asked.witnesses
    if missing is None:
        document["seal"]["cosigned_by"] = list(cosigned_by(note, policy.keys))
    else:
        document["seal"]["cosigned_by"] = []
        document["violations"] += session.violations([missing])
        document["authentic"] = False
