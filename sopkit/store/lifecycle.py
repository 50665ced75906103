"""The life of a text: what becomes of it, one act after the other.

What is asked about it afterwards is in `submissions` and `releases`.
"""

from __future__ import annotations

from datetime import datetime

from sopkit.model.control import Meaning, Nature
from sopkit.store import releases, submissions
from sopkit.store.documents import SavedRevision, subject
from sopkit.store.stages import Released, Releasing, Submitted, Submitting, Verdict, as_released
from sopkit.store.tables import (
    Decision,
    PeriodicReview,
    Release,
    ReleaseContext,
    Signature,
    Submission,
    Withdrawal,
)
from sopkit.store.trail import Head, Ledger, head


def sign(ledger: Ledger, revision: SavedRevision, meaning: Meaning) -> str:
    """Sign a revision; gives the signature's id. The act that needs it records it."""
    row = Signature(
        person_id=ledger.actor,
        revision_id=revision.id,
        content_hash=revision.content_hash,
        meaning=meaning,
        signed_at=ledger.now,
    )
    ledger.add(row)
    return row.id


def submit(ledger: Ledger, wish: Submitting) -> Submitted:
    """Put a revision up for approval, signed by its submitter."""
    row = Submission(
        document_id=wish.revision.document_id,
        revision_id=wish.revision.id,
        base_id=wish.base_id,
        translates_id=wish.translates_id,
        found=wish.found,
        nature=wish.nature,
        needed=",".join(wish.needed),
        reason=ledger.text(wish.reason),
        submitted_by=ledger.actor,
        submitted_at=ledger.now,
        signature_id=sign(ledger, wish.revision, Meaning.AUTHORSHIP),
    )
    ledger.add(row)
    ledger.record(
        "submission.made",
        subject(row.document_id),
        after={
            "submission": row.id,
            "revision": row.revision_id,
            "content": wish.revision.content_hash,
            "nature": row.nature,
            "found": row.found,
            "needed": list(wish.needed),
            "reason": row.reason,
        },
    )
    return submissions.submission(ledger.session, row.id)


def decide(  # noqa: PLR0913 - one row, each part by name
    ledger: Ledger,
    submission: Submitted,
    revision: SavedRevision,
    verdict: Verdict,
    *,
    right: str | None = None,
    nature: Nature | None = None,
    reason: str = "",
    meaning: Meaning | None = None,
) -> None:
    """Record a decision, with a signature if it has a meaning."""
    row = Decision(
        submission_id=submission.id,
        ordinal=len(submissions.decisions(ledger.session, submission.id)) + 1,
        person_id=ledger.actor,
        verdict=verdict,
        right=right,
        nature=nature,
        reason=ledger.text(reason) if reason else None,
        decided_at=ledger.now,
        signature_id=sign(ledger, revision, meaning) if meaning else None,
    )
    ledger.add(row)
    ledger.record(
        f"submission.{verdict}",
        subject(submission.document_id),
        after={
            "submission": submission.id,
            "revision": submission.revision_id,
            "content": revision.content_hash,
            "right": right,
            "nature": nature,
            "reason": row.reason,
        },
    )


def release(ledger: Ledger, wish: Releasing) -> tuple[Released, Head]:
    """Make a version; gives it with the new end of the trail."""
    submission = wish.submission
    before = releases.versions(ledger.session, submission.document_id)
    row = Release(
        document_id=submission.document_id,
        revision_id=submission.revision_id,
        submission_id=submission.id,
        major=wish.version.major,
        minor=wish.version.minor,
        nature=wish.nature,
        effective_from=wish.effective_from,
        review_due=wish.review_due,
        released_by=ledger.actor,
        released_at=ledger.now,
        anchor=head(ledger.session).hash,
    )
    ledger.add(row)
    for revision_id in wish.context:
        ledger.add(ReleaseContext(release_id=row.id, revision_id=revision_id))
    end = ledger.record(
        "version.released",
        subject(row.document_id),
        after={"release": row.id, "version": str(wish.version), "revision": row.revision_id},
        before={"version": str(before[-1].version)} if before else None,
    )
    return as_released(row, None), end


def withdraw(ledger: Ledger, released: Released, revision: SavedRevision, reason: str) -> Head:
    """End a version now, with a signature."""
    row = Withdrawal(
        release_id=released.id,
        effective_from=ledger.now,
        reason=ledger.text(reason),
        withdrawn_by=ledger.actor,
        withdrawn_at=ledger.now,
        signature_id=sign(ledger, revision, Meaning.WITHDRAWAL),
    )
    ledger.add(row)
    return ledger.record(
        "version.withdrawn",
        subject(released.document_id),
        before={"release": released.id, "version": str(released.version)},
        after={"reason": row.reason},
    )


def confirm(
    ledger: Ledger, released: Released, revision: SavedRevision, next_due: datetime, note: str
) -> None:
    """Record that a version was reviewed and nothing is to change, with a signature."""
    row = PeriodicReview(
        release_id=released.id,
        note=ledger.text(note) if note else None,
        next_due=next_due,
        reviewed_by=ledger.actor,
        reviewed_at=ledger.now,
        signature_id=sign(ledger, revision, Meaning.REVIEW),
    )
    ledger.add(row)
    ledger.record(
        "version.confirmed",
        subject(released.document_id),
        after={"release": released.id, "version": str(released.version), "note": row.note},
    )
