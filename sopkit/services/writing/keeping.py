"""Saving what is on a desk as the next revision, and putting it together with somebody else's."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from sopkit.edit.lines import rewritten
from sopkit.edit.merge import Chunk, conflicts, merge, put_together
from sopkit.model.sop import Sop
from sopkit.refusals import ChangedMeanwhileError, EditedElsewhereError, NumberChangedError
from sopkit.services.register.acting import Account, acting
from sopkit.services.register.saving import Writing, drafted, save_draft
from sopkit.services.register.sight import Onlooker, onlooker, pictures_at
from sopkit.services.register.snapshot import parsed
from sopkit.services.writing.desk import OnDesk, Sheet, on_desk
from sopkit.source.file import SourceFile, decode
from sopkit.store import documents, unsaved, unsaved_steps
from sopkit.store.documents import SavedRevision
from sopkit.store.session import Register, Session
from sopkit.store.unsaved import Unsaved


def save_desk(
    register: Register, account: Account, sheet: Sheet, seen: str, message: str, now: datetime
) -> SavedRevision:
    """Save the text whose digest is `seen` as the next revision; then nothing is unsaved.

    Raises EditedElsewhereError, ChangedMeanwhileError when somebody else saved since the text was
    begun, NumberChangedError, UnderReviewError, NumberMissingError and NotAllowedError. Whatever
    is raised, the text stays on the desk.
    """
    with acting(register, account, now) as ledger:
        found = on_desk(ledger.session, account, sheet, now)
        if found.digest != seen:
            raise EditedElsewhereError
        looking = onlooker(ledger.session, account, ledger.now)
        pictures = _pictures(ledger.session, looking, found)
        writing = Writing(found.base.path, found.text, pictures)
        draft = drafted(writing, found.house)
        if draft.document != found.document:
            raise NumberChangedError(found.document.key, found.document.language)
        saved = save_draft(ledger, draft, found.base.id, message)
        unsaved.forget(ledger.session, account.id, found.document_id)
        return saved


def _pictures(session: Session, onlooker: Onlooker, found: OnDesk) -> Mapping[str, bytes]:
    """The pictures that the text shows: put in now, of the base, or of what its writer may see."""
    sop = parsed(found.base.path, found.text, found.house.language)
    wanted = picture_places(sop) if sop is not None else frozenset()
    added = unsaved.pictures(session, onlooker.sight.person_id, found.document_id)
    mine = {path: data for path, data in added.items() if path in wanted}
    hashes = {path: found.pictures[path] for path in wanted - set(mine) if path in found.pictures}
    hashes |= pictures_at(session, onlooker, wanted - set(mine) - set(hashes))
    data = documents.contents(session, hashes.values())
    return {**mine, **{path: data[digest] for path, digest in hashes.items()}}


def picture_places(sop: Sop) -> frozenset[str]:
    """The paths in the library of the pictures that a text shows."""
    folder = posixpath.dirname(sop.path)
    return frozenset(
        normalize("NFC", posixpath.normpath(posixpath.join(folder, image.target)))
        for image in sop.images
    )


@dataclass(frozen=True, slots=True)
class Collision:
    """Two texts that began from one: `chunks` are what they have together.

    `saved_by` and `saved_at` tell of the other's.
    """

    chunks: tuple[Chunk, ...]
    saved_by: str
    saved_at: datetime
    digest: str
    newest_id: str

    @property
    def clean(self) -> bool:
        """Whether the two touch nowhere, so that nothing has to be chosen."""
        return not conflicts(self.chunks)


def collision(
    register: Register, account: Account, sheet: Sheet, now: datetime
) -> Collision | None:
    """How the text on a desk and the newest saved one go together; None if nobody else saved."""
    with register.reading() as session:
        return _collision(session, on_desk(session, account, sheet, now))


def _collision(session: Session, found: OnDesk) -> Collision | None:
    if not found.overtaken:
        return None
    base = "" if found.base.dropped else _text(documents.text_of(session, found.base))
    theirs = "" if found.newest.dropped else _text(documents.text_of(session, found.newest))
    return Collision(
        merge(base, _text(found.text), theirs),
        found.newest_by,
        found.newest.recorded_at,
        found.digest,
        found.newest.id,
    )


def settle(
    register: Register,
    account: Account,
    sheet: Sheet,
    seen: str,
    newest_id: str,
    choices: Sequence[str],
    now: datetime,
) -> None:
    """Put the two texts together; what comes of it begins from the newest revision.

    `choices` settle the conflicts in their order (`mine`, `theirs`, `both`). Nothing is saved: the
    writer looks at it first. Raises EditedElsewhereError when the text on the desk is another by
    now, and ChangedMeanwhileError when somebody saved once more.
    """
    with register.writing() as session:
        found = on_desk(session, account, sheet, now)
        if found.digest != seen:
            raise EditedElsewhereError
        if found.newest.id != newest_id:
            raise ChangedMeanwhileError(found.document.key)
        together = _collision(session, found)
        if together is None:
            return
        text = rewritten(found.text, put_together(together.chunks, choices))
        pictures = documents.pictures_of(session, found.base.id)
        keep = Unsaved(account.id, found.document_id, found.newest.id, text, now)
        unsaved.keep(session, keep)
        # Stepping back over this would take away what the other one saved.
        unsaved_steps.forget(session, account.id, found.document_id)
        newer = documents.picture_hashes(session, found.newest.id)
        for path, data in pictures.items():  # the text may show what the newest has no more
            if path not in newer and path not in found.added:
                unsaved.keep_picture(session, account.id, found.document_id, path, data)


def _text(data: bytes) -> str:
    file = decode("", data)
    return file.text if isinstance(file, SourceFile) else ""
