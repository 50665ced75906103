"""Reads a PDF back with another library than the one that made it."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdfium2
from pypdf import PdfReader

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
    """A character as it is printed: its page (from 1), size in points, angle and box.

    The box is left, bottom, right, top, in points from the lower left corner of the page.
    """

    text: str
    page: int
    size: float
    angle: float
    box: tuple[float, float, float, float]

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
        yield Character(text, number, size, angle, page.get_charbox(index))


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
