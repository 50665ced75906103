"""Where the files are that sopkit needs beside its code: fonts, catalogues, example library.

In an installed package they lie in `sopkit/_data`; in a checkout (an editable install) they lie
where they are edited, in `web/` and `sops/`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal

Face = Literal["Regular", "Semibold", "Bold", "It"]
"""A face of the font that is shipped, Source Sans."""


class ResourceMissingError(FileNotFoundError):
    """A file that belongs to sopkit is not there: the installation is not complete."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is missing; install sopkit again")
        self.path = path


def font_path(face: Face) -> Path:
    """The TrueType file of a face, for measuring text and for print."""
    return _existing(_data() / "web" / "generated" / "fonts" / f"{face}.ttf")


def web_font_path(face: Face) -> Path:
    """The WOFF2 file of a face, for browsers."""
    return _existing(_data() / "web" / "generated" / "fonts" / f"{face}.woff2")


def font_licence() -> Path:
    """The licence of the fonts, which goes wherever they go."""
    return _existing(_data() / "web" / "generated" / "fonts" / "LICENSE.md")


def script_path(name: str) -> Path:
    """A file of the scripts that browsers load, as the build bundled them."""
    return _existing(_data() / "web" / "generated" / "scripts" / name)


def web_path(name: str) -> Path:
    """A file or folder in `web/`: `static/site.css`, `templates/page.html`."""
    return _existing(_data() / "web" / name)


def locales() -> Path:
    """The folder of gettext catalogues, as `messages.translator` wants it."""
    return _existing(_data() / "web" / "locales")


def migrations() -> Path:
    """The folder of Alembic with the migrations of the register."""
    return _existing(_data() / "alembic")


def example_library() -> Path:
    """The folder of example procedures."""
    return _existing(_data() / "sops")


@lru_cache(maxsize=1)
def _data() -> Path:
    package = Path(__file__).parent
    shipped = package / "_data"
    return shipped if shipped.is_dir() else package.parent


def _existing(path: Path) -> Path:
    if not path.exists():
        raise ResourceMissingError(path)
    return path
