"""Lays a sketch out with Graphviz: the boxes that sopkit measured, placed and joined by `dot`.

Every box has a fixed size, so nothing depends on the fonts of the machine. The main path is one
`group` with heavy lines, which is what Graphviz offers to keep it in a column.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from math import hypot

import pygraphviz

from benchmarks.yardstick import Piece, Polygon, corners, meet, outline, pieces, pierces
from sopkit.render.chart import Box, Chart, Label, Point, Route, Shape, Symbol
from sopkit.render.measure import text_width
from sopkit.render.options import LABEL_SIZE, LINE_HEIGHT
from sopkit.render.rows import Ranking
from sopkit.render.sketch import Item, Link, Sketch
from sopkit.render.wrap import balanced

_INCH = 72.0
_LABEL_ROOM = 62.0  # as in sopkit.render.layout
_SAMPLES = 8
_HEAVY = 1000


class Labels(StrEnum):
    """Who places the labels, and how."""

    EDGE = "Graphviz, along the line"
    TAIL = "Graphviz, at the tail"
    BESIDE = "Graphviz, xlabel"
    BOX = "a box of their own in the line"
    PLACED = "we, near the exit"


@dataclass(frozen=True, slots=True)
class Configuration:
    """How to ask Graphviz. `nodesep` and `ranksep` in points."""

    name: str
    splines: str
    labels: Labels
    weights: bool = True
    feet: bool = False
    sides: bool = False
    ordered: bool = False
    bands: bool = True
    nodesep: float = 22.0
    ranksep: float = 34.0


def lay_out_with_graphviz(
    sketch: Sketch,
    ranking: Ranking,
    configuration: Configuration,
    lanes: Mapping[str, int] | None = None,
) -> Chart:
    """The chart of a sketch.

    The ranking tells which lines lead back, and the phases; `lanes` holds the lane of every item,
    if the roles have lanes.
    """
    return _Drawer(sketch, ranking, configuration, lanes or {}).chart()


class _Drawer:
    """Writes one graph for Graphviz, and reads its answer."""

    def __init__(
        self,
        sketch: Sketch,
        ranking: Ranking,
        configuration: Configuration,
        lanes: Mapping[str, int],
    ) -> None:
        self.sketch = sketch
        self.ranking = ranking
        self.upward = ranking.upward
        self.how = configuration
        self.lanes = lanes
        self.steps = set(pairwise(sketch.main))
        self.sizes = {
            index: _label_size(link.text) for index, link in enumerate(sketch.links) if link.text
        }
        self.graph = pygraphviz.AGraph(
            strict=False,
            directed=True,
            splines=configuration.splines,
            nodesep=str(configuration.nodesep / _INCH),
            ranksep=str(configuration.ranksep / _INCH),
            forcelabels="true",
            outputorder="edgesfirst",
        )
        if configuration.ordered:
            self.graph.graph_attr["ordering"] = "out"
        self.height = 0.0

    def chart(self) -> Chart:
        """The finished chart."""
        for item in self.sketch.items.values():
            self._add_box(item)
        for index, link in enumerate(self.sketch.links):
            self._add_line(index, link)
        if self.how.bands:
            self._keep_phases_apart()
        if self.lanes:
            self._add_lanes()
        self.graph.layout(prog="dot")
        self.height = float(self.graph.graph_attr["bb"].split(",")[3])
        shapes = tuple(self._shape(item) for item in self.sketch.items.values())
        routes = tuple(self._route(index, link) for index, link in enumerate(self.sketch.links))
        if self.how.labels is Labels.PLACED:
            routes = _with_labels(shapes, routes, self.sizes)
        return Chart(
            "",
            "",
            "",
            0.0,
            self.height,
            shapes,
            routes,
            main=() if self.lanes else self.sketch.main,
        )

    # ---- asking ------------------------------------------------------------------------------

    def _add_box(self, item: Item) -> None:
        figure = item.figure
        attributes = {"group": "main"} if self.how.weights and item.id in self.sketch.main else {}
        self.graph.add_node(
            item.id,
            label="",
            shape="diamond" if item.symbol is Symbol.DECISION else "box",
            fixedsize="true",
            width=str(2 * max(figure.left, figure.right) / _INCH),
            height=str(figure.box.height / _INCH),
            **attributes,
        )

    def _add_line(self, index: int, link: Link) -> None:
        attributes = {"arrowhead": "none"}
        on_main = (link.source, link.target) in self.steps and link.first
        if self.how.weights:
            attributes["weight"] = str(_HEAVY if on_main else 1 + 9 * link.first)
        tail, head = self._ports(index, link)
        if link.text and self.how.labels is Labels.BOX:
            self._add_line_by_label(index, link, attributes, on_main=on_main)
            return
        if link.text:
            attributes |= self._label(index)
        if index in self.upward:
            ports = {"headport": tail, "tailport": head}
            self.graph.add_edge(link.target, link.source, key=str(index), **attributes, **ports)
        else:
            ports = {"tailport": tail, "headport": head}
            self.graph.add_edge(link.source, link.target, key=str(index), **attributes, **ports)

    def _ports(self, index: int, link: Link) -> tuple[str, str]:
        """The sides where a line leaves and arrives; empty: Graphviz chooses."""
        if not self.how.feet:
            return "", ""
        if index in self.upward:
            return "", ""
        tail = "s" if link.first else ""
        if self.how.sides and not link.first and not self.sketch.items[link.source].bar:
            tail = "e"
        return tail, "n" if link.first or self.how.sides else ""

    def _label(self, index: int) -> dict[str, str]:
        """A blank label of the measured size."""
        width, height = self.sizes[index]
        table = (
            f'<<table border="0" cellborder="0" cellspacing="0" cellpadding="0" fixedsize="true"'
            f' width="{width:.0f}" height="{height:.0f}"><tr><td></td></tr></table>>'
        )
        kind = {Labels.EDGE: "label", Labels.TAIL: "taillabel", Labels.BESIDE: "xlabel"}
        name = kind.get(self.how.labels)
        if name is None:
            return {}
        away = {"labeldistance": "2.2", "labelangle": "-40"} if name == "taillabel" else {}
        return {name: table, **away}

    def _add_line_by_label(
        self, index: int, link: Link, attributes: dict[str, str], *, on_main: bool
    ) -> None:
        """A line in two parts, with its label as a box between them."""
        width, height = self.sizes[index]
        group = {"group": "main"} if on_main and self.how.weights else {}
        self.graph.add_node(
            f"label {index}",
            label="",
            shape="box",
            fixedsize="true",
            width=str((width + 4) / _INCH),
            height=str((height + 2) / _INCH),
            **group,
        )
        tail, head = self._ports(index, link)
        first, last = {"tailport": tail}, {"headport": head}
        self.graph.add_edge(link.source, f"label {index}", key=f"{index} a", **attributes, **first)
        self.graph.add_edge(f"label {index}", link.target, key=f"{index} b", **attributes, **last)

    def _keep_phases_apart(self) -> None:
        """Invisible lines through one point between two phases, so that each is a band."""
        ranking = self.ranking
        phase_of = ranking.phase_of | {
            entry: ranking.phase_of[goal]
            for entry, goal in ranking.beside.items()
            if goal in ranking.phase_of
        }
        inner = [
            (link.source, link.target)
            for index, link in enumerate(self.sketch.links)
            if index not in self.upward and phase_of.get(link.source) == phase_of.get(link.target)
        ]
        has_next, has_before = {one for one, _ in inner}, {other for _, other in inner}
        for number, (phase, following) in enumerate(pairwise(ranking.phases)):
            name = f"between {number}"
            self.graph.add_node(name, style="invis", label="", width="0.01", height="0.01")
            for id, own in phase_of.items():
                if own == phase and id not in has_next:
                    self.graph.add_edge(id, name, key=f"{name} {id}", style="invis", weight="0")
                elif own == following and id not in has_before:
                    self.graph.add_edge(name, id, key=f"{name} {id}", style="invis", weight="0")

    def _add_lanes(self) -> None:
        """A cluster for each role, held at full height and in order by blank boxes."""
        self.graph.graph_attr["newrank"] = "true"
        edges: dict[str, list[str]] = {"top": [], "foot": []}
        for number in sorted(set(self.lanes.values())):
            members = [id for id, lane in self.lanes.items() if lane == number]
            for end, names in edges.items():
                names.append(f"{end} {number}")
                self.graph.add_node(f"{end} {number}", style="invis", label="", height="0.01")
                for id in members:
                    ends = (f"top {number}", id) if end == "top" else (id, f"foot {number}")
                    self.graph.add_edge(*ends, key=f"{end} {id}", style="invis", weight="0")
            members += [f"top {number}", f"foot {number}"]
            self.graph.add_subgraph(members, f"cluster {number}")
        for names in edges.values():
            self.graph.add_subgraph(names, rank="same")
            for one, other in pairwise(names):
                self.graph.add_edge(one, other, key=f"{one} {other}", style="invis")

    # ---- reading -----------------------------------------------------------------------------

    def _point(self, text: str) -> Point:
        x, y = text.split(",")[-2:]
        return Point(float(x), self.height - float(y))

    def _shape(self, item: Item) -> Shape:
        place = self._point(self.graph.get_node(item.id).attr["pos"])
        return Shape(
            item.id,
            item.node.id,
            item.symbol,
            item.figure.box.moved(place.x, place.y),
            place.x,
            item.name,
            notes=tuple(note.moved(place.x, place.y) for note in item.figure.notes),
            bar=item.bar,
        )

    def _route(self, index: int, link: Link) -> Route:
        if link.text and self.how.labels is Labels.BOX:
            name = f"label {index}"
            points = (
                *self._points(link.source, name, f"{index} a"),
                *self._points(name, link.target, f"{index} b"),
            )
            middle = self._point(self.graph.get_node(name).attr["pos"])
            label = _label_at(middle, self.sizes[index])
            return Route(link.source, link.target, points, link.dashed, label)
        if index in self.upward:
            points = self._points(link.target, link.source, str(index))[::-1]
        else:
            points = self._points(link.source, link.target, str(index))
        return Route(link.source, link.target, points, link.dashed, self._found(index, link))

    def _found(self, index: int, link: Link) -> Label | None:
        """The label where Graphviz put it."""
        names = {Labels.EDGE: "lp", Labels.TAIL: "tail_lp", Labels.BESIDE: "xlp"}
        name = names.get(self.how.labels)
        if not link.text or name is None:
            return None
        ends = (link.target, link.source) if index in self.upward else (link.source, link.target)
        place = self.graph.get_edge(*ends, key=str(index)).attr[name]
        return _label_at(self._point(place), self.sizes[index]) if place else None

    def _points(self, source: str, target: str, key: str) -> tuple[Point, ...]:
        """A line's Bézier curves as straight pieces."""
        text = self.graph.get_edge(source, target, key=key).attr["pos"]
        controls = [self._point(part) for part in text.split() if part[0] not in "es"]
        points = controls[:1]
        for start in range(0, len(controls) - 3, 3):
            points += _sampled(controls[start : start + 4])
        return tuple(points)


