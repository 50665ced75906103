"""The outlines of the symbols as SVG elements. Coordinates are points, rounded to 1/100."""

from __future__ import annotations

from sopkit.render.chart import Box, Mark, Point, Shape, Symbol
from sopkit.render.symbol import SIDE_BAR, SLANT

_CORNER = 6.0
_HEAD_LENGTH = 7.0
_HEAD_WIDTH = 3.4


_TRIANGLE = "M0-7.5L8 6.5H-8Z"
_CIRCLE = "M0-7.5A7.5 7.5 0 1 1 0 7.5A7.5 7.5 0 1 1 0-7.5Z"
_OF_REVISIONS = frozenset({Mark.ADDED, Mark.REMOVED, Mark.CHANGED})
_SIGNS = {
    Mark.CRITICAL: "M-.9-3.2H.9L.6 1.8H-.6ZM-.9 2.8H.9V4.6H-.9Z",
    Mark.MOMENT_OF_TRUTH: (
        "M0 4.2C-5.6.4-4.2-3.8-1.9-3.5C-.9-3.4-.3-2.7 0-2.1"
        "C.3-2.7.9-3.4 1.9-3.5C4.2-3.8 5.6.4 0 4.2Z"
    ),
    Mark.ADDED: "M-.9-4.5H.9V-.9H4.5V.9H.9V4.5H-.9V.9H-4.5V-.9H-.9Z",
    Mark.REMOVED: "M-4.5-.9H4.5V.9H-4.5Z",
    Mark.CHANGED: "M-4.2 4.2L-3.6 1.5L2-4.1L4.1-2L-1.5 3.6Z",
}


def number(value: float) -> str:
    """A coordinate as text: at most two decimals, no trailing zeros, no minus zero."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def symbol_elements(shape: Shape) -> str:
    """The outline of a shape."""
    box = shape.box
    if shape.symbol is Symbol.CONNECTOR:
        middle = box.centre
        radius = number(box.width / 2)
        return (
            f'<circle class="shape" cx="{number(middle.x)}" cy="{number(middle.y)}" r="{radius}"/>'
        )
    if shape.symbol is Symbol.PARALLEL:
        return _rectangle(box, 0) + _lines(box.x, box.right, (box.y, box.bottom))
    if shape.symbol is Symbol.PREDEFINED:
        sides = (box.x + SIDE_BAR, box.right - SIDE_BAR)
        bars = "".join(f"M{number(x)} {number(box.y)}V{number(box.bottom)}" for x in sides)
        return f'{_rectangle(box, 2)}<path class="inner" d="{bars}"/>'
    if shape.symbol is Symbol.PROCESS:
        return _rectangle(box, 2)
    if shape.symbol is Symbol.TERMINATOR:
        return _rectangle(box, terminator_radius(box))
    if shape.symbol is Symbol.DELAY:
        return f'<path class="shape" d="{_delay(box)}"/>'
    corners = "L".join(f"{number(p.x)} {number(p.y)}" for p in polygon(shape.symbol, box))
    return f'<path class="shape" d="M{corners}Z"/>'


def polygon(symbol: Symbol, box: Box) -> tuple[Point, ...]:
    """The corners of a decision's or manual operation's outline, else of its box."""
    middle = box.centre
    if symbol is Symbol.DECISION:
        return (
            Point(middle.x, box.y),
            Point(box.right, middle.y),
            Point(middle.x, box.bottom),
            Point(box.x, middle.y),
        )
    foot = SLANT if symbol is Symbol.MANUAL else 0.0
    return (
        Point(box.x, box.y),
        Point(box.right, box.y),
        Point(box.right - foot, box.bottom),
        Point(box.x + foot, box.bottom),
    )


def terminator_radius(box: Box) -> float:
    """How round a terminator's ends are."""
    return min(box.height / 2, 17.0)


def route_path(points: tuple[Point, ...]) -> str:
    """A line with rounded corners, as SVG path data."""
    parts = [f"M{number(points[0].x)} {number(points[0].y)}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(_CORNER, _distance(before, corner) / 2, _distance(corner, after) / 2)
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        parts.append(
            f"L{number(start.x)} {number(start.y)}"
            f"Q{number(corner.x)} {number(corner.y)} {number(end.x)} {number(end.y)}"
        )
    parts.append(f"L{number(points[-1].x)} {number(points[-1].y)}")
    return "".join(parts)


def arrow_head(points: tuple[Point, ...]) -> str:
    """The head at the end of a line, as SVG path data."""
    tip, before = points[-1], points[-2]
    length = _distance(before, tip) or 1.0
    along_x, along_y = (tip.x - before.x) / length, (tip.y - before.y) / length
    back = Point(tip.x - along_x * _HEAD_LENGTH, tip.y - along_y * _HEAD_LENGTH)
    wing_x, wing_y = -along_y * _HEAD_WIDTH, along_x * _HEAD_WIDTH
    return (
        f"M{number(tip.x)} {number(tip.y)}"
        f"L{number(back.x + wing_x)} {number(back.y + wing_y)}"
        f"L{number(back.x - wing_x)} {number(back.y - wing_y)}Z"
    )


def mark_elements(shape: Shape, mark: Mark, position: int, title: str) -> str:
    """A small sign at the upper right of a shape; `position` counts from the corner inwards."""
    box = shape.box
    x, y = box.right - 12 - 17 * position, box.y
    if shape.symbol is Symbol.DECISION:
        share = 0.3 + 0.17 * position
        x, y = box.centre.x + box.width * share / 2, box.y + box.height * share / 2
    outer = _TRIANGLE if mark is Mark.CRITICAL else _CIRCLE
    inner = _SIGNS[mark]
    name = f"mark {mark.value}" if mark in _OF_REVISIONS else "mark"
    return (
        f'<g transform="translate({number(x)} {number(y)})"><title>{title}</title>'
        f'<path class="{name}" d="{outer}"/><path class="sign" d="{inner}"/></g>'
    )


def _rectangle(box: Box, radius: float) -> str:
    rounding = f' rx="{number(radius)}"' if radius else ""
    return (
        f'<rect class="shape" x="{number(box.x)}" y="{number(box.y)}" '
        f'width="{number(box.width)}" height="{number(box.height)}"{rounding}/>'
    )


def _lines(left: float, right: float, ys: tuple[float, ...]) -> str:
    data = "".join(f"M{number(left)} {number(y)}H{number(right)}" for y in ys)
    return f'<path class="bar" d="{data}"/>'


def _delay(box: Box) -> str:
    radius = min(box.height / 2, 22.0)
    turn = number(box.right - radius)
    return (
        f"M{number(box.x)} {number(box.y)}H{turn}"
        f"A{number(radius)} {number(box.height / 2)} 0 0 1 {turn} {number(box.bottom)}"
        f"H{number(box.x)}Z"
    )


def _distance(one: Point, other: Point) -> float:
    return abs(one.x - other.x) + abs(one.y - other.y)


def _towards(start: Point, goal: Point, length: float) -> Point:
    distance = _distance(start, goal)
    if not distance:
        return start
    share = length / distance
    return Point(start.x + (goal.x - start.x) * share, start.y + (goal.y - start.y) * share)
