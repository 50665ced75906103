"""Whoever owns a database can do all this to it. Each kind of harm says whether it did any."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from random import Random

from sopkit.store.tables import METADATA
from sopkit.store.trail import event_hash

Harm = Callable[[sqlite3.Connection, Random], bool]

_EVENT = "seq, at, actor, act, subject, facts, previous, hash"


def change_a_value(database: sqlite3.Connection, random: Random) -> bool:
    """Another value somewhere, of the same kind, or none."""
    table, rowid = _somewhere(database, random)
    column = random.choice([each.name for each in METADATA.tables[table].columns])
    [[value]] = database.execute(f'SELECT "{column}" FROM {table} WHERE rowid = ?', [rowid])  # noqa: S608 - our own names
    other = _other(value, random)
    return _try(database, f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', [other, rowid])  # noqa: S608 - our own names


def remove_a_row(database: sqlite3.Connection, random: Random) -> bool:
    """A row less."""
    table, rowid = _somewhere(database, random)
    return _try(database, f"DELETE FROM {table} WHERE rowid = ?", [rowid])  # noqa: S608 - our own names


def double_a_row(database: sqlite3.Connection, random: Random) -> bool:
    """A row once more, under another key."""
    table, rowid = _somewhere(database, random)
    columns = [each.name for each in METADATA.tables[table].columns]
    key = METADATA.tables[table].primary_key.columns[0].name
    [row] = database.execute(f"SELECT * FROM {table} WHERE rowid = ?", [rowid])  # noqa: S608 - our own names
    values = dict(zip(columns, row, strict=True))
    values[key] = _other(values[key], random)
    marks = ", ".join("?" * len(columns))
    return _try(database, f"INSERT INTO {table} VALUES ({marks})", list(values.values()))  # noqa: S608 - our own names


def swap_two_values(database: sqlite3.Connection, random: Random) -> bool:
    """The values of one column, exchanged between two rows."""
    table, one = _somewhere(database, random)
    rows = [rowid for (rowid,) in database.execute(f"SELECT rowid FROM {table}")]  # noqa: S608 - our own names
    other = random.choice(rows)
    keys = {each.name for each in METADATA.tables[table].primary_key}
    columns = [each.name for each in METADATA.tables[table].columns if each.name not in keys]
    if not columns:
        return False
    column = random.choice(columns)
    query = f'SELECT "{column}" FROM {table} WHERE rowid = ?'  # noqa: S608 - our own names
    [[first]], [[second]] = database.execute(query, [one]), database.execute(query, [other])
    if first == second:
        return False
    change = f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?'  # noqa: S608 - our own names
    return _try(database, change, [second, one]) and _try(database, change, [first, other])


def move_a_signature(database: sqlite3.Connection, random: Random) -> bool:
    """A signature under another text, with the hash of that text."""
    signatures = database.execute("SELECT rowid, revision_id FROM signature").fetchall()
    rowid, revision_id = random.choice(signatures)
    others = database.execute(
        "SELECT id, content_hash FROM revision WHERE id <> ?", [revision_id]
    ).fetchall()
    values = [*random.choice(others), rowid]
    return _try(
        database,
        "UPDATE signature SET revision_id = ?, content_hash = ? WHERE rowid = ?",
        values,
    )


def rebuild_the_chain(database: sqlite3.Connection, random: Random) -> bool:
    """An event said otherwise, and every hash after it worked out anew: only an anchor tells."""
    events = database.execute(f"SELECT {_EVENT} FROM event ORDER BY seq").fetchall()  # noqa: S608 - our own names
    at = random.randrange(len(events))
    previous = events[at][6]
    for index, (seq, moment, actor, act, subject, facts, _before, _hash) in enumerate(events[at:]):
        told = f"{act}-otherwise" if index == 0 else act
        hashed = event_hash(seq, moment, actor, told, subject, facts, previous)
        database.execute(
            "UPDATE event SET act = ?, previous = ?, hash = ? WHERE seq = ?",
            [told, previous, hashed, seq],
        )
        previous = hashed
    return True


def cut_the_chain(database: sqlite3.Connection, random: Random) -> bool:
    """The last acts undone, with every row that they recorded: only an anchor tells."""
    [[last]] = database.execute("SELECT max(seq) FROM event")
    kept = last - random.randint(1, 5)
    gone = database.execute("SELECT facts FROM event WHERE seq > ?", [kept]).fetchall()
    for name in {name for (facts,) in gone for name in json.loads(facts)["rows"]}:
        table, *key = name.split(":", 1)
        first = METADATA.tables[table].primary_key.columns[0].name
        if table != "person":
            value = key[0].split(":")[0]
            database.execute(f"DELETE FROM {table} WHERE {first} = ?", [value])  # noqa: S608 - our own names
    database.execute("DELETE FROM event WHERE seq > ?", [kept])
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


def _somewhere(database: sqlite3.Connection, random: Random) -> tuple[str, int]:
    """A row of a table that has one."""
    while True:
        table = random.choice(sorted(METADATA.tables))
        rows = [rowid for (rowid,) in database.execute(f"SELECT rowid FROM {table}")]  # noqa: S608 - our own names
        if rows:
            return table, random.choice(rows)


def _other(value: object, random: Random) -> object:
    if value is None:
        return "x"
    if isinstance(value, int):
        return value + random.choice([-1, 1, 1000])
    if isinstance(value, bytes):
        place = random.randrange(max(1, len(value)))
        return value[:place] + b"\x00" + value[place + 1 :]
    text = str(value)
    place = random.randrange(max(1, len(text)))
    return f"{text[:place]}{'0' if text[place : place + 1] != '0' else '1'}{text[place + 1 :]}"


def _try(database: sqlite3.Connection, statement: str, values: list[object]) -> bool:
    """Do it, unless even the bare table refuses: what is unique stays so."""
    try:
        return database.execute(statement, values).rowcount > 0
    except sqlite3.IntegrityError:
        return False
