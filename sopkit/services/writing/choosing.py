"""What the form of the editor lets one pick: departments, roles, standards, other procedures."""

from __future__ import annotations

from dataclasses import dataclass

from sopkit.services.accounts.signing_in import Right, Visitor
from sopkit.services.writing.compiling import around_library
from sopkit.services.writing.previewing import around
from sopkit.store.session import Register
from sopkit.store.shelfmarks import shelfmarks

_MOST = 20
"""Procedures that are offered at once."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to pick: what stands in the text, and its name."""

    value: str
    name: str


@dataclass(frozen=True, slots=True)
class Offer:
    """All that one can pick in the language of the text.

    Roles are empty where the organisation lists none: then they are typed.
    """

    departments: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    standards: tuple[Choice, ...]


def offer(register: Register, visitor: Visitor, language: str) -> Offer:
    """What can be picked; departments are those in which the visitor may write."""
    with register.reading() as session:
        library = around_library(around(session))
    house = library.organisation
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
                (Choice(id, each.name(primary)) for id, each in library.standards.items()),
                key=lambda choice: choice.name.casefold(),
            )
        ),
    )


def procedures(register: Register, typed: str, language: str) -> tuple[Choice, ...]:
    """Procedures whose number or title has what was typed in it, for a hand-over or a call.

    Titles of drafts are shown too: who may write procedures links to those that are coming.
    """
    wanted = typed.strip().casefold()
    with register.reading() as session:
        marks = [each for each in shelfmarks(session) if not each.dropped]
    found: dict[str, str] = {}
    for each in marks:
        fits = wanted in each.number.casefold() or wanted in each.title.casefold()
        if fits and (each.number not in found or each.language == language):
            found[each.number] = each.title
    order = sorted(found, key=lambda number: (not number.casefold().startswith(wanted), number))
    return tuple(Choice(number, found[number]) for number in order[:_MOST])
