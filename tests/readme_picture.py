"""The flowchart in README.md, drawn by sopkit from the example library.

`python -m tests.readme_picture` (or `make docs`) writes it. The SVG names fonts and holds none.
"""

from __future__ import annotations

from pathlib import Path

from sopkit.messages import english
from sopkit.render.options import ChartOptions
from sopkit.render.svg import draw_parts
from sopkit.resources import example_library
from sopkit.services.compile import compile_library

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "flowchart.svg"

_NUMBER, _LANGUAGE = "KS-003", "en"


def picture() -> str:
    """The first part of the chart of one procedure."""
    compiled = compile_library(example_library())
    sop = compiled.library.find(_NUMBER, _LANGUAGE)
    if sop is None:
        raise LookupError(f"{_NUMBER} is not in the example library")
    roles = {role.id: role.name(_LANGUAGE) for role in compiled.library.organisation.roles or ()}
    options = ChartOptions(translate=english, roles=roles)
    return draw_parts(compiled.context.flow(sop), options)[0].svg


def write() -> None:
    """Draw the picture."""
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    PICTURE.write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    write()
