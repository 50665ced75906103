"""Tables of what may be forgotten: it is in no trail and in no backup. Private to `store`.

Rows here are changed and removed freely. A register whose tables of this kind were emptied has
lost nothing that anybody has to show.
"""

# No `from __future__ import annotations` here: SQLModel reads the annotations of its fields.

from datetime import datetime

from sqlalchemy import Index, MetaData
from sqlmodel import Field, SQLModel

from sopkit.store.columns import Instant, new_id
from sopkit.store.tables import METADATA

PASSING = MetaData(naming_convention=METADATA.naming_convention)


class PassingRow(SQLModel):
    """What all passing tables share."""

    metadata = PASSING


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
