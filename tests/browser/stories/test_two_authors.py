"""Two people write in one procedure: whoever saves second is shown both, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from sopkit.messages import Translate, translator
from sopkit.resources import locales
from tests.browser.application import Served
from tests.browser.editing import newest, row, settled
from tests.browser.fit import too_wide
from tests.browser.stories.example import Words
from tests.browser.view import SMALLEST, View

NewPage = Callable[..., Page]

NUMBER = "KS-007"
MINE, THEIRS = "Groet de klant met haar naam", "Groet en luister"


@dataclass(frozen=True)
class Writer:
    """Somebody at the editor, with a script or without."""

    page: Page
    said: Translate
    script: bool

    def fill(self, field: Locator, words: str) -> None:
        """Change a field, so that it is kept."""
        field.fill(words)
        if self.script:
            settled(self.page)
        else:
            self.press("Take over what I typed")

    def press(self, name: str) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=self.said(name), exact=True).click()

    @property
    def title(self) -> Locator:
        """The title of the procedure."""
        return self.page.get_by_label(self.said("Title"), exact=True)

    def step(self, words: str) -> Locator:
        """The field in which a step has these words."""
        return self.page.locator(f"#{row(self.page, words)} .own input").first


@pytest.mark.parametrize(
    ("language", "mine_scripted"),
    [
        ("nl", True),
        ("en", False),
        pytest.param("nl", False, marks=pytest.mark.soak),
        pytest.param("en", True, marks=pytest.mark.soak),
    ],
    indirect=["language"],
)
def test_two_editors_collide_and_nothing_is_lost(
    company: Served, words: Words, new_page: NewPage, *, mine_scripted: bool
) -> None:
    said = translator(words.language, locales())
    mine, theirs = two_writers(company, new_page, said, words.language, mine_scripted)
    mine.fill(mine.step("Groet de klant"), MINE)
    theirs.fill(theirs.step("Groet de klant"), THEIRS)
    theirs.fill(theirs.title, words.title)
    theirs.press("Save")
    expect(theirs.page.locator("[data-kept]")).to_contain_text(saved(said))

    mine.press("Save")
    mine.page.wait_for_url("**/edit/together*")
    main = mine.page.get_by_role("main")
    expect(main).to_contain_text("Sam Schrijver")
    expect(mine.page.locator(".conflict")).to_have_count(1)
    for typed in (MINE, THEIRS):
        expect(mine.page.locator(".conflict")).to_contain_text(typed)
    mine.page.set_viewport_size({"width": SMALLEST, "height": 900})
    assert too_wide(mine.page) == []
    mine.press("Put together and look at it")
    mine.page.wait_for_url("**/edit?*")
    assert row(mine.page, MINE) != row(mine.page, THEIRS)
    expect(mine.title).to_have_value(words.title)
    mine.press("Save")
    expect(mine.page.locator("[data-kept]")).to_contain_text(saved(said))
    text = newest(company, NUMBER)
    for typed in (MINE, THEIRS, f"title: {words.title}"):
        assert typed in text
    company.world.assert_proven()


@pytest.mark.parametrize("language", ["nl"], indirect=True)
@pytest.mark.parametrize(("choice", "kept"), [("mine", MINE), ("theirs", THEIRS)])
def test_one_of_both_is_chosen_without_a_script(
    company: Served, new_page: NewPage, language: str, choice: str, kept: str
) -> None:
    said = translator(language, locales())
    mine, theirs = two_writers(company, new_page, said, language, scripted=False)
    mine.fill(mine.step("Groet de klant"), MINE)
    theirs.fill(theirs.step("Groet de klant"), THEIRS)
    theirs.press("Save")
    expect(theirs.page.locator("[data-kept]")).to_contain_text(saved(said))
    mine.page.reload()
    mine.page.get_by_role("link", name=said("Put the two together")).click()
    mine.page.locator(f"[name='choice.0'][value={choice}]").check()
    mine.press("Put together and look at it")
    mine.press("Save")
    text = newest(company, NUMBER)
    assert [typed for typed in (MINE, THEIRS) if typed in text] == [kept]


def two_writers(
    company: Served, new_page: NewPage, said: Translate, language: str, scripted: bool
) -> tuple[Writer, Writer]:
    """Two authors with the same procedure before them; the second one has a script."""
    world = company.world
    world.appoint("second", "Sam Schrijver", "author")
    world.use_quick_passwords()
    writers = []
    for login, script in (("author", scripted), ("second", True)):
        page = new_page(View(1400, language=language), script=script)
        company.sign_in(page, login)
        company.visit(page, f"/sops/{NUMBER}/edit")
        writers.append(Writer(page, said, script))
    return writers[0], writers[1]


def saved(said: Translate) -> str:
    """What the editor says of a text that was saved, without the moment."""
    return said("Saved {moment}").partition("{")[0].strip()
