"""A witness cosigns what continues what it saw, and nothing else; and never forgets what it cosigned."""

import json
import threading

import pytest

from ledger import witness_memory
from ledger.add_checkpoint import MOST_BYTES
from ledger.keys import make_key
from ledger.notes import Checkpoint, Note, Signer, Verifier
from ledger.problems import Problem, Unreadable
from ledger.tree import EMPTY_ROOT, consistency_proof
from ledger.witness import Witness
from ledger.witness_memory import MOST_EVIDENCE
from ledger.witness_refusals import REFUSALS, NotCosigned
from tests.witnessing import ORIGIN, Clock, Sealed, base64, entries


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger():
    return Sealed(entries(5))


@pytest.fixture
def witness(tmp_path, clock, ledger):
    """A delegation's witness that trusts the ledger's key, and has seen nothing yet."""
    made = Witness.create(tmp_path / "mexico", "witness.mx", now=clock)
    made.trust(ledger.key.vkey)
    return made


def cosigned(witness, answer: str, seal: str) -> int:
    """The time of the one cosignature that an answer gives to a seal."""
    note = Note.parse(Note.parse(seal).text_with([answer]))
    ((key, time),) = note.signed_by([Verifier.parse(witness.vkey)])
    assert key.name == witness.signer.name
    return time


def refusal(witness, request: bytes) -> NotCosigned:
    before = witness.memory.state.read_bytes()
    with pytest.raises(NotCosigned) as refused:
        witness.add_checkpoint(request)
    assert witness.memory.state.read_bytes() == before
    return refused.value


def size(witness) -> int:
    last = witness.watched()[ORIGIN].checkpoint
    return 0 if last is None else last.size


# --- an honest ledger -----------------------------------------------------------------------------


def test_a_witness_cosigns_seal_after_seal_of_a_ledger_that_only_grows(witness, ledger, clock):
    seen = 0
    for n in range(1, 40):
        ledger.record(f"entry {5 + n}")
        answer = witness.add_checkpoint(ledger.request(seen))
        assert cosigned(witness, answer, ledger.seal()) == int(clock().timestamp())
        seen = ledger.size
        clock.pass_by(days=1)
    assert size(witness) == 44
    assert witness.memory.evidence() == []


def test_every_size_that_a_witness_saw_can_be_continued_by_every_larger_one(tmp_path):
    ledger = Sealed(entries(13))
    for old in range(14):
        witness = Witness.create(tmp_path / f"from {old}", "w")
        witness.trust(ledger.key.vkey)
        if old:
            witness.add_checkpoint(ledger.request(0, old))
        state = witness.memory.state.read_bytes()
        for new in range(max(old, 1), 14):
            witness.memory.state.write_bytes(state)
            witness.add_checkpoint(ledger.request(old, new))
            assert size(witness) == new


def test_what_it_holds_is_the_seal_with_the_ledgers_signature_and_its_own(witness, ledger):
    stranger = Signer("stranger", make_key())
    seal = ledger.seal(keys=[stranger, ledger.key])
    answer = witness.add_checkpoint(ledger.request(0, note=seal))
    latest = witness.watched()[ORIGIN].latest
    assert latest == f"{ledger.seal()}{answer}"


def test_the_same_seal_asked_for_again_is_cosigned_again(witness, ledger, clock):
    witness.add_checkpoint(ledger.request(0))
    clock.pass_by(hours=1)
    again = witness.add_checkpoint(ledger.request(5))
    assert cosigned(witness, again, ledger.seal()) == int(clock().timestamp())
    assert size(witness) == 5


def test_a_clock_that_is_put_back_never_dates_a_larger_tree_before_a_smaller(
    witness, ledger, clock
):
    first = cosigned(witness, witness.add_checkpoint(ledger.request(0)), ledger.seal())
    clock.pass_by(days=-3)
    ledger.record("entry 6")
    assert cosigned(witness, witness.add_checkpoint(ledger.request(5)), ledger.seal()) == first


def test_the_empty_tree_can_be_cosigned_and_continued(witness):
    ledger = Sealed(key=witness_key_holder(witness))
    witness.add_checkpoint(ledger.request(0))
    ledger.record("entry 1")
    witness.add_checkpoint(ledger.request(0))
    assert size(witness) == 1


def witness_key_holder(witness) -> Signer:
    """A ledger's key that the witness trusts."""
    key = Signer(ORIGIN, make_key())
    witness.trust(key.vkey)
    return key


