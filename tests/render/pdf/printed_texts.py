"""Where each text of a PDF is printed, and how large."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from math import hypot

import pypdfium2

STAMP = 100
"""A text higher than this is what is stamped across a page."""


@dataclass(frozen=True, slots=True)
class PrintedText:
    """The edges of a text on its page, in points from the lower left, and its size."""

    left: float
    bottom: float
    right: float
    top: float
    size: float


def texts_of_pages(data: bytes) -> list[list[PrintedText]]:
    """The texts of each page, without stamps and spaces."""
    document = pypdfium2.PdfDocument(data)
    pages = [list(_texts(page)) for page in document]
    document.close()
    return pages


def _texts(page: pypdfium2.PdfPage) -> list[PrintedText]:
    found = []
    for entry in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=12):
        left, bottom, right, top = entry.get_bounds()
        if top - bottom < STAMP and right - left > 0.1:
            found.append(PrintedText(left, bottom, right, top, _size(entry)))
    return found


def _size(entry: pypdfium2.PdfObject) -> float:
    """The size of the font, enlarged as the matrices around the text say."""
    size = ctypes.c_float()
    pypdfium2.raw.FPDFTextObj_GetFontSize(entry.raw, size)
    scale: float = size.value
    inner: pypdfium2.PdfObject | None = entry
    while inner is not None:
        matrix = inner.get_matrix()
        scale *= hypot(matrix.c, matrix.d)  # also where it is turned
        inner = inner.container
    return scale
