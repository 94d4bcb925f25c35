"""What every event looks like on disk, for ever: `tests/data/events`, one file for each topic.

A golden file is what a ledger of today holds. A change of one of them means that older ledgers
would have to be read through an `upcast`: it is made on purpose, by `pytest --rewrite-golden`.
"""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from ledger.changes import KINDS
from ledger.charter import Charter
from ledger.events import TOPICS, ChangeEnacted, Event, MeetingClosed
from ledger.leaves import MOST_BYTES, leaf
from ledger.problems import Problem
from ledger.store import EventMapper, Fact, LogDamaged

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "events"
COMMON = {"recorded_at": "2026-01-01T12:00:00Z", "recorded_by": "local", "nonce": "0f" * 16}
BOTH = {"en": "In English", "es": "En español"}
AUTHORITY = {
    "reference": "rcm-12-d3#2",
    "decision": "rcm-12-d3",
    "meeting": "rcm-12",
    "body": "rcm",
    "adopted_on": "2007-05-10",
    "agreed_by": ["BZ", "CA"],
}
SOURCE = {
    "title": BOTH,
    "page": "p. 3",
    "url": "https://example.org/a.pdf",
    "sha256": "ab" * 32,
}
MEETING = {
    "id": "rcm-12",
    "body": "rcm",
    "number": 12,
    "title": BOTH,
    "opens_on": "2007-05-09",
    "closes_on": "2007-05-10",
    "place": "Nueva Orleáns",
    "host": "US",
    "presidency": "US",
    "present": ["BZ", "US"],
    "source": SOURCE,
}
DECISION = {
    "id": "rcm-12-d3",
    "meeting": "rcm-12",
    "number": "3",
    "text": BOTH,
    "adopted_on": "2007-05-12",
    "procedure": "written",
    "recommended_by": ["mx-1"],
    "source": "The signed minutes",
}
TERMS = {
    "title": BOTH,
    "action": BOTH,
    "lead": ["MX", "TS", "IOM", "lon-cp"],
    "timeline": {"every": 12, "at_most": 36},
    "form": "workshop",
}
POSITION = {
    "stance": "reserve",
    "except": ["a1", "a2"],
    "statement": BOTH,
    "on": "2007-05-11",
    "basis": "own-account",
}
MEMBER_KEY = "ca.example/minister+9b84d651+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SIGNED_POSITION = {
    "stance": "agree",
    "basis": "signed",
    "signature": {"ledger": f"rcm-ledger/{'ab' * 16}", "key": MEMBER_KEY, "value": f"{'A' * 86}=="},
}
KEY_NOTE = (
    f"rcm-ledger member-key/v1\nrcm-ledger/{'ab' * 16}\nCA\n{MEMBER_KEY}\n\n"
    f"— ca.example/minister {'A' * 91}=\n"
)
PLACEMENT = {
    "section": "mpm",
    "workplan": "lon-cp",
    "role": "sub-item",
    "form": "standing-agenda-item",
    "agenda": "rcgm",
}
CHANGES: dict[str, list[dict[str, Any]]] = {
    "approve": [
        {"item": "a1", "parent": "mpm", "replaces": ["a0"], "terms": TERMS},
        {
            "item": "mpm",
            "kind": "section",
            "parent": None,
            "role": "line-of-action",
            "steward": "rcgm",
            "terms": {"title": BOTH},
        },
    ],
    "redefine": [
        {"item": "a1", "terms": {"title": {"es": None}, "timeline": {"by": "2008-06-30"}}},
        {"item": "a1", "terms": {"timeline": {"from": "2008-01-01", "to": "2008-06-30"}}},
        {"item": "a1", "terms": {"timeline": {"standing": "rcgm"}, "form": None, "lead": None}},
        {"item": "a1", "terms": {"timeline": "open", "action": None}},
        {"item": "mpm", "role": "pillar", "steward": None},
    ],
    "move": [{"item": "a1", "parent": None}],
    "discontinue": [{"item": "a1", "reason": BOTH}],
    "translate": [{"item": "a1", "terms": {"title": {"es": "Uno"}, "action": {"es": None}}}],
    "start": [{"item": "a1"}],
    "record-occurrence": [{"item": "a1", "on": "2006-11-15", "note": BOTH}],
    "complete": [{"item": "a1", "outcome": BOTH}],
    "reinstate": [{"item": "a1"}],
    "rectify": [
        {"item": "a1", "voids": "rcm-11-d1#2", "reason": BOTH},
        {
            "item": "a1",
            "voids": "rcm-11-d1#2",
            "reason": BOTH,
            "instead": {"change": {"start": {"item": "a1"}}, "under": "rcm-8-d7"},
        },
    ],
    "admit-member": [{"member": "AR", "since": "2010-01-01", "name": BOTH}],
    "withdraw-member": [{"member": "AR", "until": "2012-01-01"}],
    "amend-charter": [
        {
            "title": {"es": None},
            "languages": ["en"],
            "root": "rcgm",
            "bodies": {"lon-cp": {"name": BOTH, "level": "group", "reports_to": "rcm"}},
            "members": {"BZ": {"name": BOTH}},
            "observers": {"IOM": None, "UN": {"name": BOTH}},
            "rules": {"start": {"by": "approving", "agreement": "majority"}, "move": None},
        }
    ],
}
CHARTER = {
    "charter": "small",
    "title": BOTH,
    "languages": ["en", "es"],
    "root": "rcm",
    "bodies": {
        "rcm": {"name": BOTH, "level": "vice-ministerial", "adopts": BOTH},
        "rcgm": {"name": BOTH, "level": "technical", "adopts": BOTH, "reports_to": "rcm"},
    },
    "members": {
        "MX": {
            "since": "1996-03-13",
            "until": "2030-01-01",
            "name": BOTH,
            "earlier": [{"since": "1990-01-01", "until": "1995-01-01"}],
        }
    },
    "observers": {"IOM": {"name": BOTH}},
    "rules": {"start": {"by": "steward", "agreement": "two-thirds"}},
}
DRAFTED = [{kind: content} for kind in KINDS for content in CHANGES[kind]]
OUTCOMES = [{"adopted": ["rcm-12-d3"]}, {"declined": BOTH}, {"withdrawn": BOTH}]
ORIGIN = "rcm-ledger/" + "ab" * 16
KEY = f"{ORIGIN}+05b2241b+ARfDH8F39gWbdcX+HXLdQrUJjP9Oxvh0JVTKkjqXEVaR"
SIGNED = f"— {ORIGIN} " + "A" * 92 + "\n"
EXAMPLES: dict[str, list[dict[str, Any]]] = {
    "charter-given/1": [{"ledger": "ab" * 16, "key": KEY, "charter": CHARTER}],
    "meeting-convened/1": [{"meeting": MEETING}],
    "meeting-closed/1": [
        {"meeting": "rcm-12", "on": "2007-05-11"},
        {"meeting": "rcm-12", "on": "2007-05-11", "unsettled": BOTH},
    ],
    "docket-cleared/1": [
        {"meeting": "rcm-12", "clearing": {"taken": ["a1", "mx-1"], "left_out": {"a2": BOTH}}},
    ],
    "decision-tabled/1": [{"decision": "rcm-12-d3", "fields": DECISION}],
    "decision-redrafted/1": [{"decision": "rcm-12-d3", "fields": DECISION}],
    "change-drafted/1": [
        {"decision": "rcm-12-d3", "number": n, "change": change}
        for n, change in enumerate(DRAFTED, start=1)
    ],
    "position-taken/1": [
        {"decision": "rcm-12-d3", "member": "CA", "position": POSITION},
        {"decision": "rcm-12-d3", "member": "MX", "position": {}},
        {"decision": "rcm-12-d3", "member": "US", "position": SIGNED_POSITION},
    ],
    "decision-submitted/1": [{"decision": "rcm-12-d3"}],
    "position-contested/1": [{"decision": "rcm-12-d3", "member": "CA", "reason": BOTH}],
    "contest-withdrawn/1": [
        {"decision": "rcm-12-d3", "member": "CA"},
        {"decision": "rcm-12-d3", "member": "CA", "reason": BOTH},
    ],
    "confirmation-refused/1": [
        {
            "decision": "rcm-12-d3",
            "violations": [
                {
                    "code": "agreement-missing",
                    "reference": "rcm-12-d3#2",
                    "item": "a1",
                    "members": ["BZ", "CA"],
                    "conflicts": ["rcm-11-d1#2"],
                    "message": BOTH,
                },
                {"code": "not-a-member", "reference": "rcm-12-d3", "message": BOTH},
            ],
        },
        {
            "decision": "rcm-12-d3",
            "violations": [{"code": "objection", "reference": "rcm-12-d3#1", "message": BOTH}],
            "left_out": 7,
        },
    ],
    "decision-adopted/1": [
        {
            "decision": "rcm-12-d3",
            "meeting": "rcm-12",
            "body": "rcm",
            "adopted_on": "2007-05-12",
            "changes": 2,
        },
        {
            "decision": "rcm-12-d3",
            "meeting": "rcm-12",
            "body": "rcm",
            "adopted_on": "2007-05-12",
            "changes": 2,
            "submitted_by": "0123456789abcdef@TS",
        },
    ],
    "service-begun/1": [{}],
    "decision-declined/1": [{"decision": "rcm-12-d3"}, {"decision": "rcm-12-d3", "reason": BOTH}],
    "decision-withdrawn/1": [{"decision": "rcm-12-d3"}, {"decision": "rcm-12-d3", "reason": BOTH}],
    "change-enacted/1": [
        {"change": change, "authority": AUTHORITY}
        | ({"stands_by": AUTHORITY} if "instead" in change.get("rectify", {}) else {})
        for change in DRAFTED
    ],
    "source-kept/1": [{"sha256": "ab" * 32, "size": 1234}],
    "seal-made/1": [
        {"checkpoint": f"{ORIGIN}\n2\n{'A' * 43}=\n\n{SIGNED}"},
        {"checkpoint": f"{ORIGIN}\n4\n{'A' * 43}=\n\n{SIGNED}", "meeting": "rcm-12"},
    ],
    "key-rotated/1": [
        {"key": KEY, "note": f"rcm-ledger key rotation\n{ORIGIN}\n6\n{KEY}\n\n{SIGNED}{SIGNED}"}
    ],
    "record-corrected/1": [
        {
            "kind": "meeting",
            "id": "rcm-12",
            "path": "title.es",
            "before": "La reunion",
            "after": "La reunión",
            "reason": BOTH,
        },
        {
            "kind": "decision",
            "id": "rcm-12-d3",
            "path": "source",
            "before": None,
            "after": SOURCE,
            "reason": BOTH,
        },
    ],
    "proposal-submitted/1": [
        {
            "proposal": "mx-1",
            "fields": {
                "id": "mx-1",
                "by": "MX",
                "submitted_to": "rcgm-2007-1",
                "text": BOTH,
                "placements": [PLACEMENT],
                "changes": [{"start": {"item": "a1"}}],
                "source": "A note",
            },
        }
    ],
    "comment-made/1": [
        {
            "proposal": "mx-1",
            "comment": {"by": "CA", "on": "2007-04-25", "text": BOTH, "placements": [PLACEMENT]},
        }
    ],
    "proposal-referred/1": [
        {
            "proposal": "mx-1",
            "referral": {"from": "lon-cp", "to": "rcgm", "at": "lon-cp-2007-2"},
        }
    ],
    "proposal-settled/1": [{"proposal": "mx-1", "outcome": outcome} for outcome in OUTCOMES],
    "member-key-given/1": [{"member": "CA", "key": MEMBER_KEY, "note": KEY_NOTE}],
    "member-key-withdrawn/1": [{"member": "CA", "key": MEMBER_KEY, "reason": BOTH}],
    "progress-reported/1": [
        {
            "report": {
                "item": "a1",
                "by": "IOM",
                "on": "2007-03-01",
                "says": "completed",
                "text": BOTH,
                "source": "A letter",
            }
        }
    ],
}


