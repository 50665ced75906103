"""The diagram of a BPMN document (BPMN DI): the chart's layout with BPMN's sizes.

The chart's places are spread so far that BPMN's shapes, which have fixed sizes, do not touch; its
lines keep their bends and end at the borders of the new shapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree

from sopkit.flow.flow import Flow
from sopkit.flow.node import EdgeKind, NodeKind
from sopkit.render.bpmn_names import BPMNDI, DC, DI
from sopkit.render.chart import Box, Chart, Point, Route, Shape, Symbol

EVENT, TASK, GATEWAY = (36.0, 36.0), (100.0, 80.0), (50.0, 50.0)
_SIZES = {
    NodeKind.START: EVENT,
    NodeKind.END: EVENT,
    NodeKind.HANDOFF: EVENT,
    NodeKind.WAIT: EVENT,
    NodeKind.ACTION: TASK,
    NodeKind.CALL: TASK,
    NodeKind.DECISION: GATEWAY,
    NodeKind.FORK: GATEWAY,
    NodeKind.JOIN: GATEWAY,
}
_TITLED_INSIDE = frozenset({NodeKind.ACTION, NodeKind.CALL})
_TITLE_WIDTH, _TITLE_LINE, _LETTER, _BESIDE = 90.0, 14.0, 6.0, 4.0
_LARGER = 1.15  # the letters of most readers than those of the chart
_SPACE = 20.0
_ABOVE = 13.0  # points of the chart, where lines come together above a shape
_NARROW, _HIGH = 1.0, 1.6
_STEP = 1.15


@dataclass(frozen=True, slots=True)
class Diagram:
    """What to draw: names and kinds by the chart's shape ids; flows as (id, route, source).

    `titles` are those of the shapes. `merges` holds the gateway before each element at which
    several ways come together.
    """

    process: str
    chart: Chart
    names: Mapping[str, str]
    kinds: Mapping[str, NodeKind]
    titles: Mapping[str, str]
    routes: Sequence[tuple[str, Route, str]]
    merges: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Scale:
    x: float
    y: float

    def place(self, point: Point) -> Point:
        return Point(point.x * self.x, point.y * self.y)


def stacked(flow: Flow) -> Chart:
    """A chart of a flow that is too large to lay out: one column, its lines beside it.

    Only the places count: `draw_diagram` gives the shapes their sizes.
    """
    width, height = 100.0, 30.0
    boxes = {node.id: Box(0, index * 90.0, width, height) for index, node in enumerate(flow.nodes)}
    shapes = tuple(
        Shape(node.id, node.id, Symbol.PROCESS, boxes[node.id], width / 2, node.title)
        for node in flow.nodes
    )
    routes = tuple(
        Route(
            edge.source,
            edge.target,
            _beside(boxes[edge.source], boxes[edge.target], index),
            dashed=edge.kind is EdgeKind.OVERDUE,
        )
        for index, edge in enumerate(flow.edges)
    )
    bottom = 90.0 * len(shapes)
    return Chart(flow.number, flow.title, flow.language, width, bottom, shapes, routes)


def _beside(source: Box, target: Box, index: int) -> tuple[Point, ...]:
    x = source.right + 40 + 8 * (index % 24)
    above, below = source.centre.y, target.centre.y
    return (
        Point(source.right, above),
        Point(x, above),
        Point(x, below),
        Point(target.right, below),
    )


def draw_diagram(root: ElementTree.Element, diagram: Diagram) -> None:
    """Add the diagram to a document."""
    outer = ElementTree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram", {"id": "sopkit.diagram"})
    attributes = {"id": "sopkit.plane", "bpmnElement": diagram.process}
    plane = ElementTree.SubElement(outer, f"{{{BPMNDI}}}BPMNPlane", attributes)
    scale = _scale(diagram)
    boxes = {shape.id: _box(shape, diagram, scale) for shape in diagram.chart.shapes}
    merges = _merge_boxes(diagram, scale)
    borders: dict[str, Box] = {}
    for shape in diagram.chart.shapes:
        marker = diagram.kinds[shape.id] is NodeKind.DECISION
        drawn = _draw_shape(plane, diagram.names[shape.id], boxes[shape.id], marker=marker)
        title = diagram.titles.get(shape.id)
        if title and diagram.kinds[shape.id] not in _TITLED_INSIDE:
            _draw_title(drawn, boxes[shape.id], title)
    for id, box in merges.items():
        merge = diagram.merges[diagram.names[id]]
        _draw_shape(plane, merge, box, marker=True)
        ends = [Point(box.centre.x, box.bottom), Point(box.centre.x, boxes[id].y)]
        _draw_edge(plane, f"{merge}.flow", ends)
    for id, route, source in diagram.routes:
        points = _points(route, boxes, scale)
        if route.target in merges:
            points = _into_merge(points, merges[route.target])
        if source != diagram.names[route.source]:
            centre = points[0]
            borders[source] = Box(centre.x - 18, centre.y - 18, *EVENT)
            points = [_leave(borders[source], points[1]), *points[1:]]
        drawn = _draw_edge(plane, id, points)
        if route.label is not None and source == diagram.names[route.source]:
            _draw_label(drawn, route.label.box, scale)
    for name, box in borders.items():
        _draw_shape(plane, name, box, marker=False)


def _scale(diagram: Diagram) -> _Scale:
    """The least spread at which no two shapes come nearer than a little space."""
    x, y = _NARROW, _HIGH
    for _ in range(16):
        scale = _Scale(x, y)
        boxes = [_box(shape, diagram, scale) for shape in diagram.chart.shapes]
        close = _near([*boxes, *_merge_boxes(diagram, scale).values()])
        if not close:
            break
        if any(abs(a.centre.y - b.centre.y) < abs(a.centre.x - b.centre.x) for a, b in close):
            x *= _STEP
        else:
            y *= _STEP
    return _Scale(x, y)


def _near(boxes: Sequence[Box]) -> list[tuple[Box, Box]]:
    half = _SPACE / 2
    wide = [
        Box(box.x - half, box.y - half, box.width + _SPACE, box.height + _SPACE) for box in boxes
    ]
    order = sorted(wide, key=lambda box: box.y)
    found = []
    for index, box in enumerate(order):
        for other in order[index + 1 :]:
            if other.y >= box.bottom:
                break
            if box.overlaps(other):
                found.append((box, other))
    return found


def _box(shape: Shape, diagram: Diagram, scale: _Scale) -> Box:
    width, height = _SIZES[diagram.kinds[shape.id]]
    centre = scale.place(Point(shape.axis, shape.box.centre.y))
    return Box(centre.x - width / 2, centre.y - height / 2, width, height)


def _merge_boxes(diagram: Diagram, scale: _Scale) -> dict[str, Box]:
    """The gateways that join ways, by the shape that they stand above."""
    width, height = GATEWAY
    found = {}
    for shape in diagram.chart.shapes:
        if diagram.names[shape.id] in diagram.merges:
            centre = scale.place(Point(shape.axis, shape.box.y - _ABOVE))
            found[shape.id] = Box(centre.x - width / 2, centre.y - height / 2, width, height)
    return found


def _into_merge(points: list[Point], box: Box) -> list[Point]:
    """A route that led into a step, led into the gateway above it instead."""
    before, bend, last = points[-3] if len(points) > 2 else None, points[-2], points[-1]
    if abs(bend.x - last.x) > 0.01:
        return [*points[:-1], *_sideways(bend, box)]
    if bend.y < box.y or before is None:
        return [*points[:-1], Point(last.x, box.y)]
    return [*points[:-3], *_sideways(before, box, keep=len(points) == 3)]


def _sideways(point: Point, box: Box, *, keep: bool = True) -> list[Point]:
    """From a point up or down to a gateway's height, then to its side."""
    side = box.right if point.x > box.centre.x else box.x
    bends = [Point(point.x, box.centre.y), Point(side, box.centre.y)]
    return [point, *bends] if keep else bends


