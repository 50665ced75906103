"""Whoever owns a database can do all this to it. Each kind of harm says whether it did any."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    String,
    Table,
    bindparam,
    create_engine,
    delete,
    insert,
    select,
    type_coerce,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from sopkit.store.columns import Instant
from sopkit.store.session import Register
from sopkit.store.tables import METADATA
from sopkit.store.trail import event_hash

Harm = Callable[[Connection, Random], bool]

_EVENT = METADATA.tables["event"]


@contextmanager
def owning(register: Register) -> Iterator[Connection]:
    """The database in the hands of whoever owns it: no triggers, no checks of keys."""
    engine = create_engine(register.url, poolclass=NullPool)
    with engine.connect() as connection:
        if register.on_sqlite:
            kept = connection.exec_driver_sql(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            ).all()
            for name, _sql in kept:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            kept = []
            connection.exec_driver_sql("SET session_replication_role = replica")
        connection.commit()
        yield connection
        for _name, sql in kept:
            connection.exec_driver_sql(sql)
        connection.commit()
    engine.dispose()


def change_a_value(database: Connection, random: Random) -> bool:
    """Another value somewhere, of the same kind, or none."""
    table, key = _somewhere(database, random)
    column = random.choice(list(table.columns))
    value = _values(database, table, key)[column.name]
    return _set(database, table, key, {column.name: _other(value, column, random)})


def remove_a_row(database: Connection, random: Random) -> bool:
    """A row less."""
    table, key = _somewhere(database, random)
    return database.execute(delete(table).where(*_is(table, key))).rowcount > 0


def double_a_row(database: Connection, random: Random) -> bool:
    """A row once more, under another key."""
    table, key = _somewhere(database, random)
    values = _values(database, table, key)
    first = table.primary_key.columns[0]
    values[first.name] = _other(values[first.name], first, random)
    try:
        with database.begin_nested():
            database.execute(insert(table).values(_raw_values(database, table, values)))
    except DBAPIError:
        return False
    return True


def swap_two_values(database: Connection, random: Random) -> bool:
    """The values of one column, exchanged between two rows."""
    table, one = _somewhere(database, random)
    other = random.choice(_keys(database, table))
    columns = [each.name for each in table.columns if not each.primary_key]
    if not columns:
        return False
    column = random.choice(columns)
    first = _values(database, table, one)[column]
    second = _values(database, table, other)[column]
    if first == second:
        return False
    return _set(database, table, one, {column: second}) and _set(
        database, table, other, {column: first}
    )


def move_a_signature(database: Connection, random: Random) -> bool:
    """A signature under another text, with the hash of that text."""
    signature, revision = METADATA.tables["signature"], METADATA.tables["revision"]
    key = random.choice(_keys(database, signature))
    own = _values(database, signature, key)["revision_id"]
    other = random.choice(
        database.execute(
            select(revision.c.id, revision.c.content_hash)
            .where(revision.c.id != own)
            .order_by(revision.c.id)
        ).all()
    )
    return _set(database, signature, key, {"revision_id": other[0], "content_hash": other[1]})


def rebuild_the_chain(database: Connection, random: Random) -> bool:
    """An event said otherwise, and every hash after it worked out anew: only an anchor tells."""
    events = database.execute(select(_EVENT).order_by(_EVENT.c.seq)).all()
    at = random.randrange(len(events))
    previous = events[at].previous
    for index, each in enumerate(events[at:]):
        act = f"{each.act}-otherwise"[:40] if index == 0 else each.act
        hashed = event_hash(each.seq, each.at, each.actor, act, each.subject, each.facts, previous)
        database.execute(
            update(_EVENT)
            .where(_EVENT.c.seq == each.seq)
            .values(act=act, previous=previous, hash=hashed)
        )
        previous = hashed
    return True


def cut_the_chain(database: Connection, random: Random) -> bool:
    """The last acts undone, with every row that they recorded: only an anchor tells."""
    events = database.execute(select(_EVENT).order_by(_EVENT.c.seq)).all()
    gone = events[-random.randint(1, 5) :]
    for name in {name for each in gone for name in json.loads(each.facts)["rows"]}:
        table, value = name.split(":")[:2]
        if table != "person":
            first = METADATA.tables[table].primary_key.columns[0]
            database.execute(delete(METADATA.tables[table]).where(first == value))
    database.execute(delete(_EVENT).where(_EVENT.c.seq >= gone[0].seq))
    return True


HARMS: tuple[Harm, ...] = (
    change_a_value,
    remove_a_row,
    double_a_row,
    swap_two_values,
    move_a_signature,
    rebuild_the_chain,
    cut_the_chain,
)

Key = tuple[Any, ...]


def _somewhere(database: Connection, random: Random) -> tuple[Table, Key]:
    """A row of a table that has one."""
    while True:
        table = METADATA.tables[random.choice(sorted(METADATA.tables))]
        if keys := _keys(database, table):
            return table, random.choice(keys)


def _keys(database: Connection, table: Table) -> list[Key]:
    columns = list(table.primary_key)
    return [tuple(key) for key in database.execute(select(*columns).order_by(*columns))]


def _is(table: Table, key: Key) -> list[ColumnElement[bool]]:
    return [column == value for column, value in zip(table.primary_key, key, strict=True)]


def _values(database: Connection, table: Table, key: Key) -> dict[str, Any]:
    columns = [
        type_coerce(each, String).label(each.name) if _is_text(database, each) else each
        for each in table.columns
    ]
    return dict(database.execute(select(*columns).where(*_is(table, key))).one()._mapping)


def _set(database: Connection, table: Table, key: Key, values: Mapping[str, Any]) -> bool:
    """Do it, unless even the bare table refuses: what is unique stays so."""
    change = update(table).where(*_is(table, key)).values(_raw_values(database, table, values))
    try:
        with database.begin_nested():
            return database.execute(change).rowcount > 0
    except DBAPIError:
        return False


def _raw_values(database: Connection, table: Table, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: bindparam(None, value, type_=String())
        if _is_text(database, table.columns[name])
        else value
        for name, value in values.items()
    }


def _is_text(database: Connection, column: Column[Any]) -> bool:
    """On SQLite a moment is a text, so any text may be put there."""
    return isinstance(column.type, Instant) and database.dialect.name == "sqlite"


def _other(value: object, column: Column[Any], random: Random) -> object:
    if value is None:
        return datetime(2026, 1, 1, tzinfo=UTC) if isinstance(column.type, Instant) else "x"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + random.choice([-1, 1, 1000])
    if isinstance(value, datetime):
        return value + timedelta(microseconds=random.choice([-1, 1, 10**9]))
    if isinstance(value, bytes):
        place = random.randrange(max(1, len(value)))
        return value[:place] + b"\x00" + value[place + 1 :]
    text = str(value)
    place = random.randrange(max(1, len(text)))
    return f"{text[:place]}{'0' if text[place : place + 1] != '0' else '1'}{text[place + 1 :]}"
