"""The document of a binder: the procedures of departments in one file, with what finds them.

Each procedure is the document that it is alone; only its links lead to the others as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sopkit.messages import Translate, fill, message
from sopkit.model.sop import Sop
from sopkit.render.control_words import day_in_words
from sopkit.render.html.addresses import logo_path, picture_address
from sopkit.render.html.glossary_page import Definition, TermEntry, terms
from sopkit.render.html.site import Site
from sopkit.render.html.wording import language_name, primary
from sopkit.render.pdf.content import ContentReader
from sopkit.render.pdf.document import SHORT_TITLE, Document, Picture
from sopkit.render.pdf.glyphs import Printable, shortened
from sopkit.render.pdf.places import Places, Procedure


@dataclass(frozen=True, slots=True)
class Part:
    """A department with its procedures, in the order of the binder."""

    department: str
    sops: tuple[Sop, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """How a binder is to be: `language` is that of the interface, `dated` stands on the cover.

    `one_sided` is for sheets printed on one side: no page is left blank so that the next
    procedure begins on a new sheet.
    """

    language: str
    dated: date | None = None
    one_sided: bool = False


def procedures(site: Site, parts: Sequence[Part]) -> Mapping[str, Procedure]:
    """The procedures of a binder by the address of their page.

    The address of a translation leads to the one that is in the binder.
    """
    chosen = {sop.path: sop for part in parts for sop in part.sops}
    by_number: dict[str, Procedure] = {}
    found: dict[str, Procedure] = {}
    for sop in chosen.values():
        name = site.addresses.names[sop.path]
        made = Procedure(name, f"{name}/", site.addresses.step_ids(sop))
        found[site.addresses.page(sop)] = made
        by_number.setdefault(sop.number, made)
    for sop in site.library.sops:
        if sop.path not in chosen and sop.number in by_number:
            found[site.addresses.page(sop)] = by_number[sop.number]
    return found


def places(site: Site, sop: Sop, others: Mapping[str, Procedure]) -> Places:
    """What the links on one procedure of a binder lead to."""
    return Places(others[site.addresses.page(sop)], others)


def binder(
    site: Site,
    parts: Sequence[Part],
    documents: Mapping[str, Document],
    pictures: Mapping[str, Picture],
    wish: Wish,
) -> Document:
    """The document of a binder; `documents` has that of each SOP by its path."""
    return _Binder(site, parts, pictures, wish).document(documents)


class _Binder:
    """Writes one binder."""

    def __init__(
        self, site: Site, parts: Sequence[Part], pictures: Mapping[str, Picture], wish: Wish
    ) -> None:
        self._site = site
        self._parts = parts
        self._pictures = pictures
        self._wish = wish
        self._translate: Translate = site.translate(wish.language)
        self._printable = Printable()
        self._places = Places(Procedure(None, "", frozenset()), procedures(site, parts))
        self._reader = ContentReader(self._printable, self._places, self._file)

    def document(self, documents: Mapping[str, Document]) -> Document:
        organisation = self._site.library.organisation
        logo = logo_path(organisation, self._site.library)
        control = self._control(documents.values())
        data = {
            **self._cover(control["facts"]),
            "control": control,
            "organisation-name": organisation.name,
            "organisation": self._text(organisation.name),
            "short-organisation": self._text(shortened(organisation.name, SHORT_TITLE)),
            "logo": self._file(picture_address(logo)) if logo else None,
            "one-sided": self._wish.one_sided,
            "words": self._words(),
            "parts": [self._part(part, documents) for part in self._parts],
            "glossary": [self._term(term) for term in self._terms()],
            "sources": list(_sources(self._parts, documents)),
        }
        replaced = dict(self._printable.replaced)
        for made in documents.values():
            replaced.update(made.replaced)
        return Document(data, tuple(self._pictures.values()), replaced)

    def _control(self, documents: Iterable[Document]) -> dict[str, Any]:
        """What is said of the binder as a whole: what holds for all its procedures."""
        records = [made.data["control"] for made in documents]
        common = {}
        for name in ("mark", "stamp", "copy"):
            values = {each[name] for each in records}
            common[name] = values.pop() if len(values) == 1 else ""
        status = self._translate(message("Status"))
        found = {dict(each["facts"]).get(status, "") for each in records}
        return {
            **common,
            "copy": common["copy"] or self._translate(message("Uncontrolled when printed")),
            "version": "",
            "period": "",
            "facts": [(status, found.pop())] if len(found) == 1 else [],
        }

    def _cover(self, record: Iterable[tuple[str, str]]) -> dict[str, Any]:
        """What the first page says, and every head until the first procedure."""
        title = self._translate(message("Procedures"))
        departments = [part.department for part in self._parts]
        return {
            "name": f"{title}: {', '.join(departments)}",
            "number": "",
            "short-number": "",
            "title": self._text(title),
            "short-title": self._text(title),
            "departments": [self._text(name) for name in departments],
            "language": self._wish.language,
            "region": None,
            "facts": [
                [self._text(label), self._text(value)]
                for label, value in (*self._facts(), *record)
                if value
            ],
        }

    def _facts(self) -> Iterator[tuple[str, str]]:
        dated, language = self._wish.dated, self._wish.language
        count = sum(len(part.sops) for part in self._parts)
        yield self._translate(message("Language")), language_name(language)
        yield self._translate(message("Number of procedures")), str(count)
        yield self._translate(message("Date")), day_in_words(dated, language) if dated else ""

    def _words(self) -> dict[str, str]:
        texts = {
            "page": message("Page {page} of {pages}"),
            "binder-page": message("Binder: page {page} of {pages}"),
            "blank": message("This page is left blank on purpose."),
            "contents": message("Contents"),
            "version": message("Version"),
            "number": message("Number"),
            "procedure": message("Procedure"),
            "at": message("Page"),
            "glossary": message("Glossary"),
            "source": message("The text that this document was made from"),
        }
        return {name: self._text(self._translate(text)) for name, text in texts.items()}

    def _part(self, part: Part, documents: Mapping[str, Document]) -> dict[str, Any]:
        return {
            "department": self._text(part.department),
            "chapters": [{**documents[sop.path].data, **self._foreign(sop)} for sop in part.sops],
        }

    def _foreign(self, sop: Sop) -> dict[str, str]:
        """What is said of a procedure that is not there in the binder's language."""
        if primary(sop.language) == self._wish.language:
            return {"other-language": "", "notice": ""}
        name = language_name(sop.language)
        text = message("This procedure has no text in {wanted}; here it is in {language}.")
        facts = {"wanted": language_name(self._wish.language), "language": name}
        return {
            "other-language": self._text(name),
            "notice": self._text(fill(self._translate(text), facts)),
        }

    def _terms(self) -> tuple[TermEntry, ...]:
        sops = (sop for part in self._parts for sop in part.sops)
        return terms(self._site, self._wish.language, sops)

    def _term(self, term: TermEntry) -> dict[str, Any]:
        return {
            "name": self._text(term.name),
            "definitions": [self._definition(each) for each in term.definitions],
        }

    def _definition(self, definition: Definition) -> dict[str, Any]:
        return {
            "body": self._reader.read(definition.text),
            "number": self._text(definition.number or ""),
            "title": self._text(definition.title or ""),
            "to": self._places.find(definition.address),
        }

    def _file(self, address: str) -> str | None:
        found = self._pictures.get(address)
        return found.file if found else None

    def _text(self, text: str) -> str:
        return self._printable.breakable(text)


def _sources(
    parts: Iterable[Part], documents: Mapping[str, Document]
) -> Iterator[Mapping[str, str]]:
    """The texts to attach, each by a name of its own."""
    taken: set[str] = set()
    for sop in (sop for part in parts for sop in part.sops):
        data = documents[sop.path].data
        stem = data["source-name"].removesuffix(".md")
        name, count = f"{stem}.md", 1
        while name.casefold() in taken:
            count += 1
            name = f"{stem}~{count}.md"
        taken.add(name.casefold())
        yield {"name": name, "text": data["source"]}
