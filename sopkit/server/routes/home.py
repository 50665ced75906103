"""What somebody sees first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Response

from sopkit.messages import message
from sopkit.server.pages import show
from sopkit.server.routes.organisation import HOUSE
from sopkit.server.routes.people import PEOPLE, address_of
from sopkit.server.visit import Here, Visit
from sopkit.services.library.home import Draft, Due, Home, Item, Miss, Task, Verdicts
from sopkit.services.library.home import home as home_of
from sopkit.services.library.listing import OWN_ROLES
from sopkit.services.register.saving import AUTHOR

_ = message

router = APIRouter()

_TASKS = {
    "decide": _("Your decision is needed"),
    "release": _("Approved, to be released"),
    "returned": _("Sent back to you"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A procedure in a panel: `mark` stands out, `told` says more, `reason` is somebody's own."""

    number: str
    title: str
    language: str
    address: str
    told: str
    mark: str = ""
    kind: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page; `empty` is what to say when nothing stands in it.

    `more` says that there is more, at an `address` if that is not empty.
    """

    kind: str
    heading: str
    entries: tuple[Entry, ...]
    empty: str
    more: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class RemarkView:
    """What a reader said, and on which day."""

    text: str
    day: str


@dataclass(frozen=True, slots=True)
class VoiceView:
    """What readers said of a procedure."""

    number: str
    title: str
    language: str
    address: str
    told: str
    remarks: tuple[RemarkView, ...]


@dataclass(frozen=True, slots=True)
class MissView:
    """Words that were looked for in vain."""

    words: str
    address: str
    told: str


@dataclass(frozen=True, slots=True)
class FirstStep:
    """Something to do in a new register: a link, and what it is good for."""

    address: str
    name: str
    told: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home of a person. `voices` is None for those who do not hear readers.

    `first_steps` are those of who runs a register without a procedure; empty for all others.
    """

    title: str
    greeting: str
    library: str
    first_steps: tuple[FirstStep, ...]
    panels: tuple[Panel, ...]
    voices: tuple[VoiceView, ...] | None
    misses: tuple[MissView, ...]


@router.get("/")
def home(here: Here) -> Response:
    """The home page."""
    found = home_of(here.register, here.account, here.language, here.now)
    return show(here, "home.html", _page(here, found))


def _page(here: Visit, found: Home) -> HomePage:
    name = here.account.name
    greeting = here.text(_("Welcome, {name}"), name=name) if name else here.text(_("Welcome"))
    one = found.in_force == 1
    library = (
        _("The library: 1 procedure in force")
        if one
        else _("The library: {count} procedures in force")
    )
    return HomePage(
        title=here.text(_("Home")),
        greeting=greeting,
        library=here.text(library, count=here.number(found.in_force)),
        first_steps=_first_steps(here) if found.begins else (),
        panels=tuple(_panels(here, found)),
        voices=tuple(_voice(here, each) for each in found.verdicts) if found.hears else None,
        misses=tuple(_miss(here, each) for each in found.misses),
    )


def _first_steps(here: Visit) -> tuple[FirstStep, ...]:
    steps = [
        (HOUSE, _("The organisation"), _("Name its departments and roles, and say who approves.")),
        (
            PEOPLE,
            _("People"),
            _(
                "Add your colleagues, and give them rights. Who writes needs the right of an "
                "author."
            ),
        ),
    ]
    if here.me.may(AUTHOR):
        steps.append(("/write", _("The first procedure"), _("Begin it from a template.")))
    else:
        own = address_of(here.account.login)
        why = _("Give yourself the right of an author to begin it, or leave that to an author.")
        steps.append((own, _("The first procedure"), why))
    return tuple(FirstStep(to, here.text(name), here.text(told)) for to, name, told in steps)