def events_of(topic: str) -> list[Event]:
    return [TOPICS[topic].model_validate({**COMMON, **fields}) for fields in EXAMPLES[topic]]


def stored(event: Event) -> Any:
    return EventMapper().to_stored_event(Fact(event.stream, 1, event))


def file_of(topic: str) -> Path:
    return GOLDEN / f"{topic.replace('/', '-')}.json"


def as_golden(topic: str) -> str:
    examples = [
        {"stream": s.originator_id, "topic": s.topic, "state": json.loads(s.state)}
        for s in map(stored, events_of(topic))
    ]
    return json.dumps(examples, ensure_ascii=False, indent=1) + "\n"


def golden(topic: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(file_of(topic).read_text(encoding="utf-8"))
    return found


def state_bytes(state: Any) -> bytes:
    return json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.fixture(scope="module", autouse=True)
def rewritten(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--rewrite-golden"):
        GOLDEN.mkdir(parents=True, exist_ok=True)
        for path in GOLDEN.glob("*.json"):
            path.unlink()
        for topic in EXAMPLES:
            file_of(topic).write_text(as_golden(topic), encoding="utf-8")


def test_every_topic_has_its_golden_file_and_there_is_no_other():
    assert set(EXAMPLES) == set(TOPICS)
    assert {path.name for path in GOLDEN.iterdir()} == {file_of(topic).name for topic in TOPICS}


def test_every_kind_of_change_is_among_them():
    kinds = {next(iter(example["change"])) for example in EXAMPLES["change-enacted/1"]}
    assert kinds == set(KINDS)


@pytest.mark.parametrize("topic", EXAMPLES)
def test_what_is_written_today_is_what_was_written_then(topic):
    assert as_golden(topic) == file_of(topic).read_text(encoding="utf-8")


@pytest.mark.parametrize("topic", EXAMPLES)
def test_what_was_written_then_is_read_today_and_written_the_same(topic):
    mapper = EventMapper()
    for n, example in enumerate(golden(topic), start=1):
        state = state_bytes(example["state"])
        event = TOPICS[example["topic"]].model_validate_json(state)
        assert event.stream == example["stream"]
        fact = Fact(event.stream, n, event)
        again = mapper.to_stored_event(fact)
        assert again.state == state
        assert (again.topic, again.originator_version) == (example["topic"], n)
        assert mapper.to_domain_event(again) == fact


def test_every_field_of_every_event_is_in_its_golden_file():
    """A field that no example has would change on disk, and nobody see it."""
    for topic, kind in TOPICS.items():
        examples = [example["state"] for example in golden(topic)]
        missing = set(kind.model_fields) - set().union(*examples)
        assert not missing, (topic, missing)


@pytest.mark.parametrize("topic", EXAMPLES)
def test_an_unknown_field_is_damage_and_is_named(topic):
    assert_damaged(topic, lambda state: {**state, "surprise": 1}, "surprise")


@pytest.mark.parametrize("topic", EXAMPLES)
def test_a_missing_field_is_damage_and_is_named(topic):
    assert_damaged(topic, lambda state: {k: v for k, v in state.items() if k != "nonce"}, "nonce")


@pytest.mark.parametrize("topic", EXAMPLES)
def test_a_value_of_another_type_is_damage_and_is_named(topic):
    for name in EXAMPLES[topic][0].keys() - {"before", "after"}:  # these are any JSON value
        assert_damaged(topic, lambda state, name=name: {**state, name: [[]]}, name)


def test_an_unknown_field_within_an_authority_is_damage():
    def forged(state: Any) -> Any:
        return {**state, "authority": {**state["authority"], "surprise": 1}}

    assert_damaged("change-enacted/1", forged, "surprise")


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"[]", b'"x"', b"\xff\xfe", b"{}"])
def test_what_is_no_event_is_damage(content):
    event = stored(events_of("decision-submitted/1")[0])
    forged = type(event)(event.originator_id, 1, event.topic, content)
    with pytest.raises(LogDamaged):
        EventMapper().to_domain_event(forged)


