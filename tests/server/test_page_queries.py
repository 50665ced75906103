"""No page asks the database more often for many things than for few."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from sopkit.server.access import ACCESS
from sopkit.services.accounts.tokens import TokenWish, make_token
from sopkit.services.library.voicing import note_miss
from sopkit.services.register import confirming
from sopkit.services.reviews.commenting import comment
from tests.engines import copied
from tests.register import TYPED, World, sop
from tests.server.test_access import PICTURE, RIGHTS, ROUTES, values_of
from tests.statements import queries
from tests.visitors import visitor
from tests.web import Web, filled

FEW, MANY = 1, 4

READERS = ("author", "approver", "admin")

ADDRESSES = {
    "search": ("/search?q=telefoon", "/search?q=telefon", "/search?q=klant+groet"),
    "library": ("/library", "/library?status=draft", "/library?department=klantenservice"),
    "trail": ("/trail", "/trail?subject=sop"),
    "write_procedures": ("/write/procedures?typed=KS&language=nl",),
    "compare_versions": ("/sops/KS-001/compare?from=1.0&to=2.0",),
    "walk": ("/sops/KS-001/walk", "/sops/KS-001/walk?way=0-0"),
    "edit": ("/sops/KS-001/edit", "/sops/KS-001/edit?mode=text"),
    "submit_page": ("/sops/KS-001/submit", "/sops/KS-500/submit"),
}
"""What to ask of a route whose path alone shows too little."""

pytestmark = pytest.mark.xdist_group("page-queries")  # the registers are filled once

FILES = frozenset({"trail_csv", "trail_bundle", "backup", "api_version_pdf"})
"""Not pages: files of everything, which take as long as there is much."""

PAGES = [each for each in ROUTES if "GET" in (each.methods or ()) and each.name not in FILES]


def grown(sqlite_world: World, folder_of: pytest.TempPathFactory, many: int) -> Web:
    """A register with so many of everything that a page can list."""
    world = copied(sqlite_world, folder_of.mktemp(f"grown-{many}"))
    register, reviewer = world.register, visitor(world, "reviewer")
    for index in range(many):
        world.appoint(f"reader-{index}", f"Lezer {index}", "reader")
        for person in ("admin", "author"):
            wish = TokenWish(f"Program {index}", "read", 30)
            make_token(register, world.people[person], wish, TYPED, world.tick())
    for index in range(many + 1):
        shown = f"Kijk {index}.\n\n   ![Een groet]({PICTURE})"
        text = sop(steps=(shown, "Klaar."), review="1 month")
        world.put_in_force(text, pictures={PICTURE: b"a picture"})
    for index in range(many):
        number = f"KS-{index + 100}"
        world.put_in_force(sop(f"KS-{index + 300}"), f"KS-{index + 300}")
        calling = f"Groet de klant, dan [verder](KS-001) en [daar](KS-{index + 300})."
        world.put_in_force(sop(number, steps=(calling, "Klaar."), review="1 month"), number)
        world.save(sop(f"KS-{index + 300}", steps=("Groet de klant eerst.",)))
        world.save(sop(f"KS-{index + 500}", steps=("Bel de klant → [Nergens](#nergens)",)))
        world.save(sop(f"KS-{index + 600}", steps=("Groet.", "Bel [terug](KS-001).")))
        review = world.submit(f"KS-{index + 600}").id
        for place in ("groet", "bel-terug"):
            for said in range(many):
                comment(register, reviewer, review, place, f"Waarom {said}?", world.tick())
        note_miss(register, f"fietsenstalling {index}", world.tick())
    for _ in range(many):
        confirming.confirm(register, world.people["approver"], "KS-001", TYPED, world.tick())
    links = ", ".join(f"[x](KS-{index + 100})" for index in range(many))
    world.save(sop(steps=(f"Zie {links}.", f"![Een groet]({PICTURE})")))
    return Web(world)


@pytest.fixture(scope="module")
def both(sqlite_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Web]]:
    made = [grown(sqlite_world, tmp_path_factory, many) for many in (FEW, MANY)]
    yield made
    for web in made:
        web.close()
        web.world.register.close()


def asked(web: Web, route: APIRoute, person: str) -> dict[str, tuple[int, int]]:
    """What each address of a route answers, and in how many statements once it is known."""
    values, client = values_of(web), web.as_(person)
    found = {}
    for address in ADDRESSES.get(route.name, (filled(route.path, values),)):
        status = client.get(address).status_code
        count = queries(lambda at=address: client.get(at))  # type: ignore[misc]
        found[address.replace(values["review_id"], "…")] = (status, count)
    return found


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
def test_a_page_takes_as_many_queries_for_many_as_for_few(both: list[Web], route: APIRoute) -> None:
    needed = ACCESS[route.name].rights
    for person in READERS:
        if needed is None or needed & RIGHTS[person]:
            few, many = (asked(web, route, person) for web in both)
            assert few.keys() == many.keys()
            for address, (status, count) in many.items():
                assert few[address][0] == status, f"{address} as {person}"
                assert count <= few[address][1], f"{address} as {person}"
