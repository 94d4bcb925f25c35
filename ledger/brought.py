"""A seal that somebody kept outside: the note itself, or the page of the minutes, typed or scanned.

Of a page two things count: how many entries were sealed, and the root in groups of hexadecimal
digits. All else on it is for people.
"""

import re

from ledger.notes import Checkpoint, Note
from ledger.problems import Unreadable
from ledger.tree import HASH

_SIZE = re.compile(r"^\W*(?:entries|asientos|size|tamaño)\b[^\n]*?(?:\b1\s*[–—-]\s*)?(\d[\d.,]*)\s*$", re.I | re.M)
_ROOT = re.compile(r"(?<![0-9a-f])(?:[0-9a-f]{4}[^\S\n]*\n?[^\S\n]*){16}(?![0-9a-f])", re.I)


def read_seal(data: bytes) -> Checkpoint:
    """The checkpoint of a note, its signatures left aside, or of a page (whose origin is then
    empty: it is compared by eye).

    Raises:
        Unreadable: it is neither.
    """
    try:
        return Checkpoint.parse(Note.parse(data).text)
    except Unreadable as error:
        as_a_note = error
    try:
        page = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise as_a_note from None
    size, roots = _SIZE.search(page), _ROOT.findall(page)
    if size is None or len(roots) != 1:
        raise Unreadable(
            "it is neither a seal's note nor a page that gives its entries and its root (64 hexadecimal digits)",
            "no es ni la nota de un sello ni una página que dé sus asientos y su raíz (64 dígitos hexadecimales)",
        )
    root = bytes.fromhex("".join(roots[0].split()))
    assert len(root) == HASH
    return Checkpoint("", int(re.sub(r"\D", "", size[1])), root)
