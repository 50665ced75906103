"""One procedure as a PDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sopkit.errors import (
    NoFlowError,
    NotAPdfNameError,
    NotPrintableError,
    ProcedureUnusableError,
    UnwritableError,
)
from sopkit.model.control import Control
from sopkit.model.sop import Sop
from sopkit.render.chart import Chart
from sopkit.render.html.addresses import Addresses, logo_path, picture_address
from sopkit.render.html.site import Site
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


@dataclass(frozen=True)
class Press:
    """What printing the procedures of one library needs: their site, and pictures by address.

    `left_out` are the pictures that cannot be shown, by address, and their paths.
    """

    site: Site
    pictures: Mapping[str, Picture]
    left_out: Mapping[str, str]

    @property
    def logo(self) -> str | None:
        """The address of the organisation's logo."""
        path = logo_path(self.site.library.organisation, self.site.library)
        return picture_address(path) if path else None

    def pictures_of(self, sop: Sop) -> tuple[str, ...]:
        """The addresses of the pictures that the pages of an SOP show, with the logo."""
        found = {self.site.addresses.picture(sop, image.target) for image in sop.images}
        return tuple(sorted(address for address in {*found, self.logo} if address))


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
    sop = printable_sop(checked, name)
    pictures = pictures_of(compiled, [sop])
    press = press_for(site_of(compiled, frozenset(pictures)), pictures)
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


def press_for(site: Site, pictures: Mapping[str, Picture]) -> Press:
    """The press for a site; `pictures` are those that it shows, by their path in the library."""
    shown = {place: picture for place, picture in pictures.items() if can_show(picture)}
    return Press(
        site,
        {picture_address(place): picture for place, picture in shown.items()},
        {picture_address(place): place for place in pictures if place not in shown},
    )


def print_sop(
    press: Press,
    sop: Sop,
    name: str,
    dated: date = UNDATED,
    control: Control | None = None,
    charts: Sequence[Chart] | None = None,
) -> Printed:
    """The PDF of one procedure of a library; `charts` are those of its flow, if laid out already.

    Raises NotPrintableError.
    """
    made = document(press.site, sop, press.pictures, press.logo, control=control, charts=charts)
    day = control.effective_from if control and control.effective_from else dated
    try:
        data = typeset(made, web_path("templates/pdf/procedure.typ"), day)
    except TypesettingError as error:
        raise NotPrintableError(name, error.reason) from error
    wanted = press.pictures_of(sop)
    left_out = tuple(press.left_out[each] for each in wanted if each in press.left_out)
    return Printed(data, made.replaced, left_out, press.site.errors.get(sop.path, 0))


def pictures_of(compiled: Compiled, sops: Iterable[Sop]) -> dict[str, Picture]:
    """The pictures of procedures and the logo, by their path in the library."""
    addresses = Addresses(compiled.library)
    wanted = {addresses.picture_path(sop, image.target) for sop in sops for image in sop.images}
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
