"""Starting a procedure: the form for a new one, and the procedures that a text can lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Response
from fastapi.responses import JSONResponse

from sopkit.errors import SopkitError
from sopkit.messages import LANGUAGES
from sopkit.server.editing import address_of
from sopkit.server.editor_page import language_of
from sopkit.server.errors import status_of
from sopkit.server.pages import redirect, show
from sopkit.server.visit import Here, Visit
from sopkit.services.writing import choosing, starting
from sopkit.services.writing.desk import Sheet
from sopkit.services.writing.starting import Choices, Start

router = APIRouter()


@dataclass(frozen=True, slots=True)
class NewPage:
    """The form for a new procedure. `told` is why it did not work."""

    choices: Choices
    wish: Start
    languages: tuple[str, ...]
    told: str


@router.get("/write")
def write(here: Here, department: str = "", language: str = "") -> Response:
    """The form for a new procedure."""
    wish = Start("", department, language_of(here, language))
    return _new(here, wish)


@router.post("/write")
def write_post(
    here: Here,
    title: Annotated[str, Form()] = "",
    department: Annotated[str, Form()] = "",
    language: Annotated[str, Form()] = "",
    template: Annotated[str, Form()] = "blank",
    number: Annotated[str, Form()] = "",
) -> Response:
    """Start a procedure, and go on writing it."""
    wish = Start(title, department, language_of(here, language), template, number)
    try:
        saved = starting.start(here.register, here.account, wish, here.now)
    except SopkitError as error:
        if status_of(error) == 404:
            raise
        return _new(here, wish, here.sentence(error), status=status_of(error))
    return redirect(address_of(Sheet(saved.document.key, saved.document.language)))


def _new(here: Visit, wish: Start, told: str = "", **shown: Any) -> Response:  # noqa: ANN401 - as `show` takes it
    choices = starting.choices(here.register, here.me, wish.language)
    return show(here, "write_new.html", NewPage(choices, wish, LANGUAGES, told), **shown)


@router.get("/write/procedures")
def write_procedures(here: Here, typed: str = "", language: str = "") -> Response:
    """Procedures to hand over to or to carry out, by a part of their number or title."""
    found = choosing.procedures(here.register, here.me, typed, language or here.language, here.now)
    return JSONResponse([{"value": each.value, "name": each.name} for each in found])
