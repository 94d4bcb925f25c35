"""What is true of every command: where its options stand, how it ends, and that nobody ever sees a
traceback."""

import json
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import pytest
import typer

from api import cli
from api.commands import recording
from tests.api.conftest import REGISTER
from tests.ledger.forging import Forger

PROGRAM = [sys.executable, "-m", "api.cli"]
ROOT = Path(__file__).resolve().parents[2]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


# --- options before and after ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ["--json", "--ledger", "other.db", "--lang", "es", "plan"],
        ["plan", "--json", "--ledger", "other.db", "--lang", "es"],
        ["--ledger", "other.db", "plan", "--json", "--lang=es"],
        ["--lang", "en", "plan", "--lang", "es", "--ledger=other.db", "--json"],
        ["--ledger", "nowhere.db", "--json", "plan", "--ledger", "other.db", "--lang", "es"],
    ],
)
def test_global_options_stand_before_and_after_the_command(command, arguments):
    answer = command(*arguments)
    assert answer.status == 2
    assert "No hay ningún libro en other.db" in answer.document["errors"][0]["message"]


def test_the_ledger_is_the_options_else_the_variables_else_the_default(command, monkeypatch):
    assert "rcm-ledger.db" in command("plan").err
    monkeypatch.setenv("RCM_LEDGER", "variable.db")
    assert "variable.db" in command("plan").err
    assert "option.db" in command("plan", "--ledger", "option.db").err


def test_a_postgresql_address_is_not_taken_for_a_file(command):
    answer = command("plan", "--ledger", "postgresql://localhost/rcm")
    assert (answer.status, answer.out) == (2, "")
    assert "postgresql://" in answer.err


# --- wrong use ------------------------------------------------------------------------------------

WRONG = [
    (["pln"], "Did you mean “plan”?", "¿Quiso decir «plan»?"),
    (["xyzzy"], "There is no command “xyzzy”", "No existe la orden «xyzzy»"),
    (
        ["plan", "--as-off", "x"],
        "There is no option --as-off here",
        "Aquí no existe la opción --as-off",
    ),
    (["plan", "--as-off", "x"], "Did you mean --as-of?", "¿Quiso decir --as-of?"),
    (["plan", "--as-of"], "--as-of needs a value", "--as-of necesita un valor"),
    (["plan", "--as-of", "--before", "x"], "--as-of needs a value", "--as-of necesita un valor"),
    (["plan", "--json=1"], "--json takes no value", "--json no lleva ningún valor"),
    (["plan", "one", "two"], "This is too much: one two", "Esto sobra: one two"),
    *(
        (typed, f"begins with a long dash, as word processors make it; hyphens are meant: {meant}.",
         f"van guiones: {meant}.")
        for typed, meant in [
            (["plan", "—-as-of", "rcm-12"], "--as-of"),
            (["show", "–-lang=en", "statistics"], "--lang"),
            (["table", "rcm-25-d1", "–m", "rcm-25"], "-m"),
            (["—json", "plan"], "--json"),
        ]
    ),
    (["plan", "— this"], "This is too much: — this", "Esto sobra: — this"),
    (["show"], "ID is missing", "Falta ID"),
    (["requires", "redefin", "x"], "KIND is one of: approve,", "TIPO es uno de: approve,"),
    (
        ["requires", "redefin", "x"],
        "found “redefin”. Did you mean “redefine”?",
        "se halló «redefin». ¿Quiso decir «redefine»?",
    ),
    *(
        (typed, f"Did you mean “{meant}”?", f"¿Quiso decir «{meant}»?")
        for typed, meant in [
            (["requires", "redefinir", "x"], "redefine"),
            (["requires", "Trasladar", "x"], "move"),
            (["requires", "dar-por-terminado", "x"], "discontinue"),
            (["report", "x", "concluido", "--by", "MX"], "completed"),
        ]
    ),
    (
        ["report", "x", "done", "--by", "MX"],
        "Found “done”; allowed: completed, on-track, delayed.",
        "Se halló «done»; se permite: completed, on-track, delayed.",
    ),
    (
        ["meeting", "m", "--number", "2027-1"],
        "--number takes a whole number, as in 25; found “2027-1”.",
        "--number lleva un número entero, como 25; se halló «2027-1».",
    ),
    (["serve", "--port", "99999"], "--port does not take", "--port no admite"),
    (["document", "plan", "-o", "plan.doc"], ".ics or .xml.", ".ics o .xml."),
    (["plan", "--lang", "fr"], "the language “fr”", "el idioma «fr»"),
    (
        ["close", "m", "--on", "1 May"],
        "a day is written YYYY-MM-DD",
        "una fecha se escribe AAAA-MM-DD",
    ),
    *(
        ([*asked, day], "A day is written YYYY-MM-DD.", "Una fecha se escribe AAAA-MM-DD.")
        for asked, day in [
            (["plan", "--as-of"], "30-06-2027"),
            (["plan", "--as-of"], "2027"),
            (["archive", "--as-of"], "30 de junio de 2027"),
            (["diff", "rcm-8"], "26/11/2026"),
        ]
    ),
    *(
        (typed, f"Did you mean {meant}?", f"¿Quiso decir {meant}?")
        for typed, meant in [
            (["show", "STATISTICS"], "statistics"),
            (["close", "RCM-12"], "rcm-12"),
            (["table", "x", "--meeting", "RCM-12", "--text-en", "x"], "rcm-12"),
            (["adopt", "RCM-12-d2"], "rcm-12-d2"),
            (["comment", "mx7", "--by", "MX", "--text-en", "x"], "mx-7"),
            (["since", "rcm-12", "--member", "Mexico"], "MX"),
            (["audit", "--member", "méxico"], "MX"),
            (["document", "calendar", "-o", "x.ics", "--member", "Canadá"], "CA"),
        ]
    ),
    *(
        ([asked, "rcgm"], "That is a body; its last meeting is", "Ese es un órgano; su última reunión es")
        for asked in ("agenda", "since")
    ),
    (["plan", "--as-of", "rcm-88"], "Did you mean rcm-8", "¿Quiso decir rcm-8"),
    (["export"], "--register", "--register"),
    (["table", "d"], "Of which meeting", "¿De qué reunión"),
    (["correct-record", "x", "place", "--reason", "y"], "--clear", "--clear"),
]


