"""The library: the list of procedures, the search, the glossary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fastapi import APIRouter, BackgroundTasks, Response

from sopkit.messages import message
from sopkit.server.pages import show
from sopkit.server.visit import Here, Visit
from sopkit.services.library.glossary import glossary_of
from sopkit.services.library.listing import (
    OWN_ROLES,
    Choice,
    LibraryList,
    Line,
    Shelf,
    Wanted,
    Wish,
    language_name,
    listing,
)
from sopkit.services.library.searching import MOST_HITS, FoundSop, Piece, pieces
from sopkit.services.library.searching import search as find
from sopkit.services.library.voicing import note_miss

_ = message

router = APIRouter()

_MOST_LETTERS = 200
"""Of a query."""

_SHELVES = {
    Shelf.IN_FORCE: _("In force"),
    Shelf.COMING: _("In force later"),
    Shelf.IN_REVIEW: _("In review"),
    Shelf.DRAFT: _("Drafts"),
    Shelf.WITHDRAWN: _("Withdrawn"),
}

_TOLD = {
    Shelf.IN_FORCE: _("{department} · version {version}, in force since {day}"),
    Shelf.COMING: _("{department} · version {version}, in force from {day}"),
    Shelf.IN_REVIEW: _("{department} · in review, saved on {day}"),
    Shelf.DRAFT: _("{department} · draft, saved on {day}"),
    Shelf.WITHDRAWN: _("{department} · withdrawn, last saved on {day}"),
}

_NOTHING = {
    Shelf.IN_FORCE: _("No procedure in force matches. Choose fewer filters, or show everything."),
    Shelf.COMING: _("Nothing that concerns you takes effect later."),
    Shelf.IN_REVIEW: _("Nothing is in review in your departments."),
    Shelf.DRAFT: _("There is no draft in your departments."),
    Shelf.WITHDRAWN: _("Nothing was withdrawn in your departments."),
}


# The list


@dataclass(frozen=True, slots=True)
class Option:
    """Something to choose in a field of the filter."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the filter."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class LanguageOf:
    """A procedure in another language."""

    language: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class LineView:
    """A procedure in the list; `told` says where it stands."""

    number: str
    title: str
    language: str
    address: str
    told: str
    others: tuple[LanguageOf, ...]


@dataclass(frozen=True, slots=True)
class LibraryPage:
    """A page of the list; `before` and `after` are the pages around it, empty if there is none."""

    title: str
    summary: str
    fields: tuple[Field, ...]
    filtered: bool
    lines: tuple[LineView, ...]
    advice: str
    place: str
    before: str
    after: str


@router.get("/library")
def library(
    here: Here,
    status: str = "",
    department: str = "",
    owner: str = "",
    standard: str = "",
    role: str = "",
    page: str = "1",
) -> Response:
    """The list of procedures, a page at a time."""
    shelf = Shelf(status) if status in set(Shelf) else Shelf.IN_FORCE
    number = int(page[:6]) if page.isascii() and page.isdecimal() else 1
    wish = Wish(shelf, Wanted(department, owner, standard, role), number)
    found = listing(here.register, here.account, wish, here.language, here.now)
    return show(here, "library.html", _library_page(here, found))


def _library_page(here: Visit, found: LibraryList) -> LibraryPage:
    wanted = found.wanted
    only_shelf = found.shelf in {Shelf.IN_FORCE, Shelf.COMING}
    fields = [
        Field(
            "status",
            here.text(_("Status")),
            tuple(
                Option(each.value, here.text(_SHELVES[each]), each is found.shelf)
                for each in found.shelves
            ),
        ),
        _field(here, "department", _("Department"), found.departments, wanted.department),
    ]
    if only_shelf:
        fields += [
            _field(here, "owner", _("Owner"), found.owners, wanted.owner),
            _field(here, "standard", _("Standard"), found.standards, wanted.standard),
            _role_field(here, found),
        ]
    return LibraryPage(
        title=here.text(_("Library")),
        summary=_counted(here, found.total),
        fields=tuple(fields),
        filtered=wanted != Wanted() or found.shelf is not Shelf.IN_FORCE,
        lines=tuple(_line(here, each, found) for each in found.lines),
        advice=_advice(here, found),
        place=here.text(
            _("Page {page} of {pages}"),
            page=here.number(found.page),
            pages=here.number(found.pages),
        ),
        before=_page_address(found, found.page - 1),
        after=_page_address(found, found.page + 1),
    )


