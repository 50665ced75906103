"""Tables of what the register may forget: who is signed in, what is still to be sent.

They have metadata of their own, so that what goes through the recorded tables (the trail's proof,
backups, the bundle for an auditor) leaves them out. No trigger guards them. They name persons by
id without a foreign key: persons are never removed.
"""

# No `from __future__ import annotations` here: SQLModel reads the annotations of its fields.

from datetime import datetime

from sqlalchemy import Index, LargeBinary, MetaData, String, UniqueConstraint
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


BINARY = String(1000, collation="C").with_variant(String(1000), "sqlite")
"""A text that sorts by its characters' numbers on both engines, as Python's do."""


class LibraryEntry(PassingRow, table=True):
    """A version that is or will be in force, as readers find it. It can be made again any time.

    `position` sorts as numbers do, `spoken` is the primary subtag of the language, `department`
    the id if the organisation knows it. `effective_until` is when another version takes its place
    or it is withdrawn. `made_by` tells which program made the row and what hangs on it.
    """

    __tablename__ = "library_entry"
    __table_args__ = (
        Index(None, "document_id"),
        Index(None, "number"),
        Index(None, "path"),
        Index(None, "effective_from"),
        Index(None, "effective_until"),
    )
    id: int | None = Field(default=None, primary_key=True)
    release_id: str = Field(unique=True, max_length=32)
    document_id: str = Field(max_length=32)
    number: str = Field(max_length=200)
    position: str = Field(sa_type=BINARY)
    language: str = Field(max_length=35)
    spoken: str = Field(max_length=35)
    path: str = Field(max_length=1000)
    title: str
    department: str = Field(max_length=200)
    owner: str = ""
    version: str = Field(max_length=20)
    effective_from: datetime = Field(sa_type=Instant)
    effective_until: datetime | None = Field(default=None, sa_type=Instant)
    review_due: datetime = Field(sa_type=Instant)
    made_by: str = Field(max_length=16)


class LibraryText(PassingRow, table=True):
    """What is told of an entry that was found (JSON): its situations, its steps, its words."""

    __tablename__ = "library_text"
    entry_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    situations: str
    steps: str
    words: str


class LibraryLink(PassingRow, table=True):
    """What the text of an entry leads to: a number, or the path of a file; first by `kind`."""

    __tablename__ = "library_link"
    __table_args__ = (Index(None, "target"),)
    entry_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    target: str = Field(primary_key=True, max_length=1000)
    kind: str = Field(max_length=20)


class LibraryMark(PassingRow, table=True):
    """A standard that an entry must meet (`standard`), or a role that it concerns (`role`)."""

    __tablename__ = "library_mark"
    __table_args__ = (Index(None, "kind", "name"),)
    entry_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(primary_key=True, max_length=10)
    name: str = Field(primary_key=True, max_length=200)


class DraftEntry(PassingRow, table=True):
    """The newest text of a procedure as far as the check of others depends on it.

    It can be made again any time. It is out of date when a newer revision than `revision_id` was
    saved, or when another program than `made_by` asks.
    """

    __tablename__ = "draft_entry"
    document_id: str = Field(primary_key=True, max_length=32)
    revision_id: str = Field(max_length=32)
    path: str = Field(sa_type=BINARY)
    made_by: str = Field(max_length=16)


class DraftMark(PassingRow, table=True):
    """Something in a newest text that others must agree with, or depend on; `name` is a digest."""

    __tablename__ = "draft_mark"
    __table_args__ = (Index(None, "name", "kind"),)
    document_id: str = Field(primary_key=True, max_length=32)
    kind: str = Field(primary_key=True, max_length=10)
    name: str = Field(primary_key=True, max_length=32)


class SearchStem(PassingRow, table=True):
    """A stem that stands in so many entries."""

    __tablename__ = "search_stem"
    __table_args__ = (UniqueConstraint("language", "stem"),)
    id: int | None = Field(default=None, primary_key=True)
    language: str = Field(max_length=35)
    stem: str = Field(sa_type=BINARY)
    entries: int


