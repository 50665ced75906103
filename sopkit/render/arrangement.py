"""Where everything of a chart stands in the grid: rows, columns, ways and tracks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from sopkit.render.lanes import lane_names, place_in_lanes
from sopkit.render.place import Placement, place
from sopkit.render.rows import Ranking, rank
from sopkit.render.topology import Topology
from sopkit.render.tracks import Piece, assign_tracks

_KEPT = 100
"""Arrangements that a process keeps: those of what is being written, and some more."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A chart without measures; nobody may change it, for it is kept.

    `tracks` are those of every piece that runs in a gap between rows, `track_counts` how many
    each gap has. `lanes` are the roles of a chart with lanes.
    """

    ranking: Ranking
    placement: Placement
    tracks: dict[Piece, int]
    track_counts: dict[int, int]
    lanes: tuple[str, ...]


@lru_cache(maxsize=_KEPT)
def arrange(topology: Topology) -> Arrangement:
    """Find a place for everything.

    This is most of the work of a layout. Who writes a procedure changes its words much more often
    than its flow, and the same flow is drawn for a page, for paper and for other programs.
    """
    ranking = rank(topology)
    lanes = lane_names(topology)
    if len(lanes) < 2:
        lanes = ()
        placement = place(topology, ranking)
    else:
        placement = place_in_lanes(topology, ranking, lanes)
    tracks, counts = assign_tracks(placement.ways, topology.lines)
    return Arrangement(ranking, placement, tracks, counts, lanes)
