"""What may become of the version that people work by: confirmed, or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sopkit.model.calendar import later
from sopkit.model.step import Duration
from sopkit.model.timeline import in_force
from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.register.confirming import REVIEWERS
from sopkit.services.register.releasing import RELEASERS
from sopkit.services.register.snapshot import organisation, parsed
from sopkit.services.register.submitting import base_of
from sopkit.services.reviews.seeing import seen_draft
from sopkit.store import documents, lifecycle
from sopkit.store.documents import SavedRevision
from sopkit.store.lifecycle import Released
from sopkit.store.session import Register

__all__ = ["Upkeep", "upkeep"]


@dataclass(frozen=True, slots=True)
class Upkeep:
    """A procedure with the version in force, and that which a withdrawal would end.

    `due` is when the version in force must be reviewed, `next_due` when it must be after being
    confirmed now, `interval` the time between. `confirms` and `withdraws` tell what the person
    may do.
    """

    newest: SavedRevision
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
    """What there is to keep of a procedure. Raises UnknownDocumentError."""
    with register.reading() as session:
        latest = seen_draft(session, visitor, number, language)
        versions = {each.id: each for each in lifecycle.versions(session, latest.document_id)}
        period = in_force((each.period for each in versions.values()), now)
        current = versions[period.id] if period else None
        base = base_of(session, latest.document_id)
        last = base if base and base.withdrawn_from is None else None
        interval: Duration | None = None
        confirms = False
        if current is not None:
            revision = documents.revision(session, current.revision_id)
            text = documents.text_of(session, revision)
            sop = parsed(revision.path, text, organisation(session).language)
            interval = sop.review if sop else None
            confirms = visitor.may(REVIEWERS, revision.department)
        withdraws = False
        if last is not None:
            ending = documents.revision(session, last.revision_id)
            withdraws = visitor.may(RELEASERS, ending.department)
        return Upkeep(
            latest,
            current,
            last,
            lifecycle.due(session, current) if current else None,
            later(now, interval) if interval else None,
            interval,
            confirms,
            withdraws,
        )
