"""What a person may see of the library.

A version in force is for everybody who is signed in. One that takes effect later is for those
whom it will concern: people of its department, and those with a role in it. Drafts and what was
withdrawn are for those who have business with them: a right to write, approve, review or
administer in their department. For everybody else they are not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sopkit.store import people
from sopkit.store.people import EVERY_DEPARTMENT, Account, Holding, Right
from sopkit.store.session import Session

__all__ = ["Account", "Sight", "sight_of"]

BUSINESS = frozenset({Right.AUTHOR, Right.APPROVER, Right.REVIEWER, Right.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person has now: the departments of each right, and their roles."""

    person_id: str
    rights: Mapping[Right, frozenset[str]]
    roles: frozenset[str]

    def has(self, rights: Iterable[Right], department: str) -> bool:
        """Whether the person has one of these rights in a department."""
        held = self.departments(rights)
        return department in held or EVERY_DEPARTMENT in held

    def departments(self, rights: Iterable[Right]) -> frozenset[str]:
        """The departments in which the person has one of these rights; `*` for all of them."""
        return frozenset().union(*(self.rights.get(right, frozenset()) for right in rights))

    @property
    def business(self) -> frozenset[str] | None:
        """The departments whose drafts are the person's business; None for all of them."""
        found = self.departments(BUSINESS)
        return None if EVERY_DEPARTMENT in found else found

    @property
    def at_home(self) -> frozenset[str] | None:
        """The departments in which the person has any right; None for all of them."""
        found = self.departments(Right)
        return None if EVERY_DEPARTMENT in found else found

    @property
    def minds_some(self) -> bool:
        """Whether the drafts of any department are the person's business."""
        return bool(self.departments(BUSINESS))

    def minds(self, department: str) -> bool:
        """Whether drafts of a department, and what it withdrew, are the person's business."""
        return self.has(BUSINESS, department)

    def is_concerned(self, department: str, roles: Iterable[str]) -> bool:
        """Whether a procedure that is to come will concern the person."""
        return self.has(Right, department) or not self.roles.isdisjoint(roles)


def sight_of(session: Session, account: Account, now: datetime) -> Sight:
    """What a person may see now."""
    rights: dict[Right, set[str]] = {}
    for each in people.rights_of(session, account.id):
        if _holds(each, now):
            rights.setdefault(Right(each.name), set()).add(each.scope)
    roles = (each.name for each in people.roles_of(session, account.id) if _holds(each, now))
    return Sight(
        account.id,
        {right: frozenset(departments) for right, departments in rights.items()},
        frozenset(roles),
    )


def _holds(holding: Holding, now: datetime) -> bool:
    return holding.since <= now and (holding.until is None or holding.until > now)
