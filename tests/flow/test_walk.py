"""Every way of a flow can be walked, and every walk is a way of the flow.

The ways are told by a token game of a few lines that knows nothing of walks: a token for the
start, one for each strand of a parallel, a join that waits for all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sopkit.flow.build import START, build_flow
from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, EdgeKind, NodeKind
from sopkit.flow.walk import Choice, ChoiceKind, Walk, begin, choices, replay, take
from sopkit.parse.sop import parse_sop
from sopkit.source.file import SourceFile
from tests.generate.invent import CALM, Recipe
from tests.generate.procedure import Form, Procedure
from tests.generate.strategies import procedures
from tests.generate.write import write
from tests.register import sop

PARALLEL = Recipe(forms=(Form.ACTION, Form.DECISION, Form.PARALLEL, Form.PARALLEL), overdue=0.2)
MOST = 400

Step = tuple[str, Edge]
"""A node that was left, and by which edge."""


def flow_of(text: str) -> Flow:
    return build_flow(parse_sop(SourceFile("KS-001.md", text), "nl").sop)


def flow_of_procedure(procedure: Procedure) -> Flow:
    return flow_of(write(procedure, Random(1)).text)


class Shelf:
    """Procedures that call one another."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = texts

    def knows(self, number: str) -> bool:
        return number in self.texts

    def flow(self, number: str) -> Flow:
        return flow_of(self.texts[number])


alone = Shelf({})


# The token game


class Game:
    """Tokens on edges; `at` is the edge of the token that moves."""

    def __init__(self, flow: Flow) -> None:
        self.flow = flow
        self.at = flow.exits[START][0]
        self.tokens = Counter([self.key(self.at)])

    def key(self, edge: Edge) -> int:
        return self.flow.edges.index(edge)

    def strands(self, fork: str) -> list[Edge]:
        return [edge for edge in self.flow.exits[fork] if edge.kind is EdgeKind.FLOW]

    def waits_at_join(self) -> bool:
        """Whether the token that moves waits for others of its parallel."""
        node = self.flow.by_id[self.at.target]
        if node.kind is not NodeKind.JOIN:
            return False
        fork = next(each for each in self.flow.nodes if self.flow_join(each.id) == node.id)
        waiting = sum(self.tokens[self.key(edge)] for edge in self.flow.entries[node.id])
        return waiting < len(self.strands(fork.id))

    def flow_join(self, fork: str) -> str | None:
        node = self.flow.by_id[fork]
        if node.kind is not NodeKind.FORK:
            return None
        joins = [each for each in self.flow.nodes if each.kind is NodeKind.JOIN]
        return next(
            each.id
            for each in joins
            if each.digest == node.digest and each.id.startswith(f"{fork}-join")
        )

    def leave(self, node: str, edge: Edge) -> None:
        """Leave a node by an edge; fails where the tokens do not allow it."""
        kind = self.flow.by_id[node].kind
        if kind is NodeKind.FORK and edge.kind is EdgeKind.FLOW:
            if self.at.target == node and self.tokens[self.key(self.at)]:
                self.take(self.at)
                self.tokens.update(self.key(each) for each in self.strands(node))
            assert self.tokens[self.key(edge)] == 1, "a strand is done twice"
        elif kind is NodeKind.JOIN:
            assert not self.waits_at_join(), "a join does not wait for all strands"
            for each in self.flow.entries[node]:
                self.tokens[self.key(each)] = 0
            self.tokens[self.key(edge)] += 1
        else:
            assert self.at.target == node, "a node is left that nobody came to"
            self.take(self.at)
            self.tokens[self.key(edge)] += 1
        self.at = edge

    def take(self, edge: Edge) -> None:
        assert self.tokens[self.key(edge)] == 1, "a token is missing"
        self.tokens[self.key(edge)] = 0

    def assert_over(self) -> None:
        self.take(self.at)
        assert not +self.tokens, "something is left undone"


def way(flow: Flow, chance: Random) -> list[Step]:
    """Some way of a flow from start to end, strand by strand."""
    game = Game(flow)
    found: list[Step] = []
    open_forks: list[str] = []
    while len(found) < MOST:
        node = flow.by_id[game.at.target]
        if node.kind in {NodeKind.END, NodeKind.HANDOFF}:
            return found
        if game.waits_at_join():
            fork = open_forks[-1]
            left = [e for e in game.strands(fork) if game.tokens[game.key(e)]]
            step = (fork, chance.choice(left))
        elif node.kind is NodeKind.FORK:
            open_forks.append(node.id)
            step = (node.id, chance.choice(game.strands(node.id)))
        else:
            if node.kind is NodeKind.JOIN:
                open_forks.pop()
            step = (node.id, chance.choice(flow.exits[node.id]))
        game.leave(*step)
        found.append(step)
    return []


# Walks


def steps_of(before: Walk, choice: Choice, after: Walk) -> Iterator[Step]:
    """What one choice did: the exit taken, and what one passed without a stop."""
    assert choice.edge is not None
    yield before.level.node, choice.edge
    flow = after.level.flow
    for visit in after.passed[len(before.passed) + 1 :]:
        yield visit.node, flow.exits[visit.node][0]