def test_an_unknown_topic_is_damage_and_is_named():
    event = stored(events_of("decision-submitted/1")[0])
    forged = type(event)(event.originator_id, 1, "decision-forgotten/1", event.state)
    with pytest.raises(LogDamaged, match="decision-forgotten/1"):
        EventMapper().to_domain_event(forged)


def assert_damaged(topic: str, forged: Any, named: str) -> None:
    event = stored(events_of(topic)[0])
    state = state_bytes(forged(json.loads(event.state)))
    with pytest.raises(LogDamaged, match=named):
        EventMapper().to_domain_event(type(event)(event.originator_id, 1, topic, state))


# --- what no event can say ------------------------------------------------------------------------


def test_a_topic_is_given_once():
    with pytest.raises(TypeError, match="taken by MeetingClosed"):

        class Another(Event, topic="meeting-closed/1"):
            pass

    assert TOPICS["meeting-closed/1"] is MeetingClosed


def test_a_change_without_an_authority_cannot_be_made():
    fields = {**COMMON, "change": {"start": {"item": "a1"}}}
    with pytest.raises(ValidationError, match="authority"):
        ChangeEnacted.model_validate(fields)
    for missing in AUTHORITY:
        authority = {name: value for name, value in AUTHORITY.items() if name != missing}
        with pytest.raises(ValidationError, match=missing):
            ChangeEnacted.model_validate({**fields, "authority": authority})


