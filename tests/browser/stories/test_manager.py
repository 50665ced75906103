"""A manager writes the example of the format, whole, in the form, and it comes into force.

She sees no YAML, no braces and no ids, is told of mistakes and mends them, pastes a screenshot,
and submits. Another one approves. A new agent finds it by what the customer says, and walks.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from sopkit.flow.build import build_flow
from sopkit.flow.flow import Flow
from sopkit.messages import Translate, translator
from sopkit.resources import locales
from sopkit.services.compile import compile_library
from sopkit.store import documents
from tests.browser.application import Served
from tests.browser.editing import choose, left, paste_picture, press, row, write
from tests.browser.fit import too_wide
from tests.browser.stories.example import Words
from tests.browser.view import PHONE, View
from tests.register import PASSWORD

NewPage = Callable[..., Page]

NUMBER = "KS-003"
MATTER = (
    "department",
    "owner",
    "roles",
    "channels",
    "service",
    "direction",
    "situations",
    "standards",
)


@dataclass(frozen=True)
class Desk:
    """The editor in a browser, with the words of the story and those of the interface."""

    page: Page
    words: Words
    said: Translate

    def step(self, title: str) -> Locator:
        """The row with a title or label."""
        return self.page.locator(f"#{row(self.page, title)}")

    def press(self, title: str, button: str) -> None:
        """Press a button of a row."""
        press(self.page, title, self.said(button))

    def below(self, title: str, new: str) -> None:
        """Put a step below another one."""
        self.press(title, "Step below")
        write(self.page, new)

    def open(self, title: str) -> Locator:
        """A row with its details open."""
        found = self.step(title)
        panel = found.locator(".panel")
        if panel.get_attribute("open") is None:
            panel.locator("summary").click()
        return found


@pytest.mark.parametrize(
    "language", ["nl", pytest.param("en", marks=pytest.mark.soak)], indirect=True
)
def test_a_manager_writes_the_example_and_an_agent_walks_through_it(
    company: Served, words: Words, new_page: NewPage, tmp_path: Path
) -> None:
    said = translator(words.language, locales())
    page = new_page(View(1400, language=words.language))
    company.sign_in(page, "author")
    desk = Desk(page, words, said)
    begin(desk)
    fill_in_details(desk)
    write_purpose_and_term(desk)
    write_first_steps(desk)
    ask_whether_angry(desk)
    ask_whether_solved(desk)
    write_last_steps(desk)
    change_ones_mind(desk)
    show_a_screenshot(desk)
    see_no_marks(desk)
    save_and_submit(desk)
    assert_it_is_the_example(company, words, tmp_path)
    approve_and_release(company, new_page(View(1400, language=words.language)), said)
    find_and_walk(company, new_page(View(PHONE, language=words.language)), words, said)
    company.world.assert_proven()


@pytest.mark.parametrize(
    "language", ["en", pytest.param("nl", marks=pytest.mark.soak)], indirect=True
)
def test_a_change_is_called_more_than_was_found_with_a_reason(
    company: Served, words: Words, new_page: NewPage
) -> None:
    company.world.put_in_force(words.example, NUMBER)
    said = translator(words.language, locales())
    page = new_page(View(1400, language=words.language))
    company.sign_in(page, "author")
    company.visit(page, f"/sops/{NUMBER}/edit")
    page.get_by_label(said("Script: the words to say or write")).fill(f"{words.script} ?")
    left(page)
    page.get_by_role("button", name=said("Save"), exact=True).click()
    page.get_by_role("link", name=said("Submit"), exact=True).click()
    nature = page.get_by_label(said("The change is"))
    expect(nature.locator("option")).not_to_have_count(1)
    nature.select_option("behavioural")
    page.get_by_label(said("What was changed, and why?")).fill(words.purpose)
    page.get_by_label(said("Your password, as your signature")).fill(PASSWORD)
    page.get_by_role("button", name=said("Submit and sign")).click()
    expect(page.locator(".about .nature.behavioural")).to_be_visible()
    expect(page.locator(".about")).to_contain_text(words.purpose)
    other = new_page(View(PHONE, language=words.language))
    approve_and_release(company, other, said, "2.0")


def begin(desk: Desk) -> None:
    page, said = desk.page, desk.said
    page.get_by_role("link", name=said("New procedure")).first.click()
    page.get_by_label(said("What is the procedure called?")).fill(desk.words.title)
    page.get_by_label(said("Language of the procedure")).select_option(desk.words.language)
    page.get_by_label(said("Number"), exact=True).fill(NUMBER)
    page.get_by_role("button", name=said("Begin writing")).click()
    page.wait_for_url("**/edit*")


def fill_in_details(desk: Desk) -> None:
    page, said = desk.page, desk.said
    choose(page.get_by_label(said("Who keeps it current")), "teamleider")
    trained = page.get_by_role("group", name=said("Who must be trained in it"))
    for box in trained.get_by_role("checkbox").all():
        box.check()
    page.get_by_label(said("Phone"), exact=True).check()
    page.get_by_label(said("Service"), exact=True).select_option(label=said("on request"))
    page.get_by_label(said("Direction"), exact=True).select_option(label=said("they contact us"))
    situations = page.get_by_label(said("Situations in which one looks for it, one a line"))
    situations.fill("\n".join(desk.words.situations))
    left(page)
    for standard, figure in (("first-contact-resolution", "75"), ("csat", "80")):
        page.get_by_label(said("Another standard")).select_option(standard)
        page.locator(".targets .adding button").click()
        left(page)
        target = page.locator(f'[id="target.{standard}.value"]')
        expect(page.locator(f'[id="target.{standard}.comparison"]')).to_have_value(">=")
        target.fill(figure)
        left(page)


def write_purpose_and_term(desk: Desk) -> None:
    """The check asks what FCR means; once it is said, it asks no more."""
    page, said, words = desk.page, desk.said, desk.words
    page.locator(".part-of.purpose textarea").fill(words.purpose)
    left(page, words.purpose)
    expect(page.locator("[data-findings]")).to_contain_text("FCR")
    terms = page.locator(".part-of.terms")
    terms.locator(".adding summary").click()
    terms.get_by_label(said("Term"), exact=True).fill("FCR")
    terms.get_by_label(said("What it means")).fill(words.meaning)
    terms.get_by_role("button", name=said("Add"), exact=True).click()
    left(page)
    expect(page.locator("[data-findings]")).not_to_contain_text("FCR")


def write_first_steps(desk: Desk) -> None:
    page, said, words = desk.page, desk.said, desk.words
    for number, (title, text) in enumerate((words.greet, words.collect)):
        own = page.locator("[data-row]").nth(number)
        own.locator(".own input").first.fill(title)
        left(page)
        more = own.get_by_label(said("More about it"))
        if not more.is_visible():
            own.locator(".panel > summary").click()
        more.fill(text)
        left(page)
    greeting = desk.open(words.greet[0])
    choose(greeting.get_by_label(said("Who does it")), "medewerker")
    greeting.get_by_label(said("Done within"), exact=True).fill("30")
    unit = f"{said('Done within')}: {said('unit')}"
    greeting.get_by_label(unit).select_option(label=said("seconds"))
    left(page)
    desk.press(words.greet[0], "Script")
    greeting.get_by_label(said("Script: the words to say or write")).fill(words.script)
    collecting = desk.open(words.collect[0])
    collecting.get_by_label(said("Result that shows it is done")).fill(words.expected)
    left(page)
    desk.press(words.collect[0], "Checklist")
    checklist = collecting.get_by_label(said("Checklist, one thing a line"))
    checklist.fill("\n".join(words.fields))
    left(page, words.fields[2])


def ask_whether_angry(desk: Desk) -> None:
    said, words = desk.said, desk.words
    desk.below(words.collect[0], words.angry)
    desk.press(words.angry, "Make it a question")
    desk.press(said("Yes"), "Step inside")
    write(desk.page, words.apologise)
    desk.below(words.apologise, words.sum_up)
    apologising = desk.open(words.apologise)
    apologising.get_by_label(said("shapes how the customer judges us")).check()
    left(desk.page)


def ask_whether_solved(desk: Desk) -> None:
    page, said, words = desk.page, desk.said, desk.words
    desk.below(f"{words.angry}?", words.solve)
    desk.press(words.solve, "Make it a question")
    what = said("What to do then (may stay empty)")
    desk.step(said("Yes")).get_by_label(what).fill(words.solved)
    left(page)
    no = desk.step(said("No"))
    no.get_by_label(said("Answer"), exact=True).fill(words.invoice)
    left(page)
    no.get_by_label(said("Then"), exact=True).select_option("sop")
    no.get_by_label(said("Which procedure")).fill("KS-007")
    page.keyboard.press("Tab")
    left(page)
    desk.press(f"{words.solve}?", "Answer")
    write(page, words.otherwise[0])
    other = desk.step(words.otherwise[0])
    other.get_by_label(what).fill(words.otherwise[1])
    choose(other.get_by_label(said("Then"), exact=True), f"2 {words.collect[0]}")
    left(page, words.otherwise[1])


def write_last_steps(desk: Desk) -> None:
    page, said, words = desk.page, desk.said, desk.words
    desk.below(f"{words.solve}?", words.call)
    desk.below(words.call, words.close)
    closing = desk.open(words.close)
    choose(closing.get_by_label(said("Standard that it serves")), "first-contact-resolution")
    left(page)
    desk.press(words.close, "Remark")
    closing.get_by_label(said("Kind of remark")).select_option(label=said("Warning"))
    closing.get_by_label(said("Text of the remark")).fill(words.promise)
    left(page, words.promise)


def change_ones_mind(desk: Desk) -> None:
    """Two things at once, and a table; the first is undone, the second stays."""
    page, said, words = desk.page, desk.said, desk.words
    desk.press(words.close, "Several things at once")
    expect(page.locator(".row.strand")).to_have_count(2)
    page.get_by_role("button", name=said("Undo")).click()
    left(page)
    expect(page.locator(".row.strand")).to_have_count(0)
    desk.press(words.close, "Table")
    closing = desk.step(words.close)
    closing.get_by_label(said("Heading of column {number}").format(number=1)).fill("Code")
    left(page)
    cell = said("Row {number}: {heading}").format(number=1, heading="Code")
    closing.get_by_label(cell).fill("K-1 | K-2")
    left(page, "K-1 | K-2")


def show_a_screenshot(desk: Desk) -> None:
    """The check asks what a pasted picture shows; once it is said, it asks no more."""
    page, said, words = desk.page, desk.said, desk.words
    collecting = desk.step(words.collect[0])
    collecting.locator(".own input").first.focus()
    paste_picture(page)
    expect(collecting.locator(".finding.error")).to_have_count(1)
    what = said("What the picture shows, for people who cannot see it")
    collecting.get_by_label(what).fill(words.picture)
    page.keyboard.press("Tab")
    expect(collecting.locator(".finding.error")).to_have_count(0)
    left(page)


def see_no_marks(desk: Desk) -> None:
    """No mark of Markdown or YAML is on the form, nor an id."""
    writing = desk.page.locator(".writing")
    fields = writing.locator("input:not([type=hidden]), textarea")
    seen = " ".join(fields.evaluate_all("all => all.map(each => each.value)"))
    seen += writing.inner_text()
    for mark in ("{", "}", "**", "#", "---", "](", "->", ">=", "role=", "- ["):
        assert mark not in seen


def save_and_submit(desk: Desk) -> None:
    page, said = desk.page, desk.said
    page.get_by_label(said("What changed (may stay empty)")).fill("1")
    page.get_by_role("button", name=said("Save"), exact=True).click()
    page.get_by_role("link", name=said("Submit"), exact=True).click()
    page.get_by_label(said("What is this procedure for, and why now?")).fill(desk.words.purpose)
    page.get_by_label(said("Your password, as your signature")).fill(PASSWORD)
    page.get_by_role("button", name=said("Submit and sign")).click()
    expect(page.get_by_text(said("Waits for approval"))).to_be_visible()


def approve_and_release(company: Served, page: Page, said: Translate, version: str = "1.0") -> None:
    company.sign_in(page, "approver")
    page.get_by_role("link", name=NUMBER).first.click()
    page.locator("#approve-password").fill(PASSWORD)
    page.get_by_role("button", name=said("Approve and sign")).click()
    page.get_by_role("button", name=said("Release"), exact=True).click()
    released = said("Released as version {version}").format(version=version)
    expect(page.get_by_text(released)).to_be_visible()


def find_and_walk(company: Served, page: Page, words: Words, said: Translate) -> None:
    """From what the customer says to the end, with a phone in one hand."""
    company.sign_in(page, "trainee")
    page.locator("main input[type=search]").press_sequentially(words.looked_for)
    page.locator("#found a.hit", has_text=words.title).click()
    expect(page.locator("h1")).to_have_text(words.title)
    page.get_by_role("link", name=said("Walk through it")).click()
    expect(page.get_by_text(words.script)).to_be_visible()
    for way, heading in walk(words, said):
        page.locator(".ways a", has_text=way).first.click()
        expect(page.locator("h1")).to_contain_text(heading)
        assert too_wide(page) == []


def walk(words: Words, said: Translate) -> list[tuple[str, str]]:
    """Where one clicks, and what stands above the next page."""
    onward, done = said("Next"), said("Done")
    return [
        (onward, words.collect[0]),
        (onward, words.angry),
        (said("Yes"), words.apologise),
        (onward, words.sum_up),
        (onward, words.solve),
        (said("Yes"), words.solved),
        (onward, words.call),
        ("KS-010", "Groet de klant"),
        (onward, "Vraag het ordernummer"),
        (done, "KS-010"),
        (NUMBER, words.close),
        (done, said("{number} is done").format(number=NUMBER)),
    ]


def assert_it_is_the_example(company: Served, words: Words, folder: Path) -> None:
    """What was saved has the flow and the findings of the example, and no others."""
    with company.world.register.reading() as session:
        for each in documents.newest(session):
            path = folder / "written" / each.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(documents.text_of(session, each))
            for place, data in documents.pictures_of(session, each.id).items():
                picture = folder / "written" / place
                picture.parent.mkdir(parents=True, exist_ok=True)
                picture.write_bytes(data)
    written = compile_library(folder / "written")
    [mine] = [sop for sop in written.library.sops if sop.number == NUMBER]
    (folder / "written" / mine.path).write_text(words.example, encoding="utf-8")
    meant = compile_library(folder / "written")
    [example] = [sop for sop in meant.library.sops if sop.number == NUMBER]
    for written_part, meant_part in zip(
        drawn(build_flow(mine)), drawn(build_flow(example)), strict=True
    ):
        assert written_part == meant_part
    assert [each.code for each in written.diagnostics] == [each.code for each in meant.diagnostics]
    for name in MATTER:
        assert getattr(mine, name) == getattr(example, name), name
    assert (mine.review.amount, mine.review.unit) == (example.review.amount, example.review.unit)
    [term], [meant_term] = mine.terms, example.terms
    assert (term.name, term.definition) == (meant_term.name, meant_term.definition)


def drawn(flow: Flow) -> tuple[object, ...]:
    """A flow without what an author does not choose: ids, lines, the words of links."""
    name = {
        node.id: (node.kind, node.step, node.target or node.title, node.role) for node in flow.nodes
    }
    edges = [(name[each.source], name[each.target], each.label, each.kind) for each in flow.edges]
    return [*name.values()], edges
