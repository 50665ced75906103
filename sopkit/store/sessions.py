"""Who is signed in with a browser. Secrets are kept as their SHA-256 alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, or_, select

from sopkit.store.passing_tables import WebSession

_BROWSER_LENGTH = 200


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One browser in which a person is signed in."""

    digest: str
    person_id: str
    browser: str
    begun_at: datetime
    seen_at: datetime
    expires_at: datetime


def begin(session: Session, signed_in: SignedIn) -> None:
    """Somebody signs in; what has expired is swept out."""
    session.exec(delete(WebSession).where(col(WebSession.expires_at) <= signed_in.begun_at))
    session.add(
        WebSession(
            digest=signed_in.digest,
            person_id=signed_in.person_id,
            browser=signed_in.browser[:_BROWSER_LENGTH],
            begun_at=signed_in.begun_at,
            seen_at=signed_in.seen_at,
            expires_at=signed_in.expires_at,
        )
    )


def find(session: Session, digest: str, now: datetime) -> SignedIn | None:
    """The session of a secret's digest, unless it has expired."""
    row = session.get(WebSession, digest)
    return _signed_in(row) if row and row.expires_at > now else None


def seen(session: Session, digest: str, now: datetime, expires_at: datetime) -> None:
    """The person was here; the session goes on until another moment."""
    row = session.get(WebSession, digest)
    if row is not None:
        row.seen_at, row.expires_at = now, expires_at
        session.add(row)


def of_person(session: Session, person_id: str, now: datetime) -> tuple[SignedIn, ...]:
    """Every browser in which a person is signed in, the one used last first."""
    rows = session.exec(
        select(WebSession)
        .where(WebSession.person_id == person_id, col(WebSession.expires_at) > now)
        .order_by(col(WebSession.seen_at).desc())
    )
    return tuple(_signed_in(row) for row in rows)


def end(session: Session, digest: str, person_id: str) -> None:
    """End one session of a person."""
    session.exec(
        delete(WebSession).where(
            col(WebSession.digest) == digest, col(WebSession.person_id) == person_id
        )
    )


def end_all(session: Session, person_id: str, *, but: str | None = None) -> None:
    """End every session of a person, but the one given."""
    session.exec(
        delete(WebSession).where(
            col(WebSession.person_id) == person_id,
            or_(but is None, col(WebSession.digest) != but),
        )
    )


def _signed_in(row: WebSession) -> SignedIn:
    return SignedIn(
        row.digest, row.person_id, row.browser, row.begun_at, row.seen_at, row.expires_at
    )
