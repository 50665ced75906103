"""Looks whether a file may be a logo: a picture that a browser shows, and nothing that acts.

Pages show it through `<img>` alone, where no script in it runs; what holds one is refused all the
same, since somebody may open the picture by itself.
"""

from __future__ import annotations

from typing import Literal
from xml.etree.ElementTree import ParseError, fromstring

from sopkit.refusals import LogoTooLargeError, NoLogoError

LOGO_KIB = 256
"""KiB: a logo is on every page, and in every PDF."""

_PNG = b"\x89PNG\r\n\x1a\n"
_WIDEST = 4096
_SVG = "{http://www.w3.org/2000/svg}"
_ACTS = frozenset({"script", "foreignobject", "iframe", "embed", "object", "handler", "animate"})


def checked_logo(data: bytes) -> Literal["png", "svg"]:
    """What kind of picture it is. Raises LogoTooLargeError and NoLogoError."""
    if len(data) > LOGO_KIB * 1024:
        raise LogoTooLargeError(LOGO_KIB)
    if data.startswith(_PNG):
        _check_png(data)
        return "png"
    _check_svg(data)
    return "svg"


def _check_png(data: bytes) -> None:
    """The size stands first in the file; one that is huge would fill a reader's memory."""
    width, height = (int.from_bytes(data[start : start + 4], "big") for start in (16, 20))
    if data[12:16] != b"IHDR" or not (0 < width <= _WIDEST and 0 < height <= _WIDEST):
        raise NoLogoError
    if b"IEND" not in data[-16:]:
        raise NoLogoError


def _check_svg(data: bytes) -> None:
    # A document type can define entities that fill a memory, and name files elsewhere.
    if b"<!DOCTYPE" in data.upper() or b"<!ENTITY" in data.upper():
        raise NoLogoError
    try:
        root = fromstring(data.decode("utf-8-sig"))  # noqa: S314 - without a type, no entities
    except (ParseError, ValueError) as error:
        raise NoLogoError from error
    if root.tag != f"{_SVG}svg":
        raise NoLogoError
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2].lower()
        if name in _ACTS or any(_acts(key, value) for key, value in element.attrib.items()):
            raise NoLogoError


def _acts(key: str, value: str) -> bool:
    """Whether an attribute runs something, or leads out of the picture."""
    name = key.rpartition("}")[2].lower()
    leads_out = name == "href" and not value.strip().startswith(("#", "data:image/"))
    return name.startswith("on") or leads_out
