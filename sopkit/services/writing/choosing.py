"""What the form of the editor lets one pick: departments, roles, standards, other procedures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sopkit.model.standard import StandardKind
from sopkit.services.accounts.signing_in import Right, Visitor
from sopkit.services.library.volume import current
from sopkit.services.register.sight import BUSINESS
from sopkit.store import library
from sopkit.store.people import EVERY_DEPARTMENT
from sopkit.store.session import Register
from sopkit.store.shelfmarks import shelfmarks_like

_MOST = 20
"""Procedures that are offered at once."""

_LANGUAGES = 4
"""In how many languages one is looked for: the right one is then among what is found."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick: what stands in the text, and its name."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class StandardChoice:
    """A standard to pick; `timed` tells that a time is measured."""

    value: str
    name: str
    timed: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """All that one can pick in the language of the text.

    Roles are empty where the organisation lists none: then they are typed.
    """

    departments: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    standards: tuple[StandardChoice, ...]


def offer(register: Register, visitor: Visitor, language: str) -> Offer:
    """What can be picked; departments are those in which the visitor may write."""
    with register.reading() as session:
        around_it = current(session).library
    house = around_it.organisation
    primary = language.partition("-")[0]
    return Offer(
        tuple(
            Choice(each.id, each.name(language))
            for each in house.departments or ()
            if visitor.may((Right.AUTHOR,), each.id)
        ),
        tuple(Choice(each.id, each.name(language)) for each in house.roles or ()),
        tuple(
            sorted(
                (
                    StandardChoice(id, each.name(primary), each.kind is StandardKind.DURATION)
                    for id, each in around_it.standards.items()
                ),
                key=lambda choice: choice.name.casefold(),
            )
        ),
    )


def procedures(
    register: Register, visitor: Visitor, typed: str, language: str, now: datetime
) -> tuple[Choice, ...]:
    """Procedures whose number or title has what was typed in it, for a hand-over or a call.

    Those that were released, and the drafts of departments in which the visitor has business with
    drafts: links to those that are coming are written too.
    """
    wanted = typed.strip()
    departments = visitor.departments(BUSINESS)
    own = None if EVERY_DEPARTMENT in departments else departments
    with register.reading() as session:
        found = [
            (each.number, each.language, each.title)
            for each in library.matching(session, wanted, now, _MOST * _LANGUAGES)
        ]
        found += [
            (each.number, each.language, each.title)
            for each in shelfmarks_like(session, wanted, own, _MOST * _LANGUAGES)
        ]
    names: dict[str, str] = {}
    for number, its_language, title in found:
        if number not in names or its_language == language:
            names[number] = title
    folded = wanted.casefold()
    order = sorted(names, key=lambda number: (not number.casefold().startswith(folded), number))
    return tuple(Choice(number, names[number]) for number in order[:_MOST])
