"""What people write in the editor until they save it: a text and its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from sopkit.store.documents import digest_of
from sopkit.store.passing_tables import UnsavedPicture, UnsavedStep, UnsavedText


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A text that one person is writing; `base_id` is the revision that it began from."""

    person_id: str
    document_id: str
    base_id: str
    text: bytes
    changed_at: datetime

    @property
    def digest(self) -> str:
        """SHA-256 of the text."""
        return digest_of(self.text)


def find(session: Session, person_id: str, document_id: str) -> Unsaved | None:
    """What somebody wrote in a document and did not save."""
    row = session.get(UnsavedText, (person_id, document_id))
    if row is None:
        return None
    return Unsaved(row.person_id, row.document_id, row.base_id, row.text, row.changed_at)


def keep(session: Session, unsaved: Unsaved) -> None:
    """Keep what somebody wrote, in place of what was kept before."""
    row = session.get(UnsavedText, (unsaved.person_id, unsaved.document_id))
    if row is None:
        row = UnsavedText(
            person_id=unsaved.person_id,
            document_id=unsaved.document_id,
            base_id=unsaved.base_id,
            text=unsaved.text,
            digest=unsaved.digest,
            changed_at=unsaved.changed_at,
        )
    row.base_id, row.text = unsaved.base_id, unsaved.text
    row.digest, row.changed_at = unsaved.digest, unsaved.changed_at
    session.add(row)


def forget(session: Session, person_id: str, document_id: str) -> None:
    """Forget what somebody wrote in a document, with its pictures and the texts before it."""
    for table in (UnsavedText, UnsavedPicture, UnsavedStep):
        session.exec(
            delete(table).where(
                col(table.person_id) == person_id, col(table.document_id) == document_id
            )
        )


def keep_picture(
    session: Session, person_id: str, document_id: str, path: str, data: bytes
) -> None:
    """Keep a picture for the next revision."""
    key = (person_id, document_id, path)
    row = session.get(UnsavedPicture, key)
    if row is None:
        row = UnsavedPicture(person_id=key[0], document_id=key[1], path=path, data=data)
    row.data = data
    session.add(row)


def pictures(session: Session, person_id: str, document_id: str) -> Mapping[str, bytes]:
    """The pictures that were put into a text, by their path."""
    rows = session.exec(
        select(UnsavedPicture.path, UnsavedPicture.data).where(
            UnsavedPicture.person_id == person_id, UnsavedPicture.document_id == document_id
        )
    )
    return dict(rows.all())


def picture_paths(session: Session, person_id: str, document_id: str) -> frozenset[str]:
    """The paths of those pictures."""
    rows = session.exec(
        select(UnsavedPicture.path).where(
            UnsavedPicture.person_id == person_id, UnsavedPicture.document_id == document_id
        )
    )
    return frozenset(rows)
