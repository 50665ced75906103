"""A failure that nobody thought of still has its headers, its name and its line in the log."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sopkit.server import logs
from sopkit.settings import LogStyle
from tests.web import Web

SECRET = "anna@example.org"  # noqa: S105 - to look for


@contextmanager
def logging_to(style: LogStyle) -> Iterator[io.StringIO]:
    """What is written meanwhile; pytest's own handlers are put back."""
    root, requests = logging.getLogger(), logs.REQUESTS
    before = root.handlers, root.level, requests.level
    for logger in (requests, logging.getLogger("sopkit.server")):
        logger.disabled = False  # import-linter, run by another test, switches off all there are
    stream = io.StringIO()
    logs.configure(style, stream)
    try:
        yield stream
    finally:
        root.handlers, _, _ = before
        root.setLevel(before[1])
        requests.setLevel(before[2])


def broken(web: Web) -> None:
    def fail() -> None:
        try:
            _ = dict[str, str]()[SECRET]
        except KeyError as error:
            raise RuntimeError(f"about {SECRET}") from error

    web.app.add_api_route("/broken/{what}", fail)


def entries(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_failure_is_answered_like_any_other_page(web: Web) -> None:
    broken(web)
    with logging_to(LogStyle.JSON):
        answer = web.nobody().get("/broken/x")
    assert answer.status_code == 500
    assert "This is a mistake in sopkit" in answer.text
    assert answer.headers["x-frame-options"] == "DENY"
    assert len(answer.headers["x-request-id"]) == 32


def test_a_failure_is_written_with_its_places_and_without_what_it_failed_on(web: Web) -> None:
    broken(web)
    with logging_to(LogStyle.JSON) as stream:
        answer = web.nobody().get("/broken/x", params={"who": SECRET})
    failure, request = entries(stream)
    assert failure["level"] == "error"
    assert failure["kind"] == "RuntimeError"
    assert any("fail" in place for place in failure["trace"])
    assert request["route"] == "/broken/{what}"
    assert request["status"] == 500
    assert failure["request"] == request["request"] == answer.headers["x-request-id"]
    assert SECRET not in stream.getvalue()


def test_people_read_a_line_for_each_request(web: Web) -> None:
    with logging_to(LogStyle.TEXT) as stream:
        web.nobody().get("/sign-in")
    [line] = stream.getvalue().splitlines()
    assert "GET /sign-in 200" in line


@pytest.mark.parametrize("path", ["/sign-in", "/nowhere"])
def test_a_quiet_log_has_failures_alone(web: Web, path: str) -> None:
    broken(web)
    with logging_to(LogStyle.QUIET) as stream:
        web.nobody().get(path)
        assert stream.getvalue() == ""
        web.nobody().get("/broken/x")
        assert "RuntimeError" in stream.getvalue()
