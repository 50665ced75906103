"""How a test looks at a page: the window, and what the reader prefers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

Scheme = Literal["light", "dark"]
WIDE, PHONE = 1280, 390
SMALLEST = 320
"""WCAG 1.4.10: a window of 1,280 pixels at 400 %."""
WIDTHS = (WIDE, PHONE)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


@dataclass(frozen=True, slots=True)
class View:
    """A window of so many CSS pixels, light or dark, in a browser set to a language.

    The language is what a script is told; that of a page is in its file.
    """

    width: int = WIDE
    height: int = 900
    scheme: Scheme = "light"
    language: str = "nl"


OpenPage = Callable[..., Page]
"""Opens a file, or another file in the same view: `open_page(path, View(width=PHONE))`."""


def visit(page: Page, path: Path) -> None:
    """Open a file in a page, and wait until it stands in its own font."""
    page.goto(path.as_uri())
    page.evaluate("document.fonts.ready.then(() => null)")


def pages(site: Path) -> list[Path]:
    """Every page of a built site, of whatever kind."""
    return sorted(site.rglob("*.html"))
