"""Answers to programs: with an ETag, so that nothing is sent twice or changed unread."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256
from http import HTTPStatus
from typing import Annotated, TypeVar
from urllib.parse import urlencode

from fastapi import Header, Query, Response
from pydantic import BaseModel, SerializeAsAny

from sopkit.server.api.shape import LINE, Listed, Told, Whole
from sopkit.server.errors import (
    AnyTagError,
    BadTagError,
    PreconditionFailedError,
    PreconditionMissingError,
    TagMissingError,
)
from sopkit.server.visit import Visit
from sopkit.services.exchange.portion import Portion

_Value = TypeVar("_Value")
_TAG = re.compile(r'\s*(?:W/)?"([^"]*)"\s*')

JSON = "application/json"

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The `ETag` of what you read: what you change is still that.",
        max_length=200,
        examples=['"0f5c8a"'],
    ),
]
IfNoneMatch = Annotated[
    str | None,
    Header(
        alias="If-None-Match",
        description="`*`: nothing is there yet, and what you send is the first.",
        max_length=1000,
        examples=["*"],
    ),
]
Limit = Annotated[int, Query(description="How many items at most.", ge=1, le=200, examples=[50])]
After = Annotated[
    str,
    Query(
        description="Go on after this item: the address in `Link` holds it.",
        max_length=300,
        pattern=LINE,
        examples=[""],
    ),
]


def told(
    here: Visit,
    shape: BaseModel,
    *,
    tag: str | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """A shape as JSON. `tag` is its ETag, where that is not a hash of what is told."""
    body = shape.model_dump_json().encode()
    return sent(here, body, JSON, tag=tag, status=status, headers=headers)


def sent(
    here: Visit,
    body: bytes,
    kind: str,
    *,
    tag: str | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Bytes of a kind; nothing but that they are the same (304) for one who has them already."""
    etag = quoted(tag or sha256(body).hexdigest()[:32])
    every = {
        "ETag": etag,
        "Cache-Control": "private, no-cache",
        "Vary": "Authorization, Cookie, Accept-Language",
        **(headers or {}),
    }
    if here.request.method == "GET" and _is_known(here, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=every)
    return Response(body, status_code=status, media_type=kind, headers=every)


def listed(here: Visit, portion: Portion[_Value], shape: Callable[[_Value], Told]) -> Response:
    """A part of a list, with the way to the next."""
    address = _following(here, portion.following)
    link = {"Link": f'<{address}>; rel="next"'} if address else {}
    items = [shape(each) for each in portion.items]
    return told(
        here, Listed[SerializeAsAny[Told]].model_construct(items=items, next=address), headers=link
    )


def whole(here: Visit, values: Iterable[_Value], shape: Callable[[_Value], Told]) -> Response:
    """A short list."""
    return told(
        here, Whole[SerializeAsAny[Told]].model_construct(items=[shape(each) for each in values])
    )


def done() -> Response:
    """Carried out; there is nothing to tell (204)."""
    return Response(status_code=HTTPStatus.NO_CONTENT)


def quoted(tag: str) -> str:
    """An ETag as it stands in a header."""
    return f'"{tag}"'


def changed(if_match: str | None) -> str:
    """The tag of what somebody changes.

    A change that does not say what was read is not carried out. Raises TagMissingError,
    AnyTagError and BadTagError.
    """
    text = (if_match or "").strip()
    if not text:
        raise TagMissingError
    if text == "*":
        raise AnyTagError
    found = _TAG.fullmatch(text)
    if found is None:
        raise BadTagError(text)
    return found[1]


def changed_or_new(if_match: str | None, if_none_match: str | None) -> str | None:
    """The tag of what somebody changes; None for something new.

    Raises PreconditionMissingError, AnyTagError and BadTagError.
    """
    if if_match is None and if_none_match is not None and if_none_match.strip() == "*":
        return None
    if if_match is None:
        raise PreconditionMissingError
    return changed(if_match)


def stale(current: str | None) -> PreconditionFailedError:
    """The refusal of a change to what is not that any more; `current` is the tag of now."""
    return PreconditionFailedError(quoted(current) if current else None)


def _is_known(here: Visit, etag: str) -> bool:
    asked = here.request.headers.get("if-none-match", "")
    return asked.strip() == "*" or etag in (
        quoted(found[1]) for each in asked.split(",") if (found := _TAG.fullmatch(each))
    )


def _following(here: Visit, after: str | None) -> str | None:
    if after is None:
        return None
    url = here.request.url
    query = [each for each in here.request.query_params.multi_items() if each[0] != "after"]
    return f"{url.path}?{urlencode([*query, ('after', after)])}"
