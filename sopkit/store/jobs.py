"""Jobs: what is to be done once, by whoever comes first, now or later.

A job is put down in the transaction of the act that it follows from, so there is none without the
other. A worker takes it with a lease: until that runs out, nobody else gets it, and whoever let it
run out may no longer say how it ended. Everything here happens in writing transactions, which
queue, so two workers never get the same lease.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, delete, not_, true
from sqlmodel import Session, and_, col, func, or_, select

from sopkit.messages import message
from sopkit.store.columns import new_id
from sopkit.store.passing_tables import Job
from sopkit.store.portions import portions

PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440)
)
"""How long to wait after the first, second … attempt: in all some four days."""

MOST_ATTEMPTS = len(PAUSES) + 1

DIED = message("Whoever worked at it stopped in the middle, again and again.")
"""Why a job failed of which nobody lived to tell."""

_WORDS_LENGTH = 500


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A job to put down. `key` is what it is for: there is never a second one with the same."""

    kind: str
    key: str
    facts: Mapping[str, Any]
    due_at: datetime


@dataclass(frozen=True, slots=True)
class KnownJob:
    """A job as it stands. `reason` is a message id, `words` what somebody else said."""

    id: str
    kind: str
    key: str
    facts: Mapping[str, Any]
    created_at: datetime
    due_at: datetime
    attempts: int
    leased_until: datetime | None
    ended_at: datetime | None
    failed: bool
    reason: str
    words: str

    def state(self, now: datetime) -> JobState:
        """Where it is at that moment."""
        if self.ended_at is not None:
            return JobState.FAILED if self.failed else JobState.DONE
        working = self.leased_until is not None and self.leased_until > now
        return JobState.WORKING if working else JobState.WAITING


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to work at a job until a moment."""

    job: KnownJob
    token: str
    until: datetime


@dataclass(frozen=True, slots=True)
class JobCounts:
    """How many jobs wait for their time, are to be done now, and have failed."""

    later: int
    due: int
    failed: int


def put_down(session: Session, every: Iterable[Wanted], now: datetime) -> int:
    """Put jobs down, but for what there is one already; gives how many are new."""
    wanted = {each.key: each for each in every}
    new = 0
    for keys in portions(wanted):
        known = set(session.exec(select(Job.key).where(col(Job.key).in_(keys))))
        rows = [_row(wanted[key], now) for key in keys if key not in known]
        session.add_all(rows)
        session.flush()
        new += len(rows)
    return new


def is_due(session: Session, kinds: Collection[str], now: datetime) -> bool:
    """Whether there is a job of these kinds to take."""
    return session.exec(select(Job.id).where(_free(kinds, now)).limit(1)).first() is not None


def is_open(session: Session, kind: str) -> bool:
    """Whether there is a job of a kind that has not come to its end."""
    found = session.exec(
        select(Job.id).where(Job.kind == kind, col(Job.ended_at).is_(None)).limit(1)
    )
    return found.first() is not None


def take(
    session: Session, kinds: Collection[str], now: datetime, length: timedelta
) -> Lease | None:
    """The job that has waited longest, leased for so long; None when there is nothing to do.

    One that was attempted as often as may be, each time without an end, has failed.
    """
    while (row := session.exec(_longest_waiting(kinds, now)).first()) is not None:
        if row.attempts < MOST_ATTEMPTS:
            row.attempts += 1
            row.lease, row.leased_until = new_id(), now + length
            session.add(row)
            session.flush()
            return Lease(_known(row), row.lease, row.leased_until)
        _end(row, now, failed=True, reason=DIED)
        session.add(row)
        session.flush()
    return None


def still_held(session: Session, lease: Lease) -> bool:
    """Whether the job is still the holder's: nobody took it over, and it has not ended."""
    return _held(session, lease) is not None


def finish(session: Session, lease: Lease, now: datetime, reason: str = "") -> bool:
    """The job is done, or nothing had to be done for that reason.

    False when it was no longer the holder's.
    """
    row = _held(session, lease)
    if row is None:
        return False
    _end(row, now, failed=False, reason=reason)
    session.add(row)
    return True


def try_later(session: Session, lease: Lease, now: datetime, reason: str, words: str) -> bool:
    """It did not work this time. After the last attempt the job has failed.

    False when it was no longer the holder's.
    """
    row = _held(session, lease)
    if row is None:
        return False
    if row.attempts >= MOST_ATTEMPTS:
        _end(row, now, failed=True, reason=reason, words=words)
    else:
        row.due_at = now + PAUSES[row.attempts - 1]
        row.lease = row.leased_until = None
        row.reason, row.words = reason, _short(words)
    session.add(row)
    return True


def give_up(session: Session, lease: Lease, now: datetime, reason: str, words: str) -> bool:
    """It cannot work, however often. False when it was no longer the holder's."""
    row = _held(session, lease)
    if row is None:
        return False
    _end(row, now, failed=True, reason=reason, words=words)
    session.add(row)
    return True


