"""Whatever an author writes, the pages show it as it is, whole, and stay pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from sopkit.services.build import build_site
from sopkit.services.compile import compile_library
from tests.browser.axe import violations
from tests.browser.fit import too_wide
from tests.browser.hostile import SIDE, STEPS, TEXTS, title_of, write_hostile_library
from tests.browser.view import PHONE, SCHEMES, SMALLEST, WIDE, OpenPage, Scheme, View, pages, visit
from tests.once import made_once

TITLES = ("h1", ".crumbs", ".opening .situations li", ".details dd")
TEXTS_OF_A_PAGE = (
    *("h2", ".section > .text dt", ".section > .text dd", ".phase", ".step > .title > .words"),
    *(".step > .text", ".script", ".alert", ".task", ".text code", ".text pre", ".expected"),
    *(".why", ".facts", ".branch .answer", ".way .where", ".outline li"),
)


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def build(folder: Path) -> None:
        write_hostile_library(folder / "library")
        build_site(compile_library(folder / "library"), folder / "site")

    return made_once(tmp_path_factory, "hostile", build) / "site"


def test_no_script_of_an_author_runs_and_no_page_complains(
    hostile_site: Path, open_page: OpenPage
) -> None:
    page = open_page(hostile_site / "index.html")
    ran: list[str] = []
    page.on("dialog", lambda dialog: ran.append(dialog.message))
    files = [*pages(hostile_site), *hostile_site.glob("*.svg")]
    assert len(files) > 50
    for path in files:
        page.goto(path.as_uri())
        page.mouse.move(300, 400)
    assert ran == []


def test_nothing_sticks_out_of_a_page(hostile_site: Path, open_page: OpenPage) -> None:
    page = open_page(hostile_site / "index.html")
    found = []
    for path in pages(hostile_site):
        visit(page, path)
        for width in (WIDE, PHONE, SMALLEST):
            page.set_viewport_size({"width": width, "height": 900})
            found += too_wide(page)
    assert found == []


@pytest.mark.parametrize(("width", "scheme"), [(WIDE, "light"), (PHONE, "dark")])
def test_axe_finds_nothing_on_the_worst_pages(
    hostile_site: Path, open_page: OpenPage, readers: Path, width: int, scheme: Scheme
) -> None:
    page = open_page(hostile_site / "index.html", View(width, scheme=scheme))
    found = violations(page, readers)
    for name in ("KS-100", "KS-109", "KS-900", "KS-902", "KS-905", "KS-907", "glossary"):
        visit(page, hostile_site / f"{name}.html")
        found += violations(page, readers)
    assert found == []


@pytest.mark.soak
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", [WIDE, PHONE, SMALLEST])
def test_axe_finds_nothing_on_any_page(
    hostile_site: Path, open_page: OpenPage, readers: Path, width: int, scheme: Scheme
) -> None:
    page = open_page(hostile_site / "index.html", View(width, scheme=scheme))
    found = []
    for path in pages(hostile_site):
        visit(page, path)
        found += violations(page, readers)
    assert found == []


@pytest.mark.parametrize("number", sorted(TEXTS))
def test_every_text_is_on_the_page_as_it_was_written(
    hostile_site: Path, open_page: OpenPage, number: str
) -> None:
    page = open_page(hostile_site / f"{number}.html")
    text, _ = TEXTS[number]
    for where in TITLES:
        assert squeezed(title_of(text)) in squeezed(shown(page, where)), where
    for where in TEXTS_OF_A_PAGE:
        assert squeezed(text) in squeezed(shown(page, where)), where
    assert page.locator(".text img").get_attribute("alt") == " ".join(text.split())


def shown(page: Page, where: str) -> str:
    return " ".join(page.locator(where).all_text_contents())


def squeezed(text: str) -> str:
    """Without white space, and without marks that turn what follows: charts leave them out."""
    return re.sub(r"[\s\u202a-\u202e]", "", text)


def test_a_procedure_of_sixty_steps_has_them_all_in_document_and_chart(
    hostile_site: Path, open_page: OpenPage
) -> None:
    page = open_page(hostile_site / "KS-906.html")
    numbers = {str(place) for place in range(1, STEPS + 1)}
    assert numbers <= {each.strip() for each in page.locator(".step .number").all_text_contents()}
    drawn = page.locator("svg a.node").evaluate_all("all => all.map(each => each.ariaLabel)")
    assert numbers <= {name.split()[0] for name in drawn}


def test_large_pictures_are_shown_whole_within_the_text(
    hostile_site: Path, open_page: OpenPage
) -> None:
    for name, count in (("KS-907.html", 2), ("KS-900.html", 1)):
        page = open_page(hostile_site / name, View(PHONE))
        pictures = page.locator(".text img")
        assert pictures.count() == count
        for index in range(count):
            picture = pictures.nth(index)
            natural = picture.evaluate("each => [each.naturalWidth, each.naturalHeight]")
            box = picture.bounding_box()
            assert box is not None
            assert max(natural) == SIDE
            assert 0 <= box["x"] <= box["x"] + box["width"] <= PHONE
            assert box["height"] <= 900


def test_a_wide_table_scrolls_in_its_own_box(hostile_site: Path, open_page: OpenPage) -> None:
    page = open_page(hostile_site / "KS-907.html")
    table = page.locator(".table")
    table.evaluate("each => each.scrollLeft = 1e6")
    box, last = table.bounding_box(), table.locator("th").last.bounding_box()
    assert box is not None
    assert last is not None
    assert last["x"] + last["width"] <= box["x"] + box["width"] + 1


def test_words_of_the_interface_keep_their_order_in_a_text_that_runs_from_right_to_left(
    hostile_site: Path, open_page: OpenPage
) -> None:
    page = open_page(hostile_site / "KS-902.html")
    for where in (".details dd:has-text('24')", ".facts .within span"):
        amount, unit = page.locator(where).first.evaluate(PLACES)
        assert amount < unit, where
    assert page.locator(".facts .within span").first.get_attribute("lang") is None


PLACES = """element => element.textContent.split(' ').map(word => {
    const range = document.createRange();
    const start = element.firstChild.data.indexOf(word);
    range.setStart(element.firstChild, start);
    range.setEnd(element.firstChild, start + word.length);
    return range.getBoundingClientRect().left;
})"""
