"""What was released, compiled from the register: one version, or all that is in force."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sopkit.model.control import Control
from sopkit.model.sop import Sop
from sopkit.services.compile import Compiled
from sopkit.services.pictures import KeptPictures
from sopkit.services.register.finding import newest_of, version_in_force, version_numbered
from sopkit.services.register.recording import controls
from sopkit.services.register.snapshot import Snapshot, compiled
from sopkit.store import documents, people, records, releases
from sopkit.store.documents import DocumentKind, SavedRevision
from sopkit.store.session import Register, Session
from sopkit.store.stages import Released


@dataclass(frozen=True)
class ReleasedLibrary:
    """Versions linked with one another, and the record of each by its path.

    They were checked when they were released, so nothing is found in them: what one leads to may
    not be in force.
    """

    compiled: Compiled
    records: Mapping[str, Control]


@dataclass(frozen=True)
class ReleasedVersion:
    """One version in its library: its text and its record."""

    compiled: Compiled
    sop: Sop
    control: Control


def library_in_force(
    register: Register, now: datetime, moment: datetime | None = None
) -> ReleasedLibrary:
    """All versions in force at a moment (else now); their records say what they are now.

    Organisation, glossary and standards are those of the newest of these versions.
    """
    with register.reading() as session:
        found = releases.in_force(session, moment or now)
        newest = max(found, key=_released_last, default=None)
        context = releases.context_of(session, newest.id) if newest else ()
        made, revisions = _compile(session, found, context)
        told = controls(session, found, now)
    paths = {revisions[each.revision_id].path: told[each.id] for each in found}
    return ReleasedLibrary(made, paths)


def released_version(
    register: Register,
    number: str,
    language: str | None,
    now: datetime,
    *,
    version: str | None = None,
    moment: datetime | None = None,
) -> ReleasedVersion:
    """A version as it was released: with the organisation, glossary and standards of its release.

    It is the one of that number, else the one in force at the moment (else now). Links lead to
    what is in force at that moment; the record says what the version is now.

    Raises UnknownDocumentError, UnknownVersionError and NotInForceError.
    """
    at = moment or now
    with register.reading() as session:
        latest = newest_of(session, number, language)
        wanted = (
            version_numbered(session, latest, version)
            if version
            else version_in_force(session, latest, at)
        )
        others = (
            each
            for each in releases.in_force(session, at)
            if each.document_id != wanted.document_id
        )
        context = releases.context_of(session, wanted.id)
        made, revisions = _compile(session, [wanted, *others], context, wanted)
        told = controls(session, [wanted], now)[wanted.id]
    sop = made.library.by_path.get(revisions[wanted.revision_id].path)
    if sop is None:
        raise LookupError("a released text can be read")
    return ReleasedVersion(made, sop, told)


def name_of(register: Register, login: str | None, now: datetime) -> str | None:
    """How the person of a login is called; None if there is none such."""
    if not login:
        return None
    with register.reading() as session:
        account = people.by_login(session, login, now)
    return account.name if account and account.name else None


def _released_last(released: Released) -> tuple[datetime, str]:
    return released.released_at, released.id


def _compile(
    session: Session,
    released: Collection[Released],
    context: Iterable[str],
    first: Released | None = None,
) -> tuple[Compiled, Mapping[str, SavedRevision]]:
    """Versions with what they are compiled with, and the revisions by their id.

    Of several texts of different times that have one path, all but one get another; `first` keeps
    its own.
    """
    shared = tuple(context)
    known = documents.revisions_by_id(session, [*(each.revision_id for each in released), *shared])
    ordered = sorted(released, key=lambda each: (each is not first, each.released_at, each.id))
    kept: dict[str, SavedRevision] = {}
    for id in (*shared, *(each.revision_id for each in ordered)):
        path = known[id].path
        if path in kept:
            stem, suffix = posixpath.splitext(path)
            path = f"{stem}~{known[id].document_id}{suffix}"
        kept[path] = replace(known[id], path=path)
    pictures = records.pictures(session, (each.id for each in kept.values()))
    hashes = {digest for each in pictures.values() for digest in each.values()}
    texts = {each.id: each.text_hash for each in kept.values() if each.text_hash}
    data = records.contents(session, (*hashes, *texts.values()))
    places, own = _places(kept.values(), pictures)
    snapped = Snapshot(
        tuple(kept.values()),
        {id: data[digest] for id, digest in texts.items()},
        frozenset(places),
    )
    made = compiled(snapped, ())
    return replace(
        made,
        library=replace(made.library, own_pictures=own),
        diagnostics=(),
        pictures=KeptPictures({path: data[digest] for path, digest in places.items()}),
    ), {each.id: each for each in kept.values()}


def _places(
    revisions: Iterable[SavedRevision], pictures: Mapping[str, Mapping[str, str]]
) -> tuple[Mapping[str, str], Mapping[tuple[str, str], str]]:
    """The hash of each picture by its path, and where a text has another at a path that is taken.

    The organisation's logo comes first, so that it keeps its path.
    """
    places: dict[str, str] = {}
    own: dict[tuple[str, str], str] = {}
    for revision in sorted(revisions, key=lambda each: each.document.kind is DocumentKind.SOP):
        for path, digest in sorted(pictures.get(revision.id, {}).items()):
            place = path
            if places.get(path, digest) != digest:
                stem, suffix = posixpath.splitext(path)
                place = f"{stem}~{digest[:16]}{suffix}"
                own[revision.path, path] = place
            places[place] = digest
    return places, own
