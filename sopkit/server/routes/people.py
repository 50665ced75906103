"""People as an administrator sees them: the list, one person, and what is done to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from sopkit.errors import SopkitError
from sopkit.messages import message
from sopkit.refusals import NotSureError, UnknownPersonError
from sopkit.server.choosing import Choice, Pager, choices, language_choices, with_query
from sopkit.server.errors import status_of
from sopkit.server.house_words import department_name, id_name, role_name
from sopkit.server.pages import redirect, show
from sopkit.server.routes.account import TokenLine, token_lines
from sopkit.server.visit import Here, Visit
from sopkit.services.accounts import directory, passwords, tokens
from sopkit.services.accounts.directory import Filter, Looked
from sopkit.services.accounts.passwords import LINK_LASTS
from sopkit.services.accounts.signing_in import EVERY_DEPARTMENT, Right
from sopkit.services.register import persons
from sopkit.services.register.persons import Holding

_ = message

ADMIN = "/admin"
PEOPLE = f"{ADMIN}/people"

router = APIRouter(prefix=ADMIN)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person in the list, with what they have now in words."""

    address: str
    name: str
    login: str
    rights: tuple[str, ...]
    roles: tuple[str, ...]
    teams: tuple[str, ...]
    closed: bool
    without_password: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people that were asked for; `done` tells what a file did that was just carried out."""

    words: str
    state: tuple[Choice, ...]
    rights: tuple[Choice, ...]
    departments: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    teams: tuple[Choice, ...]
    filtered: bool
    count: str
    people: tuple[PersonLine, ...]
    pager: Pager
    done: str


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A right, role or membership: `value` and `scope` are what a form sends to end it."""

    name: str
    where: str
    value: str
    scope: str
    time: str
    now: bool


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person. `told` is why something did not work, in the part `where`."""

    address: str
    login: str
    name: str
    mail: str
    closed: bool
    without_password: bool
    rights: tuple[HeldLine, ...]
    roles: tuple[HeldLine, ...]
    teams: tuple[HeldLine, ...]
    past: tuple[HeldLine, ...]
    tokens: tuple[TokenLine, ...]
    right_choices: tuple[Choice, ...]
    department_choices: tuple[Choice, ...]
    role_choices: tuple[Choice, ...]
    team_names: tuple[str, ...]
    reset_link: str
    reset_hours: int
    done: str
    where: str
    told: str


@dataclass(frozen=True, slots=True)
class NewPersonPage:
    """What was typed so far of a new person."""

    login: str
    name: str
    languages: tuple[Choice, ...]
    told: str


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team with the way to its people."""

    name: str
    address: str
    members: str
    leads: str


@dataclass(frozen=True, slots=True)
class TeamsPage:
    """Every team."""

    teams: tuple[TeamLine, ...]


_DONE = {
    "added": _("Added. Now give rights and roles, and make a link to set a password."),
    "name": _("The name was changed."),
    "mail": _("The address was changed."),
    "given": _("Done: it holds from now on."),
    "ended": _("Ended, from now on."),
    "closed": _("The account is closed."),
    "token": _("The token was revoked; no program can use it any more."),
}

_RIGHTS = tuple(Right)


def address_of(login: str) -> str:
    """The page of a person."""
    return f"{PEOPLE}/{quote(login, safe='')}"


@router.get("")
def admin() -> Response:
    """Where administration begins."""
    return redirect(PEOPLE)


