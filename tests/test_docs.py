"""The handwritten documentation is true: its examples compile, and it names what is there."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from sopkit.diagnostics.codes import CODES
from sopkit.flow.node import EdgeKind, NodeKind
from sopkit.model.sop import SectionKind
from sopkit.model.standard import Better, Dimension, StandardKind
from sopkit.parse import attributes, frontmatter, organisation, standards
from sopkit.parse.sections import NAMES
from sopkit.parse.target import parse_target
from sopkit.render.flow_json import flow_value
from sopkit.services.compile import Compiled, compile_library, compile_text
from tests.docs_pages import (
    ARCHITECTURE,
    FORMAT,
    ROOT,
    Example,
    anchors,
    clean_environment,
    examples,
    links,
    named_in_rows,
    part,
    prose,
    written_pages,
)

SNIPPETS = [
    each
    for page in written_pages()
    for each in examples(page, "sop")
    if not any(word.endswith(".md") for word in each.words)  # the tour's file, checked there
]
YAML_FILES = list(examples(FORMAT, "yaml"))
COMPANIONS = {"RET-007": "Repairs and losses", "RET-010": "Identity check"}
"""The other procedures that the examples link to."""


def front_matter(number: str, title: str) -> str:
    return f"---\nnumber: {number}\ntitle: {title}\ndepartment: Shop\n---\n\n"


PURPOSE = "## Purpose\n\nTo show how something is written.\n\n"
TERMS = "## Terms\n\nNone.\n\n"
STEPS = "## Instructions\n\n"


def whole(text: str) -> str:
    """A fragment as a procedure: its steps alone, or its sections from the terms on."""
    if text.startswith("---\n"):
        return text
    if text.startswith("## "):
        return front_matter("EX-001", "An example") + PURPOSE + text
    return front_matter("EX-001", "An example") + PURPOSE + TERMS + STEPS + text


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with the organisation and the standard of docs/format.md, and what is linked to."""
    root = tmp_path_factory.mktemp("library")
    (root / "standards").mkdir()
    for block in YAML_FILES:
        name = block.text.partition("\n")[0].removeprefix("# ")
        (root / name).write_text(block.text, encoding="utf-8")
    (root / "logo.svg").write_text("<svg/>", encoding="utf-8")
    for number, title in COMPANIONS.items():
        text = front_matter(number, title) + PURPOSE + TERMS + STEPS + "1. Pack it. {#packing}\n"
        (root / f"{number}.md").write_text(text, encoding="utf-8")
    return root


def compiled(snippet: Example, library: Path) -> Compiled:
    return compile_text(whole(snippet.text).encode(), name="shop/example.md", root=library)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=str)
def test_every_procedure_in_the_docs_compiles_to_what_the_text_says(
    snippet: Example, library: Path
) -> None:
    expected = [word for word in snippet.words if word in CODES]
    result = compiled(snippet, library)
    found = [each for each in result.diagnostics if each.path == "shop/example.md"]
    assert [each.code for each in found] == expected, found
    [sop] = [each for each in result.library.sops if each.path == "shop/example.md"]
    assert sop.steps


def test_the_settings_in_the_docs_are_read_without_a_finding(library: Path) -> None:
    result = compile_library(library)
    assert result.diagnostics == ()
    assert {named.id for named in result.library.organisation.departments or ()} == {
        "shop",
        "warehouse",
    }
    assert result.library.standards["returns-on-time"].notice


# What the code knows and what the page names are the same.


def test_every_key_of_the_front_matter_is_told_and_no_other() -> None:
    assert set(named_in_rows(part(FORMAT, "Front matter"))) == set(frontmatter.KEYS)


@pytest.mark.parametrize(
    "value", [*frontmatter.CHANNELS, *frontmatter.SERVICES, *frontmatter.DIRECTIONS]
)
def test_every_value_that_the_front_matter_may_choose_is_told(value: str) -> None:
    assert f"`{value}`" in part(FORMAT, "Front matter")


def test_every_name_of_every_section_is_told_and_no_other() -> None:
    rows = re.findall(
        r"^\| (\w+) \| ([^|]+) \| ([^|]+) \| (yes|no) \|$",
        part(FORMAT, "Sections"),
        re.MULTILINE,
    )
    told = {
        kind: {"en": tuple(english.split(", ")), "nl": tuple(dutch.split(", "))}
        for kind, english, dutch, _needed in rows
    }
    assert told == {kind.value: dict(names) for kind, names in NAMES.items()}
    assert set(told) == {kind.value for kind in SectionKind if kind is not SectionKind.OTHER}


def test_every_attribute_is_told_and_no_other() -> None:
    rows = named_in_rows(part(FORMAT, "Attributes"))
    told = {re.split(r"[={]", name)[0] for name in rows}
    assert told == {"#id", *attributes.KNOWN}


@pytest.mark.parametrize("value", attributes.RECORDS)
def test_every_kind_of_record_is_told(value: str) -> None:
    assert f"`{value}`" in part(FORMAT, "Attributes")


def test_every_key_of_the_organisation_is_told_and_no_other() -> None:
    assert set(named_in_rows(part(FORMAT, "organisation.yaml"))) == set(organisation.KEYS)


def test_every_key_of_a_standard_is_told_and_no_other() -> None:
    assert set(named_in_rows(part(FORMAT, "standards"))) == set(standards.KEYS)


@pytest.mark.parametrize("value", [*StandardKind, *Better, *Dimension])
def test_every_choice_of_a_standard_is_told(value: str) -> None:
    assert f"`{value}`" in part(FORMAT, "standards")


def test_every_target_in_the_docs_is_one() -> None:
    targets = named_in_rows(part(FORMAT, "Targets"))
    assert len(targets) >= 5
    assert [each for each in targets if parse_target(each) is None] == []


