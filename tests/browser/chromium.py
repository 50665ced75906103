"""Which browser the tests and `make look` drive, and how it is started."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NONE = "none"
"""The value of CHROMIUM with which the tests go on without a browser."""

FOUND = Path(sys.prefix) / ".chromium"
"""Where `set_up` notes the browser that it found or installed."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""It reads only what the project wrote, also as root and in a container, and calls nobody."""

HOW_TO_GET_IT = (
    "Chromium is needed; on Debian and Ubuntu: apt install chromium. "
    "CHROMIUM=/path/to/it names one that is not on the PATH."
)


def find_chromium() -> str | None:
    """The browser that CHROMIUM names, else the one that was noted, else the first on the PATH."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named)
    return noted() or next(iter(on_path()), None)


def noted() -> str | None:
    """The browser that the set-up noted, if it is still there."""
    return shutil.which(FOUND.read_text(encoding="utf-8")) if FOUND.exists() else None


def on_path() -> list[str]:
    """Programs on the PATH that should be the browser."""
    return [path for name in BROWSERS if (path := shutil.which(name))]
