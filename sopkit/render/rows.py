"""Which row each item of a chart stands in: down the page in the order of walking.

A line that would close a circle is set aside and runs upwards; without such lines every line
leads to a lower row. Phases take rows of their own, so that each is a band.
"""

from __future__ import annotations

from dataclasses import dataclass

from sopkit.render.chart import Symbol
from sopkit.render.sketch import Link, Sketch


@dataclass(slots=True)
class Ranking:
    """The rows of the items (from 0), and how the chart hangs together.

    `parent` holds the link by which an item was first reached; `upward` the links that lead
    back. `order` is topological without them. `phases` are the bands from top to bottom, empty
    if the text's phases do not follow one another in the flow.
    """

    row: dict[str, int]
    parent: dict[str, Link]
    upward: set[int]
    order: list[str]
    exits: dict[str, list[int]]
    phases: list[str]
    phase_of: dict[str, str]
    beside: dict[str, str]


def rank(sketch: Sketch) -> Ranking:
    """The rows of a sketch's items."""
    exits: dict[str, list[int]] = {id: [] for id in sketch.items}
    for index, link in enumerate(sketch.links):
        exits[link.source].append(index)
    for indices in exits.values():
        indices.sort(key=lambda index: (not sketch.links[index].first, sketch.links[index].dashed))
    ranking = Ranking({}, {}, set(), [], exits, [], {}, {})
    _search(sketch, ranking)
    _set_phases(sketch, ranking)
    _set_rows(sketch, ranking)
    return ranking


def _search(sketch: Sketch, ranking: Ranking) -> None:
    """Depth-first from the main path: topological order, parents, upward links."""
    entered = {link.target for link in sketch.links}
    mains = list(sketch.main[:1])
    entries = [id for id, item in sketch.items.items() if item.entry and id not in sketch.main]
    roots = [id for id in sketch.items if id not in entered and id not in entries]
    state: dict[str, int] = {}
    finished: list[str] = []
    for root in [*mains, *roots, *_targets(sketch, entries), *sketch.items]:
        if root not in state and root not in entries:
            _visit(root, sketch, ranking, state, finished)
    ranking.order = finished[::-1]
    for entry in entries:
        ranking.beside[entry] = sketch.links[ranking.exits[entry][0]].target


def _targets(sketch: Sketch, entries: list[str]) -> list[str]:
    return [link.target for link in sketch.links if link.source in entries]


def _visit(
    root: str, sketch: Sketch, ranking: Ranking, state: dict[str, int], finished: list[str]
) -> None:
    """One depth-first walk without recursion. State 1: on the way; 2: done."""
    stack = [(root, iter(ranking.exits[root]))]
    state[root] = 1
    while stack:
        current, exits = stack[-1]
        for index in exits:
            link = sketch.links[index]
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


def _set_phases(sketch: Sketch, ranking: Ranking) -> None:
    """The phase of every item, and their order if it agrees with the lines downwards."""
    names = list(dict.fromkeys(item.phase for item in sketch.items.values() if item.phase))
    if not names:
        return
    position = {name: index for index, name in enumerate(names)}
    level: dict[str, int] = {}
    before: dict[str, int] = dict.fromkeys(sketch.items, 0)
    for id in ranking.order:
        phase = sketch.items[id].phase
        level[id] = before[id] if phase is None else position[phase]
        if level[id] < before[id]:
            return  # a line leads down to an earlier phase: no bands
        for index in ranking.exits[id]:
            if index not in ranking.upward:
                target = sketch.links[index].target
                before[target] = max(before[target], level[id])
    ranking.phases = names
    ranking.phase_of = {id: names[index] for id, index in level.items()}


def _set_rows(sketch: Sketch, ranking: Ranking) -> None:
    """The longest way down to each item, phase after phase."""
    least = dict.fromkeys(sketch.items, 0)
    # A connector that leads into the middle of the chart stands in the row above a decision.
    below_entry = {
        goal
        for goal in ranking.beside.values()
        if sketch.items[goal].symbol in {Symbol.DECISION, Symbol.PARALLEL}
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
                    target = sketch.links[index].target
                    least[target] = max(least[target], row + 1)
        base = top
