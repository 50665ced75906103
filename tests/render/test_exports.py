from __future__ import annotations

import json
import re
import warnings

import pygraphviz
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.render.dot import draw_dot
from sopkit.render.flow_json import flow_json
from sopkit.render.mermaid import draw_mermaid
from tests.render.drafts import Branch, Draft, flow_of
from tests.render.examples import library_flows

COMPLAINT = library_flows()["klantenservice/KS-003-klacht-behandelen.md"]
ANY = st.text(max_size=40)


def test_json_has_exactly_the_fields_of_the_contract() -> None:
    value = json.loads(flow_json(COMPLAINT))
    assert list(value) == ["number", "title", "language", "nodes", "edges"]
    assert value["number"] == "KS-003"
    assert {tuple(node) for node in value["nodes"]} == {
        ("id", "kind", "title", "step", "line", "role")
    }
    assert {tuple(edge) for edge in value["edges"]} == {("source", "target", "label", "kind")}
    assert len(value["nodes"]) == len(COMPLAINT.nodes)
    assert len(value["edges"]) == len(COMPLAINT.edges)
    assert {edge["kind"] for edge in value["edges"]} == {"flow", "overdue"}


def read_by_graphviz(source: str) -> pygraphviz.AGraph:
    with warnings.catch_warnings(), pygraphviz.AGraph(string=source) as graph:
        warnings.simplefilter("error")
        graph.layout(prog="dot")
        return graph.copy()


@pytest.mark.parametrize("path", sorted(library_flows()))
def test_graphviz_reads_the_dot_of_the_library(path: str) -> None:
    flow = library_flows()[path]
    graph = read_by_graphviz(draw_dot(flow))
    assert graph.number_of_nodes() == len(flow.nodes)
    assert graph.number_of_edges() == len(flow.edges)


@given(ANY, ANY)
def test_any_text_makes_dot_that_graphviz_reads(title: str, label: str) -> None:
    flow = flow_of([Draft(title, branches=[Branch(label), Branch(title)]), Draft(label)], title)
    graph = pygraphviz.AGraph(string=draw_dot(flow))
    assert graph.number_of_nodes() == len(flow.nodes)


MERMAID_LINE = re.compile(
    r"flowchart TD"
    r'|    subgraph phase\d+\["[^"]+"\]|    end'
    r'| {4,8}n\d+(\(\["[^"]+"\]\)|\["[^"]+"\]|\{"[^"]+"\}|\[\["[^"]+"\]\]'
    r'|\[/"[^"]+"\\\]|\[\\"[^"]+"/\]|>"[^"]+"\])'
    r'|    n\d+ (-->|-\.->)(\|"[^"]+"\|)? n\d+'
)


@pytest.mark.parametrize("path", sorted(library_flows()))
def test_mermaid_of_the_library_has_only_lines_of_its_grammar(path: str) -> None:
    flow = library_flows()[path]
    lines = draw_mermaid(flow).rstrip("\n").split("\n")
    assert not [line for line in lines if not MERMAID_LINE.fullmatch(line)]
    assert sum("->" in line for line in lines) == len(flow.edges)


@given(ANY, ANY)
def test_any_text_stays_within_its_quotes_in_mermaid(title: str, label: str) -> None:
    flow = flow_of([Draft(title, branches=[Branch(label), Branch(title)], phase=label)], title)
    lines = draw_mermaid(flow).rstrip("\n").split("\n")
    assert not [line for line in lines if not MERMAID_LINE.fullmatch(line)]
