"""The description of all routes for programs (OpenAPI 3.1)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from fastapi import Response
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from pydantic.json_schema import models_json_schema

from sopkit import __version__
from sopkit.server.api import (
    drafts,
    house,
    me,
    persons,
    procedures,
    search,
    submissions,
    trail,
    versions,
)
from sopkit.server.api.refusals import Problem
from sopkit.server.api.routing import PREFIX, routes_about

TAGS = {
    "About": "This description, and in whose name you ask.",
    "Search": "What may be meant.",
    "Procedures": "What there is, and where each procedure stands.",
    "Versions": "What was released: text, steps, flowchart, paper, signatures.",
    "Drafts": "What authors work on: read, check and save.",
    "Submissions": "What is up for approval: submit, comment, take back.",
    "Organisation": "What holds for all procedures.",
    "Persons": "Who there is, with rights, roles and teams; for an administrator.",
    "Trail": "What was done; for reviewers and administrators of all departments.",
}
"""The parts of the description, in its order."""

_OPEN = f"{PREFIX}/openapi.json"
"""What one reads without a token."""

_A_LIST = "A list, or a part of one."
"""The only shapes whose description does not come with them."""

_LIST = re.compile(r"^(?:Listed|Whole)_(\w+?)(?:Line)?_$")

_DESCRIPTION = """\
The register of procedures for other programs.

Send `Authorization: Bearer TOKEN` with a token of a person. You may do what the person may, and no
more than the token is for: `read`, or `write`, which reads too. A browser in which somebody is
signed in may read.

Times are ISO 8601 with their offset. A list that may be long comes in parts: the `Link` header
leads to the next. Whatever you read has an `ETag`: with `If-None-Match` you get 304 while it is
still the same. A change asks for `If-Match`. A failure is `application/problem+json` (RFC 9457).
What you may not see is not there: 404.
"""

router = routes_about("About")


@router.get(
    "/openapi.json",
    response_class=JSONResponse,
    summary="This description",
)
def api_openapi() -> Response:
    """All routes, shapes and failures as OpenAPI, for generators and tools."""
    return JSONResponse(description(), headers={"Cache-Control": "no-cache"})


_PARTS = (me, search, procedures, versions, drafts, submissions, house, persons, trail)

ROUTERS = (router, *(part.router for part in _PARTS))
"""All routes for programs."""


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The description, made once."""
    made = get_openapi(
        title="sopkit",
        version=__version__,
        openapi_version="3.1.0",
        description=_DESCRIPTION,
        routes=[route for each in ROUTERS for route in each.routes],
        tags=[{"name": name, "description": told} for name, told in TAGS.items()],
    )
    schemas = made["components"]["schemas"]
    schemas |= _schemas_of_problems()
    made["components"]["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that a person made for a program.",
        }
    }
    for path, operations in made["paths"].items():
        for operation in operations.values():
            operation["security"] = [] if path == _OPEN else [{"token": []}]
    return _named(made)


def _named(made: dict[str, Any]) -> dict[str, Any]:
    """The description with the names that programs call shapes by, in place of our classes'."""
    text = json.dumps(made, ensure_ascii=False)
    names = {name: _LIST.sub(r"\1List", name) for name in made["components"]["schemas"]}
    names = {name: named.replace("Shape", "") for name, named in names.items()}
    if len(set(names.values())) < len(names):
        raise LookupError("two shapes have one name")
    for name, named in names.items():
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{named}"')
    told: dict[str, Any] = json.loads(text)
    schemas = told["components"]["schemas"]
    told["components"]["schemas"] = {
        named: {"description": _A_LIST, **schemas[name], "title": named}
        for name, named in sorted(names.items(), key=lambda pair: pair[1])
    }
    return told


def _schemas_of_problems() -> dict[str, Any]:
    template = "#/components/schemas/{model}"
    _, made = models_json_schema([(Problem, "serialization")], ref_template=template)
    return dict(made["$defs"])


def operations() -> Iterable[tuple[str, str, dict[str, Any]]]:
    """Every operation: method, path, and what is told of it."""
    for path, each in description()["paths"].items():
        for method, operation in each.items():
            yield method.upper(), path, operation
