"""The search of every page, in a page that was opened from a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sopkit.find.index import build_index
from sopkit.find.search import search
from sopkit.resources import example_library
from sopkit.services.compile import compile_library
from tests.browser.axe import violations
from tests.browser.view import PHONE, SCHEMES, OpenPage, Scheme, View


def ask(page: Page, query: str) -> list[str]:
    """Type a query; the numbers of the procedures that are shown, in their order."""
    page.get_by_role("searchbox").fill(query)
    expect(page.locator(".hits")).to_be_visible()
    page.wait_for_timeout(150)
    return page.locator(".hits ol > li > a .number").all_inner_texts()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_finds_what_the_program_finds(
    example_site: Path, open_page: OpenPage, language: str
) -> None:
    name = "index.html" if language == "nl" else "index.en.html"
    page = open_page(example_site / name)
    library = compile_library(example_library()).library
    index = build_index(sorted(library.sops, key=lambda sop: (sop.number, sop.path)))
    for query in ("klachten", "complaint", "ks3", "klant wil geld terug", "money back", "klahct"):
        expected = [hit.document.number for hit in search(index, query, language)]
        assert ask(page, query) == expected, query


def test_the_index_is_loaded_when_it_is_first_needed(
    example_site: Path, open_page: OpenPage
) -> None:
    page = open_page(example_site / "KS-001.html")
    loaded = "() => globalThis.sopkitSearchIndex !== undefined"
    assert not page.evaluate(loaded)
    assert ask(page, "klacht")[0] == "KS-003"
    assert page.evaluate(loaded)


def test_a_hit_leads_to_the_step_that_matched(example_site: Path, open_page: OpenPage) -> None:
    page = open_page(example_site / "index.html")
    ask(page, "excuses")
    page.get_by_role("link", name="stap 3 Bied één keer excuses aan").click()
    assert page.url.endswith("/KS-003.html#excuses")
    expect(page.locator("#excuses")).to_be_in_viewport()


def test_the_keyboard_is_enough(example_site: Path, open_page: OpenPage) -> None:
    page = open_page(example_site / "index.html")
    page.keyboard.press("/")
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.type("klacht")
    expect(page.locator(".hits ol > li").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".hits a").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".hits")).to_be_hidden()
    assert field.input_value() == "klacht"
    page.keyboard.press("Enter")
    page.wait_for_url("**/KS-003.html")


def test_how_many_were_found_is_announced(example_site: Path, open_page: OpenPage) -> None:
    page = open_page(example_site / "index.en.html")
    index = build_index(compile_library(example_library()).library.sops)
    for query in ("excuses", "battery"):
        count = len(search(index, query, "en"))
        told = "1 procedure found" if count == 1 else f"{count} procedures found"
        ask(page, query)
        expect(page.get_by_role("status")).to_have_text(told)
    ask(page, "xyzzy")
    expect(page.get_by_role("status")).to_have_text("Nothing found. Try another word, or a number.")


def test_hits_in_another_language_say_so(example_site: Path, open_page: OpenPage) -> None:
    page = open_page(example_site / "index.en.html")
    ask(page, "klacht")
    item = page.locator(".hits ol > li").first
    language = item.get_attribute("lang")
    text = item.inner_text()
    assert (language == "nl") == ("Klacht behandelen" in text)


def test_the_hits_fit_a_phone(example_site: Path, open_page: OpenPage) -> None:
    page = open_page(example_site / "index.html", View(width=PHONE))
    ask(page, "klant")
    box = page.locator(".hits").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_while_hits_are_shown(
    example_site: Path, open_page: OpenPage, readers: Path, scheme: Scheme
) -> None:
    page = open_page(example_site / "index.html", View(width=PHONE, scheme=scheme))
    ask(page, "klant")
    assert violations(page, readers) == []
