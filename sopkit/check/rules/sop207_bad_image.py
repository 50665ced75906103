"""Bad image.

What it finds:
An image that is not in the library, that lies outside it, that is an address on the web, that is
neither PNG nor JPEG nor SVG, or that has no alternative text.

Why it matters:
What is released must be complete in itself: a picture elsewhere can change or vanish. Without
alternative text it says nothing to a colleague who cannot see it.

Example:

    1. **Look for the frame number.**

       ![](frame.png)

Use instead:

    1. **Look for the frame number.**

       ![A bicycle frame; the number is under the bottom bracket](frame.png)
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.check.suggest import suggest
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Image, Sop

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_KINDS = (".png", ".jpg", ".jpeg", ".svg")


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report what is wrong with each image; the file system is not asked."""
    for image in sop.images:
        yield from _place(sop, image, context)
        if not image.alternative.strip():
            yield finding(
                "SOP207",
                sop.path,
                image.span,
                "alternative",
                hint="describe",
                target=image.target,
            )


def _place(sop: Sop, image: Image, context: Context) -> Iterator[Diagnostic]:
    target = image.target.strip()
    if _ADDRESS.match(target):
        yield finding("SOP207", sop.path, image.span, "address", hint="copy", target=target)
        return
    path = posixpath.normpath(posixpath.join(posixpath.dirname(sop.path), target))
    if path in context.library.pictures and path.lower().endswith(_KINDS):
        return
    if path.startswith(("/", "../")) or path == "..":
        yield finding("SOP207", sop.path, image.span, "outside", hint="copy", target=target)
    elif not path.lower().endswith(_KINDS):
        yield finding("SOP207", sop.path, image.span, "kind", target=target)
    else:
        yield _missing(sop, image, path, context)


def _missing(sop: Sop, image: Image, path: str, context: Context) -> Diagnostic:
    near = suggest(path, "picture", lambda: sorted(context.library.pictures), context)
    return finding(
        "SOP207",
        sop.path,
        image.span,
        hint="put" if near is None else "nearest",
        target=image.target,
        nearest="" if near is None else _from(sop.path, near),
    )


def _from(path: str, picture: str) -> str:
    """The picture's path as the SOP at `path` would write it."""
    return posixpath.relpath(picture, posixpath.dirname(path) or ".")
