"""The tables of the register. Private to `store`: others get values, not rows.

Three kinds: rows that are only ever added; periods, of which only the end may be set, once; and
the person's account, which changes, each change leaving its trace in the trail. Free text and
names stand in `free_text` alone, where a person can be made unrecognisable; other rows hold the
salted hash of it. `triggers` makes the database itself hold to that.
"""

# No `from __future__ import annotations` here: SQLModel reads the annotations of its fields.

from datetime import datetime

from sqlalchemy import Index, LargeBinary, MetaData, UniqueConstraint
from sqlmodel import Field, SQLModel

from sopkit.store.columns import Instant, new_id

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Row(SQLModel):
    """What all tables share."""

    metadata = METADATA


class FreeText(Row, table=True):
    """A text of a person or about one. `digest` is SHA-256 over salt and text.

    A text that was taken out, because a person was made unrecognisable, is None; its digest
    stays, and with it everything that was built on it.
    """

    __tablename__ = "free_text"
    digest: str = Field(primary_key=True, max_length=64)
    salt: str | None = Field(default=None, max_length=32)
    text: str | None = None


class Person(Row, table=True):
    """Somebody with an account. `login` is None for a person made unrecognisable.

    `salt` makes the digest of this row in the trail tell nothing about the login.
    """

    __tablename__ = "person"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    login: str | None = Field(default=None, unique=True, max_length=200)
    name: str = Field(foreign_key="free_text.digest", max_length=64)
    language: str | None = Field(default=None, max_length=35)
    password_hash: str | None = Field(default=None, max_length=300)
    salt: str = Field(max_length=32)
    created_at: datetime = Field(sa_type=Instant)
    active_until: datetime | None = Field(default=None, sa_type=Instant)


class PersonMail(Row, table=True):
    """Where a person gets mail, and which. Without a row: nowhere.

    `refused` are the kinds of mail that the person does not want, separated by commas, `rhythm`
    is how often the digest comes. `secret` makes the digest of this row in the trail tell nothing
    about the address, and proves the links with which mail can be refused.
    """

    __tablename__ = "person_mail"
    person_id: str = Field(foreign_key="person.id", primary_key=True, max_length=32)
    address: str | None = Field(default=None, max_length=254)
    refused: str = Field(default="", max_length=200)
    rhythm: str = Field(max_length=20)
    secret: str = Field(max_length=32)


