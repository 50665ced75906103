"""Other programs, as the register's API meets them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fastapi.testclient import TestClient

from sopkit.server.app import create_app
from sopkit.services.accounts.tokens import TokenWish, make_token
from tests.register import TYPED, World

API = "/api/v1"


def token(world: World, login: str, scope: str = "write") -> str:
    """The text of a new token of somebody, of today: the application goes by its own clock."""
    person, wish = world.people[login], TokenWish("a program", scope, 30)
    return make_token(world.register, person, wish, TYPED, datetime.now(UTC))[1]


def program(world: World, login: str | None, scope: str = "write") -> TestClient:
    """A program with a token of somebody, or without one."""
    app = create_app(world.settings)
    app.state.site.register.close()
    app.state.site.register = world.register  # which the test closes
    shown = {"authorization": f"Bearer {token(world, login, scope)}"} if login else {}
    return TestClient(
        app,
        base_url=f"http://testserver{API}/",
        headers={"accept-language": "en", **shown},
        follow_redirects=False,
        raise_server_exceptions=False,
    )


def problem_of(answer: Any) -> str:  # noqa: ANN401 - a response of the client
    """The kind of a failure, whose shape is checked."""
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["title"]
    assert told["detail"]
    return str(told["type"]).removeprefix("urn:sopkit:problem:")
