"""All rows of a register as plain values, the same from either engine, and back again."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Column, ColumnElement, LargeBinary, Table, insert, select
from sqlmodel import Session

from sopkit.store.columns import Instant, instant_text
from sopkit.store.tables import METADATA

Plain = str | int | bool | None
"""A value as JSON has it: a moment is a text, bytes are base64."""

_BATCH = 500

_OWNERS = {"release_context": "release", "revision_picture": "revision"}
"""Tables whose rows were made with a row of another, which has the moment."""


def table_names() -> tuple[str, ...]:
    """Every table, each after those that it refers to."""
    return tuple(table.name for table in METADATA.sorted_tables)


def columns_of(name: str) -> tuple[str, ...]:
    """The columns of a table, in their order."""
    return tuple(column.name for column in METADATA.tables[name].columns)


def keys_of(name: str) -> tuple[str, ...]:
    """The columns by which a row of a table is known."""
    return tuple(column.name for column in METADATA.tables[name].primary_key)


def references(name: str, other: str) -> list[str]:
    """The columns of a table that refer to another."""
    keys = METADATA.tables[name].foreign_keys
    return sorted(key.parent.name for key in keys if key.column.table.name == other)


def rows_of(session: Session, name: str) -> Iterator[list[Plain]]:
    """Every row of a table, in the order in which they were made; so each after its parent."""
    table = METADATA.tables[name]
    statement = select(table).order_by(*_order(table)).execution_options(yield_per=5_000)
    for row in session.execute(statement):
        yield [_plain(value) for value in row]


def add_rows(session: Session, name: str, rows: Iterable[Sequence[Plain]]) -> int:
    """Add rows to a table as they were; gives how many.

    Raises ValueError for a row that does not fit the table.
    """
    table = METADATA.tables[name]
    readers = [(column.name, _reader(column)) for column in table.columns]
    count = 0
    iterator = iter(rows)
    while batch := list(islice(iterator, _BATCH)):
        values = [
            {name: read(value) for (name, read), value in zip(readers, row, strict=True)}
            for row in batch
        ]
        session.execute(insert(table), values)
        count += len(batch)
    return count


def _order(table: Table) -> Iterable[ColumnElement[Any]]:
    """By when they were made, then as they follow each other.

    What is restored lies in this order, and `pairing` goes through it with little in memory.
    """
    between = [table.c.ordinal] if "ordinal" in table.c else []
    return [*_made(table), *between, *table.primary_key]


def _made(table: Table) -> Sequence[ColumnElement[Any]]:
    if table.name in _OWNERS:
        owner = METADATA.tables[_OWNERS[table.name]]
        [made] = _made(owner)
        of_this_row = owner.c.id == table.c[f"{owner.name}_id"]
        return [select(made).where(of_this_row).scalar_subquery()]
    moments = [each for each in table.columns if isinstance(each.type, Instant)]
    return [each for each in moments if not each.nullable][-1:]


def _plain(value: Any) -> Plain:  # noqa: ANN401 - whatever a column holds
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if value is None or isinstance(value, str | int | bool):
        return value
    raise TypeError(f"no table holds {type(value).__name__}")


def _reader(column: Column[Any]) -> Callable[[Plain], Any]:
    if isinstance(column.type, Instant):
        return lambda value: None if value is None else datetime.fromisoformat(str(value))
    if isinstance(column.type, LargeBinary):
        return lambda value: b64decode(str(value), validate=True)
    return lambda value: value
