"""What changed between two revisions of a procedure, as the register holds them."""

from __future__ import annotations

import posixpath
import re

from sopkit.compare.difference import Difference
from sopkit.compare.document import compare
from sopkit.compare.edition import Edition
from sopkit.model.control import Nature
from sopkit.services.register.snapshot import compiled, snapshot
from sopkit.store import documents
from sopkit.store.documents import DocumentKind, SavedRevision
from sopkit.store.session import Session

_ORDER = tuple(Nature)
_NUMBER = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*-\d+")


def difference(session: Session, before: SavedRevision, after: SavedRevision) -> Difference:
    """All that changed from one revision to another of the same document.

    Raises LookupError for a dropped draft, or bytes that are no text.
    """
    return compare(edition(session, before), edition(session, after))


def edition(session: Session, revision: SavedRevision) -> Edition:
    """A revision, linked with the procedures that it mentions as they are now."""
    text = documents.text_of(session, revision).decode("utf-8", errors="replace")
    numbers = set(_NUMBER.findall(text))
    others = [
        each
        for each in documents.newest(session)
        if each.document_id != revision.document_id
        and (
            each.document.kind is not DocumentKind.SOP
            or each.document.key in numbers
            or posixpath.basename(each.path) in text
        )
    ]
    found = compiled(snapshot(session, [revision, *others]), [revision.path])
    sop = found.library.by_path.get(revision.path)
    if sop is None:
        raise LookupError("the bytes of this revision are no text")
    hashes = documents.picture_hashes(session, revision.id)
    folder = posixpath.dirname(revision.path)
    places = {
        image.target: posixpath.normpath(posixpath.join(folder, image.target))
        for image in sop.images
    }
    pictures = {target: hashes[path] for target, path in places.items() if path in hashes}
    return Edition(sop, found.context.flow(sop), pictures)


def at_least(found: Nature, wanted: Nature | None) -> bool:
    """Whether a nature is not lower than the one that was found."""
    return wanted is None or _ORDER.index(wanted) >= _ORDER.index(found)