def test_it_remembers_in_another_process_what_it_saw_in_this_one(witness, ledger, clock):
    witness.add_checkpoint(ledger.request(0))
    again = Witness(witness.memory.folder, now=clock)
    assert again.vkey == witness.vkey
    assert size(again) == 5
    assert refusal(again, ledger.request(0)).code == "other-size"


def test_it_watches_several_ledgers_apart(witness, ledger):
    other = Sealed(entries(3), origin="rcm-ledger/another")
    assert refusal(witness, other.request(0)).code == "origin-unknown"
    witness.trust(other.key.vkey)
    witness.add_checkpoint(ledger.request(0))
    witness.add_checkpoint(other.request(0))
    assert [w.checkpoint.size for w in witness.watched().values()] == [5, 3]


def test_a_new_key_of_the_ledger_counts_once_it_is_trusted_and_the_old_still_does(witness, ledger):
    witness.add_checkpoint(ledger.request(0))
    old, ledger.key = ledger.key, Signer(ORIGIN, make_key())
    ledger.record("entry 6")
    assert refusal(witness, ledger.request(5)).code == "not-signed"
    witness.trust(ledger.key.vkey)
    witness.add_checkpoint(ledger.request(5))
    ledger.record("entry 7")
    both = ledger.seal(keys=[old, ledger.key])
    witness.add_checkpoint(ledger.request(6, note=both))
    assert witness.watched()[ORIGIN].latest.startswith(both)


def test_trusting_a_key_twice_is_trusting_it_once(witness, ledger):
    witness.trust(ledger.key.vkey)
    assert len(witness.watched()[ORIGIN].keys) == 1


def test_only_a_ledgers_key_can_be_trusted(witness):
    for wrong in (witness.vkey, "nonsense", ""):
        with pytest.raises(Unreadable):
            witness.trust(wrong)


# --- what is refused, in the standard's order -----------------------------------------------------


def test_every_refusal_says_why_in_both_languages():
    for code, sentences in REFUSALS.items():
        assert len(set(sentences)) == 2
        facts = {"old": 1, "size": 2, "why": ("why", "por qué"), "latest": 3, "origin": "o"}
        message = NotCosigned(code, **facts).message
        assert all(message.values())
        assert "{" not in "".join(message.values())


def test_a_signature_that_fails_spoils_a_note_even_beside_a_good_one(witness, ledger):
    seal = ledger.seal()
    line = seal.splitlines()[-1]
    false = line[:-6] + ("A" if line[-6] != "A" else "B") + line[-5:]
    for note in (seal.replace(line, false), f"{seal}{false}\n", seal.replace(line, f"{false}\n{line}")):
        assert refusal(witness, ledger.request(0, note=note)).code == "not-signed"


def test_a_seal_of_another_key_of_the_same_name_is_not_the_ledgers(witness, ledger):
    thief = Sealed(ledger.entries)
    assert refusal(witness, thief.request(0)).code == "not-signed"


def test_a_witnesses_cosignature_does_not_stand_for_the_ledgers_signature(witness, ledger):
    text = Note.parse(ledger.seal()).text
    note = f"{text}\n{witness.signer.cosign(text, 1)}"
    assert refusal(witness, ledger.request(0, note=note)).code == "not-signed"


def test_an_old_size_above_the_new_is_a_bad_request_before_it_is_a_conflict(witness, ledger):
    witness.add_checkpoint(ledger.request(0))
    assert refusal(witness, ledger.request(5, 3)).code == "old-above-new"
    assert refusal(witness, ledger.request(6, 5)).code == "old-above-new"


def test_another_old_size_is_answered_with_the_one_that_was_cosigned(witness, ledger):
    assert refusal(witness, ledger.request(2)).latest == 0
    witness.add_checkpoint(ledger.request(0, 3))
    for old in (0, 1, 2, 4, 5):
        refused = refusal(witness, ledger.request(old))
        assert (refused.code, refused.latest) == ("other-size", 3)


def test_a_proof_from_nothing_is_empty(witness, ledger):
    refused = refusal(witness, ledger.request(0, proof=(b"\0" * 32,)))
    assert refused.code == "not-consistent"


