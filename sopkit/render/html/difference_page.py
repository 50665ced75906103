"""The page of what changed: the difference in words, the flowchart of both texts, its outline."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from sopkit.compare.difference import Difference, Fate
from sopkit.messages import Translate
from sopkit.render.difference_chart import draw_difference_parts
from sopkit.render.difference_view import DifferenceView, view
from sopkit.render.difference_wording import Names
from sopkit.render.html.wording import direction_of_text
from sopkit.render.options import ChartOptions, Revision
from sopkit.render.outline import OutlineLine, outline
from sopkit.render.style import chart_style, revision_style

_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")


@dataclass(frozen=True, slots=True)
class DifferencePage:
    """What the page shows. `language` is that of the interface, `text_language` the procedure's.

    `old` and `new` are what the two texts are called. `charts` are empty where the flows are the
    same. `steps_at` stands before a step's id in the address of the step, where the page leads to
    the steps of the new text.
    """

    language: str
    direction: str
    text_language: str
    translate: Translate
    old: str
    new: str
    shown: DifferenceView
    legend: Markup
    charts: tuple[Markup, ...]
    outline: tuple[OutlineLine, ...]
    style: Markup
    steps_at: str = ""


def difference_page(
    difference: Difference,
    names: Names,
    *,
    language: str,
    old: str,
    new: str,
    style: str = "",
    steps_at: str = "",
) -> DifferencePage:
    """The page in a language; `style` is the style sheet of a page that is one file."""
    options = ChartOptions(translate=names.translate, roles=names.roles, standalone=False)
    legend = Markup()
    charts: tuple[Markup, ...] = ()
    lines: tuple[OutlineLine, ...] = ()
    if _flows_differ(difference):
        drawn, parts = draw_difference_parts(difference.flow, options)
        legend = _safe(drawn.svg)
        charts = tuple(_safe(part.svg) for part in parts)
        revision = Revision.of(difference.flow)
        lines = outline(difference.flow.flow, names.translate, names.roles, revision)
    return DifferencePage(
        language=language,
        direction=direction_of_text(language),
        text_language=difference.language,
        translate=names.translate,
        old=old,
        new=new,
        shown=view(difference, names),
        legend=legend,
        charts=charts,
        outline=lines,
        style=_safe(_FONT_FACE.sub("", style) + chart_style() + revision_style()),
        steps_at=steps_at,
    )


def _flows_differ(difference: Difference) -> bool:
    fates = [node.fate for node in difference.flow.nodes]
    fates += [way.fate for way in difference.flow.edges]
    return any(fate is not Fate.SAME for fate in fates)


def _safe(text: str) -> Markup:
    return Markup(text)  # noqa: S704 - drawn by us, escaped there
