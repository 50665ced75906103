"""What a register knows of a procedure and its text does not: version, status, dates, signatures.

Pages and PDFs show it. Without a register there is none (`None`), and what is shown says that it
is a draft. All times carry a zone; dates are those of the organisation's own time zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Status(StrEnum):
    """Where a text stands in its life, from the first draft to the archive."""

    DRAFT = "draft"
    IN_REVIEW = "in-review"
    APPROVED = "approved"
    EFFECTIVE = "effective"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Nature(StrEnum):
    """How much a change asks of the people who work by a procedure, least first.

    Editorial: spelling, punctuation, layout. Clarifying: the same flow, roles, targets, scripts
    and checklists in other words. Behavioural: something is done otherwise.
    """

    EDITORIAL = "editorial"
    CLARIFYING = "clarifying"
    BEHAVIOURAL = "behavioural"


class Meaning(StrEnum):
    """What somebody means by signing."""

    AUTHORSHIP = "authorship"
    REVIEW = "review"
    APPROVAL = "approval"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, slots=True, order=True)
class Version:
    """A released version: 1.0 is the first; `minor` counts changes that nobody learns anew."""

    major: int
    minor: int

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One act of signing, as it is printed (21 CFR 11.50): who, when, and what was meant."""

    name: str
    signed_at: datetime
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change history: a version, since when, and the nature of and reason for it.

    `nature` is None for a first version.
    """

    version: Version
    effective_from: date
    nature: Nature | None
    reason: str
    author: str


@dataclass(frozen=True, slots=True)
class Control:
    """The record of one text of a procedure.

    `version`, `effective_from` and `review_due` are None as long as nobody has given them;
    `effective_until` is the day on which another version took its place or it was withdrawn.
    `signatures` are in the order of signing, `history` has the newest version first.
    `content_hash` is the SHA-256 (hexadecimal) of what was signed, `anchor` the head of the
    register's trail at the release. `copy_number` is that of a controlled paper copy; a copy
    without one is uncontrolled, printed at `printed_at` by `printed_by`. `address` is where one
    can see whether a paper copy is still current.
    """

    status: Status
    version: Version | None = None
    effective_from: date | None = None
    effective_until: date | None = None
    review_due: date | None = None
    signatures: tuple[Signature, ...] = ()
    history: tuple[Change, ...] = ()
    content_hash: str = ""
    anchor: str = ""
    copy_number: str | None = None
    printed_at: datetime | None = None
    printed_by: str | None = None
    address: str | None = None
