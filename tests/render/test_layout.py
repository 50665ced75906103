from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.flow.flow import Flow
from sopkit.render.arrangement import arrange
from sopkit.render.chart import Chart, Style
from sopkit.render.division import excess
from sopkit.render.layout import lay_out
from sopkit.render.options import LEAST_PRINTED_SIZE, MOST_NODES, ChartOptions
from tests.generate.procedure import Procedure
from tests.generate.strategies import procedures
from tests.generate.write import write
from tests.render.drafts import Branch, Draft, flow_of
from tests.render.examples import flow_of_text, library_flows, long_flow, made_up_flows
from tests.render.measuring import faults


def assert_good(flow: Flow, options: ChartOptions) -> tuple[Chart, ...]:
    charts = lay_out(flow, options)
    found = [fault for chart in charts for fault in faults(chart)]
    assert not found, found
    return charts


@pytest.mark.parametrize("lanes", [False, True])
@pytest.mark.parametrize("path", sorted(library_flows()))
def test_every_chart_of_the_library_is_well_laid_out(path: str, lanes: bool) -> None:
    charts = assert_good(library_flows()[path], ChartOptions(lanes=lanes))
    if not lanes:
        assert all(excess(chart) <= 1 for chart in charts)


@pytest.mark.parametrize("seed", range(5))
def test_made_up_charts_are_well_laid_out(seed: int) -> None:
    for flow in made_up_flows(100, seed):
        assert_good(flow, ChartOptions())


def test_a_chart_does_not_depend_on_what_was_laid_out_before() -> None:
    """How things hang together is arranged once; then only the words are measured out."""
    for flow in made_up_flows(40, 7):
        reworded = replace(
            flow,
            nodes=tuple(
                replace(node, title=f"{node.title} nu", id=f"{node.id}-nu") for node in flow.nodes
            ),
            edges=tuple(
                replace(edge, source=f"{edge.source}-nu", target=f"{edge.target}-nu")
                for edge in flow.edges
            ),
        )
        for lanes in (False, True):
            options = ChartOptions(lanes=lanes)
            lay_out(flow, options)
            after_another = lay_out(reworded, options)
            arrange.cache_clear()
            assert lay_out(reworded, options) == after_another


def test_other_words_are_not_arranged_anew() -> None:
    arrange.cache_clear()
    for title in ("Groet de klant", "Groet de klant vriendelijk"):
        flow = flow_of([Draft(title), Draft("Vraag het nummer")])
        lay_out(flow, ChartOptions())
    assert (arrange.cache_info().misses, arrange.cache_info().hits) == (1, 1)


def test_made_up_charts_with_lanes_are_well_laid_out() -> None:
    for flow in made_up_flows(60, 11):
        assert_good(flow, ChartOptions(lanes=True))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 140))
def test_many_made_up_charts_are_well_laid_out(seed: int) -> None:
    for flow in made_up_flows(250, seed):
        assert_good(flow, ChartOptions())
        assert_good(flow, ChartOptions(lanes=True))


@given(procedures())
def test_any_procedure_is_well_laid_out(procedure: Procedure) -> None:
    assert_good(flow_of_text(write(procedure).text), ChartOptions())


NASTY = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="w", min_size=150, max_size=250),
    st.text(alphabet="aé\u0301\u0323ﷺ\u200d\u202eשע😀👩🏽‍🚀🇳🇱漢 -/<&\"'", max_size=120),
    st.just("<script>alert(1)</script>?"),
    st.just("]]>--&amp;" * 9),
)


@given(
    titles=st.lists(NASTY, min_size=4, max_size=4), labels=st.lists(NASTY, min_size=3, max_size=3)
)
def test_any_text_stays_within_its_shape(titles: list[str], labels: list[str]) -> None:
    flow = flow_of(
        [
            Draft(titles[0], phase=labels[0], flags={"role": titles[1], "unobservable": True}),
            Draft(
                titles[2],
                branches=[
                    Branch(labels[1], [Draft(titles[3], call="KS-001")]),
                    Branch(labels[2], jump="s1"),
                    Branch("", [Draft(titles[0], wait="2h")], jump=f"end: {titles[1]}"),
                ],
            ),
            Draft(titles[1], parallel=True, branches=[Branch(labels[0], [Draft(titles[3])])] * 2),
        ]
    )
    charts = assert_good(flow, ChartOptions())
    assert all(chart.shapes for chart in charts)


