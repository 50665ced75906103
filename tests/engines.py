"""Fixtures of registers; `world` runs a test on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from sopkit.services.register.opening import open_register
from sopkit.settings import Settings, database_url
from tests.postgresql import drop_database, new_database, server
from tests.register import World, new_world


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server of this worker."""
    with server() as address:
        yield address


@pytest.fixture(scope="session")
def sqlite_world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A register in SQLite that tests copy: making one takes a second."""
    return new_world(database_url(str(tmp_path_factory.mktemp("sqlite") / "register.sqlite")))


@pytest.fixture(scope="session")
def postgresql_world(postgresql: str) -> World:
    """A register in PostgreSQL that tests copy."""
    return new_world(database_url(new_database(postgresql)))


@pytest.fixture
def sqlite(sqlite_world: World, tmp_path: Path) -> Iterator[World]:
    """A register in SQLite with the cast."""
    world = copied(sqlite_world, tmp_path)
    yield world
    world.register.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """A register with the cast, on each engine."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite")
        return
    address: str = request.getfixturevalue("postgresql")
    with copied_on_server(request.getfixturevalue("postgresql_world"), address) as world:
        yield world


@contextmanager
def copied_on_server(original: World, address: str) -> Iterator[World]:
    """A copy of a register in PostgreSQL, removed at the end."""
    original.register.close()
    made = new_database(address, original.register.url.database)
    world = _opened(original, database_url(made))
    try:
        yield world
    finally:
        world.register.close()
        drop_database(address, made)


def copied(original: World, folder: Path) -> World:
    """A copy of a register in SQLite."""
    source = original.register.file
    assert source is not None
    original.register.close()
    target = folder / "register.sqlite"
    shutil.copyfile(source, target)
    return _opened(original, database_url(str(target)))


def _opened(original: World, url: str) -> World:
    settings = Settings(url)
    return replace(
        original, settings=settings, register=open_register(settings), people=dict(original.people)
    )
