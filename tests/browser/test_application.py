"""The web application as people meet it: every page, both languages, both widths, both schemes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page

from sopkit.services.register import deciding
from sopkit.services.reviews.commenting import comment
from tests.browser.application import Served
from tests.browser.axe import violations
from tests.browser.fit import too_wide
from tests.browser.view import PHONE, SCHEMES, SMALLEST, WIDE, WIDTHS, Scheme, View
from tests.register import PASSWORD, sop
from tests.visitors import visitor

NewPage = Callable[..., Page]

PAGES: dict[str, tuple[str, ...]] = {
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
        "/sops/KS-001/edit",
        "/sops/KS-001/edit?mode=text",
        "/sops/KS-005/edit",
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
"""Pages to read with axe-core, by who looks at them, in the register that `lived_in` makes."""


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

SAMPLE = (("en", PHONE, "light"), ("nl", WIDE, "dark"))
"""The views of `make test`; the others are for `make soak`."""

VIEWS = [
    pytest.param(*view, marks=[] if view in SAMPLE else [pytest.mark.soak])
    for view in product(("en", "nl"), WIDTHS, SCHEMES)
]


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
    deciding.send_back(register, approver, "KS-003", "Te kort.", PASSWORD, world.tick())
    served.reviews.update(made)
    return served


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
    signed_out = new_page(view)
    lived_in.visit(signed_out, "/sign-in")
    found += violations(signed_out, readers)
    for login, paths in PAGES.items():
        page = new_page(view)
        lived_in.sign_in(page, login)
        for path in paths:
            lived_in.visit(page, path.format(**lived_in.reviews))
            found += violations(page, readers)
            page.set_viewport_size({"width": SMALLEST, "height": 900})
            found += [f"{path} is too wide: {each}" for each in too_wide(page)]
            page.set_viewport_size({"width": width, "height": 900})
    assert found == []
    # A page that says “not found” is answered with that status, which the browser notes.
    complaints[:] = [each for each in complaints if "404" not in each]


def test_one_signs_in_by_keyboard_and_without_a_script(served: Served, new_page: NewPage) -> None:
    page = new_page(View(language="en"), script=False)
    page.goto(served.address)
    page.keyboard.type("author")
    page.keyboard.press("Tab")
    page.keyboard.type("correct horse battery")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.address}/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{served.address}/sign-in")
