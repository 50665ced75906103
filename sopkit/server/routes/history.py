"""The history of a procedure, and any two of its texts compared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from sopkit.messages import message
from sopkit.model.control import Status
from sopkit.server.pages import redirect, show
from sopkit.server.places import of_procedure
from sopkit.server.review_page import NatureChoice, nature_choice
from sopkit.server.visit import Here, Visit
from sopkit.services.accounts.signing_in import Right
from sopkit.services.register.confirming import REVIEWERS
from sopkit.services.register.releasing import RELEASERS
from sopkit.services.register.saving import AUTHOR
from sopkit.services.reviews.history import (
    ConfirmedLine,
    History,
    HistoryLine,
    TextName,
    compare_texts,
    history,
)
from sopkit.services.reviews.showing import DifferencePage, shown_difference
from sopkit.words import word

_ = message

router = APIRouter(prefix="/sops")


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """That a version was read again and stays as it is, in words."""

    told: str
    note: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """A version, or a text that was saved and never released."""

    name: TextName
    told: str
    version: bool
    status: str
    status_told: str
    since: str
    until: str
    saved: str
    nature: NatureChoice | None
    reason: str
    author: str
    review: str
    read_again: tuple[ReadAgain, ...]
    comparable: bool


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Every text that the visitor may see, the newest first.

    `old` and `new` are the two that one would compare first; both are empty when there is only
    one. `read` is where the version in force is read, `review` the review that goes on; `submit`,
    `confirm` and `withdraw` are where the visitor does that. Each is empty where there is nothing
    to read or do.
    """

    number: str
    title: str
    text_language: str
    language: str
    compare: str
    lines: tuple[TextLine, ...]
    drafts: bool
    old: TextName
    new: TextName
    read: str
    review: str
    submit: str
    confirm: str
    withdraw: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two texts and what differs."""

    number: str
    title: str
    text_language: str
    history: str
    swapped: str
    old: TextLine
    new: TextLine
    difference: DifferencePage


@router.get("/{number}/history")
def procedure_history(here: Here, number: str, language: str | None = None) -> Response:
    """The history of a procedure."""
    found = history(here.register, here.me, number, language, here.now)
    return show(here, "history.html", _history_page(here, found))


@router.get("/{number}/compare")
def compare_versions(
    here: Here,
    number: str,
    language: str | None = None,
    old: Annotated[str, Query(alias="from", max_length=40)] = "",
    new: Annotated[str, Query(alias="to", max_length=40)] = "",
) -> Response:
    """What changed from one text to another; who named no two of them chooses in the history."""
    if not old or not new:
        return redirect(of_procedure(number, language or "", "history"))
    found = compare_texts(here.register, here.me, number, language, old, new, here.now)
    document = found.new.revision.document
    before, after = _line(here, found.old), _line(here, found.new)

    def compared(one: str, other: str) -> str:
        query = {"from": one, "to": other}
        return of_procedure(document.key, document.language, "compare", **query)

    page = ComparePage(
        number=document.key,
        title=found.new.revision.title or document.key,
        text_language=document.language,
        history=of_procedure(document.key, document.language, "history"),
        swapped=compared(after.name, before.name),
        old=before,
        new=after,
        difference=shown_difference(
            found.comparison.difference,
            found.comparison.compiled.library,
            here.language,
            before.told,
            after.told,
        ),
    )
    return show(here, "compare.html", page)


def _history_page(here: Visit, found: History) -> HistoryPage:
    document = found.newest.document
    lines = tuple(_line(here, each) for each in found.lines)
    names = [each.name for each in lines if each.comparable]
    new, old = names[:2] if len(names) > 1 else ("", "")
    draft = found.newest.department if found.submittable else None
    in_force = _department(found, Status.EFFECTIVE)
    last = _department(found, Status.APPROVED) or in_force

    def act(name: str, rights: tuple[Right, ...], department: str | None) -> str:
        if department is None or not here.me.may(rights, department):
            return ""
        return of_procedure(document.key, document.language, name)

    return HistoryPage(
        number=document.key,
        title=found.newest.title or document.key,
        text_language=document.language,
        language=document.language,
        compare=of_procedure(document.key, "", "compare"),
        lines=lines,
        drafts=found.drafts,
        old=old,
        new=new,
        read=of_procedure(document.key, document.language) if in_force else "",
        review=f"/reviews/{found.current}" if found.current else "",
        submit=act("submit", AUTHOR, draft),
        confirm=act("confirm", REVIEWERS, in_force),
        withdraw=act("withdraw", RELEASERS, last),
    )


def _department(found: History, status: Status) -> str | None:
    """The department of the last version with a status, if the visitor may see one."""
    versions = ((each.version, each.revision) for each in found.lines if each.version)
    return next((text.department for version, text in versions if version.status is status), None)


def _line(here: Visit, line: HistoryLine) -> TextLine:
    version, revision = line.version, line.revision
    if version is None:
        dropped = here.translate(_("draft dropped"))
        told = dropped if revision.dropped else here.translate(_("saved text"))
        status, nature, reason = "draft", None, ""
    else:
        told = here.text(_("version {version}"), version=version.released.version)
        status, nature, reason = version.status.value, version.released.nature, version.reason
    return TextLine(
        name=line.name,
        told=told,
        version=version is not None,
        status=status,
        status_told=word(status, here.translate),
        since=here.day(version.released.effective_from) if version else "",
        until=here.day(version.until) if version else "",
        saved=here.minute(revision.recorded_at),
        nature=nature_choice(here, nature),
        reason=reason,
        author=line.author,
        review=f"/reviews/{line.submission_id}" if line.submission_id else "",
        read_again=tuple(_read_again(here, each) for each in line.confirmed),
        comparable=not revision.dropped,
    )


def _read_again(here: Visit, each: ConfirmedLine) -> ReadAgain:
    told = here.text(
        _("Read again by {name} on {day}: nothing is to change. The next time by {due}."),
        name=each.name or here.translate(_("somebody who is gone")),
        day=here.day(each.at),
        due=here.day(each.next_due),
    )
    return ReadAgain(told, each.note)
