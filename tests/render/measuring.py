"""Measures a chart and says what is wrong with it, from its geometry alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from sopkit.render.chart import Box, Chart, Point, Route, Shape, Symbol, TextRun

SLACK = 0.05
"""What rounding may take, in points."""


def faults(chart: Chart) -> list[str]:
    """Everything that must not be, in words; an empty list for a good chart."""
    return [
        *_texts_outside(chart),
        *_overlapping_shapes(chart),
        *_labels_in_the_way(chart),
        *_routes_through_shapes(chart),
        *_routes_through_texts(chart),
        *_loose_ends(chart),
        *_routes_on_each_other(chart),
        *_main_path_astray(chart),
        *_outside_the_chart(chart),
        *_bands_astray(chart),
    ]


def _texts_outside(chart: Chart) -> Iterator[str]:
    for shape in chart.shapes:
        for run in shape.runs:
            if not all(inside(shape, corner) for corner in _corners(run.box)):
                yield f"text {run.text!r} reaches out of {shape.id} ({shape.symbol})"
        for one, other in combinations(shape.runs, 2):
            if _shrunk(one.box, 0.3).overlaps(_shrunk(other.box, 0.3)) and one.y != other.y:
                yield f"lines {one.text!r} and {other.text!r} of {shape.id} overlap"


def inside(shape: Shape, point: Point) -> bool:
    """Whether a point lies within a shape's outline."""
    box = shape.box
    middle = box.centre
    away_x, away_y = abs(point.x - middle.x), abs(point.y - middle.y)
    if away_x > box.width / 2 + SLACK or away_y > box.height / 2 + SLACK:
        return False
    if shape.symbol is Symbol.DECISION:
        return away_x / (box.width / 2) + away_y / (box.height / 2) <= 1 + SLACK / 10
    if shape.symbol is Symbol.CONNECTOR:
        return away_x**2 + away_y**2 <= (box.width / 2 + SLACK) ** 2
    if shape.symbol is Symbol.TERMINATOR:
        return _in_rounded(away_x, away_y, box, min(box.height / 2, 17.0))
    if shape.symbol is Symbol.DELAY and point.x > middle.x:
        radius = min(box.height / 2, 22.0)
        over = point.x - (box.right - radius)
        return over <= 0 or (over / radius) ** 2 + (away_y / (box.height / 2)) ** 2 <= 1 + SLACK
    if shape.symbol is Symbol.MANUAL:
        narrowed = 11.0 * (point.y - box.y) / box.height
        return away_x <= box.width / 2 - narrowed + SLACK
    return True


def _in_rounded(away_x: float, away_y: float, box: Box, radius: float) -> bool:
    over_x = away_x - (box.width / 2 - radius)
    over_y = away_y - (box.height / 2 - radius)
    if over_x <= 0 or over_y <= 0:
        return True
    return over_x**2 + over_y**2 <= (radius + SLACK) ** 2


def _overlapping_shapes(chart: Chart) -> Iterator[str]:
    for one, other in combinations(chart.shapes, 2):
        if any(a.overlaps(b) for a in _extent(one) for b in _extent(other)):
            yield f"{one.id} and {other.id} overlap"


def _labels_in_the_way(chart: Chart) -> Iterator[str]:
    labels = [(route, route.label) for route in chart.routes if route.label is not None]
    for route, label in labels:
        for run in label.runs:
            if not label.box.contains(_shrunk(run.box, 0.5), 1.0):
                yield f"the label of {route.source} → {route.target} is larger than it says"
        for shape in chart.shapes:
            if any(label.box.overlaps(box) for box in _extent(shape)):
                yield f"the label {_words(label.runs)!r} lies on {shape.id}"
    for (_, one), (_, other) in combinations(labels, 2):
        if one.box.overlaps(other.box):
            yield f"the labels {_words(one.runs)!r} and {_words(other.runs)!r} overlap"


def _routes_through_shapes(chart: Chart) -> Iterator[str]:
    for route in chart.routes:
        for shape in chart.shapes:
            box = _shrunk(shape.box, 0.5)
            if any(_meets(piece, box) for piece in _pieces(route)):
                yield f"{route.source} → {route.target} runs through {shape.id}"


def _routes_through_texts(chart: Chart) -> Iterator[str]:
    texts = [(shape.id, note.box) for shape in chart.shapes for note in shape.notes]
    texts += [
        (f"the label of {route.source}", _shrunk(route.label.box, 0.5))
        for route in chart.routes
        if route.label is not None
    ]
    for route in chart.routes:
        for name, box in texts:
            if any(_meets(piece, box) for piece in _pieces(route)):
                yield f"{route.source} → {route.target} runs through the text of {name}"


