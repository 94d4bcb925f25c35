"""`witness` on the ledger's side, and the whole way between the two: told as the stories that they
are."""

import shutil
from pathlib import Path

import pytest

from ledger.beside import Beside
from ledger.keys import make_key
from ledger.notes import Note, Signer
from ledger.witness import Witness
from tests.api.test_witness_server import listening
from tests.ledger.forging import Forger
from tests.stores import Address, both_stores
from tests.witnessing import Sealed, entries

pytestmark = [both_stores, pytest.mark.slow_on_a_server]

OTHER = Signer("witness.other", make_key())


@pytest.fixture
def sealed(command, ledger):
    """The shipped ledger, sealed; the name of its key's log."""
    assert command("seal").status == 0
    return ledger


class Delegation:
    """A delegation with a witness in a folder of its own, which the ledger knows."""

    def __init__(self, command, name: str, url: str | None = None):
        self.command, self.name, self.folder = command, name, f"at-{name}"
        self.key = command(
            "witness", "new", name, "--folder", self.folder, "--json"
        ).document["key"]
        self.trust()
        arguments = ["--url", url] if url else []
        assert command("witness", "add", self.key, *arguments).status == 0

    @property
    def witness(self) -> Witness:
        return Witness(Path(self.folder))

    def trust(self) -> None:
        key = self.command("key", "--json").document["keys"][-1]
        assert self.command("witness", "trust", key, "--folder", self.folder).status == 0

    def reached_at(self, url: str) -> None:
        self.command("witness", "add", self.key, "--url", url)

    def by_mail(self, *, start: int | None = None, seal: str | None = None):
        """A request sent, answered, and collected: what is said at the end, or the refusal."""
        arguments = ["--from", start] if start is not None else ["--witness", self.name]
        arguments += ["--seal", seal] if seal else []
        asked = self.command("witness", "request", *arguments, "-o", "request.txt", "--force")
        assert asked.status == 0
        signed = self.command(
            *("witness", "sign", "request.txt", "-o", "answer.txt", "--force"),
            *("--folder", self.folder),
        )
        if signed.status:
            return signed
        taken = ["--seal", seal] if seal else []
        return self.command("witness", "collect", "answer.txt", *taken)


@pytest.fixture
def mexico(command, sealed):
    return Delegation(command, "witness.mx")


def one_more_decision(command, n: int) -> None:
    """Something is recorded, and the ledger is sealed again."""
    reason = ["--reason", "As in the minutes."]
    assert command("correct-record", "rcm-2", "place", f"Panama City {n}", *reason).status == 0
    assert command("seal").status == 0


def size(command) -> int:
    return command("seals", "--json").document["seals"][-1]["size"]


def codes(answer) -> list[str]:
    return [violation["code"] for violation in answer.document["violations"]]


# --- an honest ledger, by mail and over HTTP ------------------------------------------------------


def test_seal_after_seal_is_cosigned_by_mail(command, sealed, mexico):
    for n in range(3):
        assert "is cosigned" in mexico.by_mail().said
        (last,) = command("seals", "--json").document["seals"][-1:]
        assert last["cosigned_by"] == ["witness.mx"]
        assert last["valid"]
        assert "witness.mx" in last["checkpoint"]
        one_more_decision(command, n)
    assert command("verify", "--json").document["authentic"]


def test_seal_after_seal_is_cosigned_over_http(command, sealed, mexico):
    with listening(mexico.witness) as server:
        mexico.reached_at(server.url)
        for n in range(3):
            asked = command("witness", "collect", "--all", "--json")
            assert asked.status == 0
            (answer,) = asked.document["answers"]
            assert (answer["cosigned"], answer["new"]) == (["witness.mx"], ["witness.mx"])
            one_more_decision(command, n)
        assert "is cosigned" in command("witness", "collect", "witness.mx").said
        assert server.heard == []


def test_collecting_again_changes_nothing(command, sealed, mexico, beside):
    mexico.by_mail()
    kept = beside.cosignatures(size(command))
    before = kept.read_bytes()
    again = command("witness", "collect", "answer.txt", "--lang", "es")
    assert (again.status, "ya estaba cofirmado" in again.said) == (0, True)
    assert kept.read_bytes() == before


