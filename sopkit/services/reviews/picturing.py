"""The pictures of a text under review."""

from __future__ import annotations

from dataclasses import dataclass

from sopkit.refusals import UnknownReviewError
from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.pictures import media_type
from sopkit.services.reviews.seeing import seen_submission
from sopkit.store import documents
from sopkit.store.session import Register

__all__ = ["Picture", "picture"]


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
        kind = media_type(path)
        if digest is None or kind is None:
            raise UnknownReviewError
        return Picture(documents.content(session, digest), kind)
