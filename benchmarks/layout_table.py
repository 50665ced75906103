"""Writes the comparison of layouts as Markdown tables, with the machine and the versions."""

from __future__ import annotations

import platform
from collections.abc import Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING

from pygraphviz import graphviz

from benchmarks.table import machine

if TYPE_CHECKING:
    from benchmarks.layout import Result

HEAD = (
    "| layout | required | legible | column | bands | overlaps | through boxes | labels on boxes "
    "| labels on labels | lines on labels | lines on lines | crossings | turns | area "
    "| label at | errors | crashes | time |"
)
EXPLANATION = """\
All lay out the same boxes, in the sizes that sopkit measured, and are measured with the same
yardstick (`benchmarks/yardstick.py`). Graphviz keeps the main path as one `group` with heavy
lines (except “as they come”) and the phases apart by invisible lines; “our labels” are put beside
its lines by a search of ours (`benchmarks/graphviz_layout.py`). “Retried” takes the first of
several configurations whose chart shows no fault.

- **required**: charts in which the main path runs straight down in one column, no two boxes
  overlap, no line runs through a box and no label lies on one; **legible**: charts in which,
  besides, no label lies on a label or under another line, and no two unrelated lines run as one.
- **column**: charts with the main path in one column; **bands**: charts with phases in which
  these are bands (in the last table: charts in which the roles are lanes).
- Then counts over all charts; **turns**: right-angled bends, or as much turning in curves, in a
  chart; **area**: of a chart, in thousands of square points; **label at**: median and ninth
  decile of the distance of a label from its exit, in points; **errors**: charts at which
  Graphviz reported an error; **crashes**: charts at which it ended the process (these count as
  charts that miss every requirement); **time**: processor time for a chart, measuring texts
  included.
"""


def write_tables(results: Mapping[str, tuple[int, list[Result]]], *, date: str) -> str:
    """The whole page: a table for each set of charts."""
    lines = [
        "# Layouts compared",
        "",
        "<!-- Written by `python -m benchmarks.layout`. -->",
        "",
        f"Measured on {date}.",
        "",
        EXPLANATION,
        f"- Machine: {machine()}",
        f"- Versions: {_versions()}",
    ]
    for title, (count, rows) in results.items():
        lines += ["", f"## {title}: {count} charts", "", HEAD, "|---|" + "--:|" * 17]
        lines += [_line(row) for row in rows]
    return "\n".join([*lines, ""])


def _versions() -> str:
    parts = (
        graphviz.GRAPHVIZ_MAJOR_VERSION,
        graphviz.GRAPHVIZ_MINOR_VERSION,
        graphviz.GRAPHVIZ_PATCH_VERSION,
    )
    return (
        f"Python {platform.python_version()}, sopkit {version('sopkit')},"
        f" pygraphviz {version('pygraphviz')} with Graphviz {'.'.join(map(str, parts))}"
    )


def _line(row: Result) -> str:
    near, far = row.label_distances
    count = len(row.found)
    cells = (
        row.name,
        _percent(row.share(lambda m: m.meets_requirements)),
        _percent(row.share(lambda m: m.legible)),
        _percent(row.share(lambda m: m.in_column)),
        _percent(row.groups_kept),
        row.total(lambda m: m.overlaps),
        row.total(lambda m: m.through_boxes),
        row.total(lambda m: m.labels_on_boxes),
        row.total(lambda m: m.labels_on_labels),
        row.total(lambda m: m.lines_through_labels),
        row.total(lambda m: m.lines_on_lines),
        row.total(lambda m: m.crossings),
        f"{row.total(lambda m: m.turns) / count:.1f}",
        f"{row.total(lambda m: m.area) / count / 1000:.0f}",
        f"{near:.0f} / {far:.0f}",
        row.complaints,
        row.crashes,
        f"{row.milliseconds:.1f} ms",
    )
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def _percent(share: float) -> str:
    """A share in percent; never 100 unless it is all."""
    return "100 %" if share == 1 else f"{min(share * 100, 99.9):.1f} %"
