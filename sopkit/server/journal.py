"""Middleware that gives every request a name, writes its line in the log, and catches failures."""

from __future__ import annotations

import re
from collections.abc import Callable
from time import perf_counter
from uuid import uuid4

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sopkit.server.logs import REQUESTS, request_id

HEADER = "X-Request-ID"

_GIVEN = re.compile(r"[0-9a-fA-F-]{16,36}")
"""A name that a web server before this one gave, such as nginx's: nothing that could be a word."""


class Journal:
    """Names a request, tells the name in the response, and writes a line when it is done."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        name = given if _GIVEN.fullmatch(given) else uuid4().hex
        status = 0
        begun = perf_counter()

        async def named(part: Message) -> None:
            nonlocal status
            if part["type"] == "http.response.start":
                status = part["status"]
                MutableHeaders(scope=part)[HEADER] = name
            await send(part)

        mark = request_id.set(name)
        try:
            await self.app(scope, receive, named)
        finally:
            request_id.reset(mark)
            _write(scope, name, status, perf_counter() - begun)


class Unbroken:
    """Answers a request that failed in a way nobody thought of, inside all other middleware.

    So the answer has the same headers as any other, and a line in the log.
    """

    def __init__(self, app: ASGIApp, answer: Callable[[Request, Exception], Response]) -> None:
        self.app, self.answer = app, answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        begun = False

        async def watched(part: Message) -> None:
            nonlocal begun
            begun = True
            await send(part)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            if begun or scope["type"] != "http":
                raise
            response = await run_in_threadpool(self.answer, Request(scope), error)
            await response(scope, receive, send)


def _write(scope: Scope, name: str, status: int, seconds: float) -> None:
    route = getattr(scope.get("route"), "path", "")
    if route in {"/healthz", "/readyz"} and status < 400:
        return  # asked every few seconds, by a program
    facts = {
        "event": "request",
        "request": name,
        "method": scope["method"],
        "route": route,
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
    REQUESTS.info("request", extra={"facts": facts})
