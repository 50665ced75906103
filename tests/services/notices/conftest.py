"""A register whose people have addresses, and a mail server."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from sopkit.services.notices.working import Done, work_off
from sopkit.services.register.persons import set_address
from tests.mail_server import Post, mail_server
from tests.register import World


@dataclass
class Office:
    """A register and the mail server that its mail goes to."""

    world: World
    post: Post

    def work(self) -> Done:
        """Do everything that is due at the moment of the world."""
        return work_off(self.world.register, self.post.settings(), lambda: self.world.now)

    def told(self) -> list[tuple[str, str]]:
        """Work, and give who was told what since the last time."""
        self.work()
        found = [(to.partition("@")[0], subject) for to, subject in self.post.told]
        self.post.envelopes.clear()
        return found


def give_addresses(world: World) -> None:
    """Everybody in the cast gets mail at their login."""
    for login in world.people:
        set_address(
            world.register, world.people["admin"], login, f"{login}@example.org", world.tick()
        )


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server that takes everything, until told otherwise."""
    with mail_server() as running:
        yield running


@pytest.fixture
def office(world: World, post: Post) -> Office:
    """On either engine."""
    give_addresses(world)
    return Office(world, post)


@pytest.fixture
def small_office(sqlite: World, post: Post) -> Office:
    """On SQLite alone, for what has nothing to do with the engine."""
    give_addresses(sqlite)
    return Office(sqlite, post)
