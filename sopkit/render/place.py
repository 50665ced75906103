"""Which column each item of a chart stands in, and the ways of the lines between them.

The main path goes straight down in one column. Every other branch is a chain that takes the
nearest free column, so that inner branches stand nearer than outer ones; its line leaves its
source sideways, runs across to that column and goes down. Branches come together in the gap
above the item they join at. Lines that lead upwards run beside all this. A line never runs
through a node, because only free ways are considered, and there always is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from sopkit.render.chart import Symbol
from sopkit.render.grid import Grid, Net, Spot, Stop
from sopkit.render.rows import Ranking
from sopkit.render.topology import Line, Topology

_Ways = Iterator[tuple[Stop, ...]]

_BEND = 2.0
_CROSSING = 4.0
_NEW_COLUMN = 2.0
_LINE = 0.15
_DOWN_INTO_SIDE = 6.0


@dataclass(frozen=True, slots=True)
class Placement:
    """The grid with all items and lines: `ways[i]` are the stops of link i."""

    grid: Grid
    ways: dict[int, tuple[Stop, ...]]


def place(topology: Topology, ranking: Ranking) -> Placement:
    """Give every item a column and every link a way."""
    return Placer(topology, ranking).placement()


class Placer:
    """Fills the grid; its state is the grid so far and the ways that are laid."""

    step = 1.0
    """The distance between neighbouring columns."""

    def __init__(self, topology: Topology, ranking: Ranking) -> None:
        self.items = topology.by_id
        self.links = topology.lines
        self.main = topology.main
        self.ranking = ranking
        self.row = ranking.row
        self.grid = Grid()
        self.ways: dict[int, tuple[Stop, ...]] = {}
        self.joins = {vertex.id: vertex.join for vertex in topology.vertices}
        self.labelled: set[Stop] = set()
        # A wire may come in at the side only where none can ever have to leave there.
        self.side_entry = {
            id: item.symbol not in {Symbol.DECISION, Symbol.PARALLEL} and len(ranking.exits[id]) < 2
            for id, item in topology.by_id.items()
        }

    def placement(self) -> Placement:
        """The grid with every item and every line."""
        self.place_chains()
        self.place_entries()
        self.route_rest()
        return Placement(self.grid, self.ways)

    # Chains

    def place_chains(self) -> None:
        """Place the main path, then every branch, the innermost first."""
        main = [id for id in self.main if id not in self.ranking.beside]
        self._place_main(main)
        self._place_branches(main)
        for id in self.ranking.order:
            if id not in self.grid.spots:
                self._place_chain(self._chain(id), None)
                self._place_branches(self._chain(id))

    def _place_main(self, main: list[str]) -> None:
        for id in main:
            self.grid.stand(id, self.row[id], 0.0)
        for id in main:
            self._lay_first(id)

    def _place_branches(self, chain: list[str]) -> None:
        """The branches that start on a chain, from its end to its beginning."""
        work = [index for id in chain for index in self.ranking.exits[id][::-1]]
        while work:
            index = work.pop()
            link = self.links[index]
            if link.target in self.grid.spots or self.ranking.parent.get(link.target) is not link:
                continue
            branch = self._chain(link.target)
            self._place_chain(branch, index)
            work += [way for node in branch for way in self.ranking.exits[node][::-1]]

    def _chain(self, start: str) -> list[str]:
        """An item and those that follow it straight down."""
        chain = [start]
        while True:
            following = self._follower(chain[-1])
            if following is None or following in self.grid.spots:
                return chain
            chain.append(following)

    def _follower(self, id: str) -> str | None:
        exits = self.ranking.exits[id]
        if not exits or not self.links[exits[0]].first:
            return None
        link = self.links[exits[0]]
        return link.target if self.ranking.parent.get(link.target) is link else None

    def _place_chain(self, chain: list[str], index: int | None) -> None:
        """Put a branch in the nearest column with room for it and for its way in and out."""
        source = None if index is None else self.links[index].source
        choices = list(self._nearest(source))
        fitting = [c for c in choices if self._fits(chain, index, c, strict=True)]
        if fitting:
            column = min(fitting, key=lambda c: (self._cost_of_column(source, c), -c))
        else:
            column = next(c for c in choices if self._fits(chain, index, c))
        for id in chain:
            self.grid.stand(id, self.row[id], column)
        if index is not None:
            self._lay_in(index, column)
        for id in chain:
            self._lay_first(id)

    def _nearest(self, source: str | None) -> Iterator[float]:
        """Whole columns from near to far, right before left; the last are always empty."""
        start = 0 if source is None else round(self.grid.spots[source].column)
        reach = int(max(abs(column) for column in self.grid.columns)) + 2 + abs(start)
        for distance in range(1, reach + 2):
            yield float(start + distance)
            yield float(start - distance)

    def _cost_of_column(self, source: str | None, column: float) -> float:
        """How far a column is for a branch: crossing lines and turning inwards count as far."""
        if source is None:
            return abs(column)
        spot = self.grid.spots[source]
        line = 2 * spot.row
        cost = abs(column - spot.column)
        cost += 3.0 * self.grid.crossings(((spot.column, line), (column, line)))
        inwards = (column - spot.column) * spot.column < 0
        return cost + (0.5 if inwards else 0.0) + 0.3 * (abs(column) > abs(spot.column) + 1)

    def _fits(
        self, chain: list[str], index: int | None, column: float, *, strict: bool = False
    ) -> bool:
        first, last = self.row[chain[0]], self.row[chain[-1]]
        top, bottom = 2 * first, 2 * last
        tail = self._tail(chain[-1])
        if tail is not None:
            bottom = 2 * self.row[tail] - 1
        net: Net = ("", "")
        if any(self.grid.occupied(column, row) for row in range(first, bottom // 2 + 1)):
            return False
        if not self.grid.free_down(column, top - 1, bottom, net):
            return False
        if any(not self.grid.free_corner((column, 2 * self.row[id]), net) for id in chain):
            return False
        if index is None or not strict:
            return True
        if tail is not None and self.joins[tail] and not self._bar_can_reach(tail, column):
            return False
        return self._way_in(index, chain[0], column)

    def _tail(self, last: str) -> str | None:
        """The lower item in another column that a chain's last item leads to, if any."""
        exits = self.ranking.exits[last]
        if not exits or not self.links[exits[0]].first or exits[0] in self.ranking.upward:
            return None
        target = self.links[exits[0]].target
        return target if self.row[target] > self.row[last] else None

    def _way_in(self, index: int, start: str, column: float) -> bool:
        link = self.links[index]
        spot = self.grid.spots[link.source]
        if self.items[link.source].bar:
            return self._bar_can_reach(link.source, column)
        stops = ((spot.column, 2 * spot.row), (column, 2 * spot.row), (column, 2 * self.row[start]))
        return self.grid.free(stops, (link.source, link.target))

    def _bar_can_reach(self, bar: str, column: float) -> bool:
        """Whether nothing stands or runs between a bar and a column in the bar's row."""
        spot = self.grid.spots.get(bar)
        row = self.row[bar]
        if spot is None:
            return True
        return self.grid.free_row(bar, row, min(spot.low, column), max(spot.high, column))

    def _lay_in(self, index: int, column: float) -> None:
        """The line to the head of a branch: across and down, if that way is free."""
        link = self.links[index]
        spot = self.grid.spots[link.source]
        bottom = 2 * self.row[link.target]
        if self.items[link.source].bar:
            if self._bar_can_reach(link.source, column):
                self.grid.stretch(link.source, column)
                self._lay(index, ((column, 2 * spot.row), (column, bottom)))
            return
        stops = ((spot.column, 2 * spot.row), (column, 2 * spot.row), (column, bottom))
        if self.grid.free(stops, (link.source, link.target)):
            self._lay(index, stops)

    def _lay_first(self, id: str) -> None:
        """The line straight on from an item: down its column, and across where it joins."""
        exits = self.ranking.exits[id]
        if not exits or not self.links[exits[0]].first or exits[0] in self.ranking.upward:
            return
        index = exits[0]
        link = self.links[index]
        if index in self.ways or link.target not in self.grid.spots:
            return
        spot, goal = self.grid.spots[id], self.grid.spots[link.target]
        line, end = 2 * spot.row, 2 * goal.row
        net = (link.source, link.target)
        stops: tuple[Stop, ...]
        if goal.column == spot.column:
            stops = ((spot.column, line), (spot.column, end))
        elif self.joins[link.target] and self._bar_can_reach(link.target, spot.column):
            stops = ((spot.column, line), (spot.column, end))
            if self.grid.free(stops, net):
                self.grid.stretch(link.target, spot.column)
        else:
            stops = (
                (spot.column, line),
                (spot.column, end - 1),
                (goal.column, end - 1),
                (goal.column, end),
            )
        if end > line and self.grid.free(stops, net):
            self._lay(index, stops)

    def _lay(self, index: int, stops: tuple[Stop, ...]) -> None:
        link = self.links[index]
        self.ways[index] = stops
        if link.labelled:
            self.labelled.add(label_stop(stops))
        self.grid.run(stops, (link.source, link.target))

    # Connectors from other parts

    def place_entries(self) -> None:
        """Put the connectors that lead into the middle of the chart beside their goals."""
        for entry, goal in self.ranking.beside.items():
            spot = self.grid.spots[goal]
            row = spot.row if self.side_entry[goal] else spot.row - 1
            column = self._free_cell(entry, goal, row)
            self.grid.stand(entry, row, column)
            self.row[entry] = row

    def _free_cell(self, entry: str, goal: str, row: int) -> float:
        """The nearest cell to the goal's column in a row, with a free way across."""
        start = self.grid.spots[goal].column
        for distance in range(1, 2 * len(self.grid.columns) + 4):
            for column in (start - distance * self.step, start + distance * self.step):
                if not self.grid.free_corner((column, 2 * row), (entry, goal)):
                    continue
                across = self.grid.free_across(2 * row, start, column, (entry, goal))
                if across or row < self.grid.spots[goal].row:
                    return column
        return min(self.grid.columns) - 1

    # All other lines

    def route_rest(self) -> None:
        """Lay the lines that are left: joins, jumps onwards, and those that lead back."""
        rest = [index for index in range(len(self.links)) if index not in self.ways]
        rest.sort(key=self._length)
        for index in rest:
            stops = self._best_way(index)
            if self.items[self.links[index].source].bar:
                self.grid.stretch(self.links[index].source, stops[0][0])
            self._lay(index, stops)

    def _length(self, index: int) -> tuple[bool, int, int]:
        link = self.links[index]
        distance = abs(self.row[link.target] - self.row[link.source])
        return (index in self.ranking.upward, distance, index)

    def _best_way(self, index: int) -> tuple[Stop, ...]:
        link = self.links[index]
        best = self._cheapest(link, self._ways_of(link)) or self._cheapest(
            link, self._last_ways(link)
        )
        if best is None:
            reason = f"no way from {link.source} to {link.target}"
            raise AssertionError(reason)
        return best

    def _cheapest(self, link: Line, ways: _Ways) -> tuple[Stop, ...] | None:
        """The best of the ways that are free, if any is."""
        net = (link.source, link.target)
        best: tuple[Stop, ...] | None = None
        least = float("inf")
        for stops in ways:
            cost = self._least_cost(stops)
            if cost >= least or not self._is_free(link, stops, net):
                continue
            cost += self._extra_cost(stops)
            if cost < least:
                best, least = stops, cost
        return best

    def _is_free(self, link: Line, stops: tuple[Stop, ...], net: Net) -> bool:
        if self.items[link.source].bar and not self._bar_can_reach(link.source, stops[0][0]):
            return False
        if link.labelled and label_stop(stops) in self.labelled:
            return False
        return self.grid.free(stops, net)

    def _least_cost(self, stops: tuple[Stop, ...]) -> float:
        cost = _BEND * (len(stops) - 2)
        for (column, line), (next_column, next_line) in pairwise(stops):
            cost += abs(column - next_column) + _LINE * abs(line - next_line)
            if column not in self.grid.columns:
                cost += _NEW_COLUMN
        return cost

    def _extra_cost(self, stops: tuple[Stop, ...]) -> float:
        cost = _CROSSING * self.grid.crossings(stops)
        if stops[-2][1] == stops[-1][1] and stops[-1][1] > stops[0][1]:
            cost += _DOWN_INTO_SIDE
        return cost

    def _ways_of(self, link: Line) -> Iterator[tuple[Stop, ...]]:
        """The ways worth considering for a link, the plain ones first."""
        source, target = self.grid.spots[link.source], self.grid.spots[link.target]
        start, goal = (source.column, 2 * source.row), (target.column, 2 * target.row)
        aside = self.side_entry[link.target] and link.source != link.target
        channels = self._channels(source, target)
        if self.items[link.source].bar:
            yield from self._ways_from_bar(start, goal, channels)
            return
        if link.first:
            yield from _ways_from_foot(start, goal, channels, aside=aside)
        yield from _ways_from_side(start, goal, channels, aside=aside)

    def _ways_from_bar(self, start: Stop, goal: Stop, channels: list[float]) -> _Ways:
        """Ways down from a bar, which is made longer where that is free."""
        for column in channels:
            yield _tidy((column, start[1]), (column, goal[1] - 1), (goal[0], goal[1] - 1), goal)

    def _last_ways(self, link: Line) -> _Ways:
        """Ways around everything, for when no plain way is free. One of them always is."""
        source, target = self.grid.spots[link.source], self.grid.spots[link.target]
        goal = (target.column, 2 * target.row)
        line = 2 * source.row
        outer = (min(self.grid.columns) - 1, max(self.grid.columns) + 1)
        for near in self._beside(source):
            first: tuple[Stop, ...] = ((source.column, line), (near, line))
            if self.items[link.source].bar:
                first = ((near, line),)
            for far in outer:
                yield _tidy(
                    *first,
                    (near, line + 1),
                    (far, line + 1),
                    (far, goal[1] - 1),
                    (goal[0], goal[1] - 1),
                    goal,
                )

    def _channels(self, source: Spot, target: Spot) -> list[float]:
        """Columns for a wire down.

        Those there are, one more at either side, and new ones beside the source and the target.
        """
        known = sorted(self.grid.columns)
        found = {known[0] - 1, *known, known[-1] + 1}
        return sorted(found.union(self._beside(source), self._beside(target)))

    def _beside(self, spot: Spot) -> list[float]:
        """New columns right beside an item."""
        known = self.grid.columns
        before = max((column for column in known if column < spot.low), default=spot.low - 1)
        after = min((column for column in known if column > spot.high), default=spot.high + 1)
        return [(before + spot.low) / 2, (after + spot.high) / 2]