@given(procedures((CALM, PARALLEL)), st.randoms(use_true_random=False))
def test_every_walk_is_a_way(procedure: Procedure, chance: Random) -> None:
    flow = flow_of_procedure(procedure)
    walk, game = begin("KS-001", flow), Game(flow)
    for visit in walk.passed:
        game.leave(visit.node, flow.exits[visit.node][0])
    for _ in range(MOST):
        found = choices(walk, alone)
        if not found:
            game.assert_over()
            return
        index = chance.randrange(len(found))
        after = take(walk, index, alone)
        for step in steps_of(walk, found[index], after):
            game.leave(*step)
        walk = after


@given(procedures((CALM, PARALLEL)), st.randoms(use_true_random=False))
def test_every_way_can_be_walked(procedure: Procedure, chance: Random) -> None:
    flow = flow_of_procedure(procedure)
    wanted = way(flow, chance)
    assume(wanted)  # not one that goes round in circles for long
    walk = begin("KS-001", flow)
    walked = [(visit.node, flow.exits[visit.node][0]) for visit in walk.passed]
    made: list[int] = []
    while len(walked) < len(wanted):
        node, edge = wanted[len(walked)]
        assert walk.level.node == node
        found = choices(walk, alone)
        index = next(i for i, each in enumerate(found) if each.edge is edge)
        after = take(walk, index, alone)
        walked += steps_of(walk, found[index], after)
        made.append(index)
        walk = after
    assert walked == wanted
    assert choices(walk, alone) == ()
    assert replay(begin("KS-001", flow), made, alone) == walk


@given(procedures(), st.lists(st.integers(-2, 5), max_size=60))
def test_no_choices_break_a_walk(procedure: Procedure, made: list[int]) -> None:
    flow = flow_of_procedure(procedure)
    walk = begin("KS-001", flow)
    for index in made:
        if 0 <= index < len(choices(walk, alone)):
            walk = take(walk, index, alone)
        else:
            with pytest.raises(IndexError):
                take(walk, index, alone)


@given(procedures(), st.data())
def test_a_walk_can_begin_at_every_step_and_comes_to_an_end(
    procedure: Procedure, data: st.DataObject
) -> None:
    flow = flow_of_procedure(procedure)
    steps = [node.id for node in flow.nodes if node.step is not None]
    walk = begin("KS-001", flow, data.draw(st.sampled_from(steps)))
    chance = data.draw(st.randoms(use_true_random=False))
    for _ in range(MOST):
        found = choices(walk, alone)
        if not found:
            break
        walk = take(walk, chance.randrange(len(found)), alone)


# Calls


library = Shelf(
    {
        "KS-001": sop(steps=("Groet.", "Voer [de klacht](KS-002) uit.", "Sluit af.")),
        "KS-002": sop(
            "KS-002", steps=("Luister.", "Is het erg?\n   - Ja → [over](KS-003)\n   - Nee")
        ),
        "KS-003": sop("KS-003", steps=("Beslis.",)),
    }
)


def told(walk: Walk) -> tuple[str, str]:
    return walk.level.number, walk.node.title


def walked(*made: int) -> Walk:
    return replay(begin("KS-001", library.flow("KS-001")), made, library)


def test_a_call_can_be_walked_into_and_leads_back() -> None:
    at_call = walked(0)
    assert [each.kind for each in choices(at_call, library)] == [ChoiceKind.INTO, ChoiceKind.ONWARD]
    assert told(walked(0, 0)) == ("KS-002", "Luister")
    assert told(walked(0, 0, 0, 1)) == ("KS-002", "Einde")
    assert [each.kind for each in choices(walked(0, 0, 0, 1), library)] == [ChoiceKind.BACK]
    assert told(walked(0, 0, 0, 1, 0)) == ("KS-001", "Sluit af")
    assert told(walked(0, 1)) == ("KS-001", "Sluit af")
    assert walked(0, 1, 0).is_over


def test_a_hand_over_in_a_call_goes_on_in_the_other_procedure_and_leads_back() -> None:
    assert told(walked(0, 0, 0, 0, 0)) == ("KS-003", "Beslis")
    assert [level.number for level in walked(0, 0, 0, 0, 0).levels] == ["KS-001", "KS-003"]
    assert told(walked(0, 0, 0, 0, 0, 0, 0)) == ("KS-001", "Sluit af")


def test_an_answer_with_a_limit_is_counted() -> None:
    text = sop(
        steps=(
            "Vraag het. {#vraag}",
            "Klopt het?\n   - Ja\n   - Nee → [Vraag het nog eens](#vraag) {max=2}",
            "Klaar.",
        )
    )
    flow = flow_of(text)
    counts = []
    walk = begin("KS-001", flow)
    for _ in range(3):
        walk = take(walk, 0, alone)
        again = choices(walk, alone)[1]
        counts.append((again.taken, again.used_up))
        walk = take(walk, 1, alone)
    assert counts == [(0, False), (1, False), (2, True)]
