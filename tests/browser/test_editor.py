"""Writing a procedure in a browser, as a manager does who knows neither Markdown nor YAML."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.application import Served
from tests.browser.editing import choose, newest, press, row, settled
from tests.browser.view import View
from tests.register import sop

NewPage = Callable[..., Page]


@pytest.fixture
def library(served: Served) -> Served:
    """An application with the procedures that format.md's example leads to."""
    world = served.world
    organisation = (
        "name: Kwiekwiel\nlanguage: nl\ntimezone: Europe/Amsterdam\n"
        "departments:\n  - {id: klantenservice, name: {nl: Klantenservice}}\n"
        "  - {id: hr, name: {nl: Personeel}}\n"
        "roles:\n  - {id: medewerker, name: {nl: Medewerker}}\n"
        "  - {id: teamleider, name: {nl: Teamleider}}\n"
    )
    world.save(organisation, by="admin", path="organisation.yaml")
    world.save(sop("KS-007", title="Factuurvraag beantwoorden"))
    world.save(sop("KS-010", title="Identiteit vaststellen"))
    return served


def test_everything_is_done_by_keyboard_alone(library: Served, new_page: NewPage) -> None:
    page = new_page(View(1400, language="en"))
    library.sign_in(page, "author")
    library.visit(page, "/sops/KS-007/edit")
    page.locator(f"#{row(page, 'Groet de klant')} .own input").first.focus()
    page.keyboard.press("Enter")
    settled(page)
    page.keyboard.insert_text("Luister naar de klant")
    page.keyboard.press("Alt+ArrowUp")
    settled(page, "Luister naar de klant")
    page.keyboard.press("Tab")
    settled(page)
    titles = page.locator(".row .own input")
    assert [each.input_value() for each in titles.all()][:2] == [
        "Luister naar de klant",
        "Groet de klant",
    ]
    page.get_by_role("button", name="Save", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-kept]")).to_contain_text("Saved")
    assert "1. **Luister naar de klant**\n2. Groet de klant." in newest(library, "KS-007")


def test_without_a_script_one_writes_as_well(library: Served, new_page: NewPage) -> None:
    page = new_page(View(1400, language="en"), script=False)
    library.sign_in(page, "author")
    library.visit(page, "/sops/KS-007/edit")
    page.locator("#row-0").get_by_role("button", name="Step below").click()
    page.locator("#row-1 .own input").first.fill("Is de klant boos?")
    page.get_by_label("Title", exact=True).fill("Factuurvraag afhandelen")
    page.get_by_role("button", name="Take over what I typed").click()
    page.locator("#row-1").get_by_role("button", name="Make it a question").click()
    page.get_by_role("link", name="Text", exact=True).click()
    text = page.get_by_label("The text of the procedure")
    assert "title: Factuurvraag afhandelen" in text.input_value()
    assert "2. **Is de klant boos?**\n   - Ja: ga verder" in text.input_value()
    text.fill(text.input_value().replace("Ja: ga verder", "Ja: bied excuses aan"))
    page.get_by_role("button", name="Take over what I typed").click()
    expect(page.locator("[data-preview]")).to_contain_text("bied excuses aan")
    text.fill(text.input_value().replace("bied excuses aan", "bied één keer excuses aan"))
    page.get_by_role("button", name="Save", exact=True).click()
    assert "- Ja: bied één keer excuses aan" in newest(library, "KS-007")


def test_the_text_itself_is_written_with_findings_in_place(
    library: Served, new_page: NewPage
) -> None:
    page = new_page(View(1400, language="en"))
    library.sign_in(page, "author")
    library.visit(page, "/sops/KS-007/edit?mode=text")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("3. Ga weg. {rol=medewerker}\n")
    settled(page, "Ga weg")
    expect(page.locator(".cm-lintRange-error")).to_have_count(1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    for _ in range(len("rol=medewerker")):
        page.keyboard.press("Backspace")
    page.keyboard.insert_text("crit")
    page.keyboard.press("Control+Space")
    page.locator(".cm-tooltip-autocomplete li", has_text="critical").click()
    expect(page.locator(".cm-content")).to_contain_text("{critical}")
    settled(page)
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-kept]")).to_contain_text("Saved")
    expect(page.locator(".cm-content")).to_be_visible()
    assert "3. Ga weg. {critical}" in newest(library, "KS-007")


