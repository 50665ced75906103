"""What somebody does in the editor, for the tests that write in it."""

from __future__ import annotations

import base64

from playwright.sync_api import Locator, Page, expect

from sopkit.store import documents
from tests.browser.application import Served

DOT = base64.b64encode(
    base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
).decode()
"""A picture of one dot (PNG)."""


def settled(page: Page, words: str = "") -> None:
    """Wait until everything that was typed is kept."""
    page.wait_for_selector("[data-editor]:not([data-busy])")
    if words:
        expect(page.locator("[data-preview]")).to_contain_text(words)


def left(page: Page, words: str = "") -> None:
    """Leave the field in which one typed, which is then kept at once, and wait until it is."""
    page.evaluate("document.activeElement.blur()")
    settled(page, words)


def choose(field: Locator, choice: str) -> None:
    """Come to a list, which fills it, and choose."""
    field.focus()
    field.select_option(choice)


def row(page: Page, words: str) -> str:
    """The id of the row whose words these are, the last one if there are more."""
    found = page.evaluate(
        """(words) => [...document.querySelectorAll('.row')].findLast((row) =>
          [...row.querySelectorAll('.own input')].some((field) => field.value === words))?.id""",
        words,
    )
    assert found, f"no row says “{words}”"
    return str(found)


def press(page: Page, words: str, button: str) -> None:
    """Press a button of the row with these words."""
    at = page.locator(f"#{row(page, words)}")
    name = at.get_by_role("button", name=button, exact=True)
    if not name.first.is_visible():
        at.locator(".moving > summary").click()
    name.first.click()
    settled(page)


def write(page: Page, words: str) -> None:
    """Type over the words that a new row begins with."""
    page.keyboard.insert_text(words)
    page.keyboard.press("Tab")
    settled(page)


def newest(served: Served, number: str) -> str:
    with served.world.register.reading() as session:
        [found] = [each for each in documents.newest(session) if each.document.key == number]
        return documents.text_of(session, found).decode()


def paste_picture(page: Page) -> None:
    """Paste a picture where the focus is, and wait until it was put in."""
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
    settled(page)
