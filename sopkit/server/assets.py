"""Style, scripts and fonts: read once, served under an address that holds their hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from fastapi import APIRouter, Response

from sopkit.resources import script_path, web_font_path, web_path
from sopkit.server.errors import NotFoundError
from sopkit.services.style import application_style

FOLDER = "/assets"

_FOREVER = "public, max-age=31536000, immutable"

SCRIPTS = ("app.js", "editor.js", "editor-text.js")
"""What pages load: the first every page, the others those on which a procedure is written."""

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Asset:
    """A file for browsers."""

    data: bytes
    kind: str


@lru_cache(maxsize=1)
def assets() -> Mapping[str, Asset]:
    """Every file by its name."""
    found = {
        "app.css": Asset(application_style().encode(), "text/css; charset=utf-8"),
        "icon.svg": Asset(web_path("static/icon.svg").read_bytes(), "image/svg+xml"),
        **{
            name: Asset(script_path(name).read_bytes(), "text/javascript; charset=utf-8")
            for name in SCRIPTS
        },
    }
    for face in ("Regular", "Semibold", "Bold", "It"):
        found[f"fonts/{face}.woff2"] = Asset(web_font_path(face).read_bytes(), "font/woff2")
    return found


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """A hash of all of them: it stands in their addresses, so that browsers may keep them."""
    digest = sha256()
    for name, asset in assets().items():
        digest.update(name.encode() + b"\0" + asset.data)
    return digest.hexdigest()[:16]


def address(name: str) -> str:
    """Where a file is served."""
    return f"{FOLDER}/{fingerprint()}/{name}"


@router.get(FOLDER + "/{stamp}/{name:path}", name="asset", include_in_schema=False)
def asset(stamp: str, name: str) -> Response:
    """A file for browsers; an address of before an update still gives the file of now."""
    found = assets().get(name)
    if found is None:
        raise NotFoundError
    kept = _FOREVER if stamp == fingerprint() else "no-cache"
    return Response(found.data, media_type=found.kind, headers={"Cache-Control": kept})
