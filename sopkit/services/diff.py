"""What changed between two files (or a file and a text) of one procedure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sopkit.compare.difference import Aspect, Difference
from sopkit.compare.document import compare
from sopkit.compare.edition import Edition
from sopkit.diagnostics.diagnostic import Severity
from sopkit.errors import FolderGivenError, NoFlowError, NotComparableError, UnreadableError
from sopkit.messages import Translate, translator
from sopkit.model.library import Library
from sopkit.model.sop import Sop
from sopkit.render.difference_wording import Names
from sopkit.resources import locales, web_path
from sopkit.services.check import Checked, TextPlace, check, check_text, place_of_text, select
from sopkit.source.discovery import ORGANISATION

_MOST_BYTES = 8 * 1024 * 1024
"""More than any procedure may be, so that its size is reported as its mistake."""


@dataclass(frozen=True, slots=True)
class Given:
    """One of the two texts as the user names it: a file, or a text from standard input."""

    name: str
    path: Path | None
    text: bytes | None = None


@dataclass(frozen=True)
class Compared:
    """A difference with what is needed to tell it: the library whose names it uses.

    `old` and `new` are what the user calls the texts; `broken` those of them that have errors.
    """

    difference: Difference
    library: Library
    old: str
    new: str
    broken: tuple[str, ...]

    @property
    def languages(self) -> tuple[str, str] | None:
        """The languages of texts that are in two: hardly a word of them can be compared."""
        changes = (change for change in self.difference.fields if change.aspect is Aspect.LANGUAGE)
        return next(((change.old, change.new) for change in changes), None)


def compare_given(old: Given, new: Given, here: Path) -> Compared:
    """Compare two texts of a procedure, each as a part of its own library.

    A text that lies in no library (no `organisation.yaml` above it), such as one taken out of a
    version control system, is read as if it stood in the place of the other.

    Raises FolderGivenError, NoFlowError, NotComparableError, UnreadableError, and what `select`
    and `check` raise.
    """
    checked, new_checked = _check_both(old, new, here)
    one, other = _edition(checked, old.name), _edition(new_checked, new.name)
    broken = [
        given.name for given, found in ((old, checked), (new, new_checked)) if _has_errors(found)
    ]
    return Compared(
        compare(one, other),
        new_checked.compiled.library,
        old.name,
        new.name,
        tuple(dict.fromkeys(broken)),
    )


def _check_both(old: Given, new: Given, here: Path) -> tuple[Checked, Checked]:
    """Both texts compiled; one without a library is compiled in the place of the other."""
    place, new_place = _place(old), _place(new)
    lone = TextPlace(place_of_text(here, None).path, None)
    if place is None and new_place is None:
        shared = place_of_text(here, None) if old.path is None or new.path is None else lone
        return check_text(_bytes(old), shared), check_text(_bytes(new), shared)
    if place is None or new_place is None:
        known = new_place or place or lone
        return check_text(_bytes(old), known), check_text(_bytes(new), known)
    if place == new_place:
        found = _check_file(old)
        return found, found
    return _check_file(old), _check_file(new)


def _place(given: Given) -> TextPlace | None:
    """Where a file stands in its library; None for a text, or a file in no library."""
    if given.path is None:
        return None
    if given.path.is_dir():
        raise FolderGivenError(given.path)
    [selection] = select([given.path])
    if not (selection.root / ORGANISATION).is_file():
        return None
    [path] = selection.files
    return TextPlace(path, selection.root)


def _check_file(given: Given) -> Checked:
    [selection] = select([given.path or Path(given.name)])
    return check(selection)


def _bytes(given: Given) -> bytes:
    if given.text is not None or given.path is None:
        return given.text or b""
    try:
        with given.path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError as error:
        raise UnreadableError(given.path, error.strerror) from error


def _edition(checked: Checked, name: str) -> Edition:
    compiled = checked.compiled
    [path] = checked.selection.files
    sop = compiled.library.by_path.get(path)
    if path not in compiled.library.files:
        raise NoFlowError(name)
    if sop is None:
        raise NotComparableError(name)
    return Edition(sop, compiled.context.flow(sop), _pictures(compiled.root, sop))


def _pictures(root: Path, sop: Sop) -> Mapping[str, str]:
    """The hash of each picture of a procedure that is there, by its target as written."""
    home = root.resolve()
    found = {}
    for image in sop.images:
        real = (home / sop.path).parent.joinpath(image.target).resolve()
        if real.is_relative_to(home) and real.is_file():
            found[image.target] = sha256(real.read_bytes()).hexdigest()
    return found


def _has_errors(checked: Checked) -> bool:
    [path] = checked.selection.files
    found = checked.compiled.diagnostics
    return any(one.path == path and one.severity is Severity.ERROR for one in found)


def told(
    compared: Compared, style: str, translate: Translate, language: str, *, colour: bool = False
) -> str:
    """A difference as text, json, html or svg; the modules that write it are loaded here."""
    difference = compared.difference
    if style == "json":
        from sopkit.render.difference_json import difference_json

        return difference_json(difference)
    names = Names.of(compared.library, difference.language, translate)
    if style == "text":
        from sopkit.render.difference_text import difference_text
        from sopkit.render.difference_view import view
        from sopkit.render.report_style import coloured, plain

        lines = difference_text(
            view(difference, names), translate, paint=coloured if colour else plain
        )
        return "".join(f"{line}\n" for line in lines)
    if style == "svg":
        from sopkit.render.difference_chart import draw_difference
        from sopkit.render.options import ChartOptions

        spoken = translator(difference.language, locales())
        options = ChartOptions(translate=spoken, roles=names.roles)
        return draw_difference(difference.flow, options)
    return _page(compared, names, language)


def _page(compared: Compared, names: Names, language: str) -> str:
    from sopkit.render.html.difference_page import difference_page
    from sopkit.render.html.templates import templates

    style = "".join(
        web_path(f"static/{name}.css").read_text(encoding="utf-8")
        for name in ("site", "difference")
    )
    page = difference_page(
        compared.difference,
        names,
        language=language,
        old=compared.old,
        new=compared.new,
        style=style,
    )
    return templates(web_path("templates")).difference(page)
