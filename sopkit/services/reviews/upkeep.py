"""What may become of the version that people work by: confirmed, or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sopkit.model.calendar import later
from sopkit.model.step import Duration
from sopkit.model.timeline import in_force
from sopkit.refusals import UnknownDocumentError
from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.register.confirming import REVIEWERS
from sopkit.services.register.finding import newest_of
from sopkit.services.register.releasing import RELEASERS
from sopkit.services.register.sight import BUSINESS
from sopkit.services.register.snapshot import organisation, parsed
from sopkit.services.register.submitting import base_of
from sopkit.store import documents, releases
from sopkit.store.documents import DocumentKey, SavedRevision
from sopkit.store.session import Register, Session
from sopkit.store.stages import Released

__all__ = ["Upkeep", "upkeep"]


@dataclass(frozen=True, slots=True)
class Upkeep:
    """A procedure with the version in force, and that which a withdrawal would end.

    Each is None if there is none, or if its department is none of the person's business. `due` is
    when the version in force must be reviewed, `next_due` when it must be after being confirmed
    now, `interval` the time between. `confirms` and `withdraws` tell what the person may do.
    """

    document: DocumentKey
    title: str
    current: Released | None
    last: Released | None
    due: datetime | None
    next_due: datetime | None
    interval: Duration | None
    confirms: bool
    withdraws: bool


def upkeep(
    register: Register, visitor: Visitor, number: str, language: str | None, now: datetime
) -> Upkeep:
    """What there is to keep of a procedure: by the departments of its versions, not of its draft.

    Raises UnknownDocumentError.
    """
    with register.reading() as session:
        latest = newest_of(session, number, language)
        versions = {each.id: each for each in releases.versions(session, latest.document_id)}
        period = in_force((each.period for each in versions.values()), now)
        base = base_of(session, latest.document_id)
        current = _minded(session, visitor, versions[period.id] if period else None)
        last = _minded(session, visitor, base if base and base.withdrawn_from is None else None)
        if current is None and last is None and not visitor.may(BUSINESS, latest.department):
            raise UnknownDocumentError(number, latest.document.language)
        interval: Duration | None = None
        if current is not None:
            text = documents.text_of(session, current.text)
            sop = parsed(current.text.path, text, organisation(session).language)
            interval = sop.review if sop else None
        minded = current or last
        shown = minded.text if minded else latest
        return Upkeep(
            latest.document,
            shown.title,
            current.released if current else None,
            last.released if last else None,
            releases.due(session, current.released) if current else None,
            later(now, interval) if interval else None,
            interval,
            current is not None and visitor.may(REVIEWERS, current.text.department),
            last is not None and visitor.may(RELEASERS, last.text.department),
        )


@dataclass(frozen=True, slots=True)
class _Minded:
    """A version whose department is somebody's business, with its text."""

    released: Released
    text: SavedRevision


def _minded(session: Session, visitor: Visitor, released: Released | None) -> _Minded | None:
    if released is None:
        return None
    text = documents.revision(session, released.revision_id)
    return _Minded(released, text) if visitor.may(BUSINESS, text.department) else None