def _points(route: Route, boxes: Mapping[str, Box], scale: _Scale) -> list[Point]:
    """The bends of a route, from the border of its source to that of its target."""
    points = [scale.place(point) for point in route.points]
    points = _attached(points, boxes[route.source])
    points = _attached(points[::-1], boxes[route.target])[::-1]
    kept = [points[0]]
    kept += [point for last, point in pairwise(points) if point != last]
    return kept if len(kept) > 1 else [kept[0], kept[0]]


def _attached(points: list[Point], box: Box) -> list[Point]:
    """The points with the first one at the border of a box.

    A line that began beside the box (a fork's bar is wider than a gateway) leaves it sideways.
    """
    first, second = points[0], points[1]
    if abs(first.x - second.x) < 0.01:
        if box.x <= first.x <= box.right:
            y = box.bottom if second.y > box.centre.y else box.y
            return [Point(first.x, y), *points[1:]]
        side = box.right if first.x > box.centre.x else box.x
        return [Point(side, box.centre.y), Point(first.x, box.centre.y), *points[1:]]
    x = box.right if second.x > box.centre.x else box.x
    if box.y <= first.y <= box.bottom:
        return [Point(x, first.y), *points[1:]]
    return [Point(x, box.centre.y), Point(second.x, box.centre.y), *points[1:]]


