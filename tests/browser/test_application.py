"""The web application as people meet it: every page, both languages, both widths, both schemes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.application import Served
from tests.browser.axe import violations
from tests.browser.fit import too_wide
from tests.browser.view import SCHEMES, SMALLEST, WIDTHS, Scheme, View
from tests.register import sop

NewPage = Callable[..., Page]

PAGES: dict[str, tuple[str, ...]] = {
    "author": (
        "/",
        "/nothing-here",
        "/write",
        "/sops/KS-001/edit",
        "/sops/KS-001/edit?mode=text",
    ),
}
"""Pages to read with axe-core, by who looks at them, in the register that `lived_in` makes."""


@pytest.fixture
def lived_in(served: Served) -> Served:
    """An application in which something happened."""
    served.world.put_in_force(sop())
    return served


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "nl"])
def test_axe_finds_nothing_on_any_page_of_the_application(
    lived_in: Served,
    new_page: NewPage,
    readers: Path,
    complaints: list[str],
    width: int,
    scheme: Scheme,
    language: str,
) -> None:
    found = []
    view = View(width, scheme=scheme, language=language)
    signed_out = new_page(view)
    lived_in.visit(signed_out, "/sign-in")
    found += violations(signed_out, readers)
    for login, paths in PAGES.items():
        page = new_page(view)
        lived_in.sign_in(page, login)
        for path in paths:
            lived_in.visit(page, path)
            found += violations(page, readers)
            page.set_viewport_size({"width": SMALLEST, "height": 900})
            found += [f"{path} is too wide: {each}" for each in too_wide(page)]
            page.set_viewport_size({"width": width, "height": 900})
    assert found == []
    # A page that says “not found” is answered with that status, which the browser notes.
    complaints[:] = [each for each in complaints if "404" not in each]


def test_one_signs_in_by_keyboard_and_without_a_script(served: Served, new_page: NewPage) -> None:
    page = new_page(View(language="en"), script=False)
    page.goto(served.address)
    page.keyboard.type("author")
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse battery")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.address}/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{served.address}/sign-in")
