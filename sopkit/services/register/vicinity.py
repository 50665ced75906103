"""A text compiled among as much of the library as what is found in it depends on.

That is little, whatever the size of the library: the procedures that it names, its translations
and what those name, a circle of calls that it is in, and of each of its terms and targets the
first text that has it, too. What is found in the text is what the check of the whole library
finds there; a property test compares them.

What a person is told of it is found among the texts that this person sees. Of what only the others
bring about they learn that it is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sopkit.diagnostics.diagnostic import Diagnostic, Severity
from sopkit.model.organisation import Organisation
from sopkit.model.sop import Sop
from sopkit.parse.inline import NUMBER
from sopkit.services.compile import Compiled
from sopkit.services.register.indexing import (
    call_marks,
    made_by,
    place_mark,
    target_marks,
    term_marks,
)
from sopkit.services.register.links import calls_of, numbers_in, paths_in, place_of
from sopkit.services.register.sight import Business, Onlooker, as_seen, texts_at
from sopkit.services.register.snapshot import Snapshot, compiled, organisation, parsed
from sopkit.source.file import SourceFile
from sopkit.store import documents, draft_index, shelfmarks
from sopkit.store.documents import SavedRevision
from sopkit.store.draft_index import LINK, TARGET, TERM
from sopkit.store.session import Session

_BY_NAMES = frozenset({"SOP207", "SOP501"})
"""Something is not there: perhaps elsewhere in the library, or under a name much like it."""


def compiled_near(session: Session, revision: SavedRevision, onlooker: Onlooker | None) -> Compiled:
    """A revision, compiled with whatever in the texts of the others it depends on.

    Those are the newest ones for the register itself, which decides (None), else those that
    somebody sees. The findings are those in the text itself. Raises LookupError for a dropped
    draft.
    """
    near = _Vicinity(session, revision, onlooker)
    near.gather()
    found = near.compiled([revision.path])
    if any(each.code in _BY_NAMES for each in found.diagnostics):
        return near.compiled([revision.path], with_names=True)
    return found


@dataclass(frozen=True, slots=True)
class Findings:
    """What somebody is told of the check of a text.

    `has_errors` tells that it cannot be acted on, and `unseen` that it has errors which are about
    texts that are not for their eyes; `told` has nothing of those.
    """

    told: tuple[Diagnostic, ...]
    has_errors: bool
    unseen: bool


def findings_for(session: Session, revision: SavedRevision, onlooker: Onlooker) -> Findings:
    """What is found in a revision, for somebody. Raises LookupError for a dropped draft."""
    told = compiled_near(session, revision, onlooker).diagnostics
    whole = told
    if onlooker.business is not None:
        whole = compiled_near(session, revision, None).diagnostics
    known = {(each.code, each.span) for each in told}
    errors = [each for each in whole if each.severity is Severity.ERROR]
    unseen = any((each.code, each.span) not in known for each in errors)
    return Findings(told, bool(errors), unseen)


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link of another newest text to a step that is not there."""

    revision: SavedRevision
    finding: Diagnostic


def broken_elsewhere(
    session: Session, revision: SavedRevision, onlooker: Onlooker | None
) -> tuple[BrokenLink, ...]:
    """The links of other newest texts to steps that a revision does not have.

    Those others are, for somebody, the ones that are their business. Raises LookupError for a
    dropped draft.
    """
    near = _Vicinity(session, revision, onlooker)
    number = revision.document.key
    leading = draft_index.all_with(
        session, LINK, [place_mark(number), place_mark(revision.path)], near.unindexed_and_own
    )
    near.reach({number}, ())
    near.add(each for each in leading if _is_minded(onlooker, each))
    others = {
        each.path: each
        for each in near.found
        if each.document.key != number and _is_minded(onlooker, each)
    }
    return tuple(
        BrokenLink(others[each.path], each)
        for each in near.compiled(others).diagnostics
        if each.code == "SOP501" and _names_step(each, number)
    )


def _is_minded(onlooker: Onlooker | None, revision: SavedRevision) -> bool:
    return onlooker is None or onlooker.sight.minds(revision.department)


def _names_step(found: Diagnostic, number: str) -> bool:
    facts = dict(found.parameters)
    return facts.get("target") == number and bool(facts.get("id"))


