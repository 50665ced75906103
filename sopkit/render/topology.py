"""What of a sketch decides where everything stands: how it hangs together, not what it says.

Rows, columns and the ways of the lines follow from this alone. So a flow whose words were changed
is arranged as it was, and only measured out anew. An id can come from a step's words, so a vertex
is called by its place in the sketch instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sopkit.flow.node import NodeKind
from sopkit.render.chart import Symbol
from sopkit.render.sketch import Item, Sketch


@dataclass(frozen=True, slots=True)
class Vertex:
    """An item without its words; `id` is its place in the sketch.

    `join` marks a bar at which branches come together, `entry` a connector that leads into this
    part. `role` is who does it, where lanes are drawn; `copy` tells that another item stands for
    the same node.
    """

    id: str
    symbol: Symbol
    join: bool
    entry: bool
    phase: str | None
    role: str | None
    copy: bool

    @property
    def bar(self) -> bool:
        """Whether it is drawn as bars across the branches of a parallel."""
        return self.symbol is Symbol.PARALLEL


@dataclass(frozen=True, slots=True)
class Line:
    """A link without its words; `labelled` tells that it has some."""

    source: str
    target: str
    labelled: bool
    dashed: bool
    first: bool


@dataclass(frozen=True)
class Topology:
    """Vertices in walking order, the lines between them, and the main path."""

    vertices: tuple[Vertex, ...]
    lines: tuple[Line, ...]
    main: tuple[str, ...]

    @cached_property
    def by_id(self) -> dict[str, Vertex]:
        """The vertex of each id."""
        return {vertex.id: vertex for vertex in self.vertices}


def vertex_ids(sketch: Sketch) -> Mapping[str, str]:
    """The id of the vertex of each item."""
    return {id: str(place) for place, id in enumerate(sketch.items)}


def topology(sketch: Sketch, ids: Mapping[str, str], *, lanes: bool) -> Topology:
    """How a sketch hangs together, by the ids of its vertices; with `lanes` also who does what."""
    return Topology(
        tuple(_vertex(item, ids[item.id], lanes=lanes) for item in sketch.items.values()),
        tuple(
            Line(ids[link.source], ids[link.target], bool(link.text), link.dashed, link.first)
            for link in sketch.links
        ),
        tuple(ids[id] for id in sketch.main),
    )


def _vertex(item: Item, id: str, *, lanes: bool) -> Vertex:
    return Vertex(
        id,
        item.symbol,
        item.bar and item.node.kind is NodeKind.JOIN,
        item.entry,
        item.phase,
        item.node.role if lanes else None,
        item.id != item.node.id,
    )
