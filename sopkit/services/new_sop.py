"""Starts a procedure from a template, with a free number, in the folder of its department."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sopkit.edit.yaml_text import scalar
from sopkit.errors import (
    AlreadyThereError,
    BadNumberError,
    BadTitleError,
    DepartmentMissingError,
    DepartmentNeededError,
    NotAFolderError,
    NumberTakenError,
    PathMissingError,
    UnknownDepartmentError,
    UnknownTemplateError,
    UnwritableError,
)
from sopkit.messages import LANGUAGES
from sopkit.model.library import Library
from sopkit.services.compile import compile_library
from sopkit.services.templates import template, template_names
from sopkit.source.discovery import library_root
from sopkit.source.write import create_file

TITLE_LIMIT = 120
"""Characters of a title, as the format has it."""

_SLUG_LIMIT = 60
_NUMBER = re.compile(r"([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*)-([0-9]+)")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asked for; what is None is chosen."""

    title: str
    template: str = "blank"
    department: str | None = None
    number: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class NewSop:
    """The file that was made."""

    path: Path
    number: str
    language: str


@dataclass(frozen=True, slots=True)
class Department:
    """A department: its name for the file, and its id if the organisation lists departments."""

    text: str
    id: str | None = None


def new_sop(folder: Path, wish: Wish) -> NewSop:
    """Write a new procedure into the library that `folder` belongs to.

    Nothing is overwritten. Raises BadTitleError, UnknownTemplateError, BadNumberError,
    NumberTakenError, the errors about departments, PathMissingError, NotAFolderError,
    AlreadyThereError or UnwritableError.
    """
    _refuse_bad_wish(wish)
    if not folder.exists():
        raise PathMissingError(folder)
    if not folder.is_dir():
        raise NotAFolderError(folder)
    root = library_root(folder)
    library = compile_library(root).library
    language = wish.language or _language_of(library)
    department = _department(library, wish.department, language)
    number = _number(library, wish.number, department, language)
    name = file_name(
        _folder(library, department), number, wish.title, language, library.organisation.language
    )
    path = root / name
    text = filled(wish.template, language, number, wish.title.strip(), department.text)
    try:
        create_file(path, text.encode())
    except FileExistsError as error:
        raise AlreadyThereError(path) from error
    except OSError as error:
        raise UnwritableError(error.filename or path, error.strerror) from error
    return NewSop(path, number, language)


def filled(name: str, language: str, number: str, title: str, department: str) -> str:
    """The text of a template with what a new procedure is called."""
    text = template(name, language).read_text(encoding="utf-8")
    facts = {"@NUMBER@": number, "@TITLE@": title, "@DEPARTMENT@": department}
    for mark, fact in facts.items():
        text = text.replace(mark, scalar(fact), 1)
    return text


def file_name(folder: str, number: str, title: str, language: str, house: str) -> str:
    """The path in the library of a new procedure; `house` is the organisation's language."""
    name = f"{number}-{slug(title)}".rstrip("-")
    suffix = ".md" if language == _primary(house) else f".{language}.md"
    return f"{folder}/{name}{suffix}" if folder else f"{name}{suffix}"


def slug(title: str) -> str:
    """A title as a part of a file name: small letters without accents, digits, hyphens."""
    decomposed = unicodedata.normalize("NFKD", title).casefold()
    kept = "".join(c for c in decomposed if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", kept)
    text = ""
    for word in words:
        if text and len(text) + len(word) + 1 > _SLUG_LIMIT:
            break
        text = f"{text}-{word}" if text else word[:_SLUG_LIMIT]
    return text


def _refuse_bad_wish(wish: Wish) -> None:
    title = wish.title.strip()
    if not 1 <= len(title) <= TITLE_LIMIT or not title.isprintable():
        raise BadTitleError(TITLE_LIMIT)
    if wish.template not in template_names():
        raise UnknownTemplateError(wish.template, ", ".join(template_names()))
    if wish.number is not None and not _NUMBER.fullmatch(wish.number):
        raise BadNumberError(wish.number)


def _language_of(library: Library) -> str:
    primary = _primary(library.organisation.language)
    return primary if primary in LANGUAGES else LANGUAGES[0]


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def _department(library: Library, wished: str | None, language: str) -> Department:
    """The department that was asked for, or the only one there is."""
    listed = library.organisation.departments
    if not listed:
        used = Counter(sop.department for sop in library.sops if sop.department)
        if wished is None and not used:
            raise DepartmentMissingError
        return Department(wished if wished is not None else used.most_common(1)[0][0])
    choices = ", ".join(entry.id for entry in listed)
    if wished is None:
        if len(listed) > 1:
            raise DepartmentNeededError(choices)
        return Department(listed[0].name(language), listed[0].id)
    found = library.organisation.department(wished)
    if found is None:
        raise UnknownDepartmentError(wished, choices)
    return Department(found.name(language), found.id)


def _belongs(library: Library, text: str, department: Department) -> bool:
    """Whether the department in an SOP's front matter is this one."""
    if department.id is None:
        return text.casefold() == department.text.casefold()
    found = library.organisation.department(text)
    return found is not None and found.id == department.id


def _number(library: Library, wished: str | None, department: Department, language: str) -> str:
    """The number that was asked for if it is free, else the next free one."""
    free = _free_number(library, _prefix(library, wished, department))
    if wished is None:
        return free
    for sop in library.by_number.get(wished, ()):
        if _primary(sop.language) == language:
            raise NumberTakenError(wished, sop.path, free)
    return wished


def _prefix(library: Library, wished: str | None, department: Department) -> str:
    """The letters before the digits: as wished, as usual there, or from the department's name."""
    if wished is not None:
        return wished.rpartition("-")[0]
    own = (sop.number for sop in library.sops if _belongs(library, sop.department, department))
    return prefix_for(own, department.text)


def prefix_for(numbers: Iterable[str], department: str) -> str:
    """The letters that numbers of a department begin with: as usual, else from its name."""
    used = Counter(match[1] for number in numbers if (match := _NUMBER.fullmatch(number)))
    if used:
        return used.most_common(1)[0][0]
    words = slug(department).upper().split("-")
    letters = "".join(word[0] for word in words if word) if len(words) > 1 else words[0][:3]
    kept = "".join(re.findall(r"[A-Z0-9]", letters)).lstrip("0123456789")
    return kept or "SOP"


def _free_number(library: Library, prefix: str) -> str:
    """The next free number.

    The names of files count too: a file that cannot be read yet may have that number.
    """
    names = (path.rpartition("/")[2] for path in library.files)
    return free_number((*library.by_number, *names), prefix)


def free_number(taken: Iterable[str], prefix: str) -> str:
    """One more than the highest number with a prefix, as wide as it."""
    highest, digits = 0, 3
    for match in (match for text in taken if (match := _NUMBER.match(text))):
        if match[1] == prefix and int(match[2]) >= highest:
            highest, digits = int(match[2]), max(len(match[2]), 3)
    return f"{prefix}-{highest + 1:0{digits}}"


def _folder(library: Library, department: Department) -> str:
    """The folder in which most procedures of the department lie."""
    own = (sop.path for sop in library.sops if _belongs(library, sop.department, department))
    return usual_folder(own, department, alone=not library.sops)


def usual_folder(paths: Iterable[str], department: Department, *, alone: bool = False) -> str:
    """The folder in which most of these paths lie; without any, one named by the department.

    `alone` tells that the library is empty, so that folders would part nothing.
    """
    used = Counter(path.rpartition("/")[0] for path in paths)
    if used:
        return used.most_common(1)[0][0]
    return slug(department.id) if department.id is not None and not alone else ""
