"""Workbooks and documents that people hand in (.xlsx, .docx), looked at before any parser sees them.

Both are zip packages of XML parts (ECMA-376, part 2). What passes here is one of the kind that was
asked for, whole, without macros, without a password; its parts are well-formed XML without a DOCTYPE,
so that there are no entities to expand or to fetch; and it unpacks to no more than is allowed, by the
sizes that it declares and by what is really in it. Nothing is written to disk, run or fetched.
"""

import struct
import zlib
from dataclasses import dataclass
from typing import Any, BinaryIO, Literal
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ledger.input_errors import Findings, Where, counted, shown
from ledger.input_sentences import Pair

OfficeKind = Literal["workbook", "document"]

MOST_BYTES = 64 << 20
MOST_PARTS = 5000
MOST_IN_A_PART = {"workbook": 64 << 20, "document": 32 << 20}
"""A workbook's sheets are read as streams, a document's text as one tree."""
MOST_UNPACKED = 128 << 20
MOST_ELEMENTS = 3_000_000
"""Of all parts together: in memory each takes a few hundred bytes."""
MOST_IN_A_TAG = 1 << 20
"""Bytes."""
MOST_IN_A_ROW = 100_000
"""Elements: a row of a sheet is read as a whole, and has at most 16,384 cells."""
SUFFIX: dict[OfficeKind, str] = {"workbook": ".xlsx", "document": ".docx"}

BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OSError)
"""What reading a zip file may raise that is no zip file, or not a whole one."""

_MAIN: dict[OfficeKind, str] = {
    "workbook": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "document": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
}
_WORKBOOK: Pair = ("a workbook (.xlsx)", "un libro de cálculo (.xlsx)")
_DOCUMENT: Pair = ("a text document (.docx)", "un documento de texto (.docx)")
_NAMES: dict[OfficeKind, Pair] = {"workbook": _WORKBOOK, "document": _DOCUMENT}
_OTHER_PACKAGES: tuple[tuple[str, Pair], ...] = (
    ("spreadsheetml.template", ("a template (.xltx)", "una plantilla (.xltx)")),
    ("wordprocessingml.template", ("a template (.dotx)", "una plantilla (.dotx)")),
    ("presentationml", ("a presentation", "una presentación")),
    ("vnd.ms-excel.sheet.binary", ("a binary workbook (.xlsb)", "un libro binario (.xlsb)")),
)
_BEGINNINGS: tuple[tuple[bytes, Pair], ...] = (
    (b"%PDF", ("a PDF", "un PDF")),
    (b"\x89PNG", ("a picture (PNG)", "una imagen (PNG)")),
    (b"\xff\xd8\xff", ("a picture (JPEG)", "una imagen (JPEG)")),
    (b"GIF8", ("a picture (GIF)", "una imagen (GIF)")),
    (b"{\\rtf", ("a text in RTF", "un texto en RTF")),
    (b"<?xml", ("XML by itself", "XML suelto")),
    (b"<", ("a web page", "una página web")),
)
_CUT: Pair = ("its end is missing", "le falta el final")
_DIRECTORY: Pair = ("its list of parts is out of measure", "su lista de partes es desmedida")
_TWICE: Pair = ("a part is there twice", "una parte figura dos veces")
_PACKED: Pair = (
    "a part is packed in an unknown way",
    "una parte está empaquetada de un modo desconocido",
)
_UNPACKABLE: Pair = ("it cannot be unpacked", "no se puede desempaquetar")
_ILL_FORMED: Pair = ("a part is not well-formed", "una parte no está bien formada")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_RUNNING = ("macroEnabled", "macrosheet", "vbaProject")
_ROW = "/spreadsheetml/2006/main row"
_STRICT = "http://purl.oclc.org/ooxml/"
_CONTENT_TYPES = "[Content_Types].xml"
_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_MOST_OF_A_DIRECTORY = 4 << 20


def is_package(stream: BinaryIO) -> bool:
    """Whether a file begins as a zip package or as one of Office's older files."""
    return begins_with(stream, _ZIP, _OLE)


def begins_with(stream: BinaryIO, *beginnings: bytes) -> bool:
    return _beginning(stream).startswith(beginnings)


