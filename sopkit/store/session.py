"""Opens the register, and the only place where a transaction is committed.

Writers queue: on SQLite a writing transaction begins with BEGIN IMMEDIATE, on PostgreSQL with an
advisory lock. What a writer reads therefore still holds when it writes, and the trail cannot fork.
Readers see one state from beginning to end and wait for nobody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from sopkit.errors import SopkitError
from sopkit.refusals import (
    BadDatabaseError,
    RegisterBusyError,
    RegisterDamagedError,
    RegisterForbiddenError,
    RegisterFullError,
    RegisterUnreachableError,
)

__all__ = ["Register", "Session", "told_apart"]

WAIT_MILLISECONDS = 10_000
"""How long a writer waits for its turn."""

_CONNECTING_SECONDS = 10
"""How long a server may take to answer."""

_CONNECTIONS = 30
"""How many threads of one process may use a server at once, beyond five; others wait."""

_WRITERS_LOCK = 7_601_507
"""The number of PostgreSQL's advisory lock; it means nothing but this."""


class Register:
    """An open register. Threads may share one; processes open their own.

    `wait` is how many milliseconds a writer waits for its turn.
    """

    def __init__(self, url: str, wait: int = WAIT_MILLISECONDS) -> None:
        self.url = _url(url)
        self.wait = wait
        self.engine = _engine(self.url, wait)

    @property
    def on_sqlite(self) -> bool:
        """Whether the register is a file of SQLite."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of SQLite, if it is one."""
        return Path(self.url.database) if self.on_sqlite and self.url.database else None

    @property
    def place(self) -> str:
        """Where it is, as one tells a person: without a password."""
        shown = self.url.set(drivername=self.url.get_backend_name())
        return str(self.file or shown.render_as_string(hide_password=True))

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One state of the register, from beginning to end.

        Raises RegisterBusyError, RegisterDamagedError, RegisterForbiddenError,
        RegisterUnreachableError.
        """
        options = {} if self.on_sqlite else {"isolation_level": "REPEATABLE READ"}
        with told_apart(self.place), Session(self.engine.execution_options(**options)) as session:
            yield session
            session.rollback()

    @contextmanager
    def writing(self, *, copying_tables: bool = False) -> Iterator[Session]:
        """One transaction, committed when the block ends without an exception.

        SQLite changes tables by copying them: while it does, the copied one may be referred to.

        Raises RegisterBusyError, RegisterDamagedError, RegisterForbiddenError, RegisterFullError,
        RegisterUnreachableError; then nothing is changed.
        """
        engine = self.engine.execution_options(
            sopkit_writing=True, sopkit_copying_tables=copying_tables
        )
        with told_apart(self.place), Session(engine) as session:
            if not self.on_sqlite:
                session.execute(text(f"SET LOCAL lock_timeout = {self.wait}"))
                session.execute(text(f"SELECT pg_advisory_xact_lock({_WRITERS_LOCK})"))
            yield session
            session.commit()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()


def _url(text_of_url: str) -> URL:
    try:
        url = make_url(text_of_url)
    except ArgumentError as error:
        raise BadDatabaseError from error
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise BadDatabaseError
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise BadDatabaseError  # each transaction would find another, empty one
    if url.get_backend_name() == "sqlite" and Path(url.database or "").is_dir():
        raise BadDatabaseError
    return url


def _engine(url: URL, wait: int) -> Engine:
    if url.get_backend_name() == "postgresql":
        try:
            patience = {"connect_timeout": _CONNECTING_SECONDS}
            pool = {
                "pool_pre_ping": True,
                "max_overflow": _CONNECTIONS,
                "pool_timeout": wait / 1000,
            }
            return create_engine(url, connect_args=patience, **pool)
        except (NoSuchModuleError, ImportError) as error:
            raise BadDatabaseError from error
    # A connection for each transaction: a file is opened in a fraction of a millisecond, and none
    # is left open in a process that forks.
    engine = create_engine(_existing(url), poolclass=NullPool)
    event.listen(engine, "connect", partial(_prepare_sqlite, wait))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _existing(url: URL) -> URL:
    """The address of a file that must be there: SQLite would put an empty one in its place.

    A register that was moved away for a moment comes back then as it was.
    """
    file = Path(url.database or "").absolute()
    return url.set(database=file.as_uri()).update_query_dict({"mode": "rw", "uri": "true"})


def _prepare_sqlite(wait: int, connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
    connection.isolation_level = None  # the driver begins no transactions; `_begin_sqlite` does
    for setting in (
        f"busy_timeout = {wait}",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # or INSERT OR REPLACE would pass the triggers by
        "synchronous = FULL",  # what was acknowledged survives a power cut
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if options.get("sopkit_copying_tables"):
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")  # only outside a transaction
    writing = options.get("sopkit_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def told_apart(place: str) -> Iterator[None]:
    """Tell the failures of a database apart that a user can do something about.

    Raises RegisterBusyError, RegisterDamagedError, RegisterForbiddenError, RegisterFullError and
    RegisterUnreachableError.
    """
    try:
        yield
    except PoolTimeoutError as error:
        raise RegisterBusyError from error
    except (DBAPIError, sqlite3.Error) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        told = _refusal(original, place)
        if told is None:
            raise
        raise told from error


def _refusal(error: BaseException | None, place: str) -> SopkitError | None:
    words = str(error).strip()
    told = words.lower()
    code = getattr(error, "sqlstate", None) or ""
    if "is locked" in told or code in {"55P03", "40001", "40P01"}:
        return RegisterBusyError()
    if "disk is full" in told or code == "53100":
        return RegisterFullError()
    if "unable to open" in told or "readonly database" in told or code == "42501":
        return RegisterForbiddenError(place)
    if "not a database" in told or "malformed" in told:
        return RegisterDamagedError(place)
    if not any(each.__name__ == "OperationalError" for each in type(error).__mro__):
        return None  # both drivers have a class of that name
    return RegisterUnreachableError(place, words.split("\n")[0])
