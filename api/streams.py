"""The three standard streams, whatever the caller made of them."""

import codecs
import os
import sys
import unicodedata
from contextlib import suppress

NEAREST = "nearest"
"""The error handler that writes the nearest plain letters in place of what a terminal lacks."""

_PLAIN = str.maketrans(
    {"✓": "+", "✗": "x", "●": "*", "•": "-", "■": "#", "▲": "^", "·": "-", "–": "-", "—": "-"}
    | {"“": '"', "”": '"', "«": '"', "»": '"', "’": "'", "→": "->", "─": "-"}
)


def prepare() -> None:
    """Make the streams safe to write to: a closed one leads nowhere, and no letter is too much."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            # Else the next file to be opened would take its number, and get what is written to it.
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, "w" if number else "r", closefd=False))  # noqa: SIM115
    codecs.register_error(NEAREST, _nearest)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors=NEAREST)  # type: ignore[union-attr]


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """`según` as `segun`, `✓` as `+`: a terminal that cannot show a letter is no reason to fail."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end].translate(_PLAIN)
    letters = unicodedata.normalize("NFKD", missing)
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return plain.encode("ascii", "replace").decode("ascii"), error.end
