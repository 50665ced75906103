"""The glossary of a library, as values that a template shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import combining, normalize

from markupsafe import Markup

from sopkit.messages import message
from sopkit.model.sop import Sop
from sopkit.model.term import Term
from sopkit.render.html.addresses import LibraryPage
from sopkit.render.html.definition import definition_of, term_anchor
from sopkit.render.html.site import Frame, Site, frame, library_links, title_of
from sopkit.render.html.wording import primary


@dataclass(frozen=True, slots=True)
class Definition:
    """What a term means; `number` and `address` are of the procedure where it means that."""

    text: Markup
    number: str | None = None
    title: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term with what it means everywhere and in single procedures."""

    anchor: str
    name: str
    definitions: tuple[Definition, ...]


@dataclass(frozen=True, slots=True)
class GlossaryPage:
    """All terms in one interface language, in alphabetical order."""

    frame: Frame
    title: str
    terms: tuple[TermEntry, ...]


def glossary_page(site: Site, language: str) -> GlossaryPage:
    """The glossary in an interface language."""
    translate = site.translate(language)
    title = translate(message("Glossary"))
    links = library_links(site, LibraryPage.GLOSSARY, language)
    return GlossaryPage(
        frame=frame(site, language, title, links, LibraryPage.GLOSSARY),
        title=title,
        terms=terms(
            site,
            language,
            (sop for sop in site.library.sops if site.interface_language(sop.language) == language),
        ),
    )


def terms(site: Site, language: str, sops: Iterable[Sop]) -> tuple[TermEntry, ...]:
    """The terms of the glossary in an interface language and those of these SOPs, by name."""
    found: dict[str, list[Definition]] = {}
    names: dict[str, str] = {}

    def add(term: Term, definition: Definition) -> None:
        key = term.name.casefold()
        names.setdefault(key, term.name)
        found.setdefault(key, []).append(definition)

    for term in site.library.glossary:
        if primary(term.language or language) == language:
            add(term, Definition(definition_of(site, term)))
    for sop in sops:
        page = site.addresses.page(sop)
        for term in sop.terms:
            add(term, Definition(definition_of(site, term), sop.number, title_of(sop), page))
    ordered = sorted(found, key=lambda key: (_letters(key), key))
    return tuple(TermEntry(term_anchor(key), names[key], tuple(found[key])) for key in ordered)


def _letters(name: str) -> str:
    """A name without accents, so that é stands by e."""
    return "".join(letter for letter in normalize("NFD", name) if not combining(letter))
