"""Whom a text or a version concerns: those who are told of it, and may know of it."""

from __future__ import annotations

from datetime import datetime

from sopkit.model.organisation import Organisation
from sopkit.model.sop import Sop
from sopkit.services.register.deciding import writers
from sopkit.services.register.sight import BUSINESS
from sopkit.services.register.snapshot import parsed
from sopkit.services.register.submitting import waiting_for
from sopkit.store import documents, people, submissions
from sopkit.store.documents import SavedRevision
from sopkit.store.people import Right
from sopkit.store.session import Session
from sopkit.store.stages import Submitted

INSIDERS = tuple(right for right in Right if right is not Right.ADMINISTRATOR)
"""Who has to do with the procedures of a department: who only administers has not."""

_MINDED = tuple(right for right in INSIDERS if right in BUSINESS)
"""Whose business drafts are, of those."""


def deciders(session: Session, submission: Submitted, now: datetime) -> frozenset[str]:
    """Who may decide on an open submission now: who has a right that it waits for.

    Nobody approves what is their own work, nor twice. Empty when it waits for nothing more, or is
    not open any more.
    """
    current = submissions.open_submission(session, submission.document_id)
    if current is None or current.id != submission.id:
        return frozenset()
    revision = documents.revision(session, submission.revision_id)
    able = {
        person
        for right in set(waiting_for(session, submission))
        for person in people.holders(session, Right(right), revision.department, now)
    }
    done = {each.person_id for each in submissions.decisions(session, submission.id)}
    return frozenset(able - done - writers(session, submission, revision))


def authors(session: Session, submission: Submitted, now: datetime) -> frozenset[str]:
    """Whose work was submitted, as far as drafts of its department are still their business."""
    revision = documents.revision(session, submission.revision_id)
    present = people.with_any_right(session, _MINDED, revision.department, now)
    return writers(session, submission, revision) & present


def readers(
    session: Session, revision: SavedRevision, house: Organisation, now: datetime
) -> frozenset[str]:
    """Who works by a text: has a role that it names and a right in its department.

    Where it names no role, everybody with a right there.
    """
    present = people.with_any_right(session, INSIDERS, revision.department, now)
    roles = _ids(house, _text(session, revision, house).roles)
    return present & people.with_role(session, roles, now) if roles else present


def is_reader(
    session: Session, person: str, revision: SavedRevision, house: Organisation, now: datetime
) -> bool:
    """Whether somebody is one of `readers`, without finding out who else is."""
    if not people.has_right(session, person, INSIDERS, revision.department, now):
        return False
    roles = _ids(house, _text(session, revision, house).roles)
    return not roles or person in people.with_role(session, roles, now, among=[person])


def keepers(
    session: Session, revision: SavedRevision, house: Organisation, now: datetime
) -> frozenset[str]:
    """Who keeps a text current: has the role of its owner; else the authors of its department."""
    owner = _text(session, revision, house).owner
    present = people.with_any_right(session, INSIDERS, revision.department, now)
    owners = people.with_role(session, _ids(house, (owner,) if owner else ()), now)
    if owners & present:
        return owners & present
    return frozenset(people.holders(session, Right.AUTHOR, revision.department, now))


def _text(session: Session, revision: SavedRevision, house: Organisation) -> Sop:
    found = parsed(revision.path, documents.text_of(session, revision), house.language)
    if found is None:
        raise LookupError("a released text can be read")
    return found


def _ids(house: Organisation, roles: tuple[str, ...]) -> frozenset[str]:
    """Roles by id, as people have them; the organisation may call them by name."""
    return frozenset(found.id if (found := house.role(role)) else role for role in roles)
