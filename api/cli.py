"""The `rcm-ledger` command: its beginning, its end, and what is around every one of its answers.

Exit status: 0 done and lawful; 1 the answer is no, with the reasons; 2 wrong use or unreadable
input; never a traceback.
"""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from api import streams

if TYPE_CHECKING:
    from api.session import Session

PROGRAM = "rcm-ledger"
DEBUG = "RCM_LEDGER_DEBUG"
COMPLETION = "_RCM_LEDGER_COMPLETE"


def main() -> None:
    """The entry point of `rcm-ledger`."""
    status = run(sys.argv[1:])
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        _hush()
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run one command, and give its exit status."""
    from api.session import DONE, INTERRUPTED, WRONG, Session
    from api.texts import language_of

    streams.prepare()
    plain = list(arguments[: arguments.index("--")] if "--" in arguments else arguments)
    session = Session(language_of(arguments, os.environ), as_json="--json" in plain)
    try:
        status = _run(list(arguments), session)
        # What is still to be written is written here, where it can be said that it was not.
        sys.stdout.flush()
        return DONE if status is None else status
    except BrokenPipeError:
        _hush()
        return DONE
    except KeyboardInterrupt:
        _interrupted(session)
        return INTERRUPTED
    except OSError as error:
        # What is about a file names it; what does not is about the answer itself.
        _unanswered(error, session) if error.filename is None else _unforeseen(error, session)
        return WRONG
    except Exception as error:
        _unforeseen(error, session)
        return WRONG


def _run(arguments: list[str], session: "Session") -> int | None:
    import typer

    from api.commands import command
    from api.help import complaint, in_words
    from api.session import WRONG, WrongUse

    root = command()
    if COMPLETION in os.environ:
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
        in_words(root, session.t)
        root.main(prog_name=PROGRAM, complete_var=COMPLETION, obj=session)
    try:
        # Not `root.main`, which has its own ideas of a closed pipe and of Ctrl-C.
        with root.make_context(PROGRAM, arguments, obj=session) as ctx:
            status: int | None = root.invoke(ctx)
            return status
    except typer.Exit as exit:
        return exit.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except WrongUse as error:
        sentence = session.t(error.key, **error.facts) + _meant(error.key, error.facts, session)
        _errors([_error(sentence)], sentence, session)
    except UnicodeEncodeError:
        sentence = session.t("typed-not-utf-8")
        _errors([_error(sentence)], sentence, session)
    except Exception as error:
        if hasattr(error, "format_message"):  # Typer's complaints, of whatever version
            sentence, usage = complaint(error, session.t)
            _errors([_error(sentence)], sentence + usage, session)
            return WRONG
        # The ledger's own exceptions are loaded only once a command has loaded the ledger.
        from ledger.problems import Problem, Refused
        from ledger.register import UnreadableInput
        from ledger.store import LogDamaged

        if isinstance(error, Refused):
            return session.refuse(error.violations)
        if isinstance(error, LogDamaged):
            error = Problem("damaged", path=session.place.name, entry=error.entry, why=error.why)
        if isinstance(error, Problem):
            sentence = session.t.of(error.message) or str(error)
            sentence += _meant(error.code, error.facts, session)
            _errors([_error(sentence)], sentence, session)
        elif isinstance(error, UnreadableInput):
            from api.render.verdict import input_errors

            errors = [
                _error(
                    session.t.of(e.message) or str(e),
                    file=e.file,
                    line=e.line,
                    path=e.path,
                    cell=e.cell,
                )
                for e in error.errors
            ]
            _errors(errors, input_errors(errors, session.t), session)
        else:
            raise
    return WRONG


def _meant(code: str, facts: Mapping[str, Any], session: "Session") -> str:
    """What an unknown id may have been meant to be, where who complained of it had no views to look in."""
    from api.session import UNKNOWN

    kind = UNKNOWN.get(code) or (facts["kind"][0] if code == "unknown" else None)
    if kind in ("item", "decision", "meeting", "proposal") and not facts.get("hint"):
        return session.near(kind, str(facts["id"]))
    return ""


def _error(
    message: str,
    *,
    file: Any = None,
    line: int | None = None,
    path: str | None = None,
    cell: Any = None,
) -> dict[str, Any]:
    error = {
        "file": None if file is None else str(file),
        "line": line,
        "path": path,
        "message": message,
    }
    return error if cell is None else {**error, "cell": str(cell)}


def _errors(errors: list[dict[str, Any]], message: str, session: "Session") -> None:
    session.complain(message)
    if session.as_json:
        session.write_json({"errors": errors})


def _interrupted(session: "Session") -> None:
    recorded = session.recorded_since()
    if recorded is None:
        sentence = session.t("interrupted")
    else:
        sentence = session.t("interrupted-after", entry=session.t.number(recorded))
    with suppress(OSError, KeyboardInterrupt):
        _errors([_error(sentence)], sentence, session)


def _unanswered(error: OSError, session: "Session") -> None:
    """The answer cannot be written: what it was about is as it is all the same."""
    from ledger.problems import why

    _hush()
    because = session.t.of(why(error))
    session.complain(session.t("unanswered", why=because, state=_state(session)))


def _state(session: "Session") -> str:
    """What has become of the ledger when an answer fails."""
    recorded = session.recorded_since()
    if recorded is None:
        return session.t("ledger-unchanged")
    return session.t("ledger-at", entry=session.t.number(recorded))


def _unforeseen(error: Exception, session: "Session") -> None:
    """One sentence for what should never happen; the details only for who asks for them."""
    what = f"{type(error).__name__}: {error}".splitlines()[0]
    where = os.environ.get(DEBUG)
    if where:
        import traceback
        from pathlib import Path

        file = Path(f"{PROGRAM}-debug.txt" if where in ("1", "yes", "true") else where)
        try:
            with file.open("a", encoding="utf-8", errors="backslashreplace") as out:
                traceback.print_exception(error, file=out)
            sentence = session.t("unforeseen-written", what=what, file=file, state=_state(session))
        except OSError:
            sentence = session.t("unforeseen", what=what, debug=DEBUG, state=_state(session))
    else:
        sentence = session.t("unforeseen", what=what, debug=DEBUG, state=_state(session))
    with suppress(OSError):
        _errors([_error(sentence)], sentence, session)


def _hush() -> None:
    """Nobody reads any more: what is still buffered goes nowhere."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


if __name__ == "__main__":
    main()
