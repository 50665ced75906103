"""The style sheet of charts: one for the screen, light and dark, and one for print.

Colours are custom properties, so that a page may set its own. A page that lets its reader choose
sets `data-theme` to `light` or `dark` on its root element; without it the reader's system
decides. Text has a contrast of at least 4.5:1, lines of at least 3:1, in both.
"""

from __future__ import annotations

from collections.abc import Mapping

from sopkit.render.options import LABEL_SIZE, SMALL_SIZE, TITLE_SIZE

FONT_FAMILY = "'Source Sans 3', 'Source Sans Pro', 'Noto Sans', 'Segoe UI', sans-serif"
"""The shipped font, and what comes near it where it is not there."""

LIGHT: Mapping[str, str] = {
    "ink": "#16202b",
    "muted": "#4a5868",
    "line": "#52627a",
    "outline": "#33445c",
    "paper": "#ffffff",
    "step": "#ffffff",
    "decision": "#fdf3d7",
    "terminal": "#e3eaf3",
    "call": "#e4f0ea",
    "wait": "#efe9f5",
    "band": "#f2f5f8",
    "band-edge": "#7d8a9a",
    "mark": "#a3241d",
    "on-mark": "#ffffff",
    "focus": "#0b5fd0",
}
"""The colours on a light screen, by what they are for."""

DARK: Mapping[str, str] = {
    "ink": "#eef2f6",
    "muted": "#b9c4d0",
    "line": "#93a4b8",
    "outline": "#a9b8ca",
    "paper": "#12181f",
    "step": "#1b242e",
    "decision": "#3a3216",
    "terminal": "#24344a",
    "call": "#1d3a30",
    "wait": "#33294a",
    "band": "#18202a",
    "band-edge": "#6f7f92",
    "mark": "#ff9a8f",
    "on-mark": "#12181f",
    "focus": "#7db4ff",
}
"""The colours on a dark screen."""

PRINT: Mapping[str, str] = {
    **dict.fromkeys(LIGHT, "#ffffff"),
    **dict.fromkeys(("ink", "muted", "line", "outline", "band-edge", "mark", "focus"), "#000000"),
}
"""The colours on paper: black on white."""

_RULES = f"""\
.sop-chart text{{font-family:{FONT_FAMILY};fill:%(ink)s;white-space:pre;unicode-bidi:isolate}}
.sop-chart .title{{font-size:{TITLE_SIZE}px}}
.sop-chart .label{{font-size:{LABEL_SIZE}px}}
.sop-chart .detail{{font-size:{SMALL_SIZE}px;fill:%(muted)s}}
.sop-chart .number{{font-weight:600;fill:%(muted)s}}
.sop-chart .band,.sop-chart .heading{{font-weight:600}}
.sop-chart .band{{fill:%(muted)s}}
.sop-chart .paper{{fill:%(paper)s}}
.sop-chart .stripe{{fill:%(band)s}}
.sop-chart .edge{{fill:none;stroke:%(band-edge)s;stroke-width:.75}}
.sop-chart .wire{{fill:none;stroke:%(line)s;stroke-width:1.25;stroke-linejoin:round}}
.sop-chart .dashed{{stroke-dasharray:5 3.5}}
.sop-chart .head{{fill:%(line)s}}
.sop-chart .shape{{stroke:%(outline)s;stroke-width:1.25;stroke-linejoin:round;fill:%(step)s}}
.sop-chart .inner{{fill:none;stroke:%(outline)s;stroke-width:1.25}}
.sop-chart .decision .shape{{fill:%(decision)s}}
.sop-chart .terminator .shape,.sop-chart .connector .shape{{fill:%(terminal)s}}
.sop-chart .predefined .shape{{fill:%(call)s}}
.sop-chart .delay .shape{{fill:%(wait)s}}
.sop-chart .parallel .shape{{stroke:none;fill:none}}
.sop-chart .bar{{stroke:%(outline)s;stroke-width:2.25;fill:none}}
.sop-chart .critical .shape{{stroke-width:2.5}}
.sop-chart .mark{{fill:%(mark)s;stroke:%(paper)s;stroke-width:1.5}}
.sop-chart .sign{{fill:%(on-mark)s;stroke:none}}
.sop-chart a{{cursor:pointer;text-decoration:none}}
.sop-chart a:hover .shape{{stroke:%(focus)s;stroke-width:2}}
.sop-chart a:focus{{outline:none}}
.sop-chart a:focus-visible .shape{{stroke:%(focus)s;stroke-width:3.5}}
"""


