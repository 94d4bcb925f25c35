"""Office files as zip packages (ECMA-376, part 2): the same parts give the same bytes."""

from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from api.documents.model import Stamp

CONTENT_TYPES = "[Content_Types].xml"
CORE = "docProps/core.xml"
THE_FIRST_TIME = (1980, 1, 1, 0, 0, 0)
"""The earliest that a zip file can say: the parts have no time of their own."""
_CREATED_ON_UNIX = 3


def packed(package: bytes, instead: Mapping[str, bytes] | None = None) -> bytes:
    """A package again: the list of its parts first, then the parts by name, without times.

    Args:
        instead: parts that stand in the place of the package's own, by name; one of no name there
            is added.
    """
    with ZipFile(BytesIO(package)) as given:
        parts = {name: given.read(name) for name in given.namelist()} | dict(instead or {})
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
            part = ZipInfo(name, THE_FIRST_TIME)
            part.compress_type = ZIP_DEFLATED
            part.create_system = _CREATED_ON_UNIX
            part.external_attr = 0o644 << 16
            made.writestr(part, parts[name])
    return out.getvalue()


def core_properties(title: str, language: str, stamp: Stamp) -> bytes:
    """What a package says of itself (`docProps/core.xml`): made when the last entry that it takes in
    was recorded, so that the same question gives the same answer."""
    when = stamp.recorded_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    identifier = f"{stamp.ledger} {stamp.entry} {stamp.root}"
    dated = 'xsi:type="dcterms:W3CDTF"'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        "<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>rcm-ledger</dc:creator>"
        f"<dc:identifier>{escape(identifier)}</dc:identifier><dc:language>{language}</dc:language>"
        f"<dcterms:created {dated}>{when}</dcterms:created>"
        f"<dcterms:modified {dated}>{when}</dcterms:modified>"
        "</cp:coreProperties>"
    ).encode()
