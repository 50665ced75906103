"""What holds for every response and request: headers, and how much may be sent."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sopkit.server.cookies import secret_of
from sopkit.server.errors import TooLargeError, UnreadableError
from sopkit.server.problems import API

MOST = 12_000_000
"""How many bytes may be sent at once: the largest is a picture, or a list of persons."""

MOST_JSON = 256_000
"""How many of JSON: texts, pictures and lists are sent as they are."""

MOST_OF_ANYBODY = 64_000
"""How many by somebody whom the register need not know.

What is sent is taken apart before anybody asks who sent it, while all others wait."""

MOST_OF_A_FIELD = 1024 * 1024
"""How many one field of a form may have, by Starlette: as many as a text."""

MOST_FIELDS = 20_000
"""How many fields a form may have: the editor's of a long procedure, sent whole without a script,
has ten thousand. Starlette refuses more as well, but does not count empty ones."""

_OF_ANYBODY = ("/sign-in", "/reset/", "/set-up/")
_FIELDS_IN_A_LINE = "application/x-www-form-urlencoded"

HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
"""Headers of every response that does not set them itself."""


PICTURE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; sandbox"
)
"""What a drawing may do that somebody opens by itself: nothing but have its own style.

People bring drawings, and a browser opens one as a page of ours: with scripts, forms and links."""


def content_policy(kind: str, nonce: str) -> str:
    """What an answer of a media type may do, if a browser opens it.

    A page may load its own files; style with the nonce is that of the text editor.
    """
    if kind.startswith("image/") or "xml" in kind:
        return PICTURE_POLICY
    return (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' blob:; "
        f"font-src 'self'; style-src 'self' 'nonce-{nonce}'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


class Protection:
    """Middleware: the headers, and a limit to what is read of a request."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        most, is_line = _most(request), _kind(request) == _FIELDS_IN_A_LINE
        read = fields = 0

        async def limited() -> Message:
            nonlocal read, fields
            part = await receive()
            body = part.get("body", b"")
            read += len(body)
            fields += body.count(b"&") if is_line else 0
            if read > most:
                raise TooLargeError(most)
            if fields > MOST_FIELDS:
                raise UnreadableError
            return part

        async def with_headers(part: Message) -> None:
            if part["type"] == "http.response.start":
                _set_headers(scope, part["status"], MutableHeaders(scope=part))
            await send(part)

        await self.app(scope, limited, with_headers)


def _most(request: Request) -> int:
    """How many bytes a request may send."""
    path = request.url.path
    known = secret_of(request) or "authorization" in request.headers
    if not known or path.startswith(_OF_ANYBODY):
        return MOST_OF_ANYBODY
    return MOST_JSON if path.startswith(API) and "json" in _kind(request) else MOST


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _set_headers(scope: Scope, status: int, headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if status != HTTPStatus.NOT_MODIFIED:  # a browser would take it for what it has
        visit = scope.get("state", {}).get("visit")
        policy = content_policy(headers.get("content-type", ""), visit.nonce if visit else "")
        headers["Content-Security-Policy"] = policy  # whatever a route says
    if Request(scope).url.scheme == "https":
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
