"""BPMN that is run: an engine carries out made-up and real procedures as their flow says.

The engine is SpiffWorkflow. Beside it a player, which knows nothing of BPMN, moves tokens over
sopkit's own flow. Both are told the same answers and delays, at random; after every move both
must ask people for the same tasks, and in the end have come to the same endings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random

import pytest
from lxml import etree
from SpiffWorkflow.bpmn.parser.BpmnParser import XSD_PATH, BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.script_engine.python_engine import PythonScriptEngine
from SpiffWorkflow.bpmn.script_engine.python_environment import TaskDataEnvironment
from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent, IntermediateCatchEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from sopkit.diagnostics.diagnostic import Severity
from sopkit.flow.flow import Flow
from sopkit.flow.node import Edge, EdgeKind, Node, NodeKind
from sopkit.parse.duration import parse_time
from sopkit.render.bpmn import BpmnOptions, draw_bpmn
from sopkit.render.bpmn_executable import answers_of, iso_duration, variable_of
from sopkit.render.bpmn_names import element_name, name_of
from sopkit.resources import example_library
from sopkit.services.compile import compile_library, compile_text
from tests.generate.invent import CALM, ENDLESS, Recipe, invent
from tests.generate.write import write

MOVES = 80
PROFILES = (
    BpmnOptions(),
    BpmnOptions(calls_as_tasks=True),
    BpmnOptions(executable=True),
    BpmnOptions(executable=True, calls_as_tasks=True),
)
ASKING = {NodeKind.ACTION, NodeKind.CALL, NodeKind.DECISION, NodeKind.WAIT}
CALLED = """---
number: {number}
title: Called
department: ks
language: en
---

## Purpose

To be called.

## Instructions

