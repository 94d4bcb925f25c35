"""`witness` on a delegation's side, as a person types it."""

import json
import subprocess
import sys
import urllib.request

import pytest

from ledger.keys import make_key
from ledger.notes import Note, Signer, Verifier
from tests.api.test_command import PROGRAM, environment
from tests.witnessing import ORIGIN, Sealed, entries


@pytest.fixture
def ledger():
    return Sealed(entries(5))


@pytest.fixture
def witness(command, ledger):
    """The key of a witness in the default folder that trusts the ledger."""
    key = command("witness", "new", "witness.mx", "--json").document["key"]
    command("witness", "trust", ledger.key.vkey)
    return Verifier.parse(key)


def written(tmp_path, name: str, data: bytes):
    (tmp_path / name).write_bytes(data)
    return name


def test_a_new_witness_is_told_its_key_and_what_to_do_with_it(command, tmp_path):
    answer = command("witness", "new", "witness.mx")
    assert answer.status == 0
    status = command("witness", "status", "--json").document
    assert status["key"] in answer.out
    assert Verifier.parse(status["key"]).algorithm == 4
    assert "witness trust" in answer.out
    assert (tmp_path / "rcm-witness" / "witness.key").stat().st_mode & 0o777 == 0o600
    again = command("witness", "new", "witness.mx", "--lang", "es")
    assert again.status == 2
    assert "Ya hay un testigo en rcm-witness" in again.said


def test_its_key_is_one_that_openssl_reads(command, tmp_path):
    command("witness", "new", "witness.mx")
    key = tmp_path / "rcm-witness" / "witness.key"
    said = subprocess.run(
        ["openssl", "pkey", "-in", key, "-noout", "-text"], capture_output=True, text=True, check=True
    )
    assert "ED25519 Private-Key" in said.stdout


def test_a_request_that_came_by_mail_is_answered_byte_for_byte(command, ledger, witness, tmp_path):
    request = written(tmp_path, "request.txt", ledger.request(0))
    answer = command("witness", "sign", request, "-o", "answer.txt")
    assert answer.status == 0
    assert "answer.txt" in answer.said
    line = (tmp_path / "answer.txt").read_text()
    assert Note.parse(ledger.seal() + line).signed_by([witness])
    # Again, without a file, the answer is all that is printed.
    ledger.record("entry 6")
    written(tmp_path, "request.txt", ledger.request(5))
    printed = command("witness", "sign", "request.txt").out
    assert Note.parse(ledger.seal() + printed).signed_by([witness])


def test_the_answer_can_be_had_as_json(command, ledger, witness, tmp_path):
    request = written(tmp_path, "request.txt", ledger.request(0))
    document = command("witness", "sign", request, "--json").document
    assert document["cosigned"] is True
    assert Note.parse(ledger.seal() + document["answer"]).signed_by([witness])


def test_a_request_from_another_size_is_answered_with_the_size(command, ledger, witness, tmp_path):
    command("witness", "sign", written(tmp_path, "request.txt", ledger.request(0)))
    answer = command("witness", "sign", "request.txt", "-o", "answer.txt")
    assert answer.status == 1
    assert "--from 5" in answer.said
    assert (tmp_path / "answer.txt").read_bytes() == b"5\n"


def test_the_insider_is_refused_loudly_in_both_languages(command, ledger, witness, tmp_path):
    command("witness", "sign", written(tmp_path, "request.txt", ledger.request(0)))
    assert command("witness", "status").status == 0
    insider = ledger.rewritten(1, "what was never agreed").record("entry 6")
    written(tmp_path, "request.txt", insider.request(5))
    for language, loud in (("en", "THE LEDGER WAS REWRITTEN"), ("es", "EL LIBRO FUE REESCRITO")):
        answer = command("witness", "sign", "request.txt", "-o", "answer.txt", "--lang", language)
        assert answer.status == 1
        assert loud in answer.said
    assert not (tmp_path / "answer.txt").exists()
    (violation,) = command("witness", "sign", "request.txt", "--json").document["violations"]
    assert (violation["code"], violation["reference"]) == ("fork", ORIGIN)
    status = command("witness", "status")
    assert status.status == 1
    (file,) = command("witness", "status", "--json").document["forks"]
    assert ledger.seal() in (tmp_path / file).read_text()
    assert insider.seal() in (tmp_path / file).read_text()


def test_what_it_saw_is_told_in_both_languages(command, ledger, witness, tmp_path):
    assert "has cosigned nothing yet" in command("witness", "status").said
    command("witness", "sign", written(tmp_path, "request.txt", ledger.request(0)))
    assert "seal of 5 entries" in command("witness", "status").said
    assert "sello de 5 asientos" in command("witness", "status", "--lang", "es").said
    (known,) = command("witness", "status", "--json").document["ledgers"]
    assert (known["origin"], known["size"]) == (ORIGIN, 5)
    assert known["checkpoint"].startswith(ledger.seal())


