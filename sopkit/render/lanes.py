"""One lane per role: every item stands in the lane of who does it.

Then the main path runs from lane to lane instead of straight down.
"""

from __future__ import annotations

from sopkit.render.place import Placement, Placer
from sopkit.render.rows import Ranking
from sopkit.render.topology import Topology

_LANE = 4.0
_STEP = 0.125


def lane_names(topology: Topology) -> tuple[str, ...]:
    """The roles of a chart in the order of its steps; fewer than two need no lanes."""
    roles = [vertex.role for vertex in topology.vertices if not vertex.entry]
    return tuple(dict.fromkeys(role for role in roles if role))


def lane_of_column(column: float, count: int) -> int:
    """The lane, from 0, that a column of the grid lies in."""
    return min(count - 1, max(0, int(column // _LANE)))


def first_columns(count: int) -> tuple[float, ...]:
    """The first column of each lane."""
    return tuple(_LANE * (lane + 0.5) for lane in range(count))


def place_in_lanes(topology: Topology, ranking: Ranking, names: tuple[str, ...]) -> Placement:
    """Give every item a column in its lane, and every link a way."""
    return _LanePlacer(topology, ranking, names).placement()


class _LanePlacer(Placer):
    """Fills the grid lane by lane."""

    step = _STEP

    def __init__(self, topology: Topology, ranking: Ranking, names: tuple[str, ...]) -> None:
        super().__init__(topology, ranking)
        self.lanes = _lanes(topology, ranking, names)
        self.grid.columns = set(first_columns(len(names)))

    def place_chains(self) -> None:
        """Place the main path, then the rest, each item in a free column of its lane."""
        for id in dict.fromkeys((*self.main, *self.ranking.order)):
            if id not in self.ranking.beside:
                self.grid.stand(id, self.row[id], self._free_column(id))

    def _free_column(self, id: str) -> float:
        """The column of what comes just before, if that is in the lane, else the next free one."""
        row = self.row[id]
        parent = self.ranking.parent.get(id)
        if parent is not None and parent.first and parent.source in self.grid.spots:
            column = self.grid.spots[parent.source].column
            same_lane = self.lanes[parent.source] == self.lanes[id]
            if same_lane and not self.grid.occupied(column, row):
                return column
        column = _LANE * (self.lanes[id] + 0.5)
        while self.grid.occupied(column, row):
            column += _STEP
        return column


def _lanes(topology: Topology, ranking: Ranking, names: tuple[str, ...]) -> dict[str, int]:
    """The lane of every item: its own role's, else that of what comes before or after it."""
    position = {name: index for index, name in enumerate(names)}
    found = {
        vertex.id: position[vertex.role]
        for vertex in topology.vertices
        if vertex.role in position and not vertex.copy
    }
    for id in ranking.order:
        parent = ranking.parent.get(id)
        if id not in found and parent is not None and parent.source in found:
            found[id] = found[parent.source]
    for id in reversed(ranking.order):
        for index in ranking.exits[id]:
            if id not in found and topology.lines[index].target in found:
                found[id] = found[topology.lines[index].target]
    return {id: found.get(id, 0) for id in topology.by_id}
