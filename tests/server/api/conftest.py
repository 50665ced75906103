"""A register with procedures in every state, for programs that ask about it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sopkit.services.register.persons import add_person, give_right
from tests.engines import copied
from tests.register import World, sop


def live_in(world: World) -> World:
    """Fill a register: in force, coming, withdrawn, draft, in review, of another department.

    The cast has rights in both departments; `local` reads in customer service, `writer` writes
    there, and neither has any business with human resources.
    """
    admin = world.people["admin"]
    for login, right in (("local", "reader"), ("writer", "author")):
        world.people[login] = add_person(world.register, admin, login, login, world.tick())
        give_right(world.register, admin, login, right, "klantenservice", world.tick())
    world.use_quick_passwords()
    world.put_in_force(sop())
    world.save(sop(title="Telefoon opnemen", steps=("Groet vriendelijk.",)))  # a newer draft
    world.put_in_force(sop("KS-002", title="Oud werk"), "KS-002")
    world.withdraw("KS-002")
    world.save(sop("KS-003", title="Nog niet af"))
    world.save(sop("KS-004", title="Ter goedkeuring"))
    world.submit("KS-004")
    world.save(sop("KS-005", title="Straks anders"))
    world.submit("KS-005")
    world.approve("KS-005")
    world.release("KS-005", effective_from=world.now + timedelta(days=365))
    world.save(sop("HR-001", title="Iemand aannemen", department="hr"))
    world.submit("HR-001")
    world.approve("HR-001")
    world.approve("HR-001", by="reviewer")
    world.release("HR-001")
    world.save(sop("HR-002", title="Iemand ontslaan", department="hr"))
    return world


@pytest.fixture(scope="session")
def lived_in_world(sqlite_world: World, tmp_path_factory: pytest.TempPathFactory) -> World:
    """The register that tests copy."""
    return live_in(copied(sqlite_world, tmp_path_factory.mktemp("lived-in")))


@pytest.fixture
def lived_in(lived_in_world: World, tmp_path: Path) -> Iterator[World]:
    """A register with procedures in every state."""
    world = copied(lived_in_world, tmp_path)
    yield world
    world.register.close()


@pytest.fixture
def lived_in_on_both(world: World) -> World:
    """The same on each engine."""
    return live_in(world)
