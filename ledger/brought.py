"""A seal that somebody kept outside: the note itself, or the page of the minutes, typed or scanned.

Of a page two things count: how many entries were sealed, and the root, 64 hexadecimal digits in
whatever groups. All else on it is for people.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from ledger.notes import Checkpoint, Note
from ledger.problems import Unreadable
from ledger.tree import HASH

MOST_BYTES, LONGEST_LINE = 64 * 1024, 500
_SIZE = re.compile(r"^\W*(?:entries|asientos|size|tamaño)\b", re.I)
_NUMBER = re.compile(r"(?<!\d)(?:1\s*[–—-]+\s*)?([0-9]{1,3}(?:[.,'’\s][0-9]{3})+|[0-9]{1,18})\s*$")
_HEX = re.compile("[0-9a-f]+", re.I)


def read_seal(data: bytes) -> Checkpoint:
    """The checkpoint of a note, its signatures left aside, or of a page (whose origin is then
    empty: it is compared by eye).

    Raises:
        Unreadable: it is neither.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("it is far too long for a seal", "es demasiado largo para ser un sello")
    data = data.replace(b"\r\n", b"\n")
    try:
        return Checkpoint.parse(Note.parse(data).text)
    except Unreadable:
        if "\n— ".encode() in data:
            raise  # it has signatures: it is a note, and something is wrong with it
    return _of_page(data)


def _of_page(data: bytes) -> Checkpoint:
    try:
        page = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        page = data.decode("latin-1")  # what counts on it looks the same
    size, rest = None, []
    for line in page.split("\n"):
        if size is None and _SIZE.match(line[:LONGEST_LINE]):
            size = _NUMBER.search(line[:LONGEST_LINE])
        else:
            rest.append(line)
    if size is None:
        raise Unreadable(
            "no line of it says how many entries were sealed, as “Entries 1 – 1,234” does",
            "ninguna línea dice cuántos asientos se sellaron, como «Asientos 1 – 1.234»",
        )
    roots = set(_roots(re.findall(r"[^\W_]+", "\n".join(rest))))
    if len(roots) != 1:
        raise Unreadable(
            "it does not give one root, which has 64 digits: 0 to 9 and a to f, so a 0 and never an "
            "O, a 1 and never an l",
            "no da una raíz, que tiene 64 dígitos: del 0 al 9 y de la «a» a la «f», así que un 0 y "
            "nunca una O, un 1 y nunca una l",
        )
    return Checkpoint("", int(re.sub(r"\D", "", size[1])), bytes.fromhex(roots.pop()))


def _roots(words: Iterable[str]) -> Iterator[str]:
    """What among the words of a page has the length of a root: groups that follow each other, or
    those of one length (other words are of such letters, too)."""
    for hexadecimal, run in groupby(words, lambda word: bool(_HEX.fullmatch(word))):
        if hexadecimal:
            every = list(run)
            for some in (every, *(list(same) for _, same in groupby(every, len))):
                if len(found := "".join(some).lower()) == 2 * HASH:
                    yield found
