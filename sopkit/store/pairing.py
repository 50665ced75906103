"""Pairs the rows of a register with what its trail recorded of them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice

from sqlalchemy import Table, select
from sqlmodel import Session

from sopkit.messages import message
from sopkit.store.scan import hashed_columns, scan_table
from sopkit.store.tables import METADATA
from sopkit.store.trail import named, values_digest

_ = message

UNRECORDED = frozenset({"content", "event", "free_text"})
"""Tables whose rows prove themselves by their own hash."""

Digests = Generator[tuple[str, str]]
"""The names of rows, each with its digest."""

_GONE_TOLD = 10


class Pairing:
    """Compares every row with the digest that the trail recorded of it last.

    Rows lie in about the order in which they were recorded. So they are read along with the trail,
    and only what waits for its counterpart is kept: a digest for its row, or a row for its digest.
    How far the two orders agree matters for the memory, and not for what is found.

    `tables` are the rows of each table; `look_up` gives the digest of one row by its name, None if
    it is not there.
    """

    def __init__(self, tables: Iterable[Digests], look_up: Callable[[str], str | None]) -> None:
        self._tables = tuple(tables)
        self._stopped_at: list[str | None] = [None for _table in self._tables]
        self._look_up = look_up
        self._recorded: dict[str, str] = {}
        self._met: dict[str, str] = {}

    def record(self, digests: Mapping[str, str]) -> None:
        """What an event recorded: the digest of each row, by its name."""
        self._recorded |= digests
        for name in digests:
            if name in self._met and self._met[name] == digests[name]:
                del self._met[name], self._recorded[name]

    def catch_up(self) -> None:
        """Read on in every table, up to a row that waits for its digest."""
        for index, rows in enumerate(self._tables):
            if self._stopped_at[index] not in self._met:
                self._stopped_at[index] = self._read(rows, to_the_end=False)

    def unpaired(self) -> Iterator[tuple[str, str]]:
        """Read the rows that are left. Gives what is wrong with a row, as a template, and its name.

        Of rows that are gone the first ones are named.
        """
        for rows in self._tables:
            self._read(rows, to_the_end=True)
        for name in self._met:
            if name in self._recorded:
                yield _("{row} is not what the trail recorded."), name
            else:
                yield _("{row} is in no event of the trail."), name
        # Among these are rows that were recorded again after they had met their digest.
        alone = (name for name in sorted(self._recorded) if name not in self._met)
        yield from islice(self._other_or_gone(alone), _GONE_TOLD)

    def close(self) -> None:
        """Stop reading."""
        for rows in self._tables:
            rows.close()

    def _read(self, rows: Digests, *, to_the_end: bool) -> str | None:
        recorded, met = self._recorded, self._met
        for name, digest in rows:
            if recorded.get(name) == digest:
                del recorded[name]
                continue
            met[name] = digest
            if not to_the_end:
                return name
        return None

    def _other_or_gone(self, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        for name in names:
            digest = self._look_up(name)
            if digest is None:
                yield _("{row} is in the trail, and gone from its table."), name
            elif digest != self._recorded[name]:
                yield _("{row} is not what the trail recorded."), name


def pairing(session: Session) -> Pairing:
    """The pairing of every table whose rows the trail records."""
    tables = [table for table in METADATA.sorted_tables if table.name not in UNRECORDED]
    return Pairing([_digests(session, table) for table in tables], partial(_digest_of, session))


def _digests(session: Session, table: Table) -> Digests:
    """The name of every row of a table, with its digest."""
    key = len(table.primary_key)  # which are the first columns
    for row in scan_table(session, table):
        yield named(table.name, row[:key]), values_digest(row)


def _digest_of(session: Session, name: str) -> str | None:
    """The digest of the row of that name; None if there is no such row."""
    table_name, _colon, key = name.partition(":")
    table = METADATA.tables.get(table_name)
    if table is None:
        return None
    columns = list(table.primary_key)
    values = key.split(":", len(columns) - 1)
    if len(values) != len(columns):
        return None
    row = session.execute(
        select(*hashed_columns(session, table)).where(
            *(column == value for column, value in zip(columns, values, strict=True))
        )
    ).first()
    return None if row is None else values_digest(row)