def _sampled(curve: list[Point]) -> list[Point]:
    """Points along a Bézier curve after its start; its end alone if it is straight."""
    start, one, two, end = curve
    length = hypot(end.x - start.x, end.y - start.y) or 1.0
    bulge = max(
        abs((end.x - start.x) * (p.y - start.y) - (end.y - start.y) * (p.x - start.x)) / length
        for p in (one, two)
    )
    if bulge < 0.1:
        return [end]
    found = []
    for step in range(1, _SAMPLES + 1):
        t = step / _SAMPLES
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        x = sum(weight * point.x for weight, point in zip(weights, curve, strict=True))
        y = sum(weight * point.y for weight, point in zip(weights, curve, strict=True))
        found.append(Point(x, y))
    return found


def _label_size(text: str) -> tuple[float, float]:
    lines = balanced(text, _LABEL_ROOM, LABEL_SIZE)
    width = max((text_width(line, LABEL_SIZE) for line in lines), default=0.0)
    return width, len(lines) * LABEL_SIZE * LINE_HEIGHT


def _label_at(middle: Point, size: tuple[float, float]) -> Label:
    width, height = size
    return Label((), Box(middle.x - width / 2, middle.y - height / 2, width, height))


# ---- labels that we place ----------------------------------------------------------------------


