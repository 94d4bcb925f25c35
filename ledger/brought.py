"""A seal that somebody kept outside: the note itself, or the page of the minutes, typed, scanned, or taken
as text from a PDF or a document.

Of a page two things count: how many entries were sealed, and the root, 64 hexadecimal digits in
whatever groups; or the note's first three lines, where they stand on it. All else on it is for people.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby

from ledger.notes import Checkpoint, Note
from ledger.problems import Unreadable
from ledger.tree import HASH

MOST_BYTES, LONGEST_LINE = 1024 * 1024, 500
_SIZE = re.compile(r"^\W*(?:entries|asientos|size|tamaño)\b", re.I)
_NUMBER = re.compile(r"(?<!\d)(?:1\s*[–—-]+\s*)?([0-9]{1,3}(?:[.,'’\s][0-9]{3})+|[0-9]{1,18})\s*$")
_HEX = re.compile("[0-9a-f]+", re.I)
_BASE64_ROOT = re.compile("[A-Za-z0-9+/]{43}=")


def read_seal(data: bytes) -> Checkpoint:
    """The checkpoint of a note, its signatures left aside, or of a page (whose origin is then
    empty: it is compared by eye).

    Raises:
        Unreadable: it is neither.
    """
    if len(data) > MOST_BYTES:
        raise Unreadable("it is far too long for a seal", "es demasiado largo para ser un sello")
    if data.startswith(b"%PDF-"):
        raise Unreadable(
            "it is a PDF; bring its text, copied from it or taken with `pdftotext`",
            "es un PDF; aporte su texto, copiado de él o sacado con `pdftotext`",
        )
    data = data.replace(b"\r\n", b"\n")
    try:
        return Checkpoint.parse(Note.parse(data).text)
    except Unreadable:
        if _begins_as_a_note(data):
            raise  # and something is wrong with it
    return _of_page(data)


def _begins_as_a_note(data: bytes) -> bool:
    """Whether it has signatures, and a size where a note has it."""
    return "\n— ".encode() in data and data.split(b"\n", 2)[1].strip().isdigit()


def _of_page(data: bytes) -> Checkpoint:
    try:
        page = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        page = data.decode("latin-1")  # what counts on it looks the same
    lines = re.split(r"[\n\f]", page)
    if noted := set(_notes(lines)):
        return _the_one(noted, lines)
    size, rest = None, []
    for line in lines:
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


def _notes(lines: Sequence[str]) -> Iterator[Checkpoint]:
    """The checkpoints that stand among the lines of a page."""
    # Markdown has code between backticks.
    short = [line.strip(" \t`") if len(line) < LONGEST_LINE else "" for line in lines]
    for origin, size, root in zip(short, short[1:], short[2:], strict=False):
        if origin and size.isdigit() and _BASE64_ROOT.fullmatch(root):
            with suppress(Unreadable):
                yield Checkpoint.parse(f"{origin}\n{size}\n{root}\n")


def _the_one(noted: set[Checkpoint], lines: Sequence[str]) -> Checkpoint:
    """The note of a page: the only one, and where the same is printed for people beside it, that is the same."""
    found, *others = noted
    sizes = [size for line in lines if _SIZE.match(line[:LONGEST_LINE]) and (size := _NUMBER.search(line))]
    # In groups, as a seal is printed; other roots may stand there in one word.
    groups = [word for word in re.findall(r"[^\W_]+", "\n".join(lines)) if len(word) < 2 * HASH]
    differ = any(int(re.sub(r"\D", "", size[1])) != found.size for size in sizes)
    if others or differ or set(_roots(groups)) - {found.root.hex()}:
        raise Unreadable(
            "it gives more than one seal, or its number of entries or its root differs from its other lines: "
            "keep the lines of one seal alone",
            "da más de un sello, o su número de asientos o su raíz difiere de sus otras líneas: deje solo las "
            "líneas de un sello",
        )
    return found


def _roots(words: Iterable[str]) -> Iterator[str]:
    """What among the words of a page has the length of a root: groups that follow each other, or
    those of one length (other words are of such letters, too)."""
    for hexadecimal, run in groupby(words, lambda word: bool(_HEX.fullmatch(word))):
        if hexadecimal:
            every = list(run)
            for some in (every, *(list(same) for _, same in groupby(every, len))):
                if len(found := "".join(some).lower()) == 2 * HASH:
                    yield found