def test_no_character_of_a_title_is_lost() -> None:
    title = "Vraag de klant om het ordernummer, het framenummer en " + "x" * 200
    charts = lay_out(
        flow_of([Draft(title), Draft(f"{title}?", branches=[Branch("Ja"), Branch("Nee")])])
    )
    shapes = {shape.id: shape for chart in charts for shape in chart.shapes}
    for id, wanted in (("s1", title), ("s2", f"{title}?")):
        drawn = "".join(run.text for run in shapes[id].runs if run.style is Style.TITLE)
        assert drawn.replace(" ", "") == wanted.replace(" ", "")


def test_the_main_path_is_the_first_branch_at_every_decision() -> None:
    flow = library_flows()["klantenservice/KS-004-escaleren.md"]
    drawn = [id for chart in lay_out(flow) for id in chart.main if "~" not in id]
    assert drawn == [id for id in flow.main_path if id in set(drawn)]
    assert set(flow.main_path) <= {
        shape.node for chart in lay_out(flow) for shape in chart.shapes if shape.id in chart.main
    }


def test_every_node_is_drawn_in_exactly_one_part() -> None:
    flow = long_flow(300)
    charts = lay_out(flow)
    drawn = [shape.id for chart in charts for shape in chart.shapes if "~" not in shape.id]
    assert sorted(set(drawn)) == sorted(drawn)
    assert set(drawn) >= {node.id for node in flow.nodes if node.step}


def test_connectors_come_in_pairs() -> None:
    charts = lay_out(long_flow(300))
    leaving, entering = set(), set()
    for chart in charts:
        for shape in chart.shapes:
            if "~to" in shape.id:
                leaving.add((shape.node, shape.runs[0].text))
            elif "~from" in shape.id:
                entering.add((shape.node, shape.runs[0].text))
    assert leaving
    assert leaving == entering


def test_parts_of_a_large_flow_are_legible_on_paper() -> None:
    charts = lay_out(long_flow(300))
    assert len(charts) > 5
    for chart in charts:
        smallest = min(run.size for shape in chart.shapes for run in shape.runs)
        assert smallest / max(1, excess(chart) * 9 / 7) >= LEAST_PRINTED_SIZE - 0.01
        assert sum("~" not in shape.id for shape in chart.shapes) <= MOST_NODES
        assert not faults(chart)


@pytest.mark.parametrize("exits", [3, 6, 12])
def test_a_decision_with_many_exits_keeps_them_apart(exits: int) -> None:
    branches = [
        Branch(f"antwoord {n} van de klant", [Draft(f"Handeling {n}")]) for n in range(exits)
    ]
    assert_good(flow_of([Draft("Welke keuze?", branches=branches), Draft("Klaar")]), ChartOptions())


def test_empty_and_tiny_flows_are_drawn() -> None:
    assert_good(flow_of([]), ChartOptions())
    assert_good(flow_of([Draft("Bel")]), ChartOptions())


def test_a_step_that_jumps_to_itself_is_drawn() -> None:
    flow = flow_of([Draft("Klaar?", branches=[Branch("Ja"), Branch("Nee", jump="s1")])])
    assert_good(flow, ChartOptions())


@pytest.mark.parametrize("steps", [5000])
def test_five_thousand_steps_come_out_in_seconds(steps: int) -> None:
    flow = long_flow(steps)
    begin = time.process_time()
    charts = lay_out(flow)
    assert time.process_time() - begin < 30
    assert len(charts) > 100


@pytest.mark.parametrize("length", [2_000, 200_000])
def test_an_absurdly_long_text_is_drawn_soon_and_ends_in_an_ellipsis(length: int) -> None:
    long = "woord " * (length // 6)
    branches = [Branch(long, [Draft(long)]), Branch("x" * length, jump="s1")]
    flow = flow_of([Draft(f"{long}?", phase=long, branches=branches), Draft("x" * length)])
    begin = time.process_time()
    charts = assert_good(flow, ChartOptions(roles={"a": long}))
    assert time.process_time() - begin < 5
    drawn = [run.text for chart in charts for shape in chart.shapes for run in shape.runs]
    assert any(text.endswith("…") for text in drawn)
