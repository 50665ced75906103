"""Reading one procedure: page, flowchart, pictures, PDF and card, as one person may see them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sopkit.check.rule import Context
from sopkit.messages import LANGUAGES
from sopkit.model.control import Control, Status, Version
from sopkit.refusals import UnknownDocumentError
from sopkit.render.html.sop_page import SopPage, sop_page
from sopkit.services.compile import Compiled
from sopkit.services.drawing import Drawn, draw_sop
from sopkit.services.kept import Kept
from sopkit.services.library import volume
from sopkit.services.library.addresses import NearSite, department_address, sop_address
from sopkit.services.library.volume import DRAFT, Asked, Volume
from sopkit.services.pictures import KeptPictures
from sopkit.services.register.sight import Account, sight_of
from sopkit.store import documents, records, submissions
from sopkit.store.documents import DocumentKind
from sopkit.store.session import Register, Session
from sopkit.store.stages import Released

__all__ = [
    "DRAFT",
    "Asked",
    "Paper",
    "Picture",
    "SopPage",
    "SopReading",
    "Status",
    "VersionLink",
    "card",
    "flow",
    "flowchart",
    "pdf",
    "picture",
    "sop",
]

_DRAWN: Kept[Drawn] = Kept(200)


@dataclass(frozen=True, slots=True)
class VersionLink:
    """A version of the procedure that the reader may open."""

    version: Version
    address: str
    status: Status
    current: bool


@dataclass(frozen=True, slots=True)
class SopReading:
    """A procedure as it is shown to a reader, with what they can do from there.

    `coming` is a version that takes effect later, which will concern the reader. `newer` is the
    status of a text that is not released yet, told to those whose business it is, with its
    address. `missing` are the languages of the interface in which it was never written.
    """

    page: SopPage
    number: str
    language: str
    department: str
    status: Status
    release_id: str | None
    versions: tuple[VersionLink, ...]
    coming: VersionLink | None
    coming_from: datetime | None
    newer: Status | None
    newer_address: str
    in_force_address: str
    effective_from: datetime | None
    address: str
    walk: str
    pdf: str
    card: str
    helped: str
    history: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, and whether it is that of one version for good, which everybody may see."""

    data: bytes
    for_good: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF with the name under which it is saved."""

    data: bytes
    name: str


def sop(
    register: Register, account: Account, asked: Asked, reader: str, now: datetime
) -> SopReading:
    """The page of a procedure. Raises UnknownDocumentError and UnknownVersionError."""
    with register.reading() as session:
        sight = sight_of(session, account, now)
        found = volume.take(session, sight, asked, reader, now)
        newer = _newer(session, found) if sight.minds(found.newest.department) else None
    next_one = _coming(found, now)
    versions = tuple(
        _link(found, released, placed.status(now)) for released, placed in reversed(found.versions)
    )
    return SopReading(
        page=_page(found),
        number=found.sop.number,
        language=found.sop.language,
        department=found.chosen.revision.department,
        status=found.control.status,
        release_id=found.chosen.released.id if found.chosen.released else None,
        versions=versions,
        coming=_link(found, next_one, Status.APPROVED) if next_one else None,
        coming_from=next_one.effective_from if next_one else None,
        newer=newer,
        newer_address=_address(found, DRAFT),
        in_force_address=_address(found, None)
        if any(each.status is Status.EFFECTIVE for each in versions)
        else "",
        effective_from=found.chosen.released.effective_from if found.chosen.released else None,
        address=found.addresses.page(found.sop),
        walk=found.addresses.part(found.sop, "walk"),
        pdf=found.addresses.pdf(found.sop),
        card=found.addresses.part(found.sop, "card"),
        helped=found.addresses.part(found.sop, "helped"),
        history=sop_address(found.sop.number, "history", language=found.sop.language),
        missing=_missing(found),
    )


def _missing(found: Volume) -> tuple[str, ...]:
    written = {each.partition("-")[0].lower() for each in found.languages}
    return tuple(each for each in LANGUAGES if each not in written)


def flowchart(
    register: Register, account: Account, asked: Asked, reader: str, now: datetime
) -> str:
    """The flowchart of a procedure as a picture (SVG). Raises what `sop` raises."""
    with register.reading() as session:
        found = volume.take(session, sight_of(session, account, now), asked, reader, now)
    return drawn(found).picture


def picture(
    register: Register, account: Account, asked: Asked, path: str, reader: str, now: datetime
) -> Picture:
    """A picture of a procedure by its path in the library. Raises what `sop` raises."""
    with register.reading() as session:
        found = volume.take(session, sight_of(session, account, now), asked, reader, now)
        digest = found.pictures.get(path)
        if digest is None:
            raise UnknownDocumentError(asked.number, found.sop.language)
        for_good = asked.version is not None and found.control.status is Status.EFFECTIVE
        return Picture(documents.content(session, digest), for_good)


def pdf(
    register: Register,
    account: Account,
    asked: Asked,
    reader: str,
    now: datetime,
    *,
    stamped: bool = True,
) -> Paper:
    """A procedure on paper, stamped as printed by the reader now. Raises what `sop` raises.

    Without the stamp it is the same as long as nothing changes that is printed.
    """
    from sopkit.services.press import Press, pictures_of, print_sop

    compiled, found = _for_paper(register, account, asked, reader, now)
    pictures = pictures_of(compiled, [found.sop])
    site = NearSite(
        replace(compiled.library, pictures=frozenset(pictures)),
        compiled.context.flow,
        found.site.translate,
        own=found.site.own,
        leads=found.site.leads,
        comes=found.site.comes,
    )
    control = _printed(found.control, account, now) if stamped else found.control
    made = print_sop(Press(site, pictures), found.sop, found.sop.path, control=control)
    return Paper(made.data, f"{_file_name(found)}.pdf")


def card(
    register: Register,
    account: Account,
    asked: Asked,
    reader: str,
    now: datetime,
    *,
    stamped: bool = True,
) -> Paper:
    """A procedure as a card for the wall. Raises what `sop` raises; `stamped` is as for `pdf`."""
    from sopkit.services.card import card_pdf

    compiled, found = _for_paper(register, account, asked, reader, now)
    control = _printed(found.control, account, now) if stamped else found.control
    made = card_pdf(compiled, found.sop, found.sop.path, control=control)
    return Paper(made.data, f"{_file_name(found)}-card.pdf")


def flow(
    register: Register, account: Account, asked: Asked, style: str, reader: str, now: datetime
) -> str:
    """The flow of a procedure, drawn as `graph.draw_flow` does. Raises what `sop` raises."""
    from sopkit.services.graph import draw_flow

    compiled, found = _for_paper(register, account, asked, reader, now)
    return draw_flow(compiled, found.sop, style)


def _printed(control: Control, account: Account, now: datetime) -> Control:
    return replace(control, printed_at=now, printed_by=account.name or None)


def drawn(found: Volume) -> Drawn:
    """The flowchart of a procedure, drawn once for the same text and surroundings."""
    return _DRAWN.get(found.key, lambda: draw_sop(found.site, found.sop))


def _page(found: Volume) -> SopPage:
    shown = sop_page(
        found.site,
        found.sop,
        drawn(found).chart,
        found.control,
        explain=True,
    )
    organisation = found.site.library.organisation
    department = organisation.department(found.sop.department)
    return replace(
        shown,
        department_address=department_address(
            department.id if department else found.sop.department
        ),
    )


def _link(found: Volume, released: Released, status: Status) -> VersionLink:
    own = found.chosen.released
    version = None if status is Status.EFFECTIVE else str(released.version)
    return VersionLink(
        released.version,
        _address(found, version),
        status,
        current=own is not None and own.id == released.id,
    )


def _address(found: Volume, version: str | None) -> str:
    """The address of this procedure in another version; None: the one in force."""
    addresses = replace(found.addresses, shown=version or "", in_force=version is None)
    return addresses.page(found.sop)


def _coming(found: Volume, now: datetime) -> Released | None:
    """The version that takes effect next, unless it is the one that is shown."""
    for released, placed in found.versions:
        if placed.status(now) is Status.APPROVED and released != found.chosen.released:
            return released
    return None


def _newer(session: Session, found: Volume) -> Status | None:
    """The status of the newest text, if it is not released and not the one that is shown."""
    newest = found.newest
    released = {each.revision_id for each, _placed in found.versions}
    if newest.dropped or newest.id in released or newest.id == found.chosen.revision.id:
        return None
    under_review = submissions.open_submission(session, newest.document_id)
    return Status.IN_REVIEW if under_review else Status.DRAFT


def _for_paper(
    register: Register, account: Account, asked: Asked, reader: str, now: datetime
) -> tuple[Compiled, Volume]:
    """A procedure with its neighbours in full: paper prints what leads where."""
    with register.reading() as session:
        found = volume.take(session, sight_of(session, account, now), asked, reader, now)
        revisions = [found.chosen.revision.id, *_logo(session, found)]
        pictures = records.pictures(session, revisions)
        places = {path: digest for each in revisions for path, digest in pictures[each].items()}
        places |= found.pictures
        data = documents.contents(session, places.values())
    library = replace(found.site.library, pictures=frozenset(places))
    kept = KeptPictures({path: data[digest] for path, digest in places.items()})
    return Compiled(Path(), library, (), Context(library), {}, kept), found


def _logo(session: Session, found: Volume) -> list[str]:
    """The revision of the organisation's file, to which the logo belongs."""
    known = documents.revisions_by_id(session, found.surroundings.key).values()
    return [each.id for each in known if each.document.kind is DocumentKind.ORGANISATION]


def _file_name(found: Volume) -> str:
    version = f"-{found.control.version}" if found.control.version else ""
    return f"{found.sop.number}{version}-{found.sop.language}"
