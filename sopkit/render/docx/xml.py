"""Elements of WordprocessingML, and texts that XML can carry.

python-docx reads and writes the package with its parts; what it has no call for (borders, fields,
bookmarks, languages) is written as elements. Lengths are in twentieths of a point.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TypeAlias

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

Element: TypeAlias = BaseOxmlElement
"""An element of the document."""

UNREADABLE = "\ufffd"
"""What stands for a character that XML cannot carry."""

TWIPS = 1440 / 25.4
"""Of a millimetre."""

_ILLEGAL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """The text without characters that XML forbids or advises against."""
    return _ILLEGAL.sub(UNREADABLE, text)


def twips(millimetres: float) -> int:
    """A length in twentieths of a point."""
    return round(millimetres * TWIPS)


def element(tag: str, *children: Element | None, **attributes: str | int) -> Element:
    """`w:tag` with attributes (all of the namespace `w`) and those children that are not None."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), legal(str(value)))
    made.extend([child for child in children if child is not None])
    return made


def cell_margins() -> Element:
    """The room between the borders of a table and its texts."""
    sides = (("top", 50), ("left", 100), ("bottom", 50), ("right", 100))
    return element("tblCellMar", *(element(side, w=room, type="dxa") for side, room in sides))


def text_element(text: str, tag: str = "t") -> Element:
    """A text whose spaces are kept."""
    made = OxmlElement(f"w:{tag}")
    made.text = legal(text)
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def field(instruction: str, result: str, properties: Element | None = None) -> list[Element]:
    """The runs of a field, with what it shows until it is renewed."""
    parts = (
        element("fldChar", fldCharType="begin"),
        text_element(f" {instruction} ", "instrText"),
        element("fldChar", fldCharType="separate"),
        text_element(result),
        element("fldChar", fldCharType="end"),
    )
    return [element("r", deepcopy(properties), part) for part in parts]
