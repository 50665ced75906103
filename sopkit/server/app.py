"""The application: its routes, and what happens around each request."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from http import HTTPStatus

from anyio.to_thread import current_default_thread_limiter
from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from sopkit import __version__
from sopkit.errors import SopkitError
from sopkit.messages import message
from sopkit.refusals import NoTokenError
from sopkit.server import access, assets
from sopkit.server.cookies import secret_of
from sopkit.server.errors import (
    BadRequestError,
    BadTokenError,
    MethodNotAllowedError,
    NotFoundError,
    NotJsonError,
    SignInNeededError,
    TooLargeError,
    UnreadableError,
    WrongPlaceError,
    status_of,
)
from sopkit.server.failure_page import failure_page
from sopkit.server.journal import Journal, Unbroken
from sopkit.server.pages import redirect
from sopkit.server.problems import MOST_ERRORS, headers_of, invalid, is_program, kind_of, problem
from sopkit.server.routes import ROUTERS, health
from sopkit.server.routes.session import sign_in_address
from sopkit.server.security import MOST_OF_A_FIELD, Protection
from sopkit.server.visit import Site, Visit, begin_visit, now, visit_of
from sopkit.services.accounts.signing_in import Scope, Visitor, visitor
from sopkit.services.accounts.tokens import token_visitor
from sopkit.services.notices.mail_settings import MailSettings
from sopkit.services.notices.working import resting, working
from sopkit.services.register.opening import open_register
from sopkit.settings import Settings

_ = message

_LOG = logging.getLogger("sopkit.server")

THREADS = 16
"""Requests that a process works at side by side; others wait. More of them would share the same
processor, and hold more memory."""


_TOO_LARGE = "exceeded maximum size"
"""What Starlette says of a field that is larger than `MOST_OF_A_FIELD`."""


def create_app(settings: Settings, *, mail: MailSettings | None = None) -> FastAPI:
    """The application on a register. With settings for mail, it works at jobs while it runs.

    Raises RegisterMissingError, RegisterOutdatedError and RegisterUnknownError.
    """
    register = open_register(settings)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        current_default_thread_limiter().total_tokens = THREADS
        with working(register, mail, now) if mail else resting(register, now):
            yield
        register.close()

    app = FastAPI(title="sopkit", version=__version__, lifespan=lifespan, openapi_url=None)
    app.state.site = Site(settings, register, mail)
    app.include_router(assets.router)
    app.include_router(health.router)
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(_arrive), Depends(access.guard)])
    access.require_complete(route for router in ROUTERS for route in router.routes)
    app.add_middleware(Unbroken, answer=_broken)
    app.add_middleware(Protection)
    app.add_middleware(Journal)  # the outermost
    app.add_exception_handler(SopkitError, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    return app


def _arrive(request: Request) -> None:
    """Find out who makes a request. Before everything else of a route."""
    begin_visit(request.app, request, None, now())  # if the register fails, there is a page
    found = _program(request) if is_program(request) else _browser(request)
    if found is not None:
        begin_visit(request.app, request, found, visit_of(request).now)


def _browser(request: Request) -> Visitor | None:
    """Who has the session of the cookie."""
    visit, secret = visit_of(request), secret_of(request)
    return visitor(visit.register, secret, visit.now) if secret else None


def _program(request: Request) -> Visitor | None:
    """Whose token a program has. A browser may look, too: its cookie reads and does not write.

    Raises BadTokenError.
    """
    visit = visit_of(request)
    scheme, _, secret = request.headers.get("authorization", "").partition(" ")
    if scheme:
        if scheme.lower() != "bearer":
            raise BadTokenError
        try:
            return token_visitor(visit.register, secret.strip(), visit.now)
        except NoTokenError as error:
            raise BadTokenError from error
    found = _browser(request)
    return replace(found, scope=Scope.READ) if found else None


# Failures


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, SopkitError)  # noqa: S101 - that is what it is registered for
    if isinstance(error, SignInNeededError) and not is_program(request):
        return redirect(sign_in_address(request))
    visit = _visit(request)
    status = status_of(error)
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        _LOG.error("unavailable: %s", type(error).__name__)
    told = visit.sentence(error)
    response: Response
    if is_program(request):
        response = problem(status, kind_of(error), told)
    else:
        response = failure_page(visit, status, told)
    response.headers.update(headers_of(error))
    return response


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - as above
    if is_program(request):
        return invalid(_visit(request), error)
    where = ", ".join(str(each["loc"][-1]) for each in error.errors()[:MOST_ERRORS])
    return _refused(request, BadRequestError(where))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - as above
    if error.status_code == HTTPStatus.NOT_FOUND:
        return _refused(request, NotFoundError())
    if isinstance(error.__cause__, SopkitError):  # from reading what was sent
        return _refused(request, error.__cause__)
    if _TOO_LARGE in error.detail:
        return _refused(request, TooLargeError(MOST_OF_A_FIELD))
    program = is_program(request)
    if error.status_code != HTTPStatus.METHOD_NOT_ALLOWED:  # a body that is none
        return _refused(request, NotJsonError() if program else UnreadableError())
    known = ", ".join(_methods(request.url.path))
    wrong = MethodNotAllowedError(request.method, known) if program else WrongPlaceError()
    response = _refused(request, wrong)
    response.headers["Allow"] = known
    return response


def _methods(path: str) -> list[str]:
    """What one may do at an address, by all of its routes; Starlette tells of the first alone."""
    routes = (route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute))
    here = (route.methods or set() for route in routes if route.path_regex.match(path))
    return sorted({method for methods in here for method in methods})


def _broken(request: Request, error: Exception) -> Response:
    _LOG.error("a mistake of ours", exc_info=error)
    visit = _visit(request)
    told = visit.translate(_("This is a mistake in sopkit, not yours. Please report it."))
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return (
        problem(status, "bug", told) if is_program(request) else failure_page(visit, status, told)
    )


def _visit(request: Request) -> Visit:
    """The visit of a request that failed, perhaps before it came to a route."""
    if not hasattr(request.state, "visit"):
        with suppress(SopkitError):
            _arrive(request)
    return visit_of(request)
