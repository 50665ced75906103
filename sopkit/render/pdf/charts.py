"""The flowchart of a procedure for paper: drawings, links laid over them, and words for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sopkit.flow.flow import Flow
from sopkit.render.chart import Chart, Symbol
from sopkit.render.options import ChartOptions
from sopkit.render.outline import OutlineLine, outline
from sopkit.render.pdf.glyphs import Printable
from sopkit.render.pdf.places import Procedure
from sopkit.render.svg import draw_chart

# The font is there, so no line needs to be held to its width; it would be spaced letter by letter.
_HELD = re.compile(r'(<text [^<>]*?) textLength="[^"]*" lengthAdjust="spacingAndGlyphs"')
# The sheet is white already, and its watermark is to be seen through the chart.
_SHEET = re.compile(r'<rect class="(?:paper|stripe)"[^>]*/>')


def paper_charts(
    flow: Flow,
    charts: Iterable[Chart],
    options: ChartOptions,
    printable: Printable,
    procedure: Procedure,
) -> list[dict[str, Any]]:
    """The parts of a flow's chart: `svg`, `width` and `height` in points, `words`, `links`.

    `lines` are the words again, to be printed where no page is wide enough for the drawing.
    """
    lines = {line.id: line for line in outline(flow, options.translate, options.roles)}
    return [_paper_chart(chart, options, lines, printable, procedure) for chart in charts]


def _paper_chart(
    chart: Chart,
    options: ChartOptions,
    lines: Mapping[str, OutlineLine],
    printable: Printable,
    procedure: Procedure,
) -> dict[str, Any]:
    drawing = draw_chart(chart, options)
    words = [drawing.title]
    drawn = {shape.node: None for shape in chart.shapes if shape.symbol is not Symbol.CONNECTOR}
    for line in (lines[node] for node in drawn if node in lines):
        words.append(" ".join(filter(None, (line.step, line.text))))
        words += [way.text for way in line.exits]
    return {
        "svg": _SHEET.sub("", _HELD.sub(r"\1", printable.text(drawing.svg))),
        "width": chart.width,
        "height": chart.height,
        "words": "\n".join(words),
        "lines": [printable.breakable(line) for line in words],
        "links": [
            {
                "to": place,
                "x": shape.box.x,
                "y": shape.box.y,
                "width": shape.box.width,
                "height": shape.box.height,
            }
            for shape in chart.shapes
            if shape.target is not None and (place := procedure.step(shape.target))
        ],
    }
