"""The order in which ECMA-376 (part 1, annex A, `wml.xsd`) wants the children of the elements that we
write. Word refuses a document that has them in another."""

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
REVISED = ("ins", "del", "moveFrom", "moveTo")
RANGES = (
    *("bookmarkStart", "bookmarkEnd"),
    *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
)
LOOKS = (
    *("rStyle", "rFonts", "b", "bCs", "i", "iCs", "strike", "color", "sz", "szCs", "u", "lang"),
)
IN_PARAGRAPHS = ("r", "hyperlink", "fldSimple", *REVISED, *RANGES)
BLOCKS = ("p", "tbl", "sdt", *RANGES)

SEQUENCES: dict[str, tuple[str, ...]] = {
    "pPr": (
        *("pStyle", "keepNext", "keepLines", "numPr", "tabs", "spacing", "ind"),
        *("contextualSpacing", "jc", "outlineLvl", "rPr"),
    ),
    "rPr": (*REVISED, *LOOKS),
    "tblPr": ("tblStyle", "tblW", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption"),
    "tbl": ("moveFromRangeStart", "tblPr", "tblGrid", "tr"),
    "trPr": ("cantSplit", "tblHeader", "ins", "del"),
    "tr": ("trPr", "tc"),
    "tcPr": ("tcW", "shd"),
    "tc": ("tcPr", "p"),
    "tblBorders": ("top", "left", "bottom", "right", "insideH", "insideV"),
    "sectPr": ("headerReference", "footerReference", "pgSz", "pgMar"),
    "sdt": ("sdtPr", "sdtContent"),
    "style": (
        *("name", "basedOn", "next", "uiPriority", "qFormat", "pPr", "rPr", "tblPr", "tblStylePr"),
    ),
    "settings": (
        *("zoom", "defaultTabStop", "characterSpacingControl", "compat"),
        *("themeFontLang", "decimalSymbol", "listSeparator"),
    ),
    "abstractNum": ("multiLevelType", "lvl"),
    "lvl": ("start", "numFmt", "pStyle", "lvlText", "lvlJc", "pPr"),
    "numbering": ("abstractNum", "num"),
}
"""Elements whose children have one order; each may be left out."""

CHOICES: dict[str, tuple[str, ...]] = {
    "body": (*BLOCKS, "sectPr"),
    "sdtContent": BLOCKS,
    "p": ("pPr", *IN_PARAGRAPHS),
    "hyperlink": IN_PARAGRAPHS,
    "fldSimple": IN_PARAGRAPHS,
    **dict.fromkeys(REVISED, ("r", "ins", "del")),
    "r": ("rPr", "t", "delText", "br", "tab", "fldChar", "instrText"),
}
"""Elements whose children have none; properties come first."""
FIRST = ("pPr", "rPr", "tblPr", "trPr", "tcPr")
WITH_IDS = ("ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "bookmarkStart")


def disorder(part: bytes) -> list[str]:
    """What stands where the schema does not have it; annotations that share an id."""
    found: list[str] = []
    root = etree.fromstring(part)
    ids: set[str] = set()
    for element in root.iter(etree.Element):
        name, children = _name(element), [_name(child) for child in element]
        if name in SEQUENCES:
            places = [_place(SEQUENCES[name], child) for child in children]
            if -1 in places or places != sorted(places):
                found.append(f"{name}: {children}")
        elif name in CHOICES:
            if set(children) - set(CHOICES[name]):
                found.append(f"{name}: {children}")
            if any(child in FIRST for child in children[1:]):
                found.append(f"{name}: {children}")
        if name in WITH_IDS:
            if element.get(f"{W}id") in ids:
                found.append(f"{name}: id {element.get(f'{W}id')} again")
            ids.add(element.get(f"{W}id"))
    return found


def _name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _place(order: tuple[str, ...], child: str) -> int:
    return order.index(child) if child in order else -1
