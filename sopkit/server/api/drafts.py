"""The draft of a procedure: read, checked, saved on top of what was read, dropped."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from pydantic import Field

from sopkit.diagnostics.diagnostic import Severity
from sopkit.server.api.answers import (
    IfMatch,
    IfNoneMatch,
    changed,
    changed_or_new,
    done,
    quoted,
    sent,
    told,
)
from sopkit.server.api.media import MARKDOWN, PICTURES, body_of, file_of, picture
from sopkit.server.api.refusals import reading, writing
from sopkit.server.api.routing import routes_about
from sopkit.server.api.shape import LINE, Language, Number, PicturePath, Told
from sopkit.server.api.structure import (
    FindingShape,
    StructureShape,
    finding_shape,
    structure_shape,
)
from sopkit.server.errors import PreconditionFailedError, ThereAlreadyError
from sopkit.server.visit import Here, Visit
from sopkit.services.exchange import reading as service
from sopkit.services.exchange import writing as saving
from sopkit.services.exchange.reading import Asked
from sopkit.services.exchange.writing import (
    MESSAGE_MOST,
    Change,
    ChangedMeanwhileError,
    SavedRevision,
)

router = routes_about("Drafts", "/procedures/{number}/{language}/draft")

TEXT = """\
---
number: KS-001
title: Telefoon aannemen
department: klantenservice
language: nl
---

## Doel

Elke klant wordt geholpen.

## Begrippen

Geen.

## Instructies

