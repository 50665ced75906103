"""Where everything of a library stands in its site, and what a link as written leads to.

Pages know addresses from here alone. A server has others than a folder of files: it derives a
class of its own from `Addresses`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import PurePosixPath
from posixpath import dirname, join, normpath
from urllib.parse import quote, unquote

from sopkit.model.library import Library
from sopkit.model.organisation import Named, Organisation
from sopkit.model.sop import Sop

PICTURES = "pictures"
"""The folder of the site that holds the library's pictures."""

STYLE = "assets/site.css"
"""The address of the style sheet."""

SCRIPT = "assets/site.js"
"""The address of the script that pages work better with."""

SEARCH = "assets/search.js"
"""The address of the search index."""

_NUMBER = re.compile(r"[A-Z][A-Z0-9]{0,40}(?:-[A-Z0-9]{1,40}){0,8}-[0-9]{1,20}")
_NUMBER_LINK = re.compile(rf"({_NUMBER.pattern})(?:#(.*))?\Z", re.DOTALL)
_UNSAFE = re.compile(r"[^A-Za-z0-9-]+")


class LibraryPage(StrEnum):
    """The pages about a whole library."""

    INDEX = "index"
    RELATIONS = "relations"
    STANDARDS = "standards"
    GLOSSARY = "glossary"


@dataclass(frozen=True)
class Addresses:
    """Names of pages and pictures. Names are relative to the site's root, which is flat.

    `style`, `script` and `search` are the addresses of the style sheet, the script and the index
    that it searches.
    """

    library: Library
    style: str = STYLE
    script: str = SCRIPT
    search: str = SEARCH

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The page's name, without extension, of the SOP file at each path.

        `NUMBER` for an original, `NUMBER.LANGUAGE` for a translation, `file-…` for a file
        without a proper number. When several files claim
        one name (an error that `check` reports), all but the first get `~2`, `~3` …: a character
        that no number has. Names differ also where capitals do not count.
        """
        names: dict[str, str] = {}
        taken: set[str] = set()
        for sop in sorted(self.library.sops, key=self._is_translation):
            base = wanted = _name(sop, translation=self._is_translation(sop))
            count = 1
            while wanted.casefold() in taken:
                count += 1
                wanted = f"{base}~{count}"
            taken.add(wanted.casefold())
            names[sop.path] = wanted
        return names

    def _is_translation(self, sop: Sop) -> bool:
        original = self.library.original(sop.number)
        return original is not None and sop.language != original.language

    @cached_property
    def _step_ids(self) -> dict[str, frozenset[str]]:
        return {}

    def step_ids(self, sop: Sop) -> frozenset[str]:
        """The ids that a link can lead to on an SOP's page."""
        found = self._step_ids.get(sop.path)
        if found is None:
            found = self._step_ids[sop.path] = frozenset(step.id for step in sop.walk())
        return found

    def page(self, sop: Sop, step: str | None = None) -> str:
        """The address of an SOP's page, or of a step on it if it has that step."""
        address = quote(self.names[sop.path]) + ".html"
        return f"{address}#{quote(step)}" if step and step in self.step_ids(sop) else address

    def library_page(self, page: LibraryPage, language: str, *, first: bool) -> str:
        """The address of a page about the library; `first` is the library's own language."""
        return f"{page.value}.html" if first else f"{page.value}.{language}.html"

    def chart(self, sop: Sop) -> str:
        """The address of an SOP's flowchart."""
        return quote(self.names[sop.path]) + ".svg"

    def pdf(self, sop: Sop) -> str:
        """The address of an SOP's PDF."""
        return quote(self.names[sop.path]) + ".pdf"

    def linked(self, sop: Sop, target: str) -> tuple[Sop, str | None] | None:
        """The SOP that a link on an SOP leads to, and the step that the link names.

        `target` is as written: a number or a relative path, with or without `#step`.
        """
        target = unquote(target)
        number = _NUMBER_LINK.match(target)
        if number:
            found = self.library.find(number.group(1), sop.language)
            return (found, number.group(2)) if found else None
        path, _, step = target.partition("#")
        place = self._inside(sop, path)
        found = self.library.by_path.get(place) if place else None
        return (found, step or None) if found else None

    def link(self, sop: Sop, target: str) -> str | None:
        """The address for a relative link as written on an SOP, or None if nothing is there."""
        if target.startswith("#"):
            step = unquote(target[1:])
            return f"#{quote(step)}" if step in self.step_ids(sop) else None
        found = self.linked(sop, target)
        return self.page(*found) if found else None

    def link_from_elsewhere(self, sop: Sop, target: str) -> str | None:
        """The address of a link as written on an SOP, when it is shown on another page."""
        found = self.link(sop, target)
        return f"{self.page(sop)}{found}" if found and found.startswith("#") else found

    def picture_path(self, sop: Sop, path: str) -> str | None:
        """The path in the library of a picture of an SOP, if it is there. `path` is its file's."""
        place = self._inside(sop, path)
        return place if place in self.library.pictures else None

    def picture(self, sop: Sop, target: str) -> str | None:
        """The address of a picture as written on an SOP, or None if it is not there."""
        place = self.picture_path(sop, unquote(target))
        return self.picture_at(place) if place else None

    def picture_at(self, path: str) -> str:
        """The address of the picture at a path in the library."""
        return picture_address(path)

    def _inside(self, sop: Sop, target: str) -> str | None:
        """The path in the library that a relative path on an SOP means; None if outside."""
        if not target or target.startswith(("/", "\\")):
            return None
        place = normpath(join(dirname(sop.path), target))
        return None if place.startswith("../") or place == ".." else place


def department_anchor(department: Named) -> str:
    """The anchor of a department in the index."""
    return f"department.{_UNSAFE.sub('-', department.id)}"


def picture_address(path: str) -> str:
    """The address of a picture of the library in the site."""
    return quote(picture_file(path))


def picture_file(path: str) -> str:
    """The file in the site of a picture of the library."""
    return f"{PICTURES}/{path}"


def logo_path(organisation: Organisation, library: Library) -> str | None:
    """The path of the organisation's logo, if it is a picture of the library."""
    if not organisation.logo:
        return None
    place = normpath(organisation.logo)
    return place if place in library.pictures else None


def _name(sop: Sop, *, translation: bool) -> str:
    """A name that cannot leave the folder, whatever the file says."""
    if not _NUMBER.fullmatch(sop.number):
        stem = _UNSAFE.sub("-", PurePosixPath(sop.path).stem).strip("-")
        return f"file-{stem}" if stem else "file"
    if not translation:
        return sop.number
    return f"{sop.number}.{_UNSAFE.sub('-', sop.language) or '-'}"
