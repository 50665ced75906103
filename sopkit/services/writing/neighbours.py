"""What a preview must know of other procedures: those that a text names, and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sopkit.model.sop import Sop
from sopkit.services.register.links import numbers_in, paths_in
from sopkit.services.register.sight import Onlooker, texts_at
from sopkit.store import documents
from sopkit.store.documents import SavedRevision
from sopkit.store.session import Session

_MOST = 60
"""Neighbours of one text that are read."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another procedure, in the text that its writer sees."""

    path: str
    text: bytes
    text_hash: str


def neighbours(
    session: Session, onlooker: Onlooker, sop: Sop, own: SavedRevision
) -> tuple[Neighbour, ...]:
    """The procedures that a text leads to, and its translations, as somebody sees them.

    What number the unsaved text gives itself says nothing: it is that of its document.
    """
    numbers = {own.document.key, *numbers_in(sop)}
    found = (
        each
        for each in texts_at(session, onlooker, numbers, paths_in(sop))
        if each.document_id != own.document_id and not each.dropped
    )
    kept = sorted(found, key=lambda each: each.path)[:_MOST]
    texts = documents.texts_of(session, kept)
    return tuple(Neighbour(each.path, texts[each.id], each.text_hash or "") for each in kept)


def titles(
    session: Session, onlooker: Onlooker, numbers: Collection[str], language: str
) -> Mapping[str, str]:
    """The titles of procedures by number, in a language if they have it, as somebody sees them."""
    found: dict[str, str] = {}
    for each in texts_at(session, onlooker, numbers, ()):
        if not each.dropped and (
            each.document.key not in found or each.document.language == language
        ):
            found[each.document.key] = each.title
    return found
