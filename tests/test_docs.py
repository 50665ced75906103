"""The documentation is complete, its examples compile and its links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

import sopkit
from sopkit.cli.app import COMMANDS, Program
from sopkit.cli.session import Session
from sopkit.diagnostics.codes import CODES
from sopkit.diagnostics.diagnostic import Severity
from sopkit.parse.attributes import FLAGS, VALUES
from sopkit.parse.frontmatter import KEYS
from sopkit.services.compile import compile_text

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<kind>\w*)\n(?P<text>.*?)^(?P=fence)$", re.DOTALL | re.MULTILINE
)
LINK = re.compile(r"(?<!`)!?\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def without_code(text: str) -> str:
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def options_of(command: str) -> set[str]:
    """The long options of a command, and those of the program itself."""
    program = Program(Session("en", str, {}, Path()))
    found = program.get_command(click.Context(program), command)
    assert found is not None
    parameters = [*found.params, *program.params]
    return {name for each in parameters for name in each.opts if name.startswith("--")}


def procedures() -> list[tuple[str, str]]:
    """Every whole procedure that a page shows, with the place where it stands."""
    return [
        (f"{page.relative_to(ROOT)}:{text.count(chr(10), 0, match.start()) + 1}", match["text"])
        for page in PAGES
        if page.parent.name != "codes"  # wrong examples, on purpose; tests/check sees to them
        for text in [page.read_text(encoding="utf-8")]
        for match in FENCE.finditer(text)
        if match["text"].startswith("---\n")
    ]


@pytest.mark.parametrize(("place", "text"), procedures())
def test_every_procedure_in_the_documentation_compiles(place: str, text: str) -> None:
    compiled = compile_text(text.encode(), name="example.md", root=None)
    errors = {each.code for each in compiled.diagnostics if each.severity is Severity.ERROR}
    assert errors <= {"SOP501", "SOP503"}, place  # the rest of its library is not on the page


def test_the_format_shows_a_whole_procedure() -> None:
    assert any(place.startswith("docs/format.md:") for place, _text in procedures())


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_in_the_description_of_the_format(code: str) -> None:
    assert re.search(rf"\b{code}\b", read("docs/format.md"))


@pytest.mark.parametrize("key", KEYS)
def test_every_key_of_the_front_matter_is_described(key: str) -> None:
    assert f"`{key}`" in read("docs/format.md")


@pytest.mark.parametrize("attribute", [*VALUES, *FLAGS])
def test_every_attribute_is_described(attribute: str) -> None:
    assert re.search(rf"`{attribute}[=`]", read("docs/format.md"))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_each_of_its_options_is_described(name: str) -> None:
    page = read("docs/cli.md")
    assert f"sopkit {name}" in page
    for option in options_of(name):
        assert option in page


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_to_a_file(page: Path) -> None:
    dead = [
        target
        for target in (
            match["target"] for match in LINK.finditer(without_code(page.read_text("utf-8")))
        )
        if "://" not in target
        and not target.startswith(("#", "mailto:"))
        and not (page.parent / unquote(target.split("#")[0])).exists()
    ]
    assert dead == []


def test_every_page_of_docs_can_be_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for match in LINK.finditer(without_code(page.read_text(encoding="utf-8"))):
            target = (page.parent / unquote(match["target"].split("#")[0])).resolve()
            waiting += [target] if target.suffix == ".md" and target.is_file() else []
            waiting += [*target.glob("*.md")] if target.is_dir() else []
    assert set(PAGES) - reached == set()


def test_the_readme_names_the_two_commands() -> None:
    text = read("README.md")
    assert "make demo" in text
    assert "make test" in text


def test_every_make_target_that_the_documentation_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))
    named = {
        name
        for page in PAGES
        for name in re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8"))
    }
    assert named <= targets


def test_the_change_log_knows_this_version() -> None:
    assert f"## {sopkit.__version__}" in read("CHANGELOG.md")


def test_a_decision_record_has_at_most_sixty_lines() -> None:
    records = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert len(records) >= 3
    long = [path.name for path in records if len(path.read_text("utf-8").split("\n")) > 61]
    assert long == []


def test_the_architecture_names_every_package() -> None:
    page = read("docs/architecture.md")
    packages = {path.parent.name for path in (ROOT / "sopkit").glob("*/__init__.py")}
    assert {name for name in packages if f"{name}" not in page} == set()
