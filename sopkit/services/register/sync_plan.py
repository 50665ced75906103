"""What a sync is to do with each document: three texts are compared, nothing is read or written.

The three are the folder's, the register's, and the one in which both were last seen together.
Where only one side differs from that, the other follows. Where both do, it is a conflict, unless
the folder's text is one that the register had meanwhile: then it is only outdated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from posixpath import dirname

from sopkit.services.register.holdings import Holdings, Kept
from sopkit.services.register.saving import rights_for
from sopkit.services.register.sync_state import OpenConflict, Remembered, SyncState
from sopkit.services.register.working_copy import Held, UnfitFile, WorkingCopy, fits
from sopkit.store.documents import DocumentKey, DocumentKind, Past, SavedRevision
from sopkit.store.people import EVERY_DEPARTMENT


class Act(StrEnum):
    """What happens to a document."""

    KEEP = "keep"
    SEND = "send"
    RECEIVE = "receive"
    REMOVE = "remove"
    DROP = "drop"
    CONFLICT = "conflict"
    LEAVE = "leave"


class Why(StrEnum):
    """Why: each has a sentence of its own."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    MOVED = "moved"
    CHOSEN = "chosen"
    BACK = "back"
    BACK_RELEASED = "back-released"
    BACK_UNDER_REVIEW = "back-under-review"
    BACK_NOT_ALLOWED = "back-not-allowed"
    BACK_ORGANISATION = "back-organisation"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"
    DELETED = "deleted"
    BOTH_CHANGED = "both-changed"
    BOTH_NEW = "both-new"
    GONE_AND_CHANGED = "gone-and-changed"
    UNDER_REVIEW = "under-review"
    NOT_ALLOWED = "not-allowed"
    NUMBER_TAKEN = "number-taken"
    IN_THE_WAY = "in-the-way"
    PICTURE_IN_THE_WAY = "picture-in-the-way"
    BAD_PATH = "bad-path"
    STAYS_WITHDRAWN = "stays-withdrawn"
    UNFIT = "unfit"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the person chose: paths whose text here, or in the register, is to be taken.

    `delete` are paths of files that are gone, whose drafts may go too; None means all.
    """

    mine: frozenset[str] = frozenset()
    theirs: frozenset[str] = frozenset()
    delete: frozenset[str] | None = frozenset()

    def deletes(self, path: str) -> bool:
        """Whether the draft of a file that is gone may go too."""
        return self.delete is None or path in self.delete


@dataclass(frozen=True, slots=True)
class Case:
    """One document as it is in the folder (`held`), in the register (`kept`) and in the memory.

    `past` are the document's revisions, the oldest first; they matter only where `settled` says
    no. `remembers` tells that the folder has a memory at all. `solved` tells that a conflict with
    the register's present text was told and the file that told it is gone.
    """

    held: Held | None = None
    kept: Kept | None = None
    base: Remembered | None = None
    past: tuple[Past, ...] = ()
    remembers: bool = True
    conflict: OpenConflict | None = None
    solved: bool = False

    @property
    def path(self) -> str:
        """Where the document is in the folder, or was, or should be."""
        if self.held is not None:
            return self.held.path
        if self.kept is not None and self.kept.text is not None:
            return self.kept.text.path
        return self.base.path if self.base else ""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with a document, or why nothing is; `at` is the path it is about.

    `place` is where a received text goes, `saved_as` the path under which a text is saved.
    """

    document: DocumentKey | None
    act: Act
    why: Why
    at: str
    case: Case = Case()
    place: str = ""
    saved_as: str = ""
    unfit: UnfitFile | None = None
    other: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Every step, by the path that it is about."""

    steps: tuple[Step, ...]

    def of(self, *acts: Act) -> tuple[Step, ...]:
        """The steps that do one of these."""
        return tuple(step for step in self.steps if step.act in acts)


def cases_of(
    copy: WorkingCopy, holdings: Holdings, state: SyncState, past: Mapping[str, tuple[Past, ...]]
) -> dict[DocumentKey, Case]:
    """Every document that any side knows, but those whose file is there and cannot be read."""
    spoiled = {each.path for each in copy.unfit if each.document is None}
    found: dict[DocumentKey, Case] = {}
    for key in {*copy.held, *holdings.documents, *state.files}:
        held, kept, base = copy.held.get(key), holdings.documents.get(key), state.files.get(key)
        if key in copy.twins or (held is None and base is not None and base.path in spoiled):
            continue
        conflict = state.conflicts.get(key)
        found[key] = Case(
            held,
            kept,
            base,
            past.get(kept.latest.document_id, ()) if kept else (),
            state.found,
            conflict,
            conflict is not None
            and kept is not None
            and conflict.stamp == kept.stamp
            and not copy.file_at(conflict.file),
        )
    return found


def settled(case: Case) -> bool:
    """Whether a case can be decided without the document's past."""
    held, kept, base = case.held, case.kept, case.base
    if kept is None or (held is None and base is None):
        return True
    if base is not None and kept.text is not None and base.revision == kept.text.id:
        return True
    return held is not None and kept.text is not None and _equal(held, kept)


