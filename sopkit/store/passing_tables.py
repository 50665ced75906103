"""Tables of what the register may forget: who is signed in, what is still to be sent.

They have metadata of their own, so that what goes through the recorded tables (the trail's proof,
backups, the bundle for an auditor) leaves them out. No trigger guards them. They name persons by
id without a foreign key: persons are never removed.
"""

# No `from __future__ import annotations` here: SQLModel reads the annotations of its fields.

from datetime import datetime

from sqlalchemy import Index, LargeBinary, MetaData
from sqlmodel import Field, SQLModel

from sopkit.store.columns import Instant
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


class UnsavedText(PassingRow, table=True):
    """What somebody wrote in the editor and did not save yet, one text a person and document.

    `base_id` is the revision that it began from, `digest` the SHA-256 of `text`.
    """

    __tablename__ = "unsaved_text"
    person_id: str = Field(primary_key=True, max_length=32)
    document_id: str = Field(primary_key=True, max_length=32)
    base_id: str = Field(max_length=32)
    text: bytes = Field(sa_type=LargeBinary)
    digest: str = Field(max_length=64)
    changed_at: datetime = Field(sa_type=Instant)


class UnsavedPicture(PassingRow, table=True):
    """A picture that was put into a text in the editor; it is saved with the next revision."""

    __tablename__ = "unsaved_picture"
    person_id: str = Field(primary_key=True, max_length=32)
    document_id: str = Field(primary_key=True, max_length=32)
    path: str = Field(primary_key=True, max_length=1000)
    data: bytes = Field(sa_type=LargeBinary)
