"""The procedures of departments as one PDF."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sopkit.diagnostics.nearest import nearest
from sopkit.errors import (
    DepartmentEmptyError,
    NotPrintableError,
    UnknownDepartmentError,
    UnknownDepartmentNearError,
)
from sopkit.messages import message
from sopkit.model.control import Control
from sopkit.model.organisation import Organisation
from sopkit.model.sop import Sop
from sopkit.render.html.addresses import picture_address
from sopkit.render.html.index_page import chosen_sops, department_place
from sopkit.render.html.site import Site
from sopkit.render.pdf.binder import Part, Wish, binder, places, procedures
from sopkit.render.pdf.document import Document, Picture, document
from sopkit.render.pdf.places import Procedure
from sopkit.render.pdf.typeset import TypesettingError, typeset
from sopkit.resources import web_path
from sopkit.services.build import Progress, site_of
from sopkit.services.check import Checked
from sopkit.services.press import UNDATED, Press, Printed, pictures_of, showable
from sopkit.services.workers import cores, in_processes

FEW = 12
"""So many procedures are prepared sooner than a second process starts."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A binder with what is to be told about it: `broken` and `unread` are paths of files."""

    printed: Printed
    procedures: int
    broken: tuple[str, ...]
    unread: tuple[str, ...]


@dataclass(frozen=True)
class Work:
    """What a process needs to prepare procedures."""

    press: Press
    shown: Mapping[str, Picture]
    procedures: Mapping[str, Procedure]
    records: Mapping[str, Control]

    def make(self, path: str) -> Document:
        """The document of the SOP at a path."""
        press = self.press
        sop = press.site.library.by_path[path]
        return document(
            press.site,
            sop,
            self.shown,
            press.logo,
            control=self.records.get(path),
            places=places(press.site, sop, self.procedures),
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for: departments by id or name, all when none is named.

    `language` is that of the library where None is given; a procedure without a text in it is
    bound in its original. The others are as in `render.pdf.binder.Wish`.
    """

    departments: tuple[str, ...] = ()
    language: str | None = None
    dated: date | None = None
    one_sided: bool = False


def bind(
    checked: Checked,
    wanted: Wanted,
    *,
    records: Mapping[str, Control] | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Bound:
    """The binder of departments of a library.

    `records` holds the register's record of the procedure at each path; `jobs` is the number of
    processes, None chooses; `progress` is told how many procedures are laid out. Raises
    UnknownDepartmentError, UnknownDepartmentNearError, DepartmentEmptyError and
    NotPrintableError.
    """
    compiled = checked.compiled
    plain = site_of(compiled, frozenset())
    wish = Wish(wanted.language or plain.languages[0], wanted.dated, wanted.one_sided)
    parts = _parts(plain, wanted.departments, wish.language)
    sops = [sop for part in parts for sop in part.sops]
    found = pictures_of(compiled, sops)
    site, shown = site_of(compiled, frozenset(found)), showable(found)
    work = Work(Press(site, found), shown, procedures(site, parts), records or {})
    documents = _documents(work, [sop.path for sop in sops], jobs, progress)
    made = binder(site, parts, documents, shown, wish)
    try:
        data = typeset(made, web_path("templates/pdf/binder.typ"), wish.dated or UNDATED)
    except TypesettingError as error:
        raise NotPrintableError(compiled.root, error.reason) from error
    left_out = tuple(path for path in found if picture_address(path) not in shown)
    broken = tuple(path for path in documents if site.errors.get(path))
    unread = tuple(path for path in site.library.files if path not in site.library.by_path)
    return Bound(Printed(data, made.replaced, left_out, len(broken)), len(sops), broken, unread)


def _documents(
    work: Work, paths: Sequence[str], jobs: int | None, progress: Progress | None
) -> dict[str, Document]:
    """The document of the SOP at each path.

    The processes are forked although Typst keeps threads in this one: they typeset nothing.
    """
    count = jobs or (1 if len(paths) <= FEW else cores())
    documents = {}
    for path, made in zip(paths, in_processes(work.make, paths, count), strict=True):
        documents[path] = made
        if progress:
            progress(len(documents), len(paths))
    return documents


def _parts(site: Site, departments: Sequence[str], language: str) -> tuple[Part, ...]:
    """The departments in the order of the organisation, each with its procedures by number."""
    organisation = site.library.organisation
    groups: dict[tuple[int, str], list[Sop]] = {}
    for sop in chosen_sops(site, language):
        groups.setdefault(department_place(organisation, sop.department), []).append(sop)
    wanted = set(groups)
    if departments:
        wanted = set().union(*(_asked(organisation, groups, text) for text in departments))
    without = site.translate(language)(message("Without a department"))
    return tuple(
        Part(_name(organisation, key[1], language) or without, tuple(groups[key]))
        for key in sorted(wanted)
    )


def _name(organisation: Organisation, written: str, language: str) -> str:
    known = organisation.department(written)
    return known.name(language) if known else written


def _asked(
    organisation: Organisation, groups: Collection[tuple[int, str]], text: str
) -> set[tuple[int, str]]:
    """The places of the groups that a department's name or id means."""
    known = organisation.department(text)
    if known is not None:
        place = department_place(organisation, known.id)
        if place not in groups:
            raise DepartmentEmptyError(text)
        return {place}
    found = {key for key in groups if key[1].casefold() == text.casefold()}
    if found:
        return found
    listed = organisation.departments or ()
    names = [department.name(organisation.language) for department in listed]
    names += sorted(key[1] for key in groups if key[1] and organisation.department(key[1]) is None)
    spellings = {name: name for name in names}
    for department in listed:
        own = department.name(organisation.language)
        spellings |= dict.fromkeys((department.id, *department.names.values()), own)
    near = nearest(text, list(spellings))
    if near is not None:
        raise UnknownDepartmentNearError(text, spellings[near])
    raise UnknownDepartmentError(text, ", ".join(names))
