"""The index of a library, as values that a template shows."""

from __future__ import annotations

from dataclasses import dataclass

from sopkit.messages import Translate, fill, message
from sopkit.model.organisation import Organisation
from sopkit.model.sop import Sop
from sopkit.render.html.addresses import LibraryPage, department_anchor
from sopkit.render.html.site import (
    Frame,
    LanguageLink,
    Site,
    frame,
    library_links,
    title_of,
)
from sopkit.render.html.wording import direction_of_text, language_name, primary


@dataclass(frozen=True, slots=True)
class Entry:
    """One procedure in the index, in the index's language if it exists in it."""

    number: str
    title: str
    address: str
    language: str
    direction: str
    situations: tuple[str, ...]
    steps: str
    languages: tuple[LanguageLink, ...]
    problems: str | None


@dataclass(frozen=True, slots=True)
class Department:
    """A department with its procedures, by number."""

    name: str
    anchor: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class IndexPage:
    """The index in one interface language. `unread` are files that could not be read at all."""

    frame: Frame
    title: str
    summary: str
    departments: tuple[Department, ...]
    unread: tuple[str, ...]


def index_page(site: Site, language: str) -> IndexPage:
    """The index in an interface language."""
    translate = site.translate(language)
    title = translate(message("Procedures"))
    departments = _departments(site, language, translate)
    count = sum(len(department.entries) for department in departments)
    links = library_links(site, LibraryPage.INDEX, language)
    return IndexPage(
        frame=frame(site, language, title, links, LibraryPage.INDEX),
        title=title,
        summary=_counted(
            count, message("{count} procedure"), message("{count} procedures"), translate
        ),
        departments=departments,
        unread=tuple(path for path in site.library.files if path not in site.library.by_path),
    )


def _departments(site: Site, language: str, translate: Translate) -> tuple[Department, ...]:
    """The departments in the order of the organisation, then others by name."""
    organisation = site.library.organisation
    groups: dict[tuple[int, str], list[Sop]] = {}
    for sop in chosen_sops(site, language):
        groups.setdefault(department_place(organisation, sop.department), []).append(sop)
    views = []
    for index, (place, sops) in enumerate(sorted(groups.items(), key=lambda group: group[0])):
        known = organisation.department(place[1])
        name = known.name(language) if known else place[1]
        views.append(
            Department(
                name or translate(message("Without a department")),
                department_anchor(known) if known else f"department.{index}.",
                tuple(_entry(site, sop, translate) for sop in sops),
            )
        )
    return tuple(views)


def department_place(organisation: Organisation, written: str) -> tuple[int, str]:
    """Where a department stands in the index, with its id, or its name if it is not known."""
    known = organisation.department(written)
    listed = organisation.departments or ()
    return (listed.index(known), known.id) if known else (len(listed), written)


def chosen_sops(site: Site, language: str) -> list[Sop]:
    """Per number one SOP, in the language if there is one.

    Further files that claim the same number and language come as well: each has a page.
    """
    chosen: list[Sop] = []
    for number, sops in site.library.by_number.items():
        if not number:
            chosen.extend(sops)
            continue
        best = _in_language(site, number, sops, language)
        chosen.append(best)
        chosen.extend(sop for sop in sops if sop is not best and sop.language == best.language)
    return sorted(chosen, key=_order)


def in_order(site: Site) -> list[Sop]:
    """Every procedure of the library, by number."""
    return sorted(site.library.sops, key=_order)


def _order(sop: Sop) -> tuple[tuple[str, int, str], str]:
    return (number_order(sop.number), sop.path)


def _in_language(site: Site, number: str, sops: tuple[Sop, ...], language: str) -> Sop:
    for sop in sops:
        if primary(sop.language) == language:
            return sop
    return site.library.original(number) or sops[0]


def number_order(number: str) -> tuple[str, int, str]:
    """Sort key of a number: by its letters, then by its digits as a number."""
    letters, _, digits = number.rpartition("-")
    return (letters, len(digits.lstrip("0")), digits.lstrip("0"))


def _entry(site: Site, sop: Sop, translate: Translate) -> Entry:
    sops = site.library.by_number[sop.number] if sop.number else (sop,)
    errors = sum(site.errors.get(other.path, 0) for other in sops)
    return Entry(
        number=sop.number,
        title=title_of(sop),
        address=site.addresses.page(sop),
        language=sop.language,
        direction=direction_of_text(sop.language),
        situations=sop.situations,
        steps=_counted(
            sum(1 for _ in sop.walk()), message("{count} step"), message("{count} steps"), translate
        ),
        languages=_translations(site, sop, sops),
        problems=_counted(errors, message("{count} error"), message("{count} errors"), translate)
        if errors
        else None,
    )


def _translations(site: Site, sop: Sop, sops: tuple[Sop, ...]) -> tuple[LanguageLink, ...]:
    return tuple(
        LanguageLink(other.language, language_name(other.language), site.addresses.page(other))
        for other in sops
        if other.language != sop.language
    )


def _counted(count: int, one: str, many: str, translate: Translate) -> str:
    return fill(translate(one if count == 1 else many), {"count": str(count)})
