"""The programming interface does what its description says, whatever is sent to it."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_hex
from typing import Any, TypeAlias

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import settings
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.types import Receive, Scope, Send

from sopkit.server.api.openapi import description
from sopkit.server.app import create_app
from sopkit.services.register.persons import give_right
from tests.engines import copied
from tests.programs import token
from tests.register import World

Case: TypeAlias = schemathesis.Case[Any]


class Application:
    """The application that a fixture makes, for a description that is read before."""

    inner: FastAPI

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.inner(scope, receive, send)


APPLICATION = Application()


def described(*, coverage: bool) -> schemathesis.BaseSchema:
    """The description; `coverage` adds a case for every limit of every parameter."""
    config = SchemathesisConfig.from_dict({"phases": {"coverage": {"enabled": coverage}}})
    schema = schemathesis.openapi.from_dict(description(), config=config)
    schema.app = APPLICATION
    schema.hook(filter_query)
    return schema


def filter_query(_context: schemathesis.HookContext, query: dict[str, Any] | None) -> bool:
    """Leave out what is wrong only until it is sent: in an address, a list of one is that one."""
    values = (query or {}).values()
    return all(value not in ({}, None) and not _is_short(value) for value in values)


def _is_short(value: object) -> bool:
    return isinstance(value, list) and len(value) < 2


SAMPLE, LONG = described(coverage=False), described(coverage=True)


RIGHTS = {
    "administrator": ["administrator"],
    "reader": ["reader"],
    "everybody": ["administrator", "author", "reviewer", "approver"],
}
"""Who asks, with their rights in all departments."""


@pytest.fixture(scope="module")
def tokens(
    lived_in_world: World, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """A token of an administrator, a reader, and somebody with every right."""
    world = copied(lived_in_world, tmp_path_factory.mktemp("conformance"))
    world.appoint("jan", "Jan Jansen", "reader")  # whom the examples change and close
    logins = {name: f"{name}-{token_hex(8)}" for name in RIGHTS}  # which no case can hit upon
    for name, rights in RIGHTS.items():
        world.appoint(logins[name], name.title())
        for right in rights:
            admin = world.people["admin"]
            give_right(world.register, admin, logins[name], right, "*", world.tick())
    world.use_quick_passwords()
    app = APPLICATION.inner = create_app(world.settings)
    made = {name: token(world, login) for name, login in logins.items()}
    yield made
    with TestClient(app) as client:
        for shown in made.values():
            answer = client.get("/api/v1/me", headers={"authorization": f"Bearer {shown}"})
            assert answer.status_code == 200  # nobody was shut out on the way
    app.state.site.register.close()
    world.assert_proven()
    world.register.close()


BEYOND: list[schemathesis.CheckFunction] = [positive_data_acceptance]
"""What a description cannot say: that a draft is there to be changed, and which ETag it has."""

WHO = pytest.mark.parametrize("login", list(RIGHTS))


@WHO
@SAMPLE.parametrize()
@settings(max_examples=4)
def test_every_answer_is_as_described(case: Case, tokens: dict[str, str], login: str) -> None:
    case.call_and_validate(
        headers={"Authorization": f"Bearer {tokens[login]}"}, excluded_checks=BEYOND
    )


@pytest.mark.soak
@WHO
@LONG.parametrize()
@settings(max_examples=300)
def test_every_answer_is_as_described_at_length(
    case: Case, tokens: dict[str, str], login: str
) -> None:
    case.call_and_validate(
        headers={"Authorization": f"Bearer {tokens[login]}"}, excluded_checks=BEYOND
    )
