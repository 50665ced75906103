"""The story of a text from its author's draft to a version in force, clicked through."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sopkit.messages import translator
from sopkit.resources import locales
from tests.browser.application import Served
from tests.browser.view import PHONE, View
from tests.register import PASSWORD, sop

NewPage = Callable[..., Page]

NUMBER = "KS-001"
STEP = "groet-de-klant"


@pytest.mark.parametrize(("language", "script"), [("en", True), ("nl", False)])
def test_a_text_is_submitted_sent_back_mended_approved_and_released(
    served: Served, new_page: NewPage, complaints: list[str], language: str, script: bool
) -> None:
    said = translator(language, locales())
    people = {}
    for login in ("author", "reviewer", "approver"):
        people[login] = new_page(View(PHONE, language=language), script=script)
        served.sign_in(people[login], login)
    author, reviewer, approver = people.values()

    served.world.save(sop())
    served.visit(author, f"/sops/{NUMBER}/submit")
    author.get_by_label(said("What is this procedure for, and why now?")).fill("Eerste versie.")
    author.get_by_label(said("Your password, as your signature")).fill("not my password")
    author.get_by_role("button", name=said("Submit and sign")).click()
    expect(author.get_by_role("alert")).to_have_text(
        said("That is not your password, so nothing was signed.")
    )
    expect(author.get_by_label(said("Your password, as your signature"))).to_be_focused()
    author.get_by_label(said("Your password, as your signature")).fill(PASSWORD)
    author.get_by_role("button", name=said("Submit and sign")).click()
    expect(author.get_by_text(said("Waits for approval"))).to_be_visible()

    served.visit(reviewer, "/reviews")
    reviewer.get_by_role("link", name=NUMBER).click()
    step = reviewer.locator(f'[data-step="{STEP}"]')
    step.locator("summary").click()
    question = said("What do you want to say about step {number}?").format(number=1)
    step.get_by_label(question).fill("Hoe snel?")
    step.get_by_role("button", name=said("Place comment")).click()
    expect(reviewer.locator(f'[data-step="{STEP}"] .remark')).to_contain_text("Hoe snel?")

    served.visit(approver, "/reviews")
    approver.get_by_role("link", name=NUMBER).click()
    approver.get_by_text(said("Send back to the author")).click()
    approver.get_by_label(said("What has to change?")).fill("Noem de termijn.")
    approver.locator("#send-back-password").fill(PASSWORD)
    approver.get_by_role("button", name=said("Send back and sign")).click()
    expect(approver.locator(".stage.returned")).to_be_visible()

    served.world.save(sop(steps=("Groet de klant binnen 20 seconden.", "Vraag het ordernummer.")))
    served.visit(author, f"/sops/{NUMBER}/submit")
    asked = author.locator(".asked")
    expect(asked).to_contain_text("Noem de termijn.")
    expect(asked).to_contain_text("Hoe snel?")
    expect(asked).to_contain_text(said("This step was changed since."))
    author.get_by_label(said("What is this procedure for, and why now?")).fill("Met termijn.")
    author.get_by_label(said("Your password, as your signature")).fill(PASSWORD)
    author.get_by_role("button", name=said("Submit and sign")).click()

    served.visit(approver, "/reviews")
    approver.get_by_role("link", name=NUMBER).click()
    approver.locator("#approve-password").fill(PASSWORD)
    approver.get_by_role("button", name=said("Approve and sign")).click()
    approver.get_by_role("button", name=said("Release"), exact=True).click()
    released = said("Released as version {version}").format(version="1.0")
    expect(approver.get_by_text(released)).to_be_visible()

    served.visit(author, f"/sops/{NUMBER}/history")
    expect(author.locator(".texts .status.effective")).to_be_visible()
    served.world.assert_proven()
    # A wrong password is answered with a status that the browser notes.
    complaints[:] = [each for each in complaints if "403" not in each]


def test_two_texts_are_chosen_and_compared_by_keyboard(served: Served, new_page: NewPage) -> None:
    served.world.put_in_force(sop())
    served.world.save(sop(steps=("Groet de klant binnen 20 seconden.", "Vraag het ordernummer.")))
    page = new_page(View(language="en"))
    served.sign_in(page, "author")
    served.visit(page, f"/sops/{NUMBER}/history")
    page.get_by_role("button", name="Compare").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NUMBER)
    expect(page.locator("ins")).to_contain_text("binnen 20 seconden")
