"""A ledger of the shipped register with the illustration: every kind of item, change and section."""

from pathlib import Path
from typing import Any

import pytest

from api.cli import run
from ledger.ledger import Ledger
from ledger.verify import verify
from tests.api.conftest import REGISTER
from tests.builders import (
    Conference,
    a_ledger,
    approve,
    approve_section,
    assert_proven,
    discontinue,
    move,
    redefine,
    start,
    translate,
)
from tests.stores import Files

BOTH = {"en": "A workshop on visas", "es": "Un taller sobre visados"}
ILLUSTRATION = Path(__file__).parents[2] / "data" / "illustration.yaml"


@pytest.fixture(scope="session")
def illustrated_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("illustrated") / "rcm-ledger.db"
    assert run(["import", str(REGISTER), str(ILLUSTRATION), "--ledger", str(made), "--json"]) == 0
    return made


@pytest.fixture
def illustrated(illustrated_once: Path, tmp_path: Path) -> Path:
    """That ledger, in the current folder under the default's name."""
    return Files().copy(illustrated_once, tmp_path, "rcm-ledger.db")


@pytest.fixture(scope="session")
def conference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two meetings; at the second, a text is redefined and another translated, an activity begun and one
    discontinued, one moved by itself and one with its section, and a section approved with an activity that
    is begun at once."""
    folder = tmp_path_factory.mktemp("conference")
    with a_ledger(folder) as ledger:
        it = Conference(ledger)
        it.meets("rcm", "2006-05-05", id="rcm-11", title={"en": "XI RCM", "es": "XI CRM"})
        it.decides("rcm-11", None, approve_section("mpm", title="Migration policies"),
                   approve_section("hr", title="Human rights"),
                   approve_section("docs", "mpm", title="Travel documents", action="They should be safe."),
                   approve("a1", "mpm", title=BOTH, timeline="open"), approve("a2", "mpm", title="Returns"),
                   approve("a3", "docs", title="Standards"), approve("a4", "mpm", title="Children"),
                   approve("a5", "hr", title="Consuls"))  # fmt: skip
        it.meets("rcm", "2007-04-27", id="rcm-12", title={"en": "XII RCM", "es": "XII CRM"})
        it.decides("rcm-12", None, redefine("a1", title="A seminar on visas", form="seminar"),
                   translate("a2", "Retornos"), start("a5"), move("docs", "hr"), move("a4", "hr"),
                   discontinue("a2"))  # fmt: skip
        it.decides("rcm-12", None, approve_section("dev", title="Development"), approve("a6", "dev"), start("a6"))
        assert verify(ledger).lawful
    return folder / "ledger.db"


@pytest.fixture
def rcm(tmp_path):
    """A conference of one's own, in the current folder under the default's name."""
    with a_ledger(tmp_path, name="rcm-ledger.db") as opened:
        yield Conference(opened)
    with Ledger.open(tmp_path / "rcm-ledger.db") as again:
        assert_proven(again)


@pytest.fixture
def handed_out(command, tmp_path):
    """What `document … -o out.ENDING` writes."""

    def write(ending: str, *asked: Any) -> bytes:
        out = tmp_path / f"out.{ending}"
        answer = command("document", *asked, "-o", out, "--force")
        assert answer.status == 0, answer.said
        return out.read_bytes()

    return write
