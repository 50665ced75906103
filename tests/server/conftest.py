"""The web application on both engines; most tests take the quicker one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.register import World
from tests.web import Web


@pytest.fixture
def web(sqlite: World) -> Web:
    """The application on a register in SQLite with the cast."""
    return Web(sqlite)


@pytest.fixture
def web_on_both(world: World) -> Iterator[Web]:
    """The application on each engine."""
    web = Web(world)
    yield web
    web.close()
