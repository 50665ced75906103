"""What the pages of one library share: addresses, relations, findings, languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any, TypeVar

from sopkit.flow.flow import Flow
from sopkit.messages import LANGUAGES, Translate, message
from sopkit.model.library import Library
from sopkit.model.sop import Sop
from sopkit.model.step import JumpKind, SopLink
from sopkit.render.html.addresses import Addresses, LibraryPage, logo_path
from sopkit.render.html.wording import direction_of_text, language_name, primary

Derived = TypeVar("Derived")

_PAGES: Mapping[LibraryPage, str] = {
    LibraryPage.INDEX: message("Procedures"),
    LibraryPage.RELATIONS: message("Connections"),
    LibraryPage.STANDARDS: message("Standards"),
    LibraryPage.GLOSSARY: message("Glossary"),
}


class RelationKind(StrEnum):
    """How one procedure speaks of another; the first that applies counts."""

    CALL = "call"
    HANDOFF = "handoff"
    REFERENCE = "reference"


@dataclass(frozen=True)
class Site:
    """One library as a site.

    `errors` counts the errors in the file at each path; `addressed` tells where everything stands.
    """

    library: Library
    flow: Callable[[Sop], Flow]
    translate: Callable[[str], Translate]
    errors: Mapping[str, int] = field(default_factory=dict)
    addressed: Callable[[Library], Addresses] = Addresses
    _derived: dict[object, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: object, make: Callable[[], Derived]) -> Derived:
        """What `make` gives, made once for this site."""
        if key not in self._derived:
            self._derived[key] = make()
        found: Derived = self._derived[key]
        return found

    @cached_property
    def addresses(self) -> Addresses:
        """Where everything stands."""
        return self.addressed(self.library)

    @cached_property
    def relations(self) -> Mapping[str, Mapping[str, RelationKind]]:
        """For each number, the numbers that its text leads to, in its order, and how."""
        found: dict[str, dict[str, RelationKind]] = {}
        for sop in self.library.sops:
            to = found.setdefault(sop.number, {})
            for kind, link in links_of(sop):
                if link.number and link.number in self.library.by_number:
                    to.setdefault(link.number, kind)
        return found

    @cached_property
    def reverse_relations(self) -> Mapping[str, Mapping[str, RelationKind]]:
        """For each number, the numbers whose text leads to it, sorted, and how."""
        found: dict[str, dict[str, RelationKind]] = {}
        for number in sorted(self.relations):
            for target, kind in self.relations[number].items():
                found.setdefault(target, {})[number] = kind
        return found

    def interface_language(self, language: str) -> str:
        """The language of the interface around a text in a language."""
        for choice in (language, self.library.organisation.language):
            if primary(choice) in LANGUAGES:
                return primary(choice)
        return LANGUAGES[0]

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The interface languages that have an index of their own, the library's first."""
        first = self.interface_language(self.library.organisation.language)
        others = {self.interface_language(sop.language) for sop in self.library.sops}
        return (first, *sorted(others - {first}))

    def library_address(self, page: LibraryPage, language: str) -> str:
        """A page about the whole library in an interface language."""
        return self.addresses.library_page(page, language, first=language == self.languages[0])

    def index_address(self, language: str) -> str:
        """The index in an interface language."""
        return self.library_address(LibraryPage.INDEX, language)

    def glossary_address(self, language: str) -> str:
        """The glossary in an interface language."""
        return self.library_address(LibraryPage.GLOSSARY, language)


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A page in another language. `name` is the language's own name."""

    language: str
    name: str
    address: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page about the whole library; `name` is in the language of the interface."""

    name: str
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the content of every page.

    `language` is that of the interface; `translate` gives its words. `search` is the address of
    the index that the script searches; `pages` are those about the whole library.
    """

    language: str
    direction: str
    title: str
    organisation: str
    logo: str | None
    home: str
    glossary: str
    style: str
    script: str
    search: str
    pages: tuple[PageLink, ...]
    languages: tuple[LanguageLink, ...]
    translate: Translate


def frame(
    site: Site,
    language: str,
    title: str,
    languages: tuple[LanguageLink, ...],
    page: LibraryPage | None = None,
) -> Frame:
    """The frame of a page in an interface language; `page` tells which one about the library."""
    organisation = site.library.organisation
    logo = logo_path(organisation, site.library)
    translate = site.translate(language)
    return Frame(
        language=language,
        direction=direction_of_text(language),
        title=title,
        organisation=organisation.name,
        logo=site.addresses.picture_at(logo) if logo else None,
        home=site.index_address(language),
        glossary=site.glossary_address(language),
        style=site.addresses.style,
        script=site.addresses.script,
        search=site.addresses.search,
        pages=tuple(
            PageLink(translate(name), site.library_address(kind, language), kind is page)
            for kind, name in _PAGES.items()
        ),
        languages=languages,
        translate=translate,
    )


def library_links(site: Site, kind: LibraryPage, language: str) -> tuple[LanguageLink, ...]:
    """A page about the library in every interface language; none if there is only one."""
    if len(site.languages) < 2:
        return ()
    links = [
        LanguageLink(
            other, language_name(other), site.library_address(kind, other), other == language
        )
        for other in site.languages
    ]
    return _by_name(links)


def title_of(sop: Sop) -> str:
    """An SOP's title, or the name of its file where it has none."""
    return sop.title or PurePosixPath(sop.path).stem


def language_links(site: Site, sop: Sop) -> tuple[LanguageLink, ...]:
    """The pages of one procedure in every language it has; none if it has only one."""
    sops = site.library.by_number.get(sop.number, ()) if sop.number else ()
    if len({other.language for other in sops}) < 2:
        return ()
    links = [
        LanguageLink(
            other.language,
            language_name(other.language),
            site.addresses.page(other),
            current=other is sop,
        )
        for other in sops
    ]
    return _by_name(links)


def _by_name(links: list[LanguageLink]) -> tuple[LanguageLink, ...]:
    """In the same order on every page of a site, so that a reader finds them where they were."""
    return tuple(sorted(links, key=lambda link: (link.name, link.address)))


def links_of(sop: Sop) -> list[tuple[RelationKind, SopLink]]:
    """Every link of an SOP: first calls, then hand-overs, then the rest."""
    calls: list[tuple[RelationKind, SopLink]] = []
    handoffs: list[tuple[RelationKind, SopLink]] = []
    others: list[SopLink] = []
    for step in sop.walk():
        others += step.links
        if step.call:
            calls.append((RelationKind.CALL, step.call))
        handoffs += [
            (RelationKind.HANDOFF, jump.link)
            for jump in (step.jump, *(branch.jump for branch in step.branches))
            if jump and jump.kind is JumpKind.SOP and jump.link
        ]
    others += sop.links
    return [*calls, *handoffs, *((RelationKind.REFERENCE, link) for link in others)]
