"""The text that somebody has before them: what they wrote and did not save, else the newest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sopkit.model.organisation import Organisation
from sopkit.refusals import EditedElsewhereError, UnderReviewError
from sopkit.services.register.acting import Account, refuse_without
from sopkit.services.register.finding import newest_of
from sopkit.services.register.saving import AUTHOR, name_of
from sopkit.services.register.snapshot import organisation
from sopkit.store import documents, people, submissions, unsaved, unsaved_steps
from sopkit.store.documents import DocumentKey, SavedRevision, digest_of
from sopkit.store.session import Register, Session
from sopkit.store.trail import moment_of_act
from sopkit.store.unsaved import Unsaved


@dataclass(frozen=True, slots=True)
class Sheet:
    """A procedure to write, by its number and language (the organisation's if None)."""

    number: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A text to write in.

    `base` is the revision that it began from, `newest` the newest one, which somebody else may
    have saved (`newest_by`) meanwhile. `changed_at` is None where nothing is unsaved. `frozen`
    tells that the procedure is under review. `pictures` are the hashes of the pictures of the base
    by path, `added` the paths of those put in since. `ways` are those over the changes that were
    made: `back`, `forward`.
    """

    document_id: str
    base: SavedRevision
    newest: SavedRevision
    newest_by: str
    text: bytes
    changed_at: datetime | None
    frozen: bool
    pictures: Mapping[str, str]
    added: frozenset[str]
    ways: frozenset[str]
    house: Organisation

    @property
    def digest(self) -> str:
        """SHA-256 of the text: what a page that shows it sends along with a change."""
        return digest_of(self.text)

    @property
    def document(self) -> DocumentKey:
        """Which document it is."""
        return self.base.document

    @property
    def overtaken(self) -> bool:
        """Whether somebody else saved since this text was begun."""
        return self.base.id != self.newest.id


def take(register: Register, account: Account, sheet: Sheet, now: datetime) -> OnDesk:
    """The text of a procedure that somebody may write in.

    Raises UnknownDocumentError and NotAllowedError.
    """
    with register.reading() as session:
        return on_desk(session, account, sheet, now)


def on_desk(session: Session, account: Account, sheet: Sheet, now: datetime) -> OnDesk:
    """As `take`, in a transaction that does more."""
    newest = newest_of(session, sheet.number, sheet.language)
    refuse_without(session, account.id, AUTHOR, newest.department, now)
    kept = unsaved.find(session, account.id, newest.document_id)
    base = newest
    if kept is not None and kept.base_id != newest.id:
        base = documents.revision(session, kept.base_id)
    text = kept.text if kept is not None else b""
    if kept is None and not base.dropped:
        text = documents.text_of(session, base)
    name = people.name_at(session, newest.author_id, moment_of_act(session, now))
    return OnDesk(
        document_id=newest.document_id,
        base=base,
        newest=newest,
        newest_by=name,
        text=text,
        changed_at=kept.changed_at if kept is not None else None,
        frozen=submissions.open_submission(session, newest.document_id) is not None,
        pictures=documents.picture_hashes(session, base.id),
        added=unsaved.picture_paths(session, account.id, newest.document_id),
        ways=unsaved_steps.ways(session, account.id, newest.document_id),
        house=organisation(session),
    )


def put(register: Register, account: Account, before: OnDesk, text: bytes, now: datetime) -> OnDesk:
    """Keep another text on the desk, if the one before is still there.

    Raises EditedElsewhereError when this person wrote something else in another window, and
    UnderReviewError.
    """
    with register.writing() as session:
        kept = unsaved.find(session, account.id, before.document_id)
        newest = documents.latest(session, before.document_id) or before.newest
        if (kept.digest if kept else newest.text_hash or digest_of(b"")) != before.digest:
            raise EditedElsewhereError
        if submissions.open_submission(session, before.document_id) is not None:
            raise UnderReviewError(name_of(before.document))
        if text != before.text:
            base_id = kept.base_id if kept else newest.id
            unsaved_steps.remember(session, account.id, before.document_id, before.text)
            unsaved.keep(session, Unsaved(account.id, before.document_id, base_id, text, now))
            if newest.id == before.newest.id:
                back = frozenset({"back"})
                return replace(before, text=text, changed_at=now, frozen=False, ways=back)
        sheet = Sheet(before.document.key, before.document.language)
        return on_desk(session, account, sheet, now)


def step(
    register: Register, account: Account, sheet: Sheet, seen: str, now: datetime, *, back: bool
) -> OnDesk:
    """Undo the last change since the text was saved, or (not `back`) make it again.

    Where there is none, nothing happens. Raises what `put` raises.
    """
    with register.writing() as session:
        found = on_desk(session, account, sheet, now)
        if found.digest != seen:
            raise EditedElsewhereError
        if found.frozen:
            raise UnderReviewError(name_of(found.document))
        text = unsaved_steps.go_over(session, account.id, found.document_id, found.text, back=back)
        if text is None:
            return found
        unsaved.keep(session, Unsaved(account.id, found.document_id, found.base.id, text, now))
        return on_desk(session, account, sheet, now)


def clear(register: Register, account: Account, sheet: Sheet, now: datetime) -> None:
    """Throw away what somebody wrote and did not save. Raises what `take` raises."""
    with register.writing() as session:
        found = on_desk(session, account, sheet, now)
        unsaved.forget(session, account.id, found.document_id)
