"""What comes by the calendar: every morning the reviews that are due, and the digests.

Each morning is a job that puts down the next one, with what it has told already. So nothing is
told twice, and after a week without a worker one morning tells what came in that week.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from sopkit.model.notice import Notice, Rhythm
from sopkit.services.notices.due_reviews import plan_reminders
from sopkit.services.notices.occasions import MORNING
from sopkit.services.notices.telling import mails
from sopkit.services.register.snapshot import organisation, zone_of
from sopkit.store import jobs, mailing
from sopkit.store.jobs import KnownJob, Wanted
from sopkit.store.session import Register, Session

HOUR = time(7, 0)
"""When a morning is, where the organisation is."""

_FIRST_DAY = 0
"""The day of the week on which the weekly digest comes: Monday."""

_KEPT_DONE = timedelta(days=30)
_KEPT_FAILED = timedelta(days=90)
_KEPT_UNTAKEN = timedelta(days=30)


def begin_mornings(register: Register, now: datetime) -> None:
    """See to it that there will be a morning."""
    with register.reading() as session:
        if jobs.is_open(session, MORNING):
            return
        first = _next(session, now, since=None, week=None)
    with register.writing() as session:
        jobs.put_down(session, [first], now)


def tidy(register: Register, now: datetime) -> int:
    """Forget jobs that ended long ago, and those that nobody worked at; gives how many."""
    with register.writing() as session:
        return jobs.forget(
            session,
            done_before=now - _KEPT_DONE,
            failed_before=now - _KEPT_FAILED,
            untaken_since=now - _KEPT_UNTAKEN,
        )


def plan_morning(session: Session, job: KnownJob, now: datetime) -> tuple[Wanted, ...]:
    """The mails of a morning, and the next morning."""
    since, week = (_moment(job.facts.get(name)) for name in ("since", "week"))
    monday = _is_first_day(session, now) or (week is not None and now - week > timedelta(days=7))
    planned = [*plan_reminders(session, since, now)]
    yesterday = min(job.created_at, now - timedelta(days=1))
    planned += _digests(session, Rhythm.DAILY, since or yesterday, now)
    if monday:
        planned += _digests(session, Rhythm.WEEKLY, week or now - timedelta(days=7), now)
    return (*planned, _next(session, now, since=now, week=now if monday else week))


def _digests(
    session: Session, rhythm: Rhythm, since: datetime, now: datetime
) -> tuple[Wanted, ...]:
    persons = mailing.with_rhythm(session, rhythm)
    facts = {"since": since.isoformat()}
    return mails(session, Notice.DIGEST, persons, now.date().isoformat(), facts, now)


def _next(
    session: Session, now: datetime, *, since: datetime | None, week: datetime | None
) -> Wanted:
    zone = zone_of(organisation(session).timezone)
    local = now.astimezone(zone)
    day = local.date() + timedelta(days=0 if local.time() < HOUR else 1)
    facts = {
        "since": since.isoformat() if since else None,
        "week": week.isoformat() if week else None,
    }
    due = datetime.combine(day, HOUR, zone)
    return Wanted(MORNING, f"{MORNING}:{day.isoformat()}", facts, due)


def _is_first_day(session: Session, now: datetime) -> bool:
    zone = zone_of(organisation(session).timezone)
    return now.astimezone(zone).weekday() == _FIRST_DAY


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
