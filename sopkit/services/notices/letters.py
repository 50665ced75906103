"""Writes the letter of a mail, when it is sent: what is true then, or nothing.

A letter holds what anybody may see who looks over the reader's shoulder: numbers, titles, names,
days and links. Texts and reasons stay in the register.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sopkit.messages import message
from sopkit.model.notice import Notice
from sopkit.render.mail import Letter, ListOfLines
from sopkit.services.notices.concerned import authors, deciders, is_reader
from sopkit.services.notices.digests import digest
from sopkit.services.notices.due_reviews import due_letter
from sopkit.services.notices.links import Links
from sopkit.services.notices.stationery import Stationery, stationery_for
from sopkit.services.notices.telling import is_stale
from sopkit.services.register.submitting import waiting_for
from sopkit.store import documents, mailing, people, releases, submissions
from sopkit.store.documents import SavedRevision
from sopkit.store.jobs import KnownJob
from sopkit.store.mailing import Addressee
from sopkit.store.session import Session
from sopkit.store.stages import Verdict

_ = message

NOT_WANTED = message("The person has no address, no account, or does not want such mail.")
OVERTAKEN = message("It was no longer true when it was to be sent.")
NOTHING = message("There was nothing to tell.")
TOO_LATE = message("It was too old when it could be sent.")


@dataclass(frozen=True, slots=True)
class Written:
    """A letter and whom it is for."""

    letter: Letter
    addressee: Addressee


@dataclass(frozen=True, slots=True)
class NotWritten:
    """Why there is nothing to send; a message id."""

    reason: str


def write_letter(
    session: Session, job: KnownJob, links: Links, now: datetime
) -> Written | NotWritten:
    """The letter of a mail, if there is still one to send to that person."""
    notice = Notice(job.facts["notice"])
    person: str = job.facts["person"]
    addressee = mailing.addressees(session, [person], now).get(person)
    if addressee is None or not addressee.wishes.wants(notice):
        return NotWritten(NOT_WANTED)
    if is_stale(notice, job, now):
        return NotWritten(TOO_LATE)
    paper = stationery_for(session, addressee, notice, links, now)
    letter = _WRITERS[notice](session, paper, job.facts)
    if letter is None:
        return NotWritten(NOTHING if notice is Notice.DIGEST else OVERTAKEN)
    return Written(letter, addressee)


def _review_asked(session: Session, paper: Stationery, facts: Mapping[str, Any]) -> Letter | None:
    submission = submissions.submission(session, facts["submission"])
    if paper.addressee.person_id not in deciders(session, submission, paper.now):
        return None
    revision = documents.revision(session, submission.revision_id)
    name = people.name_at(session, submission.submitted_by, paper.now)
    return paper.letter(
        paper.text(_("For your approval: {title}"), title=paper.title(revision)),
        paper.text(_("{name} asks for your approval of this text."), name=name),
        lists=(_only(paper, revision, ""),),
        action=paper.link(_("Read it and decide"), paper.links.review(submission.id)),
        why=paper.text(_("You get this mail because you may approve texts of this department.")),
    )


def _decided(session: Session, paper: Stationery, facts: Mapping[str, Any]) -> Letter | None:
    submission = submissions.submission(session, facts["submission"])
    if paper.addressee.person_id not in authors(session, submission, paper.now):
        return None
    decision = submissions.decisions(session, submission.id)[facts["decision"] - 1]
    revision = documents.revision(session, submission.revision_id)
    name = people.name_at(session, decision.person_id, paper.now)
    if decision.verdict is Verdict.RETURNED:
        subject, told = _("Sent back: {title}"), _("{name} sent this text back to you.")
        next_step = _("The reason is with the text. It is a draft again, and you can change it.")
    elif waiting_for(session, submission):
        subject, told = _("Approved: {title}"), _("{name} approved this text.")
        next_step = _("Somebody else still has to approve it.")
    else:
        subject, told = _("Approved: {title}"), _("{name} approved this text.")
        next_step = _("Nobody else has to: it can be released.")
    return paper.letter(
        paper.text(subject, title=paper.title(revision)),
        paper.text(told, name=name),
        paper.text(next_step),
        lists=(_only(paper, revision, ""),),
        action=paper.link(_("Look at it"), paper.links.review(submission.id)),
        why=paper.text(_("You get this mail because you wrote or submitted this text.")),
    )


def _new_version(session: Session, paper: Stationery, facts: Mapping[str, Any]) -> Letter | None:
    version = releases.version(session, facts["release"])
    revision = documents.revision(session, version.revision_id)
    if not is_reader(session, paper.addressee.person_id, revision, paper.house, paper.now):
        return None
    key = revision.document
    why = paper.text(_("You get this mail because you work by this procedure."))
    if "withdrawn_by" in facts:
        return paper.letter(
            paper.text(_("Withdrawn: {title}"), title=paper.title(revision)),
            paper.text(_("This procedure was withdrawn. Nobody works by it any more.")),
            lists=(_only(paper, revision, ""),),
            why=why,
        )
    if version.withdrawn_from is not None:
        return None
    remark = paper.version_remark(version)
    first = version.nature is None
    if version.effective_from > paper.now:
        subject = _("Soon in force: {title}")
        told = _("There will be a new procedure.") if first else _("This procedure will change.")
    else:
        subject = _("New: {title}") if first else _("Changed: {title}")
        told = _("There is a new procedure.") if first else _("This procedure has changed.")
    return paper.letter(
        paper.text(subject, title=paper.title(revision)),
        paper.text(told),
        lists=(_only(paper, revision, remark),),
        action=paper.link(_("Read it"), paper.links.procedure(key.key, key.language)),
        why=why,
    )


def _only(paper: Stationery, revision: SavedRevision, remark: str) -> ListOfLines:
    key = revision.document
    address = paper.links.procedure(key.key, key.language)
    return ListOfLines("", (paper.line(revision, address, remark),))


_WRITERS: Mapping[Notice, Callable[[Session, Stationery, Mapping[str, Any]], Letter | None]] = {
    Notice.REVIEW_ASKED: _review_asked,
    Notice.DECIDED: _decided,
    Notice.NEW_VERSION: _new_version,
    Notice.REVIEW_DUE: due_letter,
    Notice.DIGEST: digest,
}