def test_an_empty_tree_has_one_root_only(witness, ledger):
    text = Checkpoint(ORIGIN, 0, b"\1" * 32).text
    note = f"{text}\n{ledger.key.sign(text)}"
    assert refusal(witness, ledger.request(0, 0, note=note)).code == "not-consistent"
    assert Checkpoint.parse(Note.parse(Sealed().seal()).text).root == EMPTY_ROOT


def test_a_proof_for_the_same_size_is_empty(witness, ledger):
    witness.add_checkpoint(ledger.request(0))
    refused = refusal(witness, ledger.request(5, proof=(b"\0" * 32,)))
    assert refused.code == "not-consistent"


def test_a_broken_proof_of_an_honest_seal_is_refused_and_accuses_nobody(witness, ledger):
    witness.add_checkpoint(ledger.request(0))
    ledger.record("entry 6", "entry 7")
    proof = consistency_proof(ledger.tree, 5, 7)
    broken = [
        *[(*proof[:n], b"\0" * 32, *proof[n + 1 :]) for n in range(len(proof))],
        *[(), tuple(proof[:-1]), tuple(proof[1:]), (*proof, proof[0]), tuple(reversed(proof))],
    ]
    for wrong in broken:
        refused = refusal(witness, ledger.request(5, proof=wrong))
        assert refused.code == "not-consistent"
        assert "REWRITTEN" not in refused.message["en"]
    # The same pair of seals is kept once, whatever the proof.
    assert len(witness.memory.evidence()) == 1
    witness.add_checkpoint(ledger.request(5))


NOT_REQUESTS = {
    "nothing": lambda body: b"",
    "no old line": lambda body: body.split(b"\n", 1)[1],
    "old in capitals": lambda body: body.replace(b"old", b"OLD", 1),
    "a leading zero": lambda body: body.replace(b"old 3", b"old 03", 1),
    "a negative size": lambda body: body.replace(b"old 3", b"old -3", 1),
    "a plus": lambda body: body.replace(b"old 3", b"old +3", 1),
    "two spaces": lambda body: body.replace(b"old 3", b"old  3", 1),
    "a size of twenty digits": lambda body: body.replace(b"old 3", b"old 10000000000000000000", 1),
    "digits of another script": lambda body: body.replace(b"old 3", "old ٣".encode(), 1),
    "no empty line": lambda body: body.replace(b"\n\n", b"\n"),
    "a short hash": lambda body: body.replace(b"\n\n", b"\nAAAA\n\n", 1),
    "no base64": lambda body: body.replace(b"\n\n", b"\n" + b"!" * 44 + b"\n\n", 1),
    "another spelling of a hash": lambda body: body.replace(
        b"\n\n", b"\n" + b"A" * 42 + b"B=\n\n", 1
    ),
    "a space after a hash": lambda body: body.replace(
        b"\n\n", b"\n" + base64(b"\0" * 32).encode() + b" \n\n", 1
    ),
    "64 proof lines": lambda body: body.replace(
        b"\n\n", b"".join([b"\n" + base64(b"\0" * 32).encode()] * 64) + b"\n\n", 1
    ),
    "CR LF": lambda body: body.replace(b"\n", b"\r\n"),
    "no note": lambda body: body.split(b"\n\n")[0] + b"\n\n",
    "no last newline": lambda body: body[:-1],
    "not UTF-8": lambda body: body + b"\xff",
    "a note without a signature": lambda body: body.rpartition(b"\n\n")[0] + b"\n\n",
    "no checkpoint": lambda body: body.replace(b"\n5\n", b"\nfive\n"),
    "a root of 31 bytes": lambda body: body.replace(body.split(b"\n5\n")[1][:4], b"", 1),
    "too much": lambda body: body + b"x" * MOST_BYTES,
}


@pytest.mark.parametrize("what", NOT_REQUESTS)
def test_what_is_no_request_is_refused_before_anything_is_read(witness, ledger, what):
    witness.add_checkpoint(ledger.request(0, 3))
    body = ledger.request(3)
    wrong = NOT_REQUESTS[what](body)
    assert wrong != body
    assert refusal(witness, wrong).code == "not-a-request"
    witness.add_checkpoint(body)


def test_sixty_three_proof_lines_are_a_request(witness, ledger):
    hashes = (b"\0" * 32,) * 63
    assert refusal(witness, ledger.request(0, proof=hashes)).code == "not-consistent"


# --- the insider, and the split view --------------------------------------------------------------


