"""What somebody sees first: what waits for them, what changed, what is due, what readers say."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sopkit.services.library.addresses import sop_address
from sopkit.services.library.listing import Names
from sopkit.services.library.volume import DRAFT, current
from sopkit.services.register.releasing import RELEASERS
from sopkit.services.register.saving import AUTHOR
from sopkit.services.register.sight import Account, Sight, sight_of
from sopkit.store import desk, library, voices
from sopkit.store.desk import Text, Waiting
from sopkit.store.library import Filter, Listed
from sopkit.store.people import EVERY_DEPARTMENT, Right
from sopkit.store.session import Register, Session
from sopkit.store.voices import Miss, Verdicts

__all__ = ["Draft", "Due", "Home", "Item", "Miss", "Task", "Verdicts", "home"]

LATELY = timedelta(days=30)
"""How long something counts as changed lately."""

SOON = timedelta(days=30)
"""How long before its day a review is announced."""

HEARD = timedelta(days=90)
"""How long what readers said is kept and shown."""

_AT_MOST = 10

_CALLERS = (Right.AUTHOR, Right.ADMINISTRATOR)
"""Those who hear what readers say."""


@dataclass(frozen=True, slots=True)
class Item:
    """A procedure, and when it is or was."""

    number: str
    title: str
    language: str
    department: str
    address: str
    at: datetime
    version: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for the person: `kind` is `decide`, `release` or `returned`."""

    kind: str
    item: Item
    reason: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A text that the person wrote, of which nothing came yet; `saved` if all of it is."""

    item: Item
    saved: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A procedure that must be reviewed by a day; `late` if that is past."""

    item: Item
    late: bool


@dataclass(frozen=True, slots=True)
class Home:
    """Everything on it. `begins` tells that the person runs a register without a procedure.

    `drafts` are those that the person saved last. `due_in_all` is how many reviews are due, of
    which `due` are the first.

    `own` are the first of those in force that name a role of the person, `own_in_all` is how many
    there are. `changed` has first what concerns the person.
    """

    tasks: tuple[Task, ...]
    drafts: tuple[Draft, ...]
    own: tuple[Item, ...]
    own_in_all: int
    changed: tuple[Item, ...]
    coming: tuple[Item, ...]
    due: tuple[Due, ...]
    due_in_all: int
    verdicts: tuple[Verdicts, ...]
    misses: tuple[Miss, ...]
    minds: bool
    hears: bool
    in_force: int
    begins: bool


def home(register: Register, account: Account, reader: str, now: datetime) -> Home:
    """The home of a person: a fixed number of questions to the register, whatever it holds."""
    with register.reading() as session:
        sight = sight_of(session, account, now)
        names = Names(current(session).library, reader)
        languages = (reader, names.library.organisation.language)
        tasks = _tasks(session, sight, names)
        drafts = _drafts(session, sight, names, {each.item.address for each in tasks})
        own_in_all, own = (
            library.listed(session, Filter(roles=sight.roles), languages, now, at_most=_AT_MOST)
            if sight.roles
            else (0, ())
        )
        changed = library.changed(session, now - LATELY, now, _AT_MOST * 3)
        _, coming = library.listed(
            session, Filter(), languages, now, coming=sight.concern, at_most=_AT_MOST
        )
        in_all, due = (
            library.due(session, sight.business, now + SOON, now, _AT_MOST)
            if sight.minds_some
            else (0, ())
        )
        hears = sight.departments(_CALLERS)
        heard = None if EVERY_DEPARTMENT in hears else hears
        verdicts = voices.verdicts(session, heard, now - HEARD, _AT_MOST) if hears else ()
        misses = voices.misses(session, now - HEARD, _AT_MOST) if hears else ()
        in_force = library.total(session, now)
        runs = sight.has((Right.ADMINISTRATOR,), EVERY_DEPARTMENT)
        begins = runs and not in_force and desk.is_bare(session)
    return Home(
        tasks=tasks,
        drafts=drafts,
        own=tuple(_entry(each, names) for each in own),
        own_in_all=own_in_all,
        changed=_concerning_first(sight, changed, languages, names),
        coming=tuple(_entry(each, names, each.version) for each in coming),
        due=tuple(Due(_entry(each, names, at=moment), late=moment < now) for each, moment in due),
        due_in_all=in_all,
        verdicts=verdicts,
        misses=misses,
        minds=sight.minds_some,
        hears=bool(hears),
        in_force=in_force,
        begins=begins,
    )


