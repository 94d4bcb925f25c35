"""Texts in cells that other programs open: they never become formulas."""

import re

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n]")


def guarded(text: str) -> str:
    """A text for a CSV file, in which whatever begins with one of `= + - @`, a tab or a line break
    would be a formula: an apostrophe is put before it."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded: the apostrophe before such a character is taken off, once."""
    return text[1:] if _GUARDED.match(text) else text
