"""People from a CSV file: sent, looked at line by line, carried out."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile

from sopkit.errors import SopkitError
from sopkit.messages import message
from sopkit.model.organisation import Named
from sopkit.refusals import ImportChangedError
from sopkit.server.errors import status_of
from sopkit.server.house_words import department_name, id_name, role_name
from sopkit.server.pages import redirect, show
from sopkit.server.routes.people import ADMIN, PEOPLE
from sopkit.server.visit import Here, Visit
from sopkit.services.accounts import uploading
from sopkit.services.accounts.signing_in import Right
from sopkit.services.accounts.uploading import Preview, Upload
from sopkit.services.register.importing import SEPARATOR, PersonChange
from sopkit.services.register.list_words import column_names

_ = message

router = APIRouter(prefix=ADMIN)

_SHOWN = 500
"""How many lines of a plan stand on the page: nobody reads more, and a browser gets slow."""


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What a line of the file does to a person, in words."""

    line: int
    name: str
    login: str
    added: bool
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MistakeLine:
    """What is wrong at a line of the file."""

    line: int
    told: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """The form for a file, or what a file would do. `upload` names the file that is kept."""

    columns: str
    example: str
    told: str
    file: str
    upload: str
    plan: str
    summary: str
    changes: tuple[ChangeLine, ...]
    mistakes: tuple[MistakeLine, ...]
    more: str


@router.get("/import")
def people_import(here: Here) -> Response:
    """The form for a file."""
    return _page(here, None, None)


@router.post("/import")
def people_import_preview(
    here: Here, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """What a file would do; nothing is done yet."""
    if file is None or not file.filename:
        return redirect(f"{ADMIN}/import")
    upload = Upload(file.filename, file.file.read())
    try:
        found = uploading.preview_upload(here.register, here.account, upload, here.now)
    except SopkitError as error:
        return _page(here, None, error)
    return _page(here, found, None)


@router.post("/import/carry-out")
def people_import_carry_out(
    here: Here, upload: Annotated[str, Form()] = "", plan: Annotated[str, Form()] = ""
) -> Response:
    """Do what was shown; if it would be something else by now, show that first."""
    try:
        done = uploading.carry_out(here.register, here.account, upload, plan, here.now)
    except ImportChangedError as error:
        again = uploading.look_again(here.register, here.account, upload, here.now)
        return _page(here, again, error)
    except SopkitError as error:
        return _page(here, None, error)
    added = sum(1 for each in done.changes if each.added)
    return redirect(f"{PEOPLE}?added={added}&changed={len(done.changes) - added}")


def _page(here: Visit, found: Preview | None, error: SopkitError | None) -> Response:
    changes = found.plan.changes if found else ()
    mistakes = found.plan.mistakes if found else ()
    more = max(0, len(changes) - _SHOWN, len(mistakes) - _SHOWN)
    page = ImportPage(
        columns=", ".join(column_names(here.translate)),
        example=_example(here),
        told=here.sentence(error) if error else "",
        file=found.name if found else "",
        upload=found.id if found and changes and not mistakes else "",
        plan=found.plan.digest if found else "",
        summary=_summary(here, found) if found else "",
        changes=tuple(_change(here, each) for each in changes[:_SHOWN]) if not mistakes else (),
        mistakes=tuple(
            MistakeLine(each.line, here.sentence(each.error)) for each in mistakes[:_SHOWN]
        ),
        more=here.text(_("Lines that are not shown: {count}."), count=here.number(more))
        if more
        else "",
    )
    return show(here, "people_import.html", page, status_of(error) if error else HTTPStatus.OK)


def _summary(here: Visit, found: Preview) -> str:
    plan = found.plan
    if plan.mistakes:
        template = _("Mistakes: {count}. Mend the file and send it again; nothing was changed.")
        return here.text(template, count=here.number(len(plan.mistakes)))
    if not plan.changes:
        return here.translate(_("All of this is so already; there is nothing to do."))
    added = sum(1 for each in plan.changes if each.added)
    return here.text(
        _("People added: {added}, changed: {changed}, as they were: {unchanged}."),
        added=here.number(added),
        changed=here.number(len(plan.changes) - added),
        unchanged=here.number(plan.unchanged),
    )


def _change(here: Visit, change: PersonChange) -> ChangeLine:
    parts = []
    if change.renamed:
        parts.append(here.text(_("called {name} from now on"), name=change.name))
    if change.address:
        parts.append(here.text(_("address: {address}"), address=change.address))
    if change.language:
        parts.append(here.text(_("language: {language}"), language=change.language))
    parts += [
        here.text(_("right: {right}, {department}"), right=id_name(here, right), department=where)
        for right, where in ((r, department_name(here, d)) for r, d in change.rights)
    ]
    parts += [here.text(_("role: {role}"), role=role_name(here, role)) for role in change.roles]
    parts += [
        here.text(_("leads the team {team}") if lead else _("in the team {team}"), team=team)
        for team, lead in change.teams
    ]
    return ChangeLine(change.line, change.name, change.login, change.added, tuple(parts))


def _example(here: Visit) -> str:
    """What a file looks like, with departments and roles of the register itself."""
    everywhere = f"{id_name(here, Right.READER)}:*"
    own = next((_in_a_cell(here, each) for each in here.house.departments or ()), "*")
    author = f"{id_name(here, Right.AUTHOR)}:{own}"
    role = next((_in_a_cell(here, each) for each in here.house.roles or ()), "")
    team = here.translate(_("Team West"))
    lead = f"{team}:{id_name(here, 'lead')}"
    rights = SEPARATOR.join((everywhere, author))
    lines = (
        column_names(here.translate),
        ("kees", "Kees Vos", "nl", "kees@shop.example", rights, role, lead),
        ("noor", "Noor Smit", "en", "", everywhere, "", team),
    )
    return "\n".join(";".join(line) for line in lines)


def _in_a_cell(here: Visit, entry: Named) -> str:
    """The name of a department or role, or its id where the name would end a cell."""
    name = entry.name(here.language)
    return entry.id if set(name) & set(';|"') else name