def test_a_witness_that_saw_something_else_than_we_think_is_asked_again(command, sealed, mexico):
    """What it cosigned was lost on the way: it says what it has seen, and the proof starts there."""
    command("witness", "request", "-o", "lost.txt")
    command("witness", "sign", "lost.txt", "--folder", mexico.folder)
    one_more_decision(command, 1)
    by_mail = mexico.by_mail()
    assert by_mail.status == 1
    assert "--from" in by_mail.said
    told = command("witness", "collect", "answer.txt")
    seen = int(Path("answer.txt").read_text())
    assert (told.status, f"--from {seen}" in told.said) == (2, True)
    assert "is cosigned" in mexico.by_mail(start=seen).said


def test_over_http_it_is_asked_again_at_once(command, sealed, mexico):
    command("witness", "request", "-o", "lost.txt")
    command("witness", "sign", "lost.txt", "--folder", mexico.folder)
    one_more_decision(command, 1)
    with listening(mexico.witness) as server:
        mexico.reached_at(server.url)
        assert command("witness", "collect", "--all").status == 0


def test_a_witness_whose_memory_was_put_back_goes_on_and_is_talked_about(command, sealed, mexico):
    state = Path(mexico.folder) / "witness.json"
    before = state.read_bytes()
    mexico.by_mail()
    one_more_decision(command, 1)
    state.write_bytes(before)
    with listening(mexico.witness) as server:
        mexico.reached_at(server.url)
        answer = command("witness", "collect", "--all")
    assert answer.status == 0
    assert "its memory was put back" in answer.said


def test_an_earlier_seal_can_still_be_taken_when_its_answer_comes_late(command, sealed, mexico):
    command("witness", "request", "-o", "request.txt")
    command("witness", "sign", "request.txt", "-o", "late.txt", "--folder", mexico.folder)
    early = size(command)
    one_more_decision(command, 1)
    refused = command("witness", "collect", "late.txt", "--json")
    assert (refused.status, codes(refused)) == (1, ["cosignature-moved"])
    taken = command("witness", "collect", "late.txt", "--seal", early)
    assert taken.status == 0
    first, last = command("seals", "--json").document["seals"]
    assert (first["cosigned_by"], last["cosigned_by"]) == (["witness.mx"], [])
    listed = command("witness", "list", "--json").document
    assert [each["cosigned"] for each in listed["witnesses"]] == [early]


def test_a_rotated_key_is_trusted_and_the_witness_goes_on(command, sealed, mexico):
    mexico.by_mail()
    assert command("key", "--rotate").status == 0
    assert command("seal").status == 0
    refused = mexico.by_mail()
    assert (refused.status, "has a new key" in refused.said) == (1, True)
    mexico.trust()
    assert "is cosigned" in mexico.by_mail().said


def test_a_proof_carries_the_cosignatures_of_its_seal(command, sealed, mexico):
    mexico.by_mail()
    command("proof", "rcm-12-d2", "-o", "proof.txt")
    Path("keys.txt").write_text(f"{mexico.key}\n{OTHER.cosigner_vkey}\n")
    keys = ["--witness-keys", "keys.txt"]
    good = command("verify", "proof.txt", "--witnesses", 1, *keys, "--json")
    assert (good.status, good.document["seal"]["cosigned_by"]) == (0, ["witness.mx"])
    few = command("verify", "proof.txt", "--witnesses", 2, *keys, "--json")
    assert (few.status, codes(few)) == (1, ["witnesses-missing"])
    assert few.document["violations"][0]["members"] == ["witness.other"]
    whose = command("verify", "proof.txt", "--witnesses", 1)
    assert (whose.status, "--witness-keys" in whose.said) == (2, True)


