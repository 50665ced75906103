"""The findings about the flow, held against an exhaustive token game on the same procedures.

Three accounts of each made-up procedure are compared: the game, which plays it through in every
way; the definitions of the format, followed to the letter (`expected`); and what sopkit finds in
the procedure's text. None of the first two knows anything of sopkit.
"""

from __future__ import annotations

from collections import Counter
from heapq import heappop, heappush
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.diagnostics.diagnostic import Diagnostic, Severity
from sopkit.services.compile import compile_text
from tests.generate.expected import NOWHERE, Expected, Graph, expected_of, graph_of
from tests.generate.invent import CALM, RECIPES, Recipe, invent, invent_many
from tests.generate.procedure import Procedure
from tests.generate.strategies import procedures
from tests.generate.token_game import Played, TooManyStatesError, play
from tests.generate.write import Place, Written, write

FLOW_CODES = {"SOP301", "SOP302", "SOP303", "SOP306", "SOP307"}
ELSEWHERE = {"SOP501"}  # the SOPs that a made-up procedure calls are not there
SAMPLE, CHUNK = 3_000, 500
SOAK, SOAK_CHUNK = 40_000, 2_000


# ---- the game against the definitions ------------------------------------------------------------


def assert_game_agrees(procedure: Procedure, graph: Graph, expected: Expected) -> str:
    """The definitions call unsound exactly what goes wrong when it is played; says which kind."""
    try:
        played = play(procedure)
    except TooManyStatesError:
        return "too large"
    steps = {step.key for step in procedure.walk()}
    runs_well = (
        played.always_ends
        and played.carried_out == steps
        and not (played.stuck or played.crowded or played.wrong)
    )
    if expected.crossing:
        assert not runs_well, "a jump across a parallel's edge does no harm"
        return "crossing"
    assert not played.stuck, "a join waits for ever, but no jump crosses an edge"
    assert not played.crowded, "a step begins twice at once, but no jump crosses an edge"
    if not (expected.unknown or expected.nothing):
        assert expected.sound == runs_well
    assert_same_loops(played, expected)
    assert_same_reach(played, graph, steps)
    return "sound" if runs_well else "unsound"


def assert_same_loops(played: Played, expected: Expected) -> None:
    """An endless loop in the graph is one in the game, if the game comes there at all."""
    loops = {steps for steps, _ in expected.loops}
    assert {steps for steps in loops if steps & played.carried_out} <= played.endless
    if not played.wrong:  # with a wrong id a loop may only seem to have a way out
        assert played.endless <= loops


def assert_same_reach(played: Played, graph: Graph, steps: set[str]) -> None:
    """The game comes to the steps that a path leads to.

    Only where a strand goes round for ever it does not come past the join; the graph does, and
    the loop is reported.
    """
    reached = graph.reached(["start"])
    if not played.wrong and NOWHERE not in reached:
        assert played.carried_out <= reached
        if not played.endless:
            assert played.carried_out == reached & steps


# ---- sopkit against the definitions --------------------------------------------------------------


def flow_findings(written: Written) -> list[Diagnostic]:
    """What sopkit finds in the text about its flow; no other error may be found."""
    compiled = compile_text(written.text.encode(), name="KS-001.md", root=None)
    errors = [d for d in compiled.diagnostics if d.severity is Severity.ERROR]
    other = [d for d in errors if d.code not in FLOW_CODES | ELSEWHERE]
    assert not other, f"a procedure in the format is refused: {other}"
    return [d for d in errors if d.code in FLOW_CODES]


def assert_sopkit_agrees(written: Written, graph: Graph, expected: Expected) -> None:
    """Sopkit reports what the definitions call wrong, where it stands, and nothing else."""
    found = flow_findings(written)
    by_code = {code: [d for d in found if d.code == code] for code in FLOW_CODES}
    assert_at_jumps(by_code["SOP303"], expected.nothing, written)
    assert_at_jumps(by_code["SOP306"], expected.unknown, written)
    assert_at_jumps(by_code["SOP307"], expected.crossing, written)
    assert_regions(by_code["SOP301"], expected, written)
    assert_loops(by_code["SOP302"], expected, written, graph)
    for finding in by_code["SOP307"]:
        assert_jump_trace(finding, written, graph)


