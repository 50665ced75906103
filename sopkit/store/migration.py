"""Makes the tables of a register and brings older ones up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util.exc import CommandError
from sqlalchemy import Connection, inspect, text
from sqlmodel import Session

from sopkit.refusals import RegisterMissingError, RegisterOutdatedError, RegisterUnknownError
from sopkit.resources import migrations
from sopkit.store.session import Register, told_apart
from sopkit.store.triggers import create_triggers

_PRIVATE = 0o600
"""A register holds names and the hashes of passwords: its file is its owner's alone."""


@contextmanager
def upgrading(register: Register) -> Iterator[Session]:
    """Run every migration that is still to be run; the caller records it in the same transaction.

    Raises RegisterUnknownError when the database is of a newer sopkit or not one of sopkit's.
    """
    pending(register)
    if register.file is not None:
        register.file.parent.mkdir(parents=True, exist_ok=True)
        with told_apart(register.place):
            register.file.touch(mode=_PRIVATE)
            _keep_a_log_ahead(register.file)
    with register.writing(copying_tables=True) as session:
        command.upgrade(_config(session.connection()), "head")
        if register.on_sqlite and session.execute(text("PRAGMA foreign_key_check")).first():
            raise LookupError("a migration leaves a row that refers to none")
        create_triggers(session.connection())  # copying a table, as on SQLite, drops its own
        yield session


def copy_file(register: Register, target: Path) -> None:
    """A consistent copy of a register in SQLite, taken while others may use it.

    Raises OSError when the copy cannot be written, RegisterBusyError and RegisterFullError.
    """
    if register.file is None:
        raise ValueError("only a file can be copied")
    target.touch(mode=_PRIVATE, exist_ok=False)
    with (
        told_apart(str(target)),
        closing(sqlite3.connect(register.file)) as source,
        closing(sqlite3.connect(target)) as copy,
    ):
        source.backup(copy)


def pending(register: Register) -> tuple[str, ...]:
    """What the migrations that are still to be run do, in their order.

    Raises RegisterUnknownError.
    """
    script = ScriptDirectory.from_config(_config())
    current = _revision(register)
    if current is None and not is_empty(register):
        raise RegisterUnknownError(register.place)
    try:
        found = list(script.iterate_revisions("head", current or "base"))
    except (CommandError, RevisionError) as error:
        raise RegisterUnknownError(register.place) from error
    return tuple(revision.doc for revision in reversed(found))


def require_current(register: Register) -> None:
    """Refuse a register that this sopkit does not know.

    Raises RegisterMissingError, RegisterOutdatedError or RegisterUnknownError.
    """
    if register.file is not None and not register.file.is_file():
        raise RegisterMissingError(register.place)
    current = _revision(register)
    if current == head():
        return
    if current is None and is_empty(register):
        raise RegisterMissingError(register.place)
    if pending(register):
        raise RegisterOutdatedError(register.place)
    raise RegisterUnknownError(register.place)


def head() -> str:
    """The revision of the tables that this sopkit works with."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    if found is None:
        raise LookupError("there are no migrations")
    return found


def is_empty(register: Register) -> bool:
    """Whether the database holds no table yet."""
    if register.file is not None and not register.file.is_file():
        return True
    with register.reading() as session:
        names = set(inspect(session.connection()).get_table_names())
    return not names - {"alembic_version"}


def differences(register: Register) -> list[object]:
    """How the tables differ from those that the code declares; for the tests."""
    from alembic.autogenerate import compare_metadata

    from sopkit.store.passing_tables import PASSING
    from sopkit.store.tables import METADATA

    with register.reading() as session:
        context = MigrationContext.configure(session.connection())
        # A list is what it takes; its annotation knows of one alone.
        return list(compare_metadata(context, [METADATA, PASSING]))  # type: ignore[arg-type]


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", migrations().as_posix().replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _revision(register: Register) -> str | None:
    if register.file is not None and not register.file.is_file():
        return None
    with register.reading() as session:
        return MigrationContext.configure(session.connection()).get_current_revision()


def _keep_a_log_ahead(file: Path) -> None:
    """Let readers of the file go on while somebody writes. The setting stays with the file."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
