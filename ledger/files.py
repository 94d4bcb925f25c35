"""Files that are there whole or not at all, whenever the power fails."""

import os
import secrets
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in the place of the one of that name, if any. Its bytes are on the disk when this
    returns; so is its name once `settle` was called on its folder.

    Raises:
        OSError: it cannot be written.
    """
    aside = path.with_name(f"{path.name}.new-{secrets.token_hex(4)}")
    try:
        with open(aside, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def give_name(aside: Path, path: Path) -> None:
    """Give a finished file its name, where nothing has that name yet.

    Raises:
        FileExistsError: something has; it is left as it is.
        OSError: the folder cannot be written.
    """
    try:
        os.link(aside, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links.
        if path.exists():
            raise FileExistsError(path) from None
        os.rename(aside, path)


def settle(folder: Path) -> None:
    """The names that were given or taken away in a folder are so on the disk."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
