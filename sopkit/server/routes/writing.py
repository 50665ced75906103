"""The editor: the form, the text itself, and saving what was written."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData

from sopkit.errors import SopkitError
from sopkit.refusals import ChangedMeanwhileError
from sopkit.server.editing import Sent, address_of, changed, field_of, refused, typed_in
from sopkit.server.editor_form import operations_from
from sopkit.server.editor_page import editor_page, first_words
from sopkit.server.errors import status_of
from sopkit.server.pages import redirect, show
from sopkit.server.visit import Here, Visit
from sopkit.services.writing import changing, desk, keeping
from sopkit.services.writing.changing import Changed, Operation, TextView
from sopkit.services.writing.desk import Sheet
from sopkit.services.writing.previewing import preview_of

router = APIRouter()


@router.get("/sops/{number}/edit")
def edit(here: Here, number: str, language: str | None = None, mode: str = "form") -> Response:
    """The editor: as a form, or the text itself."""
    found = desk.take(here.register, here.account, Sheet(number, language), here.now)
    page = editor_page(here, found, "text" if mode == "text" else "form")
    return show(here, "edit.html", page)


@router.post("/sops/{number}/edit/change")
def edit_change(here: Here, number: str, sent: Sent, language: str | None = None) -> Response:
    """Carry out what a form wants: fields that were changed, then a button."""
    sheet = Sheet(number, language)

    def change() -> Changed:
        return changing.carry_out_on(
            here.register,
            here.account,
            sheet,
            field_of(sent, "seen"),
            lambda view: operations_from(sent, view, first_words(language or here.house.language)),
            here.now,
        )

    return changed(here, sheet, change, sent, "form", typed_in(sent))


@router.post("/sops/{number}/edit/text")
def edit_text(here: Here, number: str, sent: Sent, language: str | None = None) -> Response:
    """Take over a whole text."""
    sheet = Sheet(number, language)
    text = field_of(sent, "text")

    def change() -> Changed:
        base = field_of(sent, "base") if "base" in sent else None
        return changing.write_whole(
            here.register, here.account, sheet, field_of(sent, "seen"), text, here.now, base=base
        )

    return changed(here, sheet, change, sent, "text", text)


@router.post("/sops/{number}/edit/mend")
def edit_mend(here: Here, number: str, sent: Sent, language: str | None = None) -> Response:
    """Mend one finding."""
    sheet = Sheet(number, language)

    def change() -> Changed:
        return changing.mend(
            here.register,
            here.account,
            sheet,
            field_of(sent, "seen"),
            field_of(sent, "finding"),
            here.now,
        )

    return changed(here, sheet, change, sent, field_of(sent, "mode") or "form")


@router.post("/sops/{number}/edit/step")
def edit_step(here: Here, number: str, sent: Sent, language: str | None = None) -> Response:
    """Undo the last change, or make the one again that was undone last."""
    sheet = Sheet(number, language)
    back = field_of(sent, "way") != "forward"

    def change() -> Changed:
        seen = field_of(sent, "seen")
        return Changed(desk.step(here.register, here.account, sheet, seen, here.now, back=back))

    return changed(here, sheet, change, sent, field_of(sent, "mode") or "form")


@router.get("/sops/{number}/edit/preview")
def edit_preview(here: Here, number: str, language: str | None = None) -> Response:
    """The text as readers would see it: its page and flowchart, for the script."""
    found = desk.take(here.register, here.account, Sheet(number, language), here.now)
    shown = preview_of(here.register, here.account, found, here.now, here.language, drawn=True)
    return JSONResponse({"preview": shown.page, "chart": shown.chart})


@router.post("/sops/{number}/edit/save")
def edit_save(here: Here, number: str, sent: Sent, language: str | None = None) -> Response:
    """Take over the fields that are sent along, and save the text as a revision."""
    sheet = Sheet(number, language)
    mode = "text" if "text" in sent or field_of(sent, "mode") == "text" else "form"
    try:
        seen = _taken_over(here, sheet, sent)
        note = field_of(sent, "note").strip()
        keeping.save_desk(here.register, here.account, sheet, seen, note, here.now)
    except ChangedMeanwhileError:
        return redirect(address_of(sheet).replace("/edit", "/edit/together", 1))
    except SopkitError as error:
        if status_of(error) == 404:
            raise
        return refused(here, sheet, error, sent, mode, field_of(sent, "text") or typed_in(sent))
    return redirect(address_of(sheet, mode))


def _taken_over(here: Visit, sheet: Sheet, sent: FormData) -> str:
    """The digest of the text with what stands in the fields that were sent along, if any were."""
    seen = field_of(sent, "seen")
    if set(sent) <= {"seen", "note", "mode"}:
        return seen
    if "text" in sent:
        text = field_of(sent, "text")
        done = changing.write_whole(here.register, here.account, sheet, seen, text, here.now)
    else:
        words = first_words(sheet.language or here.house.language)

        def wishes(view: TextView) -> Sequence[Operation]:
            return operations_from(sent, view, words)

        done = changing.carry_out_on(here.register, here.account, sheet, seen, wishes, here.now)
    return done.now.digest


@router.post("/sops/{number}/edit/discard")
def edit_discard(here: Here, number: str, language: str | None = None) -> Response:
    """Throw away what is not saved."""
    sheet = Sheet(number, language)
    desk.clear(here.register, here.account, sheet, here.now)
    return redirect(address_of(sheet))
