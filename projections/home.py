"""Where the views of a ledger are kept: its place decides."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine, Executable

from ledger.place import FilePlace, Place
from projections.driver import Driver
from projections.files import FileHome, views_path


class Home(Protocol):
    """A file of their own, or a schema of the ledger's database."""

    @property
    def errors(self) -> tuple[type[Exception], ...]:
        """What its database complains with."""

    @property
    def schema(self) -> str:
        """What their tables' names begin with."""

    @property
    def path(self) -> Path | str:
        """How people know it."""

    @property
    def how_far(self) -> Executable:
        """Asks for the generation, and the last entry that they have taken in; also for the log's own last entry, where
        that is in the same database."""

    def engine(self) -> Engine: ...

    def is_there(self) -> bool: ...

    def as_placed(self) -> object:
        """What is another thing when other views were put in the place of these."""

    def building_alone(self) -> AbstractContextManager[None]: ...

    def build(self, fill: Callable[[Driver], None]) -> None:
        """Put new views in place, filled; whole or not at all."""


def home_of(place: Place) -> Home:
    if isinstance(place, FilePlace):
        return FileHome(views_path(place.name))
    from ledger.server import ServerPlace
    from projections.server import ServerHome

    assert isinstance(place, ServerPlace)
    return ServerHome(place)
