"""A new procedure from a template, saved at once: its number is then nobody else's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sopkit.errors import (
    BadTitleError,
    NumberGivenError,
    NumberTakenError,
    UnknownTemplateError,
)
from sopkit.model.organisation import Organisation
from sopkit.services.accounts.signing_in import Right, Visitor
from sopkit.services.new_sop import (
    TITLE_LIMIT,
    Department,
    file_name,
    filled,
    free_number,
    prefix_for,
    usual_folder,
)
from sopkit.services.register.acting import Account, acting, require
from sopkit.services.register.saving import AUTHOR, Writing, save
from sopkit.services.register.sight import onlooker
from sopkit.services.register.snapshot import organisation
from sopkit.services.templates import template_names
from sopkit.services.writing.neighbours import titles
from sopkit.store.documents import SavedRevision
from sopkit.store.session import Register
from sopkit.store.shelfmarks import Shelfmark, shelfmarks
from sopkit.store.trail import Ledger

SAVED = "created from a template"


@dataclass(frozen=True, slots=True)
class Start:
    """What a new procedure is to be. Without a number, the next free one of its department."""

    title: str
    department: str
    language: str
    template: str = "blank"
    number: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What one can choose from: departments (id and name) and templates."""

    departments: tuple[tuple[str, str], ...]
    templates: tuple[str, ...]


def choices(register: Register, visitor: Visitor, reader: str) -> Choices:
    """What somebody who reads `reader` can begin; departments are those in which they may write."""
    with register.reading() as session:
        house = organisation(session)
    mine = [
        (each.id, each.name(reader))
        for each in house.departments or ()
        if visitor.may((Right.AUTHOR,), each.id)
    ]
    return Choices(tuple(mine), template_names())


def start(register: Register, account: Account, wish: Start, now: datetime) -> SavedRevision:
    """Save the first text of a new procedure.

    Raises BadTitleError, UnknownTemplateError, NotAllowedError, NumberTakenError,
    NumberGivenError and NumberMissingError.
    """
    title = " ".join(wish.title.split())
    if not 1 <= len(title) <= TITLE_LIMIT or not title.isprintable():
        raise BadTitleError(TITLE_LIMIT)
    if wish.template not in template_names():
        raise UnknownTemplateError(wish.template, ", ".join(template_names()))
    with acting(register, account, now) as ledger:
        house = organisation(ledger.session)
        department = _department(house, wish)
        require(ledger, AUTHOR, department.id or department.text)
        given = shelfmarks(ledger.session)
        free = _free(given, department)
        number = wish.number.strip().upper() or free
        if any(each.number == number for each in given):
            raise _taken(ledger, account, number, free, wish.language)
        text = filled(wish.template, wish.language, number, title, department.text)
        own = (each.path for each in given if _is_of(each, department))
        folder = usual_folder(own, department, alone=not given)
        path = file_name(folder, number, title, wish.language, house.language)
        return save(ledger, Writing(path, text.encode()), None, SAVED)


def _taken(
    ledger: Ledger, account: Account, number: str, free: str, language: str
) -> NumberTakenError | NumberGivenError:
    """Why a number cannot be had: what has it already, if its writer may see that."""
    looking = onlooker(ledger.session, account, ledger.now)
    title = titles(ledger.session, looking, {number}, language).get(number)
    return NumberTakenError(number, title, free) if title else NumberGivenError(number, free)


def _department(house: Organisation, wish: Start) -> Department:
    found = house.department(wish.department)
    if found is None:
        return Department(wish.department)
    return Department(found.name(wish.language), found.id)


def _is_of(each: Shelfmark, department: Department) -> bool:
    return each.department == (department.id or department.text)


def _free(given: Iterable[Shelfmark], department: Department) -> str:
    """The next free number of a department."""
    marks = tuple(given)
    prefix = prefix_for((e.number for e in marks if _is_of(e, department)), department.text)
    return free_number((each.number for each in marks), prefix)
