"""Finds out whom an occasion concerns, and plans a mail for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sopkit.model.control import Nature
from sopkit.model.notice import Notice
from sopkit.services.notices.concerned import authors, deciders, readers
from sopkit.services.notices.occasions import MAIL
from sopkit.services.register.snapshot import organisation
from sopkit.store import documents, mailing, releases, submissions
from sopkit.store.jobs import KnownJob, Wanted
from sopkit.store.session import Session

_FRESH = timedelta(days=14)
"""How long news are worth a mail."""


def plan_telling(session: Session, job: KnownJob, now: datetime) -> tuple[Wanted, ...]:
    """The mails that an occasion leads to, each as a job of its own."""
    notice = Notice(job.facts["notice"])
    if is_stale(notice, job, now):
        return ()
    facts = {name: fact for name, fact in job.facts.items() if name != "notice"}
    persons = _CONCERNED[notice](session, facts, now)
    about = job.key.split(":", 2)[2]
    return mails(session, notice, persons, about, facts, now)


def is_stale(notice: Notice, job: KnownJob, now: datetime) -> bool:
    """Whether something is no news any more. What waits for somebody stays worth a mail."""
    waits = notice in {Notice.REVIEW_ASKED, Notice.REVIEW_DUE}
    return not waits and now - job.created_at > _FRESH


def mails(
    session: Session,
    notice: Notice,
    persons: Iterable[str],
    about: str,
    facts: Mapping[str, Any],
    now: datetime,
) -> tuple[Wanted, ...]:
    """A job for each of these people who has an address and wants this kind of mail."""
    return tuple(
        mail(notice, person, about, facts, now)
        for person, addressee in mailing.addressees(session, persons, now).items()
        if addressee.wishes.wants(notice)
    )


def mail(
    notice: Notice, person: str, about: str, facts: Mapping[str, Any], now: datetime
) -> Wanted:
    """The job of one mail. The same person is never told twice about the same."""
    told = {"notice": notice.value, "person": person, **facts}
    return Wanted(MAIL, f"{MAIL}:{notice}:{person}:{about}", told, now)


def _asked(session: Session, facts: Mapping[str, Any], now: datetime) -> Iterable[str]:
    return deciders(session, submissions.submission(session, facts["submission"]), now)


def _decided(session: Session, facts: Mapping[str, Any], now: datetime) -> Iterable[str]:
    submission = submissions.submission(session, facts["submission"])
    decision = submissions.decisions(session, submission.id)[facts["decision"] - 1]
    return authors(session, submission, now) - {decision.person_id}


def _version(session: Session, facts: Mapping[str, Any], now: datetime) -> Iterable[str]:
    """Nobody is called from their work for an editorial change: the digest tells of it."""
    version = releases.version(session, facts["release"])
    by = facts.get("withdrawn_by")
    if by is None and version.nature not in {None, Nature.BEHAVIOURAL}:
        return ()
    revision = documents.revision(session, version.revision_id)
    concerned = readers(session, revision, organisation(session), now)
    return concerned - {by or version.released_by}


_CONCERNED = {
    Notice.REVIEW_ASKED: _asked,
    Notice.DECIDED: _decided,
    Notice.NEW_VERSION: _version,
}