def test_an_event_is_never_changed():
    event = events_of("meeting-closed/1")[0]
    with pytest.raises(ValidationError, match="frozen"):
        event.on = None


@pytest.mark.parametrize(
    "instant", [datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=timezone(timedelta(hours=-6)))]
)
def test_an_instant_is_recorded_in_utc(instant):
    with pytest.raises(ValidationError, match="UTC"):
        MeetingClosed(
            recorded_at=instant,
            recorded_by="local",
            nonce="0" * 32,
            meeting="rcm-12",
            on="2007-05-11",
        )


def test_an_event_has_128_random_bits_of_its_own(conference):
    conference.decides("rcm", "2007-05-10")
    nonces = [fact.event.nonce for fact in conference.ledger.recorder.facts()]
    assert len(set(nonces)) == len(nonces)
    assert all(len(bytes.fromhex(nonce)) == 16 for nonce in nonces)


def test_an_event_longer_than_its_place_in_the_tree_is_refused():
    """ "None over 65,535 bytes, so that an over-long text is refused at entry": neither more nor
    less than what becomes a leaf."""

    def meeting_of(length: int) -> Event:
        fields = {**MEETING, "place": "x" * length}
        return TOPICS["meeting-convened/1"].model_validate({**COMMON, "meeting": fields})

    def leaf_of(length: int) -> bytes:
        event = stored(meeting_of(length))
        return leaf(event.originator_id, event.originator_version, event.topic, event.state)

    fits = MOST_BYTES - len(leaf_of(1)) + 1
    assert len(leaf_of(fits)) == 65_535
    with pytest.raises(Problem) as refused:
        stored(meeting_of(fits + 1))
    assert refused.value.code == "too-long"
    assert "65,536" in refused.value.message["en"]


def test_a_founding_charter_is_read_back_as_it_was():
    (event,) = events_of("charter-given/1")
    assert event.charter == Charter.model_validate(CHARTER)
    assert event.stream == "charter"
