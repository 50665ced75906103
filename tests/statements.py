"""Counts what an act sends to the database."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Engine, event


def queries(act: Callable[[], object]) -> int:
    """How many statements an act sends to the database."""
    count = 0

    def counted(*_: object) -> None:
        nonlocal count
        count += 1

    event.listen(Engine, "before_cursor_execute", counted)
    try:
        act()
    finally:
        event.remove(Engine, "before_cursor_execute", counted)
    return count