@router.get("/people")
def people(  # noqa: PLR0913, PLR0917 - each filter is a part of the address
    here: Here,
    words: str = "",
    state: Literal["open", "closed", "all"] = "open",
    right: str = "",
    department: str = "",
    role: str = "",
    team: str = "",
    page: int = 1,
    added: int | None = None,
    changed: int | None = None,
) -> Response:
    """The list of people."""
    active = {"open": True, "closed": False, "all": None}[state]
    wanted = Filter(active, right or None, department or None, role or None, team or None)
    found = directory.find(here.register, here.account, words, wanted, page, here.now)
    told = here.text(_("Page {page} of {pages}"), page=found.page, pages=found.pages)

    def at(number: int) -> str:
        if not 1 <= number <= found.pages:
            return ""
        chosen = {"words": words, "right": right, "department": department, "role": role}
        kept = "" if state == "open" else state
        return with_query(PEOPLE, **chosen, team=team, state=kept, page=number)

    every = ("", here.translate(_("all")))
    shown = PeoplePage(
        words=words,
        state=choices(
            (
                ("open", here.translate(_("open"))),
                ("closed", here.translate(_("closed"))),
                ("all", here.translate(_("all"))),
            ),
            state,
        ),
        rights=choices((every, *_right_names(here)), right),
        departments=choices((every, *_departments(here)), department),
        roles=choices((every, *_roles(here)), role),
        teams=choices((every, *((name, name) for name in found.teams)), team),
        filtered=bool(words or right or department or role or team or state != "open"),
        count=here.number(found.count),
        people=tuple(_line(here, each) for each in found.members),
        pager=Pager(told, at(found.page - 1), at(found.page + 1)),
        done=_imported(here, added, changed),
    )
    return show(here, "people.html", shown)


def _imported(here: Visit, added: int | None, changed: int | None) -> str:
    """How many people a file added and changed."""
    if added is None or changed is None:
        return ""
    return here.text(
        _("Carried out. People added: {added}, changed: {changed}."),
        added=here.number(added),
        changed=here.number(changed),
    )


@router.get("/add-person")
def person_new(here: Here) -> Response:
    """The form for a new person."""
    return _new_page(here, "", "", here.house.language, None)


@router.post("/add-person")
def person_new_post(
    here: Here,
    login: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
    language: Annotated[str, Form()] = "",
) -> Response:
    """Add a person."""
    login, name = login.strip(), name.strip()
    try:
        persons.add_person(
            here.register, here.account, login, name, here.now, language=language or None
        )
    except SopkitError as error:
        return _new_page(here, login, name, language, error)
    return redirect(f"{address_of(login)}?done=added")


@router.get("/people/{login}")
def person(here: Here, login: str, done: str = "") -> Response:
    """One person."""
    return _person_page(here, login, done=_DONE.get(done, ""))


@router.post("/people/{login}/name")
def person_name(here: Here, login: str, name: Annotated[str, Form()] = "") -> Response:
    """Another name."""
    return _act(
        here,
        login,
        "name",
        lambda: persons.rename(here.register, here.account, login, name.strip(), here.now),
    )


@router.post("/people/{login}/mail")
def person_mail(here: Here, login: str, mail: Annotated[str, Form()] = "") -> Response:
    """Another address for mail, or none."""
    wanted = (here.register, here.account, login, mail.strip() or None, here.now)
    return _act(here, login, "mail", lambda: persons.set_address(*wanted))


class RightForm(BaseModel):
    """A right in a department."""

    right: str = ""
    department: str = EVERY_DEPARTMENT


@router.post("/people/{login}/rights")
def person_right(here: Here, login: str, form: Annotated[RightForm, Form()]) -> Response:
    """Give a right."""
    wanted = (here.register, here.account, login, form.right, form.department, here.now)
    return _act(here, login, "rights", lambda: persons.give_right(*wanted), done="given")


@router.post("/people/{login}/rights/end")
def person_right_end(here: Here, login: str, form: Annotated[RightForm, Form()]) -> Response:
    """End a right."""
    wanted = (here.register, here.account, login, form.right, form.department, here.now)
    return _act(here, login, "rights", lambda: persons.end_right(*wanted), done="ended")


@router.post("/people/{login}/roles")
def person_role(here: Here, login: str, role: Annotated[str, Form()] = "") -> Response:
    """Give a role."""
    wanted = (here.register, here.account, login, role, here.now)
    return _act(here, login, "roles", lambda: persons.give_role(*wanted), done="given")


