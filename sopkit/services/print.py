"""One procedure as a PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sopkit.diagnostics.diagnostic import Severity
from sopkit.errors import (
    NoFlowError,
    NotAPdfNameError,
    NotPrintableError,
    ProcedureUnusableError,
    UnwritableError,
)
from sopkit.model.control import Control
from sopkit.model.sop import Sop
from sopkit.render.html.addresses import Addresses, logo_path, picture_address
from sopkit.render.pdf.document import Picture, document
from sopkit.render.pdf.typeset import TypesettingError, can_show, typeset
from sopkit.resources import web_path
from sopkit.services.build import site_of
from sopkit.services.check import Checked
from sopkit.services.compile import Compiled
from sopkit.source.write import write_atomically

UNDATED = date(2000, 1, 1)
"""The date in the properties of a document that has none of its own.

Until a register says when a procedure was released, a file has no date that belongs to it: the
file system's differs from copy to copy, and a PDF is to be the same for the same text.
"""

_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"})


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF with what is to be told about it.

    `replaced` holds what was printed for each character that the font lacks, `left_out` the
    pictures that could not be shown, `errors` how many errors the procedure has.
    """

    data: bytes
    replaced: Mapping[str, str]
    left_out: tuple[str, ...]
    errors: int


def print_procedure(
    checked: Checked, name: str, dated: date = UNDATED, control: Control | None = None
) -> Printed:
    """The PDF of the one procedure that was checked; `name` is how the user calls its file.

    `control` is the register's record of it; the day from which it is in force goes before
    `dated`.

    Raises NoFlowError for a file that is no procedure, ProcedureUnusableError for one that is
    too broken to be read as one, and NotPrintableError when the typesetter refuses it.
    """
    compiled = checked.compiled
    [path] = checked.selection.files
    sop = compiled.library.by_path.get(path)
    if path not in compiled.library.files:
        raise NoFlowError(name)
    if sop is None:
        raise ProcedureUnusableError(name)
    wanted = _pictures(compiled, sop)
    pictures = {place: picture for place, picture in wanted.items() if can_show(picture)}
    site = site_of(compiled, frozenset(wanted))
    logo = logo_path(compiled.library.organisation, site.library)
    shown = {picture_address(place): picture for place, picture in pictures.items()}
    made = document(site, sop, shown, picture_address(logo) if logo else None, control)
    day = control.effective_from if control and control.effective_from else dated
    try:
        data = typeset(made, web_path("templates/pdf/procedure.typ"), day)
    except TypesettingError as error:
        raise NotPrintableError(name, error.reason) from error
    left_out = tuple(place for place in wanted if place not in pictures)
    return Printed(data, made.replaced, left_out, _errors(compiled, path))


def _errors(compiled: Compiled, path: str) -> int:
    return sum(
        found.path == path and found.severity is Severity.ERROR for found in compiled.diagnostics
    )


def _pictures(compiled: Compiled, sop: Sop) -> dict[str, Picture]:
    """The pictures of a procedure and the logo, by their path in the library."""
    addresses = Addresses(compiled.library)
    wanted = {addresses.picture_path(sop, image.target) for image in sop.images}
    wanted.add(logo_path(compiled.library.organisation, compiled.library))
    root = compiled.root.resolve()
    found = {}
    for number, place in enumerate(sorted(place for place in wanted if place), start=1):
        real = (root / place).resolve()
        if real.is_relative_to(root) and real.is_file():
            suffix = real.suffix.lower()
            file = f"picture-{number}{suffix if suffix in _SUFFIXES else '.png'}"
            found[place] = Picture(file, real.read_bytes())
    return found


def write_pdf(output: Path, data: bytes) -> None:
    """Write a PDF whole or not at all, in place of one that is there.

    Raises NotAPdfNameError, so that no procedure is lost by a slip of the keyboard, and
    UnwritableError.
    """
    if output.suffix.lower() != ".pdf":
        raise NotAPdfNameError(output)
    try:
        write_atomically(output, data, mode=0o644)
    except OSError as error:
        raise UnwritableError(output, error.strerror) from error