def assert_at_jumps(findings: list[Diagnostic], marks: set[str], written: Written) -> None:
    """One finding at each of the jumps, and none elsewhere."""
    left = set(marks)
    for finding in findings:
        at = {mark for mark in left if stands_at(finding, written.jumps[mark])}
        assert len(at) == 1, f"no reason for {finding}; expected {marks}"
        left -= at
    assert not left, f"not reported: {left}"


def stands_at(finding: Diagnostic, place: Place) -> bool:
    """Whether a finding's span and a jump overlap."""
    span = finding.span
    return (
        span.line == span.end_line == place.line
        and span.column < place.end_column
        and span.end_column > place.column
    )


def assert_regions(findings: list[Diagnostic], expected: Expected, written: Written) -> None:
    """One finding for each unreachable region, at its first step, which says how many more."""
    regions = {
        (written.lines[region[0]], written.numbers[region[0]], str(len(region) - 1))
        for region in expected.unreachable
    }
    facts = [dict(finding.parameters) for finding in findings]
    assert {
        (finding.span.line, fact["number"], fact.get("count", "0"))
        for finding, fact in zip(findings, facts, strict=True)
    } == regions
    assert len(findings) == len(regions)


def assert_loops(
    findings: list[Diagnostic], expected: Expected, written: Written, graph: Graph
) -> None:
    """One finding for each endless loop, at a jump inside it."""
    left = list(expected.loops)
    for finding in findings:
        at = [
            loop
            for loop in left
            if any(stands_at(finding, written.jumps[mark]) for mark in loop[1])
        ]
        assert len(at) == 1, f"no reason for {finding}"
        assert_loop_trace(finding, at[0][0], written, graph)
        left.remove(at[0])
    assert not left, f"not reported: {left}"


def key_at(written: Written, line: int) -> str:
    """The step on a line."""
    return next(key for key, place in written.lines.items() if place == line)


def assert_loop_trace(
    finding: Diagnostic, loop: frozenset[str], written: Written, graph: Graph
) -> None:
    """The trace is a shortest way into the loop and then a shortest way once round.

    It ends with the step at which it came in; where that is by a join, with the one before it.
    """
    keys = ["start", *(key_at(written, step.line) for step in finding.trace)]
    assert_path(keys, graph)
    entry = next(place for place, key in enumerate(keys) if key in loop)
    assert loop.issuperset(keys[entry:])
    assert entry <= min(distance(graph, "start", key) for key in loop)
    if keys[entry] == keys[-1] and entry < len(keys) - 1:
        assert len(keys) - 1 - entry <= distance(graph, keys[-1], keys[-1])
    else:
        assert keys[entry] in steps_after(graph, keys[-1]), f"it does not go round: {keys}"


def assert_jump_trace(finding: Diagnostic, written: Written, graph: Graph) -> None:
    """The trace is a shortest way to the jump and over it, if anything leads there at all.

    Several branches that end in one jump each have a way of their own; it may be any of these.
    """
    mark = next(mark for mark, place in written.jumps.items() if stands_at(finding, place))
    ways = [way for way in graph.ways if way.mark == mark]
    reached = graph.reached(["start"])
    if any(way.source in reached for way in ways):
        keys = ["start", *(key_at(written, step.line) for step in finding.trace)]
        assert_path(keys, graph)
        there = max(distance(graph, "start", way.source) for way in ways if way.source in reached)
        assert len(keys) - 1 <= there + 1
        assert ways[0].target in (keys[-1], *graph.exits(keys[-1])) or "join" in ways[0].source


def assert_path(keys: list[str], graph: Graph) -> None:
    """Each step can follow the one before."""
    for key, following in pairwise(keys):
        assert following in steps_after(graph, key), f"{following} does not follow {key}: {keys}"


