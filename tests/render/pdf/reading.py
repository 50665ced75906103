"""Reads a PDF back with another library than the one that made it."""

from __future__ import annotations

import ctypes
import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdfium2
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

_BLOCKS = frozenset({"/P", "/H1", "/H2", "/H3", "/LBody", "/TD", "/TH", "/Div", "/Lbl", "/LI"})

Tagged = tuple[str, str]
"""The kind of an element of the structure, and its text alternative."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a page (from 1), its width, and the page and height that it leads to.

    `to` is None for a link to an address outside the file.
    """

    page: int
    to: int | None
    top: float
    width: float
    address: str = ""
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Character:
    """A character as it is printed: its page (from 1), size in points, angle, box and base line.

    The box is left, bottom, right, top, in points from the lower left corner of the page.
    """

    text: str
    page: int
    size: float
    angle: float
    box: tuple[float, float, float, float]
    base: float

    @property
    def slants(self) -> bool:
        """Whether it runs across the page, not along it or up its side."""
        return 0.1 < self.angle < 1.4


@dataclass(frozen=True)
class PdfRead:
    """A PDF read back."""

    data: bytes

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(io.BytesIO(self.data))

    @cached_property
    def root(self) -> Any:  # noqa: ANN401 - what is in a PDF has no types
        return self.reader.trailer["/Root"]

    @cached_property
    def pages(self) -> list[str]:
        """The text of each page."""
        return [page.extract_text() for page in self.reader.pages]

    @property
    def text(self) -> str:
        """All texts, with single spaces."""
        return " ".join(" ".join(self.pages).split())

    @property
    def marks(self) -> str:
        """The XMP metadata."""
        return str(self.root["/Metadata"].get_object().get_data().decode())

    @property
    def font_names(self) -> set[str]:
        """The names of the fonts on all pages, without the mark of a subset."""
        names = set()
        for page in self.reader.pages:
            resources: Any = page["/Resources"]
            for font in resources.get("/Font", {}).values():
                names.add(re.sub(r"^/[A-Z]{6}\+", "", font.get_object()["/BaseFont"]))
        return names

    @property
    def attachments(self) -> dict[str, bytes]:
        return {name: data[0] for name, data in self.reader.attachments.items()}

    @property
    def bookmarks(self) -> list[tuple[int, str]]:
        """Depth and title of each bookmark."""
        return list(_bookmarks(self.reader.outline, 0))

    @property
    def chart_page(self) -> int:
        """The page (from 1) on which the flowchart begins, to which the last bookmark leads."""
        outline: Any = self.reader.outline
        place = self.reader.get_destination_page_number(outline[-1][-1])
        assert place is not None
        return place + 1

    def page_of(self, title: str) -> int:
        """The page (from 1) to which the bookmark of that title leads."""
        [found] = [entry for entry in _flat(self.reader.outline) if entry.title == title]
        place = self.reader.get_destination_page_number(found)
        assert place is not None
        return place + 1

    @cached_property
    def characters(self) -> list[Character]:
        """Every character that is seen, as pdfium places it."""
        document = pypdfium2.PdfDocument(self.data)
        found = [
            character
            for number, page in enumerate(document, start=1)
            for character in _characters(number, page.get_textpage())
        ]
        document.close()
        return found

    def text_in(self, page: int, box: tuple[float, float, float, float]) -> str:
        """The characters whose middle lies in a box on a page, without spaces."""
        left, bottom, right, top = box
        return "".join(
            each.text
            for each in self.characters
            if each.page == page
            and left <= (each.box[0] + each.box[2]) / 2 <= right
            and bottom <= (each.box[1] + each.box[3]) / 2 <= top
        )

    def line_at(self, page: int, top: float) -> str:
        """The first line of text below a height of a page, without spaces."""
        below = [
            each
            for each in self.characters
            if each.page == page and not each.slants and each.base < top
        ]
        first = max(each.base for each in below)
        line = [each for each in below if abs(each.base - first) < 1]
        return "".join(each.text for each in sorted(line, key=lambda each: each.box[0]))

    @property
    def stamps(self) -> list[str]:
        """For each page the words that run across it, without spaces."""
        return [
            "".join(each.text for each in self.characters if each.page == number and each.slants)
            for number in range(1, len(self.reader.pages) + 1)
        ]

    def outside(self, margin: float = 12.0) -> list[str]:
        """What is printed nearer than so many points to the edge of a page, or beyond it."""
        document = pypdfium2.PdfDocument(self.data)
        sizes = [page.get_size() for page in document]
        found = [
            f"{each.text!r} on page {each.page} at {each.box}"
            for each in self.characters
            if not each.slants and not _within(each.box, sizes[each.page - 1], margin)
        ]
        for number, page in enumerate(document, start=1):
            for entry in page.get_objects(max_depth=1):
                if entry.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT:
                    continue
                if not _within(entry.get_bounds(), sizes[number - 1], margin):
                    found.append(f"object on page {number} at {entry.get_bounds()}")
        document.close()
        return found

    @cached_property
    def spoken(self) -> str:
        """The text as it is read aloud: that of the structure's elements, in their order."""
        pages = {page.indirect_reference.idnum: n for n, page in enumerate(self.reader.pages)}  # type: ignore[union-attr] # each page is an object of its own
        texts = _marked_texts(self.data)
        order = _marked(self.root["/StructTreeRoot"]["/K"], None)
        read = (texts.get((pages[page], mark), "") if page >= 0 else " " for page, mark in order)
        return " ".join("".join(read).split())

    @cached_property
    def elements(self) -> list[Tagged]:
        """The elements of the structure, in reading order."""
        return list(_elements(self.root["/StructTreeRoot"]["/K"]))

    @property
    def links(self) -> list[Link]:
        return [
            _link(self.reader, number, note.get_object())
            for number, page in enumerate(self.reader.pages, start=1)
            for note in page.get("/Annots", [])
        ]


