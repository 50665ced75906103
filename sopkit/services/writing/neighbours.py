"""What a preview must know of other procedures: those that a text names, and nothing else."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sopkit.model.sop import Sop
from sopkit.model.step import SopLink
from sopkit.parse.inline import NUMBER
from sopkit.store import documents
from sopkit.store.documents import SavedRevision
from sopkit.store.session import Session
from sopkit.store.shelfmarks import newest_at

_FARTHEST = 2
"""Neighbours of neighbours are read too, so that a circle of calls through them is found."""

_MOST = 60
"""Neighbours of one text that are read."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another procedure, in its newest text."""

    path: str
    text: bytes
    text_hash: str


def neighbours(session: Session, sop: Sop, own: SavedRevision) -> tuple[Neighbour, ...]:
    """The procedures that a text leads to, its translations, and what those lead to."""
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


def numbers_in(sop: Sop) -> frozenset[str]:
    """The numbers of the procedures that a text names in its links."""
    return frozenset(link.target for link in _links(sop) if NUMBER.fullmatch(link.target))


def paths_in(sop: Sop) -> frozenset[str]:
    """The paths of the procedures that a text names by their file."""
    folder = posixpath.dirname(sop.path)
    return frozenset(
        posixpath.normpath(posixpath.join(folder, link.target))
        for link in _links(sop)
        if not NUMBER.fullmatch(link.target)
    )


def _links(sop: Sop) -> Iterator[SopLink]:
    yield from sop.links
    for step in sop.every_step:
        yield from step.links
        if step.call is not None:
            yield step.call
    for jump in sop.jumps():
        if jump.link is not None:
            yield jump.link
