"""Persons: accounts, names, and what they may do and are, each with its time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select

from sopkit.store.columns import new_id
from sopkit.store.portions import portions
from sopkit.store.tables import (
    Person,
    PersonMail,
    PersonName,
    RightPeriod,
    RolePeriod,
    Team,
    TeamPeriod,
)
from sopkit.store.trail import Ledger, read_text

EVERY_DEPARTMENT = "*"
"""In place of a department's id: all of them, those to come included."""


class Right(StrEnum):
    """What a person may do in a department. A right is no role: see organisation.yaml for those."""

    READER = "reader"
    AUTHOR = "author"
    REVIEWER = "reviewer"
    APPROVER = "approver"
    TRAINER = "trainer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Account:
    """A person as others see them. `active` tells whether the account is open."""

    id: str
    login: str
    name: str
    language: str | None
    active: bool
    has_password: bool


@dataclass(frozen=True, slots=True)
class Holding:
    """A right, role or membership with its time; `scope` is the department or the team."""

    name: str
    scope: str
    since: datetime
    until: datetime | None

    def holds(self, moment: datetime) -> bool:
        """Whether it holds at a moment."""
        return self.since <= moment and (self.until is None or self.until > moment)


def add_person(ledger: Ledger, login: str, name: str, language: str | None) -> Account:
    """A new person, with an account without a password."""
    digest = ledger.text(name)
    person_id = new_id()
    ledger.new(
        Person,
        id=person_id,
        login=login,
        name=digest,
        language=language,
        salt=token_hex(16),
        created_at=ledger.now,
    )
    ledger.new(PersonName, person_id=person_id, name=digest, valid_from=ledger.now)
    ledger.record("person.added", subject(person_id), after={"name": digest})
    return Account(person_id, login, name, language, active=True, has_password=False)


def rename_person(ledger: Ledger, person_id: str, name: str) -> None:
    """Another name from now on; signatures of before keep the old one."""
    person = ledger.session.get_one(Person, person_id)
    before, person.name = person.name, ledger.text(name)
    ledger.add(PersonName(person_id=person.id, name=person.name, valid_from=ledger.now))
    ledger.changed(person)
    ledger.record(
        "person.renamed", subject(person_id), after={"name": person.name}, before={"name": before}
    )


def set_language(ledger: Ledger, person_id: str, language: str) -> None:
    """Another language in which to speak to the person."""
    person = ledger.session.get_one(Person, person_id)
    before, person.language = person.language, language
    ledger.changed(person)
    ledger.record(
        "person.language-set",
        subject(person_id),
        after={"language": language},
        before={"language": before},
    )


def set_password_hash(ledger: Ledger, person_id: str, password_hash: str) -> None:
    """Another password."""
    person = ledger.session.get_one(Person, person_id)
    person.password_hash = password_hash
    ledger.changed(person)
    ledger.record("person.password-set", subject(person_id))


def close_account(ledger: Ledger, person_id: str) -> None:
    """The person can do nothing any more; what they did stays."""
    person = ledger.session.get_one(Person, person_id)
    person.active_until = ledger.now
    ledger.changed(person)
    ledger.record("person.closed", subject(person_id))


def make_unrecognisable(ledger: Ledger, person_id: str) -> None:
    """Take out the person's names, login and address. The trail stays valid: it held none."""
    from sopkit.store.tables import FreeText

    person = ledger.session.get_one(Person, person_id)
    names = select(FreeText).join(PersonName).where(PersonName.person_id == person_id)
    for text in ledger.session.exec(names).all():
        text.text = text.salt = None
        ledger.session.add(text)
    mail = ledger.session.get(PersonMail, person_id)
    if mail is not None:
        mail.address = None
        ledger.changed(mail)
    person.login = person.password_hash = person.language = None
    person.active_until = person.active_until or ledger.now
    ledger.changed(person)
    ledger.record("person.made-unrecognisable", subject(person_id))


