"""Brings a folder and the register together, in both directions.

It looks, plans and carries out, until there is nothing left to do. Every step leaves a state from
which another sync goes on, so it may be stopped at any moment. What cannot be done is told and
left as it is, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from sopkit.errors import (
    FileChangedError,
    NotAFolderError,
    SopkitError,
    SymbolicLinkError,
    UnwritableError,
)
from sopkit.messages import Translate
from sopkit.model.organisation import Organisation
from sopkit.refusals import (
    NotInSyncError,
    OtherRegisterError,
    RegisterBusyError,
    RegisterFullError,
    SyncRunningError,
)
from sopkit.services.register.acting import acting
from sopkit.services.register.conflict_file import (
    Other,
    conflict_name,
    is_untouched,
    write_conflict,
)
from sopkit.services.register.holdings import ORGANISATION_KEY, Holdings, Kept, read_holdings
from sopkit.services.register.indexing import index_drafts
from sopkit.services.register.saving import Writing, drafted, drop_draft, save_draft
from sopkit.services.register.snapshot import organisation, parsed_organisation
from sopkit.services.register.sync_plan import (
    Act,
    Case,
    Plan,
    Step,
    Wishes,
    cases_of,
    decide,
    plan,
    settled,
)
from sopkit.services.register.sync_state import (
    STATE_FILE,
    Remembered,
    SyncState,
    read_state,
    write_state,
)
from sopkit.services.register.working_copy import (
    Held,
    WorkingCopy,
    look,
    look_at_organisation,
    read_writing,
)
from sopkit.source.discovery import ORGANISATION
from sopkit.source.lock import AlreadyLockedError, locked_folder
from sopkit.source.write import create_whole, read_inside, remove_file, replace_file
from sopkit.store import documents
from sopkit.store.documents import DocumentKey, SavedRevision, content_hash
from sopkit.store.people import EVERY_DEPARTMENT, Account, Right
from sopkit.store.session import Register
from sopkit.store.trail import Ledger

ROUNDS = 5
"""What one round makes possible is done in the next; no folder was seen to need four."""

BATCH = 25
"""Texts that are saved in one transaction: others wait for it, and each costs a write to disk."""

CHANGES = (Act.SEND, Act.DROP, Act.RECEIVE, Act.REMOVE)

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SyncRequest:
    """What a person asks for: which folder, what to say of the texts, what was chosen."""

    folder: Path
    message: str = ""
    wishes: Wishes = field(default_factory=Wishes)


@dataclass(slots=True)
class Synced:
    """What was done, and what was not. `failures` are steps with why they could not be done."""

    root: Path
    done: list[Step] = field(default_factory=list)
    left: tuple[Step, ...] = ()
    failures: dict[DocumentKey, tuple[Step, SopkitError]] = field(default_factory=dict)
    same: int = 0

    def add(self, step: Step) -> None:
        """Note a step of a plan as if it were done."""
        if step.act in CHANGES:
            self.done.append(step)
        elif step.act is not Act.KEEP:
            self.left = (*self.left, step)
        elif step.case.held is not None:
            self.same += 1

    @property
    def counts(self) -> Mapping[str, int]:
        """How many files went which way, were left, or were the same already."""
        sent = sum(step.act in (Act.SEND, Act.DROP) for step in self.done)
        left = len(self.left) + len(self.failures)
        received = len(self.done) - sent
        return {"sent": sent, "received": received, "left": left, "same": self.same}

    @property
    def complete(self) -> bool:
        """Whether folder and register are at one now."""
        return not self.left and not self.failures


def root_of(folder: Path) -> Path:
    """The library that a folder belongs to: where the organisation or a sync's memory is.

    Raises NotAFolderError.
    """
    resolved = folder.resolve()
    if resolved.exists() and not resolved.is_dir():
        raise NotAFolderError(folder)
    for candidate in (resolved, *resolved.parents):
        if (candidate / ORGANISATION).is_file() or (candidate / STATE_FILE).is_file():
            return candidate
    return resolved


def plan_sync(
    register: Register, actor: Account, request: SyncRequest, now: datetime
) -> tuple[Path, Plan]:
    """What a sync would do first. Nothing is changed.

    Raises NotAFolderError, OtherRegisterError, OSError and what `Register.reading` raises.
    """
    root = root_of(request.folder)
    if not root.exists():
        holdings = read_holdings(register, actor, now)
        empty = WorkingCopy(root, {}, (), {})
        return root, plan(
            empty, holdings, cases_of(empty, holdings, SyncState(), {}), request.wishes
        )
    state = read_state(root)
    steps = _Round(register, actor, root, state, request, now).plan.steps
    return root, Plan(tuple(_with_file(step, state) for step in steps))


def sync(
    register: Register,
    actor: Account,
    request: SyncRequest,
    translate: Translate,
    now: datetime,
    progress: Progress | None = None,
) -> Synced:
    """Bring a folder, which is made if it is not there, and the register together.

    `translate` is for the files that tell of conflicts. Raises NotAFolderError,
    OtherRegisterError, SyncRunningError, OSError where the folder itself cannot be used, and what
    `Register.writing` raises; what was done until then stays done.
    """
    root = root_of(request.folder)
    root.mkdir(parents=True, exist_ok=True)
    synced = Synced(root)
    with _alone(root):
        state = read_state(root)
        for _round in range(ROUNDS):
            this = _Round(register, actor, root, state, request, now)
            synced.failures.clear()
            todo = this.plan.of(*CHANGES)
            try:
                _Carrier(this, synced, translate, progress).carry_out()
            finally:
                write_state(root, state)
            request = replace(request, wishes=Wishes(delete=request.wishes.delete))
            if not todo or len(synced.failures) == len(todo):
                break
        synced.left = tuple(
            _with_file(step, state) for step in this.plan.of(Act.LEAVE, Act.CONFLICT)
        )
        done = {step.document for step in synced.done}
        kept = (step for step in this.plan.of(Act.KEEP) if step.document not in done)
        synced.same = sum(step.case.held is not None for step in kept)
    if synced.done:
        # Else the first who submits waits for it; but it is made good at any time.
        with suppress(RegisterBusyError, RegisterFullError):
            index_drafts(register)
    return synced


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    try:
        with locked_folder(root):
            yield
    except AlreadyLockedError as error:
        raise SyncRunningError(root) from error


class _Round:
    """One look at both sides, and the plan that follows."""

    def __init__(
        self,
        register: Register,
        actor: Account,
        root: Path,
        state: SyncState,
        request: SyncRequest,
        now: datetime,
    ) -> None:
        self.register, self.actor, self.root, self.now = register, actor, root, now
        self.state, self.request = state, request
        self.holdings = self._holdings()
        language = self._language()
        shown = {path for kept in self.holdings.documents.values() for path in kept.pictures}
        self.copy = look(root, state, language, shown)
        state.register, state.language = self.holdings.register, language
        self.plan = plan(self.copy, self.holdings, self._cases(), request.wishes)
        chosen = request.wishes.mine | request.wishes.theirs
        unknown = chosen.difference(step.at for step in self.plan.steps)
        if unknown:
            raise NotInSyncError(min(unknown))

    def _holdings(self) -> Holdings:
        holdings = read_holdings(self.register, self.actor, self.now)
        if self.state.found and self.state.register != holdings.register:
            raise OtherRegisterError(self.root / STATE_FILE)
        return holdings

    def _language(self) -> str:
        """The language of procedures that name none: of the organisation as it will be."""
        held = look_at_organisation(self.root, self.state)
        house = self.holdings.organisation
        if held is None or not self.holdings.may((Right.ADMINISTRATOR,), EVERY_DEPARTMENT):
            return house.language
        case = Case(
            held,
            self.holdings.documents.get(ORGANISATION_KEY),
            self.state.files.get(ORGANISATION_KEY),
        )
        if decide(ORGANISATION_KEY, case, self.request.wishes).act is not Act.SEND:
            return house.language
        return parsed_organisation(read_inside(self.root, held.path, held.text)).language

    def _cases(self) -> dict[DocumentKey, Case]:
        cases = cases_of(self.copy, self.holdings, self.state, {})
        unsettled = [
            case.kept.latest.document_id
            for case in cases.values()
            if case.kept is not None and not settled(case)
        ]
        if not unsettled:
            return cases
        with self.register.reading() as session:
            past = documents.pasts(session, unsettled)
        return cases_of(self.copy, self.holdings, self.state, past)


class _Carrier:
    """Carries a plan out, step by step."""

    def __init__(
        self, this: _Round, synced: Synced, translate: Translate, progress: Progress | None
    ) -> None:
        self.this, self.synced, self.translate = this, synced, translate
        self.root, self.state = this.root, this.state
        self.tell = progress or (lambda _done, _total: None)
        self.finished = 0
        self.total = len(this.plan.of(*CHANGES))
        leaving = {_document(step) for step in this.plan.of(Act.REMOVE, Act.RECEIVE)}
        held = [each for key, each in this.copy.held.items() if key not in leaving]
        kept = this.holdings.documents.values()
        self.in_use = {path for each in held for path in each.shows}
        self.in_use |= {path for each in kept for path in each.pictures}

    def carry_out(self) -> None:
        """The register first: what it holds then decides what is written into the folder."""
        for step in self.this.plan.of(Act.KEEP):
            self._remember_kept(step)
        sending = sorted(self.this.plan.of(Act.SEND), key=_organisation_first)
        for batch in _batches(sending):
            self._send(batch)
            if len(sending) > len(batch):
                write_state(self.root, self.state)
        for step in self.this.plan.of(Act.DROP):
            self._attempt(step, partial(self._drop, step))
        for step in self.this.plan.of(Act.REMOVE, Act.RECEIVE):
            if step.case.held is not None and step.place != step.case.held.path:
                self._attempt(step, partial(self._remove, step))
        for batch in _batches(self.this.plan.of(Act.RECEIVE)):
            self._receive(batch)
        for step in self.this.plan.of(Act.CONFLICT):
            self._attempt(step, partial(self._tell_conflict, step))

    def _attempt(self, step: Step, work: Callable[[], None]) -> None:
        """Do something for a step; what fails is told, and the rest goes on."""
        document = _document(step)
        if document in self.synced.failures:
            return
        try:
            work()
        except SopkitError as error:
            self.synced.failures[document] = (step, error)
        except OSError as error:
            self.synced.failures[document] = (step, _unwritable(step, error))

    def _finish(self, step: Step) -> None:
        self.synced.done.append(step)
        self.finished += 1
        self.tell(self.finished, self.total)

    # Documents that are at one

    def _remember_kept(self, step: Step) -> None:
        held, kept = step.case.held, step.case.kept
        if held is None or kept is None or kept.text is None:
            self.state.files.pop(_document(step), None)
        else:
            self.state.files[_document(step)] = held.remembered(kept.text.id)
        self._end_conflict(step)

    def _end_conflict(self, step: Step) -> None:
        """Forget a conflict, with the files that tell of it, unless somebody wrote in them."""
        conflict = self.state.conflicts.pop(_document(step), None)
        for path, digest in conflict.files.items() if conflict else ():
            with suppress(SopkitError, OSError):
                remove_file(self.root, path, digest)

    # Into the register

    def _send(self, batch: Sequence[Step]) -> None:
        """Save texts in one transaction; one that is refused leaves the others alone."""
        writings: dict[DocumentKey, Writing] = {}
        for step in batch:
            self._attempt(step, partial(self._read, step, writings))
        saved: dict[DocumentKey, SavedRevision] = {}
        with acting(self.this.register, self.this.actor, self.this.now) as ledger:
            house = organisation(ledger.session)
            for step in batch:
                if writing := writings.get(_document(step)):
                    self._attempt(step, partial(self._save, ledger, house, step, writing, saved))
        for step in batch:
            if revision := saved.get(_document(step)):
                self._remember_sent(step, revision)

    def _read(self, step: Step, writings: dict[DocumentKey, Writing]) -> None:
        read = read_writing(self.root, _held(step))
        writings[_document(step)] = replace(read, path=step.saved_as)

    def _save(
        self,
        ledger: Ledger,
        house: Organisation,
        step: Step,
        writing: Writing,
        saved: dict[DocumentKey, SavedRevision],
    ) -> None:
        draft = drafted(writing, house)
        if draft.document != step.document:
            return  # the organisation has another language meanwhile; the next round knows it
        kept, document = step.case.kept, _document(step)
        expected = kept.latest.id if kept else None
        saved[document] = save_draft(ledger, draft, expected, self.this.request.message)

    def _remember_sent(self, step: Step, revision: SavedRevision) -> None:
        held = _held(step)
        if step.saved_as == held.path:
            self.state.files[held.document] = held.remembered(revision.id)
            self._end_conflict(step)
        self._finish(step)

    def _drop(self, step: Step) -> None:
        this = self.this
        drop_draft(
            this.register,
            this.actor,
            _document(step),
            this.request.message,
            this.now,
            expected=_kept(step).latest.id,
        )
        self.state.files.pop(_document(step), None)
        self._finish(step)

    # Out of the register

    def _remove(self, step: Step) -> None:
        """Take away a file that is gone from the register, or that goes to another place."""
        held, base = _held(step), step.case.base
        remove_file(self.root, held.path, held.text)
        if step.act is Act.REMOVE:
            self._remove_pictures(base.pictures if base else held.pictures)
            self.state.files.pop(held.document, None)
            self._end_conflict(step)
            self._finish(step)

    def _receive(self, batch: Sequence[Step]) -> None:
        wanted: set[str] = set()
        for step in batch:
            kept = _kept(step)
            wanted.add((kept.text.text_hash if kept.text else None) or "")
            here = self.this.copy.pictures
            wanted.update(d for path, d in kept.pictures.items() if here.get(path) != d)
        with self.this.register.reading() as session:
            data = documents.contents(session, wanted)
        for step in batch:
            self._attempt(step, partial(self._write, step, data))

    def _write(self, step: Step, data: Mapping[str, bytes]) -> None:
        kept, held = _kept(step), step.case.held
        text = kept.text
        assert text is not None  # noqa: S101 - what is received is there
        assert text.text_hash is not None  # noqa: S101 - a text has a hash
        here = self.this.copy.pictures
        for path, digest in kept.pictures.items():
            if here.get(path) != digest:
                self._put(path, data[digest], here.get(path))
                self._show(path, digest)
        before = held.text if held is not None and held.path == step.place else None
        if before != text.text_hash:
            self._put(step.place, data[text.text_hash], before)
        base = self.state.files.get(text.document)
        # Without the hash of the text, the next look at it reads which pictures it shows.
        self.state.files[text.document] = Remembered(
            text.document, text.path, "", kept.shown, text.id, pictures=kept.pictures
        )
        self._remove_pictures(base.pictures if base else {})
        self._end_conflict(step)
        self._finish(step)

    def _put(self, path: str, data: bytes, before: str | None) -> None:
        """Write a file that was not there, or held something else (its hash) when it was read."""
        full = self.root / path
        if full.parent.resolve() != full.parent:
            raise SymbolicLinkError(path)
        if before is None:
            create_whole(full, data)
        else:
            replace_file(self.root, path, data, before)

    def _show(self, path: str, digest: str) -> None:
        """Remember of all texts that show a picture that it is another one now."""
        for document, each in self.state.files.items():
            if each.text and path in each.pictures:
                pictures = {**each.pictures, path: digest}
                content = content_hash(each.text, pictures)
                self.state.files[document] = replace(each, pictures=pictures, content=content)

    def _remove_pictures(self, before: Mapping[str, str]) -> None:
        """Remove pictures that no text shows any more, and that the register has."""
        for path, digest in before.items():
            if path not in self.in_use and self.this.copy.pictures.get(path) == digest:
                with suppress(SopkitError, OSError):
                    remove_file(self.root, path, digest)

    # Conflicts

    def _tell_conflict(self, step: Step) -> None:
        """Write both texts beside the folder's, unless that was done, or somebody works on it."""
        held, kept = _held(step), _kept(step)
        known = self.state.conflicts.get(held.document)
        if known is not None and self.this.copy.file_at(known.file):
            told_already = (known.stamp, known.held) == (kept.stamp, held.content)
            if told_already or not is_untouched(self.root, known):
                return
        here = read_inside(self.root, held.path, held.text)
        with self.this.register.reading() as session:
            there = Other.read(session, kept, self.this.holdings.organisation.timezone)
        self._end_conflict(step)
        self.state.conflicts[held.document] = write_conflict(
            self.root, held, here, there, self.translate
        )


