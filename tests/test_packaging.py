"""The wheel carries all that sopkit needs at run time, and works outside the checkout."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import venv
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

import hatch_build
import sopkit

ROOT = Path(__file__).parents[1]

pytestmark = pytest.mark.xdist_group("packaging")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source archive: as an index would have both."""
    built = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", built, cwd=ROOT)
    [archive] = built.glob("*.tar.gz")
    pip = [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation"]
    run(*pip, "--wheel-dir", built, archive)
    [path] = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel and the locked runtime requirements, nothing else."""
    environment = tmp_path_factory.mktemp("environment")
    venv.create(environment, symlinks=True)
    [packages] = environment.glob("lib/python*/site-packages")
    for name in locked_names(ROOT / "requirements" / "runtime.txt"):
        link_distribution(name, packages)
    pip: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        environment / "bin" / "python",
    ]
    run(*pip, "install", "-qq", "--no-deps", "--no-index", "--disable-pip-version-check", wheel)
    run(*pip, "check", "--disable-pip-version-check")
    return environment / "bin"


def run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def locked_names(requirements: Path) -> list[str]:
    """The packages of a lock file, in its order."""
    return re.findall(r"^([\w.-]+)==", requirements.read_text(encoding="utf-8"), re.MULTILINE)


def link_distribution(name: str, packages: Path) -> None:
    """Make a package of this environment visible in another; nothing for other platforms' ones."""
    try:
        distribution = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        return
    tops = {file.parts[0] for file in distribution.files or () if file.parts[0] != ".."}
    for top in tops - {"__pycache__"}:
        if not (packages / top).exists():
            (packages / top).symlink_to(Path(str(distribution.locate_file(top))))


def imported_tops(source: str) -> set[str]:
    """The first names of all modules that a source file imports, wherever in it."""
    tops: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            tops |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            tops.add(node.module.split(".")[0])
    return tops


def test_the_wheel_carries_fonts_catalogues_and_the_example_library(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    data = "sopkit/_data"
    fonts = {
        f"{face}.{kind}"
        for face in ("Regular", "Semibold", "Bold", "It")
        for kind in ("ttf", "woff2")
    }
    assert {f"{data}/web/generated/fonts/{name}" for name in fonts | {"LICENSE.md"}} <= names
    scripts = {f"{data}/web/generated/scripts/{name}" for name in ("site.js", "LICENSES.txt")}
    assert scripts <= names
    assert f"{data}/web/locales/nl/LC_MESSAGES/sopkit.mo" in names
    library = {f"{data}/{path.relative_to(ROOT)}" for path in (ROOT / "sops").rglob("*.*")}
    assert library <= names
    templates = {
        str(path.relative_to(ROOT)) for path in (ROOT / "sopkit").rglob("templates/**/*.*")
    }
    assert templates <= names


def test_the_wheel_carries_no_tests_and_no_packages_of_others(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {"sopkit", f"sopkit-{sopkit.__version__}.dist-info"}
    assert not any("node_modules" in name for name in zipfile.ZipFile(wheel).namelist())


def test_the_installed_command_tells_its_version(installed: Path, tmp_path: Path) -> None:
    assert sopkit.__version__ in run(installed / "sopkit", "--version", cwd=tmp_path)


def test_the_installed_command_checks_the_shipped_library_without_findings(
    installed: Path, tmp_path: Path
) -> None:
    where = "import sopkit.resources as r; print(r.example_library())"
    library = run(installed / "python", "-c", where, cwd=tmp_path).strip()
    assert Path(library).is_relative_to(installed.parent)
    run(installed / "sopkit", "check", library, cwd=tmp_path)


def test_the_installed_command_builds_the_shipped_library(installed: Path, tmp_path: Path) -> None:
    where = "import sopkit.resources as r; print(r.example_library())"
    library = run(installed / "python", "-c", where, cwd=tmp_path).strip()
    run(installed / "sopkit", "build", library, "-o", tmp_path / "site", cwd=tmp_path)
    assert (tmp_path / "site" / "index.html").is_file()


READ_AS_DATA = {"tzdata", "python-multipart"}
"""What is used without an import: `zoneinfo` reads it where the machine has no time zones."""


def test_the_package_declares_what_it_imports_and_nothing_else() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[^\w-]", each)[0].lower() for each in project["dependencies"]}
    provided_by = metadata.packages_distributions()
    imported = {
        provided_by[top][0].lower()
        for path in (ROOT / "sopkit").rglob("*.py")
        for top in imported_tops(path.read_text(encoding="utf-8"))
        if top not in sys.stdlib_module_names and top != "sopkit"
    }
    assert imported == declared - READ_AS_DATA


def test_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == sopkit.__version__


@pytest.mark.parametrize("name", ["runtime.txt", "dev.txt"])
def test_every_locked_package_has_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert text.count("==") > 10
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert "--hash=sha256:" in block
    assert "://" not in text


def test_npm_packages_are_locked_by_hash_without_addresses() -> None:
    text = (ROOT / "web" / "package-lock.json").read_text(encoding="utf-8")
    assert "integrity" in text
    assert '"resolved"' not in text


def test_the_scripts_are_bundled_again_when_a_source_changes(tmp_path: Path) -> None:
    web = tmp_path / "web"
    web.mkdir()
    for name in ("package.json", "package-lock.json", "tsconfig.json"):
        shutil.copyfile(ROOT / "web" / name, web / name)
    for folder in ("src", "static", "styles"):
        shutil.copytree(ROOT / "web" / folder, web / folder)
    hatch_build.build_scripts(ROOT / "web")
    (web / "node_modules").symlink_to(ROOT / "web" / "node_modules")
    script = web / "generated" / "scripts" / "site.js"
    hatch_build.build_scripts(web)
    made = script.stat().st_mtime_ns
    hatch_build.build_scripts(web)
    assert script.stat().st_mtime_ns == made
    with (web / "src" / "site.ts").open("a", encoding="utf-8") as source:
        source.write('console.info("changed");\n')
    hatch_build.build_scripts(web)
    assert "changed" in script.read_text(encoding="utf-8")


def test_what_is_bundled_brings_its_licence_along() -> None:
    hatch_build.build_scripts(ROOT / "web")
    folder = ROOT / "web" / "generated" / "scripts"
    imported = re.findall(
        r'from "(@?[\w-]+(?:/[\w-]+)?)',
        "".join(path.read_text(encoding="utf-8") for path in (ROOT / "web" / "src").glob("*.ts")),
    )
    licences = (folder / "LICENSES.txt").read_text(encoding="utf-8")
    for name in imported:
        package = name if not name.startswith("@") else "/".join(name.split("/")[:2])
        assert f"{package.removesuffix('/dutch')}\n" in licences
    assert "MIT" in licences
    assert "Apache" in licences


def test_nothing_that_ships_has_a_copyleft_licence() -> None:
    names = locked_names(ROOT / "requirements" / "runtime.txt")
    copyleft = []
    for name in names:
        try:
            facts = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        classifiers = facts.get_all("Classifier") or []
        licence = " ".join([*(facts.get_all("License-Expression") or []), *classifiers])
        if re.search(r"\bA?GPL|GNU (Affero )?General Public", licence):
            copyleft.append(name)
    assert copyleft == []
