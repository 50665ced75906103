"""What stands in the records of many versions, read together: a few statements for all of them.

Each function answers for many what `documents`, `lifecycle` and `people` answer for one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlmodel import Session, col, func, select

from sopkit.model.control import Meaning
from sopkit.store.portions import portions
from sopkit.store.stages import Released, Signed, as_released
from sopkit.store.tables import (
    Content,
    Decision,
    FreeText,
    PeriodicReview,
    PersonName,
    Release,
    RevisionPicture,
    Signature,
    Submission,
    Withdrawal,
)


class Names:
    """How persons were called at any moment; empty for one made unrecognisable."""

    def __init__(self, session: Session, person_ids: Iterable[str]) -> None:
        self._moments: dict[str, list[datetime]] = defaultdict(list)
        self._names: dict[str, list[str]] = defaultdict(list)
        for some in portions(person_ids):
            rows = session.exec(
                select(PersonName.person_id, PersonName.valid_from, FreeText.text)
                .join(FreeText, col(FreeText.digest) == col(PersonName.name))
                .where(col(PersonName.person_id).in_(some))
                .order_by(col(PersonName.valid_from))
            )
            for person, moment, name in rows:
                self._moments[person].append(moment)
                self._names[person].append(name or "")

    def at(self, person_id: str, moment: datetime) -> str:
        """The name of a person at a moment."""
        place = bisect_right(self._moments[person_id], moment)
        return self._names[person_id][place - 1] if place else ""


def pictures(session: Session, revision_ids: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
    """For each of these revisions, the hash of each of its pictures by the picture's path."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for some in portions(revision_ids):
        rows = session.exec(
            select(RevisionPicture).where(col(RevisionPicture.revision_id).in_(some))
        )
        for row in rows:
            found[row.revision_id][row.path] = row.hash
    return found


def contents(session: Session, hashes: Iterable[str]) -> Mapping[str, bytes]:
    """Texts and pictures by their hash."""
    found: dict[str, bytes] = {}
    for some in portions(hashes):
        rows = session.exec(select(Content.hash, Content.data).where(col(Content.hash).in_(some)))
        found |= dict(rows.all())
    return found


def versions(session: Session, document_ids: Iterable[str]) -> Mapping[str, tuple[Released, ...]]:
    """The versions of each of these documents, in the order in which they take effect."""
    found: dict[str, list[Released]] = defaultdict(list)
    for some in portions(document_ids):
        rows = session.exec(
            select(Release, Withdrawal.effective_from)
            .join(Withdrawal, isouter=True)
            .where(col(Release.document_id).in_(some))
            .order_by(col(Release.effective_from))
        )
        for row, withdrawn in rows:
            found[row.document_id].append(as_released(row, withdrawn))
    return {document: tuple(each) for document, each in found.items()}


def reasons(session: Session, submission_ids: Iterable[str]) -> Mapping[str, str]:
    """Why each of these submissions was made."""
    found: dict[str, str] = {}
    for some in portions(submission_ids):
        rows = session.exec(
            select(Submission.id, FreeText.text)
            .join(FreeText, col(FreeText.digest) == col(Submission.reason))
            .where(col(Submission.id).in_(some))
        )
        found |= {submission: text or "" for submission, text in rows}
    return found


def due(session: Session, released: Iterable[Released]) -> Mapping[str, datetime]:
    """When each of these versions must be reviewed, by its id."""
    found = {each.id: each.review_due for each in released}
    for some in portions(found):
        rows = session.exec(
            select(PeriodicReview.release_id, func.max(PeriodicReview.next_due))
            .where(col(PeriodicReview.release_id).in_(some))
            .group_by(col(PeriodicReview.release_id))
        )
        found |= {release: max(found[release], last) for release, last in rows}
    return found


def signatures(session: Session, released: Iterable[Released]) -> Mapping[str, tuple[Signed, ...]]:
    """The signatures of each of these versions, by its id, in the order of signing."""
    of_submission = {each.submission_id: each.id for each in released}
    found: dict[str, list[Signed]] = defaultdict(list)
    for some in portions(of_submission):
        rows = session.exec(
            select(Submission.id, Signature)
            .join(Signature, col(Signature.id) == col(Submission.signature_id))
            .where(col(Submission.id).in_(some))
        ).all()
        decided = session.exec(
            select(Decision.submission_id, Signature)
            .join(Signature, col(Signature.id) == col(Decision.signature_id))
            .where(col(Decision.submission_id).in_(some))
        ).all()
        for submission, row in (*rows, *decided):
            found[of_submission[submission]].append(_signed(row))
    for some in portions(of_submission.values()):
        for table in (PeriodicReview, Withdrawal):
            later = session.exec(
                select(table.release_id, Signature)
                .join(Signature, col(Signature.id) == col(table.signature_id))
                .where(col(table.release_id).in_(some))
            )
            for release, row in later:
                found[release].append(_signed(row))
    return {
        release: tuple(sorted(each, key=lambda signed: (signed.signed_at, signed.id)))
        for release, each in found.items()
    }


def _signed(row: Signature) -> Signed:
    return Signed(
        row.id,
        row.person_id,
        row.revision_id,
        row.content_hash,
        Meaning(row.meaning),
        row.signed_at,
    )
