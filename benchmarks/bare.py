"""What the web application is measured beside: the least that its framework can do."""

from __future__ import annotations

import sys

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment

from sopkit.cli.serving import serve
from sopkit.settings import Serving

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head><title>{{ title }}</title></head>
<body>
<h1>{{ title }}</h1>
<ol>
{% for step in steps %}
<li id="{{ step.id }}"><b>{{ step.title }}</b> {{ step.text }}</li>
{% endfor %}
</ol>
</body>
</html>
"""

_STEPS = [
    {"id": f"step-{number}", "title": f"Step {number}", "text": "Ask the customer & write it down."}
    for number in range(1, 13)
]

_TEMPLATE = Environment(autoescape=True).from_string(_PAGE)


def application() -> FastAPI:
    """The application."""
    app = FastAPI(docs_url=None, redoc_url=None)
    app.add_api_route("/hello", hello)
    app.add_api_route("/page", page)
    return app


async def hello() -> dict[str, str]:
    """A word."""
    return {"hello": "world"}


def page() -> HTMLResponse:
    """A page of a template with twelve steps, from a thread, as the pages of sopkit are."""
    return HTMLResponse(_TEMPLATE.render(title="A procedure", steps=_STEPS))


if __name__ == "__main__":
    serve(
        Serving(port=int(sys.argv[1]), workers=int(sys.argv[2])),
        print,
        "benchmarks.bare:application",
    )
