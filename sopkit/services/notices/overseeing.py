"""Jobs as an administrator sees them, and another try for what failed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sopkit.messages import message
from sopkit.model.notice import Notice
from sopkit.refusals import JobNotFailedError
from sopkit.services.notices.occasions import MAIL, MORNING, TELL
from sopkit.services.register.acting import acting, require
from sopkit.store import jobs
from sopkit.store.jobs import JobCounts, JobState, KnownJob
from sopkit.store.people import Account, Right
from sopkit.store.records import Names
from sopkit.store.session import Register

__all__ = ["JobCounts", "JobLine", "JobState", "Overview", "overview", "try_again"]

_ = message

NOTICES: Mapping[Notice, str] = {
    Notice.REVIEW_ASKED: _("a review is asked"),
    Notice.DECIDED: _("a decision"),
    Notice.NEW_VERSION: _("a new version"),
    Notice.REVIEW_DUE: _("a review is due"),
    Notice.DIGEST: _("the digest"),
}
"""What a mail is about."""

_WORK: Mapping[str, str] = {
    TELL: _("Find out whom to tell: {notice}"),
    MAIL: _("Mail: {notice}"),
    MORNING: _("What comes each morning"),
}


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job. `work` and `notice` are message ids, `notice` fills `work`; `reason` is one too.

    `person` is whom it is for, `number` the procedure that it is about; empty if there is none.
    """

    id: str
    work: str
    notice: str
    person: str
    number: str
    state: JobState
    due_at: datetime
    ended_at: datetime | None
    attempts: int
    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Overview:
    """Some of the jobs, and how many there are; `more` tells that there are jobs beyond these."""

    counts: JobCounts
    lines: tuple[JobLine, ...]
    more: bool


def overview(
    register: Register,
    now: datetime,
    *,
    state: JobState | None = None,
    limit: int = 100,
    beyond: int = 0,
) -> Overview:
    """Jobs in a state, or all: what is still to be done first, then what ended, the last first."""
    with register.reading() as session:
        found = jobs.known(session, now, state=state, limit=limit + 1, beyond=beyond)
        shown = found[:limit]
        names = Names(session, (job.facts["person"] for job in shown if "person" in job.facts))
        lines = tuple(_line(job, names, now) for job in shown)
        return Overview(jobs.counts(session, now), lines, len(found) > limit)


def try_again(register: Register, actor: Account, job_id: str, now: datetime) -> None:
    """Let a job that failed be done after all, by an administrator.

    Raises NotAllowedError and JobNotFailedError.
    """
    with acting(register, actor, now) as ledger:
        require(ledger, (Right.ADMINISTRATOR,))
        if not jobs.try_again(ledger.session, job_id, now):
            raise JobNotFailedError


def _line(job: KnownJob, names: Names, now: datetime) -> JobLine:
    notice = job.facts.get("notice", "")
    person = job.facts.get("person")
    return JobLine(
        job.id,
        _WORK.get(job.kind, job.kind),
        NOTICES.get(notice, notice),
        names.at(person, now) if person else "",
        job.facts.get("number", ""),
        job.state(now),
        job.due_at,
        job.ended_at,
        job.attempts,
        job.reason,
        job.words,
    )
