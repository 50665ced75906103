"""Texts and differences of the register as values that a page shows."""

from __future__ import annotations

from collections import Counter
from functools import partial
from urllib.parse import quote

from markupsafe import Markup

from sopkit.compare.difference import Difference
from sopkit.diagnostics.diagnostic import Severity
from sopkit.messages import Translate, translator
from sopkit.model.library import Library
from sopkit.model.sop import Sop
from sopkit.render.difference_wording import Names
from sopkit.render.html.difference_page import DifferencePage, difference_page
from sopkit.render.html.site import Site
from sopkit.render.html.sop_page import (
    Chart,
    OutlineEntry,
    OutlineExit,
    SopPage,
    node_prefix,
    page_ids,
    sop_page,
)
from sopkit.render.html.step_view import step_address
from sopkit.render.layout import lay_out
from sopkit.render.options import ChartOptions
from sopkit.render.outline import outline
from sopkit.render.svg import draw_chart, is_node
from sopkit.resources import locales
from sopkit.services.compile import Compiled
from sopkit.services.library.addresses import DraftAddresses

__all__ = ["DifferencePage", "SopPage", "shown_difference", "shown_text"]


def shown_text(compiled: Compiled, sop: Sop, language: str, pictures_at: str) -> SopPage:
    """A text that is not in force with its flowchart, in the words of an interface language.

    `pictures_at` is the address under which its pictures stand.
    """
    found = Counter(
        finding.path for finding in compiled.diagnostics if finding.severity is Severity.ERROR
    )
    site = Site(
        compiled.library,
        compiled.context.flow,
        lambda _language: translator(language, locales()),
        dict(found),
        partial(DraftAddresses, pictures=lambda path: f"{pictures_at}/{quote(path)}"),
    )
    return sop_page(site, sop, _chart(site, sop, translator(language, locales())))


def shown_difference(
    difference: Difference,
    library: Library,
    language: str,
    old: str,
    new: str,
    *,
    steps_at: str = "",
) -> DifferencePage:
    """A difference in an interface language; `old` and `new` are what the texts are called.

    `steps_at` stands before a step's id in the address of that step, if there is one.
    """
    names = Names.of(library, difference.language, translator(language, locales()))
    return difference_page(
        difference, names, language=language, old=old, new=new, steps_at=steps_at
    )


def _chart(site: Site, sop: Sop, translate: Translate) -> Chart:
    flow = site.flow(sop)
    roles = {role.id: role.name(sop.language) for role in site.library.organisation.roles or ()}
    options = ChartOptions(
        translate=translate,
        roles=roles,
        standalone=False,
        node_prefix=node_prefix(page_ids(site.addresses.step_ids(sop))),
    )
    charts = lay_out(flow, options)
    drawings = tuple(Markup(draw_chart(chart, options).svg) for chart in charts)  # noqa: S704 - drawn by us, escaped there
    lines = tuple(
        OutlineEntry(
            line.text,
            line.step,
            step_address(line.id),
            tuple(
                OutlineExit(way.text, step_address(way.target) if way.target else None)
                for way in line.exits
            ),
        )
        for line in outline(flow, translate, roles)
    )
    nodes = (shape.target for part in charts for shape in part.shapes if is_node(shape))
    return Chart(drawings, "", lines, frozenset(node for node in nodes if node))
