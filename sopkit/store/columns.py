"""Kinds of columns that both engines keep alike."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Dialect, String
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.types import TypeDecorator, TypeEngine

INSTANT_WIDTH = 27
"""Characters of `2026-11-25T09:30:00.000000Z`."""


def new_id() -> str:
    """An opaque id: it tells nothing about what it names, and nobody can guess another."""
    return uuid4().hex


def instant_text(moment: datetime) -> str:
    """A moment in UTC, always of the same width, so that texts sort as moments do.

    Raises ValueError for a moment without a zone: nobody can tell when that was.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Instant(TypeDecorator[datetime]):
    """A moment, always with a zone: a timestamp on PostgreSQL, a text that sorts on SQLite."""

    impl = String(INSTANT_WIDTH)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL has a type for it; SQLite keeps no zone in any of its own."""
        if dialect.name == "postgresql":
            return dialect.type_descriptor(TIMESTAMP(timezone=True))
        return dialect.type_descriptor(String(INSTANT_WIDTH))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:  # noqa: ANN401
        """What the engine keeps."""
        if value is None:
            return None
        text = instant_text(value)
        return value.astimezone(UTC) if dialect.name == "postgresql" else text

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ANN401, ARG002
        """The moment, in UTC."""
        if value is None:
            return None
        moment = datetime.fromisoformat(value) if isinstance(value, str) else value
        return moment.astimezone(UTC)
