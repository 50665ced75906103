"""Persons, their rights, roles and teams: for an administrator's programs."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Query, Response
from pydantic import Field, SecretStr, StrictBool

from sopkit.server.api.answers import After, IfMatch, Limit, changed, done, listed, stale, told
from sopkit.server.api.refusals import reading, writing
from sopkit.server.api.routing import PREFIX, routes_about
from sopkit.server.api.shape import LINE, Asked, Line, Listed, Told
from sopkit.server.visit import Here, Visit
from sopkit.services.accounts.signing_in import Right
from sopkit.services.exchange import persons as service
from sopkit.services.exchange.persons import (
    ChangedMeanwhileError,
    Filter,
    Member,
    PersonChange,
    TeamSize,
)
from sopkit.services.register import persons as acts
from sopkit.services.register.persons import Holding

router = routes_about("Persons")

Login = Annotated[
    str,
    Path(
        description="The login of a person.",
        pattern=LINE,
        min_length=1,
        max_length=200,
        examples=["jan"],
    ),
]
RightName = Annotated[Right, Path(description="A right.", examples=["reader"])]
Department = Annotated[
    str,
    Path(
        description="A department, by its id; `*` for all of them.",
        pattern=LINE,
        min_length=1,
        max_length=200,
        examples=["klantenservice"],
    ),
]
Role = Annotated[
    str,
    Path(
        description="A role of the organisation, by its id.",
        pattern=LINE,
        min_length=1,
        max_length=200,
        examples=["medewerker"],
    ),
]
Team = Annotated[
    str,
    Path(
        description="The name of a team.",
        pattern=LINE,
        min_length=1,
        max_length=200,
        examples=["Ochtendploeg"],
    ),
]


def _asked_for(what: str, example: str) -> object:
    return Query(description=what, max_length=200, pattern=LINE, examples=[example])


class GivenRightShape(Told):
    """A right that somebody has."""

    right: Right = Field(examples=["reader"])
    """The right."""

    department: str = Field(examples=["klantenservice"])
    """The id of the department; `*` stands for all."""

    since: datetime = Field(examples=["2026-03-02T09:05:00Z"])
    """Since when."""


class RoleShape(Told):
    """A role that somebody has."""

    role: str = Field(examples=["medewerker"])
    """The id of the role."""

    since: datetime = Field(examples=["2026-03-02T09:05:00Z"])
    """Since when."""


class MembershipShape(Told):
    """A team that somebody is in."""

    team: str = Field(examples=["Ochtendploeg"])
    """Its name."""

    lead: bool = Field(examples=[False])
    """Whether they lead it."""

    since: datetime = Field(examples=["2026-03-02T09:05:00Z"])
    """Since when."""


class PersonShape(Told):
    """A person, with what they have now."""

    login: str = Field(examples=["jan"])
    """Their login."""

    name: str = Field(examples=["Jan Jansen"])
    """Their name, as it is printed with signatures."""

    language: str | None = Field(examples=["nl"])
    """The language in which they are spoken to, if one was chosen."""

    active: bool = Field(examples=[True])
    """Whether their account is open."""

    has_password: bool = Field(examples=[True])
    """Whether they can sign in."""

    rights: list[GivenRightShape]
    """What they may do."""

    roles: list[RoleShape]
    """What they do at work."""

    teams: list[MembershipShape]
    """The teams that they are in."""


class NewPerson(Asked):
    """A new person."""

    login: Line = Field(min_length=1, examples=["jan"])
    """The login: letters, digits and `. _ + @ -`."""

    name: Line = Field(min_length=1, examples=["Jan Jansen"])
    """The name, as it is printed with signatures."""

    language: Line | None = Field(default=None, examples=["nl"])
    """The language in which to speak to them."""

    password: SecretStr | None = Field(
        default=None, max_length=1000, examples=["correct horse battery"]
    )
    """A password of 12 characters at least; without one they cannot sign in yet."""


class ChangedPerson(Asked):
    """What is to be changed of a person; what is left out stays."""

    name: Line | None = Field(default=None, examples=["Jan de Vries"])
    """Another name from now on; what was signed keeps the old one."""

    language: Line | None = Field(default=None, examples=["en"])
    """Another language in which to speak to them."""


class NewMembership(Asked):
    """A place in a team."""

    lead: StrictBool = Field(default=False, examples=[False])
    """Whether they lead it."""


class TeamShape(Told):
    """A team."""

    name: str = Field(examples=["Ochtendploeg"])
    """Its name."""

    members: int = Field(examples=[12])
    """How many are in it."""

    leads: list[str] = Field(examples=[["Jan Jansen"]])
    """Who leads it, by name."""


@router.get(
    "/persons", response_model=Listed[PersonShape], responses=reading(), summary="List persons"
)
def api_persons(  # noqa: PLR0913, PLR0917 - what can be asked for, each by its name
    here: Here,
    limit: Limit = 50,
    after: After = "",
    right: Annotated[
        Right | None, Query(description="Only those with a right.", examples=["reader"])
    ] = None,
    department: Annotated[
        str | None, _asked_for("Only those with a right in a department.", "klantenservice")
    ] = None,
    role: Annotated[str | None, _asked_for("Only those with a role.", "medewerker")] = None,
    team: Annotated[str | None, _asked_for("Only those in a team.", "Ochtendploeg")] = None,
    active: Annotated[
        bool | None, Query(description="Only open, or only closed accounts.", examples=[True])
    ] = None,
) -> Response:
    """Everybody with a login, by login, with what they have now."""
    wanted = Filter(active, right, department, role, team)
    found = service.page_of_persons(here.register, here.account, wanted, after, limit, here.now)
    return listed(here, found, person_shape)


@router.get(
    "/persons/{login}", response_model=PersonShape, responses=reading(), summary="Show a person"
)
def api_person(here: Here, login: Login) -> Response:
    """One person, with what they have now."""
    return _person(here, login)


@router.post(
    "/persons",
    response_model=PersonShape,
    status_code=HTTPStatus.CREATED,
    responses=writing(),
    summary="Add a person",
)
def api_person_post(here: Here, wish: NewPerson) -> Response:
    """Add a person, without rights yet."""
    acts.add_person(
        here.register,
        here.account,
        wish.login,
        wish.name,
        here.now,
        password=wish.password.get_secret_value() if wish.password else None,
        language=wish.language,
    )
    address = f"{PREFIX}/persons/{quote(wish.login, safe='')}"
    return _person(here, wish.login, HTTPStatus.CREATED, {"Location": address})


@router.patch(
    "/persons/{login}",
    response_model=PersonShape,
    responses=writing(conditional=True),
    summary="Change a person",
)
def api_person_patch(
    here: Here, login: Login, wish: ChangedPerson, if_match: IfMatch = None
) -> Response:
    """Another name or language. `If-Match` names what was read of the person."""
    change = PersonChange(changed(if_match), wish.name, wish.language)
    try:
        found = service.change_person(here.register, here.account, login, change, here.now)
    except ChangedMeanwhileError as error:
        current = service.person(here.register, here.account, login, here.now)
        raise stale(service.stamp_of(current)) from error
    return told(here, person_shape(found), tag=service.stamp_of(found))


@router.post(
    "/persons/{login}/closing",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses=writing(),
    summary="Close an account",
)
def api_person_close(here: Here, login: Login) -> Response:
    """Close an account for good: nobody signs in with it any more. What the person did stays."""
    acts.close_account(here.register, here.account, login, here.now)
    return done()


@router.put(
    "/persons/{login}/rights/{right}/{department}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses=writing(),
    summary="Give a right",
)
def api_right_put(here: Here, login: Login, right: RightName, department: Department) -> Response:
    """Give a right in a department from now on. Having it already is no mistake."""
    acts.give_right(here.register, here.account, login, right, department, here.now)
    return done()


@router.delete(
    "/persons/{login}/rights/{right}/{department}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses=writing(),
    summary="End a right",
)
def api_right_delete(
    here: Here, login: Login, right: RightName, department: Department
) -> Response:
    """End a right in a department now; that it was there stays on record."""
    acts.end_right(here.register, here.account, login, right, department, here.now)
    return done()


@router.put(
    "/persons/{login}/roles/{role}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses=writing(),
    summary="Give a role",
)
def api_role_put(here: Here, login: Login, role: Role) -> Response:
    """Give a role from now on. Having it already is no mistake."""
    acts.give_role(here.register, here.account, login, role, here.now)
    return done()


@router.delete(
    "/persons/{login}/roles/{role}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses=writing(),
    summary="End a role",
)
def api_role_delete(here: Here, login: Login, role: Role) -> Response:
    """End a role now; that it was there stays on record."""
    acts.end_role(here.register, here.account, login, role, here.now)
    return done()


@router.put(
    "/persons/{login}/teams/{team}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses=writing(),
    summary="Put into a team",
)
def api_team_put(here: Here, login: Login, team: Team, wish: NewMembership) -> Response:
    """Put a person into a team from now on, as a member or as its lead."""
    acts.join_team(here.register, here.account, login, team, here.now, lead=wish.lead)
    return done()


@router.delete(
    "/persons/{login}/teams/{team}",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses=writing(),
    summary="Take from a team",
)
def api_team_delete(here: Here, login: Login, team: Team) -> Response:
    """End a membership now; that it was there stays on record."""
    acts.leave_team(here.register, here.account, login, team, here.now)
    return done()


@router.get("/teams", response_model=Listed[TeamShape], responses=reading(), summary="List teams")
def api_teams(here: Here, limit: Limit = 50, after: After = "") -> Response:
    """Every team, by name."""
    found = service.teams(here.register, here.account, after, limit, here.now)
    return listed(here, found, _team)


def person_shape(found: Member) -> PersonShape:
    """A person as programs see them."""
    account, held = found.account, found.holdings
    return PersonShape(
        login=account.login,
        name=account.name,
        language=account.language,
        active=account.active,
        has_password=account.has_password,
        rights=[
            GivenRightShape(right=Right(each.name), department=each.scope, since=each.since)
            for each in held.rights
        ],
        roles=[RoleShape(role=each.name, since=each.since) for each in held.roles],
        teams=[_membership(each) for each in held.teams],
    )


def _membership(held: Holding) -> MembershipShape:
    return MembershipShape(team=held.scope, lead=held.name == "lead", since=held.since)


def _team(found: TeamSize) -> TeamShape:
    return TeamShape(name=found.name, members=found.members, leads=list(found.leads))


def _person(
    here: Visit,
    login: str,
    status: HTTPStatus = HTTPStatus.OK,
    headers: dict[str, str] | None = None,
) -> Response:
    found = service.person(here.register, here.account, login, here.now)
    shape, tag = person_shape(found), service.stamp_of(found)
    return told(here, shape, tag=tag, status=status, headers=headers)
