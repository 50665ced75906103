"""Everybody can read the pages: every kind of page, in both languages, at any size."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.fit import too_wide
from tests.browser.sample import languages, sample
from tests.browser.view import (
    PHONE,
    SCHEMES,
    SMALLEST,
    WIDE,
    WIDTHS,
    OpenPage,
    Scheme,
    View,
    pages,
    visit,
)

LARGE_TEXT = "html { font-size: 200% }"
WIDE_SPACING = """
* { line-height: 1.5 !important }
* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }
"""
"""WCAG 1.4.12, Text Spacing."""
LAYOUTS = (
    *((width, "") for width in (WIDE, PHONE, SMALLEST)),
    (WIDE, LARGE_TEXT),
    (WIDE, WIDE_SPACING),
    (PHONE, WIDE_SPACING),
)
LANGUAGES = ("en", "nl")


def restyle(page: Page, style: str) -> None:
    """What a reader sets for all pages. The policy of a page would refuse a style element."""
    page.evaluate(
        """style => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(style);
            document.adoptedStyleSheets = [sheet];
        }""",
        style,
    )


SAMPLE = {
    ("nl", PHONE, "dark"),
    ("en", PHONE, "light"),
    ("nl", WIDE, "light"),
    ("en", WIDE, "dark"),
}
"""The views of `make test`: each width with each language and each scheme."""

VIEWS = [
    pytest.param(*view, marks=[] if view in SAMPLE else [pytest.mark.soak])
    for view in product(LANGUAGES, WIDTHS, SCHEMES)
]


def test_the_pages_are_in_both_languages(example_site: Path) -> None:
    assert languages(example_site) == LANGUAGES


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_axe_finds_nothing_on_any_kind_of_page(
    example_site: Path,
    open_page: OpenPage,
    readers: Path,
    width: int,
    scheme: Scheme,
    language: str,
) -> None:
    first, *others = sample(example_site, language)
    page = open_page(first, View(width, scheme=scheme, language=language))
    found = violations(page, readers)
    for path in others:
        visit(page, path)
        found += violations(page, readers)
    assert found == []


@pytest.mark.soak
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [*WIDTHS, 320, 768, 1024, 1920])
def test_axe_finds_nothing_on_all_pages_at_all_widths(
    example_site: Path, open_page: OpenPage, readers: Path, width: int, scheme: Scheme
) -> None:
    page = open_page(example_site / "index.html", View(width, scheme=scheme))
    found = []
    for path in pages(example_site):
        visit(page, path)
        found += violations(page, readers)
    assert found == []


@pytest.mark.parametrize(
    "language",
    ["nl", pytest.param("en", marks=pytest.mark.soak)],  # words are longer in Dutch
)
def test_no_page_is_wider_than_its_window_at_any_width_and_size_of_text(
    example_site: Path, open_page: OpenPage, language: str
) -> None:
    page = open_page(example_site / "index.html")
    found = {}
    for path in pages(example_site):
        if (".en" in path.suffixes) != (language == "en"):
            continue
        visit(page, path)
        for width, style in LAYOUTS:
            page.set_viewport_size({"width": width, "height": 900})
            restyle(page, style)
            found[path.name, width, style] = too_wide(page)
    assert {where: each for where, each in found.items() if each} == {}


def focused(page: Page) -> dict[str, Any]:
    """What the keyboard is at: its place among the page's elements, outline and visibility.

    In a chart the outline of the shape itself grows thick.
    """
    found: dict[str, Any] = page.evaluate(
        """() => {
            const element = document.activeElement;
            const shape = element.querySelector(':scope > .shape');
            const style = getComputedStyle(element);
            const outline = style.outlineStyle === 'none' ? 0 : style.outlineWidth;
            const { left, right, top, bottom } = element.getBoundingClientRect();
            return {
                place: [...document.querySelectorAll('*')].indexOf(element),
                body: element === document.body,
                outline: parseFloat(shape ? getComputedStyle(shape).strokeWidth : outline),
                seen: right > 0 && bottom > 0 && left < innerWidth && top < innerHeight,
                name: element.outerHTML.slice(0, 120),
            };
        }"""
    )
    return found


@pytest.mark.parametrize("name", ["KS-004.html", "index.html", "glossary.en.html"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_keyboard_goes_through_a_page_in_order_and_shows_where_it_is(
    example_site: Path, open_page: OpenPage, name: str, width: int
) -> None:
    page = open_page(example_site / name, View(width))
    page.emulate_media(reduced_motion="reduce")
    places = []
    while True:
        page.keyboard.press("Tab")
        at = focused(page)
        if at["body"] or at["place"] in places:
            break
        places.append(at["place"])
        assert at["outline"] >= 2, at["name"]
        assert at["seen"], at["name"]
    assert places == sorted(places)
    links = page.locator("a[href]:visible, summary:visible").count()
    assert len(places) >= links > 3


def test_the_first_link_leads_past_the_navigation(example_site: Path, open_page: OpenPage) -> None:
    page = open_page(example_site / "KS-004.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_text_in_a_chart_has_enough_contrast_with_what_it_stands_on(
    example_site: Path, open_page: OpenPage
) -> None:
    """The ratio of WCAG 1.4.3. axe-core leaves out text over drawn shapes."""
    page = open_page(example_site / "KS-003.html")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        ratios = page.evaluate(CONTRAST)
        assert len(ratios) > 50
        assert min(ratio for ratio, _ in ratios) >= 4.5, min(ratios)


CONTRAST = """() => {
    const channel = value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    const light = colour => {
        const [red, green, blue] = colour.match(/[0-9.]+/g).map(Number).map(each => each / 255);
        return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
    };
    const ratio = (one, other) => {
        const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
        return (bright + 0.05) / (dark + 0.05);
    };
    const fill = element => getComputedStyle(element).fill;
    return [...document.querySelectorAll('.sop-chart text')].map(text => {
        const shape = text.closest('.node')?.querySelector('.shape');
        const grounds = [shape, text.closest('svg').querySelector('.paper')];
        const ground = grounds.find(each => each && fill(each) !== 'none');
        return [ratio(fill(text), fill(ground)), `${text.textContent} in ${fill(ground)}`];
    });
}"""
