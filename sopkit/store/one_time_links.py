"""Links that open something once, known by the digest of their secret alone."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, delete

from sopkit.store.passing_tables import OneTimeLink


def offer(
    session: Session, digest: str, person_id: str | None, now: datetime, expires: datetime
) -> None:
    """Keep a link until then; it takes the place of any other for the same."""
    withdraw(session, person_id)
    session.exec(delete(OneTimeLink).where(col(OneTimeLink.expires_at) <= now))
    session.add(OneTimeLink(digest=digest, person_id=person_id, expires_at=expires))


def person_of(session: Session, digest: str, now: datetime) -> str | None:
    """Whose password a link sets. Raises LookupError for one that opens nothing (any more)."""
    row = session.get(OneTimeLink, digest)
    if row is None or row.expires_at <= now:
        raise LookupError
    return row.person_id


def withdraw(session: Session, person_id: str | None) -> None:
    """No link for that person (None: to a first account) opens anything any more."""
    session.exec(delete(OneTimeLink).where(col(OneTimeLink.person_id) == person_id))