def _tasks(session: Session, sight: Sight, names: Names) -> tuple[Task, ...]:
    """What waits for a decision or a release of the person, and what they got back."""
    returned = [
        Task("returned", replace(_text(each.text, names), address=_writing(each.text)), each.reason)
        for each in desk.given_back(session, sight.person_id)
        if sight.minds(each.text.department)
    ]
    deciders = sight.departments((Right.APPROVER, Right.REVIEWER, *RELEASERS))
    if not deciders:
        return tuple(returned)
    waiting = desk.waiting(session, None if EVERY_DEPARTMENT in deciders else deciders)
    ids = [each.submission_id for each in waiting]
    own = desk.written_by(session, sight.person_id, ids)
    own |= {each.submission_id for each in waiting if each.submitted_by == sight.person_id}
    done = desk.decided_by(session, sight.person_id, ids)
    tasks = []
    for each in waiting:
        kind = _kind(sight, each, may_decide=each.submission_id not in own | done)
        if kind:
            address = f"/reviews/{each.submission_id}"
            tasks.append(Task(kind, replace(_text(each.text, names), address=address), each.reason))
    return (*returned, *tasks)


def _drafts(session: Session, sight: Sight, names: Names, others: set[str]) -> tuple[Draft, ...]:
    """What the person wrote and may go on with, the newest first; `others` lead there already."""
    if not sight.departments(AUTHOR):
        return ()
    unsaved = desk.unsaved_of(session, sight.person_id, _AT_MOST)
    saved = desk.drafts_of(session, sight.person_id, _AT_MOST + len(unsaved))
    begun = {each.document_id for each in unsaved}
    texts = [(each, False) for each in unsaved]
    texts += [(each, True) for each in saved if each.document_id not in begun]
    texts.sort(key=lambda pair: pair[0].at, reverse=True)
    found = (
        Draft(replace(_text(each, names), address=_writing(each)), saved=is_saved)
        for each, is_saved in texts
        if sight.has(AUTHOR, each.department)
    )
    return tuple(each for each in found if each.item.address not in others)[:_AT_MOST]


def _kind(sight: Sight, waiting: Waiting, *, may_decide: bool) -> str | None:
    """What the person can do about a submission, if anything."""
    needed = _still_needed(waiting)
    department = waiting.text.department
    if not needed:
        return "release" if sight.has(RELEASERS, department) else None
    if may_decide and any(sight.has((Right(each),), department) for each in needed):
        return "decide"
    return None


def _still_needed(waiting: Waiting) -> list[str]:
    needed = list(waiting.needed)
    for right in waiting.given:
        if right in needed:
            needed.remove(right)
    return needed


def _concerning_first(
    sight: Sight, changed: Iterable[Listed], languages: tuple[str, str], names: Names
) -> tuple[Item, ...]:
    """What changed, each procedure once in the language that suits best."""
    by_number: dict[str, Listed] = {}
    for each in changed:
        known = by_number.get(each.number)
        if known is None or _place(each, languages) < _place(known, languages):
            by_number[each.number] = each
    ordered = sorted(
        by_number.values(),
        key=lambda each: (
            not sight.is_concerned(each.department, ()),
            -each.effective_from.timestamp(),
        ),
    )
    return tuple(_entry(each, names) for each in ordered[:_AT_MOST])


def _place(each: Listed, languages: tuple[str, str]) -> int:
    return languages.index(each.language) if each.language in languages else len(languages)


def _entry(
    each: Listed, names: Names, version: str | None = None, at: datetime | None = None
) -> Item:
    return Item(
        each.number,
        each.title,
        each.language,
        names.department(each.department),
        sop_address(each.number, language=each.language, version=version),
        at or each.effective_from,
        each.version,
    )


def _writing(each: Text) -> str:
    """Where a text is changed."""
    return sop_address(each.number, "edit", language=each.language)


def _text(each: Text, names: Names) -> Item:
    return Item(
        each.number,
        each.title,
        each.language,
        names.department(each.department),
        sop_address(each.number, language=each.language, version=DRAFT),
        each.at,
    )
