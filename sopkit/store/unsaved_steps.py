"""The texts that somebody had before them, one for each change, so that they can step back.

Each row has the text on the other side of a change: the one before it, or, once it was undone, the
one after it. Going over a change exchanges its text with the one that is shown.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, delete, func, select

from sopkit.store.passing_tables import UnsavedStep

MOST = 100
"""Changes of one text that can be undone."""


def remember(session: Session, person_id: str, document_id: str, before: bytes) -> None:
    """Remember the text before a change. What was undone before is now gone for good."""
    own = _own(person_id, document_id)
    session.exec(delete(UnsavedStep).where(own, col(UnsavedStep.undone)))
    last = session.exec(select(func.max(UnsavedStep.ordinal)).where(own)).one() or 0
    session.exec(delete(UnsavedStep).where(own, col(UnsavedStep.ordinal) <= last + 1 - MOST))
    session.add(
        UnsavedStep(person_id=person_id, document_id=document_id, ordinal=last + 1, text=before)
    )


def go_over(
    session: Session, person_id: str, document_id: str, now: bytes, *, back: bool
) -> bytes | None:
    """The text on the other side of the last change, or of the one undone last; None without."""
    order = col(UnsavedStep.ordinal).desc() if back else col(UnsavedStep.ordinal)
    row = session.exec(
        select(UnsavedStep)
        .where(_own(person_id, document_id), col(UnsavedStep.undone) != back)
        .order_by(order)
    ).first()
    if row is None:
        return None
    other = row.text
    row.text, row.undone = now, back
    session.add(row)
    return other


def ways(session: Session, person_id: str, document_id: str) -> frozenset[str]:
    """Where one can go: `back`, `forward`."""
    found = session.exec(select(UnsavedStep.undone).where(_own(person_id, document_id)).distinct())
    return frozenset("forward" if undone else "back" for undone in found)


def forget(session: Session, person_id: str, document_id: str) -> None:
    """Forget all of them."""
    session.exec(delete(UnsavedStep).where(_own(person_id, document_id)))


def _own(person_id: str, document_id: str) -> ColumnElement[bool]:
    return and_(
        col(UnsavedStep.person_id) == person_id, col(UnsavedStep.document_id) == document_id
    )
