"""Counts the statements that a register is asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from tests.register import World


def statements(world: World, act: Callable[[], object]) -> int:
    """How many statements something takes."""
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:  # noqa: ANN401 - the driver's own
        asked.append(statement)

    event.listen(world.register.engine, "before_cursor_execute", hear)
    try:
        act()
    finally:
        event.remove(world.register.engine, "before_cursor_execute", hear)
    return len([each for each in asked if not each.startswith(("BEGIN", "PRAGMA"))])