def plan(
    copy: WorkingCopy,
    holdings: Holdings,
    cases: Mapping[DocumentKey, Case],
    wishes: Wishes,
) -> Plan:
    """What is to be done with every document and every file."""
    taken = _departments_by_number(holdings)
    steps = [
        _with_free_number(holdings, taken, _permitted(holdings, decide(key, case, wishes), case))
        for key, case in cases.items()
    ]
    steps = _with_room(copy, steps)
    steps += [
        Step(each.document, Act.LEAVE, Why.UNFIT, each.path, unfit=each, other=each.other)
        for each in copy.unfit
    ]
    return Plan(tuple(sorted(steps, key=lambda step: (step.at, step.act))))


# One document


def decide(key: DocumentKey, case: Case, wishes: Wishes) -> Step:
    """What is to be done with one document, if the person may and there is room for it."""
    case = replace(case, base=_valid_base(case))
    held, kept = case.held, case.kept
    text = kept.text if kept else None
    if held is None:
        return _without_file(key, case, wishes)
    if kept is None:
        return _step(key, case, Act.SEND, Why.NEW)
    if text is None:
        return _gone_from_register(key, case, kept, held, wishes)
    if _equal(held, kept):
        return _step(key, case, Act.KEEP, Why.SAME)
    if held.path in wishes.theirs:
        return _step(key, case, Act.RECEIVE, Why.CHOSEN)
    if held.path in wishes.mine or case.solved:
        return _step(key, case, Act.SEND, Why.CHOSEN)
    return _both_there(key, case, kept, held)


def _both_there(key: DocumentKey, case: Case, kept: Kept, held: Held) -> Step:
    base, text = case.base, kept.text
    assert text is not None  # noqa: S101 - the caller looked
    found = _one_sided(key, case, kept, held)
    if found is not None:
        return found
    if held.path == text.path and held.content == kept.shown:
        return _step(key, case, Act.KEEP, Why.SAME)
    here = base is not None and held.path not in (base.path, text.path)
    if base is not None and here and held.content == base.content and _same_folder(held, text.path):
        return replace(_step(key, case, Act.RECEIVE, Why.CHANGED), place=held.path)
    if not here and (_half_received(case, kept, held) or _was_in_register(case, held)):
        moved = held.text == text.text_hash and held.path != text.path
        return _step(key, case, Act.RECEIVE, Why.MOVED if moved else Why.CHANGED)
    if base is not None and _only_moved_there(case, base, text) and _same_folder(held, text.path):
        return replace(_step(key, case, Act.SEND, Why.CHANGED), saved_as=text.path)
    return _step(key, case, Act.CONFLICT, Why.BOTH_CHANGED if base else Why.BOTH_NEW)


def _one_sided(key: DocumentKey, case: Case, kept: Kept, held: Held) -> Step | None:
    """Where only one side was changed since both were seen together."""
    base, text = case.base, kept.text
    if base is None or text is None:
        return None
    here = held.content != base.content or held.path != base.path
    there = base.revision != text.id
    if not here and not there:
        return _step(key, case, Act.KEEP, Why.SAME)
    if not here:
        moved = held.text == text.text_hash
        return _step(key, case, Act.RECEIVE, Why.MOVED if moved else Why.CHANGED)
    if not there:
        moved = held.content == base.content
        return _step(key, case, Act.SEND, Why.MOVED if moved else Why.CHANGED)
    return None