class _Vicinity:
    """A text with those others that were found to matter, as far as they were read."""

    def __init__(
        self, session: Session, revision: SavedRevision, onlooker: Onlooker | None
    ) -> None:
        self.session = session
        self.revision = revision
        self.onlooker = onlooker
        self.house: Organisation = organisation(session)
        self._texts = {revision.id: documents.text_of(session, revision)}
        self._found: dict[str, SavedRevision] = {revision.document_id: revision}
        self._sops: dict[str, Sop | None] = {}
        self._asked: set[str] = set()
        # Texts saved this moment are in no index yet; they may matter, so they are read.
        unindexed = [
            each
            for each in draft_index.outdated(session, made_by(self.house))
            if each.document_id != revision.document_id
        ]
        self._unasked = frozenset({revision.document_id, *(e.document_id for e in unindexed)})
        self._unindexed = as_seen(session, onlooker, unindexed)
        self.add(self._unindexed)

    @property
    def found(self) -> Collection[SavedRevision]:
        """The text itself and the others that are read."""
        return self._found.values()

    @property
    def unindexed_and_own(self) -> frozenset[str]:
        """The documents that the index must not be asked about."""
        return self._unasked

    def gather(self) -> None:
        """Read whatever the findings in the text depend on."""
        own = self._sop(self.revision)
        if own is None:
            return
        text = self._texts[self.revision.id].decode("utf-8", errors="replace")
        self.reach({own.number, *NUMBER.findall(text)}, paths_in(own))
        alike = self._named({own.number})
        for each in alike:
            self.reach(numbers_in(each), paths_in(each))
        if self._may_be_in_a_circle(alike):
            self._follow_calls(alike)
        for kind, marks in ((TERM, term_marks(own)), (TARGET, target_marks(own, self.house))):
            but = self.unindexed_and_own
            self.add(draft_index.first_with(self.session, kind, marks, but, self._business))

    def reach(self, numbers: Iterable[str], paths: Iterable[str]) -> list[SavedRevision]:
        """Read the procedures with these numbers, and those at these paths; gives the new ones."""
        numbers, paths = set(numbers) - self._asked, set(paths) - self._asked
        self._asked |= numbers | paths
        if not numbers and not paths:
            return []
        return self.add(texts_at(self.session, self.onlooker, numbers, paths))

    def add(self, revisions: Iterable[SavedRevision]) -> list[SavedRevision]:
        """Read these texts, those that are not read yet; gives the new ones."""
        new = [
            each for each in revisions if not each.dropped and each.document_id not in self._found
        ]
        self._found |= {each.document_id: each for each in new}
        self._texts |= documents.texts_of(self.session, new)
        return new

    def compiled(self, paths: Iterable[str], *, with_names: bool = False) -> Compiled:
        """All that was read, compiled; if asked for, with the names of everything else."""
        session = self.session
        around = documents.revisions_by_id(session, documents.context(session)).values()
        revisions = (*self._found.values(), *around)
        texts = {**self._texts, **documents.texts_of(session, around)}
        pictures = documents.picture_paths(session, revisions)
        names: tuple[Sop, ...] = ()
        if with_names:
            pictures |= shelfmarks.picture_paths(session, self._business)
            names = self._names()
        return compiled(Snapshot(revisions, texts, pictures), paths, names=names)

    def _may_be_in_a_circle(self, alike: Iterable[Sop]) -> bool:
        """Whether these are called by those whom they call; perhaps, where no index knows yet."""
        unindexed = (self._sop(each) for each in self._unindexed if not each.dropped)
        callers = (*alike, *(sop for sop in unindexed if sop is not None))
        called = frozenset().union(*(call_marks(sop) for sop in callers))
        number = self.revision.document.key
        own = {place_mark(number), place_mark(self.revision.path)}
        return bool(called & own) or draft_index.calls_back(
            self.session, called, place_mark(number)
        )

    def _follow_calls(self, callers: Iterable[Sop]) -> None:
        """Read whom they call, in every language, and whom those call, and so on."""
        waiting, followed = list(callers), {self.revision.document.key}
        while waiting:
            places = {place_of(sop, call) for sop in waiting for call in calls_of(sop)}
            self.reach(places, places)
            called = {
                each.document.key
                for each in self.found
                if each.document.key in places or each.path in places
            }
            self.reach(called, ())
            waiting = self._named(called - followed)
            followed |= called

    def _named(self, numbers: Collection[str]) -> list[Sop]:
        """The texts with these numbers, of those that are read."""
        sops = (self._sop(each) for each in self.found if each.document.key in numbers)
        return [sop for sop in sops if sop is not None]

    def _sop(self, revision: SavedRevision) -> Sop | None:
        if revision.id not in self._sops:
            text = self._texts[revision.id]
            self._sops[revision.id] = parsed(revision.path, text, self.house.language)
        return self._sops[revision.id]

    def _names(self) -> tuple[Sop, ...]:
        """Every other procedure by number and path, without its text."""
        business = self._business
        marks = (
            shelfmarks.shelfmarks(self.session)
            if business is None
            else shelfmarks.shelfmarks_seen(self.session, business)
        )
        read = {(each.document.key, each.document.language) for each in self.found}
        return tuple(
            Sop(SourceFile(each.path, ""), each.number, each.title, "", each.language)
            for each in marks
            if not each.dropped and (each.number, each.language) not in read
        )

    @property
    def _business(self) -> Business | None:
        """Whose names and texts count, as a question to the register; None for all."""
        return None if self.onlooker is None else self.onlooker.business
