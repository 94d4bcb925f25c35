"""Small pieces that all answers are laid out with."""

from collections.abc import Iterable
from textwrap import wrap

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text


def bullet(mark: str, text: RenderableType | str, *, style: str = "", indent: int = 2) -> Padding:
    """A mark and what stands beside it, its further lines below its first one."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    # A long path or hash is of no use when its end is cut off.
    grid.add_column(overflow="fold")
    grid.add_row(Text(mark, style), Text(text) if isinstance(text, str) else text)
    return Padding(grid, (0, 0, 0, indent))


def groups(root: str) -> str:
    """A root as it is read aloud and typed again: sixteen groups of four."""
    return " ".join(wrap(root, 4))


def heading(text: str) -> Padding:
    return Padding(Text(text, "bold"), (1, 0, 0, 0))


def facts(rows: Iterable[tuple[str, RenderableType | str | None]], *, indent: int = 2) -> Padding:
    """Names and values, one a line; those without a value are left out."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for name, value in rows:
        if value:
            grid.add_row(name, Text(value) if isinstance(value, str) else value)
    return Padding(grid, (0, 0, 0, indent))