def test_a_seal_from_another_delegation_is_compared(command, ledger, witness, tmp_path):
    command("witness", "sign", written(tmp_path, "request.txt", ledger.request(0)))
    same = command("witness", "compare", written(tmp_path, "a.txt", ledger.seal().encode()))
    assert (same.status, "The same" in same.said) == (0, True)
    other = ledger.rewritten(2, "another").seal().encode()
    split = command("witness", "compare", written(tmp_path, "b.txt", other), "--lang", "es")
    assert (split.status, "BIFURCADO" in split.said) == (1, True)
    ledger.record("entry 6")
    apart = command("witness", "compare", written(tmp_path, "c.txt", ledger.seal().encode()))
    assert (apart.status, "--from 5" in apart.said) == (0, True)
    document = command("witness", "compare", "c.txt", "--json").document
    assert document == {"same": False, "origin": ORIGIN, "size": 5, "other": 6}


WRONG = [
    (["new", "Mexico City", "--folder", "w"], "without spaces", "sin espacios"),
    (["trust", "nonsense"], "not the key that is needed", "no es la clave que hace falta"),
    (["sign", "nowhere.txt"], "There is no file nowhere.txt", "No hay ningún archivo nowhere.txt"),
    (["sign", "bad.txt"], "no request for a cosignature", "no es una solicitud de cofirma"),
    (["status", "--folder", "none"], "There is no witness in none", "No hay ningún testigo en none"),
    (["sign", "good.txt", "-o", "bad.txt"], "exists already", "ya existe"),
    (["serve", "--host", "192.0.2.1"], "can listen at 192.0.2.1", "escuchar en 192.0.2.1"),
    (["serve", "--port", "99999"], "--port does not take", "--port no admite"),
]


@pytest.mark.parametrize(("arguments", "english", "spanish"), WRONG)
def test_what_makes_no_sense_is_said_with_status_2_and_no_traceback(
    command, ledger, witness, tmp_path, arguments, english, spanish
):
    written(tmp_path, "bad.txt", b"\xff\x00")
    written(tmp_path, "good.txt", ledger.request(0))
    for language, words in (("en", english), ("es", spanish)):
        answer = command("witness", *arguments, "--lang", language)
        assert (answer.status, answer.out) == (2, "")
        assert words in answer.said
    assert command("witness", *arguments, "--json").document["errors"]


def test_a_request_can_come_on_standard_input(ledger, witness):
    done = subprocess.run(
        [*PROGRAM, "witness", "sign", "-"],
        input=ledger.request(0),
        capture_output=True,
        env=environment(),
        check=True,
    )
    assert Note.parse(ledger.seal() + done.stdout.decode()).signed_by([witness])


def test_it_is_served_until_it_is_stopped(ledger, witness):
    process = subprocess.Popen(
        [*PROGRAM, "witness", "serve", "--port", "0", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
    )
    try:
        said = ""
        while not said.endswith("}\n"):
            said += process.stdout.readline()
        url = json.loads(said)["url"]
        with urllib.request.urlopen(f"{url}/add-checkpoint", ledger.request(0)) as answer:
            line = answer.read().decode()
    finally:
        process.terminate()
        _, err = process.communicate(timeout=20)
    assert Note.parse(ledger.seal() + line).signed_by([witness])
    assert (process.returncode, err) == (0, "")


def test_killed_at_the_point_of_no_return_it_never_signs_two_pasts(ledger, witness, tmp_path):
    """A real process, ended without warning just before, and just after, it remembers."""
    for point in ("before", "after"):
        written(tmp_path, "request.txt", ledger.request(0))
        kill = (
            "import os, sys\n"
            "from ledger import witness_memory as memory\n"
            "from api.cli import run\n"
            "whole = memory.write_whole\n"
            "def cut(*arguments):\n"
            f"    {'os._exit(9)' if point == 'before' else 'whole(*arguments); os._exit(9)'}\n"
            "memory.write_whole = cut\n"
            "run(['witness', 'sign', 'request.txt', '-o', 'answer.txt'])\n"
        )
        done = subprocess.run([sys.executable, "-c", kill], env=environment(), check=False)
        assert done.returncode == 9
        assert not (tmp_path / "answer.txt").exists()
        state = json.loads((tmp_path / "rcm-witness" / "witness.json").read_text())
        assert (state["ledgers"][ORIGIN]["latest"] is None) == (point == "before")


def test_a_key_that_was_rotated_is_trusted_beside_the_old(command, ledger, witness, tmp_path):
    new = Signer(ORIGIN, make_key())
    assert command("witness", "trust", new.vkey, "--json").document["keys"] == [
        *(ledger.key.vkey, new.vkey),
    ]