def _bookmarks(entries: Any, depth: int) -> Iterator[tuple[int, str]]:  # noqa: ANN401 - as above
    for entry in entries:
        if isinstance(entry, list):
            yield from _bookmarks(entry, depth + 1)
        else:
            yield depth, entry.title


def _elements(node: Any) -> Iterator[Tagged]:  # noqa: ANN401 - as above
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for inner in node:
            yield from _elements(inner)
    elif isinstance(node, dict) and "/S" in node:
        yield str(node["/S"]).removeprefix("/"), str(node.get("/Alt", ""))
        yield from _elements(node.get("/K", []))


def _flat(entries: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    for entry in entries:
        if isinstance(entry, list):
            yield from _flat(entry)
        else:
            yield entry


def _marked(node: Any, page: int | None) -> Iterator[tuple[int, int]]:  # noqa: ANN401 - as above
    """The page object and the number of each marked content below an element, in order."""
    element: Any = node.get_object() if hasattr(node, "get_object") else node
    match element:
        case list():
            for inner in element:
                yield from _marked(inner, page)
        case DictionaryObject():
            if "/Pg" in element:
                page = element.raw_get("/Pg").idnum
            if "/MCID" in element:
                mark: Any = element["/MCID"]
                yield page or 0, int(mark)
            elif "/K" in element:
                yield from _marked(element.raw_get("/K"), page)
                if str(element.get("/S")) in _BLOCKS:
                    yield -1, -1
        case int():
            yield page or 0, element


def _marked_texts(data: bytes) -> dict[tuple[int, int], str]:
    """The text of each marked content, by the index of its page and its number."""
    document = pypdfium2.PdfDocument(data)
    found: dict[tuple[int, int], str] = {}
    for index, page in enumerate(document):
        text_page = page.get_textpage()
        for entry in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=8):
            mark = pypdfium2.raw.FPDFPageObj_GetMarkedContentID(entry)
            size = pypdfium2.raw.FPDFTextObj_GetText(entry, text_page, None, 0)
            buffer = (ctypes.c_ushort * (size // 2))()
            pypdfium2.raw.FPDFTextObj_GetText(entry, text_page, buffer, size)
            text = bytes(buffer).decode("utf-16-le").rstrip("\0")
            found[index, mark] = found.get((index, mark), "") + text
    document.close()
    return found


def _characters(number: int, page: Any) -> Iterator[Character]:  # noqa: ANN401 - as above
    for index in range(page.count_chars()):
        text = page.get_text_range(index, 1)
        if not text.strip():
            continue
        matrix = pypdfium2.raw.FS_MATRIX()
        assert pypdfium2.raw.FPDFText_GetMatrix(page, index, matrix)
        scale = math.hypot(matrix.c, matrix.d)
        size = pypdfium2.raw.FPDFText_GetFontSize(page, index) * scale
        angle = math.atan2(matrix.b, matrix.a)
        base = ctypes.c_double()
        assert pypdfium2.raw.FPDFText_GetCharOrigin(page, index, ctypes.c_double(), base)
        yield Character(text, number, size, angle, page.get_charbox(index), base.value)


def _within(
    box: tuple[float, float, float, float], size: tuple[float, float], margin: float
) -> bool:
    left, bottom, right, top = box
    width, height = size
    return (
        left >= margin and bottom >= margin and right <= width - margin and top <= height - margin
    )


def _link(reader: PdfReader, number: int, note: Any) -> Link:  # noqa: ANN401 - as above
    left, bottom, right, top = (float(side) for side in note["/Rect"])
    box = (left, bottom, right, top)
    if "/A" in note:
        return Link(number, None, 0.0, right - left, str(note["/A"]["/URI"]), box)
    goal = note["/Dest"]
    if isinstance(goal, str):
        goal = reader.named_destinations[goal].dest_array
    goal = goal.get_object()
    page = reader.get_page_number(goal[0].get_object())
    return Link(number, None if page is None else page + 1, float(goal[3]), right - left, box=box)
