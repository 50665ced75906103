"""How a failure is told to a program: RFC 9457, and the headers that go with a status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from sopkit.errors import SopkitError
from sopkit.refusals import TooManyTriesError
from sopkit.server.errors import (
    BadRequestError,
    BadTokenError,
    ContentTypeError,
    GivenTwiceError,
    NotFoundError,
    NotJsonError,
    PreconditionFailedError,
    ScopeError,
    ThereAlreadyError,
    TokenNeededError,
    UnknownPartError,
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

_NO_JSON = "json_invalid"
"""What FastAPI calls a body that is no JSON."""

_CAUSES: Mapping[str, type[SopkitError]] = {
    "extra_forbidden": UnknownPartError,
    "given_twice": GivenTwiceError,
}
"""The codes that have a sentence of their own; each other part is missing or of another kind."""

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


def invalid(visit: Visit, refused: RequestValidationError) -> JSONResponse:
    """What was sent is not what the route takes; the errors are Pydantic's and FastAPI's."""
    errors = refused.errors()[:MOST_ERRORS]
    parts = [{"pointer": _pointer(each["loc"]), "code": each["type"]} for each in errors]
    if any(part["code"] == _NO_JSON for part in parts):
        return failed(visit, NotJsonError())
    if isinstance(refused.body, bytes):  # left as it came: its type is not that of JSON
        return failed(visit, ContentTypeError())
    told = " ".join(visit.sentence(error) for error in _causes(parts))
    error = BadRequestError("")
    return problem(status_of(error), kind_of(error), told, parts)


def failed(visit: Visit, error: SopkitError) -> JSONResponse:
    """A failure that is about the request as a whole."""
    return problem(status_of(error), kind_of(error), visit.sentence(error))


def _causes(parts: Sequence[Mapping[str, str]]) -> Iterator[SopkitError]:
    """What is wrong with the parts of what was sent: a sentence for each cause."""
    places: dict[type[SopkitError], list[str]] = {}
    for part in parts:
        places.setdefault(_CAUSES.get(part["code"], BadRequestError), []).append(part["pointer"])
    return (cause(what=", ".join(found)) for cause, found in places.items())


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
    if isinstance(error, PreconditionFailedError | ThereAlreadyError) and error.current is not None:
        return {"ETag": error.current}
    return {}
