"""What a reader may choose about a chart, and the measures that all charts share.

All lengths are in points (1/72 inch).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sopkit.compare.difference import Fate, FlowDifference
from sopkit.flow.node import Edge
from sopkit.messages import Translate, english

TITLE_SIZE = 10.0
"""The size of a step's title."""
LABEL_SIZE = 9.0
"""The size of a branch's label."""
SMALL_SIZE = 9.0
"""The smallest text of a chart: roles, times, numbers."""
LINE_HEIGHT = 1.22
"""The distance between two baselines, in ems."""

LEAST_PRINTED_SIZE = 7.0
"""No text of a chart is printed smaller than this."""
PRINTABLE_WIDTH = 180 / 25.4 * 72
"""The width of an A4 page between its margins (180 mm)."""
PRINTABLE_HEIGHT = 257 / 25.4 * 72
"""The height of an A4 page between its margins (257 mm)."""
MOST_NODES = 60
"""The most nodes that one chart holds; a larger flow is divided."""


@dataclass(frozen=True)
class Revision:
    """What became of the nodes (by their ids) and ways of a drawing of two texts.

    `moved` are those of the nodes that stand at another place.
    """

    nodes: Mapping[str, Fate]
    edges: Mapping[Edge, Fate]
    moved: frozenset[str] = frozenset()

    @classmethod
    def of(cls, difference: FlowDifference) -> Revision:
        """What to mark in the drawing of two flows; what stayed as it was bears no mark."""
        return cls(
            {node.id: node.fate for node in difference.nodes if node.fate is not Fate.SAME},
            {way.edge: way.fate for way in difference.edges if way.fate is not Fate.SAME},
            frozenset(node.id for node in difference.nodes if node.moved),
        )


@dataclass(frozen=True, slots=True)
class ChartOptions:
    """How to draw.

    `translate` gives the texts that sopkit adds itself. `roles` holds the name of each role id.
    `lanes` draws one lane per role. `link_prefix` stands before a step's id in its link: `#` in
    the page that holds the steps, `KS-003.html#` in a drawing beside it. `standalone` makes
    each SVG a file of its own, with its style inside; with `paper` that style is black on white.
    `revision` marks what is new, gone or changed, for the flows of two texts drawn as one.

    With `node_prefix`, shapes tell the step that they stand for (`data-step`), and the node of
    each step has an id: the prefix and the step's id.
    """

    translate: Translate = english
    roles: Mapping[str, str] = field(default_factory=dict)
    lanes: bool = False
    link_prefix: str = "#"
    standalone: bool = True
    paper: bool = False
    revision: Revision | None = None
    node_prefix: str | None = None


DEFAULT_OPTIONS = ChartOptions()