class PersonName(Row, table=True):
    """How a person was called from a moment on: signatures print the name of their time."""

    __tablename__ = "person_name"
    __table_args__ = (UniqueConstraint("person_id", "valid_from"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", max_length=32)
    name: str = Field(foreign_key="free_text.digest", max_length=64)
    valid_from: datetime = Field(sa_type=Instant)


class RightPeriod(Row, table=True):
    """A right of a person in a department, by id; the department `*` is every one."""

    __tablename__ = "right_period"
    __table_args__ = (Index(None, "person_id", "department"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", max_length=32)
    right: str = Field(max_length=20)
    department: str = Field(max_length=200)
    valid_from: datetime = Field(sa_type=Instant)
    valid_until: datetime | None = Field(default=None, sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)


class RolePeriod(Row, table=True):
    """A role (of the organisation) that a person has."""

    __tablename__ = "role_period"
    __table_args__ = (Index(None, "person_id"), Index(None, "role"))
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", max_length=32)
    role: str = Field(max_length=200)
    valid_from: datetime = Field(sa_type=Instant)
    valid_until: datetime | None = Field(default=None, sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)


class Team(Row, table=True):
    """A team, by a name that nobody else has."""

    __tablename__ = "team"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    name: str = Field(unique=True, max_length=200)
    created_at: datetime = Field(sa_type=Instant)


class TeamPeriod(Row, table=True):
    """A person's time in a team, as its lead or as a member."""

    __tablename__ = "team_period"
    __table_args__ = (Index(None, "person_id"), Index(None, "team_id"))
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    team_id: str = Field(foreign_key="team.id", max_length=32)
    person_id: str = Field(foreign_key="person.id", max_length=32)
    lead: bool = False
    valid_from: datetime = Field(sa_type=Instant)
    valid_until: datetime | None = Field(default=None, sa_type=Instant)
    recorded_at: datetime = Field(sa_type=Instant)


class ApiToken(Row, table=True):
    """With what another program acts in a person's name, within `scope`, until it expires.

    Only the hash of it is kept: whoever reads the register cannot use it.
    """

    __tablename__ = "api_token"
    __table_args__ = (Index(None, "person_id"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", max_length=32)
    name: str = Field(foreign_key="free_text.digest", max_length=64)
    scope: str = Field(max_length=20)
    token_hash: str = Field(unique=True, max_length=64)
    valid_from: datetime = Field(sa_type=Instant)
    expires_at: datetime = Field(sa_type=Instant)
    valid_until: datetime | None = Field(default=None, sa_type=Instant)


class Document(Row, table=True):
    """What is revisioned: an SOP by number and language, or a file that holds for all of them."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("kind", "key", "language"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    kind: str = Field(max_length=20)
    key: str = Field(max_length=200)
    language: str = Field(default="", max_length=35)
    created_at: datetime = Field(sa_type=Instant)


class Content(Row, table=True):
    """Bytes by their SHA-256: a text or a picture, kept once however often it is used."""

    __tablename__ = "content"
    hash: str = Field(primary_key=True, max_length=64)
    data: bytes = Field(sa_type=LargeBinary)


class Revision(Row, table=True):
    """One saved text of a document. Without a text, it says that the draft was dropped.

    `content_hash` covers the text and the pictures; it is what is signed.
    """

    __tablename__ = "revision"
    __table_args__ = (
        UniqueConstraint("document_id", "ordinal"),
        Index(None, "author_id"),
        Index(None, "path"),
    )
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    document_id: str = Field(foreign_key="document.id", max_length=32)
    ordinal: int
    parent_id: str | None = Field(default=None, foreign_key="revision.id", max_length=32)
    path: str = Field(max_length=1000)
    text_hash: str | None = Field(default=None, foreign_key="content.hash", max_length=64)
    content_hash: str = Field(max_length=64)
    title: str = Field(default="", max_length=200)
    department: str = Field(default="", max_length=200)
    author_id: str = Field(foreign_key="person.id", max_length=32)
    recorded_at: datetime = Field(sa_type=Instant)
    message: str | None = Field(default=None, foreign_key="free_text.digest", max_length=64)


class RevisionPicture(Row, table=True):
    """A picture that belongs to a revision, by its path in the library."""

    __tablename__ = "revision_picture"
    revision_id: str = Field(foreign_key="revision.id", primary_key=True, max_length=32)
    path: str = Field(primary_key=True, max_length=1000)
    hash: str = Field(foreign_key="content.hash", max_length=64)


class Signature(Row, table=True):
    """An act of signing: bound to the person, and by `content_hash` to what was signed."""

    __tablename__ = "signature"
    __table_args__ = (Index(None, "revision_id"), Index(None, "person_id"))
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    person_id: str = Field(foreign_key="person.id", max_length=32)
    revision_id: str = Field(foreign_key="revision.id", max_length=32)
    content_hash: str = Field(max_length=64)
    meaning: str = Field(max_length=20)
    signed_at: datetime = Field(sa_type=Instant)


class Submission(Row, table=True):
    """A revision put up for approval, which freezes its document until a decision.

    `found` is the nature of the change as it was worked out, `nature` that which the author
    declares; both are None for a first version. `base_id` is the released revision that it
    changes, `translates_id` the released revision of the original that it translates. `needed`
    are the rights with which it must be approved, one person each, separated by commas.
    """

    __tablename__ = "submission"
    __table_args__ = (Index(None, "document_id"), Index(None, "revision_id"))
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    document_id: str = Field(foreign_key="document.id", max_length=32)
    revision_id: str = Field(foreign_key="revision.id", max_length=32)
    base_id: str | None = Field(default=None, foreign_key="revision.id", max_length=32)
    translates_id: str | None = Field(default=None, foreign_key="revision.id", max_length=32)
    found: str | None = Field(default=None, max_length=20)
    nature: str | None = Field(default=None, max_length=20)
    needed: str = Field(max_length=1000)
    reason: str = Field(foreign_key="free_text.digest", max_length=64)
    submitted_by: str = Field(foreign_key="person.id", max_length=32)
    submitted_at: datetime = Field(sa_type=Instant)
    signature_id: str = Field(foreign_key="signature.id", max_length=32)


class Decision(Row, table=True):
    """What somebody decided on a submission: approved, returned, or retracted by its author."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("submission_id", "ordinal"), Index(None, "person_id"))
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    submission_id: str = Field(foreign_key="submission.id", max_length=32)
    ordinal: int
    person_id: str = Field(foreign_key="person.id", max_length=32)
    verdict: str = Field(max_length=20)
    right: str | None = Field(default=None, max_length=20)
    nature: str | None = Field(default=None, max_length=20)
    reason: str | None = Field(default=None, foreign_key="free_text.digest", max_length=64)
    decided_at: datetime = Field(sa_type=Instant)
    signature_id: str | None = Field(default=None, foreign_key="signature.id", max_length=32)


class SubmissionComment(Row, table=True):
    """What somebody said about a text that was put up for approval.

    `step_id` and `words` (its title then) name the step of the submitted revision that it is
    about; both are empty for the text as a whole.
    """

    __tablename__ = "submission_comment"
    __table_args__ = (Index(None, "submission_id"), Index(None, "person_id"))
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    submission_id: str = Field(foreign_key="submission.id", max_length=32)
    step_id: str = ""
    words: str = ""
    note: str = Field(foreign_key="free_text.digest", max_length=64)
    person_id: str = Field(foreign_key="person.id", max_length=32)
    made_at: datetime = Field(sa_type=Instant)


class Release(Row, table=True):
    """A version: an approved revision, in force from a moment on, and what it was compiled with."""

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("document_id", "major", "minor"),
        UniqueConstraint("document_id", "effective_from"),
        UniqueConstraint("submission_id"),
        Index(None, "revision_id"),
        # All that the list of what is overdue reads of the latest version of a document.
        Index(None, "document_id", "effective_from", "review_due", "id"),
    )
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    document_id: str = Field(foreign_key="document.id", max_length=32)
    revision_id: str = Field(foreign_key="revision.id", max_length=32)
    submission_id: str = Field(foreign_key="submission.id", max_length=32)
    major: int
    minor: int
    nature: str | None = Field(default=None, max_length=20)
    effective_from: datetime = Field(sa_type=Instant)
    review_due: datetime = Field(sa_type=Instant)
    released_by: str = Field(foreign_key="person.id", max_length=32)
    released_at: datetime = Field(sa_type=Instant)
    anchor: str = Field(max_length=64)


class ReleaseContext(Row, table=True):
    """A revision of the organisation, glossary or a standard that a version was compiled with."""

    __tablename__ = "release_context"
    __table_args__ = (Index(None, "revision_id"),)
    release_id: str = Field(foreign_key="release.id", primary_key=True, max_length=32)
    revision_id: str = Field(foreign_key="revision.id", primary_key=True, max_length=32)


class Withdrawal(Row, table=True):
    """The end of a version that no other took the place of."""

    __tablename__ = "withdrawal"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    release_id: str = Field(foreign_key="release.id", unique=True, max_length=32)
    effective_from: datetime = Field(sa_type=Instant)
    reason: str = Field(foreign_key="free_text.digest", max_length=64)
    withdrawn_by: str = Field(foreign_key="person.id", max_length=32)
    withdrawn_at: datetime = Field(sa_type=Instant)
    signature_id: str = Field(foreign_key="signature.id", max_length=32)


class PeriodicReview(Row, table=True):
    """Somebody read a version again and found nothing to change."""

    __tablename__ = "periodic_review"
    __table_args__ = (Index(None, "release_id"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=32)
    release_id: str = Field(foreign_key="release.id", max_length=32)
    note: str | None = Field(default=None, foreign_key="free_text.digest", max_length=64)
    next_due: datetime = Field(sa_type=Instant)
    reviewed_by: str = Field(foreign_key="person.id", max_length=32)
    reviewed_at: datetime = Field(sa_type=Instant)
    signature_id: str = Field(foreign_key="signature.id", max_length=32)


class Event(Row, table=True):
    """One act in the trail. `at` is a text, since it is a part of what is hashed, as it stands."""

    __tablename__ = "event"
    __table_args__ = (Index(None, "subject"), Index(None, "actor"), Index(None, "act"))
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: str = Field(max_length=27)
    actor: str = Field(max_length=32)
    act: str = Field(max_length=40)
    subject: str = Field(max_length=100)
    facts: str
    previous: str = Field(unique=True, max_length=64)
    hash: str = Field(unique=True, max_length=64)
