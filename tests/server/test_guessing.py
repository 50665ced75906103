"""Wherever a form takes the password, guessing it gets slow: a stolen session is no way to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from sopkit.refusals import WrongPasswordError
from sopkit.server.routes import ROUTERS
from sopkit.services.accounts.throttling import counted
from tests.engines import copied
from tests.register import PASSWORD, World, sop
from tests.web import Web, text_of

FIELDS = {"password", "current"}
"""What a password is called in forms that ask for it."""

FORMS: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "sign_in_post": ("author", "/sign-in", {"login": "author"}),
    "account_password": (
        "author",
        "/account/password",
        {"wanted": "a new one, and longer", "again": "a new one, and longer"},
    ),
    "account_token": ("author", "/account/tokens", {"name": "kassa", "scope": "read", "days": "7"}),
    "submit_text": ("author", "/sops/KS-002/submit", {"reason": "nieuw"}),
    "approve_review": ("approver", "/reviews/{review}/approve", {}),
    "send_back_review": ("approver", "/reviews/{review}/send-back", {"reason": "te kort"}),
    "confirm_version": ("reviewer", "/sops/KS-001/confirm", {}),
    "withdraw_version": ("approver", "/sops/KS-001/withdraw", {"reason": "vervallen"}),
}
"""Each form that asks for a password: whose, where, and what else is filled in."""


@pytest.fixture
def used(sqlite_world: World, tmp_path: Path) -> Iterator[tuple[Web, str]]:
    """A version in force, a draft, and a text under review."""
    world = copied(sqlite_world, tmp_path)
    world.use_quick_passwords()
    world.put_in_force(sop())
    world.save(sop("KS-002"))
    world.save(sop("KS-003"))
    web = Web(world)
    yield web, world.submit("KS-003").id
    web.close()
    world.register.close()


def test_every_form_with_a_password_is_tried_below() -> None:
    routes = [each for router in ROUTERS for each in router.routes if isinstance(each, APIRoute)]
    asking = {
        route.name
        for route in routes
        if FIELDS & {each.name for each in route.dependant.body_params}
    }
    assert asking == set(FORMS)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_whoever_guesses_at_a_form_must_wait_even_with_the_right_password(
    used: tuple[Web, str], form: tuple[str, str, Mapping[str, str]]
) -> None:
    web, review = used
    login, address, values = form
    field = "current" if address == "/account/password" else "password"
    client = web.as_(login)
    path = address.replace("{review}", review)
    statuses = [
        client.post(path, data={**values, field: f"guess {count}"}).status_code
        for count in range(5)
    ]
    assert statuses == [403] * 5
    guess_more(web.world, login)
    assert client.post(path, data={**values, field: "guess 5"}).status_code == 429
    last = client.post(path, data={**values, field: PASSWORD})
    assert last.status_code == 429
    assert "Too many" in text_of(last.text)
    assert "guess" not in last.text


def guess_more(world: World, login: str) -> None:
    """Four more guesses, which are too few by themselves, in the minutes to come.

    So the pause is still there on a machine that takes its time.
    """
    for minutes in range(1, 5):
        at = datetime.now(UTC) + timedelta(minutes=minutes)
        with suppress(WrongPasswordError), counted(world.register, login, "testclient", at):
            raise WrongPasswordError
