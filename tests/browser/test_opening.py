"""The pages of a site open in a browser without a complaint, and read as they should."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.browser.view import PHONE, OpenPage, View, pages, visit


def test_a_page_opens_with_its_title_style_and_font(
    example_site: Path, open_page: OpenPage
) -> None:
    page = open_page(example_site / "KS-003.html", View(width=PHONE, scheme="dark"))
    assert page.title().startswith("KS-003")
    body = page.locator("body")
    assert body.evaluate("body => getComputedStyle(body).color") == "rgb(228, 233, 234)"
    assert body.evaluate("body => getComputedStyle(body).fontFamily").startswith('"Source Sans 3"')
    loaded = page.evaluate(
        "document.fonts.ready.then(fonts => [...fonts].some(font => font.status === 'loaded'))"
    )
    assert loaded


def test_no_page_complains(example_site: Path, open_page: OpenPage) -> None:
    first, *others = pages(example_site)
    page = open_page(first)
    for path in others:
        visit(page, path)


def test_an_error_on_a_page_is_a_complaint(
    tmp_path: Path, open_page: OpenPage, complaints: list[str]
) -> None:
    path = tmp_path / "wrong.html"
    path.write_text("<script>console.error('a'); missing()</script><img src='none.png'>")
    page = open_page(path)
    page.wait_for_load_state("networkidle")
    told = " ".join(complaints)
    complaints.clear()
    assert "a" in told
    assert "missing is not defined" in told
    assert "none.png" in told


@pytest.mark.usefixtures("started_browser")
def test_the_browser_leaves_room_for_event_loops_of_other_tests() -> None:
    assert asyncio.run(asyncio.sleep(0, "done")) == "done"
