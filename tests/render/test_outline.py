from __future__ import annotations

import pytest

from sopkit.messages import translator
from sopkit.render.outline import outline, outline_text
from sopkit.resources import locales
from tests.render.drafts import Branch, Draft, flow_of
from tests.render.examples import library_flows

FLOW = flow_of(
    [
        Draft("Bel de klant", within="2h", overdue="s3"),
        Draft(
            "Neemt de klant op?",
            branches=[
                Branch("Ja", [Draft("Leg het uit")]),
                Branch("Nee", jump="s1", maximum=2),
                Branch("Voicemail", jump="KS-007"),
                Branch("Nummer klopt niet", jump="end: onbereikbaar"),
            ],
        ),
        Draft("Noteer", wait="3bd"),
        Draft(
            "Doe alles",
            parallel=True,
            branches=[Branch("A", [Draft("a")]), Branch("", [Draft("b")])],
        ),
        Draft("Sluit af"),
    ]
)

ENGLISH = """\
1  Bel de klant (within 2 hours)
      If it is not done within 2 hours: go to 3.
      Go to 2.
2  Neemt de klant op?
      If “Ja”: go to 2a.
      If “Nee” (at most 2 times): go to 1.
      If “Voicemail”: go on with KS-007 instead.
      If “Nummer klopt niet”: stop here: onbereikbaar.
2a  Leg het uit
3  Noteer (first wait 3 business days)
4  Doe alles
      Do all of this, in any order:
      A: 4a
      4b
4a  a
      When all parts are done, go to 5.
4b  b
      When all parts are done, go to 5.
5  Sluit af
      Stop here.
"""


def test_the_outline_says_all_that_the_chart_shows() -> None:
    assert outline_text(FLOW) == ENGLISH


def test_the_outline_is_complete_in_dutch() -> None:
    translate = translator("nl", locales())
    text = outline_text(FLOW, translate)
    for english in ("go to", "If “", "Stop here", "instead", "within", "first wait", "parts"):
        assert english not in text


@pytest.mark.parametrize("path", sorted(library_flows()))
def test_every_step_has_a_line_and_every_target_too(path: str) -> None:
    flow = library_flows()[path]
    lines = outline(flow)
    ids = [line.id for line in lines]
    steps = [
        node.id for node in flow.nodes if node.step and node.id.removesuffix("-wait") == node.id
    ]
    assert ids == steps
    assert {way.target for line in lines for way in line.exits if way.target} <= set(ids)
    assert "?." not in outline_text(flow)
