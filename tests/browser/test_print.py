"""A page as a browser prints it: A4, black on white, whole."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page

from tests.browser.fit import too_wide
from tests.browser.sample import sample
from tests.browser.view import OpenPage, View, visit

A4 = (595, 842)
"""In points."""
INSIDE = 658
"""CSS pixels between the margins of A4: 174 mm."""


@pytest.fixture
def page(example_site: Path, open_page: OpenPage) -> Page:
    """A page as printed by a reader with a dark screen."""
    page = open_page(example_site / "KS-003.html", View(INSIDE, scheme="dark"))
    page.emulate_media(media="print")
    return page


def printed(page: Page) -> list[str]:
    """The text of each sheet, all white space as one space."""
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    texts = [" ".join(sheet.get_textpage().get_text_bounded().split()) for sheet in document]
    sizes = {tuple(round(side) for side in sheet.get_size()) for sheet in document}
    document.close()
    assert sizes == {A4}
    return texts


def test_every_step_is_printed_and_every_sheet_tells_its_number(page: Page) -> None:
    titles = page.locator(".step > .title > .words").all_inner_texts()
    sheets = printed(page)
    everything = "".join(sheets).replace(" ", "")
    assert len(titles) > 20
    assert [each for each in titles if "".join(each.split()) not in everything] == []
    for number, sheet in enumerate(sheets, start=1):
        assert f"{number} / {len(sheets)}" in sheet


def test_paper_is_black_on_white_whatever_the_screen_is(page: Page) -> None:
    colours = page.evaluate(
        """() => [...document.querySelectorAll('body, h1, .number, .label, .flag, a, svg text')]
            .filter(each => each.checkVisibility())
            .flatMap(each => {
                const style = getComputedStyle(each);
                return [each.namespaceURI.endsWith('svg') ? style.fill : style.color];
            })"""
    )
    grounds = page.evaluate(
        """() => [...document.querySelectorAll('html, .script, .alert, .flag, .status, .paper')]
            .map(each => getComputedStyle(each))
            .map(style => style.fill === 'rgb(0, 0, 0)' ? style.backgroundColor : style.fill)"""
    )
    darkest = [max(map(int, re.findall(r"\d+", colour)[:3])) for colour in colours]
    assert max(darkest) <= 0x40
    assert set(grounds) <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}


def test_what_only_a_screen_can_use_is_not_printed(page: Page) -> None:
    assert page.locator("nav:visible, .skip:visible, .outline:visible").count() == 0


@pytest.mark.parametrize("language", ["en", "nl"])
def test_nothing_sticks_out_of_the_paper(example_site: Path, page: Page, language: str) -> None:
    found = []
    for path in sample(example_site, language):
        visit(page, path)
        found += too_wide(page)
    assert found == []


@pytest.mark.parametrize("name", ["glossary.html", "glossary.en.html"])
def test_the_terms_begin_under_their_heading(
    example_site: Path, open_page: OpenPage, name: str
) -> None:
    page = open_page(example_site / name, View(INSIDE))
    first = page.locator(".term dt").first.inner_text()
    assert first in printed(page)[0]
