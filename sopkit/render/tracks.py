"""The order of the wires that run across in one gap between two rows.

Wires that lead to the same item share a track, and so do those that leave the same item. Two
others that overlap run on different tracks; and where one comes down a column in which the other
leaves downwards, the first runs above the second, or they would lie on each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sopkit.render.grid import Stop
from sopkit.render.topology import Line

Piece = tuple[int, int]
"""A piece of a way: the index of the link, and of the stop at which the piece begins."""


@dataclass(slots=True)
class _Run:
    """The pieces that share a track, and the columns they reach."""

    key: tuple[str, str]
    pieces: list[Piece] = field(default_factory=list)
    columns: set[float] = field(default_factory=set)
    from_above: set[float] = field(default_factory=set)
    to_below: set[float] = field(default_factory=set)

    def overlaps(self, other: _Run) -> bool:
        return min(self.columns) <= max(other.columns) and min(other.columns) <= max(self.columns)


def assign_tracks(
    ways: dict[int, tuple[Stop, ...]], links: Sequence[Line]
) -> tuple[dict[Piece, int], dict[int, int]]:
    """The track of every piece that runs in a gap (0 is uppermost), and how many each gap has."""
    gaps: dict[int, dict[tuple[str, str], _Run]] = {}
    for index in sorted(ways):
        for position, line in _pieces(ways[index]):
            runs = gaps.setdefault(line, {})
            key = _key(ways[index], position, links[index])
            _extend(runs.setdefault(key, _Run(key)), index, position, ways[index])
    tracks: dict[Piece, int] = {}
    counts: dict[int, int] = {}
    for line, runs in gaps.items():
        counts[line] = _stack(list(runs.values()), tracks)
    return tracks, counts


def _pieces(stops: tuple[Stop, ...]) -> list[tuple[int, int]]:
    """The pieces of a way that run across in a gap: index of the first stop, and the line."""
    return [
        (position, stops[position][1])
        for position in range(len(stops) - 1)
        if stops[position][1] == stops[position + 1][1] and stops[position][1] % 2
    ]


def _key(stops: tuple[Stop, ...], position: int, link: Line) -> tuple[str, str]:
    """What pieces must have in common to share a track."""
    if position == len(stops) - 3 and stops[-1][1] == stops[position][1] + 1:
        return ("to", link.target)
    return ("from", link.source) if position <= 1 else ("way", f"{link.source} {link.target}")


def _extend(run: _Run, index: int, position: int, stops: tuple[Stop, ...]) -> None:
    line = stops[position][1]
    run.pieces.append((index, position))
    run.columns.update((stops[position][0], stops[position + 1][0]))
    ends = [(stops[position], stops[position - 1])] if position else []
    if position + 2 < len(stops):
        ends.append((stops[position + 1], stops[position + 2]))
    for end, beyond in ends:
        (run.from_above if beyond[1] < line else run.to_below).add(end[0])


def _stack(runs: list[_Run], tracks: dict[Piece, int]) -> int:
    """Give the runs of one gap their tracks; the number of tracks."""
    above: dict[int, set[int]] = {
        lower: {
            upper
            for upper, run in enumerate(runs)
            if upper != lower and run.from_above & runs[lower].to_below
        }
        for lower in range(len(runs))
    }
    placed: dict[int, int] = {}
    waiting = sorted(range(len(runs)), key=lambda i: (runs[i].key[0] == "to", _length(runs[i])))
    while waiting:
        ready = [i for i in waiting if above[i] <= placed.keys()] or waiting
        chosen = ready[0]
        taken = {placed[i] for i in placed if runs[i].overlaps(runs[chosen])}
        least = max((placed[i] + 1 for i in above[chosen] if i in placed), default=0)
        while least in taken:
            least += 1
        placed[chosen] = least
        waiting.remove(chosen)
        for piece in runs[chosen].pieces:
            tracks[piece] = least
    return max(placed.values(), default=-1) + 1


def _length(run: _Run) -> float:
    return max(run.columns) - min(run.columns)
