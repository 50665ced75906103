"""The pictures of one procedure, read for a document that carries them."""

from __future__ import annotations

from sopkit.model.sop import Sop
from sopkit.render.html.addresses import Addresses, logo_path
from sopkit.render.pdf.document import Picture
from sopkit.services.compile import Compiled

_SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"})


def pictures_of(compiled: Compiled, sop: Sop) -> dict[str, Picture]:
    """The pictures of a procedure and the logo, by their path in the library."""
    addresses = Addresses(compiled.library)
    wanted = {addresses.picture_path(sop, image.target) for image in sop.images}
    wanted.add(logo_path(compiled.library.organisation, compiled.library))
    root = compiled.root.resolve()
    found = {}
    for number, place in enumerate(sorted(place for place in wanted if place), start=1):
        real = (root / place).resolve()
        if real.is_relative_to(root) and real.is_file():
            suffix = real.suffix.lower()
            file = f"picture-{number}{suffix if suffix in _SUFFIXES else '.png'}"
            found[place] = Picture(file, real.read_bytes())
    return found
