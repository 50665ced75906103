"""What a person may see of the register's procedures: the rules, and the only place for them.

Each text is judged by the department that stands in it, a version as much as a draft:

- a version in force is for everybody who is signed in, and what was superseded stays to be looked
  up as long as a version of the document is in force;
- a version that takes effect later is for those whom it will concern: people with any right in
  its department, and those with a role that it names;
- drafts, their reviews, and what was withdrawn are for those whose business they are: a right to
  write, approve, review or administer in the department.

What somebody may not see is not there for them. `Concern` in the store has the second rule as SQL.

Of the library as it is written, that is the newest text of each procedure, somebody sees the
newest texts that are their business, and of the other procedures the version in force
(`as_seen`). The register itself looks at everything when it decides whether a text has errors.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sopkit.model.control import Status
from sopkit.model.timeline import InForce, in_force, timeline
from sopkit.services.accounts.signing_in import rights_now
from sopkit.store import documents, library, people, releases, shelfmarks
from sopkit.store.concern import Business, Concern
from sopkit.store.documents import SavedRevision
from sopkit.store.people import EVERY_DEPARTMENT, Account, Right
from sopkit.store.session import Session
from sopkit.store.stages import Released

__all__ = [
    "BUSINESS",
    "Account",
    "Business",
    "Concern",
    "Onlooker",
    "Sight",
    "Text",
    "as_seen",
    "onlooker",
    "pictures_at",
    "readable",
    "sight_of",
    "texts_at",
    "visible",
]

BUSINESS = frozenset({Right.AUTHOR, Right.APPROVER, Right.REVIEWER, Right.ADMINISTRATOR})
"""Who has business with the drafts of a department."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a document, as far as who sees it depends on it; `roles` are those it names."""

    id: str
    status: Status
    department: str
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person has now: the departments of each right, and their roles."""

    person_id: str
    rights: Mapping[Right, frozenset[str]]
    roles: frozenset[str]

    def has(self, rights: Iterable[Right], department: str) -> bool:
        """Whether the person has one of these rights in a department."""
        held = self.departments(rights)
        return department in held or EVERY_DEPARTMENT in held

    def departments(self, rights: Iterable[Right]) -> frozenset[str]:
        """The departments in which the person has one of these rights; `*` for all of them."""
        return frozenset().union(*(self.rights.get(right, frozenset()) for right in rights))

    @property
    def business(self) -> frozenset[str] | None:
        """The departments whose drafts are the person's business; None for all of them."""
        found = self.departments(BUSINESS)
        return None if EVERY_DEPARTMENT in found else found

    @property
    def concern(self) -> Concern:
        """What is to come and concerns the person, as a question to the register."""
        found = self.departments(Right)
        return Concern(None if EVERY_DEPARTMENT in found else found, self.roles)

    @property
    def minds_some(self) -> bool:
        """Whether the drafts of any department are the person's business."""
        return bool(self.departments(BUSINESS))

    def minds(self, department: str) -> bool:
        """Whether drafts of a department, and what it withdrew, are the person's business."""
        return self.has(BUSINESS, department)

    def is_concerned(self, department: str, roles: Iterable[str]) -> bool:
        """Whether a procedure that is to come will concern the person."""
        return self.has(Right, department) or not self.roles.isdisjoint(roles)


def visible(sight: Sight, texts: Collection[Text]) -> frozenset[str]:
    """The ids of those texts of one document that a person may see."""
    stands = any(each.status is Status.EFFECTIVE for each in texts)
    return frozenset(each.id for each in texts if _is_visible(sight, each, stands=stands))


def _is_visible(sight: Sight, text: Text, *, stands: bool) -> bool:
    """`stands` tells that a version of the document is in force."""
    match text.status:
        case Status.EFFECTIVE:
            return True
        case Status.SUPERSEDED if stands:
            return True
        case Status.APPROVED if sight.is_concerned(text.department, text.roles):
            return True
        case _:
            return sight.minds(text.department)