@router.post("/people/{login}/roles/end")
def person_role_end(here: Here, login: str, role: Annotated[str, Form()] = "") -> Response:
    """End a role."""
    wanted = (here.register, here.account, login, role, here.now)
    return _act(here, login, "roles", lambda: persons.end_role(*wanted), done="ended")


@router.post("/people/{login}/teams")
def person_team(
    here: Here,
    login: str,
    team: Annotated[str, Form()] = "",
    lead: Annotated[bool, Form()] = False,  # noqa: FBT002 - a box to tick
) -> Response:
    """Put somebody into a team; a new name makes a new team."""
    wanted = (here.register, here.account, login, team.strip(), here.now)
    return _act(here, login, "teams", lambda: persons.join_team(*wanted, lead=lead), done="given")


@router.post("/people/{login}/teams/leave")
def person_team_leave(here: Here, login: str, team: Annotated[str, Form()] = "") -> Response:
    """Take somebody out of a team."""
    wanted = (here.register, here.account, login, team, here.now)
    return _act(here, login, "teams", lambda: persons.leave_team(*wanted), done="ended")


@router.post("/people/{login}/reset")
def person_reset(here: Here, login: str) -> Response:
    """A link with which the person sets a password: shown this once, therefore no redirect."""
    try:
        secret = passwords.offer_reset(here.register, here.account, login, here.now)
    except UnknownPersonError:
        raise
    except SopkitError as error:
        return _person_page(here, login, where="reset", error=error)
    link = str(here.request.url_for("reset", secret=secret))
    return _person_page(here, login, link=link)


@router.post("/people/{login}/close")
def person_close(
    here: Here,
    login: str,
    sure: Annotated[bool, Form()] = False,  # noqa: FBT002 - a box to tick
) -> Response:
    """Close an account."""

    def close() -> None:
        if not sure:
            raise NotSureError
        persons.close_account(here.register, here.account, login, here.now)

    return _act(here, login, "close", close, done="closed")


@router.post("/people/{login}/unrecognisable")
def person_unrecognisable(
    here: Here,
    login: str,
    sure: Annotated[bool, Form()] = False,  # noqa: FBT002 - a box to tick
) -> Response:
    """Take a person's names out of the register; afterwards there is no page of them."""
    try:
        if not sure:
            raise NotSureError
        persons.make_unrecognisable(here.register, here.account, login, here.now)
    except UnknownPersonError:
        raise
    except SopkitError as error:
        return _person_page(here, login, where="unrecognisable", error=error)
    return redirect(PEOPLE)


@router.post("/people/{login}/tokens/{token}/revoke")
def person_token_revoke(here: Here, login: str, token: str) -> Response:
    """End a token with which a program acts for somebody."""
    wanted = (here.register, here.account, token, here.now)
    return _act(here, login, "tokens", lambda: tokens.revoke_token(*wanted), done="token")


@router.get("/teams")
def teams(here: Here) -> Response:
    """Every team."""
    found = directory.teams(here.register, here.account, here.now)
    lines = (
        TeamLine(
            each.name,
            with_query(PEOPLE, team=each.name),
            here.number(each.members),
            ", ".join(each.leads),
        )
        for each in found
    )
    return show(here, "teams.html", TeamsPage(tuple(lines)))


def _act(
    here: Visit, login: str, where: str, act: Callable[[], object], *, done: str = ""
) -> Response:
    """Do something to a person, and look at the result or at why it was refused."""
    try:
        act()
    except UnknownPersonError:
        raise
    except SopkitError as error:
        return _person_page(here, login, where=where, error=error)
    return redirect(f"{address_of(login)}?done={done or where}")


