from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.flow.node import NodeKind
from sopkit.messages import translator
from sopkit.render.chart import Chart, Mark, Symbol, TextRun
from sopkit.render.layout import lay_out
from sopkit.render.options import ChartOptions
from sopkit.render.style import DARK, LIGHT, PRINT
from sopkit.render.svg import draw_chart, draw_charts, draw_parts, draw_svg
from sopkit.resources import locales
from tests.render.drafts import Branch, Draft, flow_of
from tests.render.examples import library_flows, long_flow

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"
COMPLAINT = "klantenservice/KS-003-klacht-behandelen.md"


def parsed(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314 - our own output


def runs_of(chart: Chart) -> list[TextRun]:
    runs = [run for shape in chart.shapes for run in (*shape.runs, *shape.notes)]
    runs += [run for route in chart.routes if route.label for run in route.label.runs]
    return runs + [run for band in (*chart.bands, *chart.lanes) for run in band.runs]


@pytest.mark.parametrize("path", sorted(library_flows()))
def test_a_drawing_holds_all_that_its_chart_does(path: str) -> None:
    for chart in lay_out(library_flows()[path]):
        root = parsed(draw_chart(chart).svg)
        drawn = [text.text or "" for text in root.iter(f"{SVG}text")]
        assert sorted(run.text for run in runs_of(chart)) == sorted(
            text for text in drawn if text not in {r.text for b in chart.headings for r in b.runs}
        )
        names = [element.get("aria-label") for element in root.iter() if element is not root]
        assert [name for name in names if name] == [shape.name for shape in chart.shapes]
        wires = [p for p in root.iter(f"{SVG}path") if "wire" in (p.get("class") or "")]
        assert len(wires) == len(chart.routes)


def test_every_step_is_a_link_in_walking_order() -> None:
    flow = library_flows()[COMPLAINT]
    options = ChartOptions(link_prefix="KS-003.html#")
    links = [
        link.get("href") or ""
        for part in draw_parts(flow, options)
        for link in parsed(part.svg).iter(f"{SVG}a")
        if "connector" not in (link.get("class") or "")
    ]
    steps = [link.removeprefix("KS-003.html#") for link in links]
    order = [node.id for node in flow.nodes]
    wanted = {node.id for node in flow.nodes if node.step and node.kind is not NodeKind.WAIT}
    assert wanted <= set(steps)
    assert [order.index(step) for step in dict.fromkeys(steps)] == sorted(
        order.index(step) for step in set(steps)
    )


def test_an_inline_drawing_has_no_style_and_a_file_has() -> None:
    [chart, *_] = lay_out(library_flows()[COMPLAINT])
    assert "<style" not in draw_chart(chart, ChartOptions(standalone=False)).svg
    assert "<style" in draw_chart(chart, ChartOptions(standalone=True)).svg


def test_a_drawing_for_paper_needs_no_custom_properties() -> None:
    svg = draw_svg(library_flows()[COMPLAINT], ChartOptions(paper=True))
    assert "var(" not in svg
    assert set(re.findall(r"#[0-9a-f]{6}", svg)) == {"#000000", "#ffffff"}


def test_the_parts_of_one_file_stand_under_one_another() -> None:
    charts = lay_out(long_flow(120))
    root = parsed(draw_charts(charts))
    assert len(charts) > 1
    height = float((root.get("height") or "").removesuffix("pt"))
    assert height >= sum(chart.height for chart in charts)


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_text_makes_well_formed_svg(title: str, label: str) -> None:
    flow = flow_of(
        [
            Draft(title, branches=[Branch(label), Branch(title)], phase=label),
            Draft(label, flags={"role": title, "each": label}),
        ],
        title=title,
    )
    root = parsed(draw_svg(flow, ChartOptions(roles={title: label})))
    assert not list(root.iter(f"{SVG}script"))


def test_script_in_a_title_stays_text() -> None:
    attack = "<script>alert(1)</script>\" onload='x' <![CDATA["
    flow = flow_of([Draft(attack, branches=[Branch(attack), Branch("b")], phase=attack)], attack)
    root = parsed(draw_svg(flow))
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
        *("svg", "title", "style", "rect", "path", "g", "text", "a", "circle")
    }
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on")}


def test_names_say_kind_and_marks_in_both_languages() -> None:
    flow = library_flows()[COMPLAINT]
    for language, wanted in (("en", "moment of truth"), ("nl", "moment van de waarheid")):
        options = ChartOptions(translate=translator(language, locales()))
        assert wanted in draw_svg(flow, options)


def test_a_wait_does_not_repeat_the_signs_of_its_step() -> None:
    charts = lay_out(library_flows()["klantenservice/KS-012-storing-melden.md"], ChartOptions())
    shapes = [shape for chart in charts for shape in chart.shapes]
    waits = [shape for shape in shapes if shape.symbol is Symbol.DELAY]
    assert {shape.target for shape in waits} >= {"update", "terugkijken"}
    assert not [shape for shape in waits if shape.marks or "overgeslagen" in shape.name]
    assert [shape.marks for shape in shapes if shape.node == "update"] == [(Mark.CRITICAL,)]


def test_print_style_dash_and_marks_do_not_depend_on_colour() -> None:
    svg = draw_svg(library_flows()[COMPLAINT], ChartOptions(paper=True))
    assert 'class="wire dashed"' in svg
    assert svg.count('class="sign"') >= 3


def test_ids_cannot_collide_with_the_page() -> None:
    svg = draw_svg(library_flows()[COMPLAINT], ChartOptions(standalone=False))
    assert not re.search(r'\sid="', svg)


def _luminance(colour: str) -> float:
    channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK, PRINT], ids=["light", "dark", "print"])
def test_text_and_lines_have_enough_contrast(colours: dict[str, str]) -> None:
    grounds = ("paper", "step", "decision", "terminal", "call", "wait", "band")
    for ground in grounds:
        for text in ("ink", "muted"):
            assert contrast(colours[text], colours[ground]) >= 4.5
        for line in ("line", "outline", "mark", "focus"):
            assert contrast(colours[line], colours[ground]) >= 3
    assert contrast(colours["on-mark"], colours["mark"]) >= 4.5


DRAW = """
import sys
from tests.render.examples import library_flows
from sopkit.render.svg import draw_svg
from sopkit.render.options import ChartOptions
for path, flow in sorted(library_flows().items()):
    for lanes in (False, True):
        sys.stdout.write(draw_svg(flow, ChartOptions(lanes=lanes)))
"""


def drawn(environment: dict[str, str]) -> bytes:
    return subprocess.run(
        [sys.executable, "-c", DRAW], cwd=ROOT, env=environment, capture_output=True, check=True
    ).stdout


def test_a_machine_without_fonts_draws_the_same_bytes(tmp_path: Path) -> None:
    path = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    bare = {
        **path,
        "HOME": str(tmp_path),
        "FONTCONFIG_FILE": "/dev/null",
        "FONTCONFIG_PATH": str(tmp_path),
        "LC_ALL": "C",
        "TZ": "Pacific/Auckland",
        "PYTHONHASHSEED": "1",
    }
    usual = {**path, "HOME": os.environ.get("HOME", "/"), "PYTHONHASHSEED": "2"}
    assert drawn(bare) == drawn(usual)