def _without_file(key: DocumentKey, case: Case, wishes: Wishes) -> Step:
    """The folder does not hold the document."""
    kept, base = case.kept, case.base
    if kept is None or kept.text is None:
        return _step(key, case, Act.KEEP, Why.SAME)
    if case.conflict is not None or case.path in wishes.theirs:
        return _step(key, case, Act.RECEIVE, Why.CHOSEN)
    if base is None:
        return _step(key, case, Act.RECEIVE, Why.NEW)
    if base.revision != kept.text.id:
        return _step(key, case, Act.RECEIVE, Why.BACK)
    if key.kind is DocumentKind.ORGANISATION:
        return _step(key, case, Act.RECEIVE, Why.BACK_ORGANISATION)
    if kept.under_review:
        return _step(key, case, Act.RECEIVE, Why.BACK_UNDER_REVIEW)
    if kept.released:
        return _step(key, case, Act.RECEIVE, Why.BACK_RELEASED)
    if wishes.deletes(case.path):
        return _step(key, case, Act.DROP, Why.DELETED)
    return _step(key, case, Act.LEAVE, Why.DELETED)


def _gone_from_register(
    key: DocumentKey, case: Case, kept: Kept, held: Held, wishes: Wishes
) -> Step:
    """The register holds no text of it any more: the draft was dropped, or it was withdrawn."""
    base = case.base
    why = Why.WITHDRAWN if kept.withdrawn else Why.DROPPED
    if held.path in wishes.theirs:
        return _step(key, case, Act.REMOVE, Why.CHOSEN)
    if held.path not in wishes.mine and not case.solved:
        untouched = base is not None and held.content == base.content
        known = base is not None or not case.remembers
        if untouched or (known and _was_in_register(case, held)):
            return _step(key, case, Act.REMOVE, why)
        if known or case.conflict is not None:
            return _step(key, case, Act.CONFLICT, Why.GONE_AND_CHANGED)
    if kept.withdrawn and held.content == kept.latest.content_hash:
        return _step(key, case, Act.LEAVE, Why.STAYS_WITHDRAWN)
    return _step(key, case, Act.SEND, Why.NEW)


def _step(key: DocumentKey, case: Case, act: Act, why: Why) -> Step:
    text = case.kept.text if case.kept else None
    return Step(
        key,
        act,
        why,
        case.path,
        case,
        place=text.path if text and act is Act.RECEIVE else "",
        saved_as=case.held.path if case.held and act is Act.SEND else "",
    )


def _valid_base(case: Case) -> Remembered | None:
    """What was remembered, if the register still knows of it: a restored backup may not."""
    base, kept = case.base, case.kept
    if base is None or kept is None:
        return None
    if kept.text is not None and kept.text.id == base.revision:
        return base
    return base if any(each.revision_id == base.revision for each in case.past) else None


def _equal(held: Held, kept: Kept) -> bool:
    text = kept.text
    return text is not None and (held.path, held.content) == (text.path, text.content_hash)


def _half_received(case: Case, kept: Kept, held: Held) -> bool:
    """Whether the folder has some of the register's files, and else only what was there before.

    That is how a sync leaves a text with pictures that was stopped halfway.
    """
    text, base = kept.text, case.base
    if text is None or held.text not in (text.text_hash, base.text if base else None):
        return False
    before = base.pictures if base else {}
    return all(
        digest in (kept.pictures.get(path), before.get(path))
        for path, digest in held.pictures.items()
    )


def _was_in_register(case: Case, held: Held) -> bool:
    """Whether the folder's text is one of the register's since both were last seen together."""
    ids = [each.revision_id for each in case.past]
    since = ids.index(case.base.revision) + 1 if case.base else 0
    return any(each.content_hash == held.content for each in case.past[since:])


def _only_moved_there(case: Case, base: Remembered, text: SavedRevision) -> bool:
    """Whether the register's text is what it was, at another place."""
    return any(
        each.revision_id == base.revision and each.content_hash == text.content_hash
        for each in case.past
    )


def _same_folder(held: Held, path: str) -> bool:
    """Whether the text shows the same pictures at both places."""
    return not held.shows or dirname(held.path) == dirname(path)


# What the person may, and where there is room


def right_for(step: Step) -> str:
    """The right that one needs to write the document of a step."""
    kind = step.document.kind if step.document else DocumentKind.SOP
    return rights_for(kind)[0].value


