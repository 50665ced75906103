"""The texts that a new procedure can start from."""

from __future__ import annotations

from pathlib import Path

from sopkit.resources import web_path


def template_names() -> tuple[str, ...]:
    """The names of the templates, the plain one first."""
    names = {path.name.split(".")[0] for path in web_path("templates/sop").glob("*.*.md")}
    return tuple(sorted(names, key=lambda name: (name != "blank", name)))


def template(name: str, language: str) -> Path:
    """The file of a template in a language; each exists in every language."""
    return web_path(f"templates/sop/{name}.{language}.md")
