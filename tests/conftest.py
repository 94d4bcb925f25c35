"""What all tests share: a conference with a ledger of its own, proven when its story ends."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.ledger import Ledger
from tests.builders import Conference, a_ledger, assert_proven
from tests.independent import go_check, openssl
from tests.server import Server, running
from tests.stores import Databases, Files, Store

__all__ = ["conference", "go_check", "ledger", "openssl"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-golden",
        action="store_true",
        help="write tests/data/events anew from what the code says",
    )


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server, started when the first test needs it."""
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def databases(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Databases:
    return Databases(server, tmp_path_factory.mktemp("beside"))


@pytest.fixture(autouse=True)
def no_database_is_left(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[None]:
    """A server's databases go with the test's folder that they stand for."""
    yield
    if "store" in request.fixturenames and isinstance(store := request.getfixturevalue("store"), Databases):
        store.forget(tmp_path)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if metafunc.definition.get_closest_marker("both_stores") and "store" in metafunc.fixturenames:
        metafunc.parametrize("store", ["file", "server"], indirect=True, scope="module")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        on_server = getattr(item, "callspec", None) and item.callspec.params.get("store") == "server"
        if on_server and item.get_closest_marker("slow_on_a_server"):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="module")
def store(request: pytest.FixtureRequest) -> Store:
    """Files, or, for a test that is of `both_stores`, a server's databases as well."""
    if getattr(request, "param", "file") == "file":
        return Files()
    databases: Databases = request.getfixturevalue("databases")
    return databases


@pytest.fixture
def ledger(tmp_path: Path, store: Store) -> Iterator[Ledger]:
    """An empty ledger of the RCM."""
    made = a_ledger(tmp_path, store=store)
    yield made
    made.close()


@pytest.fixture
def conference(ledger: Ledger) -> Iterator[Conference]:
    """The RCM with an empty ledger. "A history test ends with `verify(ledger)`." """
    yield Conference(ledger)
    assert_proven(ledger)
