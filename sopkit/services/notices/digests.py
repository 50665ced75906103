"""The digest: what waits for somebody, what changed and what is due, in one letter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sopkit.messages import message
from sopkit.render.mail import Letter, Line
from sopkit.services.notices.concerned import INSIDERS, deciders
from sopkit.services.notices.due_reviews import NOTICE_TIME, due_remark
from sopkit.services.notices.stationery import Stationery
from sopkit.services.register.sight import BUSINESS
from sopkit.store import documents, people, releases, submissions
from sopkit.store.documents import SavedRevision
from sopkit.store.people import EVERY_DEPARTMENT, Right
from sopkit.store.session import Session

_ = message


def digest(session: Session, paper: Stationery, facts: Mapping[str, Any]) -> Letter | None:
    """The digest of the time since a moment; None when there is nothing to tell."""
    since = datetime.fromisoformat(facts["since"])
    lists = (
        *paper.listed(_("Waits for your decision"), _waiting(session, paper)),
        *paper.listed(_("Sent back to you"), _sent_back(session, paper)),
        *paper.listed(_("New and changed"), _changed(session, paper, since)),
        *paper.listed(_("To be read again"), _due(session, paper)),
    )
    if not lists:
        return None
    return paper.letter(
        paper.text(_("Procedures: what waits, what changed, what is due")),
        paper.text(
            _("What has happened since {day}, and what waits for you."), day=paper.day(since)
        ),
        lists=lists,
        action=paper.link(_("Open the procedures"), paper.links.base),
        why=paper.text(_("You get this digest because you have to do with these procedures.")),
    )


def _waiting(session: Session, paper: Stationery) -> list[Line]:
    waiting = [
        each
        for each in submissions.open_submissions(session)
        if paper.addressee.person_id in deciders(session, each, paper.now)
    ]
    revisions = documents.revisions_by_id(session, [each.revision_id for each in waiting])
    lines = []
    for each in waiting:
        revision = revisions[each.revision_id]
        day = paper.day(each.submitted_at)
        lines.append(
            paper.line(
                revision,
                paper.links.review(each.id),
                paper.text(_("Submitted on {day}"), day=day),
            )
        )
    return lines


def _sent_back(session: Session, paper: Stationery) -> list[Line]:
    """What the person submitted and got back, and that nobody has changed since."""
    returns = submissions.last_returns(session)
    newest = documents.latest_of(session, returns)
    inside = _inside(session, paper, tuple(BUSINESS), newest.values())
    lines = []
    for document_id, decision in returns.items():
        latest = newest[document_id]
        if latest.dropped or latest.recorded_at > decision.decided_at:
            continue
        if latest.author_id != paper.addressee.person_id or latest.id not in inside:
            continue
        remark = paper.text(_("Sent back on {day}"), day=paper.day(decision.decided_at))
        lines.append(paper.line(latest, paper.links.reviews(), remark))
    return lines


def _changed(session: Session, paper: Stationery, since: datetime) -> list[Line]:
    versions = releases.released_between(session, since, paper.now)
    revisions = documents.revisions_by_id(session, [each.revision_id for each in versions])
    inside = _inside(session, paper, INSIDERS, revisions.values())
    return [
        paper.line(revision, _page(paper, revision), paper.version_remark(version))
        for version in versions
        if (revision := revisions[version.revision_id]).id in inside
    ]


def _due(session: Session, paper: Stationery) -> list[Line]:
    found = releases.overdue(session, paper.now + NOTICE_TIME)
    revisions = documents.revisions_by_id(session, [each.revision_id for each, _due in found])
    inside = _inside(session, paper, (Right.AUTHOR,), revisions.values())
    return [
        paper.line(revision, _page(paper, revision), due_remark(paper, due))
        for version, due in found
        if (revision := revisions[version.revision_id]).id in inside
        and version.effective_from <= paper.now
    ]


def _inside(
    session: Session,
    paper: Stationery,
    rights: tuple[Right, ...],
    revisions: Iterable[SavedRevision],
) -> frozenset[str]:
    """The ids of those texts in whose department the person has one of these rights."""
    person = paper.addressee.person_id
    own = people.departments_of(session, person, rights, paper.now)
    return frozenset(
        each.id for each in revisions if EVERY_DEPARTMENT in own or each.department in own
    )


def _page(paper: Stationery, revision: SavedRevision) -> str:
    return paper.links.procedure(revision.document.key, revision.document.language)
