"""What is read by its bytes alone is what its model would have read; whatever else is written is not
read so."""

import pytest
from pydantic_core import from_json

from ledger.changes import ChangeForm
from ledger.events import ChangeDrafted, ChangeEnacted, Event, PositionTaken
from ledger.ledger import Ledger
from ledger.plan import ItemJson, Pieces, Terms, pieces_of
from ledger.reading import Reader
from ledger.store import EntryRow, LogDamaged, read_event
from tests.builders import the_charter
from tests.generator import generate, record_all


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    made = Ledger.create(tmp_path_factory.mktemp("reading") / "ledger.db", the_charter())
    record_all(made, generate(300, plan_size=30))
    return made


@pytest.fixture(scope="module")
def rows(ledger: Ledger) -> list[EntryRow]:
    return list(ledger.recorder.rows())


def of(rows: list[EntryRow], kind: type[Event]) -> list[bytes]:
    return [row[4] for row in rows if row[3] == kind.topic]


def test_positions_read_by_their_bytes_are_those_that_were_taken(rows):
    reader = Reader()
    for state in of(rows, PositionTaken):
        event = PositionTaken.model_validate_json(state)
        assert reader.position(state) == (event.decision, event.member, event.position)


def test_drafts_read_by_their_bytes_are_those_that_were_made(rows):
    reader = Reader()
    for state in of(rows, ChangeDrafted):
        event, found = ChangeDrafted.model_validate_json(state), reader.draft(state)
        assert found is not None
        assert (found.decision, found.change) == (event.decision, event.change.change)
        form = ChangeForm.of(found.change)
        assert form == event.change
        assert form.document() == event.change.document()
        assert state.endswith(b',"change":%b}' % found.words)


HEAD = b'{"recorded_at":"2026-01-02T03:04:05.000006Z","recorded_by":"local","nonce":"%b",' % (
    b"0" * 32
)
SAID = HEAD + b'"decision":"d1","member":"CA","position":{"stance":"agree"}}'
DRAFTED = HEAD + b'"decision":"d1","number":1,"change":{"start":{"item":"a1"}}}'

OTHERWISE = [
    (b"2026-01-02", b"2026-02-30"),
    (b"2026-01-02", b"0000-01-02"),
    (b"T03:", b"T24:"),
    (b":05.", b":60."),
    (b"Z", b""),
    (b"Z", b"+01:00"),
    (b"local", b"lo\\u0063al"),
    (b"local", b"lo\ncal"),
    (b"local", b"lo\xffcal"),
    (b"local", "presidéncia".encode()),
    (b'"local"', b"1"),
    (b"000", b"00A"),
    (b"000", b"00"),
    (b"d1", b"D1"),
    (b"d1", b""),
    (b"d1", b"d" * 65),
    (b"d1", b"-d1"),
    (b'"d1"', b"1"),
    (b"CA", b"ca"),
    (b"CA", b"C"),
    (b"agree", b"agreed"),
    (b'"agree"', b"null"),
    (b'"stance"', b'"stance":"object","stance"'),
    (b'{"stance"', b'{"why":1,"stance"'),
    (b"}}", b'},"position":{"stance":"object"}}'),
    (b"}}", b'},"decision":"d2"}'),
    (b"}}", b'},"member":"US"}'),
    (b"}}", b'},"extra":1}'),
    (b"}}", b"}"),
    (b"}}", b"}} "),
    (b"}}", b"}}}"),
    (b"{", b" {"),
    (b'":', b'": '),
    (b'"number":1', b'"number":-1'),
    (b'"number":1', b'"number":01'),
    (b'"number":1', b'"number":1.5'),
    (b'"number":1', b'"number":"1"'),
    (b'"number":1', b'"number":1,"number":2'),
    (b'"start"', b'"begin"'),
    (b'"a1"', b'"A1"'),
    (b'"a1"', b"null"),
    (b'"a1"', b'"a1","by":"x"'),
    (b'{"item":"a1"}}', b'{"item":"a1"},"move":{"item":"a1","parent":null}}'),
    (b'{"start":{"item":"a1"}}', b"{}"),
    (b'{"start":{"item":"a1"}}', b'{"start":null}'),
    (b'{"start":{"item":"a1"}}', b"[]"),
    (b"}}}", b'}},"change":{"start":{"item":"a2"}}}'),
    (b"}}}", b'}},"authority":{}}'),
]