1. **Do it.** {{#do}}
2. **Is it done?** {{#done}}
   - Yes → end
   - No → [Do it again](#do)
"""


class IsoDurations(TaskDataEnvironment):  # type: ignore[misc]  # the engine has no types
    """Reads durations as BPMN has them, bare; this engine would have them in quotes."""

    def evaluate(
        self, expression: str, context: dict[str, object], external_context: object = None
    ) -> object:
        if re.match(r"P[T\d]", expression):
            return expression
        return super().evaluate(expression, context, external_context)


def flow_of(text: str, number: str = "KS-001") -> tuple[Flow, bool]:
    """The flow of a text, and whether the check has no error to tell but missing procedures."""
    compiled = compile_text(text.encode(), name=f"{number}.md", root=None)
    errors = {each.code for each in compiled.diagnostics if each.severity is Severity.ERROR}
    [sop] = compiled.library.sops
    return compiled.context.flow(sop), errors <= {"SOP501", "SOP507"}


def made_up_flows(recipe: Recipe, count: int) -> list[Flow]:
    flows = []
    for seed in range(count):
        flow, is_sound = flow_of(write(invent(Random(seed), recipe)).text)
        if is_sound:
            flows.append(flow)
    return flows


def library_flows() -> list[Flow]:
    compiled = compile_library(example_library())
    return [compiled.context.flow(sop) for sop in compiled.library.sops]


BUSY = Recipe(overdue=0.5, jumping=0.6)


def overdue_gateways() -> list[Flow]:
    """Questions and parallels that may be overdue, which no invented flow has."""
    text = (
        "1. **Ask.** {#ask within=2h overdue=#late}\n   - Yes: continue\n   - No → end\n"
        "2. **Do both.** {#both parallel within=1.5h overdue=#late}\n"
        "   - One: do one.\n   - Two:\n     1. **Is it two?**\n        - Yes: continue\n"
        "        - No: do two.\n     2. **Is it three?**\n        - Yes: a\n        - No: b\n"
        "3. **Too late.** {#late}\n"
    )
    head = "---\nnumber: KS-001\ntitle: T\ndepartment: d\nlanguage: en\n---\n## Purpose\nx\n"
    return [flow_of(f"{head}## Instructions\n{text}")[0]]


@pytest.fixture(scope="module")
def invented() -> list[Flow]:
    flows = [*made_up_flows(CALM, 60), *made_up_flows(BUSY, 60), *made_up_flows(ENDLESS, 40)]
    assert len(flows) > 100
    return [*overdue_gateways(), *flows]


def test_times_are_iso_8601_in_whole_numbers() -> None:
    def written(text: str) -> str:
        duration = parse_time(text)
        assert duration is not None
        return iso_duration(duration)

    texts = ("90s", "1.5h", "0,5d", "2d", "3bd", "99999m", "0.25m", "4h", "1.5bd")
    assert [written(text) for text in texts] == [
        *("PT90S", "PT90M", "PT12H", "P2D", "P3D"),
        *("PT99999M", "PT15S", "PT4H", "PT36H"),
    ]


def test_two_decisions_never_share_a_variable() -> None:
    ids = ["a-b", "a_b", "a.b", "a--b", "a-_b", "a_-b", "-a", "a-", "é", "a__2d__b", "A", "a", "1"]
    names = [variable_of(id) for id in ids]
    assert len(set(names)) == len(ids)
    assert all(name.isidentifier() and name.isascii() for name in names)


def test_two_answers_that_read_alike_are_told_apart() -> None:
    way = Edge("q", "end")
    node = Node("q", NodeKind.DECISION, "?", 1)
    labels = ["Yes", "Yes", "Yes (2)", "", None, 'a "b" \\ c']
    edges = tuple(replace(way, label=label) for label in labels)
    flow = Flow("A-1", "t", "en", (node, Node("end", NodeKind.END, "End", 2)), edges)
    found = answers_of(flow, node)
    assert len(set(found.values())) == len(labels)


# ---- the player ----------------------------------------------------------------------------------


@dataclass
class Player:
    """Moves tokens over a flow. `waiting` are the nodes at which people have something to do."""

    flow: Flow
    flows: Mapping[str, Flow]
    waiting: list[str] = field(default_factory=list)
    inside: dict[str, Player] = field(default_factory=dict)  # by the call that a token waits at
    arrived: Counter[str] = field(default_factory=Counter)
    begun: Counter[str] = field(default_factory=Counter)  # how often each parallel was
    ended: Counter[str] = field(default_factory=Counter)

    def begin(self) -> Player:
        self._arrive("start")
        return self

    @property
    def finished(self) -> bool:
        return not self.waiting

    @property
    def repeats_a_parallel(self) -> bool:
        inside = any(called.repeats_a_parallel for called in self.inside.values())
        return inside or any(count > 1 for count in self.begun.values())

    def tasks(self) -> list[tuple[Player, Node]]:
        """What may be done next, and who moves when it is."""
        found = []
        for id in self.waiting:
            found += self.inside[id].tasks() if id in self.inside else [(self, self.flow.by_id[id])]
        return found

    def carry_out(self, node: Node, way: Edge) -> None:
        self.waiting.remove(node.id)
        if node.kind is NodeKind.FORK and way.kind is EdgeKind.FLOW:
            self._begin_strands(node.id)
        else:
            self._arrive(way.target)

    def return_from_calls(self) -> None:
        for id, called in list(self.inside.items()):
            called.return_from_calls()
            if called.finished:
                del self.inside[id]
                self.waiting.remove(id)
                [way] = (way for way in self.flow.exits[id] if way.kind is EdgeKind.FLOW)
                self._arrive(way.target)

    def _arrive(self, id: str) -> None:
        node = self.flow.by_id[id]
        ways = self.flow.exits[id]
        overdue = any(way.kind is EdgeKind.OVERDUE for way in ways)
        if node.kind in ASKING or (node.kind is NodeKind.FORK and overdue):
            self.waiting.append(id)
            if node.kind is NodeKind.CALL and node.target in self.flows:
                self.inside[id] = Player(self.flows[node.target or ""], self.flows).begin()
        elif node.kind is NodeKind.FORK:
            self._begin_strands(id)
        elif node.kind is NodeKind.JOIN:
            self.arrived[id] += 1
            [fork] = (
                each.id
                for each in self.flow.nodes
                if each.kind is NodeKind.FORK and each.line == node.line
            )
            if self.arrived[id] == len(self._strands(fork)):
                self.arrived[id] = 0
                self._arrive(ways[0].target)
        elif node.kind in (NodeKind.END, NodeKind.HANDOFF):
            self.ended[id] += 1
        else:
            self._arrive(ways[0].target)

    def _strands(self, fork: str) -> list[Edge]:
        return [way for way in self.flow.exits[fork] if way.kind is EdgeKind.FLOW]

    def _begin_strands(self, fork: str) -> None:
        self.begun[fork] += 1
        for way in self._strands(fork):
            self._arrive(way.target)


def task_name(node: Node) -> str:
    """The id of the element that stands for a node that somebody has to do something at."""
    asked = node.kind in (NodeKind.DECISION, NodeKind.FORK)
    return element_name(f"{node.id}~task" if asked else node.id)


# ---- the engine ----------------------------------------------------------------------------------


def engine_of(flow: Flow, flows: Mapping[str, Flow], options: BpmnOptions) -> BpmnWorkflow:
    parser = BpmnParser(validator=BpmnValidator(XSD_PATH))
    for each in {**flows, flow.number: flow}.values():
        parser.add_bpmn_xml(etree.fromstring(draw_bpmn(each, options).encode()))
    spec = parser.get_spec(name_of(flow.number))
    called = parser.get_subprocess_specs(spec.name) if not options.calls_as_tasks else {}
    return BpmnWorkflow(spec, called, script_engine=PythonScriptEngine(IsoDurations()))


def open_tasks(engine: BpmnWorkflow) -> dict[tuple[str, str], list[Task]]:
    """The tasks of people and the timers that are waited for, by process and element."""
    found: dict[tuple[str, str], list[Task]] = {}
    ready = engine.get_tasks(state=TaskState.READY, manual=True)
    waits = engine.get_tasks(state=TaskState.WAITING, spec_class=IntermediateCatchEvent)
    waits = [task for task in waits if not isinstance(task.task_spec, BoundaryEvent)]
    for task in (*ready, *waits):
        found.setdefault((task.workflow.spec.name, task.task_spec.name), []).append(task)
    return found


def pass_time(engine: BpmnWorkflow, timer: Task) -> None:
    timer._set_internal_data(event_value="2000-01-01T00:00:00+00:00")  # long past
    engine.refresh_timers()


def border_timer(engine: BpmnWorkflow, task: Task) -> Task:
    name = f"{task.task_spec.name}.overdue"
    [timer] = [
        each
        for each in engine.get_tasks(state=TaskState.WAITING, spec_class=BoundaryEvent)
        if each.workflow is task.workflow and each.task_spec.name == name
    ]
    return timer


def endings(engine: BpmnWorkflow, flow: Flow) -> Counter[str]:
    kinds = {node.id for node in flow.nodes if node.kind in (NodeKind.END, NodeKind.HANDOFF)}
    done = engine.get_tasks(state=TaskState.COMPLETED, skip_subprocesses=True)
    names = {name_of(id): id for id in kinds}
    found = (task.task_spec.name.split(".")[0] for task in done if task.workflow is engine)
    return Counter(names[name] for name in found if name in names)


def play(flow: Flow, flows: Mapping[str, Flow], options: BpmnOptions, random: Random) -> bool:
    """Play one run through both, and say whether it came to the end.

    A run is left where it begins a parallel again: in the second round this engine counts the
    strands of the first as done, and does not wait for those of the second.
    """
    called = {} if options.calls_as_tasks else flows
    player = Player(flow, called).begin()
    engine = engine_of(flow, flows, options)
    engine.do_engine_steps()
    for _ in range(MOVES):
        player.return_from_calls()
        wanted = Counter(
            (name_of(who.flow.number), task_name(node)) for who, node in player.tasks()
        )
        there = open_tasks(engine)
        assert {key: len(tasks) for key, tasks in there.items()} == wanted
        if player.finished:
            assert engine.completed
            assert endings(engine, flow) == player.ended
            return True
        who, node = random.choice(player.tasks())
        way = random.choice(who.flow.exits[node.id])
        [task, *_] = there[name_of(who.flow.number), task_name(node)]
        if node.kind is NodeKind.WAIT:
            pass_time(engine, task)
        elif way.kind is EdgeKind.OVERDUE:
            pass_time(engine, border_timer(engine, task))
        else:
            if node.kind is NodeKind.DECISION:
                task.set_data(**{variable_of(node.id): answer(who.flow, node, way)})
            task.run()
        who.carry_out(node, way)
        if player.repeats_a_parallel:
            return False
        engine.do_engine_steps()
    return False


def answer(flow: Flow, node: Node, way: Edge) -> str:
    """What somebody answers who takes a way out of a decision."""
    ways = [each for each in flow.exits[node.id] if each.kind is EdgeKind.FLOW]
    return answers_of(flow, node)[ways.index(way)]


# ---- the tests -----------------------------------------------------------------------------------


def test_every_profile_is_valid_by_the_schema_of_bpmn(invented: list[Flow]) -> None:
    schema = etree.XMLSchema(etree.parse(XSD_PATH))
    for flow in [*library_flows(), *invented]:
        for options in PROFILES:
            schema.assertValid(etree.fromstring(draw_bpmn(flow, options).encode()))


def test_an_engine_carries_out_what_the_flow_says(invented: list[Flow]) -> None:
    options = BpmnOptions(executable=True, calls_as_tasks=True)
    finished = sum(play(flow, {}, options, Random(seed)) for flow in invented for seed in range(2))
    assert finished > len(invented)


@pytest.mark.parametrize("seed", range(12))
def test_a_question_or_parallel_that_is_overdue_is_left(seed: int) -> None:
    options = BpmnOptions(executable=True)
    [flow] = overdue_gateways()
    assert play(flow, {}, options, Random(seed))


def test_an_engine_carries_out_called_procedures_too(invented: list[Flow]) -> None:
    numbers = {node.target or "" for flow in invented for node in flow.nodes if node.target}
    called = {number: flow_of(CALLED.format(number=number), number)[0] for number in numbers}
    options = BpmnOptions(executable=True)
    for flow in invented[:60]:
        play(flow, called, options, Random(flow.title))


def carry_out_the_library(languages: tuple[str, ...], seeds: range) -> None:
    flows = [flow for flow in library_flows() if flow.language in languages]
    for flow in flows:
        others = {each.number: each for each in flows if each.language == flow.language}
        for seed in seeds:
            play(flow, others, BpmnOptions(executable=True), Random(seed))


def test_an_engine_carries_out_the_example_library() -> None:
    carry_out_the_library(("nl",), range(1))


@pytest.mark.soak
def test_an_engine_carries_out_the_example_library_in_many_ways() -> None:
    carry_out_the_library(("nl", "en"), range(20))
