"""Submissions, decisions and versions as values, and how rows become such."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sopkit.model.control import Meaning, Nature, Version
from sopkit.model.timeline import Period
from sopkit.store.documents import SavedRevision
from sopkit.store.tables import Decision, Release, Submission


class Verdict(StrEnum):
    """What a decision on a submission says."""

    APPROVED = "approved"
    RETURNED = "returned"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True)
class Submitted:
    """A submission: `found` is the nature worked out, `nature` the one declared."""

    id: str
    document_id: str
    revision_id: str
    base_id: str | None
    translates_id: str | None
    found: Nature | None
    nature: Nature | None
    needed: tuple[str, ...]
    reason: str
    submitted_by: str
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision; `right` is the one by which it counts."""

    person_id: str
    verdict: Verdict
    right: str | None
    nature: Nature | None
    reason: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Released:
    """A version. `withdrawn_from` is None unless it was withdrawn."""

    id: str
    document_id: str
    revision_id: str
    submission_id: str
    version: Version
    nature: Nature | None
    effective_from: datetime
    withdrawn_from: datetime | None
    review_due: datetime
    released_by: str
    released_at: datetime
    anchor: str

    @property
    def period(self) -> Period:
        """Its time."""
        return Period(self.id, self.effective_from, self.withdrawn_from)


@dataclass(frozen=True, slots=True)
class Signed:
    """An act of signing."""

    id: str
    person_id: str
    revision_id: str
    content_hash: str
    meaning: Meaning
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class Submitting:
    """What a submission is made with."""

    revision: SavedRevision
    base_id: str | None
    translates_id: str | None
    found: Nature | None
    nature: Nature | None
    needed: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Releasing:
    """What a version is made with; `context` are ids of revisions that it was compiled with."""

    submission: Submitted
    version: Version
    nature: Nature | None
    effective_from: datetime
    review_due: datetime
    context: tuple[str, ...]


def as_submitted(row: Submission, reason: str) -> Submitted:
    """The submission of a row, with the text of its reason."""
    return Submitted(
        row.id,
        row.document_id,
        row.revision_id,
        row.base_id,
        row.translates_id,
        _nature(row.found),
        _nature(row.nature),
        tuple(row.needed.split(",")),
        reason,
        row.submitted_by,
        row.submitted_at,
    )


def as_decided(row: Decision, reason: str) -> Decided:
    """The decision of a row, with the text of its reason."""
    return Decided(
        row.person_id,
        Verdict(row.verdict),
        row.right,
        _nature(row.nature),
        reason,
        row.decided_at,
    )


def as_released(row: Release, withdrawn: datetime | None) -> Released:
    """The version of a row, and when it was withdrawn."""
    return Released(
        row.id,
        row.document_id,
        row.revision_id,
        row.submission_id,
        Version(row.major, row.minor),
        _nature(row.nature),
        row.effective_from,
        withdrawn,
        row.review_due,
        row.released_by,
        row.released_at,
        row.anchor,
    )


def _nature(value: str | None) -> Nature | None:
    return None if value is None else Nature(value)