def subject(person_id: str) -> str:
    """What a person is called in the trail."""
    return f"person/{person_id}"


def by_login(session: Session, login: str, now: datetime) -> Account | None:
    """The person with that login."""
    person = session.exec(select(Person).where(Person.login == login)).first()
    return None if person is None else _account(session, person, now)


def in_any_case(session: Session, login: str, now: datetime) -> Account | None:
    """The person whose login was typed, whatever the case, as long as that is one person."""
    found = dict(_alike(session, login))
    ids = [found[login]] if login in found else list(found.values())
    return by_id(session, ids[0], now) if len(ids) == 1 else None


def logins_alike(session: Session, login: str) -> tuple[str, ...]:
    """The logins that differ from one in upper and lower case at most."""
    return tuple(each for each, _ in _alike(session, login))


def logins(session: Session) -> tuple[str, ...]:
    """Every login."""
    found = session.exec(select(Person.login).where(col(Person.login).is_not(None)))
    return tuple(filter(None, found))


def _alike(session: Session, login: str) -> list[tuple[str, str]]:
    """Logins with the ids of their persons. SQLite knows the case of ASCII alone."""
    query = select(Person.login, Person.id).where(col(Person.login).is_not(None))
    wanted = login.lower()
    if login.isascii():
        query = query.where(func.lower(Person.login) == wanted)
    return [(each, id) for each, id in session.exec(query) if each and each.lower() == wanted]


def by_id(session: Session, person_id: str, now: datetime) -> Account | None:
    """The person with that id."""
    person = session.get(Person, person_id)
    return None if person is None else _account(session, person, now)


def logins_of(session: Session, person_ids: Iterable[str]) -> Mapping[str, str]:
    """The logins of these persons by id; who was made unrecognisable has none."""
    found: dict[str, str] = {}
    for some in portions(person_ids):
        rows = session.exec(select(Person.id, Person.login).where(col(Person.id).in_(some)))
        found |= {id: login for id, login in rows if login is not None}
    return found


def password_hash_of(session: Session, person_id: str) -> str | None:
    """The hash of the person's password, if one was set."""
    return session.get_one(Person, person_id).password_hash


def accounts(session: Session, now: datetime) -> tuple[Account, ...]:
    """Everybody with a login, by login."""
    rows = session.exec(
        select(Person).where(col(Person.login).is_not(None)).order_by(col(Person.login))
    )
    return tuple(_account(session, person, now) for person in rows)


def is_empty(session: Session) -> bool:
    """Whether the register knows nobody yet."""
    return session.exec(select(Person.id).limit(1)).first() is None


def name_at(session: Session, person_id: str, moment: datetime) -> str:
    """How the person was called at a moment; empty for one made unrecognisable."""
    named = session.exec(
        select(PersonName.name)
        .where(PersonName.person_id == person_id, PersonName.valid_from <= moment)
        .order_by(col(PersonName.valid_from).desc())
        .limit(1)
    )
    return read_text(session, named.first())


def _account(session: Session, person: Person, now: datetime) -> Account:
    active = person.active_until is None or person.active_until > now
    return Account(
        person.id,
        person.login or "",
        read_text(session, person.name),
        person.language,
        active,
        person.password_hash is not None,
    )


# Rights, roles and teams


def give_right(ledger: Ledger, person_id: str, right: Right, department: str) -> None:
    """A right in a department, from now on. Having it already is no mistake."""
    if _open_right(ledger.session, person_id, right, department) is None:
        begin_right(ledger, person_id, right, department)


def begin_right(ledger: Ledger, person_id: str, right: Right, department: str) -> None:
    """As `give_right`, for a person who is known not to have it."""
    ledger.new(
        RightPeriod,
        person_id=person_id,
        right=right.value,
        department=department,
        valid_from=ledger.now,
        recorded_at=ledger.now,
    )
    after = {"right": right.value, "department": department}
    ledger.record("right.given", subject(person_id), after=after)


