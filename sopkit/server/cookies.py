"""The one cookie: the secret of a session."""

from __future__ import annotations

from fastapi import Request, Response

NAME = "sopkit-session"


def secret_of(request: Request) -> str | None:
    """The secret that a request carries."""
    return request.cookies.get(_name(request))


def set_secret(request: Request, response: Response, secret: str) -> None:
    """Give the browser a secret: not for scripts, not for other sites, gone when it closes.

    Over HTTPS the name begins with `__Host-`, which browsers take from this host alone.
    """
    response.set_cookie(
        _name(request),
        secret,
        secure=_is_secure(request),
        httponly=True,
        samesite="lax",
        path="/",
    )


def take_secret(request: Request, response: Response) -> None:
    """Let the browser forget the secret."""
    response.delete_cookie(
        _name(request), secure=_is_secure(request), httponly=True, samesite="lax", path="/"
    )


def _name(request: Request) -> str:
    return f"__Host-{NAME}" if _is_secure(request) else NAME


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"