def test_the_insider_with_the_ledgers_key_who_rewrites_an_old_entry_finds_the_witness_refusing(
    witness, ledger
):
    witness.add_checkpoint(ledger.request(0))
    insider = ledger.rewritten(1, "what was never agreed").record("entry 6")
    # His own ledger proves that his new seal continues his rewritten past.
    refused = refusal(witness, insider.request(5))
    assert refused.code == "fork"
    assert "REWRITTEN" in refused.message["en"]
    assert "REESCRITO" in refused.message["es"]
    # An honest next seal of the true ledger is still cosigned.
    ledger.record("entry 6")
    witness.add_checkpoint(ledger.request(5))


def test_a_rewriting_is_refused_wherever_it_is_and_whenever_it_is_sealed_again(tmp_path):
    true = Sealed(entries(9))
    for seen in range(1, 9):
        witness = Witness.create(tmp_path / f"w{seen}", "w")
        witness.trust(true.key.vkey)
        witness.add_checkpoint(true.request(0, seen))
        for at in range(seen):
            insider = true.rewritten(at, "another")
            for size in range(seen, 10):
                code = refusal(witness, insider.request(seen, size)).code
                # Of a whole subtree a proof does not give the root; then the two notes alone accuse
                # nobody, and it is refused all the same.
                whole = seen & (seen - 1) == 0 and size > seen
                assert code == ("not-consistent" if whole else "fork")
        for size in range(1, 10):
            if size < seen:
                assert refusal(witness, true.request(seen, size)).code == "old-above-new"


def test_the_evidence_of_a_fork_is_both_notes_whole_and_is_kept_once(witness, ledger, clock):
    witness.add_checkpoint(ledger.request(0))
    latest = witness.watched()[ORIGIN].latest
    insider = ledger.rewritten(1, "what was never agreed").record("entry 6")
    refused = refusal(witness, insider.request(5))
    clock.pass_by(hours=1)
    assert refusal(witness, insider.request(5)).evidence == refused.evidence
    (file,) = witness.memory.evidence()
    assert file == refused.evidence
    assert str(file) in refused.message["en"]
    kept = file.read_text()
    assert latest in kept
    assert insider.request(5).decode() in kept
    # Anybody can check it who has the ledger's public key.
    for seal in (latest, insider.seal()):
        assert Note.parse(seal).signed_by([Verifier.parse(ledger.key.vkey)])


def test_two_roots_of_one_size_are_kept_as_evidence_whatever_old_size_is_claimed(witness, ledger):
    witness.add_checkpoint(ledger.request(0))
    insider = ledger.rewritten(1, "another")
    for old, code in ((5, "fork"), (3, "other-size"), (0, "other-size")):
        refused = refusal(witness, insider.request(old))
        assert refused.code == code
        assert refused.evidence is not None
    assert len(witness.memory.evidence()) == 1


def test_evidence_cannot_fill_the_disk(witness, ledger, monkeypatch):
    monkeypatch.setattr(witness_memory, "MOST_EVIDENCE", 3)
    witness.add_checkpoint(ledger.request(0))
    for n in range(6):
        assert refusal(witness, ledger.rewritten(1, f"another {n}").request(5)).code == "fork"
    assert len(witness.memory.evidence()) == 3
    assert MOST_EVIDENCE >= 100


def test_a_split_view_shown_to_two_witnesses_is_made_public_by_comparing(tmp_path, ledger, clock):
    """The Secretariat shows Mexico one record and Canada another; each is consistent in itself."""
    mexico = Witness.create(tmp_path / "mexico", "witness.mx", now=clock)
    canada = Witness.create(tmp_path / "canada", "witness.ca", now=clock)
    for witness in (mexico, canada):
        witness.trust(ledger.key.vkey)
    other = ledger.rewritten(4, "what only Canada is shown")
    mexico.add_checkpoint(ledger.request(0))
    canada.add_checkpoint(other.request(0))
    shown_to_canada = canada.watched()[ORIGIN].latest.encode()
    with pytest.raises(NotCosigned) as found:
        mexico.compare(shown_to_canada)
    assert found.value.code == "fork"
    (evidence,) = mexico.memory.evidence()
    kept = evidence.read_text()
    assert ledger.seal() in kept
    assert shown_to_canada.decode() in kept


