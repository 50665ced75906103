"""What acts leave to be told: a job in the transaction of the act, so never one without the other.

The names of people are looked up when somebody works at the job, hours later if need be: an act
waits for no mail, and is not held up by how many people it concerns.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sopkit.model.notice import Notice
from sopkit.store import documents, jobs, submissions
from sopkit.store.jobs import Wanted
from sopkit.store.session import Session
from sopkit.store.stages import Released, Submitted

TELL = "tell"
"""A job that finds out whom something concerns, and puts down a mail for each."""

MAIL = "mail"
"""A job that sends one mail to one person."""

MORNING = "morning"
"""A job that puts down what comes by the calendar: digests, reviews that are due."""


def review_asked(session: Session, submission: Submitted, now: datetime) -> None:
    """A text was submitted: those who may decide on it are told."""
    facts = {"submission": submission.id, "number": _number(session, submission)}
    _tell(session, Notice.REVIEW_ASKED, submission.id, facts, now)


def decided(session: Session, submission: Submitted, now: datetime) -> None:
    """The newest decision on a submission: those whose work it is are told."""
    ordinal = len(submissions.decisions(session, submission.id))
    number = _number(session, submission)
    facts = {"submission": submission.id, "decision": ordinal, "number": number}
    _tell(session, Notice.DECIDED, f"{submission.id}:{ordinal}", facts, now)


def released(session: Session, version: Released, now: datetime) -> None:
    """A version was released: those who work by it are told."""
    facts = {"release": version.id, "number": _number(session, version)}
    _tell(session, Notice.NEW_VERSION, version.id, facts, now)


def withdrawn(session: Session, version: Released, by: str, now: datetime) -> None:
    """A version was withdrawn by a person: those who worked by it are told."""
    facts = {"release": version.id, "withdrawn_by": by, "number": _number(session, version)}
    _tell(session, Notice.NEW_VERSION, f"{version.id}:withdrawn", facts, now)


def _number(session: Session, about: Submitted | Released) -> str:
    """The number of the procedure, for whoever looks at the jobs."""
    return documents.key_of(session, about.document_id).key


def _tell(
    session: Session, notice: Notice, about: str, facts: Mapping[str, object], now: datetime
) -> None:
    key = f"{TELL}:{notice}:{about}"
    jobs.put_down(session, [Wanted(TELL, key, {"notice": notice.value, **facts}, now)], now)
