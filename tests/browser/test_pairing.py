"""A step and its node in the flowchart show each other; a term shows what it means."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.view import PHONE, SCHEMES, OpenPage, Scheme, View

PAIRED = "elements => elements.map(element => element.dataset.step)"


def paired(page: Page) -> set[str]:
    """The steps that are marked at this moment."""
    page.wait_for_timeout(250)
    marked: list[str] = page.locator(".paired").evaluate_all(PAIRED)
    return set(marked)


def node(page: Page, step: str) -> str:
    found: str = page.locator(f'svg [data-step="{step}"][id]').evaluate("element => element.id")
    return f'[id="{found}"]'


def test_pointing_at_a_step_marks_its_node_and_brings_it_into_view(
    example_site: Path, open_page: OpenPage
) -> None:
    page = open_page(example_site / "KS-003.html")
    page.locator("#nazorg .title").first.hover()
    before = page.evaluate("scrollY")
    assert paired(page) == {"nazorg"}
    page.wait_for_timeout(600)
    expect(page.locator(node(page, "nazorg"))).to_be_in_viewport()
    assert page.evaluate("scrollY") == before, "only the pane scrolls"


def test_pointing_at_a_node_marks_its_step_and_moves_nothing(
    example_site: Path, open_page: OpenPage
) -> None:
    page = open_page(example_site / "KS-003.html")
    page.locator(node(page, "excuses")).hover()
    before = page.evaluate("scrollY")
    assert paired(page) == {"excuses"}
    assert page.evaluate("scrollY") == before


def test_a_click_on_a_node_goes_to_its_step(example_site: Path, open_page: OpenPage) -> None:
    page = open_page(example_site / "KS-003.html")
    page.locator(node(page, "excuses")).click()
    page.wait_for_timeout(600)
    assert page.url.endswith("#excuses")
    expect(page.locator("#excuses > .title")).to_be_in_viewport()


def test_a_step_within_a_step_is_marked_alone(example_site: Path, open_page: OpenPage) -> None:
    page = open_page(example_site / "KS-003.html")
    inner = page.locator(".step .step").first
    step = inner.get_attribute("data-step")
    inner.locator("> .title").hover()
    assert paired(page) == {step}


def test_the_keyboard_pairs_in_both_directions(example_site: Path, open_page: OpenPage) -> None:
    page = open_page(example_site / "KS-003.html")
    page.locator("#excuses > .title > a.number").focus()
    assert paired(page) == {"excuses"}
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash").endswith("node.excuses")
    page.locator(node(page, "aanbod")).focus()
    assert paired(page) == {"aanbod"}
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#aanbod"


def test_steps_of_every_part_of_a_divided_chart_are_paired(
    example_site: Path, open_page: OpenPage
) -> None:
    page = open_page(example_site / "KS-003.html")
    assert page.locator(".drawing").count() > 1
    steps = page.locator("li.step").evaluate_all(PAIRED)
    nodes = page.locator("svg [data-step][id]").evaluate_all(PAIRED)
    assert sorted(steps) == sorted(nodes)


def test_a_number_leads_to_the_node_where_both_stand_under_each_other(
    example_site: Path, open_page: OpenPage
) -> None:
    page = open_page(example_site / "KS-001.html", View(width=PHONE))
    number = page.locator("li.step > .title > a.number").nth(3)
    number.click()
    page.wait_for_timeout(900)
    expect(page.locator("svg .node:target")).to_be_in_viewport()


# Terms


def test_a_term_shows_its_definition_to_a_pointer(example_site: Path, open_page: OpenPage) -> None:
    page = open_page(example_site / "KS-003.html")
    term = page.locator("a.explained", has_text="herstelaanbod").first
    term.hover()
    tip = page.locator(".explanation")
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("reparatie, vervanging, teruggave")
    tip.hover()
    page.wait_for_timeout(500)
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()


def test_a_term_shows_and_tells_its_definition_to_the_keyboard(
    example_site: Path, open_page: OpenPage
) -> None:
    page = open_page(example_site / "KS-003.html")
    first = page.locator("a.explained").first
    page.locator("main a").first.focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        if first.evaluate("element => element === document.activeElement"):
            break
    expect(page.locator(".explanation")).to_be_visible()
    expect(first).to_have_accessible_description(page.locator(".explanation .text").inner_text())
    page.keyboard.press("Tab")
    expect(page.locator(".explanation")).to_be_hidden()


def test_a_finger_opens_a_definition_and_its_source(
    example_site: Path, open_page: OpenPage
) -> None:
    page = open_page(example_site / "KS-003.html", View(width=PHONE))
    term = page.locator("a.explained").first
    term.scroll_into_view_if_needed()
    term.evaluate(
        """term => term.dispatchEvent(new PointerEvent(
             "click", {pointerType: "touch", bubbles: true, cancelable: true}))"""
    )
    tip = page.locator(".explanation")
    box = tip.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= PHONE
    address = page.url
    tip.get_by_role("link").click()
    assert page.url != address


def test_a_term_is_explained_once_in_a_step(example_site: Path, open_page: OpenPage) -> None:
    page = open_page(example_site / "KS-003.html")
    doubled = page.locator("li.step").evaluate_all(
        """steps => steps.filter(step => {
             const own = [...step.querySelectorAll("a.explained")]
               .filter(term => term.closest("li.step") === step)
               .map(term => term.dataset.term);
             return new Set(own).size < own.length;
           }).length"""
    )
    assert doubled == 0
    assert page.locator(".section.terms a.explained").count() == 0


def test_a_term_of_the_glossary_leads_there(example_site: Path, open_page: OpenPage) -> None:
    page = open_page(example_site / "KS-001.html")
    page.locator('a.explained[href^="glossary.html"]').first.click()
    expect(page.locator(":target dt")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_while_a_step_is_marked_and_a_term_explained(
    example_site: Path, open_page: OpenPage, readers: Path, scheme: Scheme
) -> None:
    page = open_page(example_site / "KS-003.html", View(scheme=scheme))
    page.locator("li.step a.explained").first.hover()
    expect(page.locator(".explanation")).to_be_visible()
    assert paired(page) != set()
    assert violations(page, readers) == []
