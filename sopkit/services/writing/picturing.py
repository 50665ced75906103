"""Pictures pasted or dropped into a text: looked at, named, kept for the next revision."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sopkit.refusals import NotAPictureError, PictureTooLargeError, UnderReviewError
from sopkit.services.pictures import media_type
from sopkit.services.register.acting import Account
from sopkit.services.register.saving import name_of
from sopkit.services.writing.desk import Sheet, on_desk
from sopkit.store import documents, unsaved
from sopkit.store.session import Register

MOST_MEGABYTES = 5
"""Of the largest picture."""

_SVG = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:(?><!--.*?-->)\s*)*+(?:<!DOCTYPE[^>\[]*>\s*)?<svg[\s>]", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A picture that was kept, as a text names it."""

    target: str


def keep_picture(
    register: Register, account: Account, sheet: Sheet, data: bytes, now: datetime
) -> Kept:
    """Keep a picture for the next revision of a text; its name comes from its content.

    Raises NotAPictureError, PictureTooLargeError, UnderReviewError and what `desk.take` raises.
    """
    if len(data) > MOST_MEGABYTES * 1_000_000:
        raise PictureTooLargeError(MOST_MEGABYTES)
    suffix = _suffix(data)
    with register.writing() as session:
        found = on_desk(session, account, sheet, now)
        if found.frozen:
            raise UnderReviewError(name_of(found.document))
        name = f"{found.document.key.lower()}-{sha256(data).hexdigest()[:10]}{suffix}"
        path = posixpath.join(posixpath.dirname(found.base.path), "pictures", name)
        unsaved.keep_picture(session, account.id, found.document_id, path, data)
    return Kept(f"pictures/{name}")


def _suffix(data: bytes) -> str:
    """What a picture's name ends in, by its content. Raises NotAPictureError."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return ".png"
    if data.startswith(b"\xff\xd8\xff"):
        return ".jpg"
    if _SVG.match(data[:4000].removeprefix(b"\xef\xbb\xbf")):
        return ".svg"
    raise NotAPictureError


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for a browser."""

    data: bytes
    kind: str


def picture(
    register: Register, account: Account, sheet: Sheet, path: str, now: datetime
) -> Picture | None:
    """A picture of the text on a desk by its path in the library."""
    kind = media_type(path)
    with register.reading() as session:
        found = on_desk(session, account, sheet, now)
        if kind is None:
            return None
        if path in found.added:
            data = unsaved.pictures(session, account.id, found.document_id)[path]
            return Picture(data, kind)
        digest = found.pictures.get(path)
        return Picture(documents.content(session, digest), kind) if digest else None
