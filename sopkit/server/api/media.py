"""Files that are no JSON: texts, papers, pictures."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import Response

from sopkit.server.api.answers import JSON, sent
from sopkit.server.api.refusals import Responses
from sopkit.server.visit import Visit
from sopkit.services.pictures import media_type

MARKDOWN = "text/markdown; charset=utf-8"
PDF = "application/pdf"

PICTURES = ("image/png", "image/jpeg", "image/svg+xml")

_SAVED = {"Content-Disposition": "attachment"}
"""A browser that goes to the address of a picture saves it."""


def file_of(*kinds: str, example: str | None = None) -> Responses:
    """A file of one of these kinds as the answer of a route, for OpenAPI."""
    schema: dict[str, Any] = {"type": "string"}
    if example is None:
        schema |= {"format": "binary"}
    else:
        schema |= {"examples": [example]}
    json = {"type": "object", "description": "The flow: nodes and edges."}
    content = {
        kind.partition(";")[0]: {"schema": json if kind == JSON else schema} for kind in kinds
    }
    return {int(HTTPStatus.OK): {"description": "The file.", "content": content}}


def body_of(*kinds: str, example: str | None = None) -> dict[str, Any]:
    """A file of one of these kinds as what a route takes, for OpenAPI."""
    schema: dict[str, Any] = {"type": "string", "format": "binary"}
    if example is not None:
        schema = {"type": "string", "examples": [example]}
    content = {kind: {"schema": schema} for kind in kinds}
    return {"requestBody": {"required": True, "content": content}}


def picture(here: Visit, path: str, data: bytes) -> Response:
    """A picture of a procedure."""
    kind = media_type(path) or "application/octet-stream"
    return sent(here, data, kind, headers=_SAVED)
