"""One procedure in a format that other programs edit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sopkit.errors import (
    NoFlowError,
    NotAWordNameError,
    ProcedureUnusableError,
    UnwritableError,
)
from sopkit.model.control import Control
from sopkit.render.docx.document import word_document
from sopkit.render.html.addresses import picture_address
from sopkit.render.pdf.typeset import can_show
from sopkit.services.build import site_of
from sopkit.services.check import Checked
from sopkit.services.press import UNDATED, pictures_of
from sopkit.source.write import write_atomically


@dataclass(frozen=True, slots=True)
class Exported:
    """A document with what is to be told about it.

    `replaced` holds what the flowchart shows for each character that its font lacks, `left_out`
    the pictures that could not be shown, `errors` how many errors the procedure has.
    """

    data: bytes
    replaced: Mapping[str, str]
    left_out: tuple[str, ...]
    errors: int


def export_docx(
    checked: Checked, name: str, dated: date = UNDATED, control: Control | None = None
) -> Exported:
    """The one procedure that was checked, for Word; `name` is how the user calls its file.

    `control` is the register's record of it; the day from which it is in force goes before
    `dated`.

    Raises NoFlowError for a file that is no procedure, and ProcedureUnusableError for one that
    is too broken to be read as one.
    """
    compiled = checked.compiled
    [path] = checked.selection.files
    sop = compiled.library.by_path.get(path)
    if path not in compiled.library.files:
        raise NoFlowError(name)
    if sop is None:
        raise ProcedureUnusableError(name)
    wanted = pictures_of(compiled, [sop])
    pictures = {place: picture for place, picture in wanted.items() if can_show(picture)}
    site = site_of(compiled, frozenset(wanted))
    shown = {picture_address(place): picture for place, picture in pictures.items()}
    day = control.effective_from if control and control.effective_from else dated
    made = word_document(site, sop, shown, day, control)
    left_out = tuple(place for place in wanted if place not in pictures)
    return Exported(made.data, made.replaced, left_out, site.errors.get(path, 0))


def check_docx_name(output: Path) -> None:
    """Refuse a name that is not that of a Word document, so that no procedure is lost by a slip.

    Raises NotAWordNameError.
    """
    if output.suffix.lower() != ".docx":
        raise NotAWordNameError(output)


def write_docx(output: Path, data: bytes) -> None:
    """Write a document whole or not at all, in place of one that is there.

    Raises NotAWordNameError and UnwritableError.
    """
    check_docx_name(output)
    try:
        write_atomically(output, data, mode=0o644)
    except OSError as error:
        raise UnwritableError(output, error.strerror) from error
