"""The pages: their size, and what stands at the head and foot of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docx.section import Section
from docx.shared import Mm

from sopkit.render.docx.text import Format, run_properties, runs
from sopkit.render.docx.xml import Element, element, field, twips

WIDTH, HEIGHT, SIDE = 210.0, 297.0, 22.0
"""A4, in millimetres, and the margin at both sides of the text."""

ROOM = WIDTH - 2 * SIDE

_FIELDS = {"{page}": "PAGE", "{pages}": "NUMPAGES"}


def set_page(section: Section, side: float, top: float, bottom: float) -> None:
    """The size and margins of a section's pages, in millimetres."""
    section.page_width, section.page_height = Mm(WIDTH), Mm(HEIGHT)
    section.left_margin = section.right_margin = Mm(side)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)
    section.header_distance, section.footer_distance = Mm(9), Mm(7)


def write_head(section: Section, parts: Iterable[Element], room: float) -> None:
    """The line at the head of each page; what follows a tab stands at the right."""
    _line(section.header.part.element, "Header", parts, room, "bottom")


def write_foot(section: Section, parts: Iterable[Element], room: float) -> None:
    """The line at the foot of each page; what follows a tab stands at the right."""
    _line(section.footer.part.element, "Footer", parts, room, "top")


def page_number(text: str, look: Format) -> Iterator[Element]:
    """`Page {page} of {pages}` with fields that Word fills in."""
    for part in text.replace("{", "\0{").replace("}", "}\0").split("\0"):
        if part in _FIELDS:
            yield from field(_FIELDS[part], "1", run_properties(look))
        elif part:
            yield from runs(part, look)


def _line(story: Element, style: str, parts: Iterable[Element], room: float, side: str) -> None:
    """One line with a rule towards the text."""
    for child in list(story):
        story.remove(child)
    rule = element("pBdr", element(side, val="single", sz=4, space=4, color="808080"))
    tabs = element("tabs", element("tab", val="right", pos=twips(room)))
    properties = element("pPr", element("pStyle", val=style), rule, tabs)
    story.append(element("p", properties, *parts))
