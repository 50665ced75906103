"""Draws the flowchart of a procedure for its page, and as a picture beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from markupsafe import Markup

from sopkit.model.sop import Sop
from sopkit.render.chart import Chart as LaidOut
from sopkit.render.html.site import Site
from sopkit.render.html.sop_page import Chart, OutlineEntry, OutlineExit, node_prefix, page_ids
from sopkit.render.html.step_view import step_address
from sopkit.render.layout import lay_out
from sopkit.render.options import ChartOptions
from sopkit.render.outline import OutlineLine, outline
from sopkit.render.svg import draw_chart, draw_charts, is_node


@dataclass(frozen=True, slots=True)
class Drawn:
    """A flowchart: laid out, and as its page shows it. `options` are those of its picture."""

    charts: tuple[LaidOut, ...]
    chart: Chart
    options: ChartOptions

    @property
    def picture(self) -> str:
        """The flowchart as a picture (SVG) of its own, drawn when it is asked for."""
        return draw_charts(self.charts, self.options)


def draw_sop(site: Site, sop: Sop) -> Drawn:
    """Draw the flowchart of a procedure of a site."""
    flow = site.flow(sop)
    translate = site.translate(site.interface_language(sop.language))
    roles = site.library.organisation.roles or ()
    names = {role.id: role.name(sop.language) for role in roles}
    inline = ChartOptions(
        translate=translate,
        roles=names,
        standalone=False,
        node_prefix=node_prefix(page_ids(site.addresses.step_ids(sop))),
    )
    file = replace(
        inline,
        link_prefix=f"{site.addresses.page(sop)}#",
        standalone=True,
        node_prefix=None,
    )
    charts = lay_out(flow, inline)
    drawings = tuple(Markup(draw_chart(chart, inline).svg) for chart in charts)  # noqa: S704 - our own
    entries = tuple(_outline_entry(line) for line in outline(flow, translate, names))
    shapes = (shape for part in charts for shape in part.shapes if is_node(shape))
    steps = frozenset(shape.target for shape in shapes if shape.target)
    chart = Chart(drawings, site.addresses.chart(sop), entries, steps)
    return Drawn(charts, chart, file)


def _outline_entry(line: OutlineLine) -> OutlineEntry:
    exits = tuple(
        OutlineExit(way.text, step_address(way.target) if way.target else None)
        for way in line.exits
    )
    return OutlineEntry(line.text, line.step, step_address(line.id), exits)