@pytest.mark.parametrize(("arguments", "english", "spanish"), WRONG)
def test_wrong_use_is_said_in_the_callers_language_with_status_2(
    command, ledger, monkeypatch, arguments, english, spanish
):
    for language, words in (("en", english), ("es", spanish)):
        monkeypatch.setenv("RCM_LANG", language)
        answer = command(*arguments)
        assert (answer.status, answer.out) == (2, "")
        assert words in " ".join(answer.err.split())


@pytest.mark.parametrize(("arguments", "english", "spanish"), WRONG)
def test_wrong_use_is_one_json_document_too(
    command, ledger, monkeypatch, arguments, english, spanish
):
    monkeypatch.setenv("RCM_LANG", "es")
    answer = command("--json", *arguments)
    assert answer.status == 2
    (error,) = answer.document["errors"]
    assert {name: error[name] for name in ("file", "line", "path")} == dict.fromkeys(
        ("file", "line", "path")
    )
    assert spanish in error["message"]
    assert "\x1b" not in answer.out


# --- what should never happen ---------------------------------------------------------------------


Files = Annotated[list[str], typer.Argument()]


def _crash(files: Files):
    raise ZeroDivisionError("a crash\nof two lines")


def _interrupted(files: Files):
    raise KeyboardInterrupt


def test_a_crash_is_one_sentence_and_no_traceback(command, monkeypatch, tmp_path):
    monkeypatch.setitem(recording.COMMANDS, "check", _crash)
    answer = command("check", "x.yaml")
    assert answer.status == 2
    assert "ZeroDivisionError" in answer.err
    assert "Traceback" not in answer.err
    assert list(tmp_path.iterdir()) == []
    spanish = command("check", "x.yaml", "--lang", "es", "--json")
    assert "Algo falló" in spanish.document["errors"][0]["message"]


def test_the_details_of_a_crash_are_written_for_who_asks(command, monkeypatch, tmp_path):
    monkeypatch.setitem(recording.COMMANDS, "check", _crash)
    monkeypatch.setenv("RCM_LEDGER_DEBUG", "why.txt")
    answer = command("check", "x.yaml")
    assert "why.txt" in answer.err
    assert "Traceback" in (tmp_path / "why.txt").read_text()


def test_ctrl_c_says_that_nothing_was_recorded(command, monkeypatch):
    monkeypatch.setitem(recording.COMMANDS, "check", _interrupted)
    answer = command("check", "x.yaml")
    assert (answer.status, answer.err) == (130, "Interrupted; nothing was recorded.\n")
    assert (
        "no se registró nada"
        in command("check", "x", "--lang", "es", "--json").document["errors"][0]["message"]
    )


