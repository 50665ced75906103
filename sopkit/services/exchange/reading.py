"""The texts of a procedure as programs read them: the draft, and every version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sopkit.model.control import Signature, Status
from sopkit.model.sop import Sop
from sopkit.refusals import NoPictureError, UnknownDocumentError, UnknownVersionError
from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.library import reading as shelf
from sopkit.services.register.indexing import index_drafts
from sopkit.services.register.reading import control
from sopkit.services.register.recording import VersionLine
from sopkit.services.register.sight import onlooker
from sopkit.services.register.snapshot import organisation, parsed
from sopkit.services.register.vicinity import Findings, findings_for
from sopkit.services.reviews.history import history
from sopkit.services.reviews.seeing import seen_draft
from sopkit.store import documents, releases
from sopkit.store.documents import SavedRevision
from sopkit.store.session import Register, Session

__all__ = [
    "CURRENT",
    "Asked",
    "Checked",
    "ListedVersion",
    "Saved",
    "SignedVersion",
    "checked_draft",
    "current_draft",
    "draft",
    "draft_picture",
    "pictures_of",
    "structure",
    "version",
    "version_card",
    "version_flow",
    "version_pdf",
    "version_picture",
    "version_text",
    "versions",
]

CURRENT = "current"
"""What the version in force is called, whichever it is."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for which procedure, and when; and for which version, if for one."""

    visitor: Visitor
    number: str
    language: str
    now: datetime
    version: str = CURRENT


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved text."""

    revision: SavedRevision
    text: bytes


@dataclass(frozen=True, slots=True)
class ListedVersion:
    """A version, and its text."""

    line: VersionLine
    revision: SavedRevision


@dataclass(frozen=True, slots=True)
class SignedVersion:
    """A version with its text and signatures. `review_due` is when it must be reviewed."""

    line: VersionLine
    revision: SavedRevision
    signatures: tuple[Signature, ...]
    review_due: datetime


@dataclass(frozen=True)
class Checked:
    """A draft, and what the check finds in it."""

    revision: SavedRevision
    findings: Findings


def draft(register: Register, asked: Asked) -> Saved:
    """The newest text of a procedure, for insiders. Raises UnknownDocumentError."""
    with register.reading() as session:
        revision = _draft(session, asked)
        return Saved(revision, documents.text_of(session, revision))


def checked_draft(register: Register, asked: Asked) -> Checked:
    """The newest text of a procedure, with what the check of the library finds in it.

    Raises UnknownDocumentError.
    """
    index_drafts(register)
    with register.reading() as session:
        revision = _draft(session, asked)
        looking = onlooker(session, asked.visitor.account, asked.now)
        return Checked(revision, findings_for(session, revision, looking))


def current_draft(register: Register, asked: Asked) -> SavedRevision | None:
    """What was saved last of a procedure; None if it was dropped, or is not for this person."""
    with register.reading() as session:
        try:
            return _draft(session, asked)
        except UnknownDocumentError:
            return None


def pictures_of(register: Register, revision: SavedRevision) -> tuple[str, ...]:
    """The paths of the pictures that were saved with a text."""
    with register.reading() as session:
        return tuple(documents.picture_hashes(session, revision.id))


def draft_picture(register: Register, asked: Asked, path: str) -> bytes:
    """A picture of the newest text. Raises UnknownDocumentError and NoPictureError."""
    with register.reading() as session:
        return _picture(session, _draft(session, asked), path)


def versions(register: Register, asked: Asked) -> tuple[ListedVersion, ...]:
    """Every version that a person may see, the newest first. Raises UnknownDocumentError."""
    found = history(register, asked.visitor, asked.number, asked.language, asked.now)
    return tuple(
        ListedVersion(each.version, each.revision)
        for each in found.lines
        if each.version is not None
    )


def version(register: Register, asked: Asked) -> SignedVersion:
    """A version with its signatures. Raises UnknownDocumentError and UnknownVersionError."""
    found = _version(register, asked)
    with register.reading() as session:
        told = control(session, found.line.released, asked.now)
        due = releases.due(session, found.line.released)
    return SignedVersion(found.line, found.revision, told.signatures, due)


def version_text(register: Register, asked: Asked) -> Saved:
    """The text of a version. Raises UnknownDocumentError and UnknownVersionError."""
    found = _version(register, asked)
    with register.reading() as session:
        return Saved(found.revision, documents.text_of(session, found.revision))


def version_picture(register: Register, asked: Asked, path: str) -> bytes:
    """A picture of a version. Raises what `version_text` raises, and NoPictureError."""
    found = _version(register, asked)
    with register.reading() as session:
        return _picture(session, found.revision, path)


def version_pdf(register: Register, asked: Asked, reader: str) -> bytes:
    """A version on paper, with what is the reader's in their language.

    Raises what `version_text` raises, and NotPrintableError.
    """
    account, wanted = asked.visitor.account, _wanted(register, asked)
    return shelf.pdf(register, account, wanted, reader, asked.now, stamped=False).data


def version_card(register: Register, asked: Asked, reader: str) -> bytes:
    """A version as a card for the wall. Raises what `version_pdf` raises."""
    account, wanted = asked.visitor.account, _wanted(register, asked)
    return shelf.card(register, account, wanted, reader, asked.now, stamped=False).data


def version_flow(register: Register, asked: Asked, style: str, reader: str) -> str:
    """The flow of a version, as `graph.draw_flow` draws it. Raises what `version_text` raises."""
    account, wanted = asked.visitor.account, _wanted(register, asked)
    return shelf.flow(register, account, wanted, style, reader, asked.now)


def structure(register: Register, saved: Saved) -> Sop:
    """What a text says: its front matter, sections and steps."""
    with register.reading() as session:
        language = organisation(session).language
    sop = parsed(saved.revision.path, saved.text, language)
    if sop is None:
        raise LookupError("a saved text has a number, so it can be read")
    return sop


def _draft(session: Session, asked: Asked) -> SavedRevision:
    found = seen_draft(session, asked.visitor, asked.number, asked.language)
    if found.dropped:
        raise UnknownDocumentError(asked.number, asked.language)
    return found


def _version(register: Register, asked: Asked) -> ListedVersion:
    for each in versions(register, asked):
        if asked.version == str(each.line.released.version):
            return each
        if asked.version == CURRENT and each.line.status is Status.EFFECTIVE:
            return each
    raise UnknownVersionError(asked.number, asked.version)


def _wanted(register: Register, asked: Asked) -> shelf.Asked:
    """A version as the library knows it."""
    number = str(_version(register, asked).line.released.version)
    return shelf.Asked(asked.number, asked.language, number)


def _picture(session: Session, revision: SavedRevision, path: str) -> bytes:
    digest = documents.picture_hashes(session, revision.id).get(path)
    if digest is None:
        raise NoPictureError(path)
    return documents.content(session, digest)