def hand_back(session: Session, lease: Lease) -> None:
    """Let go of a job that was not begun, as if it had not been taken."""
    row = _held(session, lease)
    if row is not None:
        row.attempts -= 1
        row.lease = row.leased_until = None
        session.add(row)


def try_again(session: Session, job_id: str, now: datetime) -> bool:
    """Make a failed job due now, with all its attempts; False when it has not failed."""
    row = session.get(Job, job_id)
    if row is None or not row.failed:
        return False
    row.due_at, row.attempts = now, 0
    row.ended_at, row.failed = None, False
    session.add(row)
    return True


def forget(
    session: Session, *, done_before: datetime, failed_before: datetime, untaken_since: datetime
) -> int:
    """Remove jobs that were done or failed before a moment, or due and taken by nobody since one.

    Gives how many.
    """
    done = and_(col(Job.failed).is_(False), col(Job.ended_at) < done_before)
    failed = and_(col(Job.failed).is_(True), col(Job.ended_at) < failed_before)
    untaken = and_(col(Job.ended_at).is_(None), col(Job.due_at) < untaken_since)
    gone = session.execute(delete(Job).where(or_(done, failed, untaken)))
    return int(gone.rowcount)  # type: ignore[attr-defined] # a statement that changes rows has it


def known(
    session: Session,
    now: datetime,
    *,
    state: JobState | None = None,
    limit: int = 100,
    beyond: int = 0,
) -> tuple[KnownJob, ...]:
    """Jobs: what has not ended by its time, then what has, the last first.

    `beyond` so many, for paging. Two statements, each in the order of an index: to sort all would
    take longer with every mail that was ever sent.
    """
    condition = _in_state(state, now) if state else true()
    open_ = and_(col(Job.ended_at).is_(None), condition)
    ended = and_(col(Job.ended_at).is_not(None), condition)
    by_time = select(Job).where(open_).order_by(col(Job.due_at), col(Job.id))
    found = [_known(row) for row in session.exec(by_time.limit(limit).offset(beyond))]
    if len(found) < limit:
        passed = max(0, beyond - _count(session, open_))
        by_end = select(Job).where(ended).order_by(col(Job.ended_at).desc(), col(Job.due_at).desc())
        found += [
            _known(row) for row in session.exec(by_end.limit(limit - len(found)).offset(passed))
        ]
    return tuple(found)


def counts(session: Session, now: datetime) -> JobCounts:
    """How many jobs are where."""
    open_ = col(Job.ended_at).is_(None)
    return JobCounts(
        later=_count(session, and_(open_, col(Job.due_at) > now)),
        due=_count(session, and_(open_, col(Job.due_at) <= now)),
        failed=_count(session, col(Job.failed).is_(True)),
    )


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(Job).where(condition)).one()


def _row(wanted: Wanted, now: datetime) -> Job:
    return Job(
        kind=wanted.kind,
        key=wanted.key,
        facts=json.dumps(dict(wanted.facts), sort_keys=True),
        created_at=now,
        due_at=wanted.due_at,
    )


def _free(kinds: Collection[str], now: datetime) -> ColumnElement[bool]:
    return and_(
        col(Job.ended_at).is_(None),
        col(Job.due_at) <= now,
        col(Job.kind).in_(sorted(kinds)),
        or_(col(Job.leased_until).is_(None), col(Job.leased_until) <= now),
    )


def _longest_waiting(kinds: Collection[str], now: datetime) -> Any:  # noqa: ANN401 - a select
    return select(Job).where(_free(kinds, now)).order_by(col(Job.due_at), col(Job.id)).limit(1)


def _held(session: Session, lease: Lease) -> Job | None:
    row = session.get(Job, lease.job.id)
    held = row is not None and row.lease == lease.token and row.ended_at is None
    return row if held else None


def _end(row: Job, now: datetime, *, failed: bool, reason: str = "", words: str = "") -> None:
    row.ended_at, row.failed = now, failed
    row.lease = row.leased_until = None
    row.reason, row.words = reason or None, _short(words)


def _short(words: str) -> str | None:
    return words[:_WORDS_LENGTH] or None


def _in_state(state: JobState, now: datetime) -> ColumnElement[bool]:
    leased = and_(col(Job.leased_until).is_not(None), col(Job.leased_until) > now)
    ended = col(Job.ended_at).is_not(None)
    return {
        JobState.WAITING: and_(not_(ended), not_(leased)),
        JobState.WORKING: and_(not_(ended), leased),
        JobState.DONE: and_(ended, col(Job.failed).is_(False)),
        JobState.FAILED: and_(ended, col(Job.failed).is_(True)),
    }[state]


def _known(row: Job) -> KnownJob:
    return KnownJob(
        row.id,
        row.kind,
        row.key,
        json.loads(row.facts),
        row.created_at,
        row.due_at,
        row.attempts,
        row.leased_until,
        row.ended_at,
        row.failed,
        row.reason or "",
        row.words or "",
    )