def end_right(ledger: Ledger, person_id: str, right: Right, department: str) -> bool:
    """End a right now; False when the person does not have it."""
    period = _open_right(ledger.session, person_id, right, department)
    if period is None:
        return False
    period.valid_until = ledger.now
    ledger.changed(period)
    before = {"right": right.value, "department": department}
    ledger.record("right.ended", subject(person_id), before=before)
    return True


def has_right(
    session: Session, person_id: str, rights: Iterable[Right], department: str, now: datetime
) -> bool:
    """Whether a person has one of these rights in a department, at that moment."""
    found = session.exec(
        select(RightPeriod.id)
        .where(
            RightPeriod.person_id == person_id,
            col(RightPeriod.right).in_([right.value for right in rights]),
            col(RightPeriod.department).in_([department, EVERY_DEPARTMENT]),
            holds(RightPeriod, now),
        )
        .limit(1)
    )
    return found.first() is not None


def rights_of(session: Session, person_id: str) -> tuple[Holding, ...]:
    """All rights that a person has and had, in the order of their beginning."""
    rows = session.exec(
        select(RightPeriod)
        .where(RightPeriod.person_id == person_id)
        .order_by(col(RightPeriod.valid_from), col(RightPeriod.right))
    )
    return tuple(Holding(r.right, r.department, r.valid_from, r.valid_until) for r in rows)


def holders(session: Session, right: Right, department: str, now: datetime) -> tuple[str, ...]:
    """The ids of everybody with a right in a department (`*`: only those who have it in all)."""
    rows = session.exec(
        select(RightPeriod.person_id)
        .where(
            RightPeriod.right == right,
            col(RightPeriod.department).in_([department, EVERY_DEPARTMENT]),
            holds(RightPeriod, now),
        )
        .distinct()
    )
    return tuple(sorted(rows))


def with_any_right(
    session: Session, rights: Iterable[Right], department: str, now: datetime
) -> frozenset[str]:
    """The ids of everybody with one of these rights in a department."""
    rows = session.exec(
        select(RightPeriod.person_id).where(
            col(RightPeriod.right).in_([right.value for right in rights]),
            col(RightPeriod.department).in_([department, EVERY_DEPARTMENT]),
            holds(RightPeriod, now),
        )
    )
    return frozenset(rows)


def with_role(
    session: Session, roles: Iterable[str], now: datetime, among: Collection[str] | None = None
) -> frozenset[str]:
    """The ids of everybody with one of these roles; `among` limits them to these people."""
    query = select(RolePeriod.person_id).where(
        col(RolePeriod.role).in_(sorted(roles)), holds(RolePeriod, now)
    )
    if among is not None:
        query = query.where(col(RolePeriod.person_id).in_(sorted(among)))
    return frozenset(session.exec(query))


def departments_of(
    session: Session, person_id: str, rights: Iterable[Right], now: datetime
) -> frozenset[str]:
    """The departments in which a person has one of these rights; `*` for all of them."""
    rows = session.exec(
        select(RightPeriod.department).where(
            RightPeriod.person_id == person_id,
            col(RightPeriod.right).in_([right.value for right in rights]),
            holds(RightPeriod, now),
        )
    )
    return frozenset(rows)


def give_role(ledger: Ledger, person_id: str, role: str) -> None:
    """A role, from now on. Having it already is no mistake."""
    if _open_role(ledger.session, person_id, role) is None:
        begin_role(ledger, person_id, role)


def begin_role(ledger: Ledger, person_id: str, role: str) -> None:
    """As `give_role`, for a person who is known not to have it."""
    ledger.new(
        RolePeriod, person_id=person_id, role=role, valid_from=ledger.now, recorded_at=ledger.now
    )
    ledger.record("role.given", subject(person_id), after={"role": role})


def end_role(ledger: Ledger, person_id: str, role: str) -> bool:
    """End a role now; False when the person does not have it."""
    period = _open_role(ledger.session, person_id, role)
    if period is None:
        return False
    period.valid_until = ledger.now
    ledger.changed(period)
    ledger.record("role.ended", subject(person_id), before={"role": role})
    return True


