"""What each route needs, in one place, and the guard that asks for it.

A route that stands in no line of the table stops the application when it starts. Whoever lacks
the right is told that there is no such page: not even that something exists may leak. Rights in a
single department are the services' to ask; here one department is enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from sopkit.server.errors import CrossSiteError, NotFoundError, SignInNeededError
from sopkit.services.accounts.signing_in import Right, Visitor


@dataclass(frozen=True, slots=True)
class Need:
    """What a visitor must be. `rights`: one of them, in any department; None asks for none.

    `from_elsewhere` lets other sites and programs send to the route: the request proves by
    itself what it may do.
    """

    signed_in: bool = True
    rights: frozenset[Right] | None = None
    from_elsewhere: bool = False

    def allows(self, visitor: Visitor | None) -> bool:
        """Whether a visitor is enough."""
        if visitor is None:
            return not self.signed_in
        return self.rights is None or visitor.may(self.rights)


EVERYBODY = Need(signed_in=False)
SIGNED_IN = Need()


def right(*rights: Right) -> Need:
    """One of these rights, in any department."""
    return Need(rights=frozenset(rights))


ACCESS: Mapping[str, Need] = {
    # signing in
    "sign_in": EVERYBODY,
    "sign_in_post": EVERYBODY,
    "sign_out": SIGNED_IN,
    # what everybody starts with
    "home": SIGNED_IN,
    # writing; the services ask for the right in the department
    "write": right(Right.AUTHOR),
    "write_post": right(Right.AUTHOR),
    "write_procedures": right(Right.AUTHOR),
    "edit": right(Right.AUTHOR),
    "edit_change": right(Right.AUTHOR),
    "edit_text": right(Right.AUTHOR),
    "edit_mend": right(Right.AUTHOR),
    "edit_findings": right(Right.AUTHOR),
    "edit_save": right(Right.AUTHOR),
    "edit_discard": right(Right.AUTHOR),
    "edit_together": right(Right.AUTHOR),
    "edit_together_post": right(Right.AUTHOR),
    "edit_picture_post": right(Right.AUTHOR),
    "edit_picture": right(Right.AUTHOR),
}
"""The need of every route, by its name."""


def guard(request: Request) -> None:
    """Refuse a request that lacks what its route needs. Every router depends on it.

    Raises CrossSiteError, SignInNeededError and NotFoundError.
    """
    need = ACCESS[request.scope["route"].name]
    if not need.from_elsewhere:
        _refuse_cross_site(request)
    visitor: Visitor | None = request.state.visitor
    if need.allows(visitor):
        return
    if visitor is None:
        raise SignInNeededError
    raise NotFoundError


def require_complete(routes: Iterable[BaseRoute]) -> None:
    """Refuse to start with a route that nobody thought of, or a line for one that is gone.

    Raises LookupError.
    """
    names = [route.name for route in routes if isinstance(route, APIRoute)]
    twice = sorted({name for name in names if names.count(name) > 1})
    different = sorted(set(names) ^ set(ACCESS))
    if different or twice:
        raise LookupError(f"routes and ACCESS differ: {different}; twice: {twice}")


def _refuse_cross_site(request: Request) -> None:
    """A cookie comes along with every request, also with one that another site made up.

    Browsers say where a request comes from (Sec-Fetch-Site), older ones at least the origin of a
    form. A request that says neither comes from a program, which has no cookie to be misused.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise CrossSiteError
        return
    origin = request.headers.get("origin")
    if origin is not None:
        if urlsplit(origin).netloc != request.headers.get("host"):
            raise CrossSiteError
        return
    if request.cookies:
        raise CrossSiteError
