"""The grid that a chart is laid out on, and what stands and runs in it.

Columns are numbers (0 is the main path's, more may come between any two). Lines are whole
numbers: line 2·r is the middle of row r, line 2·r + 1 the gap below it. Nodes stand on even
lines. A wire runs down along a column, or across: along the middle of a row where no node
stands, or in a gap, which has room for any number of wires.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

Stop = tuple[float, int]
"""A place on the grid: column and line."""

Net = tuple[str, str]
"""The wire's source and target; wires with the same target may run together."""


@dataclass(slots=True)
class Spot:
    """Where an item stands; a bar reaches from column `low` to column `high`."""

    row: int
    column: float
    low: float
    high: float


@dataclass(slots=True)
class Grid:
    """Nodes and wires. Questions about room answer for wires of a given net."""

    spots: dict[str, Spot] = field(default_factory=dict)
    columns: set[float] = field(default_factory=lambda: {0.0})
    rows: dict[int, list[Spot]] = field(default_factory=dict)
    across: dict[int, list[tuple[float, float, Net]]] = field(default_factory=dict)
    down: dict[float, list[tuple[int, int, Net]]] = field(default_factory=dict)

    def stand(self, id: str, row: int, column: float) -> None:
        """Put an item in a cell."""
        spot = Spot(row, column, column, column)
        self.spots[id] = spot
        self.columns.add(column)
        self.rows.setdefault(row, []).append(spot)

    def stretch(self, id: str, column: float) -> None:
        """Make a bar reach to a column."""
        spot = self.spots[id]
        spot.low, spot.high = min(spot.low, column), max(spot.high, column)

    def occupied(self, column: float, row: int) -> bool:
        """Whether a node or bar stands in a cell."""
        return any(spot.low <= column <= spot.high for spot in self.rows.get(row, ()))

    def free_down(self, column: float, first: int, last: int, net: Net) -> bool:
        """Whether a wire may run down a column between two lines, nodes at its ends aside."""
        first, last = min(first, last), max(first, last)
        for row in range(first // 2 + 1, (last + 1) // 2):
            if self.occupied(column, row):
                return False
        for low, high, other in self.down.get(column, ()):
            start, end = max(low, first), min(high, last)
            if self._merges(net, other, start):
                continue
            if start < end or (start == end and self._meet(column, start)):
                return False
        return True

    def free_across(self, line: int, first: float, last: float, net: Net) -> bool:
        """Whether a wire may run across between two columns, nodes at its ends aside."""
        if line % 2:
            return True
        row = line // 2
        first, last = min(first, last), max(first, last)
        for spot in self.rows.get(row, ()):
            if spot.low < last and spot.high > first and not _ends_at(spot, first, last):
                return False
        for low, high, other in self.across.get(line, ()):
            if other[1] == net[1] or other[0] == net[0]:
                continue
            start, end = max(low, first), min(high, last)
            if start < end or (start == end and not self.occupied(start, row)):
                return False
        return True

    def free_corner(self, stop: Stop, net: Net) -> bool:
        """Whether a wire may turn in a cell."""
        column, line = stop
        if line % 2:
            return True
        if self.occupied(column, line // 2):
            return False
        for low, high, other in self.down.get(column, ()):
            if low <= line <= high and not self._merges(net, other, line):
                return False
        for first, last, other in self.across.get(line, ()):
            if first <= column <= last and net[0] != other[0] and net[1] != other[1]:
                return False
        return True

    def free_row(self, id: str, row: int, low: float, high: float) -> bool:
        """Whether a bar may reach from column to column: nothing else stands or runs there."""
        own, line = self.spots[id], 2 * row
        if any(
            other is not own and other.low <= high and other.high >= low
            for other in self.rows.get(row, ())
        ):
            return False
        if any(first <= high and last >= low for first, last, _ in self.across.get(line, ())):
            return False
        return not any(
            first < line < last
            for column, wires in self.down.items()
            if low <= column <= high
            for first, last, _ in wires
        )

    def free(self, stops: tuple[Stop, ...], net: Net) -> bool:
        """Whether a wire may run along the stops."""
        for stop in stops[1:-1]:
            if not self.free_corner(stop, net):
                return False
        for (column, line), (next_column, next_line) in pairwise(stops):
            if column == next_column:
                if not self.free_down(column, line, next_line, net):
                    return False
            elif not self.free_across(line, column, next_column, net):
                return False
        return True

    def run(self, stops: tuple[Stop, ...], net: Net) -> None:
        """Lay a wire along the stops."""
        for (column, line), (next_column, next_line) in pairwise(stops):
            self.columns.add(column)
            self.columns.add(next_column)
            if column == next_column:
                low, high = min(line, next_line), max(line, next_line)
                self.down.setdefault(column, []).append((low, high, net))
            elif line % 2 == 0:
                first, last = min(column, next_column), max(column, next_column)
                self.across.setdefault(line, []).append((first, last, net))

    def crossings(self, stops: tuple[Stop, ...]) -> int:
        """How many wires lie across a way."""
        count = 0
        for (column, line), (next_column, next_line) in pairwise(stops):
            if column == next_column:
                low, high = min(line, next_line), max(line, next_line)
                count += sum(
                    first < column < last
                    for between in range(low + low % 2, high, 2)
                    for first, last, _ in self.across.get(between, ())
                )
            else:
                first_column, last_column = min(column, next_column), max(column, next_column)
                count += sum(
                    low < line < high
                    for other, wires in self.down.items()
                    if first_column < other < last_column
                    for low, high, _ in wires
                )
        return count

    def _merges(self, net: Net, other: Net, line: int) -> bool:
        """Whether two wires may run as one from a line on: they have the same target.

        Two wires between the same two nodes stay apart until they arrive, so that each keeps
        its label.
        """
        if net[1] != other[1]:
            return False
        return net[0] != other[0] or line >= 2 * self.spots[net[1]].row - 1

    def _meet(self, column: float, line: int) -> bool:
        """Whether two wires that end at one place touch there: not at a node, not in a gap."""
        return line % 2 == 0 and not self.occupied(column, line // 2)


def _ends_at(spot: Spot, first: float, last: float) -> bool:
    """Whether a wire ends at a node, which does not bar its way."""
    return (spot.low <= first <= spot.high and spot.high < last) or (
        spot.low <= last <= spot.high and spot.low > first
    )