def _with_labels(
    shapes: tuple[Shape, ...], routes: tuple[Route, ...], sizes: dict[int, tuple[float, float]]
) -> tuple[Route, ...]:
    """Put each label beside its line, as near to its exit as there is room."""
    taken = [outline(shape) for shape in shapes]
    taken += [corners(note.box) for shape in shapes for note in shape.notes]
    lines = [[_area_of(piece) for piece in pieces(route)] for route in routes]
    placed: list[Route] = []
    for index, route in enumerate(routes):
        label = None
        if index in sizes:
            others = [
                area for number, found in enumerate(lines) if number != index for area in found
            ]
            choices = _places(route, sizes[index])
            label = Label(
                (), next((box for box in choices if _free(box, taken, others)), choices[0])
            )
            taken.append(corners(label.box))
        placed.append(Route(route.source, route.target, route.points, route.dashed, label))
    return tuple(placed)


def _area_of(piece: Piece) -> tuple[Box, Piece]:
    one, other = piece
    left, top = min(one.x, other.x) - 1, min(one.y, other.y) - 1
    return Box(left, top, abs(one.x - other.x) + 2, abs(one.y - other.y) + 2), piece


def _free(box: Box, taken: list[Polygon], lines: list[tuple[Box, Piece]]) -> bool:
    """Whether a label there lies on no box, no label and no other line."""
    own = corners(box)
    if any(area.overlaps(box) and pierces(piece, own) for area, piece in lines):
        return False
    return not any(meet(own, polygon) for polygon in taken)


def _places(route: Route, size: tuple[float, float]) -> list[Box]:
    """Where a label may stand, from its line's exit onwards: right, left, under or over it."""
    width, height = size
    found = []
    for start, end in pieces(route):
        length = hypot(end.x - start.x, end.y - start.y)
        for walked in range(0, int(length) + 1, 3):
            x = start.x + (end.x - start.x) * walked / (length or 1.0)
            y = start.y + (end.y - start.y) * walked / (length or 1.0)
            found += [
                Box(x + 4, y + 2, width, height),
                Box(x - 4 - width, y + 2, width, height),
                Box(x + 4, y - 2 - height, width, height),
                Box(x - 4 - width, y - 2 - height, width, height),
            ]
    return found or [Box(route.points[0].x + 4, route.points[0].y + 2, width, height)]
