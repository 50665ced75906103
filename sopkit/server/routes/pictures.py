"""Pictures of a text that is written."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Response, UploadFile
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData

from sopkit.errors import SopkitError
from sopkit.server.editing import changed, refused
from sopkit.server.errors import NotFoundError, status_of
from sopkit.server.visit import Here
from sopkit.services.writing import changing, picturing
from sopkit.services.writing.changing import Changed, Shown
from sopkit.services.writing.desk import Sheet

router = APIRouter()


@router.post("/sops/{number}/edit/pictures")
def edit_picture_post(
    here: Here,
    number: str,
    picture: UploadFile,
    seen: Annotated[str, Form()] = "",
    item: Annotated[int, Form()] = -1,
    alternative: Annotated[str, Form()] = "",
    language: str | None = None,
) -> Response:
    """Keep a picture; with `item` it is put into that step."""
    sheet = Sheet(number, language)
    data = picture.file.read(picturing.MOST_MEGABYTES * 1_000_000 + 1)

    def change() -> Changed:
        kept = picturing.keep_picture(here.register, here.account, sheet, data, here.now)
        shown = Shown(item, kept.target, alternative)
        return changing.put_picture(here.register, here.account, sheet, seen, shown, here.now)

    if item >= 0:
        return changed(here, sheet, change, FormData(), "form")
    try:
        kept = picturing.keep_picture(here.register, here.account, sheet, data, here.now)
    except SopkitError as error:
        if status_of(error) == 404:
            raise
        return refused(here, sheet, error, FormData(), "text", "")
    return JSONResponse({"target": kept.target})


@router.get("/sops/{number}/edit/picture")
def edit_picture(here: Here, number: str, path: str, language: str | None = None) -> Response:
    """A picture of the text that is written."""
    found = picturing.picture(here.register, here.account, Sheet(number, language), path, here.now)
    if found is None:
        raise NotFoundError
    return Response(found.data, media_type=found.kind)
