"""The web application for tests: real, on a real register, spoken to as a browser does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from fastapi import FastAPI
from fastapi.testclient import TestClient

from sopkit.server.app import create_app
from tests.register import PASSWORD, World

SAME_ORIGIN = {"sec-fetch-site": "same-origin", "accept-language": "en"}
"""What a browser says of a form of ours."""


@dataclass
class Web:
    """The application on the register of a world, and browsers to use it with."""

    world: World
    clients: dict[str, TestClient] = field(default_factory=dict)

    @cached_property
    def app(self) -> FastAPI:
        """The application: one for all browsers, since making its routes takes a while."""
        return create_app(self.world.settings)

    def close(self) -> None:
        """Let go of the register."""
        if "app" in self.__dict__:
            self.app.state.site.register.close()

    def nobody(self) -> TestClient:
        """A browser in which nobody is signed in."""
        return TestClient(
            self.app,
            headers=SAME_ORIGIN,
            follow_redirects=False,
            raise_server_exceptions=False,
        )

    def as_(self, login: str) -> TestClient:
        """A browser in which somebody of the cast is signed in."""
        if login not in self.clients:
            client = self.nobody()
            form = {"login": login, "password": PASSWORD}
            assert client.post("/sign-in", data=form).status_code == 303
            self.clients[login] = client
        return self.clients[login]


def text_of(html: str) -> str:
    """The words of a page, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def filled(path: str, values: Mapping[str, str]) -> str:
    """A route's path with values for its parameters."""
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: values[found[1]], path)
