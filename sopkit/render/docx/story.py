"""The text of the document as it grows: paragraphs with links, bookmarks, tables and pictures."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.shared import Emu

from sopkit.render.docx.pictures import Shown
from sopkit.render.docx.styles import LEVELS, TEXT, Numbering, heading
from sopkit.render.docx.text import Format, reads_from_right, runs
from sopkit.render.docx.xml import Element, element, legal, twips


@dataclass(frozen=True, slots=True)
class Place:
    """Where a paragraph stands: millimetres from the left and of room, its style and look.

    `hanging` is how far its first line stands out to the left. `item` is the number of the list
    and the level in it, `keep` holds it on the page of the next paragraph.
    """

    left: float
    room: float
    look: Format
    style: str = TEXT
    hanging: float = 0
    item: tuple[int, int] | None = None
    keep: bool = False
    alignment: str | None = None

    def moved(self, by: float) -> Place:
        """The place further to the right."""
        return replace(self, left=self.left + by, room=max(self.room - by, 15))


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads: to a bookmark of this document or to an address."""

    bookmark: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as the table of contents has it."""

    level: int
    text: str
    bookmark: str


@dataclass(slots=True)
class Story:
    """Writes to one container: the body of the document, or a cell."""

    document: Document
    container: Element
    numbering: Numbering
    bookmarks: Mapping[str, str]
    """The bookmark of each place that a link can lead to, by the name of the place."""
    headings: list[Heading] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=partial(count, 1))
    """Those of bookmarks and pictures."""

    def inside(self, container: Element) -> Story:
        """The same document, written elsewhere."""
        return replace(self, container=container)

    def paragraph(self, place: Place, *parts: Iterable[Element]) -> Element:
        """A new paragraph of these runs."""
        children = [child for part in parts for child in part]
        drawn = any(next(child.iter(qn("w:drawing")), None) is not None for child in children)
        text = "".join(each.text or "" for child in children for each in child.iter(qn("w:t")))
        made = element("p", self._paragraph_properties(place, text, drawn=drawn), *children)
        return self.add(made)

    def add(self, made: Element) -> Element:
        """Add an element at the end."""
        last = self.container.find(qn("w:sectPr"))
        if last is None:
            self.container.append(made)
        else:
            last.addprevious(made)
        return made

    def title(self, text: str, level: int, look: Format) -> None:
        """A heading, the title of the document being level 1."""
        bookmark = f"_Toc{len(self.headings) + 1:06}"
        self.headings.append(Heading(level, text, bookmark))
        place = Place(0, 0, look, style=heading(level), keep=True)
        self.paragraph(place, self.marked(bookmark, runs(text, look)))

    def marked(self, bookmark: str, inside: Iterable[Element]) -> Iterator[Element]:
        """Runs that a link can lead to."""
        number = next(self.numbers)
        yield element("bookmarkStart", id=number, name=bookmark)
        yield from inside
        yield element("bookmarkEnd", id=number)

    def linked(self, link: Link | None, inside: Iterable[Element]) -> Iterator[Element]:
        """Runs that lead somewhere."""
        if link is None or not (link.bookmark or link.address):
            yield from inside
        elif link.bookmark:
            yield element("hyperlink", *inside, anchor=link.bookmark, history=1)
        else:
            part = self.document.part
            made = element("hyperlink", *inside, history=1)
            address = legal(link.address or "")
            relation = part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            made.set(qn("r:id"), relation)
            yield made

    def picture(self, shown: Shown, alternative: str) -> Iterator[Element]:
        """A picture with its alternative text, in a run."""
        part = self.document.part
        width, height = (Emu(round(length * 36000)) for length in (shown.width, shown.height))
        inline = part.new_pic_inline(io.BytesIO(shown.data), width, height)
        number = next(self.numbers)
        inline.docPr.set("id", str(number))
        for properties in inline.iter(qn("wp:docPr"), qn("pic:cNvPr")):
            properties.set("descr", legal(alternative))
            properties.set("name", f"Picture {number}")
        yield element("r", element("drawing", inline))

    def _paragraph_properties(self, place: Place, text: str, *, drawn: bool) -> Element:
        """In the order of the schema. A picture is a tall letter: its line is not spread."""
        item = place.item and element(
            "numPr",
            element("ilvl", val=min(place.item[1], LEVELS - 1)),
            element("numId", val=place.item[0]),
        )
        indented = place.left or place.hanging or place.item
        return element(
            "pPr",
            element("pStyle", val=self._style_id(place.style)),
            element("keepNext") if place.keep else None,
            item,
            element("tabs", element("tab", val="left", pos=twips(place.left)))
            if place.hanging
            else None,
            element("bidi") if reads_from_right(text) else None,
            element("spacing", line=240, lineRule="auto") if drawn else None,
            element("ind", left=twips(place.left), hanging=twips(place.hanging))
            if indented
            else None,
            element("jc", val=place.alignment) if place.alignment else None,
        )

    def _style_id(self, name: str) -> str:
        return self.document.styles.get_style_id(
            self.document.styles[name], WD_STYLE_TYPE.PARAGRAPH
        ) or name.replace(" ", "")