def _panels(here: Visit, found: Home) -> Iterator[Panel]:
    if found.minds or found.tasks:
        yield Panel(
            "tasks",
            here.text(_("Waits for you")),
            tuple(_task(here, each) for each in found.tasks),
            here.text(_("Nothing waits for you.")),
        )
    if found.drafts:
        yield Panel(
            "drafts",
            here.text(_("Your drafts")),
            tuple(_draft(here, each) for each in found.drafts),
            "",
        )
    if not found.minds:
        yield from _own(here, found)
    yield Panel(
        "changed",
        here.text(_("Changed lately")),
        tuple(_changed(here, each) for each in found.changed),
        here.text(_("Nothing has changed in the last 30 days.")),
    )
    if found.coming:
        yield Panel(
            "coming",
            here.text(_("Soon in force")),
            tuple(_coming(here, each) for each in found.coming),
            "",
        )
    if found.minds:
        yield Panel(
            "due",
            here.text(_("To be reviewed")),
            tuple(_due(here, each) for each in found.due),
            here.text(_("No review is due in the next 30 days.")),
            _more(here, found.due_in_all - len(found.due)),
        )
        yield from _own(here, found)


def _own(here: Visit, found: Home) -> Iterator[Panel]:
    """What somebody works by; nothing for who has no role, or one that no procedure names."""
    if found.own:
        yield Panel(
            "own",
            here.text(_("For your role")),
            tuple(_changed(here, each) for each in found.own),
            "",
            _more(here, found.own_in_all - len(found.own)),
            f"/library?{urlencode({'role': OWN_ROLES})}",
        )


def _more(here: Visit, rest: int) -> str:
    """That so many do not stand in a panel; empty if all do."""
    return here.text(_("And {count} more."), count=here.number(rest)) if rest else ""


def _task(here: Visit, task: Task) -> Entry:
    return _entry(
        task.item,
        here.text(
            _("{department}, since {day}"),
            department=task.item.department,
            day=here.day(task.item.at),
        ),
        here.text(_TASKS[task.kind]),
        task.kind,
        task.reason,
    )


def _draft(here: Visit, draft: Draft) -> Entry:
    template = (
        _("{department}, saved on {day}") if draft.saved else _("{department}, written on {day}")
    )
    told = here.text(template, department=draft.item.department, day=here.day(draft.item.at))
    return _entry(draft.item, told, "" if draft.saved else here.text(_("Not saved")), "unsaved")


def _changed(here: Visit, item: Item) -> Entry:
    told = here.text(
        _("{department} · version {version}, in force since {day}"),
        department=item.department,
        version=item.version,
        day=here.day(item.at),
    )
    return _entry(item, told)


def _coming(here: Visit, item: Item) -> Entry:
    told = here.text(
        _("{department} · version {version}, in force from {day}"),
        department=item.department,
        version=item.version,
        day=here.day(item.at),
    )
    return _entry(item, told)


def _due(here: Visit, due: Due) -> Entry:
    told = here.text(
        _("{department}, by {day}"), department=due.item.department, day=here.day(due.item.at)
    )
    return _entry(due.item, told, here.text(_("Overdue")) if due.late else "", "late")


def _entry(item: Item, told: str, mark: str = "", kind: str = "", reason: str = "") -> Entry:
    return Entry(item.number, item.title, item.language, item.address, told, mark, kind, reason)


def _voice(here: Visit, each: Verdicts) -> VoiceView:
    told = here.text(
        _("helped: {yes}, did not help: {no}"),
        yes=here.number(each.helped),
        no=here.number(each.not_helped),
    )
    address = f"/sops/{each.number}?{urlencode({'language': each.language})}"
    remarks = tuple(RemarkView(said.text, here.day(said.at)) for said in each.remarks)
    return VoiceView(each.number, each.title, each.language, address, told, remarks)


def _miss(here: Visit, miss: Miss) -> MissView:
    if miss.count == 1:
        told = here.text(_("once, on {day}"), day=here.day(miss.last_at))
    else:
        told = here.text(
            _("{count} times, last on {day}"),
            count=here.number(miss.count),
            day=here.day(miss.last_at),
        )
    return MissView(miss.words, f"/search?{urlencode({'q': miss.words})}", told)
