"""Reads whole tables as plain values, in the form in which they are hashed.

What goes through every row of a register spends most of its time on making objects of them.
Therefore rows come as the driver gives them, as tuples, and a moment as the text that it is in the
trail: on SQLite it is kept as one, PostgreSQL writes it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    SelectBase,
    String,
    Table,
    func,
    select,
    type_coerce,
)
from sqlmodel import Session

from sopkit.store.columns import Instant

AT_ONCE = 5_000
"""How many rows are asked of a server at a time."""

_MOMENT = 'ADYYYY-MM-DD"T"HH24:MI:SS.US"Z"'
"""As PostgreSQL writes a moment, with the era, so that none before Christ passes for one after."""

_CURSORS = count(1)

_BOOLEANS = {0: False, 1: True}


def scan_table(session: Session, table: Table) -> Iterator[tuple[Any, ...]]:
    """Every row of a table with all columns, in the order in which they lie.

    Raises ValueError for a text that is none.
    """
    rows = scan(session, select(*hashed_columns(session, table)))
    booleans = [index for index, each in enumerate(table.columns) if isinstance(each.type, Boolean)]
    return _with_booleans(rows, booleans) if booleans else rows


def scan(session: Session, statement: SelectBase) -> Iterator[tuple[Any, ...]]:
    """Every row of a statement, some at a time. Raises ValueError for a text that is none."""
    connection = session.connection()
    sql = str(statement.compile(connection, compile_kwargs={"literal_binds": True}))
    cursor = _cursor(connection)
    try:
        cursor.execute(sql)
        yield from cursor
    except sqlite3.OperationalError as error:
        if "decode" in str(error):  # SQLite keeps any bytes as a text if told to
            raise ValueError(str(error)) from error
        raise
    finally:
        cursor.close()


def hashed_columns(session: Session, table: Table) -> list[ColumnElement[Any]]:
    """The columns of a table, moments as the texts in which they are hashed."""
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    return [
        (type_coerce(each, String) if on_sqlite else _written(each))
        if isinstance(each.type, Instant)
        else each
        for each in table.columns
    ]


def _cursor(connection: Connection) -> Any:  # noqa: ANN401 - the driver's own
    driver: Any = connection.connection
    if connection.dialect.name == "sqlite":
        return driver.cursor()
    # A cursor with a name stays in the server, which else would hand over all rows at once.
    cursor = driver.cursor(name=f"scan_{next(_CURSORS)}")
    cursor.itersize = AT_ONCE
    return cursor


def _written(moment: Column[Any]) -> ColumnElement[str]:
    text = func.to_char(func.timezone("UTC", moment), _MOMENT)
    return func.replace(text, "AD", "", type_=String)


def _with_booleans(
    rows: Iterable[tuple[Any, ...]], booleans: list[int]
) -> Iterator[tuple[Any, ...]]:
    """SQLite has numbers for them; one that stands for neither stays what it is."""
    for row in rows:
        values = list(row)
        for index in booleans:
            values[index] = _BOOLEANS.get(row[index], row[index])
        yield tuple(values)
