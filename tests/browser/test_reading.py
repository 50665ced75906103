"""A reader at work in a real browser: finds the procedure in the middle of a call, and walks."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.application import Served
from tests.browser.view import View
from tests.register import sop

NewPage = Callable[..., Page]

COMPLAINT = sop(
    title="Klacht behandelen",
    steps=(
        "Luister.\n\n   > Vertelt u rustig wat er is gebeurd.",
        "Is de klant boos?\n   - Ja\n   - Nee → [Sluit af](#sluit-af)",
        "Bied excuses aan.",
        "Sluit af. {#sluit-af}",
    ),
).replace("review:", "situations: [klant wil geld terug]\nreview:")


@pytest.fixture
def library(served: Served) -> Served:
    """An application with a procedure that one finds by its situation."""
    served.world.put_in_force(COMPLAINT)
    served.world.put_in_force(sop("KS-002", title="Telefoon aannemen"), "KS-002")
    return served


@pytest.mark.parametrize(
    ("language", "begin", "onward", "done"),
    [
        ("nl", "Stap voor stap doorlopen", "Volgende", "KS-001 is klaar"),
        ("en", "Walk through it", "Next", "KS-001 is done"),
    ],
)
def test_a_reader_finds_it_by_situation_and_walks_through_it_on_a_phone(
    library: Served, new_page: NewPage, language: str, begin: str, onward: str, done: str
) -> None:
    page = new_page(View(390, language=language))
    library.sign_in(page, "trainee")
    page.locator("main input[type=search]").press_sequentially("klnt wil geld terug")
    page.locator("#found a.hit", has_text="Klacht behandelen").click()
    expect(page.locator("h1")).to_have_text("Klacht behandelen")
    page.get_by_role("link", name=begin).click()
    expect(page.get_by_text("Vertelt u rustig wat er is gebeurd.")).to_be_visible()
    page.get_by_role("link", name=onward).click()
    for answer in page.locator(".ways a").all():
        box = answer.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["width"] >= 300
    page.locator(".ways a", has_text="Ja").click()
    expect(page.locator("h1")).to_have_text("3 Bied excuses aan")
    page.go_back()
    page.locator(".ways a", has_text="Nee").click()
    expect(page.locator("h1")).to_have_text("4 Sluit af")
    page.locator(".ways a").click()
    expect(page.locator("h1")).to_have_text(done)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_search_in_the_head_is_used_by_keyboard_alone(
    library: Served, new_page: NewPage
) -> None:
    page = new_page(View(language="nl"))
    library.sign_in(page, "trainee")
    library.visit(page, "/library")
    page.keyboard.press("/")
    page.keyboard.type("telefoon")
    expect(page.locator("#hits a.hit").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Escape")
    expect(page.locator("#hits")).to_be_hidden()
    page.keyboard.type(" aannemen")
    expect(page.locator("#hits a.hit").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Telefoon aannemen")


def test_everything_works_without_a_script(library: Served, new_page: NewPage) -> None:
    page = new_page(View(language="en"), script=False)
    library.sign_in(page, "trainee")
    page.locator("main input[type=search]").fill("geld terug")
    page.locator("main form.search button").click()
    page.locator("#found a.hit", has_text="Klacht behandelen").click()
    page.get_by_label("What was missing or unclear?").fill("Welk bedrag?")
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_text("Thank you.")).to_be_visible()
    page.get_by_role("link", name="Walk through it").click()
    page.get_by_role("link", name="Next").click()
    expect(page.locator("h1")).to_have_text("2 Is de klant boos?")
