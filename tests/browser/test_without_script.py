"""Where scripts are off, everything is still there but for the search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_there_is_no_search_that_does_nothing(example_site: Path, page: Page) -> None:
    page.goto((example_site / "index.html").as_uri())
    expect(page.get_by_role("searchbox")).to_be_hidden()
    page.get_by_role("link", name="Klacht behandelen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Klacht behandelen")


def test_a_term_leads_to_its_definition(example_site: Path, page: Page) -> None:
    page.goto((example_site / "KS-003.html").as_uri())
    page.locator("li.step a.explained", has_text="herstelaanbod").first.click()
    expect(page.get_by_role("heading", name="Begrippen")).to_be_in_viewport()
    page.goto((example_site / "KS-003.html").as_uri())
    page.locator('a.explained[href*="glossary"]').first.click()
    expect(page.locator(":target dd")).to_be_in_viewport()


def test_steps_and_nodes_lead_to_each_other(example_site: Path, page: Page) -> None:
    page.goto((example_site / "KS-003.html").as_uri())
    page.locator("#excuses > .title > a.number").click()
    node = page.locator("svg .node:target")
    expect(node).to_be_in_viewport()
    node.click()
    assert page.url.endswith("#excuses")