def test_comparing_what_is_the_same_or_of_another_size_accuses_nobody(witness, ledger):
    assert witness.compare(ledger.seal().encode())[2] is False
    witness.add_checkpoint(ledger.request(0))
    assert witness.compare(ledger.seal().encode())[2] is True
    ledger.record("entry 6")
    assert witness.compare(ledger.seal().encode())[2] is False
    assert witness.memory.evidence() == []


def test_only_a_seal_that_the_ledger_signed_can_accuse_it(witness, ledger):
    witness.add_checkpoint(ledger.request(0))
    for wrong in (b"", Sealed(entries(5, 9)).seal().encode(), ledger.seal().encode()[:-20]):
        with pytest.raises(NotCosigned) as refused:
            witness.compare(wrong)
        assert refused.value.code in ("not-a-request", "not-signed")
    assert witness.memory.evidence() == []


# --- what it remembers ----------------------------------------------------------------------------


def test_a_witness_whose_memory_was_put_back_can_be_led_on_and_its_own_signature_tells(
    witness, ledger
):
    """What no witness can see by itself: its old state was put back, and it is shown another past.
    The cosignature that it gave before is still with the ledger, or with whoever collected it."""
    witness.add_checkpoint(ledger.request(0, 3))
    before = witness.memory.state.read_bytes()
    witness.add_checkpoint(ledger.request(3))
    given = witness.watched()[ORIGIN].latest
    witness.memory.state.write_bytes(before)
    insider = ledger.rewritten(4, "another")
    witness.add_checkpoint(insider.request(3))  # it contains what it remembers
    with pytest.raises(NotCosigned) as found:
        witness.compare(given.encode())
    assert found.value.code == "fork"
    (evidence,) = witness.memory.evidence()
    key = Verifier.parse(witness.vkey)
    signed_twice = [witness.watched()[ORIGIN].latest, given]
    assert all(Note.parse(note).signed_by([key]) for note in signed_twice)
    assert all(note in evidence.read_text() for note in signed_twice)


def test_an_honest_ledger_goes_on_with_a_witness_whose_memory_was_put_back(witness, ledger):
    witness.add_checkpoint(ledger.request(0, 3))
    before = witness.memory.state.read_bytes()
    witness.add_checkpoint(ledger.request(3))
    witness.memory.state.write_bytes(before)
    ledger.record("entry 6")
    refused = refusal(witness, ledger.request(5))
    assert (refused.code, refused.latest) == ("other-size", 3)
    witness.add_checkpoint(ledger.request(refused.latest))
    assert size(witness) == 6