def test_a_bundle_carries_them_too_and_whoever_gets_it_says_whose_count(command, sealed, mexico):
    mexico.by_mail()
    command("seals", size(command), "-o", "SEAL.txt")
    assert command("export", "--bundle", "-o", "ledger.zip").status == 0
    Path("keys.txt").write_text(f"{mexico.key}\n{OTHER.cosigner_vkey}\n")
    keys = ["--witness-keys", "keys.txt"]
    good = command("verify", "ledger.zip", "--witnesses", 1, *keys, "--json")
    assert (good.status, good.document["seals"][-1]["cosigned_by"]) == (0, ["witness.mx"])
    few = command("verify", "ledger.zip", "--witnesses", 2, *keys, "--json")
    assert (few.status, codes(few)) == (1, ["witnesses-missing"])
    assert few.document["violations"][0]["members"] == ["witness.other"]
    assert command("verify", "ledger.zip", "--witnesses", 1).status == 2
    # A later seal that nobody cosigned does not do; the one that was brought does.
    one_more_decision(command, 1)
    command("export", "--bundle", "-o", "ledger.zip", "--force")
    late = ["verify", "ledger.zip", "--witnesses", 1, *keys]
    assert codes(command(*late, "--json")) == ["witnesses-missing"]
    assert command(*late, "--seal", "SEAL.txt").status == 0


# --- counted --------------------------------------------------------------------------------------


def test_verify_counts_witnesses_by_name_and_names_who_is_missing(command, sealed, mexico):
    Delegation(command, "witness.ca")
    mexico.by_mail()
    assert command("verify", "--witnesses", 1).status == 0
    missing = command("verify", "--witnesses", 2, "--json")
    assert (missing.status, codes(missing)) == (1, ["witnesses-missing"])
    assert missing.document["authentic"] is False
    assert missing.document["lawful"] is True
    assert missing.document["violations"][0]["members"] == ["witness.ca"]
    assert "Falta: witness.ca" in command("verify", "--witnesses", 2, "--lang", "es").said


def test_only_the_witnesses_that_are_believed_count(command, sealed, mexico):
    mexico.by_mail()
    Path("keys.txt").write_text(f"# mine\n{OTHER.cosigner_vkey}\n")
    answer = command("verify", "--witnesses", 1, "--witness-keys", "keys.txt", "--json")
    assert codes(answer) == ["witnesses-missing"]
    # Whose list it was is said where it is the ledger's own.
    assert "ledger's own list" in command("verify", "--witnesses", 1).said


def test_the_seal_that_is_brought_is_the_one_that_counts(command, sealed, mexico):
    mexico.by_mail()
    command("seals", size(command), "-o", "SEAL.txt")
    one_more_decision(command, 1)
    assert codes(command("verify", "--witnesses", 1, "--json")) == ["witnesses-missing"]
    assert command("verify", "--witnesses", 1, "--seal", "SEAL.txt").status == 0


def test_a_ledger_that_was_never_sealed_has_no_witness(command, ledger, tmp_path):
    Path("keys.txt").write_text(f"{OTHER.cosigner_vkey}\n")
    answer = command("verify", "--witnesses", 1, "--witness-keys", "keys.txt", "--json")
    assert (answer.status, codes(answer)) == (1, ["witnesses-missing"])


def test_a_cosignature_that_was_moved_to_another_seal_is_found_in_what_is_kept(
    command, sealed, mexico, beside
):
    mexico.by_mail()
    early = size(command)
    one_more_decision(command, 1)
    folder = beside.seals
    shutil.copy(folder / f"{early}.cosignatures", folder / f"{size(command)}.cosignatures")
    answer = command("verify", "--json")
    assert (answer.status, codes(answer)) == (1, ["seal-broken"])
    assert answer.document["violations"][0]["reference"] == f"seal {size(command)}"
    assert command("seals").status == 1


# --- the insider ----------------------------------------------------------------------------------


def rewritten_by_an_insider(command, ledger: Address, beside: Beside) -> None:
    """Someone with the database and the ledger's key rewrites an old decision, takes the seals away,
    makes every hash and table anew, and seals again."""
    with Forger(ledger) as forger:
        old = forger.find("decision-tabled", lambda state: state["decision"] == "rcm-2-d1")
        text = {"en": "Adopt the Plan of Action under one line of action."}
        forger.rewrite(old, fields={**old.state["fields"], "text": text})
        seals = [row.entry for row in forger.rows() if row.topic == "seal-made/1"]
        for entry in reversed(seals):
            forger.remove(entry)
            forger.close_the_gap(entry)
    shutil.rmtree(beside.tiles, ignore_errors=True)
    beside.last_signed.unlink()
    assert command("rebuild").status == 0
    # A cosignature of the old seal that still lies there does not fit, and is told at once.
    left = list(beside.seals.glob("*.cosignatures"))
    assert command("seal").status == (1 if left else 0)


