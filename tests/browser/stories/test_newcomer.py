"""A new employee finds a procedure, walks through it and prints it; the rest is not there."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pytest
from playwright.sync_api import Page, expect

from sopkit.messages import translator
from sopkit.resources import locales
from tests.browser.application import Served
from tests.browser.fit import too_wide
from tests.browser.stories.example import Words
from tests.browser.view import PHONE, View
from tests.register import sop

NewPage = Callable[..., Page]


@pytest.mark.parametrize(
    "language", ["nl", pytest.param("en", marks=pytest.mark.soak)], indirect=True
)
def test_a_new_employee_finds_walks_and_prints_and_sees_nothing_else(
    company: Served, words: Words, new_page: NewPage, complaints: list[str]
) -> None:
    world, said = company.world, translator(words.language, locales())
    world.put_in_force(words.example, "KS-003")
    world.save(sop("KS-020", title="Geheim plan", department="hr", language=words.language))
    page = new_page(View(PHONE, language=words.language))
    company.sign_in(page, "trainee")

    # finds it, and walks off the straight way: back to the questions, and to another procedure
    page.locator("main input[type=search]").press_sequentially(words.situations[0])
    page.locator("#found a.hit", has_text=words.title).click()
    page.get_by_role("link", name=said("Walk through it")).click()
    onward = said("Next")
    for way in (onward, onward, said("No"), words.otherwise[0], onward):
        page.locator(".ways a", has_text=way).first.click()
        assert too_wide(page) == []
    expect(page.locator("h1")).to_contain_text(words.collect[0])
    for way in (onward, said("No"), words.invoice):
        page.locator(".ways a", has_text=way).first.click()
    expect(page.locator("main")).to_contain_text("KS-007")

    # prints it: the document, the card for the wall, and the page itself
    company.visit(page, "/sops/KS-003")
    printed = text_of(page, said("PDF"))
    assert "KS-003" in printed
    assert "1.0" in printed
    assert words.script in " ".join(printed.split())
    assert words.title in " ".join(text_of(page, said("Card for the wall")).split())
    paper = "".join(each.extract_text() for each in pages_of(page.pdf()))
    assert words.collect[0] in " ".join(paper.split())
    assert said("Sign out") not in paper

    # what is not for her is not there: no page, no hit, no number
    for path in ("", "/edit", "/walk", "/pdf", "/history"):
        answer = page.goto(f"{company.address}/sops/KS-020{path}")
        assert answer is not None
        assert answer.status == 404
        assert "Geheim" not in page.content()
        assert page.locator("h1").inner_text() == said("Not found")
    company.visit(page, "/search?q=geheim+plan")
    expect(page.locator("a.hit")).to_have_count(0)
    complaints[:] = [each for each in complaints if "404" not in each]


def text_of(page: Page, link: str) -> str:
    """The words of the PDF behind a link, as the browser gets it."""
    address = page.get_by_role("link", name=link, exact=True).get_attribute("href")
    answer = page.request.get(f"{page.url.partition('/sops')[0]}{address}")
    assert answer.headers["content-type"] == "application/pdf"
    return "\n".join(each.extract_text() for each in pages_of(answer.body()))


def pages_of(data: bytes) -> list[pypdf.PageObject]:
    return list(pypdf.PdfReader(io.BytesIO(data)).pages)
