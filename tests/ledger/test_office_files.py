"""What people hand in as a workbook or a document, before any parser sees it."""

import io
import struct
import time
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import docx
import openpyxl
import pytest

from ledger import office_files
from ledger.input_errors import Findings
from ledger.office_files import is_package, readable_package
from tests.ledger.registers import assert_said_alike

TYPES = "[Content_Types].xml"


def a_workbook() -> bytes:
    out = io.BytesIO()
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "=1+1"
    workbook.save(out)
    return out.getvalue()


def a_document() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def rewritten(package: bytes, parts: dict[str, bytes], packed: int = ZIP_DEFLATED) -> bytes:
    """The package with some parts written otherwise, or added."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(package)) as old, ZipFile(out, "w", packed) as new:
        for name in [*old.namelist(), *(name for name in parts if name not in old.namelist())]:
            new.writestr(name, parts[name] if name in parts else old.read(name))
    return out.getvalue()


def with_type(package: bytes, old: str, new: str) -> bytes:
    with ZipFile(io.BytesIO(package)) as zip:
        types = zip.read(TYPES).decode()
    assert old in types
    return rewritten(package, {TYPES: types.replace(old, new).encode()})


def wrong_with(content: bytes, kind: str = "workbook") -> tuple[str, str]:
    """The part that the one error is about, and its words."""
    findings, stream = Findings(["a.xlsx"]), io.BytesIO(content)
    assert not readable_package("a.xlsx", stream, kind, findings)
    assert stream.tell() == 0
    (error,) = findings.sorted()
    assert_said_alike(error.message)
    return error.path, error.message["en"]


@pytest.mark.parametrize(("content", "kind"), [(a_workbook(), "workbook"), (a_document(), "document")])
def test_what_office_programs_write_passes(content, kind):
    findings, stream = Findings(["a"]), io.BytesIO(content)
    assert readable_package("a", stream, kind, findings)
    assert not findings.count
    assert is_package(stream)
    assert stream.tell() == 0


OPEN_DOCUMENT = io.BytesIO()
with ZipFile(OPEN_DOCUMENT, "w") as zip:
    zip.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"", "an empty file"),
        (b"register: 1\nmeetings: []\n", "plain text"),
        ("título;año\n".encode() * 1000, "plain text"),
        (b"\xff\xfe\x00\x01" * 100, "a file of another kind"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
        (b"\xff\xd8\xff\xe0", "a picture (JPEG)"),
        (b"<html><table>", "a web page"),
        (b"<?xml version='1.0'?><Workbook/>", "XML by itself"),
        (OLE + "Workbook".encode("utf-16-le"), "an older workbook (.xls)"),
        (OLE + "WordDocument".encode("utf-16-le"), "an older text document (.doc)"),
        (OLE, "a file of an older Office"),
        (OPEN_DOCUMENT.getvalue(), "a workbook of OpenDocument (.ods)"),
        (a_document(), "a text document (.docx)"),
        (with_type(a_workbook(), "spreadsheetml.sheet.main", "spreadsheetml.template.main"), "a template (.xltx)"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_called_by_its_name_with_the_cure(content, found):
    assert wrong_with(content) == (
        "",
        f"The file is {found}, not a workbook (.xlsx). Open it and save it as .xlsx.",
    )


def test_a_workbook_is_no_document():
    assert wrong_with(a_workbook(), "document")[1] == (
        "The file is a workbook (.xlsx), not a text document (.docx). Open it and save it as .docx."
    )


def test_a_password_is_to_be_taken_off():
    protected = "The file is protected by a password. Take the password off and save it as .xlsx."
    assert wrong_with(OLE + "EncryptedPackage".encode("utf-16-le")) == ("", protected)
    zipped = bytearray(rewritten(a_workbook(), {}))
    at = zipped.index(b"PK\x01\x02")
    zipped[at + 8] |= 1
    assert wrong_with(bytes(zipped))[1] == protected


@pytest.mark.parametrize(
    "content",
    [
        rewritten(a_workbook(), {"xl/vbaProject.bin": b"\xd0\xcf"}),
        with_type(
            a_workbook(),
            "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
            "vnd.ms-excel.sheet.macroEnabled.main",
        ),
        with_type(a_workbook(), "spreadsheetml.worksheet", "ms-excel.macrosheet"),
    ],
)
def test_macros_are_refused(content):
    assert "nothing that could be run is read" in wrong_with(content)[1]


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "_rels/.rels", TYPES])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_neither_expanded_nor_fetched(part, encoding):
    bomb = """<!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b SYSTEM "file:///etc/passwd">]><sst>&a;&b;</sst>"""
    where, words = wrong_with(rewritten(a_workbook(), {part: bomb.encode(encoding)}))
    assert where == part
    assert "declares entities of its own (DOCTYPE)" in words


def test_a_zip_bomb_is_refused_by_what_it_declares_and_costs_nothing(monkeypatch):
    zeros = bytes(70 << 20)
    began = time.process_time()
    where, words = wrong_with(rewritten(a_workbook(), {"xl/worksheets/sheet1.xml": zeros}))
    assert where == "xl/worksheets/sheet1.xml"
    assert "has 73,400,320 bytes; at most 67,108,864 are read" in words
    assert time.process_time() - began < 5  # packing it took most of that
    monkeypatch.setattr(office_files, "MOST_UNPACKED", 1000)
    assert "at most 1,000 are read" in wrong_with(a_workbook())[1]


def test_a_zip_that_declares_less_than_it_has_is_damaged():
    lying = bytearray(rewritten(a_workbook(), {"xl/workbook.xml": b"<a>" + bytes(1 << 20)}))
    at = lying.index(b"xl/workbook.xml", lying.index(b"PK\x01\x02")) - 46
    lying[at + 24 : at + 28] = struct.pack("<L", 100)
    assert wrong_with(bytes(lying))[1].startswith("The file is damaged: ")


def test_a_large_file_and_one_of_many_parts_are_refused(monkeypatch):
    monkeypatch.setattr(office_files, "MOST_BYTES", 1000)
    assert "at most 1,000 are read" in wrong_with(a_workbook())[1]
    monkeypatch.undo()
    many = {f"xl/media/{n}.png": b"" for n in range(5001)}
    assert "at most 5,000 are read" in wrong_with(rewritten(a_workbook(), many))[1]


def test_a_part_of_too_many_elements_is_refused_before_it_is_a_tree(monkeypatch):
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    row = b'<worksheet xmlns="%b"><sheetData><row>%b</row></sheetData></worksheet>'
    wide = rewritten(a_workbook(), {"xl/worksheets/sheet1.xml": row % (main, b"<c/>" * 100_001)})
    assert "too many elements (more than 100,000)" in wrong_with(wide)[1]
    attributes = b" ".join(b'a%d=""' % n for n in range(200_000))
    for inner in (b"<c %b/>" % attributes, b"</row><row %b>" % attributes, b"<!--%b-->" % attributes):
        long = rewritten(a_workbook(), {"xl/worksheets/sheet1.xml": row % (main, inner)})
        assert "a tag or a comment of more than 1,048,576 bytes" in wrong_with(long)[1]
    monkeypatch.setattr(office_files, "MOST_ELEMENTS", 1000)
    rows = b"</row><row>".join([b"<c/>"] * 501)
    assert "too many elements (more than 1,000)" in wrong_with(
        rewritten(a_workbook(), {"xl/worksheets/sheet1.xml": row % (main, rows)})
    )[1]


def test_many_strings_are_no_row():
    main = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    long = b"a text is read bit by bit " * 100_000
    strings = b'<sst xmlns="%b">%b</sst>' % (main, b"<si><t>a</t></si>" * 60_000)
    findings = Findings(["a"])
    content = rewritten(a_workbook(), {"xl/sharedStrings.xml": strings, "xl/long.xml": b"<a>%b</a>" % long})
    assert readable_package("a", io.BytesIO(content), "workbook", findings)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (a_workbook()[:-500], "its end is missing"),
        (a_workbook()[:100], "its end is missing"),
        (a_workbook().replace(b"PK\5\6", b"PK\6\7" + bytes(16) + b"PK\5\6"), "its list of parts is out of measure"),
        (rewritten(a_workbook(), {"xl/WORKBOOK.xml": b"<a/>"}), "a part is there twice"),
        (rewritten(a_workbook(), {}, ZIP_BZIP2), "a part is packed in an unknown way"),
        (rewritten(a_workbook(), {"xl/workbook.xml": b"<workbook>"}), "a part is not well-formed"),
        (rewritten(a_workbook(), {"xl/workbook.xml": b""}), "a part is not well-formed"),
        (a_workbook().replace(b"PK\x01\x02", b"PK\x01\x03"), "it cannot be unpacked"),
    ],
    ids=("cut", "cut early", "other disks", "twice", "packed otherwise", "not closed", "empty", "no list"),
)  # fmt: skip
def test_a_damaged_file_is_named_as_such(content, why):
    assert f"The file is damaged: {why}. Open it in LibreOffice or Excel" in wrong_with(content)[1]


def test_the_strict_form_is_refused_since_it_would_read_as_empty():
    strict = b'<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
    assert "Strict Open XML" in wrong_with(rewritten(a_workbook(), {"xl/workbook.xml": strict}))[1]


def test_every_cut_and_every_flipped_byte_is_read_or_refused_and_never_breaks():
    content = a_workbook()
    for at in range(0, len(content), 37):
        for damaged in (content[:at], content[:at] + bytes([content[at] ^ 0x41]) + content[at + 1 :]):
            findings = Findings(["a"])
            assert readable_package("a", io.BytesIO(damaged), "workbook", findings) or findings.count == 1


def test_what_a_part_refers_to_outside_the_package_is_left_alone():
    rels = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r1" Type="x" Target="http://127.0.0.1:9/" TargetMode="External"/></Relationships>'
    )
    findings = Findings(["a"])
    content = rewritten(a_workbook(), {"xl/worksheets/_rels/sheet1.xml.rels": rels})
    assert readable_package("a", io.BytesIO(content), "workbook", findings)
