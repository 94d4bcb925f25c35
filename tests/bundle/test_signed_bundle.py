"""A bundle with signed positions: `verify` and check.py say the same of each of them."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ledger.importing import import_register
from ledger.ledger import Ledger
from tests.builders import a_decision, a_ledger, a_meeting, all_agree, approve, redefine
from tests.bundle.bundles import Members, exported, members_of
from tests.bundle.test_bundle import both, codes
from tests.keys import Delegation
from tests.ledger.forging import Forger
from tests.ledger.test_signed_positions import exported as as_register

BOTH = {"en": "In these words.", "es": "Con estas palabras."}


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    """A ledger in which members signed with a first key, with one that took its place, and with one
    given after another was lost."""
    canada, mexico, honduras = Delegation("CA"), Delegation("MX"), Delegation("HN", "hn.example")
    with closing(a_ledger(tmp_path)) as ledger:
        ledger.convene(a_meeting(id="rcm-12"))
        members = ledger.charter.members_on(a_meeting().opens_on)
        ledger.record(a_decision("rcm-12-d1"), [approve("a1")], all_agree()(members))
        ledger.table(
            a_decision("rcm-12-d2", text=BOTH), [redefine("a1"), redefine("a1", form="study")]
        )
        ledger.take_position("rcm-12-d2", all_agree(CA="silent", MX="silent", HN="silent")(members))
        canada.is_given(ledger).takes(ledger, "rcm-12-d2", statement=BOTH, **{"except": []})
        canada.another().is_given(ledger, canada)
        honduras.is_given(ledger)
        ledger.withdraw_key("HN", BOTH)
        honduras.another().is_given(ledger).takes(ledger, "rcm-12-d2")
        mexico.is_given(ledger).takes(ledger, "rcm-12-d2", "reserve", statement={"en": "“No”"})
        mexico.takes(ledger, "rcm-12-d2")
        ledger.correct("decision", "rcm-12-d2", "positions.CA.statement.en", "Reworded.", BOTH)
        ledger.adopt("rcm-12-d2")
    return tmp_path / "ledger.db"


def sealed_bundle(path: Path) -> Members:
    """What whoever has the ledger's key hands out: sealed, every hash in order."""
    with closing(Ledger(path)) as ledger:
        ledger.seal()
        return members_of(exported(ledger, path.with_suffix(".zip")))


def test_signed_positions_are_authentic_in_a_bundle(tmp_path: Path, signed: Path) -> None:
    assert both(tmp_path / "x", sealed_bundle(signed)).proven


def test_they_are_authentic_in_the_bundle_of_a_ledger_that_they_were_imported_into(
    tmp_path: Path, signed: Path
) -> None:
    with closing(Ledger(signed)) as ledger:
        register = as_register(ledger, tmp_path / "register.yaml")
    assert import_register(tmp_path / "again.db", [register]).lawful
    assert both(tmp_path / "x", sealed_bundle(tmp_path / "again.db")).proven


def _position(forger: Forger, member: str, **altered: Any) -> None:
    row = forger.find("position-taken", lambda state: state["member"] == member)
    forger.rewrite(row, position={**row.state["position"], **altered})


def _again(forger: Forger, member: str) -> None:
    """A lost key's note, recorded a second time."""
    given = [r for r in forger.rows() if r.topic == "member-key-given/1"]
    first = next(r for r in given if r.state["member"] == member)
    forger.append("member-key-withdrawn", first.stream, {
        **{k: v for k, v in first.state.items() if k != "note"},
        "key": [r for r in given if r.state["member"] == member][-1].state["key"], "reason": BOTH,
    })  # fmt: skip
    forger.append("member-key-given", first.stream, first.state)


def _text(forger: Forger) -> None:
    row = forger.find("decision-tabled", lambda state: state["decision"] == "rcm-12-d2")
    forger.rewrite(row, fields={**row.state["fields"], "text": {**BOTH, "en": "Other words."}})


def _from_elsewhere(forger: Forger) -> None:
    """What Canada signed for another ledger, with the key that it gave this one."""
    row = forger.find("position-taken", lambda state: state["member"] == "CA")
    other = f"rcm-ledger/{'0f' * 16}"
    signature = {**row.state["position"]["signature"], "ledger": other}
    forger.rewrite(row, position={**row.state["position"], "signature": signature})


def _withdrawn(forger: Forger) -> None:
    row = forger.find("member-key-withdrawn")
    forger.rewrite(row, key=Delegation("MX").key)


FORGERIES: dict[str, Callable[[Forger], None]] = {
    "another stance": lambda forger: _position(forger, "MX", stance="abstain"),
    "another exception": lambda forger: _position(forger, "MX", **{"except": ["a1"]}),
    "another statement": lambda forger: _position(forger, "CA", statement={"en": "Reworded."}),
    "another text": _text,
    "an old key once more": lambda forger: _again(forger, "HN"),
    "another ledger": _from_elsewhere,
    "a key withdrawn that is not in force": _withdrawn,
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_who_has_the_database_and_the_ledger_s_key_cannot_speak_for_a_delegation(
    tmp_path: Path, signed: Path, forgery: str
) -> None:
    """The insider's story once more: everything is rewritten and sealed anew; the delegation's own
    key is what is missing."""
    with Forger(signed) as forger:
        FORGERIES[forgery](forger)
    assert "position-signature" in codes(both(tmp_path / "x", sealed_bundle(signed)))


def test_a_key_that_a_ledger_has_of_its_own_signs_nothing_for_another(
    tmp_path: Path, signed: Path
) -> None:
    """A thief of a lost key signs "for another ledger", and an insider records it."""
    lost = Delegation("HN", "hn.example")
    with closing(a_ledger(tmp_path, name="other.db")) as other:
        other.convene(a_meeting(id="rcm-12"))
        other.table(
            a_decision("rcm-12-d2", text=BOTH), [redefine("a1"), redefine("a1", form="study")]
        )
        theirs = lost.signs(other, "rcm-12-d2", "object").model_dump(
            mode="json", exclude_unset=True
        )
    with Forger(signed) as forger:
        row = forger.find("position-taken", lambda state: state["member"] == "HN")
        forger.rewrite(row, position=theirs)
    assert "position-signature" in codes(both(tmp_path / "x", sealed_bundle(signed)))