def _field(here: Visit, name: str, label: str, choices: Iterable[Choice], chosen: str) -> Field:
    options = [Option("", here.text(_("All")), not chosen)]
    options += [
        Option(each.id, f"{each.name} ({here.number(each.count)})", each.id == chosen)
        for each in choices
    ]
    if chosen and not any(option.chosen for option in options):
        options.append(Option(chosen, chosen, chosen=True))
    return Field(name, here.text(label), tuple(options))


def _role_field(here: Visit, found: LibraryList) -> Field:
    """The roles, one's own before all."""
    chosen = found.wanted.role
    field = _field(here, "role", _("Role"), found.roles, "" if chosen == OWN_ROLES else chosen)
    if not found.has_roles and chosen != OWN_ROLES:
        return field
    everything, *others = field.options
    own = Option(OWN_ROLES, here.text(_("My own")), chosen == OWN_ROLES)
    return replace(field, options=(replace(everything, chosen=not chosen), own, *others))


def _line(here: Visit, line: Line, found: LibraryList) -> LineView:
    return LineView(
        line.number,
        line.title,
        line.language,
        line.address,
        here.text(
            _TOLD[found.shelf],
            department=found.names.department(line.department),
            version=line.version,
            day=here.day(line.since),
        ),
        tuple(
            LanguageOf(language, language_name(language), address)
            for language, address in line.others
        ),
    )


def _counted(here: Visit, count: int) -> str:
    if count == 1:
        return here.text(_("1 procedure"))
    return here.text(_("{count} procedures"), count=here.number(count))


def _advice(here: Visit, found: LibraryList) -> str:
    if found.in_force == 0 and found.shelf is Shelf.IN_FORCE:
        return here.text(_("No procedure is in force yet. What is released stands here."))
    return here.text(_NOTHING[found.shelf])


def _page_address(found: LibraryList, page: int) -> str:
    if not 1 <= page <= found.pages:
        return ""
    wanted = {
        "status": found.shelf.value if found.shelf is not Shelf.IN_FORCE else "",
        "department": found.wanted.department,
        "owner": found.wanted.owner,
        "standard": found.wanted.standard,
        "role": found.wanted.role,
        "page": str(page) if page > 1 else "",
    }
    query = urlencode({name: value for name, value in wanted.items() if value})
    return f"/library?{query}" if query else "/library"


# The glossary


@router.get("/glossary")
def glossary(here: Here) -> Response:
    """The terms that hold for all procedures."""
    return show(here, "glossary.html", glossary_of(here.register, here.language))


# The search


@dataclass(frozen=True, slots=True)
class StepHit:
    """A step that matched."""

    number: str
    title: tuple[Piece, ...]
    address: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A procedure that was found, the words that were sought marked."""

    number: str
    title: tuple[Piece, ...]
    language: str
    department: str
    situation: tuple[Piece, ...]
    address: str
    steps: tuple[StepHit, ...]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What a search found; `told` is how much that is, empty when nothing was asked."""

    title: str
    query: str
    told: str
    hits: tuple[HitView, ...]
    advice: str


@router.get("/search")
def search(here: Here, later: BackgroundTasks, q: str = "") -> Response:
    """What a query finds: a page, or for htmx only the hits."""
    query = q[:_MOST_LETTERS]
    found = find(here.register, query, here.language, here.now)
    page = _search_page(here, query, found)
    typing = here.request.headers.get("hx-request") == "true"
    if not typing and page.told and not found:
        later.add_task(note_miss, here.register, query, here.now)
    response = show(here, "_hits.html" if typing else "search.html", page)
    response.headers["Vary"] = "HX-Request"
    response.background = later
    return response


def _search_page(here: Visit, query: str, found: Sequence[FoundSop]) -> SearchPage:
    asked = bool(query.strip())
    return SearchPage(
        title=here.text(_("Search")),
        query=query,
        told=_told(here, found) if asked else "",
        hits=tuple(_hit(here, each, query) for each in found),
        advice=here.text(_("Not found? Say it in other words.")) if asked and not found else "",
    )


def _told(here: Visit, found: Sequence[FoundSop]) -> str:
    if not found:
        return here.text(_("Nothing found. Try another word, or a number."))
    if len(found) == 1:
        return here.text(_("1 procedure found"))
    if len(found) < MOST_HITS:
        return here.text(_("{count} procedures found"), count=len(found))
    return here.text(_("The {count} best hits"), count=len(found))


def _hit(here: Visit, found: FoundSop, query: str) -> HitView:
    return HitView(
        found.number,
        pieces(found.title, query, found.language),
        found.language,
        found.department,
        pieces(found.situation, query, found.language),
        found.address,
        tuple(
            StepHit(
                here.text(_("step {number}"), number=step.number),
                pieces(step.title, query, found.language),
                step.address,
            )
            for step in found.steps
        ),
    )
