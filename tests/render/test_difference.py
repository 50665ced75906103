"""A difference as it is shown: the chart and outline of both texts, the page, the view."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopkit.compare.difference import Fate
from sopkit.messages import english, translator
from sopkit.render.chart import Mark
from sopkit.render.difference_chart import draw_difference, legend
from sopkit.render.difference_text import difference_text
from sopkit.render.difference_view import view
from sopkit.render.difference_wording import Names
from sopkit.render.html.difference_page import difference_page
from sopkit.render.html.templates import templates
from sopkit.render.layout import lay_out
from sopkit.render.options import ChartOptions, Revision
from sopkit.render.outline import outline
from sopkit.resources import locales, web_path
from tests.compare.reading import difference, of_steps
from tests.compare.rewrite import BEHAVIOURAL
from tests.generate.invent import CALM
from tests.generate.procedure import Procedure
from tests.generate.strategies import procedures
from tests.generate.write import write
from tests.render.measuring import faults

FOUND = of_steps(
    "1. Call.\n2. **Is it late?**\n   - Yes → [Call](#call)\n   - No\n3. Write.\n4. Pay.\n",
    "1. Call.\n2. Sing.\n3. **Is it late?**\n   - Yes → [Pay](#pay)\n   - No\n"
    "4. Pay. {within=1h}\n",
)


@settings(max_examples=60)
@given(procedures((CALM,)), st.integers(0, 2**32))
def test_the_chart_of_two_texts_is_well_laid_out(procedure: Procedure, seed: int) -> None:
    random = Random(seed)
    made = random.choice(BEHAVIOURAL)(procedure, random) or procedure
    flow = difference(write(procedure).text, write(made).text).flow
    charts = lay_out(flow.flow, ChartOptions(revision=Revision.of(flow)))
    drawn = {shape.node for chart in charts for shape in chart.shapes}
    assert {node.id for node in flow.nodes} <= drawn
    found = [fault for chart in charts for fault in faults(chart)]
    assert not found, found


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_legend_is_well_laid_out(language: str) -> None:
    options = ChartOptions(translate=translator(language, locales()))
    chart = lay_out(FOUND.flow.flow, options)[0]
    drawn = legend(chart, options)
    assert [shape.marks for shape in drawn.shapes] == [
        (Mark.ADDED,),
        (Mark.CHANGED,),
        (Mark.REMOVED,),
        (),
    ]
    for shape in drawn.shapes:
        assert all(shape.box.contains(run.box) for run in shape.runs)
        assert shape.box.right < min(route.points[0].x for route in drawn.routes)
    assert all(
        route.label is not None and route.label.box.right <= drawn.width for route in drawn.routes
    )
    assert drawn.width <= 300  # a telephone shows it whole


def test_the_outline_says_what_became_of_steps_and_ways() -> None:
    lines = outline(FOUND.flow.flow, english, {}, Revision.of(FOUND.flow))
    told = [(line.step, line.text, [way.text for way in line.exits]) for line in lines]
    assert told == [
        ("1", "Call", ["Go to 2. (new)", "Go to 3. (removed)"]),
        ("2", "Sing (new)", []),
        (
            "3",
            "Is it late? (changed)",
            [
                "If “Yes”: go to 4. (new)",
                "If “No”: go to 4. (new)",
                "If “Yes”: go to 1. (removed)",
                "If “No”: go to (3). (removed)",
            ],
        ),
        ("(3)", "Write (removed)", []),
        ("4", "Pay (changed; within 1 hour)", ["Stop here: End."]),
    ]


def test_a_chart_without_a_revision_bears_no_marks() -> None:
    for chart in lay_out(FOUND.flow.flow, ChartOptions()):
        assert all(route.mark is None for route in chart.routes)
        assert all(not shape.marks for shape in chart.shapes)


def test_every_mark_is_told_in_words_too() -> None:
    drawn = draw_difference(FOUND.flow, ChartOptions())
    for word in ("2 Sing, new, step", "(3) Write, removed, step", "4 Pay, changed, within 1 hour"):
        assert f'aria-label="{word}' in drawn
    assert "Yes (new)" in drawn
    assert "Yes (removed)" in drawn


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_page_tells_struck_and_inserted_words_without_colour(language: str) -> None:
    found = of_steps("1. Call within 2 days.", "1. Call within 3 days.")
    names = Names(translator(language, locales()))
    page = difference_page(found, names, language=language, old="a", new="b")
    shown = templates(web_path("templates")).difference_fragment(page)
    struck, inserted = {"en": ("struck:", "inserted:"), "nl": ("geschrapt:", "ingevoegd:")}[
        language
    ]
    assert f'<del><span class="unseen">{struck} </span>2</del>' in shown
    assert f'<ins><span class="unseen">{inserted} </span>3</ins>' in shown


def test_a_page_of_words_alone_has_no_chart() -> None:
    text = "1. Call.\n2. Write."
    found = difference(
        "---\ntitle: A b\n---\n\n## Instructions\n\n" + text,
        "---\ntitle: A c\n---\n\n## Instructions\n\n" + text,
    )
    page = difference_page(found, Names(), language="en", old="a", new="b")
    assert (page.charts, page.outline) == ((), ())
    assert [group.title for group in page.shown.groups] == ["Particulars"]


def test_a_long_text_is_shortened_around_its_changes() -> None:
    long = " ".join(f"word{chr(97 + i % 26)}" for i in range(60))
    found = of_steps(f"1. {long} red {long}.", f"1. {long} green {long}.")
    [line] = [line for line in difference_text(view(found, Names()), english) if "red" in line]
    assert line.count("…") == 2
    assert "[-red-]{+green+}" in line
    assert len(line) < 160


def test_texts_that_differ_in_what_nobody_sees_are_editorial_and_say_so() -> None:
    found = difference(
        "## Instructions\n\n1. Call.\n", "## Instructions\n\n1. Call.\n\n<!-- x -->\n"
    )
    shown = list(difference_text(view(found, Names()), english))
    assert shown[-1] == "Only spelling, punctuation or layout differ."
    assert all(step.fate is Fate.SAME for step in found.steps)
