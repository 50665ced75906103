"""`sopkit serve` as a process: it starts, watches, stops and comes back as operators need it."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from itertools import count
from pathlib import Path

import httpx2 as httpx
import pytest

from sopkit.services.accounts.tokens import PREFIX
from sopkit.services.demo.mark import mark_as_demo
from sopkit.settings import database_url
from tests import postgresql
from tests.engines import copied
from tests.register import PASSWORD, START, World, new_world, sop
from tests.serving import Served, free_port, served, until

CORRECT = {"login": "author", "password": PASSWORD}


@pytest.fixture(scope="module")
def running(sqlite_world: World, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests that only ask it something."""
    world = copied(sqlite_world, tmp_path_factory.mktemp("serving"))
    world.register.close()
    with served(world.settings.database_url) as application:
        yield application


def sign_in(application: Served, **form: str) -> httpx.Response:
    with application.client() as client:
        return client.post("/sign-in", data=CORRECT | form)


def test_it_answers_and_says_that_it_is_ready(running: Served) -> None:
    assert running.get("/healthz").json() == {"alive": True}
    assert running.get("/readyz").json() == {"ready": True}
    assert running.get("/sign-in").status_code == 200
    assert sign_in(running).status_code == 303


# Stopping


@pytest.mark.parametrize(("workers", "how"), [("1", signal.SIGINT), ("2", signal.SIGTERM)])
def test_it_finishes_what_it_began_and_stops(sqlite: World, workers: str, how: int) -> None:
    sqlite.put_in_force(sop())
    with served(sqlite.settings.database_url, "--workers", workers) as application:
        cookie = {"cookie": session_of(application)}
        with ThreadPoolExecutor(24) as pool:
            asked = [
                pool.submit(application.get, "/sops/KS-001/pdf", headers=cookie) for _ in range(24)
            ]
            next(as_completed(asked))
            assert application.stop(how) == 0
    # What came too late was refused at the door, unread; what was read has all of its answer.
    answers = [each.result() for each in asked if each.exception() is None]
    refusals = [each.exception() for each in asked if each.exception() is not None]
    assert all(each.content.rstrip().endswith(b"%%EOF") for each in answers)
    assert all(isinstance(each, httpx.TransportError) for each in refusals)
    done = [each["status"] for each in application.entries() if each["route"].endswith("/pdf")]
    assert done == [200] * len(answers)


def test_its_port_is_free_again_at_once(sqlite: World) -> None:
    port = free_port()
    for _ in range(2):
        with served(sqlite.settings.database_url, port=port) as application:
            assert application.get("/healthz").status_code == 200


def test_workers_leave_when_their_parent_was_killed(sqlite: World) -> None:
    port = free_port()
    with served(sqlite.settings.database_url, "--workers", "2", port=port) as application:
        until(lambda: application.get("/readyz").status_code == 200)
        application.process.kill()

        def gone() -> bool:
            with socket.socket() as tried:
                return tried.connect_ex(("127.0.0.1", port)) != 0

        until(gone)


def test_a_worker_that_dies_is_replaced(sqlite: World) -> None:
    with served(sqlite.settings.database_url, "--workers", "2") as application:
        until(lambda: application.get("/readyz").status_code == 200)
        [first, *_] = children(application.process.pid)
        os.kill(first, signal.SIGKILL)
        until(lambda: len(set(children(application.process.pid)) - {first}) >= 2)
        assert application.get("/readyz").status_code == 200


