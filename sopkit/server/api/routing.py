"""How routes for programs are made: under one prefix, refusing what they do not know."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute

PREFIX = "/api/v1"


def routes_about(tag: str, prefix: str = "") -> APIRouter:
    """A router for one part of the description."""
    return APIRouter(
        prefix=PREFIX + prefix,
        tags=[tag],
        dependencies=[Depends(refuse_unknown)],
        generate_unique_id_function=_name,
    )


def refuse_unknown(request: Request) -> None:
    """Refuse a parameter that the route does not know, or that is given twice.

    A slip would be lost silently. Raises RequestValidationError.
    """
    route = request.scope["route"]
    assert isinstance(route, APIRoute)  # noqa: S101 - all of ours are
    known = {each.alias for each in route.dependant.query_params}
    given = Counter(name for name, _value in request.query_params.multi_items())
    wrong = {name: "extra_forbidden" for name in given if name not in known}
    wrong |= {name: "given_twice" for name, times in given.items() if name in known and times > 1}
    if wrong:
        raise RequestValidationError(
            [{"loc": ("query", name), "type": kind} for name, kind in wrong.items()]
        )


def _name(route: APIRoute) -> str:
    return route.name.removeprefix("api_")
