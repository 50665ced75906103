"""Which browser the tests and `make look` drive, and how it is started."""

from __future__ import annotations

import os
import shutil

NONE = "none"
"""The value of CHROMIUM with which the tests go on without a browser."""

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
    """The browser that CHROMIUM names, else the first on the PATH."""
    named = os.environ.get("CHROMIUM")
    candidates = [named] if named else BROWSERS
    return next((found for name in candidates if (found := shutil.which(name))), None)
