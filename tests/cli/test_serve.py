"""`sopkit serve` refuses in one line what it cannot do, before anything listens."""

from __future__ import annotations

import socket
import sqlite3
from contextlib import closing

import pytest

from sopkit.cli.serving import listening
from sopkit.services.demo.mark import mark_as_demo
from sopkit.settings import Serving
from tests.cli.conftest import Sopkit
from tests.register import START, World

LOCATION = "SOPKIT_DATABASE_URL"


def test_a_register_of_a_newer_sopkit_is_refused(sopkit: Sopkit, sqlite: World) -> None:
    file = sqlite.register.file
    assert file is not None
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '29991231'")
    outcome = sopkit("serve", env={LOCATION: str(file)})
    assert outcome.status == 2
    assert "newer sopkit" in outcome.err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org"])  # noqa: S104
def test_a_demo_is_refused_where_others_reach_it(sopkit: Sopkit, sqlite: World, host: str) -> None:
    mark_as_demo(sqlite.register, START)
    url = {LOCATION: sqlite.settings.database_url}
    outcome = sopkit("serve", "--host", host, env=url)
    assert outcome.status == 2
    assert "demo" in outcome.err
    assert host in outcome.err
    assert sopkit("serve", env=url | {"SOPKIT_HOST": host}) == outcome


def test_a_port_that_is_taken_is_told_in_one_line(sopkit: Sopkit, sqlite: World) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = str(listener.getsockname()[1])
        outcome = sopkit("serve", "--port", port, env={LOCATION: sqlite.settings.database_url})
    assert outcome.status == 2
    assert outcome.err.startswith(f"sopkit: error: Nothing can listen at 127.0.0.1:{port}: ")
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    ("anchor", "reason"),
    [
        ("no/where/anchors.txt", "the folder no/where does not exist"),
        (".", "it is a folder"),
    ],
)
def test_anchors_that_cannot_be_written_stop_the_start(
    sopkit: Sopkit, sqlite: World, anchor: str, reason: str
) -> None:
    env = {LOCATION: sqlite.settings.database_url, "SOPKIT_ANCHOR": anchor}
    outcome = sopkit("serve", env=env)
    told = f"sopkit: error: SOPKIT_ANCHOR is “{anchor}”, which cannot be written: {reason}.\n"
    assert (outcome.status, outcome.err) == (2, told)


def test_small_answers_go_at_once() -> None:
    """asyncio switches off Nagle's algorithm only where a socket knows that it speaks TCP."""
    with listening(Serving(port=0)) as listener:
        assert listener.proto == socket.IPPROTO_TCP
        with socket.create_connection(listener.getsockname()):
            accepted, _ = listener.accept()
            with accepted:
                assert accepted.proto == socket.IPPROTO_TCP


@pytest.mark.parametrize("option", ["--port", "--workers"])
def test_an_option_wins_from_the_environment_and_is_named(
    sopkit: Sopkit, sqlite: World, option: str
) -> None:
    variable = option.replace("--", "SOPKIT_").upper()
    env = {LOCATION: sqlite.settings.database_url, variable: "1"}
    outcome = sopkit("serve", option, "no", env=env)
    assert outcome.status == 2
    assert outcome.err.startswith(f"sopkit: error: {option} is “no”; it must be a whole number")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("SOPKIT_PORT", "high"),
        ("SOPKIT_PORT", "65536"),
        ("SOPKIT_PORT", "-1"),
        ("SOPKIT_WORKERS", "0"),
        ("SOPKIT_WORKERS", "1e3"),
        ("SOPKIT_WORKERS", "٢"),
        ("SOPKIT_STOP_SECONDS", "soon"),
        ("SOPKIT_TRUSTED_PROXIES", "10.0.0.0/33"),
        ("SOPKIT_TRUSTED_PROXIES", "127.0.0.1, proxy.example.org"),
        ("SOPKIT_LOG", "xml"),
    ],
)
def test_a_setting_that_means_nothing_is_refused_by_name(
    sopkit: Sopkit, sqlite: World, setting: str, value: str
) -> None:
    env = {LOCATION: sqlite.settings.database_url, setting: value}
    outcome = sopkit("serve", env=env)
    assert outcome.status == 2
    assert setting in outcome.err
    assert value.rsplit(maxsplit=1)[-1] in outcome.err
