"""Tables that sopkit makes itself: the particulars, signatures, changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sopkit.render.docx import styles
from sopkit.render.docx.story import Place, Story
from sopkit.render.docx.xml import Element, cell_margins, element, twips

_KEPT_WHOLE = 10  # rows of a table that no page tears apart
_FIRST_ROW, _FIRST_COLUMN = "0020", "0080"


def add_table(
    story: Story,
    place: Place,
    rows: Sequence[Sequence[Iterable[Element]]],
    widths: Sequence[float],
    *,
    head: bool,
) -> None:
    """A table of runs; `head` marks its first row as header, else its first column is."""
    look = element(
        "tblLook",
        val=_FIRST_ROW if head else _FIRST_COLUMN,
        firstRow=int(head),
        firstColumn=int(not head),
    )
    properties = element(
        "tblPr",
        element("tblStyle", val="TableGrid"),
        element("tblW", w=twips(sum(widths)), type="dxa"),
        element("tblLayout", type="fixed"),
        cell_margins(),
        look,
    )
    grid = element("tblGrid", *(element("gridCol", w=twips(width)) for width in widths))
    table = element("tbl", properties, grid)
    for index, row in enumerate(rows):
        header = element("tblHeader") if head and index == 0 else None
        made = element("tr", element("trPr", element("cantSplit"), header))
        keep = len(rows) <= _KEPT_WHOLE and index < len(rows) - 1
        for cell, width in zip(row, widths, strict=True):
            where = element("tc", element("tcPr", element("tcW", w=twips(width), type="dxa")))
            inner = Place(0, width - 4, place.look, styles.CELL, keep=keep)
            story.inside(where).paragraph(inner, cell)
            made.append(where)
        table.append(made)
    story.add(table)
    story.paragraph(place)