class SearchPosting(PassingRow, table=True):
    """Where a stem stands in an entry: its passages, and the weight of the weightiest of them."""

    __tablename__ = "search_posting"
    __table_args__ = (Index(None, "entry_id"), {"sqlite_with_rowid": False})
    stem_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    entry_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    weight: int
    passages: str


class SearchWord(PassingRow, table=True):
    """A word as it is written in so many entries, which typing errors are compared with."""

    __tablename__ = "search_word"
    __table_args__ = (UniqueConstraint("language", "word"),)
    id: int | None = Field(default=None, primary_key=True)
    language: str = Field(max_length=35)
    word: str = Field(sa_type=BINARY)
    entries: int


class SearchTrigram(PassingRow, table=True):
    """A word by one of its trigrams; `length` is that of the word."""

    __tablename__ = "search_trigram"
    __table_args__ = (Index(None, "word_id"), {"sqlite_with_rowid": False})
    language: str = Field(primary_key=True, max_length=35)
    trigram: str = Field(primary_key=True, max_length=3)
    length: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    word_id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})


class SearchMiss(PassingRow, table=True):
    """Words that somebody looked for in vain: how often, and when last; nobody's name."""

    __tablename__ = "search_miss"
    __table_args__ = (Index(None, "last_at"),)
    words: str = Field(primary_key=True, max_length=200)
    count: int
    last_at: datetime = Field(sa_type=Instant)


class ReaderVerdict(PassingRow, table=True):
    """Whether a version helped its readers, and what they said; nobody's name."""

    __tablename__ = "reader_verdict"
    __table_args__ = (Index(None, "document_id"), Index(None, "given_at"))
    id: int | None = Field(default=None, primary_key=True)
    release_id: str = Field(max_length=32)
    document_id: str = Field(max_length=32)
    department: str = Field(max_length=200)
    helped: bool
    remark: str = Field(default="", max_length=500)
    given_at: datetime = Field(sa_type=Instant)


class SignInTries(PassingRow, table=True):
    """How often somebody guessed wrong under a key, and when one guessed right under it.

    `key` is the SHA-256 of what is counted: a login, an address, or both. `forget_at` is when
    the row says nothing any more.
    """

    __tablename__ = "sign_in_tries"
    __table_args__ = (Index(None, "forget_at"),)
    key: str = Field(primary_key=True, max_length=64)
    failures: int
    failed_at: datetime | None = Field(default=None, sa_type=Instant)
    succeeded_at: datetime | None = Field(default=None, sa_type=Instant)
    forget_at: datetime = Field(sa_type=Instant)


class OneTimeLink(PassingRow, table=True):
    """A link that opens something once; `digest` is the SHA-256 of its secret.

    `person_id` is whose password it sets; None for the link to the first account of a register.
    """

    __tablename__ = "one_time_link"
    __table_args__ = (Index(None, "person_id"), Index(None, "expires_at"))
    digest: str = Field(primary_key=True, max_length=64)
    person_id: str | None = Field(default=None, max_length=32)
    expires_at: datetime = Field(sa_type=Instant)


class KeptUpload(PassingRow, table=True):
    """A file that somebody sent to see what it would do, until they say that it shall."""

    __tablename__ = "kept_upload"
    __table_args__ = (Index(None, "person_id"), Index(None, "expires_at"))
    id: str = Field(primary_key=True, max_length=64)
    person_id: str = Field(max_length=32)
    name: str = Field(max_length=200)
    data: bytes = Field(sa_type=LargeBinary)
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


class UnsavedStep(PassingRow, table=True):
    """A text that stood in the editor before another; those that were `undone` stand after it."""

    __tablename__ = "unsaved_step"
    person_id: str = Field(primary_key=True, max_length=32)
    document_id: str = Field(primary_key=True, max_length=32)
    ordinal: int = Field(primary_key=True)
    text: bytes = Field(sa_type=LargeBinary)
    undone: bool = Field(default=False)


class UnsavedPicture(PassingRow, table=True):
    """A picture that was put into a text in the editor; it is saved with the next revision."""

    __tablename__ = "unsaved_picture"
    person_id: str = Field(primary_key=True, max_length=32)
    document_id: str = Field(primary_key=True, max_length=32)
    path: str = Field(primary_key=True, max_length=1000)
    data: bytes = Field(sa_type=LargeBinary)
