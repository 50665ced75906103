"""Writing a procedure in a browser, as a manager does who knows neither Markdown nor YAML."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.application import Served
from tests.browser.editing import DOT, newest, press, row, settled, write
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


def test_a_manager_writes_a_procedure_without_seeing_how_it_is_kept(
    library: Served, new_page: NewPage
) -> None:
    page = new_page(View(1400, language="nl"))
    library.sign_in(page, "author")
    write_steps(page, library)
    paste_picture(page)
    save_and_look(page, library)


def write_steps(page: Page, library: Served) -> None:
    """Start a procedure, fill in its details, and write its steps."""
    library.visit(page, "/write")
    page.get_by_label("Hoe heet ze?").fill("Klacht per telefoon afhandelen")
    page.get_by_role("button", name="Beginnen met schrijven").click()
    page.wait_for_url("**/edit*")
    expect(page.locator(".editor-head .number")).to_have_text("KS-011")
    first = page.locator(".row .own input").first.input_value()

    # the details
    page.get_by_label("Wie haar actueel houdt").select_option("Teamleider")
    page.get_by_label("Medewerker", exact=True).first.check()
    page.get_by_label("Telefoon", exact=True).check()
    settled(page)

    # the first step: words, who does it, how soon, and what to say
    title = page.locator(f"#{row(page, first)} .own input").first
    title.fill("Begroet de klant met naam")
    title.press("Tab")
    settled(page, "Begroet de klant met naam")
    greeting = page.locator(f"#{row(page, 'Begroet de klant met naam')}")
    greeting.locator(".panel > summary").click()
    greeting.get_by_label("Wie het doet").select_option("Medewerker")
    greeting.get_by_label("Klaar binnen", exact=True).fill("30")
    greeting.get_by_label("Klaar binnen: eenheid").select_option("seconden")
    settled(page)
    press(page, "Begroet de klant met naam", "Script")
    greeting.get_by_label("Script: de woorden om te zeggen of te schrijven").fill(
        "Goedemiddag, u spreekt met …, waarmee kan ik u helpen?"
    )
    settled(page)

    # steps, a checklist, a question with answers of which one leads back
    press(page, "Begroet de klant met naam", "Stap eronder")
    write(page, "Verzamel de gegevens")
    press(page, "Verzamel de gegevens", "Checklist")
    page.locator(f"#{row(page, 'Verzamel de gegevens')}").get_by_label(
        "Checklist, één punt per regel"
    ).fill("klantnummer\nordernummer\nwat er misging")
    settled(page)
    press(page, "Verzamel de gegevens", "Stap eronder")
    write(page, "Kun je het meteen oplossen")
    press(page, "Kun je het meteen oplossen", "Maak er een vraag van")
    no = page.locator(f"#{row(page, 'Nee')}")
    no.get_by_label("Wat je dan doet (mag leeg blijven)").fill("vraag door")
    no.get_by_label("Daarna").select_option("2 Verzamel de gegevens")
    settled(page, "vraag door")

    # what is left of the template goes
    for left in page.locator(".row.step").all()[::-1]:
        own = left.locator(".own input").first.input_value()
        if own not in {
            "Begroet de klant met naam",
            "Verzamel de gegevens",
            "Kun je het meteen oplossen?",
        }:
            press(page, own, "Verwijderen")


def paste_picture(page: Page) -> None:
    """A picture is pasted; the check asks for its description, which mends it."""
    page.locator(f"#{row(page, 'Verzamel de gegevens')} .own input").first.focus()
    with page.expect_response(lambda answer: "/edit/pictures" in answer.url):
        page.evaluate(
            """(dot) => {
              const bytes = Uint8Array.from(atob(dot), (sign) => sign.charCodeAt(0));
              const data = new DataTransfer();
              data.items.add(new File([bytes], "scherm.png", { type: "image/png" }));
              document.activeElement.dispatchEvent(new ClipboardEvent("paste",
                { clipboardData: data, bubbles: true, cancelable: true }));
            }""",
            DOT,
        )
    collecting = page.locator(f"#{row(page, 'Verzamel de gegevens')}")
    expect(collecting.locator(".finding.error")).to_have_count(1)
    collecting.get_by_label("Wat de afbeelding laat zien, voor wie haar niet kan zien").fill(
        "Het scherm met de gegevens van de klant"
    )
    page.keyboard.press("Tab")
    expect(collecting.locator(".finding.error")).to_have_count(0)


def save_and_look(page: Page, library: Served) -> None:
    """No mark of Markdown was on the form; the text that was saved has what belongs there."""
    writing = page.locator(".writing")
    seen = " ".join(writing.locator("input, textarea").evaluate_all("all => all.map(e => e.value)"))
    visible = writing.inner_text()
    for mark in ("{", "}", "**", "#", "---", "]("):
        assert mark not in visible
        assert mark not in seen.replace(str(writing.locator("[name=seen]").input_value()), "")

    page.get_by_label("Wat is er veranderd").fill("nieuw")
    page.get_by_role("button", name="Opslaan").click()
    page.wait_for_url("**/edit*")
    expect(page.locator("[data-kept]")).to_contain_text("Opgeslagen")
    text = newest(library, "KS-011")
    assert "1. **Begroet de klant met naam.**" in text
    assert "{role=medewerker within=30s}" in text
    assert "   > Goedemiddag, u spreekt met …, waarmee kan ik u helpen?" in text
    assert "   - [ ] klantnummer\n   - [ ] ordernummer\n   - [ ] wat er misging" in text
    assert "- Nee: vraag door → [Verzamel de gegevens](#verzamel-de-gegevens)" in text
    assert "{#verzamel-de-gegevens}" in text
    assert "![Het scherm met de gegevens van de klant](pictures/ks-011-" in text
    library.world.assert_proven()


def test_two_editors_collide_and_nothing_is_lost(library: Served, new_page: NewPage) -> None:
    world = library.world
    world.appoint("second", "Sam Schrijver", "author")
    world.use_quick_passwords()
    pages = {}
    for login in ("author", "second"):
        pages[login] = new_page(View(1400, language="en"))
        library.sign_in(pages[login], login)
        library.visit(pages[login], "/sops/KS-007/edit")
    mine, theirs = pages["author"], pages["second"]

    for page, words in ((mine, "Groet de klant met haar naam"), (theirs, "Groet en luister")):
        page.locator(f"#{row(page, 'Groet de klant')} .own input").first.fill(words)
        settled(page, words)
    theirs.get_by_label("Title", exact=True).fill("Vraag over een factuur beantwoorden")
    settled(theirs)
    theirs.get_by_role("button", name="Save", exact=True).click()
    expect(theirs.locator("[data-kept]")).to_contain_text("Saved")

    mine.get_by_role("button", name="Save", exact=True).click()
    mine.wait_for_url("**/edit/together*")
    expect(mine.get_by_role("main")).to_contain_text("Sam Schrijver saved another text")
    expect(mine.locator(".conflict")).to_have_count(1)
    mine.get_by_role("button", name="Put together and look at it").click()
    mine.wait_for_url("**/edit?*")
    assert row(mine, "Groet de klant met haar naam")
    assert row(mine, "Groet en luister")
    mine.get_by_role("button", name="Save", exact=True).click()
    expect(mine.locator("[data-kept]")).to_contain_text("Saved")
    text = newest(library, "KS-007")
    assert "Groet de klant met haar naam" in text
    assert "Groet en luister" in text
    assert "title: Vraag over een factuur beantwoorden" in text


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
    page.get_by_role("button", name="Save", exact=True).click()
    assert "- Ja: bied excuses aan" in newest(library, "KS-007")


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
    page.locator(".cm-tooltip-autocomplete li").first.click()
    settled(page)
    expect(page.locator(".cm-lintRange-error")).to_have_count(0)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-kept]")).to_contain_text("Saved")
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
