"""The library as a list: by department, status, owner, standard and role, a page at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from sopkit.model.library import Library
from sopkit.render.html.wording import language_name
from sopkit.services.library.addresses import sop_address
from sopkit.services.library.volume import DRAFT, current
from sopkit.services.register.sight import Account, Sight, sight_of
from sopkit.store import desk, library
from sopkit.store.desk import Text
from sopkit.store.library import DEPARTMENT, OWNER, Filter, Listed
from sopkit.store.session import Register, Session
from sopkit.store.shelves import ROLE, STANDARD

__all__ = [
    "OWN_ROLES",
    "Choice",
    "LibraryList",
    "Line",
    "Names",
    "Shelf",
    "Wanted",
    "Wish",
    "language_name",
    "listing",
]

AT_ONCE = 50
"""Procedures on one page of the list."""


OWN_ROLES = "*"
"""Stands for the roles of the person who asks. No role has it as its id."""


class Shelf(StrEnum):
    """The part of the library that is listed."""

    IN_FORCE = "in-force"
    COMING = "coming"
    IN_REVIEW = "in-review"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"


_FOR_ALL = (Shelf.IN_FORCE, Shelf.COMING)


@dataclass(frozen=True, slots=True)
class Line:
    """One procedure in the list. `since` is when it took, or takes, effect, or was saved.

    `others` are its other languages, with the address in each.
    """

    number: str
    title: str
    language: str
    department: str
    version: str
    since: datetime
    address: str
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to filter by: its id, its name, and how many procedures in force have it."""

    id: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class LibraryList:
    """A page of the list; there is one at least. `shelves` are those that the person may see.

    `has_roles` tells that there is something to show for the person's own roles.
    """

    shelf: Shelf
    wanted: Wanted
    total: int
    page: int
    pages: int
    lines: tuple[Line, ...]
    shelves: tuple[Shelf, ...]
    departments: tuple[Choice, ...]
    owners: tuple[Choice, ...]
    standards: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    has_roles: bool
    names: Names
    in_force: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is listed of a shelf; empty stands for all. `role` may be `OWN_ROLES`."""

    department: str = ""
    owner: str = ""
    standard: str = ""
    role: str = ""

    def filter(self, own: frozenset[str]) -> Filter:
        """As the shelves are asked, for a person with these roles."""
        roles = own if self.role == OWN_ROLES else frozenset({self.role}) if self.role else None
        return Filter(self.department, self.owner, self.standard, roles)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be listed, and which page of it, the first being 1."""

    shelf: Shelf = Shelf.IN_FORCE
    wanted: Wanted = field(default_factory=Wanted)
    page: int = 1


def listing(
    register: Register, account: Account, wish: Wish, reader: str, now: datetime
) -> LibraryList:
    """A page of the list, as one person may see it; a shelf that they may not see is not there."""
    wish = replace(wish, wanted=_readable(wish.wanted))
    with register.reading() as session:
        sight = sight_of(session, account, now)
        house = current(session).library
        shelves = tuple(Shelf) if sight.minds_some else _FOR_ALL
        shelf = wish.shelf if wish.shelf in shelves else Shelf.IN_FORCE
        look = _Look(session, sight, wish, house, reader, now)
        total, lines = look.lines(shelf)
        counts = {
            kind: library.counted(session, kind, now)
            for kind in (DEPARTMENT, OWNER, STANDARD, ROLE)
        }
        in_force = library.total(session, now)
    names = Names(house, reader)
    return LibraryList(
        shelf=shelf,
        wanted=wish.wanted,
        total=total,
        page=look.page,
        pages=max(1, -(-total // AT_ONCE)),
        lines=lines,
        shelves=shelves,
        departments=_choices(counts[DEPARTMENT], names.department),
        owners=_choices(counts[OWNER], names.role),
        standards=_choices(counts[STANDARD], names.standard),
        roles=_choices(counts[ROLE], names.role),
        has_roles=not sight.concern.roles.isdisjoint(counts[ROLE]),
        names=names,
        in_force=in_force,
    )


def _readable(wanted: Wanted) -> Wanted:
    """Without what no database takes in a text."""
    return Wanted(*(each.replace("\0", "") for each in astuple(wanted)))


@dataclass(frozen=True, slots=True)
class Names:
    """What departments, roles and standards are called in a language."""

    library: Library
    language: str

    def department(self, id: str) -> str:
        """The name of a department."""
        found = self.library.organisation.department(id)
        return found.name(self.language) if found else id

    def role(self, id: str) -> str:
        """The name of a role."""
        found = self.library.organisation.role(id)
        return found.name(self.language) if found else id

    def standard(self, id: str) -> str:
        """The name of a standard."""
        found = self.library.standards.get(id)
        return found.name(self.language) if found else id


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at the shelves."""

    session: Session
    sight: Sight
    wish: Wish
    house: Library
    reader: str
    now: datetime

    @property
    def page(self) -> int:
        return max(self.wish.page, 1)

    @property
    def offset(self) -> int:
        return (self.page - 1) * AT_ONCE

    def lines(self, shelf: Shelf) -> tuple[int, tuple[Line, ...]]:
        if shelf in _FOR_ALL:
            return self._entries(shelf)
        ask = {
            Shelf.IN_REVIEW: desk.under_review,
            Shelf.DRAFT: desk.drafts,
            Shelf.WITHDRAWN: desk.withdrawn,
        }[shelf]
        total, found = ask(self.session, self._departments(), offset=self.offset, at_most=AT_ONCE)
        return total, tuple(self._text(each) for each in found)

    def _departments(self) -> frozenset[str] | None:
        """Those that were asked for, as far as their drafts are the person's business."""
        business, wanted = self.sight.business, self.wish.wanted.department
        if not wanted:
            return business
        return frozenset({wanted}) if business is None or wanted in business else frozenset()

    def _entries(self, shelf: Shelf) -> tuple[int, tuple[Line, ...]]:
        languages = (self.reader, self.house.organisation.language)
        concern = self.sight.concern if shelf is Shelf.COMING else None
        total, found = library.listed(
            self.session,
            self.wish.wanted.filter(self.sight.concern.roles),
            languages,
            self.now,
            coming=concern,
            offset=self.offset,
            at_most=AT_ONCE,
        )
        numbers = [each.number for each in found]
        alike = {} if concern else library.languages_of(self.session, numbers, self.now)
        return total, tuple(self._line(each, alike.get(each.number, ())) for each in found)

    def _line(self, each: Listed, alike: tuple[str, ...]) -> Line:
        version = None if alike else each.version  # one to come is no default
        return Line(
            each.number,
            each.title,
            each.language,
            each.department,
            each.version,
            each.effective_from,
            sop_address(each.number, language=each.language, version=version),
            tuple(
                (language, sop_address(each.number, language=language))
                for language in alike
                if language != each.language
            ),
        )

    def _text(self, each: Text) -> Line:
        return Line(
            each.number,
            each.title,
            each.language,
            each.department,
            "",
            each.at,
            sop_address(each.number, language=each.language, version=DRAFT),
        )


def _choices(counts: Mapping[str, int], name: Callable[[str], str]) -> tuple[Choice, ...]:
    found = [Choice(id, name(id), count) for id, count in counts.items()]
    return tuple(sorted(found, key=lambda choice: (choice.name.casefold(), choice.id)))