def test_a_list_from_word_becomes_steps(library: Served, new_page: NewPage) -> None:
    page = new_page(View(1400, language="en"))
    library.sign_in(page, "author")
    library.visit(page, "/sops/KS-007/edit")
    page.locator(f"#{row(page, 'Groet de klant')} .own input").first.focus()
    page.evaluate(
        """() => {
          const item = (level, mark, words) => `<p class=MsoListParagraph style='mso-list:l0 ` +
            `level${level} lfo1'><![if !supportLists]><span style='mso-list:Ignore'>${mark}` +
            `<span>&nbsp;&nbsp;</span></span><![endif]>${words}<o:p></o:p></p>`;
          const data = new DataTransfer();
          data.setData("text/html", "<html><body>" + item(1, "1.", "Zoek de factuur op") +
            item(2, "a.", "Kijk naar het bedrag") + item(1, "2.", "Leg uit wat erop staat") +
            "</body></html>");
          document.activeElement.dispatchEvent(new ClipboardEvent("paste",
            { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    settled(page, "Leg uit wat erop staat")
    assert [each.input_value() for each in page.locator(".row .own input").all()] == [
        "Groet de klant",
        "Zoek de factuur op",
        "Kijk naar het bedrag",
        "Leg uit wat erop staat",
        "Vraag het ordernummer",
    ]
    assert page.locator(f"#{row(page, 'Kijk naar het bedrag')}").get_attribute("data-depth") == "1"


def test_what_is_not_saved_cannot_be_submitted_but_thrown_away(
    library: Served, new_page: NewPage
) -> None:
    page = new_page(View(1400, language="en"))
    library.sign_in(page, "author")
    library.visit(page, "/sops/KS-007/edit")
    submit = page.get_by_role("link", name="Submit", exact=True)
    expect(submit).to_be_visible()
    page.get_by_label("Title", exact=True).fill("Iets anders")
    settled(page, "Iets anders")
    expect(submit).to_have_count(0)
    page.get_by_text("Throw away what is not saved").click()
    page.get_by_role("button", name="Throw it away").click()
    expect(submit).to_be_visible()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Factuurvraag beantwoorden")


def test_changes_are_undone_and_made_again_by_keyboard(library: Served, new_page: NewPage) -> None:
    page = new_page(View(1400, language="en"))
    library.sign_in(page, "author")
    library.visit(page, "/sops/KS-007/edit")
    undo, redo = (page.get_by_role("button", name=name) for name in ("Undo", "Redo"))
    expect(undo).to_be_disabled()
    press(page, "Groet de klant", "Step below")
    press(page, "Groet de klant", "Step below")
    steps = page.locator(".row.step")
    expect(steps).to_have_count(4)
    undo.focus()
    page.keyboard.press("Enter")
    expect(steps).to_have_count(3)
    expect(undo).to_be_focused()
    page.keyboard.press("Control+z")
    expect(steps).to_have_count(2)
    expect(undo).to_be_disabled()
    expect(redo).to_be_focused()
    page.keyboard.press("Control+Shift+Z")
    expect(steps).to_have_count(3)


@pytest.mark.parametrize("script", [True, False])
def test_enter_in_a_field_takes_over_and_saves_nothing(
    library: Served, new_page: NewPage, *, script: bool
) -> None:
    page = new_page(View(1400, language="en"), script=script)
    library.sign_in(page, "author")
    library.visit(page, "/sops/KS-007/edit")
    before = newest(library, "KS-007")
    page.get_by_label("Title", exact=True).fill("Iets anders")
    page.keyboard.press("Enter")
    expect(page.locator("[data-preview]")).to_contain_text("Iets anders")
    expect(page.locator("[data-kept]")).to_contain_text("Not saved yet; what you typed is kept")
    assert newest(library, "KS-007") == before


def test_a_list_is_filled_when_one_comes_to_it(library: Served, new_page: NewPage) -> None:
    """A form that was sent holds each list once; whoever opens one finds all of it."""
    page = new_page(View(1400, language="en"))
    library.sign_in(page, "author")
    library.visit(page, "/sops/KS-007/edit")
    press(page, "Groet de klant", "Step below")
    page.locator(f"#{row(page, 'Groet de klant')} .panel > summary").click()
    role = page.locator(f"#{row(page, 'Groet de klant')}").get_by_label("Who does it")
    expect(role.locator("option")).to_have_count(1)
    role.focus()
    expect(role.locator("option")).to_have_text(
        ["as the step around it", "Medewerker", "Teamleider"]
    )
    page.keyboard.press("ArrowDown")
    settled(page)
    expect(role).to_have_value("medewerker")
    expect(role).to_be_focused()
    page.keyboard.press("ArrowDown")
    settled(page)
    library.visit(page, "/sops/KS-007/edit?mode=text")
    expect(page.locator(".cm-content")).to_contain_text("role=teamleider")


def test_a_long_procedure_can_lead_to_each_of_its_steps(library: Served, new_page: NewPage) -> None:
    titles = tuple(f"Doe ding {number}." for number in range(1, 121))
    library.world.save(sop("KS-020", title="Veel dingen doen", steps=titles))
    page = new_page(View(1400, language="en"))
    library.sign_in(page, "author")
    library.visit(page, "/sops/KS-020/edit")
    first = page.locator(f"#{row(page, 'Doe ding 1')}")
    first.locator(".panel > summary").click()
    choose(first.get_by_label("Then", exact=True), "120 Doe ding 120")
    settled(page)
    library.visit(page, "/sops/KS-020/edit?mode=text")
    expect(page.locator(".cm-content")).to_contain_text("→ [Doe ding 120](#doe-ding-120)")


def test_a_text_under_review_has_nothing_to_press(library: Served, new_page: NewPage) -> None:
    library.world.save(sop("KS-007", steps=("Groet de klant.", "Help de klant → einde")))
    library.world.submit("KS-007")
    page = new_page(View(1400, language="en"))
    library.sign_in(page, "author")
    library.visit(page, "/sops/KS-007/edit")
    expect(page.locator(".keeping")).to_contain_text("under review")
    pressed = page.locator("[data-form] :is(button, summary):visible")
    assert {each.inner_text().split("\n")[0] for each in pressed.all()} <= {"Details", "Details 1"}
    for name in ("Title", "Step 2", "Then"):
        expect(page.get_by_label(name, exact=True).first).to_be_disabled()
    expect(page.get_by_label("Which procedure").first).to_be_hidden()
