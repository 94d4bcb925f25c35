"""The process is killed while it seals: before each SQL statement, and before each step in which a
file of the tree is written, in turn.

What was sealed is sealed, what was not is not; and to seal again gives the same seal.
"""

import shutil
import signal
from collections.abc import Callable
from contextlib import closing
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from ledger.beside import Beside
from ledger.ledger import Ledger
from projections.files import views_path
from projections.views import Views
from tests.builders import (
    Conference,
    a_ledger,
    approve,
    approve_section,
    as_day,
    redefine,
)
from tests.faults.statements import Statements
from tests.processes.proof import assert_right
from tests.processes.sessions import Session, opened

MEETING = "rcm-2008-05-10"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger that was sealed once, and in which something was decided since."""
    folder = tmp_path_factory.mktemp("prepared")
    with closing(a_ledger(folder)) as ledger:
        it = Conference(ledger)
        it.decides("rcm", "2007-05-10", approve_section("mpm"), approve("a1", "mpm"))
        ledger.seal()
        it.decides("rcm", "2008-05-10", redefine("a1"))
        Views.open(ledger).close()
        ledger.settle_in_place()
    return folder / "ledger.db"


def seal(ledger: Ledger) -> None:
    ledger.seal()


def close(ledger: Ledger) -> None:
    ledger.close_meeting(MEETING, as_day("2008-05-11"))


ACTS: dict[str, Callable[[Ledger], None]] = {"seal": seal, "close": close}


def act(pipe: Connection, path: Path, name: str, last: int) -> None:
    statements = Statements()
    with opened(path) as (ledger, _):
        statements.files_too()
        statements.count(last)
        ACTS[name](ledger)
        pipe.send(statements.seen)


def copied(prepared: Path, folder: Path) -> Path:
    folder.mkdir()
    beside = Beside(prepared)
    for each in (prepared, Path(views_path(str(prepared))), beside.key):
        shutil.copy(each, folder)
    shutil.copytree(beside.tiles, folder / beside.tiles.name)
    return folder / prepared.name


@pytest.mark.parametrize("name", ACTS)
def test_a_seal_is_there_or_not_whenever_the_process_is_killed_and_is_the_same_again(
    name: str, prepared: Path, tmp_path: Path
):
    session = Session(act, copied(prepared, tmp_path / "whole"), name, 0)
    steps: list[str] = session.answer()
    assert session.ended() == 0
    assert any(step.endswith("of a file") for step in steps)
    with closing(Ledger.open(tmp_path / "whole" / prepared.name)) as ledger:
        due = ledger.last_seal()
        assert due is not None
    committed = steps.index("COMMIT") + 1
    for last in range(1, len(steps) + 1):
        path = copied(prepared, tmp_path / str(last))
        session = Session(act, path, name, last)
        assert list(session.answers()) == []
        assert session.ended() == -signal.SIGKILL
        with closing(Ledger.open(path)) as ledger:
            seals = ledger.seals()
            assert len(seals) == 1 + (last > committed), steps[last - 1]
            meeting = ledger.meeting(MEETING)
            assert meeting is not None
            assert (meeting.closed is not None) == (name == "close" and last > committed)
            again = ledger.seal()
            if len(seals) == 2:
                assert again == seals[-1]
            elif name == "seal":
                # To the byte: the same entries, the same key.
                assert again.note == due.note
        assert_right(path)
        shutil.rmtree(path.parent)