def _with_file(step: Step, state: SyncState) -> Step:
    """A conflict with the file that tells of it, or will."""
    if step.act is not Act.CONFLICT:
        return step
    conflict = state.conflicts.get(_document(step))
    return replace(step, other=conflict.file if conflict else conflict_name(step.at))


def _document(step: Step) -> DocumentKey:
    assert step.document is not None  # noqa: S101 - only unfit files are none
    return step.document


def _held(step: Step) -> Held:
    assert step.case.held is not None  # noqa: S101 - the plan has such a step only for a file
    return step.case.held


def _kept(step: Step) -> Kept:
    assert step.case.kept is not None  # noqa: S101 - the plan has such a step only for those
    return step.case.kept


def _organisation_first(step: Step) -> tuple[bool, str]:
    """What the organisation says decides how procedures are read."""
    return step.document != ORGANISATION_KEY, step.at


def _batches(steps: Sequence[Step]) -> Iterator[Sequence[Step]]:
    """The organisation on its own, then some at a time."""
    first = 1 if steps and steps[0].document == ORGANISATION_KEY else 0
    if first:
        yield steps[:1]
    for start in range(first, len(steps), BATCH):
        yield steps[start : start + BATCH]


def _unwritable(step: Step, error: OSError) -> SopkitError:
    if isinstance(error, FileNotFoundError):
        return FileChangedError(step.at)
    refusal = UnwritableError(step.place or step.at, error.strerror)
    refusal.__cause__ = error
    return refusal
