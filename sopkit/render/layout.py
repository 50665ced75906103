"""From a flow to charts: the geometry of every part.

`lay_out` is the way in. A part is sketched (what it shows), arranged (rows, columns, and the ways
of the lines between them), and then measured out here in points.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, Node, NodeKind
from sopkit.messages import fill, message
from sopkit.render.arrangement import Arrangement, arrange
from sopkit.render.chart import Band, Box, Chart, Label, Point, Route, Shape, Style, TextRun
from sopkit.render.division import divide, excess
from sopkit.render.grid import Stop
from sopkit.render.lanes import first_columns, lane_of_column
from sopkit.render.measure import Weight, text_width
from sopkit.render.options import (
    DEFAULT_OPTIONS,
    LABEL_SIZE,
    LINE_HEIGHT,
    MOST_NODES,
    SMALL_SIZE,
    ChartOptions,
)
from sopkit.render.place import label_stop
from sopkit.render.sketch import Division, Link, Sketch, sketch, whole
from sopkit.render.topology import topology, vertex_ids
from sopkit.render.tracks import Piece
from sopkit.render.wrap import balanced, wrap

MARGIN = 8.0
"""The white around a chart."""
_COLUMN_GAP = 16.0
_WIRE_GAP = 12.0
_TRACK = 8.0
_ARROW = 16.0  # from the lowest track to the row below: room for an arrow's head
_LEAST_GAP = 26.0
_LABEL_ROOM = 62.0
_LABEL_AWAY = 5.0
_BAR_REACH = 26.0
_BAND_EDGE = 10.0
_BAND_SIDE = 6.0
_LANE_WIDTH = 110.0  # at least
_LANE_GAP = 20.0
_LANE_EDGE = 4.0
_HEADING_SIZE = 12.0


def lay_out(flow: Flow, options: ChartOptions = DEFAULT_OPTIONS) -> tuple[Chart, ...]:
    """The charts of a flow, in order: one, or one for each part of a large flow."""
    if max(map(len, flow.exits.values()), default=0) > MOST_NODES:
        flow = _too_wide(flow, options)
    measured = None
    if len(flow.nodes) <= MOST_NODES:
        measured = _measured(flow, whole(flow), 0, options)
        if excess(measured) <= 1:
            return (measured.chart(flow),)
    division = divide(flow, lambda trial: _measured(flow, trial, 0, options), measured)
    return tuple(lay_out_part(flow, division, part, options) for part in range(len(division.parts)))


def _too_wide(flow: Flow, options: ChartOptions) -> Flow:
    """A flow that says that a decision or parallel has more exits than any page could show."""
    node = max(flow.nodes, key=lambda node: len(flow.exits[node.id]))
    text = fill(
        options.translate(message("{step} has {count} exits: too many to draw. See the outline.")),
        {"step": node.step or node.title, "count": str(len(flow.exits[node.id]))},
    )
    told = replace(node, kind=NodeKind.ACTION, title=text, strand=None)
    start, end = flow.nodes[0], Node("end", NodeKind.END, "…", node.line)
    edges = (Edge(start.id, told.id), Edge(told.id, end.id))
    return Flow(flow.number, flow.title, flow.language, (start, told, end), edges, flow.path)


def lay_out_part(flow: Flow, division: Division, part: int, options: ChartOptions) -> Chart:
    """The chart of one part of a flow."""
    return _measured(flow, division, part, options).chart(flow)


def _measured(flow: Flow, division: Division, part: int, options: ChartOptions) -> _Measurer:
    """One part of a flow, measured out but not drawn: how large it is says where to divide it."""
    sketched = sketch(flow, division, part, options)
    ids = vertex_ids(sketched)
    arranged = arrange(topology(sketched, ids, lanes=options.lanes))
    return _Measurer(sketched, ids, arranged, (part, len(division.parts)), options)


@dataclass(slots=True)
class _Text:
    """A label's lines and where they stand, by the column and row of `stop`.

    At the foot of an item, or at a corner, they stand right of the line down (`left`: left of
    it). With `tip` they stand at the side of the item where the line leaves, so far from its axis,
    above that line or below it.
    """

    lines: tuple[str, ...]
    width: float
    stop: Stop
    left: bool
    foot: bool
    tip: float | None = None
    above: bool = False

    @property
    def height(self) -> float:
        return len(self.lines) * LABEL_SIZE * LINE_HEIGHT


@dataclass(slots=True)
class _Row:
    """The measures of a row: its middle, how far it reaches up and down, and the gap below."""

    middle: float = 0.0
    up: float = 5.0
    down: float = 5.0
    labels: float = 0.0
    tracks: int = 0
    ends_phase: bool = False
    gap: float = _LEAST_GAP


@dataclass(slots=True)
class _Measures:
    """Where columns, rows and tracks are."""

    x: dict[float, float] = field(default_factory=dict)
    rows: list[_Row] = field(default_factory=list)
    reach: dict[int, tuple[float, float]] = field(default_factory=dict)
    right: float = 0.0
    bottom: float = 0.0


class _Measurer:
    """Turns one placement into points."""

    def __init__(
        self,
        sketched: Sketch,
        ids: Mapping[str, str],
        arranged: Arrangement,
        part: tuple[int, int],
        options: ChartOptions,
    ) -> None:
        self.sketch = sketched
        self.ids = ids
        self.lanes = arranged.lanes
        self.ranking = arranged.ranking
        self.grid = arranged.placement.grid
        self.ways = arranged.placement.ways
        self.tracks, self.track_counts = arranged.tracks, arranged.track_counts
        self.texts = {
            index: text
            for index, link in enumerate(sketched.links)
            if link.text and (text := self._text(link, self.ways[index])) is not None
        }
        self.measures = _Measures()
        self.part, self.count = part
        self.heading = self._heading(*part, options)
        self.phases = self._phase_rows()
        self.titles = [options.roles.get(role, role) for role in self.lanes]
        self.lane_lines = [
            balanced(title, _LANE_WIDTH - 8, SMALL_SIZE, Weight.SEMIBOLD) for title in self.titles
        ]
        self.lane_head = max((len(lines) for lines in self.lane_lines), default=0) * 12.0 + 10.0
        self.lanes_top = MARGIN + (_HEADING_SIZE * 1.9 if self.heading else 0.0)
        top = self.lanes_top + (self.lane_head + 6.0 if self.lanes else 0.0)
        self.gutter = self._measure_rows(top, self.phases)
        self._measure_columns(MARGIN + self.gutter)

    @property
    def width(self) -> float:
        """How wide the chart is."""
        reached = max(self.measures.right, *(run.x + run.width for run in self.heading), 0)
        return reached + MARGIN + (_BAND_SIDE if self.phases else 0.0)

    @property
    def height(self) -> float:
        """How high the chart is."""
        return self.measures.bottom + MARGIN

    def chart(self, flow: Flow) -> Chart:
        """The finished chart."""
        bands = self._bands(self.phases, self.gutter)
        heading_bands = (
            (Band("", _cover(self.heading), _cover(self.heading), self.heading, shaded=False),)
            if self.heading
            else ()
        )
        return Chart(
            flow.number,
            flow.title,
            flow.language,
            self.width,
            self.height,
            tuple(self._shape(id) for id in self.sketch.items),
            tuple(self._route(index) for index in sorted(self.ways)),
            tuple(_widened(band, self.width - MARGIN) for band in bands),
            self._lane_bands(self.titles, self.lane_lines, self.lanes_top, self.lane_head),
            () if self.lanes else self.sketch.main,
            self.part + 1,
            self.count,
            heading_bands,
        )

    # Labels

    def _text(self, link: Link, stops: tuple[Stop, ...]) -> _Text | None:
        lines = balanced(link.text, _LABEL_ROOM, LABEL_SIZE)
        if not lines:
            return None
        width = max(text_width(line, LABEL_SIZE) for line in lines)
        stop = label_stop(stops)
        foot = stop == stops[0]
        upwards = not foot and len(stops) > 2 and stops[2][1] < stops[1][1]
        if not foot and self._leaves_alone(link, stops):
            box = self.sketch.items[link.source].figure.box
            return _Text(
                lines, width, stop, stop[0] < stops[0][0], foot, box.right + 4.0, not upwards
            )
        return _Text(lines, width, stop, upwards and stop[0] > stops[0][0], foot)

    def _leaves_alone(self, link: Link, stops: tuple[Stop, ...]) -> bool:
        """Whether no other line leaves at this side of the item, or meets it there."""
        rightwards = stops[1][0] > stops[0][0]
        for index in self.ranking.exits[self.ids[link.source]]:
            other = self.ways[index]
            sideways = other[0][1] == other[1][1] and self.sketch.links[index] is not link
            if sideways and (other[1][0] > other[0][0]) == rightwards:
                return False
        column, line = stops[1]
        joined = any(
            low <= line <= high and net != (self.ids[link.source], self.ids[link.target])
            for low, high, net in self.grid.down.get(column, ())
        )
        return not joined and not self.grid.crossings(stops[:2])

    def _label_top(self, index: int) -> float:
        """How far below the middle of its row a label begins."""
        text = self.texts[index]
        if text.above:
            return -text.height - 2.5
        if not text.foot:
            return 4.0
        return self.sketch.items[self.sketch.links[index].source].figure.box.bottom + 2.5

    # Rows

    def _phase_rows(self) -> list[tuple[str, int, int]]:
        """The phases with their first and last rows."""
        found: list[tuple[str, int, int]] = []
        for phase in self.ranking.phases:
            rows = [
                row
                for id, row in self.ranking.row.items()
                if self.ranking.phase_of.get(id) == phase
            ]
            if rows:
                found.append((phase, min(rows), max(rows)))
        return found

    def _measure_rows(self, top: float, phases: list[tuple[str, int, int]]) -> float:
        """Set all heights; the width of the gutter that the names of the phases need."""
        count = max(self.ranking.row.values(), default=0) + 1
        rows = [_Row() for _ in range(count)]
        for id, item in self.sketch.items.items():
            row = rows[self.ranking.row[self.ids[id]]]
            extent = [item.figure.box, *(note.box for note in item.figure.notes)]
            row.up = max(row.up, *(-box.y for box in extent))
            row.down = max(row.down, *(box.bottom for box in extent))
        for index, text in self.texts.items():
            row = rows[text.stop[1] // 2]
            begins = self._label_top(index)
            row.up = max(row.up, -begins)
            row.labels = max(row.labels, begins + text.height + 2 - row.down)
        for _, _, last in phases[:-1]:
            rows[last].ends_phase = True
        above = self.track_counts.get(-1, 0)
        y = top + (above * _TRACK + _ARROW if above else 0.0) + (_BAND_EDGE if phases else 0)
        self.measures.rows = rows
        for number, row in enumerate(rows):
            row.tracks = self.track_counts.get(2 * number + 1, 0)
            row.middle = y + row.up
            row.gap = self._gap(row)
            y = row.middle + row.down + row.gap
        last_row = rows[-1]
        beneath = last_row.labels + last_row.tracks * _TRACK
        self.measures.bottom = (
            last_row.middle + last_row.down + beneath + (_BAND_EDGE if phases else 0)
        )
        return max((len(self._band_lines(*phase)) * 12.0 + 12.0 for phase in phases), default=0.0)

    def _gap(self, row: _Row) -> float:
        edge = 2 * _BAND_EDGE if row.ends_phase else 0.0
        tracks = max(0, row.tracks - 1) * _TRACK + (6.0 if row.tracks else 0.0)
        return max(_LEAST_GAP + edge, row.labels + tracks + edge + _ARROW)

    def _track_y(self, line: int, track: int) -> float:
        if line < 0:
            first = self.measures.rows[0]
            count = self.track_counts.get(-1, 1)
            return first.middle - first.up - _ARROW - (count - 1 - track) * _TRACK
        row = self.measures.rows[line // 2]
        lowest = (
            row.middle + row.down + row.gap - _ARROW - (2 * _BAND_EDGE if row.ends_phase else 0)
        )
        return lowest - (row.tracks - 1 - track) * _TRACK

    # Columns

    def _measure_columns(self, left: float) -> None:
        """Set the x of every column from the left."""
        columns = sorted(self._used_columns())
        reach_left, reach_right = self._reaches(columns)
        x = left + _LANE_EDGE if self.lanes else left
        before = None
        for column in columns:
            if before is None:
                x += max(reach_left[column], 8.0)
            else:
                x += reach_right[before] + reach_left[column]
                x += self._column_gap(before, column, reach_right[before], reach_left[column])
            self.measures.x[column] = x
            left_end, right_end = x - reach_left[column], x + reach_right[column]
            low, high = self.measures.reach.get(self._lane(column), (left_end, right_end))
            self.measures.reach[self._lane(column)] = (min(low, left_end), max(high, right_end))
            before = column
        edge = _LANE_EDGE if self.lanes else 0.0
        self.measures.right = x + max(reach_right[columns[-1]], 8.0) + edge

    def _column_gap(self, one: float, other: float, reach: float, next_reach: float) -> float:
        """The room between two neighbouring columns."""
        lane_gap = _LANE_GAP if self._lane(one) != self._lane(other) else 0.0
        return lane_gap + (_COLUMN_GAP if reach and next_reach else _WIRE_GAP)

    def _reaches(self, columns: list[float]) -> tuple[dict[float, float], dict[float, float]]:
        """How far what stands in each column reaches to the left and right of its axis."""
        reach_left = dict.fromkeys(columns, 0.0)
        reach_right = dict.fromkeys(columns, 0.0)
        for column in first_columns(len(self.lanes)):
            reach_left[column] = reach_right[column] = _LANE_WIDTH / 2
        for id, item in self.sketch.items.items():
            column = self.grid.spots[self.ids[id]].column
            reach_left[column] = max(reach_left[column], item.figure.left)
            reach_right[column] = max(reach_right[column], item.figure.right)
            self._reach_of_bar(id, reach_left, reach_right)
        for text in self.texts.values():
            side, across = reach_right, reach_left
            if text.left:
                side, across = reach_left, reach_right
            need = text.width + _LABEL_AWAY
            if text.tip is not None:
                need -= _WIRE_GAP + across[text.stop[0]]
            side[text.stop[0]] = max(side[text.stop[0]], need)
        return reach_left, reach_right

    def _reach_of_bar(
        self, id: str, reach_left: dict[float, float], reach_right: dict[float, float]
    ) -> None:
        spot = self.grid.spots[self.ids[id]]
        if spot.low < spot.column:
            reach_left[spot.low] = max(reach_left[spot.low], _BAR_REACH)
        if spot.high > spot.column:
            reach_right[spot.high] = max(reach_right[spot.high], _BAR_REACH)

    def _lane(self, column: float) -> int:
        return lane_of_column(column, len(self.lanes)) if self.lanes else 0

    def _lane_bands(
        self, titles: list[str], lines: list[tuple[str, ...]], top: float, head: float
    ) -> tuple[Band, ...]:
        """The lanes with their names on top."""
        edges = self._lane_edges()
        bands = []
        for lane, title in enumerate(titles):
            left, right = edges[lane], edges[lane + 1]
            heading = Box(left, top, right - left, head)
            runs = []
            for number, line in enumerate(lines[lane]):
                width = text_width(line, SMALL_SIZE, Weight.SEMIBOLD)
                baseline = top + 5.0 + number * 12.0 + 6.0 + 0.34 * SMALL_SIZE
                x = (left + right - width) / 2
                runs.append(
                    TextRun(line, x, baseline, width, SMALL_SIZE, Style.BAND, Weight.SEMIBOLD)
                )
            box = Box(left, top, right - left, self.measures.bottom - top)
            bands.append(Band(title, box, heading, tuple(runs), shaded=False))
        return tuple(bands)

    def _lane_edges(self) -> list[float]:
        """The x of the lanes' borders, from the left."""
        if not self.lanes:
            return []
        reached = [self.measures.reach[lane] for lane in range(len(self.lanes))]
        inner = [(one[1] + other[0]) / 2 for one, other in pairwise(reached)]
        return [reached[0][0] - _LANE_EDGE, *inner, reached[-1][1] + _LANE_EDGE]

    def _used_columns(self) -> set[float]:
        used = {spot.column for spot in self.grid.spots.values()}
        if self.lanes:
            used.update(first_columns(len(self.lanes)))
        return used.union(column for stops in self.ways.values() for column, _ in stops)

    # Shapes and routes

    def _shape(self, id: str) -> Shape:
        item = self.sketch.items[id]
        spot = self.grid.spots[self.ids[id]]
        x, y = self.measures.x[spot.column], self.measures.rows[spot.row].middle
        box = item.figure.box.moved(x, y)
        if item.bar:
            left, right = box.x, box.right
            if spot.low < spot.column:
                left = min(left, self.measures.x[spot.low] - _BAR_REACH)
            if spot.high > spot.column:
                right = max(right, self.measures.x[spot.high] + _BAR_REACH)
            box = Box(left, box.y, right - left, box.height)
        return Shape(
            id,
            item.node.id,
            item.symbol,
            box,
            x,
            item.name,
            tuple(run.moved(x, y) for run in item.figure.runs),
            tuple(run.moved(x, y) for run in item.figure.notes),
            item.figure.marks,
            item.target,
            item.bar,
        )

    def _route(self, index: int) -> Route:
        link = self.sketch.links[index]
        stops = self.ways[index]
        points = [self._point(index, position, stops) for position in range(len(stops))]
        points[0] = self._port(link.source, points[0], points[1])
        points[-1] = self._port(link.target, points[-1], points[-2])
        label = self._label(index) if index in self.texts else None
        return Route(link.source, link.target, tuple(points), link.dashed, label, link.mark)

    def _point(self, index: int, position: int, stops: tuple[Stop, ...]) -> Point:
        column, line = stops[position]
        x = self.measures.x[column]
        if line % 2 == 0:
            return Point(x, self.measures.rows[line // 2].middle)
        piece: Piece = (index, position)
        if piece not in self.tracks:
            piece = (index, position - 1)
        return Point(x, self._track_y(line, self.tracks[piece]))

    def _port(self, id: str, point: Point, beyond: Point) -> Point:
        """Where a line meets the outline of an item."""
        box = self.sketch.items[id].figure.box
        if point.x == beyond.x:
            return Point(point.x, point.y + (box.bottom if beyond.y > point.y else box.y))
        return Point(point.x + (box.right if beyond.x > point.x else box.x), point.y)

    def _label(self, index: int) -> Label:
        text = self.texts[index]
        x = self.measures.x[text.stop[0]]
        away = _LABEL_AWAY
        if text.tip is not None:
            x, away = self.measures.x[self.ways[index][0][0]], text.tip
        top = self.measures.rows[text.stop[1] // 2].middle + self._label_top(index)
        step = LABEL_SIZE * LINE_HEIGHT
        runs = []
        for number, line in enumerate(text.lines):
            width = text_width(line, LABEL_SIZE)
            left = x - away - width if text.left else x + away
            baseline = top + number * step + step / 2 + 0.34 * LABEL_SIZE
            runs.append(TextRun(line, left, baseline, width, LABEL_SIZE, Style.LABEL))
        left = x - away - text.width if text.left else x + away
        return Label(tuple(runs), Box(left, top, text.width, text.height))

    # Bands and heading

    def _band_lines(self, title: str, first: int, last: int) -> tuple[str, ...]:
        top, bottom = self._band_edges(first, last)
        return wrap(title, max(30.0, bottom - top - 12), SMALL_SIZE, Weight.SEMIBOLD)

    def _band_edges(self, first: int, last: int) -> tuple[float, float]:
        rows = self.measures.rows
        top = rows[first].middle - rows[first].up - _ARROW - _BAND_EDGE
        if first == 0:
            top = rows[0].middle - rows[0].up - _BAND_EDGE
            if self.track_counts.get(-1):
                top -= self.track_counts[-1] * _TRACK + _ARROW
        if last == len(rows) - 1:
            return top, self.measures.bottom
        below = rows[last]
        return top, below.middle + below.down + below.gap - _ARROW - _BAND_EDGE

    def _bands(self, phases: list[tuple[str, int, int]], gutter: float) -> tuple[Band, ...]:
        bands = []
        for index, (title, first, last) in enumerate(phases):
            top, bottom = self._band_edges(first, last)
            lines = self._band_lines(title, first, last)
            box = Box(MARGIN, top, 0, bottom - top)
            heading = Box(MARGIN, top, gutter - 6, bottom - top)
            runs = []
            for number, line in enumerate(lines):
                width = text_width(line, SMALL_SIZE, Weight.SEMIBOLD)
                middle = MARGIN + (gutter - 6) / 2 + (number - (len(lines) - 1) / 2) * 12
                x, y = middle + 0.34 * SMALL_SIZE, (top + bottom + width) / 2
                runs.append(
                    TextRun(line, x, y, width, SMALL_SIZE, Style.BAND, Weight.SEMIBOLD, turned=True)
                )
            bands.append(Band(title, box, heading, tuple(runs), index % 2 == 0))
        return tuple(bands)

    def _heading(self, part: int, count: int, options: ChartOptions) -> tuple[TextRun, ...]:
        """The line over a part: which it is."""
        if count < 2:
            return ()
        facts = {"part": str(part + 1), "parts": str(count)}
        text = fill(options.translate(message("Part {part} of {parts}")), facts)
        width = text_width(text, _HEADING_SIZE, Weight.SEMIBOLD)
        baseline = MARGIN + _HEADING_SIZE
        return (
            TextRun(text, MARGIN, baseline, width, _HEADING_SIZE, Style.HEADING, Weight.SEMIBOLD),
        )


def _cover(runs: tuple[TextRun, ...]) -> Box:
    """The rectangle around some lines of text."""
    boxes = [run.box for run in runs]
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Box(left, top, right - left, bottom - top)


def _widened(band: Band, right: float) -> Band:
    box = Box(band.box.x, band.box.y, right - band.box.x, band.box.height)
    return Band(band.title, box, band.heading, band.runs, band.shaded)
