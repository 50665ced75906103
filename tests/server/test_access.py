"""Every route, tried as everybody: the table in `server/access.py` is what they meet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from sopkit.server.access import ACCESS
from sopkit.server.routes import ROUTERS
from sopkit.services.accounts.signing_in import Right
from sopkit.services.house.changing import set_logo
from sopkit.services.register.persons import add_person, close_account, give_right
from sopkit.services.register.saving import Writing, save_revision
from sopkit.store import documents, submissions
from tests.engines import copied
from tests.register import World, sop
from tests.services.house.test_logo import png
from tests.web import Web, filled, text_of

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]

PICTURE = "groet.png"
OTHERS = {"token": "of.no.link", "job": "of-no-number"}


def values_of(web: Web) -> dict[str, str]:
    """For the parameters of paths: things that are there, in `lived_in`."""
    with web.world.register.reading() as session:
        submission, *_others = submissions.open_submissions(session)
    return {
        "number": "KS-001",
        "language": "nl",
        "version": "1.0",
        "style": "json",
        "submission": submission.id,
        "right": "reader",
        "department": "klantenservice",
        "role": "medewerker",
        "team": "Ochtend",
        "review_id": submission.id,
        "path": PICTURE,
        "token": "of.no.link",
        "job": "of-no-number",
        "login": "trainee",
        "secret": "of-no-link",
        "kind": "roles",
    }


RIGHTS = {
    "admin": {Right.ADMINISTRATOR},
    "author": {Right.AUTHOR},
    "approver": {Right.APPROVER},
    "reviewer": {Right.REVIEWER},
    "trainee": {Right.READER},
    "outsider": set(),
}
"""What the cast may do, told independently of the register."""

EVERYWHERE = {"admin"}
"""Whose right holds in all departments; the others have theirs in each of two."""


def methods_of(route: APIRoute) -> list[str]:
    return sorted(route.methods or ())


@pytest.fixture(scope="module")
def lived_in(sqlite_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A register with a procedure in force and one under review, each with a picture.

    One for all: an empty form changes nothing.
    """
    world = copied(sqlite_world, tmp_path_factory.mktemp("lived-in"))
    with world.register.reading() as session:
        [newest] = documents.newest(session)  # that of the organisation
    set_logo(world.register, world.people["admin"], newest.id, png(), world.tick())
    shown = sop(steps=(f"Kijk.\n\n   ![Een groet]({PICTURE})", "Klaar."))
    world.put_in_force(shown, pictures={PICTURE: b"a picture"})
    writing = Writing("KS-002.md", sop("KS-002").encode(), {PICTURE: b"a picture"})
    save_revision(world.register, world.people["author"], writing, None, "", world.tick())
    world.submit("KS-002")
    yield Web(world)
    world.register.close()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_route_answers_those_who_may_and_is_not_there_for_others(
    lived_in: Web, route: APIRoute
) -> None:
    path = filled(route.path, values_of(lived_in))
    need = ACCESS[route.name]
    for method in methods_of(route):
        for person, rights in RIGHTS.items():
            client = lived_in.as_(person)
            status = client.request(method, path).status_code
            allowed = need.rights is None or bool(need.rights & rights)
            allowed = allowed and (not need.everywhere or person in EVERYWHERE)
            assert (status != 404) == allowed, f"{method} {path} as {person}: {status}"
            if route.name == "sign_out":
                lived_in.clients.clear()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_nobody_is_asked_to_sign_in_where_one_must(lived_in: Web, route: APIRoute) -> None:
    client = lived_in.nobody()
    for method in methods_of(route):
        answer = client.request(method, filled(route.path, values_of(lived_in)))
        asked = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
        if route.path.startswith("/api/"):
            asked = answer.status_code == 401
        assert asked == ACCESS[route.name].signed_in, f"{method} {route.path}"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_other_sites_cannot_send_to_a_route(lived_in: Web, route: APIRoute) -> None:
    path = filled(route.path, values_of(lived_in))
    for method in sorted(set(methods_of(route)) - {"GET"}):
        client = lived_in.as_("admin")
        for headers in (
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"sec-fetch-site": "", "origin": "https://elsewhere.example"},
        ):
            status = client.request(method, path, headers=headers).status_code
            refused = not ACCESS[route.name].from_elsewhere
            assert (status == 403) == refused, f"{method} {path} {headers}"


def test_a_page_that_is_not_there_says_so_without_a_way_to_tell(web: Web) -> None:
    for person in ("author", "outsider"):
        answer = web.as_(person).get("/nothing-of-that-name")
        assert answer.status_code == 404
        assert "There is nothing at this address, or nothing that you may see." in answer.text


def test_whoever_loses_a_right_has_lost_it_at_the_next_click(web: Web) -> None:
    client = web.as_("author")
    assert client.get("/").status_code == 200
    world: World = web.world
    close_account(world.register, world.people["admin"], "author", world.tick())
    assert client.get("/").headers["location"] == "/sign-in"


def test_a_right_in_one_department_opens_nothing_that_is_about_all_of_them(lived_in: Web) -> None:
    world = lived_in.world
    world.people["steward"] = add_person(
        world.register, world.people["admin"], "steward", "Stef Staf", world.tick()
    )
    for each in ("administrator", "reviewer"):
        give_right(
            world.register, world.people["admin"], "steward", each, "klantenservice", world.tick()
        )
    world.use_quick_passwords()
    client, values = lived_in.as_("steward"), values_of(lived_in)
    tried = [route for route in ROUTES if ACCESS[route.name].everywhere]
    assert {"jobs", "job_again", "trail", "trail_csv", "api_trail"} <= {e.name for e in tried}
    for route in tried:
        for method in methods_of(route):
            answer = client.request(method, filled(route.path, values))
            assert answer.status_code == 404, f"{method} {route.path}"
    menu = client.get("/").text
    assert 'href="/trail"' not in menu
    assert 'href="/admin"' not in menu


def test_a_browser_that_goes_where_a_form_is_sent_gets_a_page(lived_in: Web) -> None:
    values = values_of(lived_in)
    looked_at = {filled(route.path, values) for route in ROUTES if "GET" in (route.methods or ())}
    client = lived_in.as_("author")
    for route in ROUTES:
        path = filled(route.path, values)
        if path in looked_at or "POST" not in (route.methods or ()):
            continue
        answer = client.get(path)
        assert (answer.status_code, answer.headers["allow"]) == (405, "POST"), path
        kind = answer.headers["content-type"]
        if path.startswith("/api/"):
            assert kind == "application/problem+json"
            continue
        assert kind.startswith("text/html"), path
        assert "Nothing was done: this address" in text_of(answer.text)
        assert 'href="/"' in answer.text


def test_what_cannot_be_read_is_told_on_a_page(lived_in: Web) -> None:
    answer = lived_in.as_("author").post(
        "/account/language",
        content=b"no form",
        headers={"content-type": "multipart/form-data; boundary=x"},
    )
    assert answer.status_code == 400
    assert answer.headers["content-type"].startswith("text/html")
    assert "cannot be read" in text_of(answer.text)
