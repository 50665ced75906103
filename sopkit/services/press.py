"""The press: what the procedures of one library need to be printed, and their PDFs."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version

from sopkit.errors import NotPrintableError
from sopkit.model.control import Control
from sopkit.model.sop import Sop
from sopkit.render.chart import Chart
from sopkit.render.html.addresses import Addresses, logo_path, picture_address
from sopkit.render.html.site import Site
from sopkit.render.pdf.document import Picture, document
from sopkit.render.pdf.glyphs import BOX
from sopkit.render.pdf.typeset import TypesettingError, can_show, typeset
from sopkit.resources import font_path, web_path
from sopkit.services.compile import Compiled

UNDATED = date(2000, 1, 1)
"""The date in the properties of a document that has none of its own.

Until a register says when a procedure was released, a file has no date that belongs to it: the
file system's differs from copy to copy, and a PDF is to be the same for the same text.
"""

_SIGNATURES = (
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"GIF8", ".gif"),
    (b"RIFF", ".webp"),
)
"""How pictures begin. What begins otherwise is taken for SVG, whatever its name says."""


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


@dataclass(frozen=True, slots=True)
class Press:
    """What printing the procedures of one library needs: their site, and its pictures by path."""

    site: Site
    pictures: Mapping[str, Picture]

    @property
    def logo(self) -> str | None:
        """The address of the organisation's logo."""
        path = logo_path(self.site.library.organisation, self.site.library)
        return picture_address(path) if path else None

    def pictures_of(self, sop: Sop) -> dict[str, Picture]:
        """The pictures that the pages of an SOP show, the logo among them, by their paths."""
        library, addresses = self.site.library, self.site.addresses
        wanted = {addresses.picture_path(sop, image.target) for image in sop.images}
        wanted.add(logo_path(library.organisation, library))
        paths = sorted(path for path in wanted if path and path in self.pictures)
        return {path: self.pictures[path] for path in paths}


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
    pictures = press.pictures_of(sop)
    shown = showable(pictures)
    left_out = tuple(path for path in pictures if picture_address(path) not in shown)
    made = document(
        press.site,
        sop,
        shown,
        press.logo,
        control=control,
        charts=charts,
    )
    day = control.effective_from if control and control.effective_from else dated
    try:
        data = typeset(made, web_path("templates/pdf/procedure.typ"), day)
    except TypesettingError as error:
        raise NotPrintableError(name, error.reason) from error
    return Printed(data, made.replaced, left_out, press.site.errors.get(sop.path, 0))


def showable(pictures: Mapping[str, Picture]) -> dict[str, Picture]:
    """Those of these pictures that a PDF can show, by their address in the site."""
    return {picture_address(path): each for path, each in pictures.items() if can_show(each)}


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
            data = real.read_bytes()
            found[place] = Picture(f"picture-{number}{_suffix(data)}", data)
    return found


def replacements(replaced: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to tell of replaced characters: scripts of which no letter is shown, and the others.

    The first are names of Unicode's (`Arabic`), the others such as `⚠ → (!)`.
    """
    scripts = {seen: _script(seen) for seen, put in replaced.items() if put == BOX}
    others = [f"{seen} → {put}" for seen, put in sorted(replaced.items()) if not scripts.get(seen)]
    return tuple(sorted({*scripts.values()} - {""})), tuple(others)


def _script(character: str) -> str:
    """The script that a letter belongs to, by its Unicode name; empty for what is no letter."""
    if not unicodedata.category(character).startswith("L"):
        return ""
    name = unicodedata.name(character, "").partition(" ")[0]
    return "Han" if name == "CJK" else name.title()


def _suffix(data: bytes) -> str:
    """The end of a file's name that tells Typst what kind of picture it is."""
    return next((suffix for begin, suffix in _SIGNATURES if data.startswith(begin)), ".svg")


def printing_inputs(press: Press, sop: Sop) -> str:
    """A hash of what the PDF of an SOP is made from besides what its page is made from."""
    digest = sha256(_typesetter().encode())
    digest.update(press.site.library.organisation.timezone.encode())
    for path, picture in press.pictures_of(sop).items():
        digest.update(b"\0" + path.encode() + b"\0" + sha256(picture.data).digest())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _typesetter() -> str:
    """A hash of what sets the pages: the templates, the fonts, and the version of Typst."""
    digest = sha256(version("typst").encode())
    fonts = font_path("Regular").parent
    for path in (*sorted(web_path("templates/pdf").iterdir()), *sorted(fonts.glob("*.ttf"))):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
