"""Body text for Word: the tree that `render.pdf.content` reads, as paragraphs, lists and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sopkit.render.docx import styles
from sopkit.render.docx.pictures import Shown
from sopkit.render.docx.story import Link, Place, Story
from sopkit.render.docx.text import Format, runs
from sopkit.render.docx.xml import Element, cell_margins, element, twips
from sopkit.render.pdf.content import Node

MOST_COLUMNS = 10
"""A wider table is told in parts that have its first column in common."""

BOX, TICKED = "☐", "☑"
_INDENT = 6.0  # millimetres that a list stands to the right of its text
_LEAST_COLUMN = 4
_SMALL_TABLE = 6
_INLINE = frozenset({"a", "br", "code", "em", "img", "missing-picture", "s", "span", "strong"})
_SET_OFF = {
    "figure": (2.0, styles.SCRIPT),
    "div": (2.0, styles.ALERT),
    "blockquote": (4.0, styles.QUOTE),
    "dd": (4.0, styles.TEXT),
}
_SIDES = {"left": None, "right": "right", "center": "center"}


class ContentWriter:
    """Draws nodes; `pictures` are those that can be shown, by the names of their files."""

    def __init__(self, story: Story, pictures: Mapping[str, Any]) -> None:
        self._story = story
        self._pictures = pictures

    def inside(self, container: Element) -> ContentWriter:
        """The same, written to a cell."""
        return ContentWriter(self._story.inside(container), self._pictures)

    def blocks(self, nodes: Sequence[Node], place: Place) -> None:
        """Draw nodes below one another; texts that follow one another share a paragraph."""
        waiting: list[Node] = []
        for node in nodes:
            if isinstance(node, str) or node["tag"] in _INLINE:
                waiting.append(node)
                continue
            self._paragraph(waiting, place)
            waiting = []
            self._block(node, place)
        self._paragraph(waiting, place)

    def inline(self, nodes: Iterable[Node], look: Format, room: float) -> Iterator[Element]:
        """The runs of nodes within a paragraph."""
        for node in nodes:
            if isinstance(node, str):
                yield from runs(node, look)
            else:
                yield from self._inline(node, look, room)

    def _inline(self, node: Mapping[str, Any], look: Format, room: float) -> Iterator[Element]:
        match node["tag"]:
            case "br":
                yield element("r", element("br"))
            case "img":
                yield from self._picture(node, look, room)
            case "missing-picture":
                yield from runs("[", replace(look, italic=True))
                yield from self.inline(node["inside"], replace(look, italic=True), room)
                yield from runs("]", replace(look, italic=True))
            case "a":
                link = self.link(node)
                shown = look if link is None else replace(look, linked=True)
                yield from self._story.linked(link, self.inline(node["inside"], shown, room))
            case _:
                yield from self.inline(node["inside"], _changed(look, node["tag"]), room)

    def link(self, about: Mapping[str, Any]) -> Link | None:
        """Where something of the tree or of a row leads, if to a place that can be reached."""
        bookmark = self._story.bookmarks.get(about.get("to") or "")
        if bookmark is not None:
            return Link(bookmark=bookmark)
        address = about.get("address")
        return Link(address=address) if address else None

    def _picture(self, node: Mapping[str, Any], look: Format, room: float) -> Iterator[Element]:
        made: Shown | None = self._pictures[node["file"]](room)
        if made is None:
            yield from runs(f"[{node['alternative']}]", replace(look, italic=True))
        else:
            yield from self._story.picture(made, node["alternative"])

    def _paragraph(self, nodes: Sequence[Node], place: Place) -> None:
        if any(not isinstance(node, str) or node.strip() for node in nodes):
            self._story.paragraph(place, self.inline(nodes, place.look, place.room))

    def _block(self, node: dict[str, Any], place: Place) -> None:
        tag, inside = node["tag"], node["inside"]
        if tag == "blockquote" and place.style == styles.SCRIPT:
            self.blocks(inside, place)
        elif tag in _SET_OFF:
            by, style = _SET_OFF[tag]
            self.blocks(inside, replace(place.moved(by), style=style))
        elif tag == "figcaption" or node.get("kind") == "label":
            self._label(inside, place)
        elif tag in ("ul", "ol"):
            self._list(node, place)
        elif tag == "table":
            self._table(node, place)
        elif tag == "heading":
            self._story.title(plain(inside), node["level"], place.look)
        else:
            self._single(node, place)

    def _single(self, node: Mapping[str, Any], place: Place) -> None:
        """What is one paragraph, mostly."""
        tag, inside = node["tag"], node["inside"]
        if tag == "hr":
            self._rule(place)
        elif tag == "pre":
            look = replace(place.look, code=True)
            text = plain(inside).strip("\n")
            self._story.paragraph(replace(place, style=styles.CODE), runs(text, look))
        elif tag == "dt":
            look = replace(place.look, bold=True)
            self.blocks(inside, replace(place, style=styles.TERM, keep=True, look=look))
        else:
            self.blocks(inside, place)

    def _label(self, inside: Sequence[Node], place: Place) -> None:
        """What kind of box this is."""
        look = replace(place.look, bold=True, size=9)
        self._paragraph(inside, replace(place, look=look, keep=True))

    def _rule(self, place: Place) -> None:
        made = self._story.paragraph(place)
        line = element("pBdr", element("bottom", val="single", sz=6, space=1, color="808080"))
        properties = made.get_or_add_pPr()
        properties.insert_element_before(line, "w:tabs", "w:bidi", "w:ind", "w:jc")

    def _list(self, node: Mapping[str, Any], place: Place) -> None:
        entries = [each for each in node["inside"] if not isinstance(each, str)]
        level = place.item[1] + 1 if place.item else 0
        if node["tag"] == "ul":
            number = self._story.numbering.bullets
        else:
            number = self._story.numbering.numbers(level, node["start"])
        for entry in entries:
            self._entry(entry, replace(place.moved(_INDENT), item=(number, level)))

    def _entry(self, entry: Mapping[str, Any], place: Place) -> None:
        """An entry: its first paragraph bears the mark, what follows stands below its text."""
        first, rest = _split(entry["inside"])
        marked = replace(place, hanging=_INDENT)
        if entry.get("task"):
            box = TICKED if entry["task"] == "done" else BOX
            parts = self.inline(first, place.look, place.room)
            marked = replace(marked, item=None)
            self._story.paragraph(marked, runs(f"{box}\t", place.look), parts)
        else:
            self._story.paragraph(marked, self.inline(first, place.look, place.room))
        for node in rest:
            nested = not isinstance(node, str) and node["tag"] in ("ul", "ol")
            self.blocks([node], place if nested else replace(place, item=None))

    def _table(self, node: Mapping[str, Any], place: Place) -> None:
        for columns in _parts(len(node["header"])):
            rows = [node["header"], *node["rows"]]
            picked = [[row[column] for column in columns] for row in rows]
            alignment = [_at(node["alignment"], column) for column in columns]
            self._table_part(picked, alignment, place)

    def _table_part(
        self, rows: Sequence[Sequence[Sequence[Node]]], alignment: Sequence[str], place: Place
    ) -> None:
        widths = _widths(rows, place.room)
        size = 9.0 if len(widths) > _SMALL_TABLE else None
        look = replace(place.look, size=size)
        grid = element("tblGrid", *(element("gridCol", w=twips(width)) for width in widths))
        table = element("tbl", _table_properties(place, sum(widths)), grid)
        self._story.add(table)
        for index, row in enumerate(rows):
            head = element("trPr", element("cantSplit"), element("tblHeader"))
            made = element("tr", head if index == 0 else element("trPr", element("cantSplit")))
            table.append(made)
            for cell, width, side in zip(row, widths, alignment, strict=True):
                where = element("tc", element("tcPr", element("tcW", w=twips(width), type="dxa")))
                made.append(where)
                bold = replace(look, bold=look.bold or index == 0)
                inner = Place(0, max(width - 4, 8), bold, styles.CELL, alignment=_SIDES.get(side))
                self.inside(where).blocks(list(cell), inner)
                if len(where) == 1 or where[-1].tag.endswith("}tbl"):
                    where.append(element("p"))
        self._story.add(element("p", element("pPr", element("spacing", after=60, line=120))))


def plain(nodes: Iterable[Node]) -> str:
    """The text of nodes."""
    return "".join(
        node if isinstance(node, str) else "\n" if node["tag"] == "br" else plain(node["inside"])
        for node in nodes
    )


def _changed(look: Format, tag: str) -> Format:
    match tag:
        case "strong":
            return replace(look, bold=True)
        case "em":
            return replace(look, italic=True)
        case "s":
            return replace(look, struck=True)
        case "code":
            return replace(look, code=True)
        case _:
            return look


def _split(nodes: Sequence[Node]) -> tuple[list[Node], list[Node]]:
    """What stands in the first paragraph of an entry, and the rest."""
    first: list[Node] = []
    for index, node in enumerate(nodes):
        if isinstance(node, str) or node["tag"] in _INLINE:
            first.append(node)
        elif node["tag"] == "p" and not any(plain([each]).strip() for each in first):
            return list(node["inside"]), list(nodes[index + 1 :])
        else:
            return first, list(nodes[index:])
    return first, []


def _parts(count: int) -> list[list[int]]:
    """The columns of each part of a table."""
    if count <= MOST_COLUMNS:
        return [list(range(count))] if count else []
    step = MOST_COLUMNS - 1
    return [[0, *range(begin, min(begin + step, count))] for begin in range(1, count, step)]


def _widths(rows: Sequence[Sequence[Sequence[Node]]], room: float) -> list[float]:
    """The widths of columns, in millimetres: by what they hold, none too narrow, all on paper."""
    wanted = []
    for cells in zip(*rows, strict=True):
        texts = [plain(cell) for cell in cells]
        longest = max((len(text) for text in texts), default=0)
        word = max((len(word) for text in texts for word in text.split()), default=0)
        wanted.append(float(max(min(longest, 60), min(word, 20), _LEAST_COLUMN)) + 2)
    full = sum(wanted) * 2.1  # millimetres of an average character
    scale = room / sum(wanted) if full > room * 0.6 else full / sum(wanted)
    return [width * scale for width in wanted]


def _table_properties(place: Place, width: float) -> Element:
    return element(
        "tblPr",
        element("tblStyle", val="TableGrid"),
        element("tblW", w=twips(width), type="dxa"),
        element("tblInd", w=twips(place.left), type="dxa"),
        element("tblLayout", type="fixed"),
        cell_margins(),
        element("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0),
    )


def _at(values: Sequence[str], index: int) -> str:
    return values[index] if index < len(values) else "left"
