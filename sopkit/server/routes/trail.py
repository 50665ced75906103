"""The trail: looked through, taken along, and proved; and a backup of all of it."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse, StreamingResponse
from starlette.background import BackgroundTask

from sopkit.errors import SopkitError
from sopkit.messages import fill, message
from sopkit.refusals import NotADayError, NotInTrailError
from sopkit.server.choosing import Choice, choices, with_query
from sopkit.server.errors import status_of
from sopkit.server.house_words import department_name, role_name
from sopkit.server.pages import show
from sopkit.server.visit import Here, Visit
from sopkit.services.register import auditing, backing_up, proving, tracing
from sopkit.services.register.tracing import TrailLine, Wish
from sopkit.services.spreadsheet import BYTE_ORDER_MARK, csv_lines
from sopkit.words import ACTS, act

_ = message

TRAIL = "/trail"

router = APIRouter()

_PAGE = 50
_PORTION = 1_000
"""Events that are read at once for a file."""

_SHOWN = 20
"""Findings of a proof that are told; the first is where one looks."""


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event in words; `narrowed` is where all that happened to its procedure is."""

    seq: int
    at: str
    actor: str
    act: str
    subject: str
    narrowed: str
    reason: str


@dataclass(frozen=True, slots=True)
class TrailPage:
    """Events with the filters that were asked for; `proof` tells what a proof found."""

    who: str
    what: str
    acts: tuple[Choice, ...]
    since: str
    until: str
    events: tuple[EventLine, ...]
    filtered: bool
    older: str
    newest: str
    csv: str
    told: str
    proof: str
    broken: tuple[str, ...]
    may_back_up: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as they were typed."""

    who: str = ""
    what: str = ""
    act: str = ""
    since: str = ""
    until: str = ""

    def wish(self) -> Wish:
        """What they mean. Raises NotADayError."""
        return Wish(
            self.who.strip(), self.what.strip(), self.act, _day(self.since), _day(self.until)
        )

    def address(self, path: str, before: int = 0) -> str:
        """A page with these filters."""
        return with_query(
            path,
            who=self.who,
            what=self.what,
            act=self.act,
            since=self.since,
            until=self.until,
            before=before,
        )


@router.get(TRAIL)
def trail(
    here: Here,
    who: str = "",
    what: str = "",
    act: str = "",
    since: str = "",
    until: str = "",
    before: int = 0,
) -> Response:
    """The newest events, of those that are asked for."""
    return _page(here, Asked(who, what, act, since, until), before=before)


@router.get(f"{TRAIL}.csv")
def trail_csv(
    here: Here,
    who: str = "",
    what: str = "",
    act: str = "",
    since: str = "",
    until: str = "",
) -> Response:
    """All events that are asked for, for a spreadsheet."""
    asked = Asked(who, what, act, since, until)
    try:
        wish = asked.wish()
        first = tracing.search(here.register, here.account, wish, here.now, limit=_PORTION)
    except (NotADayError, NotInTrailError) as error:
        return _page(here, asked, error=error)
    name = f"trail-{here.now:%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(
        _csv(here, wish, first), media_type="text/csv; charset=utf-8", headers=headers
    )


@router.post(f"{TRAIL}/verify")
def trail_verify(here: Here) -> Response:
    """Prove the whole register."""
    return _page(here, Asked(), proving_it=True)


@router.post(f"{TRAIL}/bundle")
def trail_bundle(here: Here) -> Response:
    """An audit bundle, which verifies without sopkit."""

    def write(target: Path) -> None:
        auditing.export_audit(
            here.register, here.settings, here.account, target, here.translate, here.now
        )

    return _file(here, "audit", write)


@router.post("/admin/backup")
def backup(here: Here) -> Response:
    """A backup of the register."""

    def write(target: Path) -> None:
        backing_up.back_up(here.register, here.settings, target, here.now, actor=here.account)

    return _file(here, "backup", write)


def _file(here: Visit, name: str, write: Callable[[Path], None]) -> Response:
    """A file that is written for this answer alone."""
    folder = Path(tempfile.mkdtemp(prefix="sopkit-"))
    target = folder / f"{name}-{here.now:%Y-%m-%d}.zip"
    try:
        write(target)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    tidy = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(target, media_type="application/zip", filename=target.name, background=tidy)


def _page(
    here: Visit,
    asked: Asked,
    *,
    before: int = 0,
    error: SopkitError | None = None,
    proving_it: bool = False,
) -> Response:
    found: tuple[TrailLine, ...] = ()
    try:
        found = tracing.search(
            here.register,
            here.account,
            asked.wish() if error is None else Wish(),
            here.now,
            limit=_PAGE + 1,
            before=before or None,
        )
    except (NotADayError, NotInTrailError) as refused:
        error = refused
    proof, broken = _proof(here) if proving_it else ("", ())
    shown = found[:_PAGE] if error is None else ()
    page = TrailPage(
        who=asked.who,
        what=asked.what,
        acts=choices((("", here.translate(_("all"))), *_act_names(here)), asked.act),
        since=asked.since,
        until=asked.until,
        events=tuple(_line(here, each) for each in shown),
        filtered=asked != Asked(),
        older=asked.address(TRAIL, shown[-1].seq) if len(found) > _PAGE and shown else "",
        newest=asked.address(TRAIL) if before else "",
        csv=asked.address(f"{TRAIL}.csv"),
        told=here.sentence(error) if error else "",
        proof=proof,
        broken=broken,
        may_back_up=here.me.may(backing_up.BACKERS, "*"),
    )
    return show(here, "trail.html", page, status_of(error) if error else HTTPStatus.OK)


def _proof(here: Visit) -> tuple[str, tuple[str, ...]]:
    """What a proof of the register found, in words."""
    proof = proving.prove(here.register, here.settings)
    count = here.number(proof.head.events)
    if proof.broken:
        template = _("The register is not as it was recorded. Findings: {count}.")
        told = here.text(template, count=here.number(len(proof.broken)))
        shown = proof.broken[:_SHOWN]
        return told, tuple(fill(here.translate(each.template), each.facts) for each in shown)
    if proof.anchors is None:
        return here.text(
            _(
                "All {count} events and every row are as they were recorded. There is no file of "
                "anchors to compare the trail with."
            ),
            count=count,
        ), ()
    return here.text(
        _(
            "All {count} events and every row are as they were recorded, and the trail goes "
            "through {anchors} anchors that were kept apart."
        ),
        count=count,
        anchors=here.number(proof.anchors),
    ), ()


def _csv(here: Visit, wish: Wish, first: tuple[TrailLine, ...]) -> Iterator[bytes]:
    """The events as they come: nobody's memory holds a million of them."""
    heads = (_("number"), _("when"), _("who"), _("what"), _("about"), _("why"), _("hash"))
    yield BYTE_ORDER_MARK + csv_lines([[here.translate(each) for each in heads]])
    some = first
    while some:
        yield csv_lines(
            (
                str(each.seq),
                each.at.isoformat(),
                each.actor,
                _act(here, each),
                each.subject,
                each.reason,
                each.hash,
            )
            for each in some
        )
        some = tracing.search(
            here.register, here.account, wish, here.now, limit=_PORTION, before=some[-1].seq
        )


def _line(here: Visit, each: TrailLine) -> EventLine:
    actor = each.actor or here.translate(_("(nobody)"))
    narrowed = Asked(what=each.number).address(TRAIL) if each.number else ""
    return EventLine(
        each.seq, here.minute(each.at), actor, _act(here, each), each.subject, narrowed, each.reason
    )


def _act(here: Visit, each: TrailLine) -> str:
    """What happened, with the names of departments and roles for their ids."""
    facts = dict(each.facts)
    if isinstance(facts.get("department"), str):
        facts["department"] = department_name(here, facts["department"])
    if isinstance(facts.get("role"), str):
        facts["role"] = role_name(here, facts["role"])
    return act(each.act, facts, here.translate)


def _act_names(here: Visit) -> list[tuple[str, str]]:
    """Every act, what differs from time to time left out."""
    named = [
        (id, re.sub(r"[:,]? ?\{\w+\}", "", here.translate(text)).strip())
        for id, text in ACTS.items()
    ]
    return sorted(named, key=lambda pair: pair[1].casefold())


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return datetime.strptime(text.strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a day alone
    except ValueError as error:
        raise NotADayError(text) from error
