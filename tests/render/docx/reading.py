"""Reads a document for Word back: with python-docx, and as the XML that it is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from zipfile import ZipFile

import docx
from docx.document import Document
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
STEPS = ("SOP Step", "SOP Sub-step")
_ORDERS = {  # ECMA-376, part 1, 17.3.1.26, 17.3.2.28, 17.4.59 and 17.9.6: Word insists on them
    "pPr": (
        "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers "
        "pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct "
        "autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing "
        "mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl "
        "divId cnfStyle rPr sectPr pPrChange"
    ),
    "rPr": (
        "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
        "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
        "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
    ),
    "tblPr": (
        "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc "
        "tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption"
    ),
    "lvl": (
        "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr"
    ),
}
ORDERS = {f"{W}{tag}": [f"{W}{name}" for name in order.split()] for tag, order in _ORDERS.items()}


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its text, and the bookmark or address that it leads to."""

    text: str
    bookmark: str | None
    address: str | None


@dataclass(frozen=True)
class Word:
    """A document by its bytes."""

    data: bytes

    @cached_property
    def document(self) -> Document:
        """As python-docx opens it."""
        return docx.Document(io.BytesIO(self.data))

    @cached_property
    def parts(self) -> dict[str, bytes]:
        """Every file in the package."""
        with ZipFile(io.BytesIO(self.data)) as package:
            return {name: package.read(name) for name in package.namelist()}

    @cached_property
    def trees(self) -> dict[str, etree._Element]:
        """Every part that is XML; reading it fails if it is not well formed."""
        return {
            name: etree.fromstring(data)
            for name, data in self.parts.items()
            if name.endswith((".xml", ".rels"))
        }

    @cached_property
    def body(self) -> etree._Element:
        """The text."""
        found = self.trees["word/document.xml"].find(f"{W}body")
        assert found is not None
        return found

    @cached_property
    def paragraphs(self) -> list[tuple[str, str]]:
        """Style and text of each paragraph, those in tables too, in the order of the text."""
        names = {style.style_id: style.name or "" for style in self.document.styles}
        found = []
        for paragraph in self.body.iter(f"{W}p"):
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            name = names[style.get(f"{W}val") or ""] if style is not None else "Normal"
            found.append((name, text_of(paragraph)))
        return found

    @cached_property
    def text(self) -> str:
        """All of it."""
        return "\n".join(text for _, text in self.paragraphs)

    @cached_property
    def headings(self) -> list[tuple[int, str]]:
        """Level and text of each heading."""
        return [
            (int(style.removeprefix("Heading ")), text)
            for style, text in self.paragraphs
            if style.startswith("Heading ")
        ]

    @cached_property
    def numbers(self) -> list[str]:
        """The numbers of the steps."""
        return [text.split("\t")[0].strip() for style, text in self.paragraphs if style in STEPS]

    @cached_property
    def bookmarks(self) -> dict[str, str]:
        """The text of the paragraph in which each bookmark stands."""
        found: dict[str, str] = {}
        for mark in self.body.iter(f"{W}bookmarkStart"):
            parent = mark.getparent()
            assert parent is not None
            assert mark.get(f"{W}name") not in found
            found[mark.get(f"{W}name") or ""] = text_of(parent)
        return found

    @cached_property
    def links(self) -> list[Link]:
        """Every link."""
        relations = self.document.part.rels
        return [
            Link(
                text_of(link),
                link.get(f"{W}anchor"),
                relations[link.get(f"{R}id") or ""].target_ref if link.get(f"{R}id") else None,
            )
            for link in self.body.iter(f"{W}hyperlink")
        ]

    @cached_property
    def pictures(self) -> list[tuple[str, int, int]]:
        """The text alternative, width and height (in millimetres) of each picture."""
        return [
            (
                inline.find(f"{WP}docPr").get("descr") or "",
                int(inline.find(f"{WP}extent").get("cx")) // 36000,
                int(inline.find(f"{WP}extent").get("cy")) // 36000,
            )
            for inline in self.body.iter(f"{WP}inline")
        ]

    def assert_sound(self) -> None:
        """Nothing of what makes Word refuse or mend a file."""
        names = set(self.parts)
        for name, tree in self.trees.items():
            if name.endswith(".rels"):
                folder = name.replace("_rels/", "").rpartition("/")[0]
                for relation in tree.iter(f"{RELATIONS}Relationship"):
                    target = relation.get("Target") or ""
                    if relation.get("TargetMode") != "External":
                        assert f"{folder}/{target}".lstrip("/") in names
            for properties in tree.iter(*ORDERS):
                tags = [child.tag for child in properties]
                assert tags == sorted(tags, key=ORDERS[properties.tag].index)
                assert len(set(tags)) == len(tags)
            for cell in tree.iter(f"{W}tc"):
                assert cell[-1].tag == f"{W}p"
        ids = [each.get("id") for each in self.body.iter(f"{WP}docPr")]
        marks = [each.get(f"{W}id") for each in self.body.iter(f"{W}bookmarkStart")]
        assert len(set(ids)) == len(ids)
        assert len(set(marks)) == len(marks)
        assert all(link.bookmark in self.bookmarks for link in self.links if not link.address)
        used = {each.get(f"{R}embed") for each in self.body.iter(f"{A}blip")}
        assert used <= set(self.document.part.rels)
        numbers = {each.get(f"{W}numId") for each in self.trees["word/numbering.xml"]}
        assert {each.get(f"{W}val") for each in self.body.iter(f"{W}numId")} <= numbers


def text_of(element: etree._Element) -> str:
    """The text of an element, with tabs and line ends."""
    return "".join(_texts(element))


def _texts(element: etree._Element) -> Iterator[str]:
    for each in element.iter(f"{W}t", f"{W}tab", f"{W}br"):
        parent = each.getparent()
        if each.tag == f"{W}t":
            yield each.text or ""
        elif parent is not None and parent.tag == f"{W}r":
            yield "\t" if each.tag == f"{W}tab" else "\n"