def _leave(box: Box, towards: Point) -> Point:
    """Where a line from the middle of a border event leaves it."""
    centre = box.centre
    if abs(towards.x - centre.x) >= abs(towards.y - centre.y):
        return Point(box.right if towards.x > centre.x else box.x, centre.y)
    return Point(centre.x, box.bottom if towards.y > centre.y else box.y)


def _draw_title(shape: ElementTree.Element, box: Box, title: str) -> None:
    """Place a title to the left of its shape: lines come from above and leave elsewhere."""
    width = min(_TITLE_WIDTH, (len(title) + 1) * _LETTER)
    lines = -(-len(title) * _LETTER // _TITLE_WIDTH)
    height = lines * _TITLE_LINE
    x, y = box.x - width - _BESIDE, box.centre.y - height / 2
    if (box.width, box.height) == GATEWAY:
        x, y = box.centre.x - width - _LETTER, box.y - height + _BESIDE
    label = ElementTree.SubElement(shape, f"{{{BPMNDI}}}BPMNLabel")
    ElementTree.SubElement(label, f"{{{DC}}}Bounds", _bounds(Box(x, y, width, height)))


def _bounds(box: Box) -> dict[str, str]:
    return {
        "x": _number(box.x),
        "y": _number(box.y),
        "width": _number(box.width),
        "height": _number(box.height),
    }


def _draw_shape(
    plane: ElementTree.Element, name: str, box: Box, *, marker: bool
) -> ElementTree.Element:
    attributes = {"id": f"{name}.shape", "bpmnElement": name}
    if marker:
        attributes["isMarkerVisible"] = "true"
    shape = ElementTree.SubElement(plane, f"{{{BPMNDI}}}BPMNShape", attributes)
    ElementTree.SubElement(shape, f"{{{DC}}}Bounds", _bounds(box))
    return shape


def _draw_label(edge: ElementTree.Element, box: Box, scale: _Scale) -> None:
    """Place a label where the chart has it, beside its line."""
    place = scale.place(Point(box.x, box.centre.y))
    width, height = box.width * _LARGER + _LETTER, box.height * _LARGER
    label = ElementTree.SubElement(edge, f"{{{BPMNDI}}}BPMNLabel")
    bounds = _bounds(Box(place.x, place.y - height / 2, width, height))
    ElementTree.SubElement(label, f"{{{DC}}}Bounds", bounds)


def _draw_edge(plane: ElementTree.Element, id: str, points: Sequence[Point]) -> ElementTree.Element:
    attributes = {"id": f"{id}.edge", "bpmnElement": id}
    edge = ElementTree.SubElement(plane, f"{{{BPMNDI}}}BPMNEdge", attributes)
    for point in points:
        place = {"x": _number(point.x), "y": _number(point.y)}
        ElementTree.SubElement(edge, f"{{{DI}}}waypoint", place)
    return edge


def _number(value: float) -> str:
    return f"{value:.1f}"