@pytest.mark.parametrize(
    "arguments", [["--help"], ["plan"], ["audit"], ["audit", "--json"], ["template"]]
)
def test_a_closed_pipe_is_silent(ledger, arguments):
    pipe = f"{' '.join(PROGRAM)} {' '.join(arguments)} | head -n 1"
    done = subprocess.run(
        ["bash", "-c", pipe], capture_output=True, text=True, env=environment(), check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


def into_a_full_disk(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    with open("/dev/full", "w") as full:
        return subprocess.run(
            [*PROGRAM, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(**more),
            check=False,
        )


@pytest.mark.parametrize("arguments", [["audit", "--json"], ["plan"], ["--help"], ["--version"]])
def test_an_answer_that_finds_no_room_says_so_in_one_sentence(ledger, arguments):
    done = into_a_full_disk(*arguments)
    assert done.returncode == 2
    assert done.stderr == (
        "The answer could not be written: the disk is full. What the ledger holds is as it was.\n"
    )


def test_what_was_recorded_is_not_denied_where_the_answer_is_lost(ledger, command):
    options = ["--body", "rcm", "--title-es", "XXV", "--opens-on", "2020-11-12"]
    done = into_a_full_disk("meeting", "rcm-25", *options, RCM_LANG="es")
    assert (done.returncode, "quedó registrado" in done.stderr) == (2, True)
    assert command("show", "rcm-25").status == 0


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_was_closed_leads_nowhere_and_never_into_the_ledger(ledger, closed):
    before = ledger.read_bytes()
    line = f"{' '.join(PROGRAM)} plan {closed}"
    done = subprocess.run(
        ["bash", "-c", line], capture_output=True, text=True, env=environment(), check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert ledger.read_bytes() == before


def test_a_terminal_that_knows_no_accents_gets_the_nearest_letters(ledger):
    ascii_only = environment(PYTHONIOENCODING="ascii", RCM_LANG="es")
    done = subprocess.run([*PROGRAM, "verify"], capture_output=True, env=ascii_only, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"  + Lo que se muestra es lo que se deduce de los asientos." in done.stdout
    assert b"?" not in done.stdout
    done = subprocess.run(
        [*PROGRAM, "plan", "--json"], capture_output=True, env=ascii_only, check=False
    )
    assert "Políticas" in done.stdout.decode("utf-8")
    json.loads(done.stdout)


def test_an_id_that_is_not_utf_8_is_one_sentence(ledger):
    done = subprocess.run(
        [*[p.encode() for p in PROGRAM], b"show", b"caf\xe9"],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == b"What was typed is not UTF-8; no id and no text can be read in it.\n"


def test_a_name_that_is_not_utf_8_is_still_one_json_document():
    done = subprocess.run(
        [*[p.encode() for p in PROGRAM], b"check", b"caf\xe9.yaml", b"--json"],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == 2
    assert json.loads(done.stdout.decode("utf-8"))["errors"]


# --- terminals ------------------------------------------------------------------------------------


def on_a_terminal(arguments: list[str], **more: str) -> str:
    """What the command writes to a terminal."""
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [*PROGRAM, *arguments],
        stdout=child,
        stderr=child,
        stdin=child,
        env=environment(TERM="xterm-256color", **more),
    )
    os.close(child)
    said = b""
    while True:
        try:
            chunk = os.read(parent, 65536)
        except OSError:
            break
        if not chunk:
            break
        said += chunk
    process.wait()
    os.close(parent)
    return said.decode()


def test_colour_is_for_terminals_only(ledger, command):
    colour = "\x1b[3"  # of letters; `bold` alone is not one
    assert colour in on_a_terminal(["plan"])
    assert colour not in on_a_terminal(["plan"], NO_COLOR="1")
    assert "\x1b" not in on_a_terminal(["plan", "--json"])
    assert "\x1b" not in command("plan").out


def test_ctrl_c_in_the_middle_of_an_import_leaves_no_ledger(tmp_path):
    process = subprocess.Popen(
        [*PROGRAM, "import", "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        text=True,
        # Whoever runs the tests in the background has them ignore it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    # More than a pipe holds: once it is all written, the other end is being read.
    process.stdin.write("# a register begins\n" * 10_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "Traceback" not in err
    assert json.loads(out)["errors"]
    assert list(tmp_path.iterdir()) == []


def test_the_entry_point_ends_with_the_status(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["rcm-ledger", "--version"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("rcm-ledger ")


def test_reading_never_writes_the_register(command):
    before = REGISTER.read_bytes()
    assert command("check", REGISTER).status == 0
    assert REGISTER.read_bytes() == before


# --- a damaged log ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        ("show", "rcm-12-d2"),
        ("show", "statistics"),
        ("export", "--register"),
        ("plan", "--as-of", "rcm-12"),
        ("adopt", "rcm-12-d2"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_log_that_cannot_be_read_is_said_to_be_damaged_and_where(
    command, ledger, asked, language
):
    with Forger(ledger) as forger:
        row = forger.find("decision-adopted", lambda state: state["decision"] == "rcm-12-d2")
        forger.put(row.entry, state=b"{}")
    Path("rcm-ledger.views.db").unlink()
    answer = command(*asked, "--lang", language)
    assert answer.status == 2
    assert f"{row.entry}" in answer.err
    assert "rcm-ledger verify" in answer.err
