"""Two who wrote: their texts put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Response

from sopkit.errors import SopkitError
from sopkit.messages import message
from sopkit.server.editing import Sent, address_of, field_of
from sopkit.server.errors import status_of
from sopkit.server.pages import redirect, show
from sopkit.server.visit import Here, Visit
from sopkit.services.writing import desk, keeping
from sopkit.services.writing.desk import Sheet
from sopkit.services.writing.keeping import Collision

_ = message

router = APIRouter()


@dataclass(frozen=True, slots=True)
class TogetherPage:
    """Two texts to put together. `base` is the address of the editor."""

    title: str
    number: str
    language: str
    base: str
    query: str
    collision: Collision
    saved_at: str
    told: str


@router.get("/sops/{number}/edit/together")
def edit_together(here: Here, number: str, language: str | None = None) -> Response:
    """What somebody else saved, beside what is on the desk."""
    return _together(here, Sheet(number, language))


@router.post("/sops/{number}/edit/together")
def edit_together_post(
    here: Here, number: str, sent: Sent, language: str | None = None
) -> Response:
    """Put the two together as chosen, and go on writing."""
    sheet = Sheet(number, language)
    count = int(field_of(sent, "count") or 0) if field_of(sent, "count").isdigit() else 0
    choices = [field_of(sent, f"choice.{index}") or "both" for index in range(min(count, 10_000))]
    try:
        keeping.settle(
            here.register,
            here.account,
            sheet,
            field_of(sent, "seen"),
            field_of(sent, "newest"),
            choices,
            here.now,
        )
    except SopkitError as error:
        if status_of(error) == 404:
            raise
        return _together(here, sheet, here.sentence(error), status=status_of(error))
    return redirect(address_of(sheet))


def _together(here: Visit, sheet: Sheet, told: str = "", **shown: Any) -> Response:  # noqa: ANN401 - as `show` takes it
    found = keeping.collision(here.register, here.account, sheet, here.now)
    if found is None:
        return redirect(address_of(sheet))
    on = desk.take(here.register, here.account, sheet, here.now)
    page = TogetherPage(
        title=here.translate(_("Two texts to put together")),
        number=sheet.number,
        language=on.document.language,
        base=f"/sops/{quote(sheet.number)}/edit",
        query=urlencode({"language": on.document.language}),
        collision=found,
        saved_at=here.minute(found.saved_at),
        told=told,
    )
    return show(here, "edit_together.html", page, **shown)
