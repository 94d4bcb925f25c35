"""Files as they are typed: `-` is standard input."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

from ledger.input_errors import UnreadableInput


@contextmanager
def named_file(name: str) -> Iterator[Path]:
    """The file, or standard input as one; in errors it is called as it was typed."""
    if name != "-":
        yield Path(name)
        return
    with tempfile.TemporaryDirectory() as folder:
        spooled = Path(folder) / "stdin"
        with spooled.open("wb") as file:
            while chunk := sys.stdin.buffer.read(1 << 20):
                file.write(chunk)
        try:
            yield spooled
        except UnreadableInput as error:
            mine = str(spooled)
            raise UnreadableInput(
                [replace(e, file="-") if e.file == mine else e for e in error.errors]
            ) from None


@contextmanager
def named_files(names: Sequence[str]) -> Iterator[list[Path]]:
    with ExitStack() as stack:
        yield [stack.enter_context(named_file(name)) for name in names]
