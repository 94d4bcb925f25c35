"""Office files as packages: what is the same inside is the same outside."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

from docx import Document

from api.documents.model import Stamp
from api.documents.packages import CORE, core_properties, packed

STAMP = Stamp("2007-04-27", 12, 12, datetime(2007, 5, 2, 10, 30, tzinfo=UTC), "ab" * 32, "here/1")


def a_zip(*names: str, when=(2007, 4, 27, 0, 0, 0)) -> bytes:
    from zipfile import ZipInfo

    out = BytesIO()
    with ZipFile(out, "w") as file:
        for name in names:
            file.writestr(ZipInfo(name, when), f"of {name}")
    return out.getvalue()


def test_neither_the_order_nor_the_time_of_its_parts_shows():
    one = packed(a_zip("b.xml", "[Content_Types].xml", "a.xml"))
    other = packed(a_zip("a.xml", "b.xml", "[Content_Types].xml", when=(2026, 1, 2, 3, 4, 6)))
    assert one == other
    with ZipFile(BytesIO(one)) as file:
        assert file.namelist() == ["[Content_Types].xml", "a.xml", "b.xml"]
        assert file.read("b.xml") == b"of b.xml"


def test_a_part_can_stand_in_another_s_place():
    with ZipFile(BytesIO(packed(a_zip("a.xml"), {"a.xml": b"new"}))) as file:
        assert file.read("a.xml") == b"new"


def test_a_document_s_properties_are_read_back_with_the_time_of_its_last_entry():
    out = BytesIO()
    Document().save(out)
    mine = {CORE: core_properties("Plan de Acción", "es", STAMP)}
    read = Document(BytesIO(packed(out.getvalue(), mine))).core_properties
    assert (read.title, read.language) == ("Plan de Acción", "es")
    assert read.created == read.modified == STAMP.recorded_at