def readable_package(file: str, stream: BinaryIO, kind: OfficeKind, findings: Findings) -> bool:
    """Whether a file is a workbook or a document that a parser may be given.

    The reason why not is added to the findings. The stream is left at its beginning.
    """
    try:
        _Package(file, stream, kind).looked_at()
    except _Unfit as unfit:
        findings.add(unfit.code, Where(file, None, unfit.part), **unfit.facts)
        return False
    finally:
        stream.seek(0)
    return True


class _Unfit(Exception):
    """Why a package is not read; `part` is the one that it is about."""

    def __init__(self, code: str, **facts: Any):
        self.code, self.facts = code, facts
        self.part = shown(facts.get("part", ""))


@dataclass
class _Package:
    file: str
    stream: BinaryIO
    kind: OfficeKind
    elements: int = 0

    def looked_at(self) -> None:
        """From what costs nothing to what costs reading every part.

        Raises:
            _Unfit: with the first reason against it.
        """
        size = self.stream.seek(0, 2)
        begins = _beginning(self.stream)
        if begins.startswith(_OLE):
            raise self._older()
        if not begins.startswith(_ZIP):
            raise self._other(_found(begins))
        if size > MOST_BYTES:
            raise _Unfit("office-large", found=counted(size), most=counted(MOST_BYTES))
        try:
            self._bounded_directory(size)
            with ZipFile(self.stream) as package:
                self._parts(package)
        except BROKEN as error:
            raise self._damaged(_UNPACKABLE) from error

    def _bounded_directory(self, size: int) -> None:
        """The list of parts is read at once by whoever opens a zip: it has to be short."""
        self.stream.seek(max(0, size - 66_000))
        tail = self.stream.read()
        at = tail.rfind(_END)
        if at < 0 or len(tail) < at + 22:
            raise self._damaged(_CUT)
        length = struct.unpack_from("<L", tail, at + 12)[0]
        if tail[max(0, at - 20) :].startswith(_END_64) or length > _MOST_OF_A_DIRECTORY:
            raise self._damaged(_DIRECTORY)
        self.stream.seek(0)

    def _parts(self, package: ZipFile) -> None:
        parts = package.infolist()
        if len(parts) > MOST_PARTS:
            raise _Unfit("office-many-parts", found=counted(len(parts)), most=counted(MOST_PARTS))
        self._bounded(parts)
        if _CONTENT_TYPES not in package.namelist():
            raise self._other(_of_package(package))
        self._of_the_kind(self._content_types(package), parts)
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels", ".vml")):
                self._sound(package, part)

    def _bounded(self, parts: list[ZipInfo]) -> None:
        """What the zip itself says of its parts; no more than that is ever unpacked."""
        names, total, most = set[str](), 0, MOST_IN_A_PART[self.kind]
        for part in parts:
            name = part.filename.casefold()
            if name in names:
                raise self._damaged(_TWICE, part)
            names.add(name)
            if part.flag_bits & 1:
                raise _Unfit("office-protected", part=part.filename, suffix=self.suffix)
            if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise self._damaged(_PACKED, part)
            if part.file_size > most:
                raise self._unpacked(part.filename, part.file_size, most)
            total += part.file_size
        if total > MOST_UNPACKED:
            raise self._unpacked(self.file, total, MOST_UNPACKED)

    def _content_types(self, package: ZipFile) -> str:
        """The kinds of all parts, as the package gives them, in one string."""
        found: list[str] = []

        def element(name: str, attributes: dict[str, str]) -> None:
            found.append(attributes.get("ContentType", ""))

        parser = self._parser(_CONTENT_TYPES)
        parser.StartElementHandler = element
        self._parse(parser, package, package.getinfo(_CONTENT_TYPES))
        return "\n".join(found)

    def _of_the_kind(self, types: str, parts: list[ZipInfo]) -> None:
        for of, name in _OTHER_PACKAGES:
            if of in types:
                raise self._other(name)
        named = (part.filename for part in parts)
        macros = next((name for name in named if name.casefold().endswith("vbaproject.bin")), None)
        if macros is not None or any(word in types for word in _RUNNING):
            raise _Unfit("office-macros", part=shown(macros or _CONTENT_TYPES), suffix=self.suffix)
        if _MAIN[self.kind] not in types:
            other = next((_NAMES[kind] for kind in _MAIN if _MAIN[kind] in types), None)
            raise self._other(other or ("a zip archive", "un archivo zip"))

    def _sound(self, package: ZipFile, part: ZipInfo) -> None:
        """One part, read through as a stream: well-formed, without a DOCTYPE, and of no more elements
        than there is room for."""
        parser = self._parser(part.filename)
        left, left_in_row = MOST_ELEMENTS - self.elements, MOST_ELEMENTS

        def element(name: str, attributes: dict[str, str]) -> None:
            nonlocal left, left_in_row
            left -= 1
            left_in_row = MOST_IN_A_ROW if name.endswith(_ROW) else left_in_row - 1
            if left < 0 or left_in_row < 0:
                most = counted(MOST_ELEMENTS if left < 0 else MOST_IN_A_ROW)
                raise _Unfit("office-many-elements", part=shown(part.filename), most=most)

        def root(name: str, attributes: dict[str, str]) -> None:
            if name.startswith(_STRICT):
                raise _Unfit("office-strict", suffix=self.suffix)
            parser.StartElementHandler = element

        parser.StartElementHandler = root
        self._parse(parser, package, part)
        self.elements = MOST_ELEMENTS - left

    def _parser(self, part: str) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")

        def doctype(*declared: object) -> None:
            raise _Unfit("office-entities", part=shown(part), suffix=self.suffix)

        parser.StartDoctypeDeclHandler = doctype
        return parser

    def _parse(self, parser: expat.XMLParserType, package: ZipFile, part: ZipInfo) -> None:
        try:
            with package.open(part) as content:
                given = 0
                while chunk := content.read(1 << 16):
                    parser.Parse(chunk, False)
                    given += len(chunk)
                    if given - parser.CurrentByteIndex > MOST_IN_A_TAG:
                        # A tag is read as a whole, a text is not.
                        most = counted(MOST_IN_A_TAG)
                        facts = {"part": shown(part.filename), "suffix": self.suffix}
                        raise _Unfit("office-long-tag", most=most, **facts)
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise self._damaged(_ILL_FORMED, part) from None

    # --- what is said of it ----------------------------------------------------------------------

    @property
    def suffix(self) -> str:
        return SUFFIX[self.kind]

    def _other(self, found: Pair) -> _Unfit:
        return _Unfit("office-other", found=found, expected=_NAMES[self.kind], suffix=self.suffix)

    def _damaged(self, why: Pair, part: ZipInfo | None = None) -> _Unfit:
        name = part.filename if part is not None else ""
        return _Unfit("office-damaged", part=name, why=why, suffix=self.suffix)

    def _unpacked(self, part: str, found: int, most: int) -> _Unfit:
        return _Unfit("office-unpacked", part=shown(part), found=counted(found), most=counted(most))

    def _older(self) -> _Unfit:
        """An OLE file: what Office encrypts, or what it wrote before 2007."""
        self.stream.seek(0)
        head = self.stream.read(4 << 20)
        self.stream.seek(-min(1 << 16, self.stream.seek(0, 2)), 2)
        head += self.stream.read()
        if "EncryptedPackage".encode("utf-16-le") in head:
            return _Unfit("office-protected", suffix=self.suffix)
        words: Pair = ("a file of an older Office", "un archivo de un Office anterior")
        if "WordDocument".encode("utf-16-le") in head:
            words = ("an older text document (.doc)", "un documento de texto anterior (.doc)")
        elif "Workbook".encode("utf-16-le") in head:
            words = ("an older workbook (.xls)", "un libro de cálculo anterior (.xls)")
        return self._other(words)


def _beginning(stream: BinaryIO) -> bytes:
    stream.seek(0)
    begins = stream.read(4096)
    stream.seek(0)
    return begins


def _found(begins: bytes) -> Pair:
    """What a file is that is no package, as people call it."""
    if not begins.strip():
        return "an empty file", "un archivo vacío"
    for mark, words in _BEGINNINGS:
        if begins.lstrip().startswith(mark):
            return words
    try:
        begins[:4000].decode()
    except UnicodeDecodeError as error:
        if error.start < len(begins[:4000]) - 4:
            return "a file of another kind", "un archivo de otra clase"
    return "plain text", "texto sin formato"


def _of_package(package: ZipFile) -> Pair:
    """What a zip is that is no package of Office."""
    if "mimetype" in package.namelist():
        kind = package.open("mimetype").read(100)
        if b"spreadsheet" in kind:
            return "a workbook of OpenDocument (.ods)", "un libro de cálculo de OpenDocument (.ods)"
        if b"opendocument" in kind:
            return "a document of OpenDocument (.odt)", "un documento de OpenDocument (.odt)"
    return "a zip archive", "un archivo zip"
