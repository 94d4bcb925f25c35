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


def settle(folder: Path) -> None:
    """The names that were given or taken away in a folder are so on the disk."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