def test_nobody_but_the_witness_can_write_what_it_remembers(witness, ledger):
    witness.add_checkpoint(ledger.request(0))
    state = json.loads(witness.memory.state.read_text())
    forged = ledger.rewritten(1, "another").seal()
    for latest in (forged, forged + Signer("witness.mx", make_key()).cosign("x", 1), "nonsense", 7):
        state["ledgers"][ORIGIN]["latest"] = latest
        witness.memory.state.write_text(json.dumps(state))
        with pytest.raises(Problem) as problem:
            witness.add_checkpoint(ledger.request(5))
        assert problem.value.code == "witness-damaged"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}", '{"format": "x"}', "[" * 100_000])
def test_a_damaged_memory_is_said_and_cosigns_nothing(witness, ledger, text):
    witness.memory.state.write_text(text)
    with pytest.raises(Problem) as problem:
        witness.add_checkpoint(ledger.request(0))
    assert problem.value.code == "witness-damaged"


def test_without_a_witness_in_the_folder_it_says_how_one_is_made(tmp_path, ledger):
    for act in (
        lambda w: w.add_checkpoint(ledger.request(0)),
        lambda w: w.trust(ledger.key.vkey),
        lambda w: w.vkey,
    ):
        with pytest.raises(Problem) as problem:
            act(Witness(tmp_path / "nowhere"))
        assert problem.value.code == "no-witness"
        assert not (tmp_path / "nowhere").exists()


def test_a_second_witness_does_not_replace_the_first(witness):
    with pytest.raises(Problem) as problem:
        Witness.create(witness.memory.folder, "another")
    assert problem.value.code == "witness-exists"


def test_the_key_is_nobody_elses_to_read(witness):
    assert witness.memory.key.stat().st_mode & 0o777 == 0o600
    witness.memory.key.chmod(0o644)
    with pytest.raises(Problem) as problem:
        _ = Witness(witness.memory.folder).vkey
    assert problem.value.code == "key-open"


def test_a_name_with_a_space_is_no_name(tmp_path):
    with pytest.raises(Unreadable):
        Witness.create(tmp_path / "w", "witness of Mexico")
    assert not (tmp_path / "w").exists()


# --- the power goes, and two ask at once ----------------------------------------------------------


class PowerCut(BaseException):
    pass


def test_killed_before_it_remembers_it_has_cosigned_nothing(witness, ledger, monkeypatch):
    def cut(*arguments):
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(witness_memory, "write_whole", cut)
        with pytest.raises(PowerCut):
            witness.add_checkpoint(ledger.request(0))
    # Whatever it would have signed was never let out: another record may come first.
    assert size(Witness(witness.memory.folder)) == 0
    witness.add_checkpoint(ledger.rewritten(1, "another").request(0))


def test_killed_after_it_remembers_the_same_question_gets_its_answer(witness, ledger, monkeypatch):
    def remember_then_cut(path, data):
        write_whole(path, data)
        raise PowerCut

    write_whole = witness_memory.write_whole
    with monkeypatch.context() as patch:
        patch.setattr(witness_memory, "write_whole", remember_then_cut)
        with pytest.raises(PowerCut):
            witness.add_checkpoint(ledger.request(0))
    again = Witness(witness.memory.folder, now=witness.now)
    assert size(again) == 5
    assert refusal(again, ledger.rewritten(1, "another").request(5)).code == "fork"
    refused = refusal(again, ledger.request(0))
    assert (refused.code, refused.latest) == ("other-size", 5)
    assert cosigned(again, again.add_checkpoint(ledger.request(5)), ledger.seal())


def test_a_full_disk_cosigns_nothing(witness, ledger, monkeypatch):
    def full(path, data):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(witness_memory, "write_whole", full)
        with pytest.raises(Problem) as problem:
            witness.add_checkpoint(ledger.request(0))
    assert problem.value.code == "witness-cannot-write"
    assert size(witness) == 0


def test_of_two_requests_at_once_only_one_wins(witness, ledger, monkeypatch):
    """The standard's race: A (size N) and B (size N+K) are both checked before either is stored."""
    ledger = Sealed(entries(12), key=ledger.key)
    witness.add_checkpoint(ledger.request(0, 5))
    both_asked = threading.Barrier(2)
    outcomes: dict[int, object] = {}

    def ask(n: int) -> None:
        mine = Witness(witness.memory.folder)  # as another process would have it
        request = ledger.request(5, n)
        both_asked.wait()
        try:
            outcomes[n] = mine.add_checkpoint(request)
        except NotCosigned as refused:
            outcomes[n] = refused

    for _ in range(10):
        threads = [threading.Thread(target=ask, args=(n,)) for n in (8, 12)]
        state = witness.memory.state.read_bytes()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        won = [n for n, outcome in outcomes.items() if isinstance(outcome, str)]
        (lost,) = [outcome for outcome in outcomes.values() if isinstance(outcome, NotCosigned)]
        assert won == [size(witness)]
        # 400 where the larger came first and the old size it names is above; else 409 with it.
        assert (lost.code, lost.latest) == ("other-size", won[0])
        witness.memory.state.write_bytes(state)
        outcomes.clear()


def test_while_one_is_being_judged_the_other_waits(witness, ledger, monkeypatch):
    """The same race, with A stopped just before it is remembered until B has come."""
    ledger.record("entry 6", "entry 7")
    witness.add_checkpoint(ledger.request(0, 5))
    inside, done = threading.Event(), []
    write_whole = witness_memory.write_whole

    def stop_before_writing(path, data):
        monkeypatch.setattr(witness_memory, "write_whole", write_whole)
        b = threading.Thread(target=ask_b)
        b.start()
        inside.set()
        b.join(timeout=0.2)
        assert b.is_alive(), "B was judged while A was being remembered"
        write_whole(path, data)
        done.append(b)

    def ask_b():
        inside.wait()
        try:
            Witness(witness.memory.folder).add_checkpoint(ledger.request(5, 7))
        except NotCosigned as refused:
            done.append(refused)

    monkeypatch.setattr(witness_memory, "write_whole", stop_before_writing)
    witness.add_checkpoint(ledger.request(5, 6))
    done[0].join()
    assert (done[1].code, done[1].latest) == ("other-size", 6)
    assert size(witness) == 6
