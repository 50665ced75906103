"""Files that people sent to see what they would do: kept until they say that it shall be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete

from sopkit.store.passing_tables import KeptUpload

_NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file and what its sender calls it."""

    name: str
    data: bytes


def keep(
    session: Session, id: str, person_id: str, upload: Upload, *, now: datetime, until: datetime
) -> None:
    """Keep a person's file until then; it takes the place of any other of theirs."""
    session.exec(
        delete(KeptUpload).where(
            (col(KeptUpload.person_id) == person_id) | (col(KeptUpload.expires_at) <= now)
        )
    )
    session.add(
        KeptUpload(
            id=id,
            person_id=person_id,
            name=upload.name[:_NAME_LENGTH],
            data=upload.data,
            expires_at=until,
        )
    )


def find(session: Session, id: str, person_id: str, now: datetime) -> Upload | None:
    """The file of a person; nobody else's."""
    row = session.get(KeptUpload, id)
    if row is None or row.person_id != person_id or row.expires_at <= now:
        return None
    return Upload(row.name, row.data)


def forget(session: Session, id: str, person_id: str) -> None:
    """Keep it no longer."""
    session.exec(
        delete(KeptUpload).where(col(KeptUpload.id) == id, col(KeptUpload.person_id) == person_id)
    )
