"""A chart as geometry: what stands where, before it becomes SVG.

Coordinates are points from the top left corner of the chart, x to the right and y down.
Tests measure these values; `svg` writes exactly them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sopkit.render.measure import ASCENT, DESCENT, Weight


class Symbol(StrEnum):
    """The symbols of ISO 5807 that charts use."""

    TERMINATOR = "terminator"
    PROCESS = "process"
    DECISION = "decision"
    PREDEFINED = "predefined"
    MANUAL = "manual"
    PARALLEL = "parallel"
    DELAY = "delay"
    CONNECTOR = "connector"


class Style(StrEnum):
    """What a text is for; its size and colour follow from it."""

    TITLE = "title"
    NUMBER = "number"
    DETAIL = "detail"
    LABEL = "label"
    BAND = "band"
    HEADING = "heading"


class Mark(StrEnum):
    """What is shown at the corner of a shape, by form as well as by colour."""

    CRITICAL = "critical"
    MOMENT_OF_TRUTH = "moment-of-truth"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Point:
    """A place."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle by its top left corner and size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height

    @property
    def centre(self) -> Point:
        """Its centre."""
        return Point(self.x + self.width / 2, self.y + self.height / 2)

    def moved(self, x: float, y: float) -> Box:
        """The same rectangle elsewhere."""
        return Box(self.x + x, self.y + y, self.width, self.height)

    def overlaps(self, other: Box) -> bool:
        """Whether two rectangles have more than a border in common."""
        return (
            self.x < other.right
            and other.x < self.right
            and self.y < other.bottom
            and other.y < self.bottom
        )

    def contains(self, other: Box, slack: float = 0.01) -> bool:
        """Whether another rectangle lies within this one."""
        return (
            other.x >= self.x - slack
            and other.y >= self.y - slack
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )


@dataclass(frozen=True, slots=True)
class TextRun:
    """One line of text: its left end on the baseline, its measured width and its size.

    `turned` lines run upwards: then the x is of the baseline and the y of the lower end.
    """

    text: str
    x: float
    y: float
    width: float
    size: float
    style: Style
    weight: Weight = Weight.REGULAR
    turned: bool = False

    @property
    def box(self) -> Box:
        """What the line covers."""
        above, height = ASCENT * self.size, (ASCENT + DESCENT) * self.size
        if self.turned:
            return Box(self.x - above, self.y - self.width, height, self.width)
        return Box(self.x, self.y - above, self.width, height)

    def moved(self, x: float, y: float) -> TextRun:
        """The same line elsewhere."""
        return TextRun(
            self.text,
            self.x + x,
            self.y + y,
            self.width,
            self.size,
            self.style,
            self.weight,
            self.turned,
        )


@dataclass(frozen=True, slots=True)
class Shape:
    """A node as drawn.

    `id` is unique in the chart; `node` is the flow's node (a hand-over or end may be drawn at
    several places). `axis` is the x on which its line enters and leaves. `name` is what a screen
    reader says; `target` is the step that a click leads to. `runs` lie inside the outline,
    `notes` beside it (a connector's).
    """

    id: str
    node: str
    symbol: Symbol
    box: Box
    axis: float
    name: str
    runs: tuple[TextRun, ...] = ()
    notes: tuple[TextRun, ...] = ()
    marks: tuple[Mark, ...] = ()
    target: str | None = None
    bar: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """The text at an exit; `box` covers all its lines."""

    runs: tuple[TextRun, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Route:
    """An edge as drawn: a line of horizontal and vertical pieces from shape to shape.

    `mark` tells in a drawing of two texts what became of it.
    """

    source: str
    target: str
    points: tuple[Point, ...]
    dashed: bool = False
    label: Label | None = None
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Band:
    """A phase (a band across the chart) or a role (a lane down the chart) with its name."""

    title: str
    box: Box
    heading: Box
    runs: tuple[TextRun, ...]
    shaded: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart: all of a flow, or part `part` of `parts` (from 1).

    `shapes` stand in walking order. `main` holds the ids of the shapes on the main path.
    """

    number: str
    title: str
    language: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    routes: tuple[Route, ...]
    bands: tuple[Band, ...] = ()
    lanes: tuple[Band, ...] = ()
    main: tuple[str, ...] = ()
    part: int = 1
    parts: int = 1
    headings: tuple[Band, ...] = ()
