"""The failures of routes as OpenAPI tells them: a status, when it comes, and its shape."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from pydantic import Field

from sopkit.server.api.shape import Told
from sopkit.server.problems import MEDIA_TYPE, URN


class ProblemPart(Told):
    """One part of what was sent that is wrong."""

    pointer: str = Field(examples=["#/name"])
    """Where it stands: `#/…` in the body (RFC 6901), else `query/…`, `path/…` or `header/…`."""

    code: str = Field(examples=["missing"])
    """What is wrong with it: `missing`, `extra_forbidden`, `given_twice`, `string_too_long` …"""


class Problem(Told):
    """What went wrong (RFC 9457)."""

    type: str = Field(examples=[f"{URN}not-found"])
    """What kind of failure it is, for programs; it keeps its meaning."""

    title: str = Field(examples=["Not Found"])
    """The status in words."""

    status: int = Field(examples=[404])
    """The status again."""

    detail: str = Field(examples=["There is nothing at this address, or nothing that you may see."])
    """What happened and what to do, in the language of `Accept-Language` or of the person."""

    errors: list[ProblemPart] = Field(default=[], examples=[[]])
    """Each part of what was sent that is wrong, where that is why."""


_WHEN = {
    HTTPStatus.BAD_REQUEST: "What was sent cannot be read as JSON.",
    HTTPStatus.UNAUTHORIZED: "There is no token, or it works no longer.",
    HTTPStatus.FORBIDDEN: "The token or the right does not go so far, or the password is wrong.",
    HTTPStatus.NOT_FOUND: "There is no such thing, or none that the person may see.",
    HTTPStatus.CONFLICT: "The register does not accept it; `type` and `detail` say why.",
    HTTPStatus.PRECONDITION_FAILED: "It was changed since it was read, or is there already.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "More was sent than may be (12 MB).",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Something that was sent is missing, unknown or wrong.",
    HTTPStatus.PRECONDITION_REQUIRED: "It needs `If-Match`: which state was read.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too many wrong passwords; `Retry-After` says how long to wait.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The register cannot be reached, or others write too long.",
}

_ALWAYS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)
_WRITING = (
    *_ALWAYS,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
)
_CONDITIONAL = (HTTPStatus.PRECONDITION_FAILED, HTTPStatus.PRECONDITION_REQUIRED)

Responses = dict[int | str, dict[str, Any]]


def reading() -> Responses:
    """The other answers of a route that reads."""
    same = {"description": "What you have is still that (`If-None-Match`)."}
    return {int(HTTPStatus.NOT_MODIFIED): same, **_refusals(*_ALWAYS)}


def writing(*, conditional: bool = False, signing: bool = False) -> Responses:
    """The other answers of a route that writes.

    A `conditional` one asks for If-Match, a `signing` one for the password.
    """
    return _refusals(
        *_WRITING,
        HTTPStatus.BAD_REQUEST,
        *(_CONDITIONAL if conditional else ()),
        *((HTTPStatus.TOO_MANY_REQUESTS,) if signing else ()),
    )


def _refusals(*statuses: HTTPStatus) -> Responses:
    every = sorted({*statuses, HTTPStatus.SERVICE_UNAVAILABLE})
    return {int(status): _refusal(status) for status in every}


def _refusal(status: HTTPStatus) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": _WHEN[status], "content": {MEDIA_TYPE: {"schema": schema}}}
