"""Files as they are typed: `-` is standard input."""

import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, TextIO

from api.session import Session, WrongUse
from ledger.input_errors import UnreadableInput
from ledger.problems import why


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


@contextmanager
def new_file(session: Session, name: str, *, force: bool) -> Iterator[TextIO]:
    """A file to write to, that is not there yet or may be replaced; it gets its name once it is
    whole."""
    with _whole(session, name, force) as aside, aside.open("w", encoding="utf-8") as out:
        yield out


def must_be_named_as_yaml(name: str) -> None:
    """A register or a draft is YAML, whatever its name says; so its name may say nothing else.

    Raises:
        WrongUse: it ends as the files of another program do.
    """
    if Path(name).suffix.lower() not in ("", ".yaml", ".yml"):
        raise WrongUse("output-is-yaml", file=name)


@contextmanager
def new_binary_file(session: Session, name: str, *, force: bool) -> Iterator[BinaryIO]:
    """The same, for bytes."""
    with _whole(session, name, force) as aside, aside.open("wb") as out:
        yield out


@contextmanager
def _whole(session: Session, name: str, force: bool) -> Iterator[Path]:
    file = Path(name)
    aside = file.with_name(f".{file.name}.new")
    try:
        if file.exists() and not force:
            raise WrongUse("output-exists", file=file)
        yield aside
        aside.replace(file)
    except OSError as error:
        because = session.t.of(why(error))
        raise WrongUse("cannot-write-file", file=file, why=because) from None
    finally:
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def bytes_of(session: Session, name: str, most: int) -> bytes:
    """The first `most` bytes of a file, or of standard input."""
    if name == "-":
        return sys.stdin.buffer.read(most)
    try:
        with open(name, "rb") as file:
            return file.read(most)
    except FileNotFoundError:
        raise WrongUse("no-such-file", file=name) from None
    except OSError as error:
        because = session.t.of(why(error))
        raise WrongUse("cannot-read-file", file=name, why=because) from None
