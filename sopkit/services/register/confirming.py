"""Periodic review: what is due, and the record that nothing is to change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sopkit.model.calendar import later
from sopkit.refusals import VersionChangedError
from sopkit.services.register.acting import TypedPassword, require, signing
from sopkit.services.register.finding import newest_of, version_in_force
from sopkit.services.register.snapshot import organisation, parsed
from sopkit.store import documents, lifecycle, releases
from sopkit.store.documents import SavedRevision
from sopkit.store.people import Account, Right
from sopkit.store.session import Register
from sopkit.store.stages import Released

REVIEWERS = (Right.REVIEWER, Right.APPROVER)


@dataclass(frozen=True, slots=True)
class Due:
    """A version in force that must be reviewed at some moment."""

    revision: SavedRevision
    released: Released
    due: datetime


def confirm(  # noqa: PLR0913 - who confirms what and when
    register: Register,
    actor: Account,
    number: str,
    password: TypedPassword,
    now: datetime,
    *,
    language: str | None = None,
    note: str = "",
    version: str | None = None,
) -> datetime:
    """Record that the version in force was reviewed and stays as it is; gives the next date.

    `version` is the one that the person read.

    Raises WrongPasswordError, TooManyTriesError, UnknownDocumentError, NotInForceError,
    VersionChangedError and NotAllowedError.
    """
    with signing(register, actor, password, now) as ledger:
        session = ledger.session
        released = version_in_force(session, newest_of(session, number, language), ledger.now)
        revision = documents.revision(session, released.revision_id)
        require(ledger, REVIEWERS, revision.department)
        if version not in {None, str(released.version)}:
            raise VersionChangedError(number, released.version)
        text = documents.text_of(session, revision)
        sop = parsed(revision.path, text, organisation(session).language)
        if sop is None:
            raise LookupError("a released text can be read")
        next_due = later(ledger.now, sop.review)
        lifecycle.confirm(ledger, released, revision, next_due, note.strip())
        return next_due


def overdue(register: Register, now: datetime) -> tuple[Due, ...]:
    """Every version in force whose review should have been, the longest overdue first."""
    with register.reading() as session:
        found = releases.overdue(session, now)
        revisions = documents.revisions_by_id(session, [each.revision_id for each, _ in found])
        return tuple(Due(revisions[each.revision_id], each, due) for each, due in found)