def test_every_node_kind_is_told_and_no_other() -> None:
    assert set(named_in_rows(part(FORMAT, "The flow"))) == {kind.value for kind in NodeKind}


@pytest.mark.parametrize("kind", EdgeKind)
def test_every_edge_kind_is_told(kind: EdgeKind) -> None:
    assert f"`{kind.value}`" in part(FORMAT, "The flow")


def test_every_code_is_told_with_its_title_and_severity() -> None:
    rows = re.findall(
        r"^\| \[(SOP\d+)\]\(codes/(SOP\d+)\.md\) \| (.+) \| (error|warning) \|$",
        part(FORMAT, "Codes"),
        re.MULTILINE,
    )
    assert rows == [(code.id, code.id, code.title, code.severity.value) for code in CODES.values()]


# The contracts for programs.


def keys_of(value: object) -> object:
    """The shape of a JSON value: keys of objects, and of the first object of a list."""
    if isinstance(value, dict):
        return {key: keys_of(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [keys_of(value[0])] if value else []
    return None


def json_example(word: str) -> dict[str, object]:
    [block] = [each for each in examples(FORMAT, "json") if each.words == (word,)]
    value = json.loads(block.text)
    assert isinstance(value, dict)
    return value


def sopkit(*arguments: str, cwd: Path, stdin: str) -> str:
    """What the program writes to standard output; it may find errors, but must do its work."""
    done = subprocess.run(
        ["sopkit", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env=clean_environment(),
    )
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def test_the_json_of_check_in_the_docs_is_what_check_writes(library: Path) -> None:
    loop = "1. **Weigh the parcel.** {#weigh}\n2. Print the label → [Weigh the parcel](#weigh)\n"
    text = front_matter("RET-004", "Taking back a product") + PURPOSE + TERMS + STEPS + loop
    command = ("check", "-", "--format", "json", "--stdin-name", "shop/RET-004.md")
    assert json.loads(sopkit(*command, cwd=library, stdin=text)) == json_example("check")


def test_the_json_of_graph_in_the_docs_is_what_graph_writes(library: Path) -> None:
    first = next(each for each in SNIPPETS if each.page == FORMAT)
    result = compiled(first, library)
    sop = result.library.by_path["shop/example.md"]
    written = flow_value(result.context.flow(sop))
    told = json_example("graph")
    assert keys_of(told) == keys_of(written)
    for name in ("nodes", "edges"):
        some, all_of_them = told[name], written[name]
        assert isinstance(some, list)
        assert isinstance(all_of_them, list)
        assert all_of_them[: len(some)] == some


def test_every_command_of_make_in_the_docs_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    told = {
        name
        for page in written_pages()
        for name in re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8"))
    }
    assert told
    assert told <= targets


# Settings.


def environment_variables() -> set[str]:
    """What the program reads from its environment: `environment.get("X")` and `_VARIABLES`."""
    found: set[str] = set()
    for path in (ROOT / "sopkit").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r"""environ(?:ment)?(?:\.get\(|\[)["\']([A-Z_]+)""", text))
        found |= set(re.findall(r'"(SOPKIT_[A-Z_]+)"', text))
        for names in re.findall(r"^_VARIABLES = (\(.*?\))$", text, re.MULTILINE | re.DOTALL):
            found |= set(ast.literal_eval(names))
    return found


def test_every_setting_of_the_program_is_told() -> None:
    told = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    found = environment_variables()
    assert {"LANG", "NO_COLOR"} <= found
    assert {name for name in found if f"`{name}" not in told} == set()


# Architecture.


def modules() -> set[str]:
    """Packages and modules at the top of sopkit, and the packages in these."""
    top = ROOT / "sopkit"
    packages = {path.parent for path in top.rglob("__init__.py")} - {top}
    names = {path.relative_to(top).as_posix() for path in packages}
    return names | {path.stem for path in top.glob("*.py") if path.stem != "__init__"}


def test_the_architecture_names_every_package_and_no_other() -> None:
    told = named_in_rows(part(ARCHITECTURE, "The packages"))
    assert sorted(told) == sorted(modules())


def test_every_file_that_the_architecture_names_exists() -> None:
    named = re.findall(r"`([\w.-]+(?:/[\w.-]+)+/?)`", prose(ARCHITECTURE))
    missing = {
        name for name in named if not ((ROOT / name).exists() or (ROOT / "sopkit" / name).exists())
    }
    assert named
    assert missing == set()


def test_every_function_that_the_architecture_names_exists() -> None:
    named = re.findall(r"`(\w+(?:/\w+)*\.py)`: `(\w+)`", prose(ARCHITECTURE))
    assert len(named) >= 8
    for file, function in named:
        tree = ast.parse((ROOT / "sopkit" / file).read_text(encoding="utf-8"))
        assert function in {getattr(node, "name", None) for node in tree.body}, (file, function)


def test_every_dependency_is_told_with_its_licence_and_no_other() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    declared = {re.split(r"[^\w-]", each)[0] for each in settings["project"]["dependencies"]}
    assert set(named_in_rows(part(ARCHITECTURE, "What sopkit is made with"))) == declared


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "adr").glob("*.md")), ids=lambda p: p.name)
def test_a_decision_fits_on_a_page_and_has_a_number_of_its_own(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 60
    assert re.fullmatch(r"\d{4}-[a-z0-9-]+\.md", page.name)
    assert len(list(page.parent.glob(f"{page.name[:4]}-*"))) == 1


@pytest.mark.parametrize("page", written_pages(), ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in links(page):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        linked = (page.parent / name).resolve() if name else page
        assert linked.exists(), target
        if anchor and linked.suffix == ".md":
            assert anchor in anchors(linked), target
