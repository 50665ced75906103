"""The pictures of a text under review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from sopkit.refusals import UnknownReviewError
from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.reviews.seeing import seen_submission
from sopkit.store import documents
from sopkit.store.session import Register

__all__ = ["Picture", "picture"]

KINDS: Mapping[str, str] = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".svg": "image/svg+xml",
}
"""The media type of each kind of picture that a library may have."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a picture, and their media type."""

    data: bytes
    kind: str


def picture(register: Register, visitor: Visitor, submission_id: str, path: str) -> Picture:
    """A picture of a submitted text, by its path in the library. Raises UnknownReviewError."""
    with register.reading() as session:
        submission, _ = seen_submission(session, visitor, submission_id)
        digest = documents.picture_hashes(session, submission.revision_id).get(path)
        kind = KINDS.get(PurePosixPath(path).suffix.lower())
        if digest is None or kind is None:
            raise UnknownReviewError
        return Picture(documents.content(session, digest), kind)
