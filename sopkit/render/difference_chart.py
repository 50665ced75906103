"""The flowchart of two texts of a procedure, with a legend of its marks."""

from __future__ import annotations

from dataclasses import replace

from sopkit.compare.difference import FlowDifference
from sopkit.messages import message
from sopkit.render.chart import Box, Chart, Label, Mark, Point, Route, Shape, Style, Symbol, TextRun
from sopkit.render.layout import MARGIN, lay_out
from sopkit.render.measure import text_width
from sopkit.render.options import LABEL_SIZE, SMALL_SIZE, TITLE_SIZE, ChartOptions, Revision
from sopkit.render.svg import Drawing, draw_chart, draw_charts

_LEGEND = (
    (Mark.ADDED, message("new step"), message("new way")),
    (Mark.CHANGED, message("changed step"), message("changed way")),
    (Mark.REMOVED, message("removed step"), message("removed way")),
    (None, message("as before"), message("as before")),
)
_BOX_WIDTH = 96.0
_BOX_HEIGHT = 26.0
_GAP = 38.0
_LINE = 32.0


def draw_difference(difference: FlowDifference, options: ChartOptions) -> str:
    """One SVG: the legend, and below it the charts of both flows in one."""
    options = replace(options, revision=Revision.of(difference))
    charts = lay_out(difference.flow, options)
    return draw_charts((legend(charts[0], options), *charts), options)


def draw_difference_parts(
    difference: FlowDifference, options: ChartOptions
) -> tuple[Drawing, tuple[Drawing, ...]]:
    """The legend, and one SVG for each part of the chart of both flows."""
    options = replace(options, revision=Revision.of(difference))
    charts = lay_out(difference.flow, options)
    parts = tuple(draw_chart(chart, options) for chart in charts)
    return draw_chart(legend(charts[0], options), options), parts


def legend(chart: Chart, options: ChartOptions) -> Chart:
    """What the marks of a chart mean: a box and a line for each fate, two beside each other."""
    shapes, routes = [], []
    width = 0.0
    for index, (mark, step, way) in enumerate(_LEGEND):
        top = MARGIN + 10 + index * _GAP
        text = options.translate(step)
        shapes.append(_box(mark, text, top))
        route = _line(mark, options.translate(way), top + _BOX_HEIGHT / 2)
        routes.append(route)
        if route.label is not None:
            width = max(width, route.label.box.right)
    height = MARGIN + 10 + len(_LEGEND) * _GAP
    return Chart(
        chart.number,
        chart.title,
        chart.language,
        width + MARGIN,
        height,
        tuple(shapes),
        tuple(routes),
    )


def _box(mark: Mark | None, text: str, top: float) -> Shape:
    width = text_width(text, TITLE_SIZE)
    box = Box(MARGIN, top, max(_BOX_WIDTH, width + 40), _BOX_HEIGHT)
    baseline = top + _BOX_HEIGHT / 2 + 0.34 * TITLE_SIZE
    run = TextRun(text, MARGIN + 8, baseline, width, TITLE_SIZE, Style.TITLE)
    id = f"legend {mark.value if mark else 'same'}"
    marks = (mark,) if mark is not None else ()
    return Shape(id, id, Symbol.PROCESS, box, box.centre.x, text, (run,), (), marks)


def _line(mark: Mark | None, text: str, middle: float) -> Route:
    left = MARGIN + _BOX_WIDTH + 36
    width = text_width(text, LABEL_SIZE)
    x = left + _LINE + 8
    run = TextRun(text, x, middle + 0.34 * LABEL_SIZE, width, LABEL_SIZE, Style.LABEL)
    label = Label((run,), Box(x, middle - SMALL_SIZE / 2, width, SMALL_SIZE))
    id = f"legend {mark.value if mark else 'same'}"
    points = (Point(left, middle), Point(left + _LINE, middle))
    return Route(id, id, points, label=label, mark=mark)
