"""One procedure taken from the shelf: its text with the context of its release and its neighbours.

Nothing else of the library is parsed. Of the neighbours (what it leads to, what leads to it) the
shelves tell enough for a page. What was parsed is kept in the process by its content, as far as
`_KEPT` goes, so that it never is out of date.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from sopkit.check.rule import Context
from sopkit.messages import translator
from sopkit.model.control import Control, Status
from sopkit.model.library import Library
from sopkit.model.sop import Sop
from sopkit.model.timeline import InForce, timeline
from sopkit.parse.inline import NUMBER
from sopkit.parse.library import Read, Texts, parse_library
from sopkit.parse.link import Linker
from sopkit.refusals import UnknownDocumentError, UnknownVersionError
from sopkit.render.html.site import RelationKind, links_of
from sopkit.resources import locales
from sopkit.services.compile import catalogue
from sopkit.services.kept import Kept
from sopkit.services.library.addresses import ServedAddresses, ServedSite
from sopkit.services.library.shelving import targets
from sopkit.services.register.recording import controls
from sopkit.services.register.sight import Sight, readable
from sopkit.services.register.snapshot import parsed
from sopkit.source.file import SourceFile, decode
from sopkit.store import documents, library, records, releases, submissions
from sopkit.store.documents import DocumentKind, SavedRevision
from sopkit.store.library import Neighbour
from sopkit.store.session import Session
from sopkit.store.stages import Released

DRAFT = "draft"
"""In place of a version's number: the newest text, which is no version (yet)."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which text is asked for; without a version the one in force, or the one to come."""

    number: str
    language: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The text that is shown: a version, or (`released` is None) the newest text."""

    revision: SavedRevision
    released: Released | None
    status: Status


@dataclass(frozen=True)
class Surroundings:
    """Organisation, glossary and standards as they were at a release.

    `key` tells them from others; `derived` keeps what pages derive from them.
    """

    key: tuple[str, ...]
    library: Library
    derived: dict[object, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Volume:
    """A procedure with what surrounds it, at one moment.

    `pictures` holds the hash of each picture by its path, `key` stands for all that its flowchart
    shows, `versions` are those of this document that the person may read, with their times,
    `newest` is its newest text. `languages` are all in which it was ever written.
    """

    chosen: Chosen
    sop: Sop
    site: ServedSite
    addresses: ServedAddresses
    control: Control
    pictures: Mapping[str, str]
    surroundings: Surroundings
    others: tuple[Neighbour, ...]
    versions: tuple[tuple[Released, InForce], ...]
    newest: SavedRevision
    languages: frozenset[str]
    key: tuple[object, ...]


_PARSED: Kept[Sop] = Kept(200)
_SURROUNDINGS: Kept[Surroundings] = Kept(4)


def take(session: Session, sight: Sight, asked: Asked, reader: str, now: datetime) -> Volume:
    """Take a procedure from the shelf for somebody who reads `reader`.

    Raises UnknownDocumentError and UnknownVersionError, also for what they may not see.
    """
    is_number = NUMBER.fullmatch(asked.number) is not None
    alike = documents.translations(session, asked.number) if is_number else {}
    if not alike:
        raise UnknownDocumentError(asked.number, asked.language or reader)
    shelf = _Shelf(session, sight, asked, alike, now)
    chosen = shelf.choose(reader)
    return _volume(session, shelf, chosen, reader, now)


class _Shelf:
    """The versions of one number, in every language, as one person sees them."""

    def __init__(
        self,
        session: Session,
        sight: Sight,
        asked: Asked,
        alike: Mapping[str, str],
        now: datetime,
    ) -> None:
        self.session = session
        self.sight = sight
        self.asked = asked
        self.now = now
        self.alike = alike
        self.versions = records.versions(session, alike.values())
        self.readable = readable(session, sight, list(self.versions.values()), now)
        self.newest = documents.latest_of(session, alike.values())
        self.house = current(session).library.organisation.language

    def choose(self, reader: str) -> Chosen:
        """The text to show."""
        wanted = self.asked.language
        order = [wanted] if wanted else [reader, self.house, *sorted(self.alike)]
        for language in order:
            document_id = self.alike.get(language)
            found = self._of(document_id) if document_id else None
            if found is not None:
                return found
        if self.asked.version:
            raise UnknownVersionError(self.asked.number, self.asked.version)
        raise UnknownDocumentError(self.asked.number, wanted or reader)

    def _of(self, document_id: str) -> Chosen | None:
        newest = self.newest[document_id]
        if self.asked.version == DRAFT:
            return self._draft(newest)
        versions = {each.id: each for each in self.versions.get(document_id, ())}
        placed = timeline(each.period for each in versions.values())
        for each in reversed(placed):
            released = versions[each.period.id]
            status = each.status(self.now)
            if self._is_wanted(released, status) and released.id in self.readable:
                revision = documents.revision(self.session, released.revision_id)
                return Chosen(revision, released, status)
        return self._coming(versions, placed) if self.asked.version is None else None

    def _is_wanted(self, released: Released, status: Status) -> bool:
        if self.asked.version is None:
            return status is Status.EFFECTIVE
        return str(released.version) == self.asked.version

    def _coming(self, versions: Mapping[str, Released], placed: Sequence[InForce]) -> Chosen | None:
        """What takes effect next, where nothing is in force."""
        for each in placed:
            released = versions[each.period.id]
            if each.status(self.now) is Status.APPROVED and released.id in self.readable:
                revision = documents.revision(self.session, released.revision_id)
                return Chosen(revision, released, Status.APPROVED)
        return None

    def _draft(self, newest: SavedRevision) -> Chosen | None:
        if newest.dropped or not self.sight.minds(newest.department):
            return None
        under_review = submissions.open_submission(self.session, newest.document_id)
        return Chosen(newest, None, Status.IN_REVIEW if under_review else Status.DRAFT)


def _volume(session: Session, shelf: _Shelf, chosen: Chosen, reader: str, now: datetime) -> Volume:
    revision, number = chosen.revision, chosen.revision.document.key
    around = _surroundings(session, chosen)
    bare = _parsed(session, revision, around, ())
    near = library.neighbours(session, [number, *targets(bare)], now)
    far = library.leading_to(session, [number, revision.path], now)
    others = _others(revision, [*near, *(each for each, _kind in far)])
    sop = _parsed(session, revision, around, tuple((each.path, each.number) for each in others))
    pictures = records.pictures(session, [revision.id]).get(revision.id, {})
    shown = replace(
        around.library,
        sops=tuple(sorted((sop, *map(_stub, others)), key=lambda each: each.path)),
        pictures=frozenset(pictures),
    )
    named = library.step_ids(session, [each.entry_id for each in near])
    addresses = ServedAddresses(
        shown,
        reader=reader,
        own=revision.path,
        shown=str(chosen.released.version) if chosen.released else DRAFT,
        in_force=chosen.status is Status.EFFECTIVE,
        ids={each.path: named[each.entry_id] for each in others if each.entry_id in named},
    )
    site = ServedSite(
        shown,
        Context(shown).flow,
        partial(translator, catalogues=locales()),
        addressed=lambda _library: addresses,
        _derived=around.derived,
        reader=reader,
        own=number,
        leads=_leads(sop, shown),
        comes={each.number: RelationKind(kind) for each, kind in far},
    )
    known = {each.id: each for each in shelf.versions.get(revision.document_id, ())}
    return Volume(
        chosen=chosen,
        sop=sop,
        site=site,
        addresses=addresses,
        control=_control(session, chosen, now),
        pictures=pictures,
        surroundings=around,
        others=others,
        versions=tuple(
            (known[each.period.id], each)
            for each in timeline(e.period for e in known.values())
            if each.period.id in shelf.readable
        ),
        newest=shelf.newest[revision.document_id],
        languages=frozenset(shelf.alike),
        key=(revision.id, around.key, reader, addresses.page(sop), tuple(others)),
    )


def current(session: Session) -> Surroundings:
    """Organisation, glossary and standards as they were saved last."""
    ids = documents.context(session)
    return _SURROUNDINGS.get(ids, lambda: _read_surroundings(session, ids))


def _surroundings(session: Session, chosen: Chosen) -> Surroundings:
    """What the text was compiled with at its release; a draft has what is saved now."""
    if chosen.released is None:
        return current(session)
    ids = releases.context_of(session, chosen.released.id)
    return _SURROUNDINGS.get(ids, lambda: _read_surroundings(session, ids))


def _read_surroundings(session: Session, ids: tuple[str, ...]) -> Surroundings:
    revisions = documents.revisions_by_id(session, ids)
    texts = documents.texts_of(session, revisions.values())

    def read(kind: DocumentKind) -> list[Read]:
        found = sorted(
            (
                each
                for each in revisions.values()
                if each.document.kind is kind and each.id in texts
            ),
            key=lambda each: each.path,
        )
        return [decode(each.path, texts[each.id]) for each in found]

    made, _findings = parse_library(
        Texts(
            sops=(),
            organisation=next(iter(read(DocumentKind.ORGANISATION)), None),
            glossary=next(iter(read(DocumentKind.GLOSSARY)), None),
            standards=read(DocumentKind.STANDARD),
            catalogue=catalogue(),
        )
    )
    return Surroundings(ids, made)


def _parsed(
    session: Session,
    revision: SavedRevision,
    around: Surroundings,
    others: tuple[tuple[str, str], ...],
) -> Sop:
    """The text of a revision, linked with other procedures, given by path and number."""
    house = around.library.organisation.language

    def make() -> Sop:
        if not others:
            sop = parsed(revision.path, documents.text_of(session, revision), house)
            if sop is None:
                raise LookupError("a saved text can be read")
            return sop
        bare = _parsed(session, revision, around, ())
        stubs = [_empty(path, number, house) for path, number in others]
        return Linker([bare, *stubs], [revision.path, *(path for path, _ in others)]).link(bare)

    return _PARSED.get((revision.path, revision.text_hash, house, others), make)


def _others(revision: SavedRevision, found: Iterable[Neighbour]) -> tuple[Neighbour, ...]:
    """The other procedures, each once; of several that have one path all but one get another."""
    own = (revision.document.key, revision.document.language)
    by_path: dict[str, Neighbour] = {revision.path: _itself(revision)}
    for each in {each.entry_id: each for each in found}.values():
        if (each.number, each.language) == own:
            continue
        path = each.path
        if path in by_path:
            stem, suffix = posixpath.splitext(path)
            path = f"{stem}~{each.entry_id}{suffix}"
        by_path[path] = replace(each, path=path)
    return tuple(each for path, each in sorted(by_path.items()) if path != revision.path)


def _itself(revision: SavedRevision) -> Neighbour:
    return Neighbour(
        0,
        revision.document.key,
        revision.document.language,
        revision.path,
        revision.title,
        revision.department,
    )


def _stub(other: Neighbour) -> Sop:
    """A procedure of which only the name is shown."""
    empty = _empty(other.path, other.number, other.language)
    return replace(empty, title=other.title, department=other.department)


def _empty(path: str, number: str, language: str) -> Sop:
    return Sop(SourceFile(path, ""), number, "", "", language)


def _leads(sop: Sop, shown: Library) -> Mapping[str, RelationKind]:
    found: dict[str, RelationKind] = {}
    for kind, link in links_of(sop):
        if link.number and link.number in shown.by_number:
            found.setdefault(link.number, kind)
    return found


def _control(session: Session, chosen: Chosen, now: datetime) -> Control:
    if chosen.released is None:
        return Control(chosen.status, content_hash=chosen.revision.content_hash)
    return controls(session, [chosen.released], now)[chosen.released.id]
