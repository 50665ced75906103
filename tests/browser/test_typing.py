"""Typing in the form of the editor: nothing that somebody types is taken away or changed."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tests.browser.application import Served
from tests.browser.editing import DOT, choose, newest, press, row, settled
from tests.browser.view import View
from tests.register import sop

NewPage = Callable[..., Page]

STEPS = ("Groet de klant.", "Is er haast?\n   - Ja: bel\n   - Nee: schrijf", "Sluit af.")


@pytest.fixture
def page(served: Served, new_page: NewPage, complaints: list[str]) -> Iterator[Page]:
    """The editor with a procedure in it. The browser notes each refusal, as it should be."""
    served.world.save(sop("KS-007", title="Factuurvraag", steps=STEPS))
    served.world.save(sop("KS-010", title="Identiteit vaststellen"))
    yield editor(served, new_page)
    complaints[:] = [each for each in complaints if not re.search("409|422", each)]


def editor(served: Served, new_page: NewPage) -> Page:
    found = new_page(View(1400, language="en"))
    served.sign_in(found, "author")
    served.visit(found, "/sops/KS-007/edit")
    return found


def title(page: Page, words: str) -> Locator:
    """The title of the row with these words; found again by its id, whatever is typed then."""
    return page.locator(f"#{row(page, words)} .own input").first


def saved(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-kept]")).to_contain_text("Saved")


def test_pauses_take_no_blank_and_no_new_line_away(page: Page, served: Served) -> None:
    field = title(page, "Groet de klant")
    field.click()
    page.keyboard.press("End")
    for words in (" en ", "luister", " goed"):
        page.keyboard.type(words)
        settled(page)
    expect(field).to_have_value("Groet de klant en luister goed")
    purpose = page.get_by_label("Doel", exact=True)
    purpose.fill("")
    for words in ("Eerste.", "\n", "\n", "Tweede."):
        page.keyboard.type(words)
        settled(page)
    expect(purpose).to_have_value("Eerste.\n\nTweede.")
    saved(page)
    assert "Groet de klant en luister goed" in newest(served, "KS-007")
    assert "Eerste.\n\nTweede." in newest(served, "KS-007")


def test_a_step_that_was_emptied_stays_so_and_says_what_is_missing(
    page: Page, served: Served
) -> None:
    field = title(page, "Sluit af")
    field.fill("")
    settled(page)
    note = page.locator(".not-taken")
    expect(note).to_have_text("Write at least one word here.")
    expect(field).to_have_value("")
    page.get_by_label("Title", exact=True).fill("Vraag over een factuur")
    settled(page)
    expect(note).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(field).to_be_focused()
    assert "Factuurvraag" in newest(served, "KS-007")  # nothing was saved
    page.keyboard.type("Rond af")
    expect(note).to_have_count(0)
    saved(page)
    assert "3. Rond af" in newest(served, "KS-007")
    assert "title: Vraag over een factuur" in newest(served, "KS-007")


def test_of_two_windows_the_second_keeps_what_was_typed(
    page: Page, served: Served, new_page: NewPage
) -> None:
    second = editor(served, new_page)
    title(page, "Groet de klant").fill("Groet de klant met naam")
    settled(page)
    field = title(second, "Sluit af")
    field.fill("Sluit af en bedank")
    settled(second)
    expect(second.locator(".not-taken")).to_contain_text("in another window")
    expect(field).to_have_value("Sluit af en bedank")
    expect(second.locator(".own input").first).to_have_value("Groet de klant met naam")
    saved(second)
    text = newest(served, "KS-007")
    assert "Groet de klant met naam" in text
    assert "Sluit af en bedank" in text


def test_one_hands_over_once_one_has_said_to_which_procedure(page: Page, served: Served) -> None:
    at = page.locator(f"#{row(page, 'schrijf')}")
    goal, number = at.locator("[data-goal]"), at.get_by_label("Which procedure")
    choose(goal, "sop")
    expect(number).to_be_focused()
    page.get_by_label("Title", exact=True).fill("Vraag over een factuur")
    settled(page)
    expect(goal).to_have_value("sop")
    expect(number).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(at.locator(".not-taken")).to_have_text("Say to which procedure.")
    number.fill("KS-010")
    settled(page)
    saved(page)
    assert "KS-010" in newest(served, "KS-007")


def test_what_was_kept_is_undone_from_the_field_in_which_one_types(page: Page) -> None:
    field = title(page, "Groet de klant")
    field.fill("Groet iedereen")
    settled(page)
    field.focus()
    page.keyboard.press("Control+z")
    settled(page)
    expect(field).to_have_value("Groet de klant")
    expect(field).to_be_focused()
    page.keyboard.press("Control+Shift+z")
    settled(page)
    expect(field).to_have_value("Groet iedereen")


def test_what_is_added_is_ready_to_be_written_over(page: Page, served: Served) -> None:
    press(page, "Groet de klant", "Script")
    page.keyboard.type("Goedemorgen!")
    settled(page)
    saved(page)
    assert "> Goedemorgen!\n" in newest(served, "KS-007")


def test_a_picture_is_chosen_from_a_file(page: Page, served: Served) -> None:
    with page.expect_file_chooser() as chosen:
        press(page, "Groet de klant", "Picture")
    picture = FilePayload(name="s.png", mimeType="image/png", buffer=base64.b64decode(DOT))
    with page.expect_response(lambda answer: "/edit/pictures" in answer.url):
        chosen.value.set_files(picture)
    settled(page)
    page.keyboard.type("Het scherm")
    settled(page)
    saved(page)
    assert "![Het scherm](" in newest(served, "KS-007")


def test_nothing_is_thrown_away_at_one_click(page: Page) -> None:
    title(page, "Groet de klant").fill("Groet iedereen")
    settled(page)
    page.get_by_text("Throw away what is not saved").click()
    expect(page.locator(".own input").first).to_have_value("Groet iedereen")
    page.get_by_role("button", name="Throw it away").click()
    expect(page.locator(".own input").first).to_have_value("Groet de klant")
