"""Puts released versions on the library's shelves, where readers find them.

What stands there is made from the released text, in the transaction of the release. It passes:
no backup holds it, and it is made again where it is missing or was made by another program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from posixpath import dirname, join, normpath

import sopkit.find
import sopkit.parse
from sopkit.find.index import document_of, passages
from sopkit.find.stems import stem
from sopkit.model.organisation import Organisation
from sopkit.model.sop import Sop
from sopkit.model.timeline import timeline
from sopkit.parse.inline import NUMBER
from sopkit.render.html.index_page import number_order
from sopkit.render.html.site import links_of
from sopkit.services.register.snapshot import organisation, parsed
from sopkit.store import documents, releases, shelves
from sopkit.store.documents import SavedRevision
from sopkit.store.session import Register, Session
from sopkit.store.shelves import Shelving
from sopkit.store.stages import Released

Progress = Callable[[int, int], None]
"""Told how many versions are done, and how many there are."""

AT_ONCE = 50
"""Versions put on the shelves in one transaction: others wait no longer than that takes."""


def shelve(session: Session, document_id: str, now: datetime) -> None:
    """Bring the shelves up to date with the versions of a document, after one was released."""
    ends = _ends(session, [document_id])
    standing = [
        each
        for each in releases.versions(session, document_id)
        if each.period.took_effect and ((end := ends[each.id]) is None or end > now)
    ]
    known = shelves.shelved_of(session, document_id)
    _put(session, [each for each in standing if each.id not in known], ends)
    shelves.set_ends(session, {id: ends[id] for id in known})
    shelves.take_off(session, document_id, now)


def fill(register: Register, now: datetime, progress: Progress | None = None) -> int:
    """Put every version on the shelves that is missing there; gives how many."""
    with register.reading() as session:
        made = shelves.shelved(session, program())
        wanted = [each for each in releases.in_force_or_coming(session, now) if each.id not in made]
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        with register.writing() as session:
            done = shelves.shelved(session, program())
            some = [each for each in some if each.id not in done]
            _put(session, some, _ends(session, {each.document_id for each in some}))
        if progress is not None:
            progress(min(start + AT_ONCE, len(wanted)), len(wanted))
    return len(wanted)


@lru_cache(maxsize=1)
def program() -> str:
    """What tells this program's entries from those of another that reads texts otherwise."""
    folders = [Path(package.__path__[0]) for package in (sopkit.find, sopkit.parse)]
    digest = sha256(Path(__file__).read_bytes())
    for path in (path for folder in folders for path in sorted(folder.glob("*.py"))):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _ends(session: Session, document_ids: Iterable[str]) -> Mapping[str, datetime | None]:
    """Until when every version of these documents is in force, by its id."""
    versions = releases.versions_by_document(session, list(document_ids))
    return {
        placed.period.id: placed.until
        for its in versions.values()
        for placed in timeline(each.period for each in its)
    }


def _put(
    session: Session, versions: Sequence[Released], ends: Mapping[str, datetime | None]
) -> None:
    revisions = documents.revisions_by_id(session, [each.revision_id for each in versions])
    texts = documents.texts_of(session, revisions.values())
    house = organisation(session)
    made = []
    for each in versions:
        revision = revisions[each.revision_id]
        sop = parsed(revision.path, texts[revision.id], house.language)
        if sop is not None:
            made.append(shelving_of(each, revision, sop, house, ends[each.id]))
    shelves.put(session, made)


def shelving_of(
    released: Released,
    revision: SavedRevision,
    sop: Sop,
    house: Organisation,
    until: datetime | None,
) -> Shelving:
    """What is put on the shelves of a version: its text's words, links, standards and roles."""
    document = document_of(sop)
    department = house.department(revision.department)
    kinds = document.kinds
    found: dict[str, tuple[int, list[int]]] = {}
    words: set[str] = set()
    for place, passage in enumerate(passages(sop)):
        words.update(passage)
        for root in dict.fromkeys(stem(word, document.language) for word in passage):
            weight, places = found.get(root, (0, []))
            found[root] = (max(weight, int(kinds[place])), [*places, place])
    return Shelving(
        released=released,
        until=until,
        number=revision.document.key,
        position=position(revision.document.key),
        language=revision.document.language,
        spoken=document.language,
        path=revision.path,
        title=sop.title,
        department=department.id if department else revision.department,
        owner=_role(house, sop.owner) if sop.owner else "",
        situations=sop.situations,
        steps=[(step.id, step.number, step.title) for step in document.steps],
        links=targets(sop),
        standards=_standards(sop),
        roles={_role(house, name) for name in _named(sop)},
        postings=found,
        words=words,
        made_by=program(),
    )


def position(number: str) -> str:
    """A text that sorts as numbers do: letters first, then the digits as a number."""
    letters, length, digits = number_order(number)
    return f"{letters} {length:02}{digits}"


def targets(sop: Sop) -> dict[str, str]:
    """What a text leads to, and how: numbers, and the paths of files in the library."""
    found: dict[str, str] = {}
    for kind, link in links_of(sop):
        target = link.target
        if NUMBER.fullmatch(target) is None:
            target = normpath(join(dirname(sop.path), target))
        found.setdefault(target[:1000], kind.value)
    return found


def _standards(sop: Sop) -> set[str]:
    served = {step.attributes.standard for step in sop.walk()}
    return {name for name, _ in sop.standards} | {name for name in served if name}


def _named(sop: Sop) -> set[str]:
    """Those whom a procedure concerns, as it names them."""
    doing = {step.role for step in sop.walk()}
    return {*sop.roles, *(role for role in doing if role), *([sop.owner] if sop.owner else [])}


def _role(house: Organisation, name: str) -> str:
    known = house.role(name)
    return known.id if known else name
