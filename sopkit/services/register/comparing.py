"""What changed between two revisions of a procedure, as the register holds them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote

from sopkit.compare.difference import Difference
from sopkit.compare.document import compare
from sopkit.compare.edition import Edition
from sopkit.model.control import Nature
from sopkit.parse.inline import NUMBER
from sopkit.services.compile import Compiled
from sopkit.services.register.sight import Onlooker, texts_at
from sopkit.services.register.snapshot import compiled, snapshot
from sopkit.store import documents
from sopkit.store.documents import SavedRevision
from sopkit.store.session import Session

_ORDER = tuple(Nature)
_PATH = re.compile(
    r"(?<=[(<])[^()<>\n]+?\.md|(?<=\]:)[ \t]*+(?:[^()<>\s]+\.md|(?P<other>[^()<>\s]++))"
)
"""What may be the address of another procedure: in brackets, or that of a reference link.

`other` is what is no such address: it is read over as a whole, not again from each `]:` in it.
"""


@dataclass(frozen=True)
class Comparison:
    """A difference, with the newer text among the procedures that it mentions."""

    difference: Difference
    compiled: Compiled


def difference(session: Session, before: SavedRevision, after: SavedRevision) -> Difference:
    """All that changed from one revision to another of the same document, as the register sees it.

    Raises LookupError for a dropped draft, or bytes that are no text.
    """
    return comparison(session, before, after, None).difference


def comparison(
    session: Session, before: SavedRevision, after: SavedRevision, onlooker: Onlooker | None
) -> Comparison:
    """As `difference`, for somebody, with the names that the newer text goes by.

    Raises LookupError.
    """
    surroundings = among_mentioned(session, after, onlooker)
    old = _edition(session, before, among_mentioned(session, before, onlooker))
    new = _edition(session, after, surroundings)
    return Comparison(compare(old, new), surroundings)


def among_mentioned(
    session: Session, revision: SavedRevision, onlooker: Onlooker | None
) -> Compiled:
    """A revision, compiled with the procedures that it mentions as somebody sees them now.

    It is there for names and differences; `vicinity` tells what the check finds.
    Raises LookupError for a dropped draft.
    """
    text = documents.text_of(session, revision).decode("utf-8", errors="replace")
    folder = posixpath.dirname(revision.path)
    paths = {
        posixpath.normpath(posixpath.join(folder, unquote(match.group().strip())))
        for match in _PATH.finditer(text)
        if match["other"] is None
    }
    others = [
        each
        for each in texts_at(session, onlooker, frozenset(NUMBER.findall(text)), paths)
        if each.document_id != revision.document_id and each.path != revision.path
    ]
    around = documents.revisions_by_id(session, documents.context(session)).values()
    return compiled(snapshot(session, [revision, *others, *around]), [revision.path])


def _edition(session: Session, revision: SavedRevision, found: Compiled) -> Edition:
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
