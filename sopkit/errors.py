"""What can go wrong outside the procedures themselves: one class per failure.

A mistake in a procedure is a diagnostic, never one of these. A constructor takes the facts; the
sentence is a message id with named fields (see `sopkit.messages`), translated and filled at the
edge. No class knows an exit code or an HTTP status: `cli` and `server` map classes to theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar


def _(text: str) -> str:
    """Mark a text for the catalogues."""
    return text


class SopkitError(Exception):
    """Something that the user can mend. `template` is its sentence, `facts` fill it."""

    template: ClassVar[str] = ""
    facts: Mapping[str, str]

    def __init__(self, **facts: object) -> None:
        self.facts = {name: str(value) for name, value in facts.items()}
        super().__init__(self.template.format_map(self.facts))

    def __reduce__(self) -> tuple[Callable[..., SopkitError], tuple[object, ...]]:
        """The way between processes: constructors differ, facts do not."""
        return _from_facts, (type(self), dict(self.facts))


def _from_facts(error: type[SopkitError], facts: Mapping[str, str]) -> SopkitError:
    made = error.__new__(error)
    SopkitError.__init__(made, **facts)
    return made


# Files that are read


class PathMissingError(SopkitError):
    """Nothing has that path."""

    template = _("{path} does not exist.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class NotAFileError(SopkitError):
    """A path is no ordinary file: a device, a pipe, a socket."""

    template = _("{path} is not an ordinary file.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class NotAFolderError(SopkitError):
    """A folder is wanted, and the path is something else."""

    template = _("{path} is not a folder.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class FolderGivenError(SopkitError):
    """One procedure is wanted, and the path is a folder."""

    template = _("{path} is a folder; give the file of one procedure.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class NotAProcedureError(SopkitError):
    """A file that exists but is no procedure by its name."""

    template = _("{path} is no procedure: its name does not end in “.md”.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class NoFlowError(SopkitError):
    """A file of the library that is no procedure, such as its glossary."""

    template = _("{path} is no procedure, so it has no flow.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class NotPrintableError(SopkitError):
    """The typesetter refused to make a PDF of a procedure; `reason` is its own words."""

    template = _("{path} could not be made a PDF: {reason}. Please report this.")

    def __init__(self, path: object, reason: object) -> None:
        super().__init__(path=path, reason=reason)


class OutsideLibraryError(SopkitError):
    """A path or symbolic link leads out of the library."""

    template = _("{path} lies outside the library {root}.")

    def __init__(self, path: object, root: object) -> None:
        super().__init__(path=path, root=root)


class UnreadableError(SopkitError):
    """The system refuses to read a file or folder; `reason` is its own words."""

    template = _("{path} cannot be read: {reason}.")

    def __init__(self, path: object, reason: object) -> None:
        super().__init__(path=path, reason=reason)


class NoProceduresError(SopkitError):
    """A folder without a single procedure."""

    template = _("There is no procedure in {path}: no Markdown file that sopkit would read.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class NotComparableError(SopkitError):
    """A file is too broken to be read as a procedure, so that nothing can be said of a change."""

    template = _("{path} cannot be compared yet; first mend what “sopkit check {path}” finds.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class ProcedureUnusableError(SopkitError):
    """A procedure too broken to have a flow."""

    template = _("{path} cannot be drawn yet; first mend what “sopkit check {path}” reports.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class InputTooLargeError(SopkitError):
    """Standard input is longer than any procedure may be."""

    template = _("Standard input is larger than {limit} MiB; no procedure may be that long.")

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class InputWithPathsError(SopkitError):
    """Standard input was asked for together with files."""

    template = _("“-” stands for standard input and cannot be combined with other paths.")


# Files that are written


class UnwritableError(SopkitError):
    """The system refuses to write a file or folder; `reason` is its own words."""

    template = _("{path} cannot be written: {reason}.")

    def __init__(self, path: object, reason: object) -> None:
        super().__init__(path=path, reason=reason)


class AlreadyThereError(SopkitError):
    """A file that would be made exists already; it is never overwritten."""

    template = _("{path} is already there, and nothing was overwritten.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class FileChangedError(SopkitError):
    """A file is no longer what it was when it was read."""

    template = _("{path} was changed by someone else meanwhile, so it was left as it is.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class SymbolicLinkError(SopkitError):
    """A file that would be written is a symbolic link out of the library."""

    template = _("{path} is a symbolic link to a file outside the library, so it is not changed.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class OutputInsideLibraryError(SopkitError):
    """The site would be written among the procedures that it is made from."""

    template = _("The output {path} holds the library itself; choose another folder.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


# What the user asked for


class UnknownCodeError(SopkitError):
    """No diagnostic has that code."""

    template = _("There is no code “{code}”; “sopkit explain” lists them all.")

    def __init__(self, code: str) -> None:
        super().__init__(code=code)


class UnknownCodeNearError(SopkitError):
    """No diagnostic has that code, but one is much like it."""

    template = _("There is no code “{code}”. Did you mean “{nearest}”?")

    def __init__(self, code: str, nearest: str) -> None:
        super().__init__(code=code, nearest=nearest)


class UnknownTemplateError(SopkitError):
    """No template for a procedure has that name."""

    template = _("There is no template “{name}”. Choose from: {choices}.")

    def __init__(self, name: str, choices: str) -> None:
        super().__init__(name=name, choices=choices)


class UnknownDepartmentError(SopkitError):
    """The organisation has no such department."""

    template = _("There is no department “{name}”. Choose from: {choices}.")

    def __init__(self, name: str, choices: str) -> None:
        super().__init__(name=name, choices=choices)


class UnknownDepartmentNearError(SopkitError):
    """The organisation has no such department, but one is called much like it."""

    template = _("There is no department “{name}”. Did you mean “{nearest}”?")

    def __init__(self, name: str, nearest: str) -> None:
        super().__init__(name=name, nearest=nearest)


class DepartmentEmptyError(SopkitError):
    """A department without a single procedure."""

    template = _("The department “{name}” has no procedures yet.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class DepartmentNeededError(SopkitError):
    """The organisation has several departments, and none was chosen."""

    template = _("Say for which department: --department, with one of {choices}.")

    def __init__(self, choices: str) -> None:
        super().__init__(choices=choices)


class DepartmentMissingError(SopkitError):
    """No department was chosen, and the library names none."""

    template = _("Say for which department: --department NAME.")


class InsideLibraryError(SopkitError):
    """A new library would lie inside another one."""

    template = _("{path} belongs to the library {root}; “sopkit new” adds a procedure to it.")

    def __init__(self, path: object, root: object) -> None:
        super().__init__(path=path, root=root)


class BadNumberError(SopkitError):
    """A document number of the wrong form."""

    template = _("“{number}” is no document number: write capitals, a hyphen, digits, as KS-003.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NumberTakenError(SopkitError):
    """A document number that another procedure has already."""

    template = _("{number} is already the number of {path}; the next free one is {free}.")

    def __init__(self, number: str, path: object, free: str) -> None:
        super().__init__(number=number, path=path, free=free)


class NumberGivenError(SopkitError):
    """As `NumberTakenError`, for somebody who may not see what has the number."""

    template = _("{number} is taken already; the next free one is {free}.")

    def __init__(self, number: str, free: str) -> None:
        super().__init__(number=number, free=free)


class BadTitleError(SopkitError):
    """A title that is empty or too long."""

    template = _("A title has 1 to {limit} characters on one line.")

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit)


class NotAPdfNameError(SopkitError):
    """The name of a file to write that is not the name of a PDF."""

    template = _("“{path}” is no name for a PDF: it must end in “.pdf”.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class NotAWordNameError(SopkitError):
    """The name of a file to write that is not the name of a document for Word."""

    template = _("“{path}” is no name for a Word document: it must end in “.docx”.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class BadDayError(SopkitError):
    """A date that is none, or is written otherwise."""

    template = _("“{text}” is no date; write it as 2026-03-31.")

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class BadDateError(SopkitError):
    """SOURCE_DATE_EPOCH is no time."""

    template = _("SOURCE_DATE_EPOCH is “{text}”; it must be a number of seconds since 1970.")

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class OnlyReleasedError(SopkitError):
    """An option that means a version of the register came with a file."""

    template = _("{option} is for what the register released; add --released.")

    def __init__(self, option: str) -> None:
        super().__init__(option=option)


class NumberOfRegisterError(SopkitError):
    """A number where a file is read, though no file is called so."""

    template = _(
        "There is no file {number}. To print the procedure of that number from the register, "
        "add --released."
    )

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


# Settings


class SettingNumberError(SopkitError):
    """A setting that must be a number."""

    template = _("{name} is “{text}”; it must be a whole number from {least} to {most}.")

    def __init__(self, name: str, text: str, least: int, most: int) -> None:
        super().__init__(name=name, text=text, least=least, most=most)


class SettingAddressError(SopkitError):
    """A setting that must hold addresses of machines."""

    template = _(
        "{name}: “{text}” is no IP address and no network, such as 10.0.0.5 or 10.0.0.0/24."
    )

    def __init__(self, name: str, text: str) -> None:
        super().__init__(name=name, text=text)


class SettingChoiceError(SopkitError):
    """A setting that knows only some words."""

    template = _("{name} is “{text}”; choose from {choices}.")

    def __init__(self, name: str, text: str, choices: str) -> None:
        super().__init__(name=name, text=text, choices=choices)


class SettingFileError(SopkitError):
    """A setting that must name a file which can be written; `reason` is the system's words."""

    template = _("{name} is “{path}”, which cannot be written: {reason}.")

    def __init__(self, name: str, path: object, reason: object) -> None:
        super().__init__(name=name, path=path, reason=reason)


# Serving


class CannotListenError(SopkitError):
    """The address is taken, or not one of this machine."""

    template = _("Nothing can listen at {address}: {reason}.")

    def __init__(self, address: str, reason: object) -> None:
        super().__init__(address=address, reason=reason)


class NotServingError(SopkitError):
    """The web application was started and does not answer as it should."""

    template = _("The web application does not answer at {address}: {reason}.")

    def __init__(self, address: str, reason: object) -> None:
        super().__init__(address=address, reason=reason)
