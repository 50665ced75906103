"""Opens the register, and the only place where a transaction is committed.

Writers queue: on SQLite a writing transaction begins with BEGIN IMMEDIATE, on PostgreSQL with an
advisory lock. What a writer reads therefore still holds when it writes, and the trail cannot fork.
Readers see one state from beginning to end and wait for nobody.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
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

_WRITERS_LOCK = 7_601_507
"""The number of PostgreSQL's advisory lock; it means nothing but this."""


class Register:
    """An open register. Threads may share one; processes open their own."""

    def __init__(self, url: str) -> None:
        self.url = _url(url)
        self.engine = _engine(self.url)

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
    def writing(self) -> Iterator[Session]:
        """One transaction, committed when the block ends without an exception.

        Raises RegisterBusyError, RegisterDamagedError, RegisterForbiddenError, RegisterFullError,
        RegisterUnreachableError; then nothing is changed.
        """
        engine = self.engine.execution_options(sopkit_writing=True)
        with told_apart(self.place), Session(engine) as session:
            if not self.on_sqlite:
                session.execute(text(f"SET LOCAL lock_timeout = {WAIT_MILLISECONDS}"))
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


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "postgresql":
        try:
            patience = {"connect_timeout": _CONNECTING_SECONDS}
            return create_engine(url, pool_pre_ping=True, connect_args=patience)
        except (NoSuchModuleError, ImportError) as error:
            raise BadDatabaseError from error
    # A connection for each transaction: a file is opened in a fraction of a millisecond, and none
    # is left open in a process that forks.
    engine = create_engine(url, poolclass=NullPool)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's own
    connection.isolation_level = None  # the driver begins no transactions; `_begin_sqlite` does
    for setting in (
        f"busy_timeout = {WAIT_MILLISECONDS}",
        "foreign_keys = ON",
        "recursive_triggers = ON",  # or INSERT OR REPLACE would pass the triggers by
        "synchronous = FULL",  # what was acknowledged survives a power cut
    ):
        connection.execute(f"PRAGMA {setting}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("sopkit_writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def told_apart(place: str) -> Iterator[None]:
    """Tell the failures of a database apart that a user can do something about.

    Raises RegisterBusyError, RegisterDamagedError, RegisterForbiddenError, RegisterFullError and
    RegisterUnreachableError.
    """
    try:
        yield
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
    if type(error).__name__ != "OperationalError":  # the same name in both drivers
        return None
    return RegisterUnreachableError(place, words.split("\n")[0])
