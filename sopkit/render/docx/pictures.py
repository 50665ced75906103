"""Pictures as a document for Word can carry them: PNG or JPEG, no larger than paper shows.

Typst, which sets the PDF, draws SVG with the shipped font and makes large pictures small.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

import typst
from docx.image.exceptions import InvalidImageStreamError, UnrecognizedImageError
from docx.image.image import Image

from sopkit.render.pdf.document import Picture
from sopkit.render.pdf.typeset import TypesettingError
from sopkit.resources import font_path

DENSITY = 200.0
"""Pixels to an inch on paper: what a printer shows of line art."""

MOST_HEIGHT = 190.0
_POINT = 25.4 / 72
_SCREEN_PIXEL = 25.4 / 96
_ENOUGH = 1.3  # so many times the density, and a picture is made again
_AS_THEY_ARE = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture and its size on paper, in millimetres."""

    data: bytes
    width: float
    height: float


def shown(picture: Picture, room: float) -> Shown | None:
    """A picture at its size on a screen, or smaller to fit; None if it cannot be drawn."""
    given = _given(picture)
    try:
        size = _drawn(picture, 72.0) if given is None else None
        pixels = _pixels(size) if size is not None else given
        if pixels is None or min(pixels) < 1:
            return None
        natural = _POINT if given is None else _SCREEN_PIXEL
        scale = min(1.0, room / (pixels[0] * natural), MOST_HEIGHT / (pixels[1] * natural))
        width, height = (max(length * natural * scale, 0.5) for length in pixels)
        if given is not None and given[0] <= _ENOUGH * DENSITY * width / 25.4:
            return Shown(picture.data, width, height)
        return Shown(_drawn(picture, DENSITY, width), width, height)
    except TypesettingError:
        return None


def draw_svg(svg: str, width: float, scale: float) -> bytes:
    """A drawing of a width in points as PNG, for a print at a scale."""
    picture = Picture("chart.svg", svg.encode())
    return _drawn(picture, DENSITY * scale, width * _POINT)


def _given(picture: Picture) -> tuple[int, int] | None:
    """The pixels of a picture that Word takes as it is."""
    wanted = _AS_THEY_ARE.get(PurePosixPath(picture.file).suffix)
    try:
        image = Image.from_blob(picture.data)
    except (UnrecognizedImageError, InvalidImageStreamError, struct.error, ValueError, KeyError):
        return None
    return (image.px_width, image.px_height) if image.content_type == wanted else None


def _pixels(png: bytes) -> tuple[int, int]:
    image = Image.from_blob(png)
    return image.px_width, image.px_height


def _drawn(picture: Picture, density: float, width: float | None = None) -> bytes:
    """A picture as PNG: at its own size, or at a width in millimetres."""
    size = f", width: {width:.3f}mm" if width is not None else ""
    source = (
        "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
        f'#image("{picture.file}"{size})'
    )
    with TemporaryDirectory(prefix="sopkit-") as folder:
        main = Path(folder) / "picture.typ"
        main.write_text(source, encoding="utf-8")
        (Path(folder) / picture.file).write_bytes(picture.data)
        try:
            made = typst.compile(
                str(main),
                root=folder,
                format="png",
                ppi=density,
                font_paths=_fonts(),
                ignore_system_fonts=True,
            )
        except RuntimeError as error:  # which TypstError is
            raise TypesettingError(str(error)) from error
    if not isinstance(made, bytes):
        raise TypesettingError("no picture was made")
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    folder = str(font_path("Regular").parent)
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