def chart_style() -> str:
    """The style sheet for a page with charts in it."""
    dark = _properties(DARK)
    return (
        f".sop-chart{{{_properties(LIGHT)}}}\n"
        "@media screen and (prefers-color-scheme:dark){"
        f":root.sop-chart,:root:not([data-theme=light]) .sop-chart{{{dark}}}}}\n"
        f":root[data-theme=dark] .sop-chart{{{dark}}}\n"
        f"{_RULES % {name: f'var(--chart-{name})' for name in LIGHT}}"
        f"@media print{{:root.sop-chart,:root .sop-chart,:root[data-theme] .sop-chart"
        f"{{{_properties(PRINT)}}}}}\n"
    )


def print_style() -> str:
    """The style sheet for paper: black on white.

    It has no custom properties, which programs that turn SVG into PDF do not know.
    """
    return _RULES % PRINT


_REVISION = (
    ("added", "#1c6b35", "#86d39b"),
    ("removed", "#a3241d", "#ff9a8f"),
    ("changed", "#1d4f9c", "#9dbfee"),
)
_REVISION_RULES = """\
.sop-chart .added .shape{stroke:var(--chart-added);stroke-width:3}
.sop-chart .removed .shape{stroke:var(--chart-removed);stroke-dasharray:2 3}
.sop-chart .changed .shape{stroke:var(--chart-changed);stroke-width:2}
.sop-chart .added .bar{stroke:var(--chart-added);stroke-width:4}
.sop-chart .removed .bar{stroke:var(--chart-removed);stroke-dasharray:2 3}
.sop-chart .removed .title{text-decoration:line-through;fill:var(--chart-muted)}
.sop-chart .wire.added{stroke:var(--chart-added);stroke-width:2.75}
.sop-chart .wire.removed{stroke:var(--chart-removed);stroke-dasharray:1.5 3.5}
.sop-chart .wire.changed{stroke:var(--chart-changed);stroke-width:2}
"""


def revision_style() -> str:
    """What a drawing of two texts adds: thick is new, dotted and struck through is gone.

    Colour only repeats what line, sign and word say.
    """
    light = ";".join(f"--chart-{name}:{colour}" for name, colour, _ in _REVISION)
    dark = ";".join(f"--chart-{name}:{colour}" for name, _, colour in _REVISION)
    black = ";".join(f"--chart-{name}:#000000" for name, _, _ in _REVISION)
    fills = "".join(
        f".sop-chart .mark.{name},.sop-chart .head.{name}{{fill:var(--chart-{name})}}\n"
        for name, _, _ in _REVISION
    )
    return (
        f".sop-chart{{{light}}}\n"
        "@media (prefers-color-scheme:dark){"
        f":root.sop-chart,:root:not([data-theme=light]) .sop-chart{{{dark}}}}}\n"
        f":root[data-theme=dark] .sop-chart{{{dark}}}\n"
        f"{_REVISION_RULES}{fills}"
        "@media print{:root.sop-chart,:root .sop-chart,:root[data-theme] .sop-chart"
        f"{{{black}}}}}\n"
    )


def _properties(colours: Mapping[str, str]) -> str:
    return ";".join(f"--chart-{name}:{value}" for name, value in colours.items())
