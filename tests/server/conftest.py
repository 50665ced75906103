"""The web application on both engines; most tests take the quicker one."""

from __future__ import annotations

import pytest

from tests.register import World
from tests.web import Web


@pytest.fixture
def web(sqlite: World) -> Web:
    """The application on a register in SQLite with the cast."""
    return Web(sqlite)


@pytest.fixture
def web_on_both(world: World) -> Web:
    """The application on each engine."""
    return Web(world)
