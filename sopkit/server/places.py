"""The addresses of pages about one procedure."""

from __future__ import annotations

from urllib.parse import quote, urlencode


def of_procedure(number: str, language: str, page: str = "", **query: str) -> str:
    """The address of a procedure, or of a page about it.

    Without a language, it is the house's on some pages and the reader's on others.
    """
    asked = urlencode({**({"language": language} if language else {}), **query})
    path = f"/sops/{quote(number)}" + (f"/{page}" if page else "")
    return f"{path}?{asked}" if asked else path
