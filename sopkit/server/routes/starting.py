"""Starting a procedure: the form for a new one, and the procedures that a text can lead to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Form, Response
from fastapi.responses import JSONResponse

from sopkit.errors import SopkitError
from sopkit.messages import LANGUAGES
from sopkit.server.choosing import LANGUAGE_WORDS
from sopkit.server.editing import address_of
from sopkit.server.editor_page import language_of
from sopkit.server.errors import status_of
from sopkit.server.pages import redirect, show
from sopkit.server.visit import Here, Visit
from sopkit.services.writing import choosing, starting, translating
from sopkit.services.writing.desk import Sheet
from sopkit.services.writing.starting import Choices, Start
from sopkit.services.writing.translating import Original

router = APIRouter()


@dataclass(frozen=True, slots=True)
class NewPage:
    """The form for a new procedure. `told` is why it did not work."""

    choices: Choices
    wish: Start
    languages: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True)
class TranslationPage:
    """The form for a translation, as a title for it. `told` is why it did not work."""

    number: str
    original: str
    original_title: str
    language: str
    language_name: str
    title: str
    told: str


@router.get("/write")
def write(
    here: Here, department: str = "", language: str = "", number: str = "", original: str = ""
) -> Response:
    """The form for a new procedure; with the language of an original, for its translation."""
    wish = Start("", department, language_of(here, language), number=number)
    return _translation(here, wish, original) if original else _new(here, wish)


@router.post("/write")
def write_post(
    here: Here,
    title: Annotated[str, Form()] = "",
    department: Annotated[str, Form()] = "",
    language: Annotated[str, Form()] = "",
    template: Annotated[str, Form()] = "blank",
    number: Annotated[str, Form()] = "",
    original: Annotated[str, Form()] = "",
) -> Response:
    """Start a procedure or a translation, and go on writing it."""
    wish = Start(title, department, language_of(here, language), template, number)
    try:
        sheet = _started(here, wish, original)
    except SopkitError as error:
        if status_of(error) == 404:
            raise
        if original:
            told = here.sentence(error)
            return _translation(here, wish, original, told, status=status_of(error))
        return _new(here, wish, here.sentence(error), status=status_of(error))
    return redirect(address_of(sheet))


def _started(here: Visit, wish: Start, original: str) -> Sheet:
    if original:
        source = Original(wish.number, original)
        saved = translating.translate(
            here.register, here.account, source, wish.language, wish.title, here.now
        )
    else:
        saved = starting.start(here.register, here.account, wish, here.now)
    return Sheet(saved.document.key, saved.document.language)


def _translation(here: Visit, wish: Start, original: str, told: str = "", **shown: Any) -> Response:  # noqa: ANN401 - as `show` takes it
    found = translating.original_of(
        here.register, here.account, Original(wish.number, original), here.now
    )
    page = TranslationPage(
        number=wish.number,
        original=original,
        original_title=found.title,
        language=wish.language,
        language_name=here.translate(LANGUAGE_WORDS[wish.language]),
        title=wish.title,
        told=told,
    )
    return show(here, "write_translation.html", page, **shown)


def _new(here: Visit, wish: Start, told: str = "", **shown: Any) -> Response:  # noqa: ANN401 - as `show` takes it
    choices = starting.choices(here.register, here.me, here.language)
    return show(here, "write_new.html", NewPage(choices, wish, LANGUAGES, told), **shown)


@router.get("/write/procedures")
def write_procedures(here: Here, typed: str = "", language: str = "") -> Response:
    """Procedures to hand over to or to carry out, by a part of their number or title."""
    found = choosing.procedures(here.register, here.me, typed, language or here.language, here.now)
    return JSONResponse([{"value": each.value, "name": each.name} for each in found])
