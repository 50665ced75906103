"""The style sheets: that of the pages or of the application, and that of the drawings."""

from __future__ import annotations

from sopkit.render.style import chart_style, revision_style
from sopkit.resources import script_path, web_path


def site_style() -> str:
    """The style sheet of a site."""
    return _with_charts(web_path("static/site.css").read_text(encoding="utf-8"))


def application_style() -> str:
    """The style sheet of the web application, as the build bundled it."""
    return _with_charts(script_path("app.css").read_text(encoding="utf-8")) + revision_style()


def _with_charts(style: str) -> str:
    return f"{style}\n{chart_style()}"