def readable(
    session: Session, sight: Sight, versions: Collection[Collection[Released]], now: datetime
) -> frozenset[str]:
    """The ids of the versions that a person may read; each collection is all of one document.

    It takes as many queries for one document as for many.
    """
    placed = [timeline(each.period for each in its) for its in versions]
    every = {each.id: each for its in versions for each in its}
    revisions = documents.revisions_by_id(session, (each.revision_id for each in every.values()))
    coming = [e.period.id for its in placed for e in its if e.status(now) is Status.APPROVED]
    roles = library.roles_of(session, coming)

    def text(each: InForce) -> Text:
        id = each.period.id
        department = revisions[every[id].revision_id].department
        return Text(id, each.status(now), department, roles.get(id, frozenset()))

    return frozenset[str]().union(*(visible(sight, [text(e) for e in its]) for its in placed))


def sight_of(session: Session, account: Account, now: datetime) -> Sight:
    """What a person may see now."""
    roles = (each.name for each in people.roles_of(session, account.id) if each.holds(now))
    return Sight(account.id, rights_now(session, account, now), frozenset(roles))


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Somebody who looks at the library at a moment."""

    sight: Sight
    now: datetime

    @property
    def business(self) -> Business | None:
        """What they see of the library, as a question to the register; None for all of it."""
        departments = self.sight.business
        return None if departments is None else Business(departments, self.now)


def onlooker(session: Session, account: Account, now: datetime) -> Onlooker:
    """A person who looks at the library now."""
    return Onlooker(sight_of(session, account, now), now)


def as_seen(
    session: Session, onlooker: Onlooker | None, newest: Collection[SavedRevision]
) -> tuple[SavedRevision, ...]:
    """The texts that somebody sees of procedures, given by their newest ones.

    Nobody (None) is the register itself, which sees the newest. It takes as many statements for
    one procedure as for many.
    """
    if onlooker is None:
        return tuple(newest)
    others = {each.document_id for each in newest if not onlooker.sight.minds(each.department)}
    if not others:
        return tuple(newest)
    standing = {}
    for document_id, its in releases.versions_by_document(session, others).items():
        period = in_force((each.period for each in its), onlooker.now)
        if period is not None:
            found = next(each for each in its if each.id == period.id)
            standing[document_id] = found.revision_id
    revisions = documents.revisions_by_id(session, standing.values())
    mine = (each for each in newest if each.document_id not in others)
    return (*mine, *(revisions[each] for each in standing.values()))


def texts_at(
    session: Session, onlooker: Onlooker | None, numbers: Collection[str], paths: Collection[str]
) -> tuple[SavedRevision, ...]:
    """The texts that somebody sees of the procedures with these numbers or at these paths."""
    newest = shelfmarks.newest_ever_at(session, numbers, paths)
    return tuple(
        each
        for each in as_seen(session, onlooker, newest)
        if each.document.key in numbers or each.path in paths
    )


def pictures_at(session: Session, onlooker: Onlooker, paths: Collection[str]) -> Mapping[str, str]:
    """The hashes of pictures at these paths in the library that somebody sees, by path.

    They are those of texts that they may see; of each path the one saved last. It takes as many
    statements for one picture as for many.
    """
    kept = shelfmarks.pictures_ever_at(session, paths)
    revisions = documents.revisions_by_id(session, (each.revision_id for each in kept))
    others = [e for e in revisions.values() if not onlooker.sight.minds(e.department)]
    seen = revisions.keys() - {each.id for each in others}
    if others:
        by_document = releases.versions_by_document(session, {e.document_id for e in others})
        shown = readable(session, onlooker.sight, by_document.values(), onlooker.now)
        versions = (version for its in by_document.values() for version in its)
        seen |= {version.revision_id for version in versions if version.id in shown}
    return {each.path: each.hash for each in kept if each.revision_id in seen}
