"""Signing in and out with a browser."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sopkit.refusals import LoginAlikeError, LoginTwiceError
from sopkit.services.accounts.signing_in import AT_MOST, IDLE, Browser, begin, visitor
from sopkit.services.register.importing import plan_import
from sopkit.services.register.persons import add_person
from sopkit.store import people
from sopkit.store.trail import NOBODY, Ledger
from tests.register import PASSWORD, World
from tests.web import Web, text_of


def test_one_comes_to_the_page_that_one_asked_for(web: Web) -> None:
    client = web.nobody()
    asked = client.get("/?a=b").headers["location"]
    assert asked == "/sign-in"
    form = {"login": "author", "password": PASSWORD, "then": "/sops/KS-001?language=en"}
    assert client.post("/sign-in", data=form).headers["location"] == "/sops/KS-001?language=en"


@pytest.mark.parametrize(
    "then",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "x",
        "",
        "//[",
        "/\t/[",
    ],
)
def test_signing_in_never_leads_to_another_site(web: Web, then: str) -> None:
    form = {"login": "author", "password": PASSWORD, "then": then}
    assert web.nobody().post("/sign-in", data=form).headers["location"] == "/"
    assert web.nobody().get("/sign-in", params={"then": then}).status_code == 200
    assert web.as_("author").get("/sign-in", params={"then": then}).headers["location"] == "/"


@pytest.mark.parametrize(("login", "password"), [("author", "wrong"), ("no-one", PASSWORD)])
def test_a_wrong_password_and_a_wrong_login_are_told_alike(
    web: Web, login: str, password: str
) -> None:
    answer = web.nobody().post("/sign-in", data={"login": login, "password": password})
    assert answer.status_code == 403
    assert "The login or the password is wrong." in answer.text
    assert "set-cookie" not in answer.headers


def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_sites(web: Web) -> None:
    form = {"login": "author", "password": PASSWORD}
    plain = web.nobody().post("/sign-in", data=form).headers["set-cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=lax" in plain
    client = web.nobody()
    client.base_url = "https://sop.example"
    secure = client.post("/sign-in", data=form).headers["set-cookie"]
    assert secure.startswith("__Host-sopkit-session=")
    assert "Secure" in secure


def test_after_signing_out_the_secret_is_worth_nothing(web: Web) -> None:
    client = web.as_("author")
    cookie = dict(client.cookies)
    assert client.post("/sign-out").headers["location"] == "/sign-in"
    stolen = web.nobody()
    stolen.cookies.update(cookie)
    assert stolen.get("/").headers["location"] == "/sign-in"


def test_a_session_ends_when_it_is_not_used_and_after_a_week_in_any_case(world: World) -> None:
    start = world.tick()
    secret = begin(world.register, "author", PASSWORD, Browser("", ""), start)
    assert visitor(world.register, secret, start + IDLE - timedelta(seconds=1)) is not None
    used = start
    while used + IDLE / 2 < start + AT_MOST:
        used += IDLE / 2
        assert visitor(world.register, secret, used) is not None
    assert visitor(world.register, secret, start + AT_MOST) is None
    again = begin(world.register, "author", PASSWORD, Browser("", ""), start)
    assert visitor(world.register, again, start + IDLE) is None


def test_a_page_may_load_only_what_is_its_own(web: Web) -> None:
    policy = web.nobody().get("/sign-in").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_after_some_wrong_passwords_one_is_told_to_wait(web: Web) -> None:
    client = web.nobody()
    form = {"login": "author", "password": "wrong"}
    statuses = [client.post("/sign-in", data=form).status_code for _ in range(6)]
    assert statuses == [403] * 5 + [429]
    answer = client.post("/sign-in", data={"login": "author", "password": PASSWORD})
    assert answer.status_code == 429
    assert "Too many wrong passwords. Try again in " in answer.text


@pytest.mark.parametrize("typed", ["author", "Author", "AUTHOR"])
def test_one_signs_in_in_whatever_case_one_types(web_on_both: Web, typed: str) -> None:
    client = web_on_both.nobody()
    assert client.post("/sign-in", data={"login": typed, "password": PASSWORD}).status_code == 303
    assert "sign in as author." in text_of(client.get("/account").text)


def test_of_two_who_differ_in_case_alone_each_signs_in_as_typed(web: Web) -> None:
    with web.world.register.writing() as session:  # as a register of before may hold them
        ledger = Ledger(session, NOBODY, web.world.tick())
        people.add_person(ledger, "Author", "Een ander", "nl")
    client = web.nobody()
    form = {"login": "author", "password": PASSWORD}
    assert client.post("/sign-in", data=form).status_code == 303
    for typed in ("Author", "AUTHOR"):
        form = {"login": typed, "password": PASSWORD}
        assert web.nobody().post("/sign-in", data=form).status_code == 403


@pytest.mark.parametrize(("login", "other"), [("Author", "author"), ("ÉVA", "éva")])
def test_no_login_differs_from_another_in_case_alone(
    web_on_both: Web, login: str, other: str
) -> None:
    register, admin = web_on_both.world.register, web_on_both.world.people["admin"]
    if other != "author":
        add_person(register, admin, other, "Eva", web_on_both.world.tick())
    form = {"login": login, "name": "Iemand", "rights": []}
    page = web_on_both.as_("admin").post("/admin/add-person", data=form)
    told = f"Somebody has the login “{other}” already, which differs from “{login}” only in"
    assert page.status_code == 409
    assert told in text_of(page.text)
    for text, mistake in (
        (f"login,name\n{login},X\n", LoginAlikeError),
        ("login,name\nnieuw,X\nNieuw,Y\n", LoginTwiceError),
    ):
        [found] = plan_import(register, text.encode(), web_on_both.world.now).mistakes
        assert type(found.error) is mistake
