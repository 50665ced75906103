"""A logo is a picture that a browser shows, and nothing that acts."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from sopkit.refusals import LogoTooLargeError, NoLogoError
from sopkit.services.house.logo import LOGO_KIB, checked_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'


def png(width: int = 20, height: int = 10) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(file, "PNG")
    return file.getvalue()


def test_a_png_and_an_svg_are_logos() -> None:
    assert checked_logo(png()) == "png"
    assert checked_logo(SVG.format('<path d="M0 0h9"/>').encode()) == "svg"
    inside = '<defs><path id="a"/></defs><use href="#a"/>'
    assert checked_logo(b"\xef\xbb\xbf" + SVG.format(inside).encode()) == "svg"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"<html><svg/></html>",
        b"<svg/>",
        png()[:60],
        png(4097, 1),
        b"\x89PNG\r\n\x1a\n",
        b"<svg",
        "<svg>\ud800".encode("utf-8", "surrogatepass"),
    ],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NoLogoError):
        checked_logo(data)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<SCRIPT/>",
        '<path onload="alert(1)"/>',
        '<a href="javascript:alert(1)"/>',
        '<image href="https://elsewhere.example/a.png"/>',
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="other.svg#a"/>',
        "<foreignObject/>",
    ],
)
def test_an_svg_that_acts_or_leads_elsewhere_is_refused(inside: str) -> None:
    with pytest.raises(NoLogoError):
        checked_logo(SVG.format(inside).encode())


def test_an_svg_with_a_document_type_is_refused() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>' + SVG.format("&b;")
    with pytest.raises(NoLogoError):
        checked_logo(bomb.encode())


def test_a_logo_has_a_size_that_every_page_can_carry() -> None:
    with pytest.raises(LogoTooLargeError):
        checked_logo(SVG.format(" " * LOGO_KIB * 1024).encode())
