"""Charts as SVG: text that scales, links to the steps, and names for screen readers.

Each node is a link to its step, in walking order, followed by the labels of its exits. Nothing in
a drawing comes from the machine: the same flow gives the same bytes everywhere. Each line of text
is held to its measured width, so that it stays within its shape where the font is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from sopkit.flow.flow import Flow
from sopkit.messages import Translate, message
from sopkit.render.chart import Band, Box, Chart, Label, Mark, Route, Shape, Symbol, TextRun
from sopkit.render.layout import lay_out
from sopkit.render.options import DEFAULT_OPTIONS, LABEL_SIZE, SMALL_SIZE, TITLE_SIZE, ChartOptions
from sopkit.render.shape_path import (
    arrow_head,
    mark_elements,
    number,
    route_path,
    symbol_elements,
)
from sopkit.render.style import chart_style, print_style, revision_style
from sopkit.render.wrap import one_line

_MARK_TITLES = {
    Mark.CRITICAL: message("must never be skipped"),
    Mark.MOMENT_OF_TRUTH: message("moment of truth"),
    Mark.ADDED: message("new"),
    Mark.REMOVED: message("removed"),
    Mark.CHANGED: message("changed"),
}
_BETWEEN_PARTS = 24.0


@dataclass(frozen=True, slots=True)
class Drawing:
    """One SVG with its size in points; `title` says which part of the flow it shows."""

    svg: str
    title: str
    width: float
    height: float


def draw_svg(flow: Flow, options: ChartOptions = DEFAULT_OPTIONS) -> str:
    """One SVG of a whole flow; the parts of a large one stand under one another."""
    return draw_charts(lay_out(flow, options), options)


def draw_charts(charts: Sequence[Chart], options: ChartOptions = DEFAULT_OPTIONS) -> str:
    """One SVG of the charts of a flow, under one another."""
    width = max(chart.width for chart in charts)
    height = sum(chart.height for chart in charts) + _BETWEEN_PARTS * (len(charts) - 1)
    content = []
    top = 0.0
    for chart in charts:
        drawn = "".join(_chart(chart, options))
        if top:
            drawn = f'<g transform="translate(0 {number(top)})">\n{drawn}</g>\n'
        content.append(drawn)
        top += chart.height + _BETWEEN_PARTS
    title = _title(charts[0]) if len(charts) == 1 else _whole_title(charts[0])
    return _document(title, charts[0].language, (width, height), content, options)


def draw_parts(flow: Flow, options: ChartOptions = DEFAULT_OPTIONS) -> tuple[Drawing, ...]:
    """One SVG for each part of a flow."""
    return tuple(draw_chart(chart, options) for chart in lay_out(flow, options))


def draw_chart(chart: Chart, options: ChartOptions = DEFAULT_OPTIONS) -> Drawing:
    """The SVG of one chart."""
    title, size = _title(chart), (chart.width, chart.height)
    svg = _document(title, chart.language, size, _chart(chart, options), options)
    return Drawing(svg, title, chart.width, chart.height)


def _title(chart: Chart) -> str:
    title = _whole_title(chart)
    headings = " ".join(run.text for band in chart.headings for run in band.runs)
    return f"{title}, {headings}" if headings else title


def _whole_title(chart: Chart) -> str:
    return one_line(f"{chart.number} {chart.title}")


def _document(
    title: str,
    language: str,
    size: tuple[float, float],
    content: Iterable[str],
    options: ChartOptions,
) -> str:
    title = escape(title)
    width, height = number(size[0]), number(size[1])
    style = ""
    if options.standalone:
        style = f"<title>{title}</title>\n<style>\n{_style(options)}</style>\n"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="sop-chart" role="group" '
        f'aria-label="{title}" lang="{escape(language)}" width="{width}pt" '
        f'height="{height}pt" viewBox="0 0 {width} {height}">\n'
        f'{style}<rect class="paper" width="100%" height="100%"/>\n{"".join(content)}</svg>\n'
    )


def _style(options: ChartOptions) -> str:
    style = print_style() if options.paper else chart_style()
    return style if options.revision is None else style + revision_style()


def _chart(chart: Chart, options: ChartOptions) -> Iterable[str]:
    """The elements of one chart, from the back to the front."""
    for band in chart.bands:
        yield _band(band)
    for lane in chart.lanes:
        yield _lane(lane)
    for heading in chart.headings:
        yield from (f"{_text(run)}\n" for run in heading.runs)
    yield '<g aria-hidden="true">\n'
    yield from _routes(chart.routes)
    yield "</g>\n"
    labels: dict[str, list[Label]] = {}
    for route in chart.routes:
        if route.label is not None:
            labels.setdefault(route.source, []).append(route.label)
    for shape in chart.shapes:
        yield _shape(shape, options)
        for label in labels.get(shape.id, ()):
            yield f"{''.join(_text(run) for run in label.runs)}\n"


def _routes(routes: tuple[Route, ...]) -> Iterable[str]:
    heads: dict[str, dict[str, None]] = {"": {}}
    # What is gone lies below what is there.
    for route in sorted(routes, key=lambda route: route.mark is not Mark.REMOVED):
        dashed = " dashed" if route.dashed else ""
        fate = f" {route.mark.value}" if route.mark is not None else ""
        yield f'<path class="wire{dashed}{fate}" d="{route_path(route.points)}"/>\n'
        heads.setdefault(fate, {})[arrow_head(route.points)] = None
    for fate in sorted(heads, key=lambda fate: fate != f" {Mark.REMOVED}"):
        if heads[fate] or not fate:
            yield f'<path class="head{fate}" d="{"".join(heads[fate])}"/>\n'


def _shape(shape: Shape, options: ChartOptions) -> str:
    classes = " ".join(("node", shape.symbol.value, *(mark.value for mark in shape.marks)))
    name = escape(shape.name)
    inside = (
        symbol_elements(shape)
        + _texts((*shape.runs, *shape.notes), shape.name)
        + _marks(shape, options.translate)
    )
    if shape.target is None:
        return f'<g class="{classes}" role="img" aria-label="{name}">{inside}</g>\n'
    link = escape(options.link_prefix + shape.target)
    step = _step(shape, options)
    return f'<a class="{classes}"{step} href="{link}" aria-label="{name}">{inside}</a>\n'


def _step(shape: Shape, options: ChartOptions) -> str:
    """Which step a shape stands for, where a page shows the two together."""
    if options.node_prefix is None or shape.target is None:
        return ""
    anchor = f' id="{escape(options.node_prefix + shape.target)}"' if is_node(shape) else ""
    return f'{anchor} data-step="{escape(shape.target)}"'


def is_node(shape: Shape) -> bool:
    """Whether a shape is the one node of a step: no connector to it, no wait before it."""
    return shape.target == shape.node and shape.symbol is not Symbol.CONNECTOR


def _marks(shape: Shape, translate: Translate) -> str:
    return "".join(
        mark_elements(shape, mark, position, escape(translate(_MARK_TITLES[mark])))
        for position, mark in enumerate(shape.marks)
    )


def _band(band: Band) -> str:
    box = band.box
    stripe = _rectangle("stripe", box) if band.shaded else ""
    sides = "".join(
        f"M{number(box.x)} {number(y)}H{number(box.right)}" for y in (box.y, box.bottom)
    )
    texts = "".join(_text(run) for run in band.runs)
    return f'{stripe}<path class="edge" d="{sides}"/>{texts}\n'


def _lane(lane: Band) -> str:
    texts = "".join(_text(run) for run in lane.runs)
    return f"{_rectangle('edge', lane.heading)}{_rectangle('edge', lane.box)}{texts}\n"


def _rectangle(name: str, box: Box) -> str:
    return (
        f'<rect class="{name}" x="{number(box.x)}" y="{number(box.y)}" '
        f'width="{number(box.width)}" height="{number(box.height)}"/>'
    )


def _texts(runs: Iterable[TextRun], name: str) -> str:
    """Lines of text, with a space between them unless they are the parts of one word.

    It cannot be seen, but who copies them or has them read gets whole words.
    """
    written = ""
    at = 0
    for run in runs:
        found = name.find(run.text, at)
        goes_on = not written or found == at
        written += _text(run) if goes_on else f" {_text(run)}"
        at = at if found < 0 else found + len(run.text)
    return written


def _text(run: TextRun) -> str:
    """One line of text, held to the width that was measured."""
    size = "" if run.size in _CLASS_SIZES.get(run.style.value, ()) else f' font-size="{run.size:g}"'
    where = f'x="{number(run.x)}" y="{number(run.y)}"'
    if run.turned:
        where = f'transform="translate({number(run.x)} {number(run.y)}) rotate(-90)"'
    return (
        f'<text class="{run.style.value}" {where}{size} textLength="{number(run.width)}" '
        f'lengthAdjust="spacingAndGlyphs">{escape(run.text, quote=False)}</text>'
    )


_CLASS_SIZES = {"title": (TITLE_SIZE,), "label": (LABEL_SIZE,), "detail": (SMALL_SIZE,)}
