"""Documents as PDF, through Typst: PDF/A-3a and PDF/UA-1 in one file, its source attached.

No font of the machine takes part, no clock is read and nothing is fetched: the same document
and date give the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from sopkit.render.pdf.document import Document, Picture
from sopkit.resources import font_path

STANDARDS: Any = ["a-3a", "ua-1"]
"""What every file conforms to; Typst writes none that would not."""


class TypesettingError(ValueError):
    """Typst refused a document; `reason` is what it said."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def typeset(document: Document, template: Path, dated: date) -> bytes:
    """The PDF of a document, dated in its properties.

    A template may import those beside it. Raises TypesettingError.
    """
    data = {**document.data, "date": [dated.year, dated.month, dated.day]}
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    texts = {path.name: path.read_bytes() for path in template.parent.glob("*.typ")}
    return _compile(template.name, texts, document.pictures, {"document": text})


@lru_cache(maxsize=16)  # the logo comes back with every procedure
def can_show(picture: Picture) -> bool:
    """Whether a picture is one that a PDF of these standards can hold."""
    source = (
        '#set document(title: "x", date: datetime(year: 2000, month: 1, day: 1))\n'
        f'#image("{picture.file}", alt: "x", width: 1cm)'
    )
    try:
        _compile("picture.typ", {"picture.typ": source.encode()}, [picture], {})
    except TypesettingError:
        return False
    return True


def _compile(
    main: str,
    texts: Mapping[str, bytes],
    pictures: Iterable[Picture],
    inputs: dict[str, str],
) -> bytes:
    """The PDF of one of these Typst texts. They and the pictures go in a folder, as Typst wants."""
    with TemporaryDirectory(prefix="sopkit-") as folder:
        files = {**texts, **{picture.file: picture.data for picture in pictures}}
        for name, data in files.items():
            (Path(folder) / name).write_bytes(data)
        try:
            made = typst.compile(
                str(Path(folder) / main),
                root=folder,
                format="pdf",
                font_paths=_fonts(),
                ignore_system_fonts=True,
                sys_inputs=inputs,
                pdf_standards=STANDARDS,
            )
        except RuntimeError as error:  # which TypstError is
            raise TypesettingError(str(error)) from error
    if not isinstance(made, bytes):
        raise TypesettingError("no PDF was made")
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    folder = str(font_path("Regular").parent)
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
    )
