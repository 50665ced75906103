"""How a failure is told to a program: RFC 9457, and the headers that go with a status."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse

from sopkit.errors import SopkitError
from sopkit.refusals import TooManyTriesError
from sopkit.server.errors import (
    BadRequestError,
    BadTokenError,
    NotFoundError,
    PreconditionFailedError,
    ScopeError,
    TokenNeededError,
    status_of,
)
from sopkit.server.visit import Visit

API = "/api/"
"""With what the addresses for programs begin."""

MEDIA_TYPE = "application/problem+json"

MOST_ERRORS = 50
"""So many mistakes in what was sent are told of at once."""

URN = "urn:sopkit:problem:"
"""With what the types of failures begin."""

_WORD = re.compile(r"(?<!^)(?=[A-Z])")


def is_program(request: Request) -> bool:
    """Whether a request is for programs."""
    return request.url.path.startswith(API)


def problem(
    status: HTTPStatus, kind: str, detail: str, errors: Sequence[Mapping[str, str]] = ()
) -> JSONResponse:
    """A failure; `errors` says for each part of what was sent that is wrong where it stands."""
    told: dict[str, object] = {
        "type": URN + kind,
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
    }
    if errors:
        told["errors"] = list(errors)
    return JSONResponse(told, status_code=status, media_type=MEDIA_TYPE)


def invalid(visit: Visit, errors: Sequence[Mapping[str, Any]]) -> JSONResponse:
    """What was sent is not what the route takes; `errors` are Pydantic's."""
    parts = [
        {"pointer": _pointer(each["loc"]), "code": each["type"]} for each in errors[:MOST_ERRORS]
    ]
    what = ", ".join(part["pointer"] for part in parts)
    error = BadRequestError(what)
    return problem(status_of(error), kind_of(error), visit.sentence(error), parts)


def _pointer(place: Sequence[str | int]) -> str:
    """Where something stands: in the body a JSON pointer (RFC 6901)."""
    first, *others = (str(each) for each in place)
    steps = [each.replace("~", "~0").replace("/", "~1") for each in others]
    return "/".join(["#" if first == "body" else first, *steps])


def kind_of(error: SopkitError) -> str:
    """What programs know a failure by: `changed-meanwhile` for ChangedMeanwhileError.

    Whatever is not there, and whatever one may not see, has the same.
    """
    found = type(error)
    if status_of(error) is HTTPStatus.NOT_FOUND:
        found = NotFoundError
    return _WORD.sub("-", found.__name__.removesuffix("Error")).lower()


def headers_of(error: SopkitError) -> dict[str, str]:
    """The headers that go with a failure, on a page too."""
    if status_of(error) is HTTPStatus.SERVICE_UNAVAILABLE:
        return {"Retry-After": "5"}
    if isinstance(error, TooManyTriesError):
        return {"Retry-After": error.facts["seconds"]}
    if isinstance(error, TokenNeededError):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, BadTokenError):
        return {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    if isinstance(error, ScopeError):
        return {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}
    if isinstance(error, PreconditionFailedError) and error.current is not None:
        return {"ETag": error.current}
    return {}
