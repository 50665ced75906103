"""The web application as people meet it: every page, both languages, both widths, both schemes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from sopkit.model.notice import Notice, Rhythm
from sopkit.server.access import PROGRAMS
from sopkit.services.accounts.founding import offer_founding
from sopkit.services.accounts.passwords import offer_reset
from sopkit.services.notices.choosing import Choice, choose, wishes
from sopkit.services.notices.links import token
from sopkit.services.register import deciding
from sopkit.services.register.opening import open_register, upgrade
from sopkit.services.register.persons import set_address
from sopkit.services.reviews.commenting import comment
from sopkit.services.writing import desk
from sopkit.services.writing.desk import Sheet
from sopkit.settings import Settings, database_url
from tests.browser.application import Served, serving
from tests.browser.axe import violations
from tests.browser.fit import too_wide
from tests.browser.view import PHONE, SCHEMES, SMALLEST, WIDTHS, Scheme, View
from tests.register import START, TYPED, World, sop
from tests.server.test_access import ROUTES
from tests.visitors import visitor

NewPage = Callable[..., Page]

PAGES: dict[str, tuple[str, ...]] = {
    "": (
        "/sign-in",
        "/nothing-here",
        "{reset}",
        "/reset/of-no-link",
        "/set-up/of-no-link",
        "{refusal}",
        "/mail/off/of.no.link",
    ),
    "author": (
        "/",
        "/nothing-here",
        "/library",
        "/library?status=draft",
        "/glossary",
        "/search?q=telefoon",
        "/search?q=fietsenstalling",
        "/sops/KS-001",
        "/sops/KS-001?version=draft",
        "/sops/KS-001/walk",
        "/sops/KS-001/walk?way=0-0",
        "/account",
        "/account/mail",
        "/reviews",
        "/reviews/{changed}",
        "/reviews/{returned}",
        "/sops/KS-003/submit",
        "/sops/KS-004/submit",
        "/sops/KS-001/history",
        "/sops/KS-001/compare?from=1.0&to=r2",
        "/write",
        "/write?number=KS-001&original=nl&language=en",
        "/sops/KS-001/edit",
        "/sops/KS-001/edit?mode=text",
        "/sops/KS-005/edit",
        "/sops/KS-006/edit/together",
    ),
    "approver": (
        "/reviews",
        "/reviews/{changed}",
        "/reviews/{approved}",
        "/sops/KS-001/confirm",
        "/sops/KS-001/withdraw",
    ),
    "admin": (
        "/admin/jobs",
        "/admin/people",
        "/admin/people?words=nobody-of-that-name",
        "/admin/people/author",
        "/admin/add-person",
        "/admin/import",
        "/admin/teams",
        "/admin/organisation",
        "/admin/list/departments",
        "/admin/list/roles",
        "/trail",
        "/trail?until=2020-01-01",
    ),
}
"""Pages to read with axe-core, by who looks at them ("" is nobody), as `lived_in` makes them."""


RICH = (
    sop(
        "KS-005",
        steps=(
            "Zoek.\n\n   | Wat | Wie | Waar | Hoe |\n   |--:|---|---|---|\n   | a | b | c | d |\n",
            "Regel alles. {parallel}\n   - Bel\n   - Schade?: maak een foto",
            "> [!TIP]\n   > Let op.",
        ),
    )
    .replace("review:", "standards:\n  occupancy: 75..85%\n  menu-time: median <= 45s\nreview:")
    .replace("Geen.", "order\n: Een koop.\n\nklant\n: Wie koopt.")
)
"""A procedure for which the editor needs all of its fields."""

SAMPLE = (("nl", PHONE, "dark"),)
"""The view of `make test`; the others are for `make soak`."""

ANY = dict.fromkeys(("changed", "approved", "returned"), "any") | {
    "reset": "/reset/any",
    "refusal": "/mail/off/any",
}
"""Something for each thing that `lived_in` makes."""

VIEWS = [
    pytest.param(*view, marks=[] if view in SAMPLE else [pytest.mark.soak])
    for view in product(("en", "nl"), WIDTHS, SCHEMES)
]


NO_PAGES = frozenset(
    {
        "admin",
        "logo",
        "sop_chart",
        "sop_picture",
        "sop_pdf",
        "sop_card",
        "review_picture",
        "edit_picture",
        "edit_preview",
        "write_procedures",
        "trail_csv",
    }
)
"""What only leads to a page, or is fetched for one."""


def test_axe_reads_every_page_that_there_is() -> None:
    read = {path.split("?")[0].format(**ANY) for paths in PAGES.values() for path in paths}
    read |= {"/set-up/of-a-register-without-accounts"}
    pages = [each for each in ROUTES if "GET" in (each.methods or ()) and each.name not in PROGRAMS]
    unread = {each.name for each in pages if not any(map(each.path_regex.match, read))}
    assert unread == NO_PAGES


@pytest.fixture
def lived_in(served: Served) -> Served:
    """An application in which something happened."""
    world = served.world
    world.put_in_force(sop())
    world.save(sop(steps=("Groet de klant binnen 20 seconden.", "Vraag het ordernummer.")))
    world.save(RICH)
    world.save(sop("KS-002"))
    world.save(sop("KS-003"))
    world.save(sop("KS-004", steps=("Bel terug → [Nergens](#nergens)",)))
    reviewer, register = visitor(world, "reviewer"), world.register
    made = {
        "changed": world.submit().id,
        "approved": world.submit("KS-002").id,
        "returned": world.submit("KS-003").id,
    }
    for review in made.values():
        comment(register, reviewer, review, "vraag-het-ordernummer", "Eerst?", world.tick())
    world.approve("KS-002")
    approver = world.people["approver"]
    deciding.send_back(register, approver, "KS-003", "Te kort.", TYPED, world.tick())
    collide(world)
    served.reviews.update(made, refusal=refusal_link(world), reset=reset_link(world))
    return served


def reset_link(world: World) -> str:
    """The address at which the trainee sets a password."""
    secret = offer_reset(world.register, world.people["admin"], "trainee", datetime.now(UTC))
    return f"/reset/{secret}"


def refusal_link(world: World) -> str:
    """The address at which the approver refuses mail about reviews."""
    register, approver = world.register, world.people["approver"]
    set_address(register, world.people["admin"], "approver", "bram@example.org", world.tick())
    choose(register, approver, Choice(frozenset(), Rhythm.WEEKLY), world.tick())
    made = token(approver.id, Notice.REVIEW_ASKED, wishes(register, approver))
    return f"/mail/off/{made}"


def collide(world: World) -> None:
    """The author writes in a procedure that somebody else saves meanwhile."""
    world.save(sop("KS-006"))
    world.appoint("second", "Sam Schrijver", "author")
    sheet, author = Sheet("KS-006"), world.people["author"]
    found = desk.take(world.register, author, sheet, world.tick())
    text = sop("KS-006", steps=("Groet de klant met naam.", "Vraag het ordernummer."))
    desk.put(world.register, author, found, text.encode(), world.tick())
    world.save(sop("KS-006", steps=("Groet en luister.", "Vraag het nummer.")), by="second")


@pytest.mark.parametrize(("language", "width", "scheme"), VIEWS)
def test_axe_finds_nothing_on_any_page_of_the_application(
    lived_in: Served,
    new_page: NewPage,
    readers: Path,
    complaints: list[str],
    width: int,
    scheme: Scheme,
    language: str,
) -> None:
    found = []
    view = View(width, scheme=scheme, language=language)
    for login, paths in PAGES.items():
        page = new_page(view)
        if login:
            lived_in.sign_in(page, login)
        for path in paths:
            lived_in.visit(page, path.format(**lived_in.reviews))
            found += [f"{path} as {login or 'nobody'}: {v}" for v in violations(page, readers)]
            page.set_viewport_size({"width": SMALLEST, "height": 900})
            found += [f"{path} is too wide: {each}" for each in too_wide(page)]
            page.set_viewport_size({"width": width, "height": 900})
    assert found == []
    # A page that says “not found” is answered with that status, which the browser notes.
    complaints[:] = [each for each in complaints if not re.search("40[04]|410", each)]


def test_the_first_page_of_all_is_readable_for_everybody(
    empty: World, new_page: NewPage, readers: Path
) -> None:
    """The page where the first account is made, which is there only as long as there is none."""
    secret = offer_founding(empty.register, datetime.now(UTC))
    with serving(empty) as served:
        for language, width, scheme in product(("en", "nl"), WIDTHS, SCHEMES):
            page = new_page(View(width, scheme=scheme, language=language))
            served.visit(page, f"/set-up/{secret}")
            assert page.locator("#login").count() == 1
            assert violations(page, readers) == []
            page.set_viewport_size({"width": SMALLEST, "height": 900})
            assert too_wide(page) == []


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[World]:
    settings = Settings(database_url(str(tmp_path / "register.sqlite")))
    upgrade(settings, START)
    with closing(open_register(settings)) as register:
        yield World(settings, register)


def test_one_signs_in_by_keyboard_and_without_a_script(served: Served, new_page: NewPage) -> None:
    page = new_page(View(language="en"), script=False)
    page.goto(served.address)
    expect(page.get_by_label("Login")).to_be_focused()
    page.keyboard.type("author")
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse battery")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.address}/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{served.address}/sign-in")