def test_the_insider_with_the_ledgers_key_is_stopped_by_one_honest_witness(
    command, sealed, mexico, beside
):
    mexico.by_mail()
    before = size(command)
    rewritten_by_an_insider(command, sealed, beside)
    # His ledger hangs together: the cosignature of the old seal is the one thing that does not fit.
    folder = beside.seals
    assert size(command) == before
    found = command("verify", "--witnesses", 1, "--json")
    assert (found.status, codes(found)) == (1, ["seal-broken"])
    # So he takes it away, and nothing of the ledger itself tells on him any more…
    (folder / f"{before}.cosignatures").unlink()
    assert command("verify").status == 0
    # … but whoever asks for one witness is told that there is none, …
    found = command("verify", "--witnesses", 1, "--json")
    assert (found.status, codes(found)) == (1, ["witnesses-missing"])
    # … and the witness refuses, by mail and over HTTP, and keeps both notes.
    refused = mexico.by_mail(start=before)
    assert (refused.status, "REWRITTEN" in refused.said) == (1, True)
    with listening(mexico.witness) as server:
        mexico.reached_at(server.url)
        asked = command("witness", "collect", "--all")
        assert (asked.status, "IT REFUSES" in asked.said) == (1, True)
        assert [heard.code for heard in server.heard] == ["other-size", "fork"]
    assert command("verify", "--witnesses", 1).status == 1
    (evidence,) = mexico.witness.memory.evidence()
    assert str(before) in evidence.read_text().splitlines()


def test_the_insider_who_goes_on_after_his_rewriting_is_refused_too(command, sealed, mexico, beside):
    mexico.by_mail()
    before = size(command)
    rewritten_by_an_insider(command, sealed, beside)
    beside.cosignatures(before).unlink()
    one_more_decision(command, 1)
    refused = mexico.by_mail(start=before)
    assert (refused.status, "NOT COSIGNED" in refused.said) == (1, True)
    assert len(mexico.witness.memory.evidence()) == 1


def test_a_split_view_shown_to_two_delegations_is_found_when_they_compare(command, sealed, beside):
    """One record is shown to Mexico and another to Canada; both are cosigned, and both verify."""
    mexico, canada = Delegation(command, "witness.mx"), Delegation(command, "witness.ca")
    mexico.by_mail()
    beside.cosignatures(size(command)).unlink()
    rewritten_by_an_insider(command, sealed, beside)
    canada.by_mail()
    assert command("verify", "--witnesses", 1).status == 0
    (shown,) = command("witness", "status", "--folder", canada.folder, "--json").document["ledgers"]
    Path("from-canada.txt").write_text(shown["checkpoint"])
    found = command("witness", "compare", "from-canada.txt", "--folder", mexico.folder)
    assert (found.status, "REWRITTEN OR SPLIT" in found.said) == (1, True)
    (evidence,) = mexico.witness.memory.evidence()
    assert shown["checkpoint"] in evidence.read_text()


# --- what goes wrong ------------------------------------------------------------------------------


def test_each_way_of_not_answering_is_told_and_the_others_are_asked_all_the_same(
    command, sealed, mexico, tmp_path
):
    stranger = Delegation(command, "witness.st")
    Path(stranger.folder, "witness.json").unlink()
    # A namesake whose key nobody knows answers in its place.
    false = Witness.create(tmp_path / "false", "witness.st")
    false.trust(command("key", "--json").document["keys"][-1])
    unknowing = Witness.create(tmp_path / "unknowing", "witness.un")
    command("witness", "add", unknowing.vkey)
    with listening(mexico.witness) as a, listening(false) as b, listening(unknowing) as c:
        mexico.reached_at(a.url)
        stranger.reached_at(b.url)
        command("witness", "add", unknowing.vkey, "--url", c.url)
        gone = Signer("witness.gone", make_key()).cosigner_vkey
        command("witness", "add", gone, "--url", "http://127.0.0.1:9")
        answer = command("witness", "collect", "--all", "--json")
        said = command("witness", "collect", "--all", "--lang", "es").said
    assert answer.status == 1
    outcomes = {each["witness"]: each["failed"] for each in answer.document["answers"]}
    assert outcomes == {
        "witness.mx": None,
        "witness.st": "unknown",
        "witness.un": "not-trusted",
        "witness.gone": "unreachable",
    }
    for words in ("sin respuesta de http://127.0.0.1:9", "no conoce este libro", "ninguna cofirma"):
        assert words in said