def roles_of(session: Session, person_id: str) -> tuple[Holding, ...]:
    """All roles that a person has and had, in the order of their beginning."""
    rows = session.exec(
        select(RolePeriod)
        .where(RolePeriod.person_id == person_id)
        .order_by(col(RolePeriod.valid_from), col(RolePeriod.role))
    )
    return tuple(Holding(r.role, "", r.valid_from, r.valid_until) for r in rows)


def join_team(ledger: Ledger, person_id: str, name: str, *, lead: bool) -> None:
    """Membership of a team from now on; a team that is not there yet is made.

    Somebody who is in the team already, but not as that, leaves and joins in one act.
    """
    current = _open_membership(ledger.session, person_id, name)
    if current is not None and current.lead == lead:
        return
    if current is not None:
        current.valid_until = ledger.now
        ledger.changed(current)
    team = ledger.session.exec(select(Team).where(Team.name == name)).first()
    begin_membership(ledger, person_id, name, team.id if team else None, lead=lead)


def begin_membership(
    ledger: Ledger, person_id: str, name: str, team_id: str | None, *, lead: bool
) -> str:
    """As `join_team`, for a person who is known not to be in the team; gives the team's id.

    None as `team_id` makes the team.
    """
    if team_id is None:
        team_id = new_id()
        ledger.new(Team, id=team_id, name=name, created_at=ledger.now)
    ledger.new(
        TeamPeriod,
        team_id=team_id,
        person_id=person_id,
        lead=lead,
        valid_from=ledger.now,
        recorded_at=ledger.now,
    )
    ledger.record("team.joined", subject(person_id), after={"team": name, "lead": lead})
    return team_id


def leave_team(ledger: Ledger, person_id: str, name: str) -> bool:
    """End a membership now; False when the person is not in that team."""
    period = _open_membership(ledger.session, person_id, name)
    if period is None:
        return False
    period.valid_until = ledger.now
    ledger.changed(period)
    ledger.record("team.left", subject(person_id), before={"team": name})
    return True


def teams_of(session: Session, person_id: str) -> tuple[Holding, ...]:
    """The teams of a person, now and before; `name` is `lead` or `member`, `scope` the team."""
    rows = session.exec(
        select(TeamPeriod, Team.name)
        .join(Team)
        .where(TeamPeriod.person_id == person_id)
        .order_by(col(TeamPeriod.valid_from))
    )
    return tuple(
        Holding("lead" if period.lead else "member", name, period.valid_from, period.valid_until)
        for period, name in rows
    )


def _open_membership(session: Session, person_id: str, name: str) -> TeamPeriod | None:
    return session.exec(
        select(TeamPeriod)
        .join(Team)
        .where(
            Team.name == name,
            TeamPeriod.person_id == person_id,
            col(TeamPeriod.valid_until).is_(None),
        )
    ).first()


def _open_right(
    session: Session, person_id: str, right: Right, department: str
) -> RightPeriod | None:
    return session.exec(
        select(RightPeriod).where(
            RightPeriod.person_id == person_id,
            RightPeriod.right == right,
            RightPeriod.department == department,
            col(RightPeriod.valid_until).is_(None),
        )
    ).first()


def _open_role(session: Session, person_id: str, role: str) -> RolePeriod | None:
    return session.exec(
        select(RolePeriod).where(
            RolePeriod.person_id == person_id,
            RolePeriod.role == role,
            col(RolePeriod.valid_until).is_(None),
        )
    ).first()


def holds(table: type[RightPeriod | RolePeriod | TeamPeriod], now: datetime) -> ColumnElement[Any]:
    """The condition that a period holds at that moment."""
    return and_(
        col(table.valid_from) <= now,
        or_(col(table.valid_until).is_(None), col(table.valid_until) > now),
    )
