"""Procedures as somebody sees them: what is in force, what comes, and for insiders the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sopkit.model.control import Status
from sopkit.model.timeline import timeline
from sopkit.refusals import UnknownDocumentError
from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.exchange.portion import Portion, cut
from sopkit.services.register.reading import Standing, standings_of
from sopkit.services.register.sight import Sight, readable, sight_of
from sopkit.store import documents, procedures, releases
from sopkit.store.documents import SavedRevision
from sopkit.store.procedures import Eyes, Filter
from sopkit.store.session import Register, Session
from sopkit.store.stages import Released

__all__ = ["Filter", "Procedure", "StandingVersion", "page_of_procedures", "procedure"]


@dataclass(frozen=True, slots=True)
class StandingVersion:
    """A version that is in force or will be, with what stands in its text."""

    released: Released
    title: str
    department: str


@dataclass(frozen=True, slots=True)
class Procedure:
    """A procedure in one language.

    `department` and `title` are those of the newest text that the person sees. `draft` is where
    that text stands, for insiders; None for those who read what is in force and nothing else.
    """

    number: str
    language: str
    title: str
    department: str
    status: Status
    current: StandingVersion | None
    review_due: datetime | None
    coming: StandingVersion | None
    draft: Standing | None


def page_of_procedures(
    register: Register,
    visitor: Visitor,
    wanted: Filter,
    after: str,
    limit: int,
    now: datetime,
) -> Portion[Procedure]:
    """Procedures by number and language, `after` the one with that name (`KS-001/nl`)."""
    number, _, language = after.rpartition("/")
    with register.reading() as session:
        sight = sight_of(session, visitor.account, now)
        eyes, place = Eyes(sight.business, sight.concern), (number, language)
        newest = procedures.page(session, eyes, wanted, place, limit + 1, now)
        kept, following = cut(newest, limit, _name)
        return Portion(_procedures(session, tuple(kept), sight, now), following)


def procedure(
    register: Register, visitor: Visitor, number: str, language: str, now: datetime
) -> Procedure:
    """One procedure. Raises UnknownDocumentError, also for one that is not for this person."""
    wanted = Filter(number=number, language=language)
    found = page_of_procedures(register, visitor, wanted, "", 1, now).items
    if not found:
        raise UnknownDocumentError(number, language)
    return found[0]


def _name(newest: SavedRevision) -> str:
    return f"{newest.document.key}/{newest.document.language}"


def _procedures(
    session: Session, newest: tuple[SavedRevision, ...], sight: Sight, now: datetime
) -> tuple[Procedure, ...]:
    versions = releases.versions_by_document(session, [each.document_id for each in newest])
    seen = readable(session, sight, tuple(versions.values()), now)
    standing = standings_of(session, newest, now)
    shown = [
        _shown([e for e in versions.get(each.document_id, ()) if e.id in seen], now)
        for each in newest
    ]
    ids = (each.revision_id for pair in shown for each in pair if each)
    texts = documents.revisions_by_id(session, ids)
    return tuple(
        _procedure(
            each,
            _version(current, texts),
            _version(coming, texts),
            inside=sight.minds(each.newest.department),
        )
        for each, (current, coming) in zip(standing, shown, strict=True)
    )


def _shown(versions: list[Released], now: datetime) -> tuple[Released | None, Released | None]:
    """The version in force, and the next one to come, among those that somebody may read."""
    by_id = {each.id: each for each in versions}
    found: dict[Status, Released] = {}
    for each in timeline(each.period for each in versions):
        found.setdefault(each.status(now), by_id[each.period.id])
    return found.get(Status.EFFECTIVE), found.get(Status.APPROVED)


def _version(
    released: Released | None, texts: Mapping[str, SavedRevision]
) -> StandingVersion | None:
    if released is None:
        return None
    text = texts[released.revision_id]
    return StandingVersion(released, text.title, text.department)


def _procedure(
    standing: Standing,
    current: StandingVersion | None,
    coming: StandingVersion | None,
    *,
    inside: bool,
) -> Procedure:
    newest = standing.newest
    shown = current or coming
    title, department, status = newest.title, newest.department, standing.status
    if not inside and shown is not None:
        title, department = shown.title, shown.department
        status = Status.EFFECTIVE if current else Status.APPROVED
    return Procedure(
        newest.document.key,
        newest.document.language,
        title,
        department,
        status,
        current,
        standing.review_due,
        coming,
        standing if inside else None,
    )
