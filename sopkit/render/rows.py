"""Which row each item of a chart stands in: down the page in the order of walking.

A line that would close a circle is set aside and runs upwards; without such lines every line
leads to a lower row. Phases take rows of their own, so that each is a band.
"""

from __future__ import annotations

from dataclasses import dataclass

from sopkit.render.chart import Symbol
from sopkit.render.topology import Line, Topology


@dataclass(slots=True)
class Ranking:
    """The rows of the items (from 0), and how the chart hangs together.

    `parent` holds the line by which an item was first reached; `upward` the lines that lead
    back. `order` is topological without them. `phases` are the bands from top to bottom, empty
    if the text's phases do not follow one another in the flow.
    """

    row: dict[str, int]
    parent: dict[str, Line]
    upward: set[int]
    order: list[str]
    exits: dict[str, list[int]]
    phases: list[str]
    phase_of: dict[str, str]
    beside: dict[str, str]


def rank(topology: Topology) -> Ranking:
    """The rows of a chart's items."""
    exits: dict[str, list[int]] = {id: [] for id in topology.by_id}
    for index, link in enumerate(topology.lines):
        exits[link.source].append(index)
    for indices in exits.values():
        indices.sort(
            key=lambda index: (not topology.lines[index].first, topology.lines[index].dashed)
        )
    ranking = Ranking({}, {}, set(), [], exits, [], {}, {})
    _search(topology, ranking)
    _set_phases(topology, ranking)
    _set_rows(topology, ranking)
    return ranking


def _search(topology: Topology, ranking: Ranking) -> None:
    """Depth-first from the main path: topological order, parents, upward links."""
    entered = {link.target for link in topology.lines}
    mains = list(topology.main[:1])
    entries = [id for id, item in topology.by_id.items() if item.entry and id not in topology.main]
    roots = [id for id in topology.by_id if id not in entered and id not in entries]
    state: dict[str, int] = {}
    finished: list[str] = []
    for root in [*mains, *roots, *_targets(topology, entries), *topology.by_id]:
        if root not in state and root not in entries:
            _visit(root, topology, ranking, state, finished)
    ranking.order = finished[::-1]
    for entry in entries:
        ranking.beside[entry] = topology.lines[ranking.exits[entry][0]].target


def _targets(topology: Topology, entries: list[str]) -> list[str]:
    return [link.target for link in topology.lines if link.source in entries]


def _visit(
    root: str, topology: Topology, ranking: Ranking, state: dict[str, int], finished: list[str]
) -> None:
    """One depth-first walk without recursion. State 1: on the way; 2: done."""
    stack = [(root, iter(ranking.exits[root]))]
    state[root] = 1
    while stack:
        current, exits = stack[-1]
        for index in exits:
            link = topology.lines[index]
            reached = state.get(link.target)
            if reached is None:
                state[link.target] = 1
                ranking.parent[link.target] = link
                stack.append((link.target, iter(ranking.exits[link.target])))
                break
            if reached == 1:
                ranking.upward.add(index)
        else:
            state[current] = 2
            finished.append(current)
            stack.pop()


def _set_phases(topology: Topology, ranking: Ranking) -> None:
    """The phase of every item, and their order if it agrees with the lines downwards."""
    names = list(dict.fromkeys(item.phase for item in topology.vertices if item.phase))
    if not names:
        return
    position = {name: index for index, name in enumerate(names)}
    level: dict[str, int] = {}
    before: dict[str, int] = dict.fromkeys(topology.by_id, 0)
    for id in ranking.order:
        phase = topology.by_id[id].phase
        level[id] = before[id] if phase is None else position[phase]
        if level[id] < before[id]:
            return  # a line leads down to an earlier phase: no bands
        for index in ranking.exits[id]:
            if index not in ranking.upward:
                target = topology.lines[index].target
                before[target] = max(before[target], level[id])
    ranking.phases = names
    ranking.phase_of = {id: names[index] for id, index in level.items()}


def _set_rows(topology: Topology, ranking: Ranking) -> None:
    """The longest way down to each item, phase after phase."""
    least = dict.fromkeys(topology.by_id, 0)
    # A connector that leads into the middle of the chart stands in the row above a decision.
    below_entry = {
        goal
        for goal in ranking.beside.values()
        if topology.by_id[goal].symbol in {Symbol.DECISION, Symbol.PARALLEL}
        or len(ranking.exits[goal]) > 1
    }
    groups: list[list[str]] = [ranking.order]
    if ranking.phases:
        groups = [
            [id for id in ranking.order if ranking.phase_of[id] == phase]
            for phase in ranking.phases
        ]
    base = 0
    for group in groups:
        top = base
        for id in group:
            row = max(least[id], base + (id in below_entry))
            ranking.row[id] = row
            top = max(top, row + 1)
            for index in ranking.exits[id]:
                if index not in ranking.upward:
                    target = topology.lines[index].target
                    least[target] = max(least[target], row + 1)
        base = top
