"""Reviews that are due: told two weeks before, on the day, and two weeks after; each once.

Nothing is remembered of what was told. A morning tells what came between the one before it and
itself, and each morning is worked at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sopkit.messages import message
from sopkit.model.notice import Notice, ReviewOccasion
from sopkit.render.mail import Letter
from sopkit.services.notices.concerned import keepers
from sopkit.services.notices.stationery import Stationery
from sopkit.services.notices.telling import mails
from sopkit.services.register.snapshot import organisation, zone_of
from sopkit.store import documents, releases
from sopkit.store.jobs import Wanted
from sopkit.store.session import Session

_ = message

NOTICE_TIME = timedelta(days=14)
"""How long before its day a review is told of, and how long after it once more."""

_OCCASIONS: Mapping[ReviewOccasion, timedelta] = {
    ReviewOccasion.OVERDUE: NOTICE_TIME,
    ReviewOccasion.DUE: timedelta(),
    ReviewOccasion.SOON: -NOTICE_TIME,
}
"""How long after the day of the review, the last first."""

_DAY = timedelta(days=1)


def occasion_since(due: datetime, since: datetime | None, now: datetime) -> ReviewOccasion | None:
    """The occasion that came after a moment and up to now: the last, if there are several.

    Without such a moment, that at which it stands.
    """
    for occasion, after in _OCCASIONS.items():
        moment = due + after
        if moment <= now:
            return occasion if since is None or moment > since else None
    return None


def plan_reminders(session: Session, since: datetime | None, now: datetime) -> tuple[Wanted, ...]:
    """A mail for everybody who keeps a text whose review has come nearer since a moment."""
    house = organisation(session)
    zone = zone_of(house.timezone)
    found = [
        (released, due)
        for released, due in releases.overdue(session, now + NOTICE_TIME + _DAY)
        if released.effective_from <= now and occasion_since(_morning_of(due, zone), since, now)
    ]
    revisions = documents.revisions_by_id(session, [each.revision_id for each, _due in found])
    kept: dict[str, list[tuple[str, datetime]]] = defaultdict(list)
    for released, due in found:
        for person in keepers(session, revisions[released.revision_id], house, now):
            kept[person].append((released.id, due))
    planned: list[Wanted] = []
    for person, versions in kept.items():
        facts = {"versions": [[id, due.isoformat()] for id, due in versions]}
        about = now.date().isoformat()
        planned += mails(session, Notice.REVIEW_DUE, [person], about, facts, now)
    return tuple(planned)


def due_letter(session: Session, paper: Stationery, facts: Mapping[str, Any]) -> Letter | None:
    """The letter about reviews that are due; of those that were not done meanwhile."""
    told = {id: datetime.fromisoformat(due) for id, due in facts["versions"]}
    in_force = {each.id: each for each in releases.in_force(session, paper.now)}
    versions = [in_force[id] for id in told if id in in_force]
    revisions = documents.revisions_by_id(session, [each.revision_id for each in versions])
    lines = []
    for version in versions:
        due, revision = told[version.id], revisions[version.revision_id]
        keeps = paper.addressee.person_id in keepers(session, revision, paper.house, paper.now)
        if not keeps or releases.due(session, version) != due:
            continue
        key = revision.document
        address = paper.links.procedure(key.key, key.language)
        lines.append(paper.line(revision, address, due_remark(paper, due)))
    if not lines:
        return None
    if len(lines) == 1:
        subject = paper.text(_("Review due: {title}"), title=lines[0].link.text)
    else:
        subject = paper.text(_("Reviews due: {count} procedures"), count=len(lines))
    return paper.letter(
        subject,
        paper.text(
            _(
                "Please read the procedures in this list again. If something has to change, "
                "change the text and submit it. If nothing has to change, ask a reviewer or an "
                "approver to confirm that."
            )
        ),
        lists=paper.listed("", lines),
        why=paper.text(_("You get this mail because you keep these procedures current.")),
    )


def due_remark(paper: Stationery, due: datetime) -> str:
    """When a review is, or was, due."""
    over = due.astimezone(paper.zone).date() < paper.now.astimezone(paper.zone).date()
    template = _("Review overdue since {day}") if over else _("Review due on {day}")
    return paper.text(template, day=paper.day(due))


def _morning_of(due: datetime, zone: ZoneInfo) -> datetime:
    """The beginning of a day: what is due on it is told in its morning, at whatever hour it is."""
    return datetime.combine(due.astimezone(zone).date(), time(), zone)