def test_what_lays_out_long_texts_leaves_when_its_worker_was_killed(sqlite: World) -> None:
    sqlite.save(sop("KS-050", steps=tuple(f"Doe ding {number}." for number in range(100))))
    with served(sqlite.settings.database_url) as application:
        with application.client(headers={"cookie": session_of(application)}) as browser:
            assert "<svg" in browser.get("/sops/KS-050/edit/preview").json()["chart"]
        [laying_out] = children(application.process.pid)
        application.process.kill()
        try:
            until(lambda: not Path(f"/proc/{laying_out}").exists())
        finally:  # else whoever reads what the server said waits for it
            with suppress(ProcessLookupError):
                os.kill(laying_out, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """The workers of a process, without what Python starts beside them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
            command = (path.parent / "cmdline").read_text()
        except OSError:
            continue
        if int(fields[1]) == pid and "spawn_main" in command:
            found.append(int(path.parent.name))
    return sorted(found)


# The register is gone for a while


def test_a_moved_file_is_told_and_works_again_when_it_is_back(sqlite: World) -> None:
    file = sqlite.register.file
    assert file is not None
    with served(sqlite.settings.database_url) as application, application.client() as browser:
        assert browser.post("/sign-in", data=CORRECT).status_code == 303
        away = file.rename(file.with_name("away.sqlite"))
        assert_unavailable(application, browser)
        assert not file.exists(), "a new, empty one would take its place"
        away.rename(file)
        assert_well(application, browser)


@pytest.mark.parametrize("seconds", [1, pytest.param(10, marks=pytest.mark.soak)])
def test_a_database_that_was_gone_for_a_while_works_again(seconds: int) -> None:
    with postgresql.restartable() as server:
        world = new_world(database_url(postgresql.new_database(server.address)))
        world.register.close()
        url = world.settings.database_url
        with served(url, "--workers", "2") as application, application.client() as browser:
            assert browser.post("/sign-in", data=CORRECT).status_code == 303
            server.stop()
            assert_unavailable(application, browser)
            time.sleep(seconds)
            assert_unavailable(application, browser)
            server.start()
            assert_well(application, browser)


def assert_unavailable(application: Served, browser: httpx.Client) -> None:
    """A page, a form and a program are each told in their way; nothing of the database is."""
    for answer in (
        browser.get("/"),
        browser.get("/sign-in"),
        browser.post("/sign-in", data=CORRECT),
        application.get("/readyz"),
    ):
        assert answer.status_code == 503
        assert not {"sqlite", "psycopg", "connection", "/tmp"} & set(answer.text.lower().split())  # noqa: S108
    assert "Not available for a moment" in browser.get("/").text
    problem = browser.get("/api/v1/procedures", headers={"authorization": f"Bearer {PREFIX}x"})
    assert problem.status_code == 503
    assert problem.headers["content-type"] == "application/problem+json"
    assert browser.get("/").headers["retry-after"]
    assert application.get("/healthz").status_code == 200


def assert_well(application: Served, browser: httpx.Client) -> None:
    """Also for who was signed in before."""
    until(lambda: application.get("/readyz").status_code == 200)
    assert browser.get("/").status_code == 200
    assert sign_in(application).status_code == 303


# Killed


@pytest.mark.parametrize("rounds", [2, pytest.param(40, marks=pytest.mark.soak)])
def test_what_was_acknowledged_before_a_kill_is_there_afterwards(
    sqlite: World, rounds: int
) -> None:
    port = free_port()
    told: list[tuple[str, str]] = []
    for number in range(rounds):
        before = len(told)
        with served(sqlite.settings.database_url, "--workers", "2", port=port) as application:
            cookie = session_of(application)
            with ThreadPoolExecutor(WRITERS) as pool:
                for writer in range(WRITERS):
                    pool.submit(keep_writing, application, cookie, f"{number}-{writer}", told)
                until(lambda: len(told) >= before + 10)  # noqa: B023 - used at once
                application.process.kill()
        until(lambda: not_listening(port))
    with served(sqlite.settings.database_url, port=port) as application:
        cookie = session_of(application)
        for title, address in told:
            assert title in application.get(address, headers={"cookie": cookie}).text
    sqlite.assert_proven()


WRITERS = 6


def keep_writing(application: Served, cookie: str, name: str, told: list[tuple[str, str]]) -> None:
    """Start procedures until the application is no more; a redirect says that one is saved."""
    with suppress(httpx.HTTPError), application.client(headers={"cookie": cookie}) as browser:
        for place in count():
            title = f"Wheel {name}-{place} is bent"
            form = {"title": title, "department": "klantenservice", "language": "en"}
            answer = browser.post("/write", data=form)
            if answer.status_code == 303:
                told.append((title, answer.headers["location"]))


def session_of(application: Served) -> str:
    return sign_in(application).headers["set-cookie"].partition(";")[0]


def not_listening(port: int) -> bool:
    with socket.socket() as tried:
        return tried.connect_ex(("127.0.0.1", port)) != 0


# Where it may be reached


def test_a_demo_is_served_on_this_machine(sqlite: World) -> None:
    mark_as_demo(sqlite.register, START)
    with served(sqlite.settings.database_url, "--host", "::1") as application:
        assert application.address.startswith("http://[::1]:")
        assert application.get("/readyz").status_code == 200


# Behind a web server


@pytest.mark.parametrize(("trusted", "secure"), [(None, True), ("192.0.2.7", False)])
def test_only_a_trusted_web_server_may_say_that_it_was_asked_safely(
    sqlite: World, trusted: str | None, secure: bool
) -> None:
    env = {"SOPKIT_TRUSTED_PROXIES": trusted} if trusted else {}
    with served(sqlite.settings.database_url, env=env) as application:
        answer = application.get("/sign-in", headers={"x-forwarded-proto": "https"})
        assert ("strict-transport-security" in answer.headers) is secure


# The log


def test_each_request_has_a_line_that_names_nobody(running: Served) -> None:
    secret = "Geheim-4711"  # noqa: S105 - to look for
    headers = {"user-agent": secret, "x-forwarded-for": "203.0.113.9"}
    before = len(running.entries())
    with running.client(headers=headers) as browser:
        browser.post("/sign-in", data={"login": secret, "password": secret, "then": f"/{secret}"})
        browser.get(f"/sign-in?then=/{secret}")
        browser.get(f"/{secret}")
    until(lambda: len(running.entries()) == before + 3)
    entries = running.entries()[before:]
    assert [(each["method"], each["route"], each["status"]) for each in entries] == [
        ("POST", "/sign-in", 403),
        ("GET", "/sign-in", 200),
        ("GET", "", 404),
    ]
    for entry in entries:
        assert set(entry) == {"at", "level", "event", "request", "method", "route", "status", "ms"}
    assert not any(each in "".join(running.lines) for each in (secret, "203.0.113.9", "127.0.0.1"))


def test_being_watched_fills_no_log(running: Served) -> None:
    before = len(running.entries())
    for _ in range(3):
        running.get("/healthz")
        running.get("/readyz")
    running.get("/sign-in")
    until(lambda: len(running.entries()) > before)
    assert [entry["route"] for entry in running.entries()[before:]] == ["/sign-in"]


def test_a_request_keeps_the_name_that_a_web_server_gave_it(running: Served) -> None:
    given = "4f6c0d0e9b3a4c7d8e5f60718293a4b5"
    answers = [
        running.get("/healthz", headers={"x-request-id": name}).headers["x-request-id"]
        for name in (given, "jan@example.org", "short", "")
    ]
    assert answers[0] == given
    assert len(set(answers)) == 4
    assert all(len(answer) == 32 for answer in answers)
