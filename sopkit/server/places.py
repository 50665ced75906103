"""The addresses of pages about one procedure."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from sopkit.server.visit import Visit


def of_procedure(here: Visit, number: str, language: str, page: str = "", **query: str) -> str:
    """The address of a procedure or a page about it; the house's language needs no saying."""
    given = {"language": language} if language and language != here.house.language else {}
    asked = urlencode({**given, **query})
    path = f"/sops/{quote(number)}" + (f"/{page}" if page else "")
    return f"{path}?{asked}" if asked else path
