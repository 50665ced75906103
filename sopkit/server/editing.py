"""What the routes of the editor have in common: what they are sent, and what they answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Depends, Request, Response
from fastapi.responses import JSONResponse
from starlette.datastructures import FormData

from sopkit.errors import SopkitError
from sopkit.server.editor_page import editor_page
from sopkit.server.editor_rows import rows_of
from sopkit.server.errors import status_of
from sopkit.server.pages import redirect, render, show
from sopkit.server.security import MOST_FIELDS
from sopkit.server.visit import Visit
from sopkit.services.writing import desk
from sopkit.services.writing.changing import Changed, view_of
from sopkit.services.writing.desk import OnDesk, Sheet


async def _sent(request: Request) -> FormData:
    """A form with as many fields as a long procedure has."""
    return await request.form(max_fields=MOST_FIELDS)


Sent = Annotated[FormData, Depends(_sent)]


def field_of(sent: FormData, name: str) -> str:
    """A field that was sent; empty if it was not, or is a file."""
    value = sent.get(name)
    return value if isinstance(value, str) else ""


def address_of(sheet: Sheet, mode: str = "form") -> str:
    """The address of the editor of a procedure."""
    asked = {"language": sheet.language} if sheet.language else {}
    if mode == "text":
        asked["mode"] = "text"
    query = f"?{urlencode(asked)}" if asked else ""
    return f"/sops/{quote(sheet.number)}/edit{query}"


def changed(
    here: Visit,
    sheet: Sheet,
    change: Callable[[], Changed],
    sent: FormData,
    mode: str,
    typed: str = "",
) -> Response:
    """What comes of a change: for the script the new form, else the page once more."""
    try:
        done = change()
    except SopkitError as error:
        if status_of(error) == 404:
            raise
        return refused(here, sheet, error, sent, mode, typed)
    focus = _focus(done)
    if _scripted(here):
        return _answer(here, done.now, mode, rows_of(sent), focus=focus)
    return redirect(address_of(sheet, mode) + (f"#{focus}" if focus else ""))


def refused(
    here: Visit, sheet: Sheet, error: SopkitError, sent: FormData, mode: str, typed: str
) -> Response:
    """The text as it still is, what went wrong, and what was typed, so that it is not lost."""
    found = desk.take(here.register, here.account, sheet, here.now)
    told = here.sentence(error)
    if _scripted(here):
        status = status_of(error)
        return _answer(here, found, mode, rows_of(sent), told=told, typed=typed, status=status)
    page = editor_page(here, found, mode, told=told, typed=typed)
    return show(here, "edit.html", page, status_of(error))


def _answer(
    here: Visit,
    found: OnDesk,
    mode: str,
    kept: frozenset[str],
    *,
    status: int = 200,
    **said: str,
) -> Response:
    """The text on the desk and its form for the script; `said` as `editor_page` takes it.

    Rows that are `kept` by the browser are not sent again. The script asks for the preview when it
    has the form: drawing takes as long as all of this.
    """
    page = editor_page(here, found, mode, kept=kept, **said)
    return JSONResponse(
        {
            "seen": page.seen,
            "text": page.text,
            "form": render(here, "_edit_form.html", page) if mode == "form" else "",
            "findings": render(here, "_edit_findings.html", page),
            "state": render(here, "_edit_state.html", page),
            "actions": render(here, "_edit_actions.html", page),
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


def typed_in(sent: FormData) -> str:
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