def _person_page(
    here: Visit,
    login: str,
    *,
    done: str = "",
    where: str = "",
    error: SopkitError | None = None,
    link: str = "",
) -> Response:
    found = directory.look_up(here.register, here.account, login, here.now)
    account = found.record.account
    held, past = _held(here, found)
    page = PersonPage(
        address=address_of(account.login),
        login=account.login,
        name=account.name,
        mail=found.address,
        closed=not account.active,
        without_password=not account.has_password,
        rights=held[0],
        roles=held[1],
        teams=held[2],
        past=past,
        tokens=token_lines(here, found.tokens),
        right_choices=choices(_right_names(here), Right.READER),
        department_choices=choices(_departments(here), EVERY_DEPARTMENT),
        role_choices=choices(_roles(here), ""),
        team_names=found.teams,
        reset_link=link,
        reset_hours=LINK_LASTS.days * 24,
        done=here.translate(done) if done else "",
        where=where,
        told=here.sentence(error) if error else "",
    )
    return show(here, "person.html", page, status_of(error) if error else HTTPStatus.OK)


def _new_page(
    here: Visit, login: str, name: str, language: str, error: SopkitError | None
) -> Response:
    told = here.sentence(error) if error else ""
    page = NewPersonPage(login, name, language_choices(language), told)
    return show(here, "person_new.html", page, status_of(error) if error else HTTPStatus.OK)


def _line(here: Visit, member: directory.Member) -> PersonLine:
    account, held = member.account, member.holdings
    return PersonLine(
        address_of(account.login),
        account.name,
        account.login,
        tuple(_right_in_words(here, each) for each in held.rights),
        tuple(role_name(here, each.name) for each in held.roles),
        tuple(_team_in_words(here, each) for each in held.teams),
        closed=not account.active,
        without_password=not account.has_password,
    )


def _held(
    here: Visit, found: Looked
) -> tuple[tuple[tuple[HeldLine, ...], ...], tuple[HeldLine, ...]]:
    """What a person has now (rights, roles, teams), and all that ended, the latest first."""
    record = found.record
    rights = [
        (each, _held_line(here, each, id_name(here, each.name), department_name(here, each.scope)))
        for each in record.rights
    ]
    roles = [
        (each, _held_line(here, each, role_name(here, each.name), "")) for each in record.roles
    ]
    joined = [
        (each, _held_line(here, each, each.scope, id_name(here, each.name)))
        for each in record.teams
    ]
    ended = [pair for pair in (*rights, *roles, *joined) if not pair[1].now]
    ended.sort(key=lambda pair: pair[0].until or pair[0].since, reverse=True)
    now = tuple(
        tuple(line for _each, line in lines if line.now) for lines in (rights, roles, joined)
    )
    return now, tuple(line for _each, line in ended)


def _held_line(here: Visit, held: Holding, name: str, where: str) -> HeldLine:
    now = held.until is None or held.until > here.now
    since = here.day(held.since)
    time = (
        here.text(_("since {day}"), day=since)
        if now
        else here.text(_("{since} to {until}"), since=since, until=here.day(held.until))
    )
    return HeldLine(name, where, held.name, held.scope, time, now)


def _right_in_words(here: Visit, held: Holding) -> str:
    return f"{id_name(here, held.name)} ({department_name(here, held.scope)})"


def _team_in_words(here: Visit, held: Holding) -> str:
    return held.scope if held.name == "member" else f"{held.scope} ({id_name(here, held.name)})"


def _right_names(here: Visit) -> Iterable[tuple[str, str]]:
    return ((each.value, id_name(here, each)) for each in _RIGHTS)


def _departments(here: Visit) -> Iterable[tuple[str, str]]:
    yield EVERY_DEPARTMENT, id_name(here, EVERY_DEPARTMENT)
    for each in here.house.departments or ():
        yield each.id, each.name(here.language)


def _roles(here: Visit) -> Iterable[tuple[str, str]]:
    return ((each.id, each.name(here.language)) for each in here.house.roles or ())
