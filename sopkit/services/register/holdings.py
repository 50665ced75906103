"""What the register holds for a folder: of every document the newest draft, else what is in force.

It is read in one state of the register and in a few statements, however many documents there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sopkit.model.organisation import Organisation
from sopkit.services.register.snapshot import parsed_organisation
from sopkit.store import documents, people, releases, submissions, trail
from sopkit.store.documents import DocumentKey, DocumentKind, SavedRevision, content_hash
from sopkit.store.people import EVERY_DEPARTMENT, Account, Right
from sopkit.store.session import Register, Session

ORGANISATION_KEY = DocumentKey(DocumentKind.ORGANISATION)


@dataclass(frozen=True, slots=True)
class Kept:
    """A document in the register. `text` is what a folder should hold of it, if anything.

    `pictures` are hashes by path. Where texts show different pictures of one path, a folder can
    hold one of them: the one saved last. `shown` is the content hash with those. `released` tells
    that a version is in force or will be, `withdrawn` that the newest text was withdrawn.
    """

    latest: SavedRevision
    text: SavedRevision | None
    pictures: Mapping[str, str] = field(default_factory=dict)
    shown: str = ""
    under_review: bool = False
    released: bool = False
    withdrawn: bool = False

    @property
    def stamp(self) -> str:
        """What is another as soon as the register holds another text."""
        return self.text.id if self.text else f"gone:{self.latest.id}"


@dataclass(frozen=True, slots=True)
class Holdings:
    """All documents, the organisation as it was saved last, and the rights of who asks.

    A right is a pair of its name and the department.
    """

    register: str
    documents: Mapping[DocumentKey, Kept]
    organisation: Organisation
    rights: frozenset[tuple[str, str]]

    def may(self, rights: Iterable[Right], department: str) -> bool:
        """Whether who asks has one of these rights in a department."""
        return any(
            (right.value, where) in self.rights
            for right in rights
            for where in (department, EVERY_DEPARTMENT)
        )


def read_holdings(register: Register, actor: Account, now: datetime) -> Holdings:
    """What the register holds at a moment."""
    with register.reading() as session:
        found = _kept(session, now)
        house = found.get(ORGANISATION_KEY)
        text = documents.text_of(session, house.text) if house and house.text else None
        return Holdings(
            trail.identity(session),
            found,
            parsed_organisation(text) if text is not None else Organisation(),
            frozenset(
                (each.name, each.scope)
                for each in people.rights_of(session, actor.id)
                if each.holds(now)
            ),
        )


def _kept(session: Session, now: datetime) -> dict[DocumentKey, Kept]:
    in_force = {each.document_id: each.revision_id for each in releases.in_force(session, now)}
    coming = releases.coming(session, now)
    reviewed = submissions.under_review(session)
    withdrawn = releases.withdrawn_revisions(session)
    newest = documents.newest(session)
    gone = {
        each.document_id
        for each in newest
        if each.dropped or (each.id in withdrawn and each.document_id not in reviewed)
    }
    standing = documents.revisions_by_id(
        session, (revision for document, revision in in_force.items() if document in gone)
    )
    texts = {
        each.document_id: standing.get(in_force.get(each.document_id, ""))
        if each.document_id in gone
        else each
        for each in newest
    }
    pictures = documents.picture_hashes_of(session, (each.id for each in texts.values() if each))
    last = _last_pictures((each for each in texts.values() if each), pictures)
    made: dict[DocumentKey, Kept] = {}
    for each in newest:
        text = texts[each.document_id]
        own = {path: last[path] for path in pictures.get(text.id, ())} if text else {}
        made[each.document] = Kept(
            latest=each,
            text=text,
            pictures=own,
            shown=content_hash(text.text_hash or "", own) if text else "",
            under_review=each.document_id in reviewed,
            released=each.document_id in in_force or each.document_id in coming,
            withdrawn=each.id in withdrawn,
        )
    return made


def _last_pictures(
    texts: Iterable[SavedRevision], pictures: Mapping[str, Mapping[str, str]]
) -> Mapping[str, str]:
    """Of every path the picture that was saved last."""
    found: dict[str, str] = {}
    for each in sorted(texts, key=lambda one: (one.recorded_at, one.id)):
        found |= pictures.get(each.id, {})
    return found