def _loose_ends(chart: Chart) -> Iterator[str]:
    shapes = {shape.id: shape for shape in chart.shapes}
    for route in chart.routes:
        for id, point in ((route.source, route.points[0]), (route.target, route.points[-1])):
            if not _on_border(shapes[id], point):
                yield f"{route.source} → {route.target} does not touch {id}"
        for one, other in pairwise(route.points):
            if one.x != other.x and one.y != other.y:
                yield f"{route.source} → {route.target} runs aslant"
            if one == other:
                yield f"{route.source} → {route.target} stands still"


def _on_border(shape: Shape, point: Point) -> bool:
    box = shape.box
    if shape.symbol is Symbol.PARALLEL:
        on_bar = abs(point.y - box.y) < SLACK or abs(point.y - box.bottom) < SLACK
        return on_bar and box.x <= point.x <= box.right
    tips = (
        Point(shape.axis, box.y),
        Point(shape.axis, box.bottom),
        Point(box.x, box.centre.y),
        Point(box.right, box.centre.y),
    )
    return any(abs(tip.x - point.x) + abs(tip.y - point.y) < SLACK for tip in tips)


def _routes_on_each_other(chart: Chart) -> Iterator[str]:
    for one, other in combinations(chart.routes, 2):
        if one.source == other.source or one.target == other.target:
            continue
        if any(_run_together(a, b) for a in _pieces(one) for b in _pieces(other)):
            yield f"{one.source} → {one.target} and {other.source} → {other.target} run as one"


def _run_together(one: tuple[Point, Point], other: tuple[Point, Point]) -> bool:
    """Whether two straight pieces lie on each other for more than a point, or nearly do."""
    for along, across in (("x", "y"), ("y", "x")):
        levels = [getattr(point, across) for point in (*one, *other)]
        if max(levels) - min(levels) < 1.0:
            low = max(min(getattr(p, along) for p in piece) for piece in (one, other))
            high = min(max(getattr(p, along) for p in piece) for piece in (one, other))
            if high - low > 1.0:
                return True
    return False


def _main_path_astray(chart: Chart) -> Iterator[str]:
    shapes = [shape for shape in chart.shapes if shape.id in chart.main]
    if len({round(shape.axis, 3) for shape in shapes}) > 1:
        yield "the main path leaves its column"
    for shape in shapes:
        if not shape.bar and abs(shape.box.centre.x - shape.axis) > SLACK:
            yield f"{shape.id} does not stand in the middle of the main path"
    by_id = {shape.id: shape for shape in shapes}
    order = [by_id[id].box.y for id in chart.main]
    if order != sorted(order):
        yield "the main path does not run downwards"


def _outside_the_chart(chart: Chart) -> Iterator[str]:
    whole = Box(0, 0, chart.width, chart.height)
    boxes = [(shape.id, box) for shape in chart.shapes for box in _extent(shape)]
    boxes += [(route.source, route.label.box) for route in chart.routes if route.label is not None]
    boxes += [(band.title, band.box) for band in (*chart.bands, *chart.lanes)]
    boxes += [(run.text, run.box) for band in chart.headings for run in band.runs]
    for name, box in boxes:
        if not whole.contains(box):
            yield f"{name} reaches out of the chart"
    for route in chart.routes:
        for point in route.points:
            if not (0 <= point.x <= chart.width and 0 <= point.y <= chart.height):
                yield f"{route.source} → {route.target} runs out of the chart"


def _bands_astray(chart: Chart) -> Iterator[str]:
    for band in (*chart.bands, *chart.lanes):
        for run in band.runs:
            if not band.heading.contains(run.box, 0.5):
                yield f"the name {run.text!r} does not fit in its band"
    for one, other in combinations(chart.bands, 2):
        if _shrunk(one.box, 0.1).overlaps(_shrunk(other.box, 0.1)):
            yield f"the bands {one.title!r} and {other.title!r} overlap"
    for shape in chart.shapes:
        touched = [
            band
            for band in chart.bands
            if band.box.y < shape.box.bottom and shape.box.y < band.box.bottom
        ]
        if len(touched) > 1:
            yield f"{shape.id} stands in two bands"


def _pieces(route: Route) -> list[tuple[Point, Point]]:
    return list(pairwise(route.points))


def _meets(piece: tuple[Point, Point], box: Box) -> bool:
    one, other = piece
    left, right = min(one.x, other.x), max(one.x, other.x)
    top, bottom = min(one.y, other.y), max(one.y, other.y)
    return left < box.right and right > box.x and top < box.bottom and bottom > box.y


def _extent(shape: Shape) -> list[Box]:
    return [shape.box, *(note.box for note in shape.notes)]


def _corners(box: Box) -> tuple[Point, ...]:
    """The corners of the letters themselves: without the room that accents need."""
    top, bottom = box.y + box.height * 0.1, box.bottom - box.height * 0.1
    return tuple(Point(x, y) for x in (box.x, box.right) for y in (top, bottom))


def _shrunk(box: Box, by: float) -> Box:
    return Box(box.x + by, box.y + by, box.width - 2 * by, box.height - 2 * by)


def _words(runs: tuple[TextRun, ...]) -> str:
    return " ".join(run.text for run in runs)