1. **Groet de klant.**
"""

Message = Annotated[
    str,
    Query(
        description="What was changed, for those who look back.",
        max_length=MESSAGE_MOST,
        pattern=LINE,
        examples=["Nieuw telefoonnummer"],
    ),
]


async def sent_bytes(request: Request) -> bytes:
    """What was sent, as it is. Raises TooLargeError."""
    return await request.body()


Sent = Annotated[bytes, Depends(sent_bytes)]


class RevisionShape(Told):
    """A text as it was saved. The `ETag` of the answer names it."""

    number: str = Field(examples=["KS-001"])
    """The number of the procedure."""

    language: str = Field(examples=["nl"])
    """The language of the text."""

    title: str = Field(examples=["Telefoon aannemen"])
    """Its title."""

    department: str = Field(examples=["klantenservice"])
    """The id of its department."""

    path: str = Field(examples=["KS-001.md"])
    """Where it lies in the library."""

    saved_at: datetime = Field(examples=["2026-03-02T09:05:00Z"])
    """When it was saved."""

    content_hash: str = Field(examples=["9f86d081884c7d65"])
    """The SHA-256 (hexadecimal) of text and pictures, which is what people sign."""

    pictures: list[str] = Field(examples=[["images/scherm.png"]])
    """The paths of the pictures that are saved with it."""


class FindingsShape(Told):
    """What the check finds in a draft."""

    errors: int = Field(examples=[0])
    """How many errors: with one it cannot be submitted."""

    warnings: int = Field(examples=[1])
    """How many warnings."""

    unseen: bool = Field(examples=[False])
    """Whether there are errors, too, that are about texts which the person may not see: with such
    it cannot be submitted either."""

    items: list[FindingShape]
    """The findings, in the order of the text."""


@router.get(
    "",
    response_class=Response,
    responses=reading() | file_of(MARKDOWN, example=TEXT),
    summary="Read a draft",
)
def api_draft(here: Here, number: Number, language: Language) -> Response:
    """The newest text of a procedure, as Markdown. Its `ETag` is what a change must name."""
    found = service.draft(here.register, _asked(here, number, language))
    return sent(here, found.text, MARKDOWN, tag=found.revision.id)


@router.put(
    "",
    response_model=RevisionShape,
    responses=writing(conditional=True)
    | {int(HTTPStatus.CREATED): {"model": RevisionShape, "description": "It is new."}},
    summary="Save a draft",
    openapi_extra=body_of("text/markdown", example=TEXT),
)
def api_draft_put(
    here: Here,
    number: Number,
    language: Language,
    text: Sent,
    if_match: IfMatch = None,
    if_none_match: IfNoneMatch = None,
    message: Message = "",
) -> Response:
    """Save a Markdown text as the newest of the procedure; nothing is overwritten.

    `If-Match` names the draft that was read; if somebody else saved meanwhile, the answer is 412
    with the `ETag` of theirs. `If-None-Match: *` begins a new procedure. The number and language
    in the text are those of the address. Pictures that the text still shows stay. The same text
    again changes nothing.
    """
    expected = changed_or_new(if_match, if_none_match)
    change = Change(number, language, expected, message)
    try:
        saved, new = saving.save_text(here.register, here.account, change, text, here.now)
    except ChangedMeanwhileError as error:
        raise _stale(here, number, language, began=expected is None) from error
    headers = {"Location": str(here.request.url.path)} if new else {}
    return _saved(here, saved, HTTPStatus.CREATED if new else HTTPStatus.OK, headers)


@router.delete(
    "",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses=writing(conditional=True),
    summary="Drop a draft",
)
def api_draft_delete(
    here: Here, number: Number, language: Language, if_match: IfMatch = None, message: Message = ""
) -> Response:
    """Take the draft out of the library. What was saved and released stays on record."""
    change = Change(number, language, changed(if_match), message)
    try:
        saving.drop(here.register, here.account, change, here.now)
    except ChangedMeanwhileError as error:
        raise _stale(here, number, language) from error
    return done()


@router.get(
    "/structure",
    response_model=StructureShape,
    responses=reading(),
    summary="Read the steps of a draft",
)
def api_draft_structure(here: Here, number: Number, language: Language) -> Response:
    """The draft taken apart: front matter, sections, steps with answers and jumps."""
    saved = service.draft(here.register, _asked(here, number, language))
    return told(here, structure_shape(service.structure(here.register, saved)))


@router.get("/findings", response_model=FindingsShape, responses=reading(), summary="Check a draft")
def api_draft_findings(here: Here, number: Number, language: Language) -> Response:
    """What the check finds in the draft, among the procedures that it mentions."""
    found = service.checked_draft(here.register, _asked(here, number, language)).findings
    errors = sum(each.severity is Severity.ERROR for each in found.told)
    items = [finding_shape(each, here.translate) for each in found.told]
    warnings = len(items) - errors
    shape = FindingsShape(errors=errors, warnings=warnings, unseen=found.unseen, items=items)
    return told(here, shape)


@router.get(
    "/revision",
    response_model=RevisionShape,
    responses=reading(),
    summary="Show what was saved last",
)
def api_draft_revision(here: Here, number: Number, language: Language) -> Response:
    """The draft without its text: when it was saved, its hash, its pictures."""
    found = service.draft(here.register, _asked(here, number, language))
    return _saved(here, found.revision, HTTPStatus.OK, {})


@router.get(
    "/pictures/{path:path}",
    response_class=Response,
    responses=reading() | file_of(*PICTURES),
    summary="Read a picture of a draft",
)
def api_draft_picture(
    here: Here, number: Number, language: Language, path: PicturePath
) -> Response:
    """A picture that is saved with the draft, by its path in the library."""
    data = service.draft_picture(here.register, _asked(here, number, language), path)
    return picture(here, path, data)


@router.put(
    "/pictures/{path:path}",
    response_model=RevisionShape,
    responses=writing(conditional=True),
    summary="Save a picture of a draft",
    openapi_extra=body_of(*PICTURES),
)
def api_draft_picture_put(
    here: Here,
    number: Number,
    language: Language,
    path: PicturePath,
    data: Sent,
    if_match: IfMatch = None,
    message: Message = "",
) -> Response:
    """Save a PNG, JPEG or SVG picture that the draft shows; it makes a new revision of the draft.

    Save the text first. `If-Match` names the draft.
    """
    return _save_picture(here, Change(number, language, changed(if_match), message), path, data)


@router.delete(
    "/pictures/{path:path}",
    response_model=RevisionShape,
    responses=writing(conditional=True),
    summary="Take a picture from a draft",
)
def api_draft_picture_delete(
    here: Here,
    number: Number,
    language: Language,
    path: PicturePath,
    if_match: IfMatch = None,
    message: Message = "",
) -> Response:
    """Take a picture away; it makes a new revision of the draft. `If-Match` names the draft."""
    return _save_picture(here, Change(number, language, changed(if_match), message), path, None)


def _save_picture(here: Visit, change: Change, path: str, data: bytes | None) -> Response:
    try:
        saved = saving.save_picture(here.register, here.account, change, path, data, here.now)
    except ChangedMeanwhileError as error:
        raise _stale(here, change.number, change.language) from error
    return _saved(here, saved, HTTPStatus.OK, {})


def _asked(here: Visit, number: str, language: str) -> Asked:
    return Asked(here.me, number, language, here.now)


def _stale(here: Visit, number: str, language: str, *, began: bool = False) -> Exception:
    """The refusal to save on top of what is not the newest any more, with the tag of that.

    Who `began` it read nothing; somebody else began it before.
    """
    found = service.current_draft(here.register, _asked(here, number, language))
    current = quoted(found.id) if found else None
    return ThereAlreadyError(current) if began else PreconditionFailedError(current)


def _saved(
    here: Visit, saved: SavedRevision, status: HTTPStatus, headers: dict[str, str]
) -> Response:
    pictures = service.pictures_of(here.register, saved)
    shape = RevisionShape(
        number=saved.document.key,
        language=saved.document.language,
        title=saved.title,
        department=saved.department,
        path=saved.path,
        saved_at=saved.recorded_at,
        content_hash=saved.content_hash,
        pictures=list(pictures),
    )
    return told(here, shape, tag=saved.id, status=status, headers=headers)
