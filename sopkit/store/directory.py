"""Many persons read together: a few statements for all of them, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from sopkit.store.people import EVERY_DEPARTMENT, Account, Holding, holds
from sopkit.store.portions import portions
from sopkit.store.tables import (
    METADATA,
    FreeText,
    Person,
    RightPeriod,
    RolePeriod,
    Team,
    TeamPeriod,
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Whom to list: those who have all of this now. None asks for nothing.

    `department` limits `right` to where it holds; alone, it asks for any right there.
    """

    active: bool | None = None
    right: str | None = None
    department: str | None = None
    role: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What somebody has now."""

    rights: tuple[Holding, ...] = ()
    roles: tuple[Holding, ...] = ()
    teams: tuple[Holding, ...] = ()


def team_ids(session: Session) -> Mapping[str, str]:
    """The ids of all teams by name."""
    return dict(session.exec(select(Team.name, Team.id)).all())


@dataclass(frozen=True, slots=True)
class TeamSize:
    """A team and how many are in it now; `leads` are the names of who leads it."""

    name: str
    members: int
    leads: tuple[str, ...]


def listed(session: Session, wanted: Filter, now: datetime) -> tuple[Account, ...]:
    """Everybody with a login who is asked for, in no order."""
    person, text = METADATA.tables["person"], METADATA.tables["free_text"]
    query = (
        columns(
            person.c.id,
            person.c.login,
            text.c.text,
            person.c.language,
            person.c.active_until,
            person.c.password_hash.is_not(None),
        )
        .join(text, text.c.digest == person.c.name)
        .where(person.c.login.is_not(None))
    )
    if wanted.active is not None:
        is_open = person.c.active_until.is_(None) | (person.c.active_until > now)
        query = query.where(is_open if wanted.active else ~is_open)
    for ids in _holders(wanted, now):
        query = query.where(person.c.id.in_(ids))
    return tuple(
        Account(
            id,
            login or "",
            name or "",
            language,
            active=until is None or until > now,
            has_password=has_password,
        )
        for id, login, name, language, until, has_password in session.execute(query)
    )


def _holders(wanted: Filter, now: datetime) -> Iterable[Any]:
    """Queries for the ids of who has what is asked for."""
    if wanted.right or wanted.department:
        query = select(RightPeriod.person_id).where(holds(RightPeriod, now))
        if wanted.right:
            query = query.where(RightPeriod.right == wanted.right)
        if wanted.department:
            where = [wanted.department, EVERY_DEPARTMENT]
            query = query.where(col(RightPeriod.department).in_(where))
        yield query
    if wanted.role:
        yield select(RolePeriod.person_id).where(
            RolePeriod.role == wanted.role, holds(RolePeriod, now)
        )
    if wanted.team:
        yield (
            select(TeamPeriod.person_id)
            .join(Team)
            .where(Team.name == wanted.team, holds(TeamPeriod, now))
        )


def by_logins(session: Session, logins: Iterable[str], now: datetime) -> Mapping[str, Account]:
    """The persons with these logins."""
    found: dict[str, Account] = {}
    for some in portions(logins):
        rows = session.exec(
            select(Person, FreeText.text)
            .join(FreeText, col(FreeText.digest) == col(Person.name))
            .where(col(Person.login).in_(some))
        )
        for person, name in rows:
            found[person.login or ""] = Account(
                person.id,
                person.login or "",
                name or "",
                person.language,
                active=person.active_until is None or person.active_until > now,
                has_password=person.password_hash is not None,
            )
    return found


def holdings(session: Session, ids: Iterable[str], now: datetime) -> Mapping[str, Holdings]:
    """What each of these persons has now, by id."""
    rights: dict[str, list[Holding]] = defaultdict(list)
    roles: dict[str, list[Holding]] = defaultdict(list)
    teams: dict[str, list[Holding]] = defaultdict(list)
    wanted = list(ids)
    for some in portions(wanted):
        for r in session.exec(
            select(RightPeriod)
            .where(col(RightPeriod.person_id).in_(some), holds(RightPeriod, now))
            .order_by(col(RightPeriod.department), col(RightPeriod.right))
        ):
            rights[r.person_id].append(Holding(r.right, r.department, r.valid_from, r.valid_until))
        for role in session.exec(
            select(RolePeriod)
            .where(col(RolePeriod.person_id).in_(some), holds(RolePeriod, now))
            .order_by(col(RolePeriod.role))
        ):
            roles[role.person_id].append(Holding(role.role, "", role.valid_from, role.valid_until))
        for each, team in session.exec(
            select(TeamPeriod, Team.name)
            .join(Team)
            .where(col(TeamPeriod.person_id).in_(some), holds(TeamPeriod, now))
            .order_by(col(Team.name))
        ):
            place = "lead" if each.lead else "member"
            held = Holding(place, team, each.valid_from, each.valid_until)
            teams[each.person_id].append(held)
    return {id: Holdings(tuple(rights[id]), tuple(roles[id]), tuple(teams[id])) for id in wanted}


def teams(session: Session, now: datetime) -> tuple[TeamSize, ...]:
    """Every team by name, those without members included."""
    sizes = dict(
        session.execute(
            select(TeamPeriod.team_id, func.count(col(TeamPeriod.person_id).distinct()))
            .where(holds(TeamPeriod, now))
            .group_by(col(TeamPeriod.team_id))
        ).all()
    )
    leads: dict[str, list[str]] = defaultdict(list)
    led = (
        select(TeamPeriod.team_id, FreeText.text)
        .join(Person, col(Person.id) == col(TeamPeriod.person_id))
        .join(FreeText, col(FreeText.digest) == col(Person.name))
        .where(col(TeamPeriod.lead), holds(TeamPeriod, now))
    )
    for team_id, name in session.execute(led):
        leads[team_id].append(name or "")
    every = session.exec(select(Team).order_by(col(Team.name)))
    return tuple(
        TeamSize(each.name, sizes.get(each.id, 0), tuple(sorted(leads[each.id]))) for each in every
    )


def count_with_right_in(session: Session, department: str, now: datetime) -> int:
    """How many persons have a right in a department (not in all of them) now."""
    return session.exec(
        select(func.count(col(RightPeriod.person_id).distinct())).where(
            RightPeriod.department == department, holds(RightPeriod, now)
        )
    ).one()


def count_with_role(session: Session, role: str, now: datetime) -> int:
    """How many persons have a role now."""
    return session.exec(
        select(func.count(col(RolePeriod.person_id).distinct())).where(
            RolePeriod.role == role, holds(RolePeriod, now)
        )
    ).one()
