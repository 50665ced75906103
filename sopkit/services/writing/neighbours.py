"""What a preview must know of other procedures: those that a text names, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sopkit.model.sop import Sop
from sopkit.services.register.links import numbers_in, paths_in
from sopkit.store import documents
from sopkit.store.documents import SavedRevision
from sopkit.store.session import Session
from sopkit.store.shelfmarks import newest_at

_MOST = 60
"""Neighbours of one text that are read."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another procedure, in its newest text."""

    path: str
    text: bytes
    text_hash: str


def neighbours(session: Session, sop: Sop, own: SavedRevision) -> tuple[Neighbour, ...]:
    """The procedures that a text leads to, and its translations."""
    found: dict[str, SavedRevision] = {}
    for each in newest_at(session, {sop.number, *numbers_in(sop)}, paths_in(sop)):
        if each.document_id != own.document_id and not each.dropped:
            found[each.id] = each
    kept = sorted(found.values(), key=lambda each: each.path)[:_MOST]
    texts = documents.texts_of(session, kept)
    return tuple(Neighbour(each.path, texts[each.id], each.text_hash or "") for each in kept)


def titles(session: Session, numbers: Iterable[str], language: str) -> Mapping[str, str]:
    """The titles of procedures by number, in a language if they have it."""
    found: dict[str, str] = {}
    for each in newest_at(session, numbers, ()):
        if not each.dropped and (
            each.document.key not in found or each.document.language == language
        ):
            found[each.document.key] = each.title
    return found
