"""Measures charts with one yardstick, whoever laid them out: boxes, lines and labels.

Lines may run aslant or be curves (sampled into short straight pieces). Where a choice had to be
made it favours slanting lines: a decision counts as its diamond, not as the rectangle around it,
and what a line does at its own two boxes is never held against it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import atan2, hypot, pi

from sopkit.render.chart import Box, Chart, Label, Point, Route, Shape, Symbol

Polygon = tuple[Point, ...]
"""The corners of a convex outline, in turn."""
Piece = tuple[Point, Point]

_TOUCH = 1.0
"""What may overlap, in points: outlines are drawn about so wide."""
_ALONG = 3.0


@dataclass(frozen=True, slots=True)
class Marks:
    """What one chart measures."""

    in_column: bool
    straight: bool
    overlaps: int
    through_boxes: int
    labels_on_boxes: int
    labels_on_labels: int
    lines_through_labels: int
    lines_on_lines: int
    crossings: int
    turns: float
    area: float
    label_distances: tuple[float, ...]

    @property
    def meets_requirements(self) -> bool:
        """Whether the main path runs straight down, and nothing lies on a box."""
        on_boxes = self.overlaps + self.through_boxes + self.labels_on_boxes
        return self.in_column and self.straight and not on_boxes

    @property
    def legible(self) -> bool:
        """Whether, besides, each label and each line can be told from the others."""
        clashes = self.labels_on_labels + self.lines_through_labels + self.lines_on_lines
        return self.meets_requirements and not clashes


def marks(chart: Chart) -> Marks:
    """The measures of a chart."""
    labels = [(route, route.label) for route in chart.routes if route.label is not None]
    boxes = [(shape.id, outline) for shape in chart.shapes for outline in _outlines(shape)]
    return Marks(
        in_column=_in_column(chart),
        straight=_straight(chart),
        overlaps=sum(
            meet(one, other)
            for (id, one), (other_id, other) in combinations(boxes, 2)
            if id != other_id
        ),
        through_boxes=sum(_runs_through(route, chart.shapes) for route in chart.routes),
        labels_on_boxes=sum(
            any(meet(corners(label.box), outline) for _, outline in boxes) for _, label in labels
        ),
        labels_on_labels=sum(
            meet(corners(one.box), corners(other.box))
            for (_, one), (_, other) in combinations(labels, 2)
        ),
        lines_through_labels=_lines_through_labels(chart.routes, labels),
        lines_on_lines=_lines_on_lines(chart.routes),
        crossings=_crossings(chart.routes),
        turns=sum(_turning(route.points) for route in chart.routes) / (pi / 2),
        area=_area(chart),
        label_distances=tuple(distance(route.points[0], label.box) for route, label in labels),
    )


# ---- the main path ---------------------------------------------------------------------------


def _in_column(chart: Chart) -> bool:
    axes = [shape.axis for shape in chart.shapes if shape.id in chart.main]
    return max(axes, default=0) - min(axes, default=0) <= _TOUCH


def _straight(chart: Chart) -> bool:
    """Whether the lines of the main path run straight down."""
    steps = set(pairwise(chart.main))
    for route in chart.routes:
        if (route.source, route.target) in steps and not route.dashed:
            steps.discard((route.source, route.target))
            x = [point.x for point in route.points]
            if max(x) - min(x) > _TOUCH or route.points[-1].y < route.points[0].y:
                return False
    return True


# ---- what lies on what -----------------------------------------------------------------------


def corners(box: Box) -> Polygon:
    """A rectangle as a polygon."""
    return (
        Point(box.x, box.y),
        Point(box.right, box.y),
        Point(box.right, box.bottom),
        Point(box.x, box.bottom),
    )


def outline(shape: Shape) -> Polygon:
    """What a shape covers: a diamond for a decision, a rectangle for all others."""
    box, middle = shape.box, shape.box.centre
    if shape.symbol is Symbol.DECISION:
        return (
            Point(middle.x, box.y),
            Point(box.right, middle.y),
            Point(middle.x, box.bottom),
            Point(box.x, middle.y),
        )
    return corners(box)


def _outlines(shape: Shape) -> list[Polygon]:
    return [outline(shape), *(corners(note.box) for note in shape.notes)]


def meet(one: Polygon, other: Polygon) -> bool:
    """Whether two convex outlines overlap by more than a touch: no line parts them."""
    for polygon in (one, other):
        for start, end in pairwise((*polygon, polygon[0])):
            length = hypot(end.x - start.x, end.y - start.y)
            if not length:
                continue
            across = ((start.y - end.y) / length, (end.x - start.x) / length)
            low, high = _shadow(one, across)
            other_low, other_high = _shadow(other, across)
            if min(high, other_high) - max(low, other_low) <= _TOUCH:
                return False
    return True


def _shadow(polygon: Polygon, along: tuple[float, float]) -> tuple[float, float]:
    values = [point.x * along[0] + point.y * along[1] for point in polygon]
    return min(values), max(values)


def pierces(piece: Piece, polygon: Polygon) -> bool:
    """Whether a straight line runs inside a convex outline for more than a touch."""
    start, end = piece
    length = hypot(end.x - start.x, end.y - start.y)
    first, last = 0.0, 1.0
    for one, other in pairwise((*polygon, polygon[0])):
        side = hypot(other.x - one.x, other.y - one.y)
        if not side:
            continue
        inwards = ((one.y - other.y) / side, (other.x - one.x) / side)
        depth = (start.x - one.x) * inwards[0] + (start.y - one.y) * inwards[1] - _TOUCH / 2
        change = (end.x - start.x) * inwards[0] + (end.y - start.y) * inwards[1]
        if abs(change) < 1e-9:
            if depth <= 0:
                return False
        elif change > 0:
            first = max(first, -depth / change)
        else:
            last = min(last, -depth / change)
    return (last - first) * length > _TOUCH / 2


def _runs_through(route: Route, shapes: tuple[Shape, ...]) -> bool:
    return any(
        pierces(piece, polygon)
        for shape in shapes
        if shape.id not in {route.source, route.target}
        for polygon in _outlines(shape)
        for piece in pieces(route)
    )


def _lines_through_labels(routes: tuple[Route, ...], labels: list[tuple[Route, Label]]) -> int:
    """How many labels another line runs through (its own may)."""
    return sum(
        any(
            pierces(piece, corners(label.box))
            for route in routes
            if route is not own
            for piece in pieces(route)
        )
        for own, label in labels
    )


def pieces(route: Route) -> list[Piece]:
    """The straight pieces of a line."""
    return list(pairwise(route.points))


# ---- lines -----------------------------------------------------------------------------------


def _strangers(routes: tuple[Route, ...]) -> Iterator[tuple[Route, Route]]:
    """Pairs of lines with no end in common: those may not be taken for one."""
    for one, other in combinations(routes, 2):
        if not {one.source, one.target} & {other.source, other.target}:
            yield one, other


def _lines_on_lines(routes: tuple[Route, ...]) -> int:
    return sum(
        any(_lie_together(a, b) for a in pieces(one) for b in pieces(other))
        for one, other in _strangers(routes)
    )


def _lie_together(one: Piece, other: Piece) -> bool:
    """Whether two upright or level pieces lie on each other for more than a few points."""
    for along, across in (("x", "y"), ("y", "x")):
        levels = [getattr(point, across) for point in (*one, *other)]
        if max(levels) - min(levels) < _TOUCH:
            low = max(min(getattr(p, along) for p in piece) for piece in (one, other))
            high = min(max(getattr(p, along) for p in piece) for piece in (one, other))
            if high - low > _ALONG:
                return True
    return False


def _crossings(routes: tuple[Route, ...]) -> int:
    return sum(
        any(_cross(a, b) for a in pieces(one) for b in pieces(other))
        for one, other in _strangers(routes)
    )


def _cross(one: Piece, other: Piece) -> bool:
    return (
        _side(one, other[0]) * _side(one, other[1]) < 0
        and _side(other, one[0]) * _side(other, one[1]) < 0
    )


def _side(piece: Piece, point: Point) -> float:
    start, end = piece
    return (end.x - start.x) * (point.y - start.y) - (end.y - start.y) * (point.x - start.x)


def _turning(points: tuple[Point, ...]) -> float:
    """How far a line turns in all, in radians: a right-angled bend is a quarter of a circle."""
    kept = [points[0]]
    for point in points[1:]:
        if hypot(point.x - kept[-1].x, point.y - kept[-1].y) > 0.5:
            kept.append(point)
    directions = [atan2(b.y - a.y, b.x - a.x) for a, b in pairwise(kept)]
    turns = (abs(b - a) for a, b in pairwise(directions))
    return sum(min(turn, 2 * pi - turn) for turn in turns)


# ---- sizes -----------------------------------------------------------------------------------


def distance(point: Point, box: Box) -> float:
    """How far a point is from a rectangle."""
    away_x = max(box.x - point.x, point.x - box.right, 0.0)
    away_y = max(box.y - point.y, point.y - box.bottom, 0.0)
    return hypot(away_x, away_y)


def _area(chart: Chart) -> float:
    """The rectangle around all boxes, lines and labels, in square points (no bands, no margin)."""
    found = [point for shape in chart.shapes for line in _outlines(shape) for point in line]
    found += [point for route in chart.routes for point in route.points]
    found += [p for route in chart.routes if route.label for p in corners(route.label.box)]
    x, y = [point.x for point in found], [point.y for point in found]
    return (max(x) - min(x)) * (max(y) - min(y))


# ---- bands and lanes -------------------------------------------------------------------------


def apart(chart: Chart, group_of: Mapping[str, object], *, down: bool) -> bool:
    """Whether groups of boxes follow one another without overlap: bands (`down`) or lanes.

    The bars of a parallel may reach across lanes.
    """
    extents: dict[object, tuple[float, float]] = {}
    for shape in chart.shapes:
        if shape.id in group_of and not (shape.bar and not down):
            box, group = shape.box, group_of[shape.id]
            low, high = (box.y, box.bottom) if down else (box.x, box.right)
            known = extents.get(group, (low, high))
            extents[group] = (min(low, known[0]), max(high, known[1]))
    ordered = sorted(extents.values())
    return all(other[0] - one[1] > -_TOUCH for one, other in pairwise(ordered))
