"""Plays a procedure through in every possible way: the token game of a Petri net.

A procedure is played with tokens: one at the start; a parallel makes one for each strand and
waits for all of them. Every state that can come about is visited. That decides without any
theory about graphs which steps can be carried out, and whether the end can always be reached.

The net is made from the abstract procedure, with nothing of sopkit. A state is a number with one
bit for each place that holds a token; a place that would get a second one is remembered as
`crowded`, which no sound procedure brings about.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import networkx

from tests.generate.procedure import Aim, Branch, Form, Goto, Procedure, Step

STATES = 5_000
"""A procedure with more states than this is given up."""


class TooManyStatesError(Exception):
    """The procedure has too many states to visit them all."""


@dataclass(frozen=True, slots=True)
class Move:
    """Takes a token from each place of `takes` and puts one on each of `puts` (bits)."""

    takes: int
    puts: int
    step: str | None  # the step that is carried out by this move


@dataclass(slots=True)
class Net:
    """Places by name, as bits, and moves."""

    places: dict[str, int] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)
    wrong: int = 0  # the places of arrows to an id that is not there

    def place(self, name: str) -> int:
        """The bit of a place."""
        return self.places.setdefault(name, 1 << len(self.places))

    def move(self, takes: list[str], puts: list[str], step: str | None = None) -> None:
        """Add a move between named places."""
        take = sum(self.place(name) for name in takes)
        self.moves.append(Move(take, sum(self.place(name) for name in puts), step))


def net_of(procedure: Procedure) -> Net:
    """The net of a procedure."""
    net = Net()
    net.place("end")
    _series(net, procedure.steps, "start", "end", "end")
    return net


# A step stands at the place of its key. `after` is where the token goes next, `out` the place
# where a token waits that has done all in this strand: to there leads an arrow to an unknown id.


def _series(net: Net, steps: list[Step], before: str, after: str, out: str) -> None:
    for step in steps:
        net.move([before], [step.key])
        before = f"{step.key} left"
        _step(net, step, before, out)
    net.move([before], [after])


def _step(net: Net, step: Step, after: str, out: str) -> None:
    done = f"{step.key} done"
    net.move([step.key], [done], step.key)
    if step.overdue:
        net.move([step.key], [_target(net, step.overdue, out)], step.key)
    if step.form is Form.GROUP:
        _series(net, step.steps, done, after, out)
    elif step.form is Form.DECISION:
        for branch in step.branches:
            _branch(net, branch, done, after, out)
    elif step.form is Form.PARALLEL:
        begun = [f"{step.key} begun {index}" for index in range(len(step.branches))]
        ended = [f"{step.key} ended {index}" for index in range(len(step.branches))]
        net.move([done], begun)
        for branch, first, last in zip(step.branches, begun, ended, strict=True):
            _branch(net, branch, first, last, last)
            if branch.if_asked:
                net.move([first], [last])
        net.move(ended, [after])
    else:
        net.move([done], [_target(net, step.jump, out) if step.jump else after])


def _branch(net: Net, branch: Branch, before: str, after: str, out: str) -> None:
    target = _target(net, branch.jump, out) if branch.jump else after
    _series(net, branch.all_steps, before, target, out)


def _target(net: Net, goto: Goto, out: str) -> str:
    if goto.aim is Aim.STEP:
        return goto.target
    if goto.aim in (Aim.END, Aim.SOP):
        return "end"
    name = f"wrong {len(net.places)}"
    net.wrong |= net.place(name)
    net.move([name], [out])  # one mistake, one finding: it may have meant a way out
    return name


@dataclass(slots=True)
class Played:
    """What came out of playing a procedure in every way.

    `carried_out` are the steps that some run carries out. `stuck` says that in some state
    nothing can move though the procedure has not ended, or has with tokens left behind;
    `endless` are the sets of steps that some run goes round in for ever. `wrong` says that a
    run followed an arrow to an id that is not there.
    """

    carried_out: set[str]
    stuck: bool
    crowded: bool
    endless: set[frozenset[str]]
    always_ends: bool
    wrong: bool


def play(procedure: Procedure, limit: int = STATES) -> Played:
    """Visit every state of a procedure.

    Raises:
        TooManyStatesError: there are more than `limit` states.
    """
    net = net_of(procedure)
    end, start = net.places["end"], net.places["start"]
    states, steps, crowded = _visit(net, start, limit)
    ending = _can_reach(states, end)
    return Played(
        carried_out=steps,
        stuck=any(not following for state, following in states.items() if state != end),
        crowded=crowded,
        endless=_rounds({state: states[state] for state in states if state not in ending}),
        always_ends=not crowded and len(ending) == len(states),
        wrong=any(state & net.wrong for state in states),
    )


States = dict[int, list[tuple[int, Move]]]
"""For each state the states that follow it, with the move that leads there."""


def _visit(net: Net, start: int, limit: int) -> tuple[States, set[str], bool]:
    states: States = {}
    steps: set[str] = set()
    crowded = False
    waiting = [start]
    while waiting:
        state = waiting.pop()
        if state in states:
            continue
        if len(states) >= limit:
            raise TooManyStatesError
        following = states[state] = []
        for move in net.moves:
            if state & move.takes != move.takes:
                continue
            rest = state & ~move.takes
            crowded = crowded or bool(rest & move.puts)
            if move.step:
                steps.add(move.step)
            following.append((rest | move.puts, move))
            waiting.append(rest | move.puts)
    return states, steps, crowded


def _can_reach(states: States, goal: int) -> set[int]:
    """The states from which the goal can be reached."""
    before = defaultdict(list)
    for state, following in states.items():
        for next_state, _ in following:
            before[next_state].append(state)
    found = {goal} & set(states)
    waiting = list(found)
    while waiting:
        for state in before[waiting.pop()]:
            if state not in found:
                found.add(state)
                waiting.append(state)
    return found


def _rounds(states: States) -> set[frozenset[str]]:
    """The steps of each round from which no run escapes; `states` are those without a way out.

    Those are the moves inside a set of states that no run leaves; moves that share no place
    belong to rounds of different strands.
    """
    rounds = set()
    for group in _final_groups(states):
        moves = {move for state in group for _, move in states[state]}
        rounds |= {frozenset(_keys(part)) for part in _connected(moves)}
    return {steps for steps in rounds if steps}


def _keys(moves: list[Move]) -> set[str]:
    return {move.step for move in moves if move.step}


def _connected(moves: set[Move]) -> list[list[Move]]:
    parts: list[tuple[int, list[Move]]] = []
    for move in moves:
        places, members = move.takes | move.puts, [move]
        apart = []
        for other_places, others in parts:
            if other_places & places:
                places, members = places | other_places, members + others
            else:
                apart.append((other_places, others))
        parts = [*apart, (places, members)]
    return [members for _, members in parts]


def _final_groups(states: States) -> list[set[int]]:
    """Sets of states that all lead to one another and to no other state."""
    graph: networkx.DiGraph[int] = networkx.DiGraph()
    graph.add_nodes_from(states)
    graph.add_edges_from((state, to) for state, ways in states.items() for to, _ in ways)
    return list(networkx.attracting_components(graph))
