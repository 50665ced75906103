"""What holds for every response and request: headers, and how much may be sent."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sopkit.server.errors import TooLargeError

MOST_MEGABYTES = 12
"""What may be sent at once: the largest is a picture, or a list of persons."""

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
        most = MOST_MEGABYTES * 1_000_000
        read = 0

        async def limited() -> Message:
            nonlocal read
            part = await receive()
            read += len(part.get("body", b""))
            if read > most:
                raise TooLargeError(MOST_MEGABYTES)
            return part

        async def with_headers(part: Message) -> None:
            if part["type"] == "http.response.start":
                _set_headers(scope, part["status"], MutableHeaders(scope=part))
            await send(part)

        await self.app(scope, limited, with_headers)


def _set_headers(scope: Scope, status: int, headers: MutableHeaders) -> None:
    for name, value in HEADERS.items():
        headers.setdefault(name, value)
    if status != HTTPStatus.NOT_MODIFIED:  # a browser would take it for what it has
        visit = scope.get("state", {}).get("visit")
        policy = content_policy(headers.get("content-type", ""), visit.nonce if visit else "")
        headers["Content-Security-Policy"] = policy  # whatever a route says
    if Request(scope).url.scheme == "https":
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
