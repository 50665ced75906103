"""What the web application is measured beside: the least that its framework can do."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment

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

app = FastAPI(docs_url=None, redoc_url=None)


@app.get("/hello")
async def hello() -> dict[str, str]:
    """A word."""
    return {"hello": "world"}


@app.get("/page")
def page() -> HTMLResponse:
    """A page of a template with twelve steps, from a thread, as the pages of sopkit are."""
    return HTMLResponse(_TEMPLATE.render(title="A procedure", steps=_STEPS))