def _ways_from_foot(start: Stop, goal: Stop, channels: list[float], *, aside: bool) -> _Ways:
    """Ways that leave an item at its foot."""
    column, line = start
    if goal[1] > line:
        if goal[0] == column:
            yield start, goal
        else:
            yield _tidy(start, (column, goal[1] - 1), (goal[0], goal[1] - 1), goal)
    for channel in channels:
        if channel == column:
            continue
        head = (start, (column, line + 1), (channel, line + 1))
        yield _tidy(*head, (channel, goal[1] - 1), (goal[0], goal[1] - 1), goal)
        if aside and channel != goal[0]:
            yield _tidy(*head, (channel, goal[1]), goal)


def _ways_from_side(start: Stop, goal: Stop, channels: list[float], *, aside: bool) -> _Ways:
    """Ways that leave an item sideways."""
    column, line = start
    if line == goal[1] and goal[0] != column and aside:
        yield start, goal
    if goal[1] > line and goal[0] != column:
        yield start, (goal[0], line), goal
    for channel in channels:
        if channel == column:
            continue
        head = (start, (channel, line))
        yield _tidy(*head, (channel, goal[1] - 1), (goal[0], goal[1] - 1), goal)
        if aside and channel != goal[0]:
            yield _tidy(*head, (channel, goal[1]), goal)


def label_stop(stops: tuple[Stop, ...]) -> Stop:
    """The place whose column a way's label stands beside: its foot or its first corner."""
    return stops[0] if stops[0][0] == stops[1][0] else stops[1]


def _tidy(*stops: Stop) -> tuple[Stop, ...]:
    """A way without stops that are no corners."""
    kept: list[Stop] = []
    for stop in stops:
        if kept and stop == kept[-1]:
            continue
        if len(kept) > 1 and _in_line(kept[-2], kept[-1], stop):
            kept.pop()
        kept.append(stop)
    return tuple(kept)


def _in_line(first: Stop, middle: Stop, last: Stop) -> bool:
    return (first[0] == middle[0] == last[0]) or (first[1] == middle[1] == last[1])
