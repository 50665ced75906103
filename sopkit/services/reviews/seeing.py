"""Who sees texts that are not in force, and the reviews of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sopkit.refusals import UnknownDocumentError, UnknownReviewError
from sopkit.services.register.acting import may
from sopkit.services.register.finding import newest_of
from sopkit.store import documents, lifecycle, people
from sopkit.store.documents import SavedRevision
from sopkit.store.lifecycle import Submitted
from sopkit.store.people import EVERY_DEPARTMENT, Right
from sopkit.store.session import Session

INSIDERS = (Right.AUTHOR, Right.REVIEWER, Right.APPROVER, Right.ADMINISTRATOR)
"""Who has business with the drafts of a department."""

READERS = tuple(Right)
"""Who reads what is in force in a department: any right in it is enough."""


@dataclass(frozen=True, slots=True)
class Held:
    """The rights that a person has at a moment, each with its department."""

    person_id: str
    rights: frozenset[tuple[str, str]]

    def has(self, rights: Iterable[Right], department: str) -> bool:
        """Whether the person has one of these rights in a department."""
        places = (department, EVERY_DEPARTMENT)
        return any((right.value, place) in self.rights for right in rights for place in places)


def held(session: Session, person_id: str, now: datetime) -> Held:
    """The rights of a person now, to be asked for many departments."""
    rights = frozenset(
        (each.name, each.scope)
        for each in people.rights_of(session, person_id)
        if each.since <= now and (each.until is None or now < each.until)
    )
    return Held(person_id, rights)


def seen_submission(
    session: Session, person_id: str, submission_id: str, now: datetime
) -> tuple[Submitted, SavedRevision]:
    """A submission that a person may see, with its text.

    Raises UnknownReviewError, also for one that is there and not for this person's eyes.
    """
    found = lifecycle.find_submission(session, submission_id)
    if found is None:
        raise UnknownReviewError
    revision = documents.revision(session, found.revision_id)
    if not may(session, person_id, INSIDERS, revision.department, now):
        raise UnknownReviewError
    return found, revision


def seen_draft(
    session: Session, person_id: str, number: str, language: str | None, now: datetime
) -> SavedRevision:
    """The newest text of a procedure, for somebody who has business with its drafts.

    Raises UnknownDocumentError, also for one that is there and not for this person's eyes.
    """
    latest = newest_of(session, number, language)
    if not may(session, person_id, INSIDERS, latest.department, now):
        raise UnknownDocumentError(number, latest.document.language)
    return latest
