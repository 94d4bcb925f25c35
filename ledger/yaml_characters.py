"""The characters of a file, checked before the YAML parser sees them.

What cannot be shown is refused with its place, and so is every encoding but UTF-8.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol


class Undecodable(Protocol):
    def __call__(self, code: str, line: int, **facts: Any) -> Exception: ...


_CHUNK = 1 << 16
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff]")
_BREAK = re.compile("\r\n?|[\n\x85\u2028\u2029]")
_WIDE = ((codecs.BOM_UTF32_LE, "UTF-32"), (codecs.BOM_UTF32_BE, "UTF-32"),
         (codecs.BOM_UTF16_LE, "UTF-16"), (codecs.BOM_UTF16_BE, "UTF-16"))  # fmt: skip
_ESCAPE = re.compile(r"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|.)", re.S)
_OUTSIDE_ESCAPE = re.compile(r".*[^\\][^\\uU0-9a-fA-F]", re.S)


class Characters:
    """The file's characters, checked before the parser sees them.

    YAML has no surrogate pairs, JSON has nothing else beyond U+FFFF: there `\\ud83d\\ude00` is
    handed on as `\\U0001f600`.
    """

    def __init__(
        self, stream: BinaryIO, undecodable: Undecodable, watch: Callable[[int, int], None]
    ):
        self._stream, self._undecodable, self._watch = stream, undecodable, watch
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._bytes = self._lines = self._in_line = 0
        self._after_return = False
        self._json: bool | None = None
        self._held = ""
        self.handed = 0

    @property
    def lines(self) -> int:
        """The number of the line that the last character stands on."""
        return self._lines + 1

    def read(self, size: int = -1) -> str:
        text = ""
        raw = b"-"
        while raw and not text:
            raw = self._stream.read(_CHUNK)
            text = self._checked(raw)
            if self._json is None and text.strip():
                self._json = text.lstrip()[0] in "{["
            if self._json:
                text = self._paired(text, final=not raw)
        self._watch(self.handed, self._bytes)
        self.handed += len(text)
        return text

    def _checked(self, raw: bytes) -> str:
        first = self._bytes == 0
        if first:
            self._refuse_wide(raw)
        self._bytes += len(raw)
        try:
            text = self._decoder.decode(raw, final=not raw)
        except UnicodeDecodeError as error:
            # The decoder may hold the beginning of a character from the chunk before.
            offset = self._bytes - len(error.object) + error.start
            good = error.object[: error.start].decode("utf-8")
            byte = error.object[error.start]
            line = self._lines + len(self._breaks(good)) + 1
            raise self._undecodable(
                "not-utf-8", line, offset=offset + 1, byte=f"{byte:02X}"
            ) from None
        if first:
            text = text.removeprefix("\ufeff")
        unseen = _UNSEEN.search(text)
        if unseen:
            self._refuse_unseen(text, unseen.start())
        breaks = self._breaks(text)
        self._lines += len(breaks)
        self._in_line = len(text) - breaks[-1] if breaks else self._in_line + len(text)
        self._after_return = text.endswith("\r") if text else self._after_return
        return text

    def _breaks(self, text: str) -> list[int]:
        """Where each line of a piece of the file ends, by YAML's line breaks."""
        ends = [found.end() for found in _BREAK.finditer(text)]
        # A break of two characters may be cut in two.
        return ends[1:] if self._after_return and text.startswith("\n") else ends

    def _refuse_wide(self, raw: bytes) -> None:
        for mark, encoding in _WIDE:
            if raw.startswith(mark):
                raise self._undecodable("not-utf-16", 1, encoding=encoding)
        if re.match(rb"(?:\0[^\0]){2}|(?:[^\0]\0){2}", raw, re.S):
            raise self._undecodable("not-utf-16", 1, encoding="UTF-16")

    def _refuse_unseen(self, text: str, at: int) -> None:
        char, breaks = text[at], self._breaks(text[:at])
        column = at - breaks[-1] + 1 if breaks else self._in_line + at + 1
        name = "NUL" if char == "\0" else unicodedata.name(char, "control character")
        found = f"U+{ord(char):04X} ({name})"
        line = self._lines + len(breaks) + 1
        raise self._undecodable("control-character", line, found=found, column=column)

    def _paired(self, text: str, final: bool) -> str:
        text = self._held + text
        outside = None if final or len(text) > 4 * _CHUNK else _OUTSIDE_ESCAPE.match(text)
        cut = outside.end() if outside else len(text) if final or len(text) > 4 * _CHUNK else 0
        self._held = text[cut:]
        return _ESCAPE.sub(_one_character, text[:cut])


def _one_character(escape: re.Match[str]) -> str:
    high, low = escape.groups()
    if high is None:
        return escape.group()
    return f"\\U{0x10000 + ((int(high, 16) - 0xD800) << 10) + int(low, 16) - 0xDC00:08x}"
