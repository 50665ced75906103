"""Texts and pictures that other programs save: always on top of what they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from sopkit.model.organisation import Organisation
from sopkit.refusals import (
    ChangedMeanwhileError,
    NoPictureError,
    NoPictureFileError,
    NoTextError,
    NotShownError,
    OtherDocumentError,
    UnknownDocumentError,
)
from sopkit.services.register.acting import acting, require
from sopkit.services.register.saving import AUTHOR, Writing, drafted, drop_draft, save_draft
from sopkit.services.register.snapshot import organisation, parsed
from sopkit.services.register.working_copy import picture_place
from sopkit.source.file import SourceFile, decode
from sopkit.store import documents
from sopkit.store.documents import DocumentKey, DocumentKind, SavedRevision
from sopkit.store.people import Account
from sopkit.store.session import Register, Session
from sopkit.store.shelfmarks import newest_ever_at
from sopkit.store.trail import Ledger

__all__ = [
    "MESSAGE_MOST",
    "Change",
    "ChangedMeanwhileError",
    "SavedRevision",
    "drop",
    "save_picture",
    "save_text",
]

MESSAGE_MOST = 1_000
"""Characters of what somebody says about a change."""


@dataclass(frozen=True, slots=True)
class Change:
    """Which procedure is changed, and why.

    `expected` is the id of the revision that was read; None where nothing is there yet.
    """

    number: str
    language: str
    expected: str | None
    message: str = ""

    @property
    def document(self) -> DocumentKey:
        """The document that is changed."""
        return DocumentKey(DocumentKind.SOP, self.number, self.language)


def save_text(
    register: Register, actor: Account, change: Change, text: bytes, now: datetime
) -> tuple[SavedRevision, bool]:
    """Save a text; gives the revision, and whether the procedure is new.

    The pictures that it still shows stay.

    Raises NoTextError, NumberMissingError, OtherDocumentError, NotAllowedError, UnderReviewError
    and ChangedMeanwhileError.
    """
    if not isinstance(decode("", text), SourceFile):
        raise NoTextError
    with acting(register, actor, now) as ledger:
        session = ledger.session
        house = organisation(session)
        latest = _latest(session, change.document)
        path = latest.path if latest else _free_path(session, change, house)
        draft = drafted(Writing(path, text, _still_shown(session, latest, text, house)), house)
        if draft.document != change.document:
            raise OtherDocumentError(draft.document.key, draft.document.language)
        new = latest is None or latest.dropped
        expected = latest.id if latest and new and change.expected is None else change.expected
        return save_draft(ledger, draft, expected, change.message), new


def save_picture(
    register: Register,
    actor: Account,
    change: Change,
    path: str,
    data: bytes | None,
    now: datetime,
) -> SavedRevision:
    """Save a picture that the newest text shows, by its path in the library; None takes it away.

    Raises NoPictureFileError, UnknownDocumentError, NotAllowedError, NotShownError,
    NoPictureError, UnderReviewError and ChangedMeanwhileError.
    """
    if data is not None and not _is_picture(path, data):
        raise NoPictureFileError
    with acting(register, actor, now) as ledger:
        session = ledger.session
        latest = _latest(session, change.document)
        if latest is None or latest.dropped:
            raise UnknownDocumentError(change.number, change.language)
        require(ledger, AUTHOR, latest.department)
        return _save_pictures(ledger, latest, change, path, data)


def drop(register: Register, actor: Account, change: Change, now: datetime) -> None:
    """Take the draft of a procedure out of the library; what was released stays.

    Raises UnknownDocumentError, NotAllowedError, UnderReviewError and ChangedMeanwhileError.
    """
    dropped = drop_draft(
        register, actor, change.document, change.message, now, expected=change.expected
    )
    if dropped is None:
        raise UnknownDocumentError(change.number, change.language)


def _save_pictures(
    ledger: Ledger, latest: SavedRevision, change: Change, path: str, data: bytes | None
) -> SavedRevision:
    session = ledger.session
    house = organisation(session)
    text = documents.text_of(session, latest)
    pictures = dict(documents.pictures_of(session, latest.id))
    if data is None:
        if pictures.pop(path, None) is None:
            raise NoPictureError(path)
    elif path not in _shown(latest.path, text, house):
        raise NotShownError(path)
    else:
        pictures[path] = data
    draft = drafted(Writing(latest.path, text, pictures), house)
    return save_draft(ledger, draft, change.expected, change.message)


def _latest(session: Session, document: DocumentKey) -> SavedRevision | None:
    found = documents.find(session, document)
    return documents.latest(session, found) if found else None


def _free_path(session: Session, change: Change, house: Organisation) -> str:
    """Where a new procedure lies in the library, as `sopkit new` names files."""
    translated = f"{change.number}.{change.language}.md"
    path = f"{change.number}.md" if change.language == house.language else translated
    taken = newest_ever_at(session, (), (path,))
    return translated if any(each.path == path for each in taken) else path


def _still_shown(
    session: Session, latest: SavedRevision | None, text: bytes, house: Organisation
) -> Mapping[str, bytes]:
    """The pictures of the text before that a new one shows, too."""
    if latest is None:
        return {}
    shown = _shown(latest.path, text, house)
    return {
        path: data
        for path, data in documents.pictures_of(session, latest.id).items()
        if path in shown
    }


def _shown(path: str, text: bytes, house: Organisation) -> frozenset[str]:
    """The paths in the library of the pictures that a text shows."""
    sop = parsed(path, text, house.language)
    targets = (unquote(image.target) for image in sop.images) if sop else ()
    places = (picture_place(path, target) for target in targets)
    return frozenset(place for place in places if place is not None)


def _is_picture(path: str, data: bytes) -> bool:
    suffix = path.lower().rpartition(".")[2]
    if suffix == "svg":
        return isinstance(decode(path, data), SourceFile) and b"<svg" in data
    begins = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
    return suffix in begins and data.startswith(begins[suffix])
