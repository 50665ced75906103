"""Puts many pictures on few sheets, so that a person can look at all of them.

A sheet is filled in columns from left to right. A tall picture goes on in the next column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from sopkit.resources import font_path

SHEET = (1800, 1800)
COLUMNS = {"phone": 6, "wide": 3, "charts": 3, "print": 4, "pdf": 4, "binder": 4, "card": 4}
"""So many columns a sheet has, by a word in the name of its series."""
GAP, LABEL = 10, 20
GROUND, INK = "#7d8a8c", "#ffffff"


def make_sheets(folder: Path) -> int:
    """Write the sheets of all pictures below a folder into `sheets/` there; how many there are."""
    made = 0
    for series, pictures in sorted(_series(folder).items()):
        for number, sheet in enumerate(_sheets(series, sorted(pictures)), start=1):
            path = folder / "sheets" / f"{series}-{number:02}.png"
            path.parent.mkdir(exist_ok=True)
            sheet.save(path)
            made += 1
    return made


def _series(folder: Path) -> dict[str, list[Path]]:
    """The pictures that belong side by side: of one folder, and seen in one way."""
    found: dict[str, list[Path]] = {}
    for picture in folder.rglob("*.png"):
        kind = picture.parent.name
        ways = [part for part in picture.stem.split("-") if part in _WAYS]
        found.setdefault("-".join((kind, *ways)), []).append(picture)
    return found


_WAYS = frozenset({"wide", "phone", "light", "dark"})


def _sheets(series: str, pictures: Iterable[Path]) -> Iterator[Image.Image]:
    columns = next(count for word, count in COLUMNS.items() if word in series)
    width = (SHEET[0] - GAP) // columns - GAP
    font = ImageFont.truetype(font_path("Regular"), 13)
    sheet, column, y, lowest = _empty(), 0, GAP, 0
    for label, piece in _pieces(pictures, width):
        if y + LABEL + piece.height > SHEET[1] - GAP:
            column, y = column + 1, GAP
        if column == columns:
            yield sheet.crop((0, 0, SHEET[0], lowest))
            sheet, column, lowest = _empty(), 0, 0
        x = GAP + column * (width + GAP)
        ImageDraw.Draw(sheet).text((x, y), label, INK, font)
        sheet.paste(piece, (x, y + LABEL))
        y += LABEL + piece.height + GAP
        lowest = max(lowest, y)
    yield sheet.crop((0, 0, SHEET[0], lowest))


def _pieces(pictures: Iterable[Path], width: int) -> Iterator[tuple[str, Image.Image]]:
    """Each picture at most so wide, cut into pieces that fit a column, with its name."""
    room = SHEET[1] - LABEL - 2 * GAP
    for path in pictures:
        with Image.open(path) as picture:
            factor = min(1.0, width / picture.width)
            size = round(picture.width * factor), max(1, round(picture.height * factor))
            small = picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        for number, top in enumerate(range(0, small.height, room), start=1):
            piece = small.crop((0, top, small.width, min(small.height, top + room)))
            yield path.stem if number == 1 else f"{path.stem} ({number})", piece


def _empty() -> Image.Image:
    return Image.new("RGB", SHEET, GROUND)
