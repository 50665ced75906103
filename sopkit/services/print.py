"""One procedure as a PDF."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from sopkit.errors import (
    NoFlowError,
    NotAPdfNameError,
    NumberOfRegisterError,
    ProcedureUnusableError,
    UnwritableError,
)
from sopkit.model.control import Control
from sopkit.model.sop import Sop
from sopkit.parse.inline import NUMBER
from sopkit.services.build import site_of
from sopkit.services.check import Checked
from sopkit.services.compile import Compiled
from sopkit.services.press import UNDATED, Press, Printed, pictures_of, print_sop
from sopkit.source.write import write_atomically


def print_procedure(
    checked: Checked, name: str, dated: date = UNDATED, control: Control | None = None
) -> Printed:
    """The PDF of the one procedure that was checked; `name` is how the user calls its file.

    Raises NoFlowError for a file that is no procedure, ProcedureUnusableError for one that is
    too broken to be read as one, and what `procedure_pdf` raises.
    """
    return procedure_pdf(checked.compiled, printable_sop(checked, name), name, dated, control)


def procedure_pdf(
    compiled: Compiled,
    sop: Sop,
    name: str,
    dated: date = UNDATED,
    control: Control | None = None,
) -> Printed:
    """The PDF of a procedure of a compiled library.

    `control` is the register's record of it; the day from which it is in force goes before
    `dated`. Raises NotPrintableError when the typesetter refuses it.
    """
    pictures = pictures_of(compiled, [sop])
    press = Press(site_of(compiled, frozenset(pictures)), pictures)
    return print_sop(press, sop, name, dated, control)


def printable_sop(checked: Checked, name: str) -> Sop:
    """The one procedure that was checked.

    Raises NoFlowError and ProcedureUnusableError.
    """
    library = checked.compiled.library
    [path] = checked.selection.files
    if path not in library.files:
        raise NoFlowError(name)
    sop = library.by_path.get(path)
    if sop is None:
        raise ProcedureUnusableError(name)
    return sop


def refuse_number(name: str) -> None:
    """Refuse the number of a procedure where there is no file of that name.

    Raises NumberOfRegisterError.
    """
    if NUMBER.fullmatch(name) and not os.path.lexists(name):
        raise NumberOfRegisterError(name)


def check_pdf_name(output: Path) -> None:
    """Refuse a name that is not that of a PDF, so that no procedure is lost by a slip.

    Raises NotAPdfNameError.
    """
    if output.suffix.lower() != ".pdf":
        raise NotAPdfNameError(output)


def write_pdf(output: Path, data: bytes) -> None:
    """Write a PDF whole or not at all, in place of one that is there.

    Raises NotAPdfNameError and UnwritableError.
    """
    check_pdf_name(output)
    try:
        write_atomically(output, data, mode=0o644)
    except OSError as error:
        raise UnwritableError(output, error.strerror) from error
