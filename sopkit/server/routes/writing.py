"""Writing procedures: a new one, the editor, saving, putting two texts together, pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Depends, Form, Request, Response, UploadFile
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData

from sopkit.errors import SopkitError
from sopkit.messages import LANGUAGES, message
from sopkit.refusals import ChangedMeanwhileError
from sopkit.server.editor_form import operations_from
from sopkit.server.editor_page import editor_page, finding_lines, first_words, language_of
from sopkit.server.errors import NotFoundError, status_of
from sopkit.server.pages import redirect, render, show
from sopkit.server.visit import Here, Visit
from sopkit.services.writing import changing, choosing, desk, keeping, picturing, starting
from sopkit.services.writing.changing import Changed, Shown, view_of
from sopkit.services.writing.desk import OnDesk, Sheet
from sopkit.services.writing.keeping import Collision
from sopkit.services.writing.previewing import preview_of
from sopkit.services.writing.starting import Choices, Start

_ = message

router = APIRouter()


# A new procedure


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
    return redirect(_address(Sheet(saved.document.key, saved.document.language)))


def _new(here: Visit, wish: Start, told: str = "", **shown: Any) -> Response:  # noqa: ANN401 - as `show` takes it
    choices = starting.choices(here.register, here.me, wish.language)
    return show(here, "write_new.html", NewPage(choices, wish, LANGUAGES, told), **shown)


@router.get("/write/procedures")
def write_procedures(here: Here, typed: str = "", language: str = "") -> Response:
    """Procedures to hand over to or to carry out, by a part of their number or title."""
    found = choosing.procedures(here.register, here.me, typed, language or here.language, here.now)
    return JSONResponse([{"value": each.value, "name": each.name} for each in found])


# The editor


@router.get("/sops/{number}/edit")
def edit(here: Here, number: str, language: str | None = None, mode: str = "form") -> Response:
    """The editor: as a form, or the text itself."""
    found = desk.take(here.register, here.account, Sheet(number, language), here.now)
    page = editor_page(here, found, "text" if mode == "text" else "form")
    return show(here, "edit.html", page)


async def _sent(request: Request) -> FormData:
    """A form with as many fields as a long procedure has."""
    return await request.form(max_fields=20_000)


Sent = Annotated[FormData, Depends(_sent)]


def _field(sent: FormData, name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""


@router.post("/sops/{number}/edit/change")
def edit_change(here: Here, number: str, sent: Sent, language: str | None = None) -> Response:
    """Carry out what a form wants: fields that were changed, then a button."""
    sheet = Sheet(number, language)

    def change() -> Changed:
        return changing.carry_out_on(
            here.register,
            here.account,
            sheet,
            _field(sent, "seen"),
            lambda view: operations_from(sent, view, first_words(language or here.house.language)),
            here.now,
        )

    return _changed(here, sheet, change, "form", _typed(sent))


@router.post("/sops/{number}/edit/text")
def edit_text(here: Here, number: str, sent: Sent, language: str | None = None) -> Response:
    """Take over a whole text."""
    sheet = Sheet(number, language)
    text = _field(sent, "text")

    def change() -> Changed:
        base = _field(sent, "base") if "base" in sent else None
        return changing.write_whole(
            here.register, here.account, sheet, _field(sent, "seen"), text, here.now, base=base
        )

    return _changed(here, sheet, change, "text", text)


@router.post("/sops/{number}/edit/mend")
def edit_mend(here: Here, number: str, sent: Sent, language: str | None = None) -> Response:
    """Mend one finding."""
    sheet = Sheet(number, language)

    def change() -> Changed:
        return changing.mend(
            here.register,
            here.account,
            sheet,
            _field(sent, "seen"),
            _field(sent, "finding"),
            here.now,
        )

    return _changed(here, sheet, change, _field(sent, "mode") or "form", "")


def _changed(here: Visit, sheet: Sheet, change: Any, mode: str, typed: str) -> Response:  # noqa: ANN401 - a function of one of the above
    """What comes of a change: for the script the new form, else the page once more."""
    try:
        done: Changed = change()
    except SopkitError as error:
        if status_of(error) == 404:
            raise
        return _refused(here, sheet, error, mode, typed)
    focus = _focus(done)
    if _scripted(here):
        return _answer(here, done.now, mode, focus=focus)
    return redirect(_address(sheet, mode) + (f"#{focus}" if focus else ""))


def _refused(here: Visit, sheet: Sheet, error: SopkitError, mode: str, typed: str) -> Response:
    found = desk.take(here.register, here.account, sheet, here.now)
    told = here.sentence(error)
    if _scripted(here):
        return _answer(here, found, mode, told=told, typed=typed, status=status_of(error))
    page = editor_page(here, found, mode, told=told, typed=typed)
    return show(here, "edit.html", page, status_of(error))


def _answer(here: Visit, found: OnDesk, mode: str, *, status: int = 200, **said: str) -> Response:
    """The text on the desk and its page for the script; `said` as `editor_page` takes it."""
    page = editor_page(here, found, mode, **said)
    return JSONResponse(
        {
            "seen": page.seen,
            "text": page.text,
            "form": render(here, "_edit_form.html", page) if mode == "form" else "",
            "findings": render(here, "_edit_findings.html", page),
            "state": render(here, "_edit_state.html", page),
            "preview": str(page.preview),
            "chart": str(page.chart),
            "marks": [each.mark for each in page.every],
            "told": page.told,
            "focus": page.focus,
        },
        status_code=status,
    )


def _focus(done: Changed) -> str:
    """The row that a change made or moved."""
    if done.line is None:
        return ""
    rows = view_of(done.now).rows
    found = next((row for row in rows if row.first == done.line), None)
    return f"row-{found.index}" if found else ""


def _typed(sent: FormData) -> str:
    """What a person typed into a form that could not be carried out, so that it is not lost."""
    names = ("title", "text", "label", "definition", "value", "more")
    kept = [
        value
        for name, value in sent.multi_items()
        if isinstance(value, str) and value.strip() and name.rpartition(".")[2] in names
    ]
    return "\n".join(kept[:20])


def _scripted(here: Visit) -> bool:
    return here.request.headers.get("x-editor") == "1"


def _address(sheet: Sheet, mode: str = "form") -> str:
    asked = {"language": sheet.language} if sheet.language else {}
    if mode == "text":
        asked["mode"] = "text"
    query = f"?{urlencode(asked)}" if asked else ""
    return f"/sops/{quote(sheet.number)}/edit{query}"


@router.get("/sops/{number}/edit/findings")
def edit_findings(here: Here, number: str, language: str | None = None) -> Response:
    """What the check finds in the text, for programs that ask for it alone."""
    found = desk.take(here.register, here.account, Sheet(number, language), here.now)
    shown = preview_of(here.register, found, here.language)
    lines = finding_lines(here, found, view_of(found), shown)
    return JSONResponse([{"place": each.place, "told": each.told} for each in lines])


# Saving


@router.post("/sops/{number}/edit/save")
def edit_save(
    here: Here,
    number: str,
    seen: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    language: str | None = None,
) -> Response:
    """Save the text as a revision."""
    sheet = Sheet(number, language)
    try:
        keeping.save_desk(here.register, here.account, sheet, seen, note.strip(), here.now)
    except ChangedMeanwhileError:
        return redirect(_address(sheet).replace("/edit", "/edit/together", 1))
    except SopkitError as error:
        if status_of(error) == 404:
            raise
        return _refused(here, sheet, error, "form", note)
    return redirect(_address(sheet))


@router.post("/sops/{number}/edit/discard")
def edit_discard(here: Here, number: str, language: str | None = None) -> Response:
    """Throw away what is not saved."""
    sheet = Sheet(number, language)
    desk.clear(here.register, here.account, sheet, here.now)
    return redirect(_address(sheet))


# Two who wrote


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
    count = int(_field(sent, "count") or 0) if _field(sent, "count").isdigit() else 0
    choices = [_field(sent, f"choice.{index}") or "both" for index in range(min(count, 10_000))]
    try:
        keeping.settle(
            here.register,
            here.account,
            sheet,
            _field(sent, "seen"),
            _field(sent, "newest"),
            choices,
            here.now,
        )
    except SopkitError as error:
        if status_of(error) == 404:
            raise
        return _together(here, sheet, here.sentence(error), status=status_of(error))
    return redirect(_address(sheet))


def _together(here: Visit, sheet: Sheet, told: str = "", **shown: Any) -> Response:  # noqa: ANN401 - as `show` takes it
    found = keeping.collision(here.register, here.account, sheet, here.now)
    if found is None:
        return redirect(_address(sheet))
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


# Pictures


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
        return _changed(here, sheet, change, "form", "")
    try:
        kept = picturing.keep_picture(here.register, here.account, sheet, data, here.now)
    except SopkitError as error:
        if status_of(error) == 404:
            raise
        return _refused(here, sheet, error, "text", "")
    return JSONResponse({"target": kept.target})


@router.get("/sops/{number}/edit/picture")
def edit_picture(here: Here, number: str, path: str, language: str | None = None) -> Response:
    """A picture of the text that is written."""
    found = picturing.picture(here.register, here.account, Sheet(number, language), path, here.now)
    if found is None:
        raise NotFoundError
    policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return Response(found.data, media_type=found.kind, headers=policy)
