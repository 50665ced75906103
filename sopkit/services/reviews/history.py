"""The history of a procedure, and any two of its texts compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sopkit.model.control import Status
from sopkit.refusals import NotComparedError, UnknownDocumentError, UnknownVersionError
from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.register.comparing import Comparison, comparison
from sopkit.services.register.finding import newest_of
from sopkit.services.register.recording import VersionLine, lines_of
from sopkit.services.register.sight import Sight, onlooker, readable, sight_of
from sopkit.store import documents, submissions
from sopkit.store.confirmations import confirmations
from sopkit.store.documents import SavedRevision
from sopkit.store.records import Names
from sopkit.store.session import Register, Session

__all__ = ["ComparedTexts", "History", "HistoryLine", "TextName", "compare_texts", "history"]

TextName = str
"""What a text of a procedure is called: a version (`2.1`), or a saved text by its place (`r7`)."""


@dataclass(frozen=True, slots=True)
class ConfirmedLine:
    """A version that was read again with nothing to change, and by whom."""

    name: str
    at: datetime
    next_due: datetime
    note: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One text: a version, or a text that was saved in between and never released.

    `submission_id` is the last review of it, `confirmed` tells when it was read again and left as
    it is; both are for those who may see them.
    """

    name: TextName
    revision: SavedRevision
    author: str
    version: VersionLine | None
    submission_id: str | None
    confirmed: tuple[ConfirmedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """Every text of a procedure that a visitor may see, the newest first.

    `newest` is the text whose title is shown; `drafts` tells that saved texts are among them, and
    `submittable` that it is a draft that nobody submitted yet. `current` is the id of the review
    that goes on, for those who may see it.
    """

    newest: SavedRevision
    lines: tuple[HistoryLine, ...]
    drafts: bool
    submittable: bool
    current: str | None


@dataclass(frozen=True)
class ComparedTexts:
    """Two texts and what differs between them."""

    old: HistoryLine
    new: HistoryLine
    comparison: Comparison


def history(
    register: Register, visitor: Visitor, number: str, language: str | None, now: datetime
) -> History:
    """The texts of a procedure: every version, for insiders also what was saved in between.

    Raises UnknownDocumentError, also for a procedure that the visitor may not see.
    """
    with register.reading() as session:
        return _history(session, visitor, number, language, now)


def compare_texts(
    register: Register,
    visitor: Visitor,
    number: str,
    language: str | None,
    old: TextName,
    new: TextName,
    now: datetime,
) -> ComparedTexts:
    """What changed from one text of a procedure to another.

    Raises UnknownDocumentError, UnknownVersionError and NotComparedError.
    """
    with register.reading() as session:
        found = _history(session, visitor, number, language, now)
        before, after = _line(found, old), _line(found, new)
        if before.revision.dropped or after.revision.dropped:
            raise NotComparedError(number)
        looking = onlooker(session, visitor.account, now)
        compared = comparison(session, before.revision, after.revision, looking)
        return ComparedTexts(before, after, compared)


def _history(
    session: Session, visitor: Visitor, number: str, language: str | None, now: datetime
) -> History:
    latest = newest_of(session, number, language)
    sight = sight_of(session, visitor.account, now)
    versions = _versions(session, sight, latest.document_id, now)
    revisions = documents.revisions(session, latest.document_id)
    minded = {each.id for each in revisions if sight.minds(each.department)}
    by_id = {each.id: each for each in revisions}
    reviews = submissions.by_revision(session, latest.document_id) if minded else {}
    kept = confirmations(session, [v.released.id for v in versions]) if minded else {}
    readers = {each.person_id for some in kept.values() for each in some}
    names = Names(session, {each.author_id for each in revisions} | readers)

    def line(name: TextName, revision: SavedRevision, version: VersionLine | None) -> HistoryLine:
        author = names.at(revision.author_id, revision.recorded_at)
        review = version.released.submission_id if version else reviews.get(revision.id)
        inside = revision.id in minded
        confirmed = tuple(
            ConfirmedLine(names.at(each.person_id, each.at), each.at, each.next_due, each.note)
            for each in (kept.get(version.released.id, ()) if version and inside else ())
        )
        return HistoryLine(name, revision, author, version, review if inside else None, confirmed)

    released = {each.released.revision_id for each in versions}
    lines = [line(str(v.released.version), by_id[v.released.revision_id], v) for v in versions]
    lines += [
        line(f"r{each.ordinal}", each, None)
        for each in revisions
        if each.id in minded and each.id not in released
    ]
    if not lines:
        raise UnknownDocumentError(number, latest.document.language)
    lines.sort(key=_moment, reverse=True)
    if latest.id not in minded:
        shown = lines[0].revision
        return History(shown, tuple(lines), drafts=bool(minded), submittable=False, current=None)
    current = submissions.open_submission(session, latest.document_id)
    return History(
        latest,
        tuple(lines),
        drafts=True,
        submittable=current is None and latest.id not in released and not latest.dropped,
        current=current.id if current else None,
    )


def _versions(
    session: Session, sight: Sight, document_id: str, now: datetime
) -> tuple[VersionLine, ...]:
    """The versions that somebody may read; that one is to come is not told by an end either."""
    every = lines_of(session, document_id, now)
    seen = readable(session, sight, [[each.released for each in every]], now)
    found = tuple(each for each in every if each.released.id in seen)
    if any(each.status is Status.APPROVED for each in found):
        return found
    return tuple(
        replace(each, until=None) if each.status is Status.EFFECTIVE else each for each in found
    )


def _moment(line: HistoryLine) -> datetime:
    return line.version.released.released_at if line.version else line.revision.recorded_at


def _line(found: History, name: TextName) -> HistoryLine:
    for each in found.lines:
        if name == each.name or (found.drafts and name == f"r{each.revision.ordinal}"):
            return each
    raise UnknownVersionError(found.newest.document.key, name)