def distance(graph: Graph, source: str, target: str) -> int:
    """The nodes to pass on a shortest way of at least one edge; a wait counts too."""
    best: dict[str, int] = {}
    waiting = [(0, source)]
    while waiting:
        passed, node = heappop(waiting)
        for following in graph.exits(node):
            length = passed + (2 if following in graph.waits else 1)
            if length < best.get(following, length + 1):
                best[following] = length
                heappush(waiting, (length, following))
    return best.get(target, 1)


def steps_after(graph: Graph, key: str) -> set[str]:
    """The steps that can follow a step, joins left out."""
    found: set[str] = set()
    waiting = [key]
    seen = set(waiting)
    while waiting:
        for target in graph.exits(waiting.pop()):
            if target.endswith(" join") and target not in seen:
                seen.add(target)
                waiting.append(target)
            found.add(target)
    return found & set(graph.order)


# ---- the tests -----------------------------------------------------------------------------------


def assert_all_agree(procedure: Procedure, random: Random | None) -> str:
    """The three accounts of one procedure agree; says what kind it is."""
    graph = graph_of(procedure)
    expected = expected_of(procedure, graph)
    kind = assert_game_agrees(procedure, graph, expected)
    assert_sopkit_agrees(write(procedure, random), graph, expected)
    return kind


def assert_many_agree(seed: int, count: int) -> Counter[str]:
    """All accounts of `count` procedures agree. Says how many of each kind there were."""
    kinds: Counter[str] = Counter()
    for index, procedure in enumerate(invent_many(count, seed)):
        try:
            kinds[assert_all_agree(procedure, Random(index))] += 1
        except AssertionError as error:
            text = write(procedure, Random(index)).text
            raise AssertionError(f"{error}\nseed {seed}, procedure {index}:\n{text}") from error
    return kinds


@pytest.mark.parametrize("chunk", range(SAMPLE // CHUNK))
def test_findings_agree_with_the_token_game(chunk: int) -> None:
    kinds = assert_many_agree(seed=chunk, count=CHUNK)
    assert kinds["too large"] < CHUNK * 0.03
    for kind in ("sound", "unsound", "crossing"):
        assert kinds[kind] > CHUNK * 0.03, f"too few procedures are {kind}: {kinds}"


@pytest.mark.soak
@pytest.mark.parametrize("chunk", range(SOAK // SOAK_CHUNK))
def test_findings_agree_with_the_token_game_at_length(chunk: int) -> None:
    assert_many_agree(seed=1_000 + chunk, count=SOAK_CHUNK)


@given(procedures(), st.randoms(use_true_random=False))
def test_findings_agree_on_procedures_that_shrink(procedure: Procedure, random: Random) -> None:
    assert_all_agree(procedure, random)


def test_calm_procedures_have_no_finding_about_their_flow() -> None:
    for index in range(200):
        procedure = invent(Random(f"calm {index}"), CALM)
        assert expected_of(procedure).sound
        assert not flow_findings(write(procedure, Random(index)))


def test_procedures_of_fifty_steps_agree() -> None:
    for index in range(20):
        recipe = Recipe(steps=50, depth=6, calm=False, hasty=0.03, jumping=0.5)
        procedure = invent(Random(f"large {index}"), recipe)
        graph = graph_of(procedure)
        assert_sopkit_agrees(write(procedure, Random(index)), graph, expected_of(procedure, graph))


def test_every_recipe_makes_procedures_of_every_form() -> None:
    for recipe in RECIPES:
        made = [invent(Random(f"form {index}"), recipe) for index in range(60)]
        forms = {step.form for procedure in made for step in procedure.walk()}
        assert forms == set(recipe.forms)


def test_printed_numbers_and_lines_are_those_of_the_text(tmp_path: Path) -> None:
    for index in range(200):
        written = write(invent(Random(f"place {index}"), CALM), Random(index))
        compiled = compile_text(written.text.encode(), name="KS-001.md", root=tmp_path)
        (sop,) = compiled.library.sops
        places = sorted((step.line, step.number) for step in sop.walk())
        made = sorted((line, written.numbers[key]) for key, line in written.lines.items())
        assert places == made, written.text
