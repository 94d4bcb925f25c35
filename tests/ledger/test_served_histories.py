"""Whatever people do with a served ledger, in whatever order and by whatever office: a model of a few lines says
who may do what and what comes of it, and in the end `verify` proves the ledger, its views and its export."""

import io
import itertools
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from ledger.export import export_register
from ledger.importing import import_register
from ledger.ledger import Ledger
from ledger.problems import Problem, Refused
from ledger.verify import verify
from projections.verification import expectation
from projections.views import Views
from tests.builders import (
    Conference,
    a_decision,
    a_ledger,
    a_position,
    all_agree,
    approve,
    approve_section,
)
from tests.stores import Store, both_stores

pytestmark = [both_stores, pytest.mark.slow_on_a_server]
BOTH = {"en": "We did not say so.", "es": "No dijimos eso."}
DAY = "2007-05-10"
MEMBERS = ("CA", "MX")
OFFICES = (
    "TS",
    "PPT",
    "coordinator:lon-cp",
    "coordinator:lon-ts",
    "member:CA",
    "member:MX",
    "auditor",
)
ACCOUNTS = (*(f"{n:016x}@{office}" for n, office in enumerate(OFFICES)), f"{0:016x}@PPT", "local")
DECISIONS = ("d1", "d2", "w1")


@dataclass
class Draft:
    """What the model knows of a decision: two members' words matter, the others agree."""

    status: str = "tabled"
    stance: dict[str, str] = field(default_factory=lambda: dict.fromkeys(MEMBERS, "agree"))
    basis: dict[str, str] = field(default_factory=lambda: dict.fromkeys(MEMBERS, "recorded"))
    contested: set[str] = field(default_factory=set)
    submitted_by: str | None = None

    @property
    def is_open(self) -> bool:
        return self.status in ("tabled", "submitted")

    @property
    def is_lawful(self) -> bool:
        return "object" not in self.stance.values()


def office(by: str) -> str:
    return by.partition("@")[2]


class Model:
    """The same acts as the ledger's: each says whether it is done."""

    def __init__(self) -> None:
        self.drafts = {id: Draft() for id in DECISIONS}

    def position(self, by: str, id: str, member: str, stance: str, basis: str) -> bool:
        it = self.drafts[id]
        if not it.is_open or (basis == "own-account" and office(by) != f"member:{member}"):
            return False
        if it.basis[member] == "own-account" and office(by) != f"member:{member}":
            return False
        it.stance[member], it.basis[member] = stance, basis
        if basis == "own-account":
            it.contested.discard(member)
        return True

    def contest(self, by: str, id: str, member: str) -> bool:
        it = self.drafts[id]
        may = office(by) == f"member:{member}" and it.status in ("tabled", "submitted", "adopted")
        if not may or it.basis[member] == "own-account" or member in it.contested:
            return False
        it.contested.add(member)
        return True

    def withdraw_contest(self, by: str, id: str, member: str) -> bool:
        it = self.drafts[id]
        if office(by) != f"member:{member}" or member not in it.contested:
            return False
        it.contested.remove(member)
        return True

    def submit(self, by: str, id: str) -> bool:
        it = self.drafts[id]
        may = by == "local" or office(by) == "TS"
        if not may or it.status != "tabled" or it.contested or not it.is_lawful:
            return False
        it.status, it.submitted_by = "submitted", by
        return True

    def confirm(self, by: str, id: str) -> bool:
        it = self.drafts[id]
        due = "coordinator:lon-cp" if id == "w1" else "PPT"
        if office(by) != due or it.status != "submitted" or it.contested:
            return False
        if by.partition("@")[0] == str(it.submitted_by).partition("@")[0]:
            return False
        it.status = "adopted" if it.is_lawful else "tabled"
        return it.is_lawful

    def redraft(self, by: str, id: str) -> bool:
        if not self.drafts[id].is_open:
            return False
        self.drafts[id] = Draft()
        return True

    def decline(self, by: str, id: str) -> bool:
        it = self.drafts[id]
        if not it.is_open:
            return False
        it.status = "declined"
        return True


def drafted(id: str) -> tuple:
    meeting, parent = ("lon-cp-1", "annex") if id == "w1" else ("rcm-12", None)
    return a_decision(id, meeting, DAY), [approve(f"of-{id}", parent)]


