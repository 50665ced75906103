"""Tables of what the register may forget: who is signed in, what is still to be sent.

They have metadata of their own, so that what goes through the recorded tables (the trail's proof,
backups, the bundle for an auditor) leaves them out. No trigger guards them. They name persons by
id without a foreign key: persons are never removed.
"""

# No `from __future__ import annotations` here: SQLModel reads the annotations of its fields.

from datetime import datetime

from sqlalchemy import Index, MetaData
from sqlmodel import Field, SQLModel

from sopkit.store.columns import Instant, new_id
from sopkit.store.tables import METADATA

PASSING = MetaData(naming_convention=METADATA.naming_convention)


class PassingRow(SQLModel):
    """What all these tables share."""

    metadata = PASSING


class WebSession(PassingRow, table=True):
    """Somebody who is signed in with a browser. `digest` is the SHA-256 of the cookie's secret."""

    __tablename__ = "web_session"
    __table_args__ = (Index(None, "person_id"), Index(None, "expires_at"))
    digest: str = Field(primary_key=True, max_length=64)
    person_id: str = Field(max_length=32)
    browser: str = Field(default="", max_length=200)
    begun_at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)


class Job(PassingRow, table=True):
    """Something to be done once, at `due_at` or after; `key` is what it is done for.

    While somebody works at it, `lease` is theirs until `leased_until`. It has come to its end
    when it is done or, after the last attempt, failed. `facts` is JSON, ids only: no names.
    `reason` is a message id, `words` what somebody else said, such as a mail server.
    """

    __tablename__ = "job"
    __table_args__ = (Index(None, "ended_at", "due_at"), Index(None, "failed", "ended_at"))
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    kind: str = Field(max_length=40)
    key: str = Field(unique=True, max_length=200)
    facts: str
    created_at: datetime = Field(sa_type=Instant)
    due_at: datetime = Field(sa_type=Instant)
    attempts: int = 0
    lease: str | None = Field(default=None, max_length=32)
    leased_until: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    failed: bool = False
    reason: str | None = Field(default=None, max_length=300)
    words: str | None = Field(default=None, max_length=500)
