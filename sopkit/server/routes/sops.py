"""One procedure: its page, its flowchart and pictures, on paper, and whether it helped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Form, Response

from sopkit.messages import message
from sopkit.refusals import UnknownDocumentError
from sopkit.server.access import ACCESS
from sopkit.server.api.answers import sent
from sopkit.server.choosing import LANGUAGE_WORDS
from sopkit.server.pages import redirect, show
from sopkit.server.visit import Here, Visit
from sopkit.services.accounts.signing_in import Right
from sopkit.services.library import reading
from sopkit.services.library.addresses import sop_address
from sopkit.services.library.reading import Asked, Paper, SopPage, SopReading, Status, VersionLink
from sopkit.services.library.voicing import note_verdict
from sopkit.services.library.volume import DRAFT
from sopkit.words import word

_ = message

router = APIRouter(prefix="/sops")

_PICTURES = {
    b"\x89PNG": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"RIFF": "image/webp",
}
"""How pictures begin. What begins otherwise is taken for SVG, which no page shows but as one."""

_FOR_GOOD = "private, max-age=31536000, immutable"
"""Of a version in force, which everybody may see. Others are asked for each time: a browser that
people share keeps none for the next of them."""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """The procedure in a language."""

    language: str
    name: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to know before reading, with where to go."""

    kind: str
    text: str
    link: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version in the list of versions."""

    name: str
    address: str
    told: str
    current: bool


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """A procedure as the application shows it; `sop` is what its sheet shows.

    `walk` is empty where there is nothing to walk through; `asks` tells whether to ask if it
    helped, `thanks` what to say once somebody did. `translations` are those that the
    reader may begin.
    """

    title: str
    sop: SopPage
    languages: tuple[LanguageLink, ...]
    notices: tuple[Notice, ...]
    versions: tuple[VersionView, ...]
    walk: str
    pdf: str
    card: str
    asks: bool
    helped: str
    history: str
    edit: str
    translations: tuple[LanguageLink, ...]
    thanks: str


@router.get("/{number}")
def sop(here: Here, number: str, language: str = "", version: str = "", said: str = "") -> Response:
    """A procedure: the version in force, or the one that is asked for.

    Where nothing is in force, one is led to the draft if one may see it.
    """
    asked = _asked(number, language, version)
    try:
        found = reading.sop(here.register, here.account, asked, here.language, here.now)
    except UnknownDocumentError:
        if version:
            raise
        draft = replace(asked, version=DRAFT)
        reading.sop(here.register, here.account, draft, here.language, here.now)
        return redirect(sop_address(number, language=asked.language, version=DRAFT))
    return show(here, "sop.html", _page(here, found, thanked=said == "thanks"))


@router.get("/{number}/chart")
def sop_chart(here: Here, number: str, language: str = "", version: str = "") -> Response:
    """The flowchart as a picture."""
    asked = _asked(number, language, version)
    drawing = reading.flowchart(here.register, here.account, asked, here.language, here.now)
    return Response(drawing, media_type="image/svg+xml")


@router.get("/{number}/pictures/{path:path}")
def sop_picture(
    here: Here, number: str, path: str, language: str = "", version: str = ""
) -> Response:
    """A picture that the text shows."""
    asked = _asked(number, language, version)
    found = reading.picture(here.register, here.account, asked, path, here.language, here.now)
    kind = next(
        (kind for begin, kind in _PICTURES.items() if found.data.startswith(begin)),
        "image/svg+xml",
    )
    headers = {"Cache-Control": _FOR_GOOD} if found.for_good else {}
    return sent(here, found.data, kind, headers=headers)


@router.get("/{number}/pdf")
def sop_pdf(here: Here, number: str, language: str = "", version: str = "") -> Response:
    """The procedure on paper."""
    asked = _asked(number, language, version)
    return _paper(reading.pdf(here.register, here.account, asked, here.language, here.now))


@router.get("/{number}/card")
def sop_card(here: Here, number: str, language: str = "", version: str = "") -> Response:
    """The procedure as a card for the wall."""
    asked = _asked(number, language, version)
    return _paper(reading.card(here.register, here.account, asked, here.language, here.now))


@router.post("/{number}/helped")
def sop_helped(
    here: Here,
    number: str,
    language: str = "",
    version: str = "",
    helped: Annotated[str, Form()] = "",
    remark: Annotated[str, Form()] = "",
) -> Response:
    """Note whether the procedure helped, and go back to it."""
    asked = _asked(number, language, version)
    found = reading.sop(here.register, here.account, asked, here.language, here.now)
    if helped in {"yes", "no"}:
        note_verdict(
            here.register, here.account, asked, here.now, helped=helped == "yes", remark=remark
        )
    join = "&" if "?" in found.address else "?"
    return redirect(f"{found.address}{join}said=thanks#helped")


def _asked(number: str, language: str, version: str) -> Asked:
    return Asked(number, language or None, version or None)


def _paper(paper: Paper) -> Response:
    name = f"inline; filename*=utf-8''{quote(paper.name)}"
    return Response(paper.data, media_type="application/pdf", headers={"Content-Disposition": name})


def _page(here: Visit, found: SopReading, *, thanked: bool) -> ProcedurePage:
    page = found.page
    return ProcedurePage(
        title=page.frame.title,
        sop=page,
        languages=tuple(
            LanguageLink(each.language, each.name, each.address, each.current)
            for each in page.frame.languages
        ),
        notices=tuple(_notices(here, found)),
        versions=tuple(_version(here, each) for each in found.versions)
        if len(found.versions) > 1
        else (),
        walk=found.walk if page.chart and page.chart.outline else "",
        pdf=found.pdf,
        card=found.card,
        asks=found.status is Status.EFFECTIVE,
        helped=found.helped,
        history=found.history if ACCESS["procedure_history"].allows(here.visitor) else "",
        edit=_edit_address(here, found),
        translations=tuple(_translations(here, found)),
        thanks=here.text(_("Thank you. The authors will see it.")) if thanked else "",
    )


def _notices(here: Visit, found: SopReading) -> list[Notice]:
    """What to know of other versions before reading this one."""
    notices = []
    if found.status is Status.APPROVED and found.effective_from:
        text = here.text(
            _("This version is in force from {day}. Do not work by it before."),
            day=here.day(found.effective_from),
        )
        notices.append(Notice("later", text))
    if found.status is not Status.EFFECTIVE and found.in_force_address:
        notices.append(
            Notice(
                "other",
                here.text(_("Another version is in force.")),
                here.text(_("Read the version in force")),
                found.in_force_address,
            )
        )
    if found.coming and found.coming_from:
        notices.append(
            Notice(
                "later",
                here.text(
                    _("Version {version} is in force from {day}."),
                    version=found.coming.version,
                    day=here.day(found.coming_from),
                ),
                here.text(_("Read it beforehand")),
                found.coming.address,
            )
        )
    if found.newer:
        text = (
            _("A newer text is in review.")
            if found.newer is Status.IN_REVIEW
            else _("There is a newer draft.")
        )
        notices.append(
            Notice("newer", here.text(text), here.text(_("Read it")), found.newer_address)
        )
    return notices


def _version(here: Visit, link: VersionLink) -> VersionView:
    return VersionView(
        here.text(_("Version {version}"), version=link.version),
        link.address,
        word(link.status, here.translate),
        link.current,
    )


def _edit_address(here: Visit, found: SopReading) -> str:
    """Where a procedure is written, for who may."""
    if not here.me.may((Right.AUTHOR,), found.department):
        return ""
    return sop_address(found.number, "edit", language=found.language)


def _translations(here: Visit, found: SopReading) -> Iterator[LanguageLink]:
    """Where the translations can be begun that the procedure does not have, for who may."""
    if not here.me.may((Right.AUTHOR,), found.department):
        return
    for language in found.missing:
        asked = {
            "number": found.number,
            "original": found.language,
            "language": language,
            "department": found.department,
        }
        address = f"/write?{urlencode(asked)}"
        name = here.translate(LANGUAGE_WORDS[language])
        yield LanguageLink(language, name, address, current=False)
