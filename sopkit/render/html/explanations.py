"""Terms explained where they stand: marked at their first use in a section or a step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup, escape

from sopkit.find.lexicon import Lexicon
from sopkit.model.sop import SectionKind, Sop
from sopkit.model.term import Term
from sopkit.render.html.definition import definition_of, term_anchor
from sopkit.render.html.site import Site
from sopkit.render.html.wording import primary


@dataclass(frozen=True, slots=True)
class Explanation:
    """A term that is marked on a page: what it means, and where that is written.

    `id` is the anchor on the page that each mark refers to; `glossary` tells whether `address`
    leads to the glossary, or else to the procedure's own terms.
    """

    id: str
    name: str
    text: Markup
    address: str
    glossary: bool


class Explanations:
    """Marks the terms on one page and remembers which ones."""

    def __init__(self, site: Site, sop: Sop, ids: str) -> None:
        self._site = site
        self._sop = sop
        self._ids = ids
        self._lexicon = Lexicon(sop.terms, primary(sop.language), glossary_of(site, sop.language))
        self._used: dict[Term, str] = {}

    def scope(self) -> Callable[[str], Markup]:
        """Marks terms in plain texts, each term once: for one section or one step."""
        seen: set[Term] = set()

        def explain(text: str) -> Markup:
            pieces, done = [], 0
            for use in self._lexicon.uses(text):
                if use.term not in seen:
                    seen.add(use.term)
                    pieces.append(escape(text[done : use.start]))
                    pieces.append(self._mark(text[use.start : use.end], use.term))
                    done = use.end
            return Markup("").join((*pieces, escape(text[done:])))

        return explain

    def used(self) -> tuple[Explanation, ...]:
        """The terms that were marked, in the order of their first use."""
        return tuple(
            Explanation(
                id,
                term.name,
                definition_of(self._site, term),
                self._address(term),
                term.path != self._sop.path,
            )
            for term, id in self._used.items()
        )

    def _mark(self, words: str, term: Term) -> Markup:
        id = self._used.setdefault(term, f"{self._ids}term.{len(self._used) + 1}")
        return Markup('<a class="explained" href="%s" data-term="%s">%s</a>') % (
            self._address(term),
            id,
            words,
        )

    def _address(self, term: Term) -> str:
        if term.path == self._sop.path:
            return f"#{self._ids}{self._own_section}"
        language = self._site.interface_language(self._sop.language)
        return f"{self._site.glossary_address(language)}#{term_anchor(term.name, linked=True)}"

    @property
    def _own_section(self) -> int:
        """The number of the section that holds the procedure's own terms."""
        kinds = [section.kind for section in self._sop.sections]
        return kinds.index(SectionKind.TERMS) + 1 if SectionKind.TERMS in kinds else 1


def glossary_of(site: Site, language: str) -> Lexicon:
    """The library's glossary in a language, as terms that can be found."""
    return site.once(
        ("glossary", primary(language)),
        lambda: Lexicon(glossary_terms(site, language), primary(language)),
    )


def glossary_terms(site: Site, language: str) -> tuple[Term, ...]:
    """The terms of the library's glossary in a language."""
    return tuple(
        term
        for term in site.library.glossary
        if primary(term.language or language) == primary(language)
    )


def glossary_inputs(site: Site, sop: Sop) -> str:
    """What the glossary adds to the page of an SOP."""
    language = primary(sop.language)
    return site.once(
        ("glossary inputs", language),
        lambda: repr([(term.name, term.definition) for term in glossary_terms(site, language)]),
    )