def test_a_seal_that_is_older_than_what_a_witness_saw_is_not_cosigned_any_more(
    command, sealed, mexico
):
    early = size(command)
    one_more_decision(command, 1)
    mexico.by_mail()
    with listening(mexico.witness) as server:
        mexico.reached_at(server.url)
        answer = command("witness", "collect", "witness.mx", "--seal", early, "--json")
    assert answer.document["answers"][0]["failed"] == "ahead"


WRONG = [
    (["add", "nonsense"], "not the key that is needed", "no es la clave que hace falta"),
    (["add", OTHER.vkey], "a ledger's key", "la clave de un libro"),
    (["add", OTHER.cosigner_vkey, "--url", "ftp://x"], "not an address", "no es una dirección"),
    (["request", "--witness", "nobody"], "knows no witness", "no conoce ningún testigo"),
    (["request", "--from", "100000"], "cannot start from 100000", "no puede partir de 100000"),
    (["request", "--seal", "7"], "no seal 7", "un sello 7"),
    (["collect"], "Name the answer's file", "Indique el archivo"),
    (["collect", "--all", "x"], "Name the answer's file", "Indique el archivo"),
    (["collect", "--all"], "has an address", "tiene dirección"),
    (["collect", "witness.mx"], "has no address", "no tiene dirección"),
    (["collect", "nowhere.txt"], "There is no file nowhere.txt", "No hay ningún archivo"),
    (["collect", "bad.txt"], "not a witness's answer", "no es la respuesta de un testigo"),
]


@pytest.mark.parametrize(("arguments", "english", "spanish"), WRONG)
def test_what_makes_no_sense_is_said_with_status_2_and_no_traceback(
    command, sealed, mexico, arguments, english, spanish
):
    Path("bad.txt").write_bytes(b"\xff\n")
    for language, words in (("en", english), ("es", spanish)):
        answer = command("witness", *arguments, "--lang", language)
        assert (answer.status, answer.out) == (2, "")
        assert words in answer.said
    assert command("witness", *arguments, "--json").document["errors"]


def test_a_policy_that_nobody_can_fulfil_or_read_is_wrong_use(command, sealed, mexico):
    assert command("verify", "--witnesses", 2).status == 2
    assert command("verify", "--witnesses", "many").status == 2
    Path("keys.txt").write_text("nonsense\n")
    answer = command("verify", "--witness-keys", "keys.txt")
    assert (answer.status, "line 1" in answer.said) == (2, True)


def test_an_answer_that_was_altered_is_refused_whole(command, sealed, mexico, beside):
    insider = Sealed(entries(3))
    line = mexico.witness.signer.cosign(Note.parse(insider.seal()).text, 1)
    Path("answer.txt").write_text(line)
    refused = command("witness", "collect", "answer.txt", "--json")
    assert (refused.status, codes(refused)) == (1, ["cosignature-false"])
    assert not list(beside.seals.glob("*.cosignatures"))


def test_which_of_several_witnesses_a_request_is_for_has_to_be_said(command, sealed, mexico):
    assert command("witness", "request").status == 0
    Delegation(command, "witness.ca")
    asked = command("witness", "request")
    assert (asked.status, "witness.ca" in asked.said) == (2, True)
    assert command("witness", "request", "--from", 0).out.startswith("old 0\n\n")
    document = command("witness", "request", "--witness", "witness.ca", "--json").document
    assert document["request"].startswith("old 0\n\nrcm-ledger/")