def done(it: Conference, act: str, by: str, id: str, *told: str) -> bool:
    """Whether the ledger does it; what it refuses is recorded nowhere, but for a confirmation."""
    ledger, before, status = it.ledger, it.ledger.head, it.ledger.decision(id).status
    ledger.by = by
    given = {
        "position": lambda: ledger.take_position(id, {told[0]: a_position(told[1], basis=told[2])}),
        "contest": lambda: ledger.contest(id, told[0], BOTH),
        "withdraw_contest": lambda: ledger.withdraw_contest(id, told[0], BOTH),
        "redraft": lambda: ledger.redraft(*drafted(id), all_agree()(it.members_on(DAY))),
    }
    try:
        given.get(act, lambda: getattr(ledger, act)(id))()
    except (Problem, Refused):
        is_recorded = act == "confirm" and ledger.decision(id).status != status
        assert ledger.head == before + is_recorded
        return False
    return True


BY, OF, MEMBER = map(st.sampled_from, (ACCOUNTS, DECISIONS, MEMBERS))
STANCE, BASIS = (
    st.sampled_from(["agree", "abstain", "object"]),
    st.sampled_from(["recorded", "own-account"]),
)
DELEGATION = st.sampled_from([by for by in ACCOUNTS if "@member:" in by])
CONFIRMING = st.sampled_from([by for by in ACCOUNTS if office(by) in ("PPT", "coordinator:lon-cp")])
SECRETARIAT = st.sampled_from([ACCOUNTS[0], "local"])
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("position"), BY, OF, MEMBER, STANCE, BASIS),
        st.tuples(st.just("contest"), DELEGATION, OF, MEMBER),
        st.tuples(st.just("withdraw_contest"), DELEGATION, OF, MEMBER),
        st.tuples(st.just("submit"), SECRETARIAT, OF),
        st.tuples(st.just("confirm"), CONFIRMING, OF),
        st.tuples(st.sampled_from(["contest", "withdraw_contest"]), BY, OF, MEMBER),
        st.tuples(st.sampled_from(["submit", "confirm", "adopt"]), BY, OF),
        st.tuples(st.sampled_from(["redraft", "decline"]), SECRETARIAT, OF),
    ),
    min_size=5,
    max_size=40,
)
COUNT = itertools.count()


@pytest.fixture(scope="module")
def beginning(store: Store, tmp_path_factory: pytest.TempPathFactory):
    """A served ledger with its drafts tabled."""
    ledger = a_ledger(tmp_path_factory.mktemp("beginning"), store=store)
    it = Conference(ledger)
    it.decides("rcm", "2006-05-05", approve_section("annex", steward="lon-cp", role="annex"))
    ledger.seal()
    ledger.begin_service()
    it.meets("rcm", DAY, id="rcm-12")
    it.meets("lon-cp", DAY, id="lon-cp-1")
    for id in DECISIONS:
        ledger.table(*drafted(id), all_agree()(it.members_on(DAY)))
    ledger.settle_in_place()
    ledger.close()
    return ledger.path


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # to shrink a history on a server takes minutes
    suppress_health_check=list(HealthCheck),
)
@given(acts=ACTS)
def test_two_persons_and_a_delegation_s_word_hold_in_every_order(
    store: Store, beginning, tmp_path_factory: pytest.TempPathFactory, acts
):
    folder: Path = tmp_path_factory.mktemp(f"history-{next(COUNT)}")
    path, model = store.copy(beginning, folder), Model()
    with Ledger.open(path) as ledger, closing(Views.open(ledger)):
        it = Conference(ledger)
        for act, by, id, *told in acts:
            due = act != "adopt" and getattr(model, act)(by, id, *told)
            assert done(it, act, by, id, *told) == due, (act, by, id, told)
            state, draft = ledger.decision(id), model.drafts[id]
            assert (state.status, set(state.contests)) == (draft.status, draft.contested)
        adopted = {f"of-{id}" for id, draft in model.drafts.items() if draft.status == "adopted"}
        assert it.plan().keys() == {"annex", *adopted}
        kept = expectation(ledger)
        with closing(kept.views):
            found = verify(ledger, kept)
        assert found.proven, found.violations
        register = io.StringIO()
        export_register(ledger, register)
    (folder / "export.yaml").write_text(register.getvalue(), encoding="utf-8")
    again = store.address(folder, "again.db")
    assert import_register(again, [folder / "export.yaml"]).lawful
    with Ledger.open(again) as ledger:
        for id, draft in model.drafts.items():
            state = ledger.decision(id)
            assert (state.status, set(state.contests)) == (draft.status, draft.contested)
        assert verify(ledger).proven
    store.forget(folder)
