"""Where everything of the library stands in the web application."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote, urlencode

from sopkit.messages import LANGUAGES
from sopkit.model.sop import Sop
from sopkit.render.html.addresses import Addresses, LibraryPage
from sopkit.render.html.site import RelationKind, Site

LIBRARY = "/library"
GLOSSARY = "/glossary"

_PAGES = {LibraryPage.INDEX: LIBRARY, LibraryPage.GLOSSARY: GLOSSARY}


def sop_address(number: str, part: str = "", **asked: str | None) -> str:
    """The address of a procedure, or of a part of it (`chart`, `walk` …)."""
    query = urlencode({name: value for name, value in asked.items() if value})
    path = f"/sops/{quote(number)}" + (f"/{part}" if part else "")
    return f"{path}?{query}" if query else path


def department_address(department: str) -> str:
    """The address of a department's procedures in the library."""
    return f"{LIBRARY}?{urlencode({'department': department})}"


@dataclass(frozen=True)
class ApplicationAddresses(Addresses):
    """Addresses in the application: of procedures in force, each in its language."""

    def page(self, sop: Sop, step: str | None = None) -> str:
        """The address of a procedure's page, or of a step on it if it has that step."""
        address = self._address(sop)
        return f"{address}#{quote(step)}" if step and step in self.step_ids(sop) else address

    def library_page(self, page: LibraryPage, language: str, *, first: bool) -> str:  # noqa: ARG002 - each reads its own
        """The address of a page about the library."""
        return _PAGES.get(page, LIBRARY)

    def _address(self, sop: Sop, part: str = "") -> str:
        return sop_address(sop.number, part, language=sop.language)


@dataclass(frozen=True)
class DraftAddresses(ApplicationAddresses):
    """The addresses in a text that is not in force: it leads to what is.

    `pictures` gives the address of one of its own pictures, by its path. `own` is the path of the
    text, where its steps are places on the page that shows it.
    """

    pictures: Callable[[str], str] = str
    own: str = ""

    def page(self, sop: Sop, step: str | None = None) -> str:
        """The page of a procedure in force; of the text itself, a place on its own page."""
        if self.own and sop.path == self.own:
            return f"#{quote(step)}" if step else "#"
        return super().page(sop, step)

    def picture_at(self, path: str) -> str:
        """The address of a picture of the text."""
        return self.pictures(path)


@dataclass(frozen=True)
class ServedAddresses(ApplicationAddresses):
    """The addresses of one procedure and of those that it is linked with.

    `reader` is the language of whoever reads: of a procedure's translations an address without a
    language leads to that one. `own` is the path of the procedure itself, `shown` the version of
    it that is shown, and `in_force` whether it is the one in force. `ids` are the steps of the
    others that links may name.
    """

    reader: str = LANGUAGES[0]
    own: str = ""
    shown: str = ""
    in_force: bool = True
    ids: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def step_ids(self, sop: Sop) -> frozenset[str]:
        """The ids that a link can lead to on a procedure's page."""
        return self.ids.get(sop.path) or super().step_ids(sop)

    def chart(self, sop: Sop) -> str:
        """The address of a procedure's flowchart."""
        return self._address(sop, "chart")

    def pdf(self, sop: Sop) -> str:
        """The address of a procedure's PDF."""
        return self._address(sop, "pdf")

    def part(self, sop: Sop, part: str) -> str:
        """The address of another part of a procedure."""
        return self._address(sop, part)

    def picture_at(self, path: str) -> str:
        """The address of a picture of the procedure itself; it names the version for good."""
        sop = self.library.by_path[self.own]
        return sop_address(
            sop.number, f"pictures/{quote(path)}", language=sop.language, version=self.shown
        )

    def _address(self, sop: Sop, part: str = "") -> str:
        version = None if self.in_force or sop.path != self.own else self.shown
        return sop_address(sop.number, part, language=self._language(sop), version=version)

    def _language(self, sop: Sop) -> str | None:
        """The language to ask for, if the procedure is there in several."""
        alike = self.library.by_number[sop.number]
        if len(alike) < 2 or sop is self.library.find(sop.number, self.reader):
            return None
        return sop.language


@dataclass(frozen=True)
class NearSite(Site):
    """One procedure with its neighbours. `leads` and `comes` are what it is linked with."""

    own: str = ""
    leads: Mapping[str, RelationKind] = field(default_factory=dict)
    comes: Mapping[str, RelationKind] = field(default_factory=dict)

    @cached_property
    def relations(self) -> Mapping[str, Mapping[str, RelationKind]]:
        """What the procedure leads to."""
        return {self.own: self.leads}

    @cached_property
    def reverse_relations(self) -> Mapping[str, Mapping[str, RelationKind]]:
        """What leads to the procedure."""
        return {self.own: self.comes}


@dataclass(frozen=True)
class ReaderSite(Site):
    """A library in the words of somebody who reads `reader`."""

    reader: str = LANGUAGES[0]

    def interface_language(self, language: str) -> str:  # noqa: ARG002 - whatever the text's is
        """The language of the interface: the reader's."""
        return self.reader


@dataclass(frozen=True)
class ServedSite(ReaderSite, NearSite):
    """One procedure with its neighbours, as pages show it to a reader."""
