"""Keeps the index of newest texts: what in each the check of others depends on.

A term that another text defines differently, a target of the same department, a step that another
text leads to: with these, a text can be checked as if among the whole library, without reading it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from sopkit.check.rules.sop403_term_differs import name_of
from sopkit.check.text import primary_language
from sopkit.model.organisation import Organisation
from sopkit.model.sop import Sop
from sopkit.services.library.shelving import program
from sopkit.services.register.links import calls_of, links_of, place_of
from sopkit.services.register.snapshot import organisation, parsed
from sopkit.store import documents, draft_index
from sopkit.store.documents import SavedRevision
from sopkit.store.draft_index import CALL, ITSELF, LINK, TARGET, TERM, Marked
from sopkit.store.session import Register, Session

Progress = Callable[[int, int], None]
"""Told how many texts are done, and how many there are."""

AT_ONCE = 50
"""Texts indexed in one transaction: others wait no longer than that takes."""


def index_drafts(register: Register, progress: Progress | None = None) -> int:
    """Index every newest text that is not, or not as this program does; gives how many."""
    with register.reading() as session:
        wanted = draft_index.outdated(session, made_by(organisation(session)))
    for start in range(0, len(wanted), AT_ONCE):
        with register.writing() as session:
            _index(session, wanted[start : start + AT_ONCE])
        if progress is not None:
            progress(min(start + AT_ONCE, len(wanted)), len(wanted))
    return len(wanted)


def made_by(house: Organisation) -> str:
    """What tells this program's marks from those of another, or of another house language."""
    return sha256(f"{_program()} {house.language}".encode()).hexdigest()[:16]


def marks_of(sop: Sop) -> Mapping[str, frozenset[str]]:
    """The marks of a text by kind."""
    return {
        TERM: term_marks(sop),
        TARGET: frozenset(
            target_mark(form, standard)
            for standard, _ in sop.standards
            for form in (f"={sop.department}", f"~{sop.department.casefold()}")
        ),
        LINK: frozenset(
            place_mark(place_of(sop, link)) for link in links_of(sop) if link.step is not None
        ),
        # Whoever calls one of its languages calls them all.
        CALL: call_marks(sop) | {place_mark(sop.number)},
        ITSELF: frozenset((place_mark(sop.number), place_mark(sop.path))),
    }


def term_marks(sop: Sop) -> frozenset[str]:
    """The marks of the terms of a text: the same in every text that defines them."""
    language = primary_language(sop.language)
    return frozenset(term_mark(name_of(term), language) for term in sop.terms)


def target_marks(sop: Sop, house: Organisation) -> set[str]:
    """The marks of other texts of the same department with a target for the same standards."""
    named = house.department(sop.department)
    forms = {f"~{sop.department.casefold()}"}
    if named is not None:
        forms = {f"={named.id}", *(f"~{name.casefold()}" for name in named.names.values())}
    return {target_mark(form, standard) for standard, _ in sop.standards for form in forms}


def term_mark(name: str, language: str) -> str:
    """The mark of a term, in a language."""
    return _digest(language, name)


def target_mark(department: str, standard: str) -> str:
    """The mark of a target: `=` before the department as it is written, `~` in small letters."""
    return _digest(department, standard)


def call_marks(sop: Sop) -> frozenset[str]:
    """The marks of those whom a text calls."""
    return frozenset(place_mark(place_of(sop, call)) for call in calls_of(sop))


def place_mark(place: str) -> str:
    """The mark of the procedure with a number, or at a path."""
    return _digest(place)


def _digest(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _index(session: Session, wanted: Iterable[SavedRevision]) -> None:
    """Index these texts, as far as they still are the newest of their documents."""
    known = {each.id: each for each in wanted}
    newest = documents.latest_of(session, [each.document_id for each in known.values()])
    current = [each for each in newest.values() if each.id in known]
    texts = documents.texts_of(session, current)
    house = organisation(session)
    by = made_by(house)
    marked = []
    for each in current:
        text = texts.get(each.id)
        sop = parsed(each.path, text, house.language) if text is not None else None
        marked.append(Marked(each, marks_of(sop) if sop else {}, by))
    draft_index.put(session, marked)


@lru_cache(maxsize=1)
def _program() -> str:
    return sha256(program().encode() + Path(__file__).read_bytes()).hexdigest()