@pytest.mark.parametrize("plain", [SAID, DRAFTED], ids=["position", "draft"])
@pytest.mark.parametrize(("found", "other"), OTHERWISE, ids=repr)
def test_what_is_read_by_its_bytes_is_never_more_than_its_model_reads(plain, found, other):
    state = plain.replace(found, other, 1)
    if found.startswith(b"}"):
        state = plain[: -len(found)] + other
    reader = Reader()
    assert reader.position(SAID)
    assert reader.draft(DRAFTED)
    read = reader.position(state) if plain is SAID else reader.draft(state)
    if read is None or state == plain:
        return
    topic = "position-taken/1" if plain is SAID else "change-drafted/1"
    event = read_event(topic, state, 1)
    assert event.decision == read.decision
    assert (event.member if plain is SAID else "") == getattr(read, "member", "")
    if plain is SAID:
        assert event.position == read.position
    else:
        assert event.change.change == read.change


def test_what_is_no_event_is_not_read_by_its_bytes():
    reader, refused = Reader(), 0
    for plain, topic in ((SAID, "position-taken/1"), (DRAFTED, "change-drafted/1")):
        for found, other in OTHERWISE:
            state = plain.replace(found, other, 1)
            try:
                read_event(topic, state, 1)
            except LogDamaged:
                refused += 1
                assert (reader.position if plain is SAID else reader.draft)(state) is None, state
    assert refused > 50


def test_an_event_says_what_it_says_and_nothing_else(rows):
    reader = Reader()
    (state, *_) = of(rows, ChangeEnacted)
    body = state[state.index(b'"change"') :]
    assert reader.says(state, body)
    assert not reader.says(state, body.replace(b"approve", b"Approve"))
    assert not reader.says(state[:-1], body)
    assert not reader.says(state + b" ", body)
    assert not reader.says(state.replace(b'"nonce":"', b'"nonce":"0'), body)
    day = state[len(b'{"recorded_at":"') :][:10]
    assert not reader.says(state.replace(day, b"2026-02-30", 1), body)


def test_an_item_is_written_from_its_pieces_as_its_model_would_write_it(ledger):
    stored = ledger.recorder.read("SELECT state FROM heads")
    assert len(stored) > 30
    for (state,) in map(tuple, stored):
        item = ItemJson.validate_json(state)
        assert item.json == state == ItemJson.dump_json(item)


def test_an_item_is_told_apart_into_the_pieces_that_it_is_written_from(ledger):
    (state,) = ledger.recorder.read("SELECT state FROM heads LIMIT 1")[0]
    says_all = {"en": ','.join(f'"{name}":' for name in Pieces._fields), "es": '\\","status":"\\'}
    terms = Terms(title=says_all, action=says_all, lead=("TS",))
    items = [ItemJson.validate_json(state).but(terms=terms)]
    items += [ItemJson.validate_json(state) for (state,) in ledger.recorder.read("SELECT state FROM heads")]
    for item in items:
        read = ItemJson.dump_python(item, mode="json")
        assert {name: from_json(piece) for name, piece in pieces_of(item.json)._asdict().items()} == read


def test_an_authority_is_written_from_its_pieces_as_its_event_has_it(rows):
    for state in of(rows, ChangeEnacted):
        event = ChangeEnacted.model_validate_json(state)
        assert b'"authority":' + event.authority.json in state


def test_an_instant_of_whole_seconds_is_read_too():
    assert Reader().position(SAID.replace(b".000006", b""))