def _permitted(holdings: Holdings, step: Step, case: Case) -> Step:
    """A step that writes to the register, if the person may and the text is not under review."""
    deleted = step.act is Act.DROP or (step.act is Act.LEAVE and step.why is Why.DELETED)
    if step.document is None or not (deleted or step.act is Act.SEND):
        return step
    if case.kept is not None and case.kept.under_review:
        return replace(step, act=Act.LEAVE, why=Why.UNDER_REVIEW)
    needed = _departments(holdings, case)
    refused = next((d for d in needed if not holdings.may(rights_for(step.document.kind), d)), None)
    if refused is None:
        return step
    if deleted and case.kept is not None and case.kept.text is not None:
        return replace(step, act=Act.RECEIVE, why=Why.BACK_NOT_ALLOWED, place=case.kept.text.path)
    if _only_pictures_of_others(case):
        return replace(step, act=Act.KEEP, why=Why.SAME)
    return replace(step, act=Act.LEAVE, why=Why.NOT_ALLOWED, other=refused)


def _departments(holdings: Holdings, case: Case) -> Sequence[str]:
    """The departments in which one must be an author."""
    document = case.held.document if case.held else None
    if document is not None and document.kind is not DocumentKind.SOP:
        return (EVERY_DEPARTMENT,)
    found = [case.kept.latest.department] if case.kept else []
    if case.held is not None:
        known = holdings.organisation.department(case.held.department)
        found.append(known.id if known else case.held.department)
    return [each or EVERY_DEPARTMENT for each in found]


_ByNumber = Mapping[str, Mapping[str, str]]
"""The department of each procedure, by its number and language."""


def _departments_by_number(holdings: Holdings) -> _ByNumber:
    found: dict[str, dict[str, str]] = {}
    for key, kept in holdings.documents.items():
        if key.kind is DocumentKind.SOP:
            found.setdefault(key.key, {})[key.language] = kept.latest.department
    return found


def _with_free_number(holdings: Holdings, taken: _ByNumber, step: Step) -> Step:
    """A step, if it begins or moves no text under the number of others, as `saving` asks."""
    document, case = step.document, step.case
    if step.act is not Act.SEND or document is None or document.kind is not DocumentKind.SOP:
        return step
    others = dict(taken.get(document.key, {}))
    own = others.pop(document.language, None)
    if own == _departments(holdings, case)[-1]:
        return step
    if all(holdings.may(rights_for(document.kind), each) for each in others.values()):
        return step
    return replace(step, act=Act.LEAVE, why=Why.NUMBER_TAKEN)


def _only_pictures_of_others(case: Case) -> bool:
    """Whether nothing differs but pictures that somebody saved with another text."""
    held, kept = case.held, case.kept
    return (
        held is not None
        and kept is not None
        and kept.text is not None
        and held.path == kept.text.path
        and held.content == kept.shown
    )


def _with_room(copy: WorkingCopy, steps: list[Step]) -> list[Step]:
    """The steps, but none that would write over a file that is not the document's own."""
    leaving = {
        step.case.held.path
        for step in steps
        if step.case.held is not None
        and (
            step.act is Act.REMOVE
            or (step.act is Act.RECEIVE and step.place != step.case.held.path)
        )
    }
    known: dict[str, set[str]] = {}
    for step in steps:
        for path, digest in (step.case.base.pictures if step.case.base else {}).items():
            known.setdefault(path, set()).add(digest)
    taken: set[str] = set()
    checked = []
    for step in sorted(steps, key=lambda each: (each.place, each.at)):
        if step.act is not Act.RECEIVE:
            checked.append(step)
            continue
        refused = _no_place(copy, step, leaving, taken) or _picture_in_the_way(copy, step, known)
        if refused is None:
            taken.add(step.place)
            checked.append(step)
        else:
            why, path = refused
            checked.append(replace(step, act=Act.LEAVE, why=why, other=path))
    return checked


def _no_place(
    copy: WorkingCopy, step: Step, leaving: set[str], taken: set[str]
) -> tuple[Why, str] | None:
    """Why a text cannot go where it should."""
    held = step.case.held
    if step.document is None or not fits(step.document, step.place):
        return Why.BAD_PATH, step.place
    own = held is not None and held.path == step.place
    occupied = copy.file_at(step.place) and step.place not in leaving
    if step.place in taken or (occupied and not own):
        return Why.IN_THE_WAY, step.place
    return None


def _picture_in_the_way(
    copy: WorkingCopy, step: Step, known: Mapping[str, set[str]]
) -> tuple[Why, str] | None:
    """Which picture of the folder nobody but the folder has."""
    kept = step.case.kept
    for path, digest in (kept.pictures if kept else {}).items():
        here = copy.pictures.get(path)
        if here is None or here == digest or here in known.get(path, ()):
            continue
        if step.why is not Why.CHOSEN:
            return Why.PICTURE_IN_THE_WAY, path
    return None
