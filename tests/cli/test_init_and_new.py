"""`sopkit init` and `sopkit new`: a new user's first minutes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from sopkit.services.new_sop import slug
from sopkit.services.templates import template_names
from tests.cli.conftest import Sopkit


@pytest.fixture(params=["en", "nl"])
def library(request: pytest.FixtureRequest, sopkit: Sopkit, tmp_path: Path) -> Path:
    """A new library in each language."""
    assert sopkit("init", "lib", "--lang", request.param).status == 0
    return tmp_path / "lib"


def front_matter(path: Path) -> dict[str, object]:
    return dict(yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1]))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_new_library_has_no_findings(sopkit: Sopkit, language: str) -> None:
    done = sopkit("init", "lib", "--lang", language)
    assert done.status == 0
    assert "sopkit check lib" in done.out
    assert sopkit("check", "lib").out == "No findings in 1 file.\n"


def test_a_library_starts_in_this_folder_without_another(sopkit: Sopkit, tmp_path: Path) -> None:
    assert sopkit("init").status == 0
    assert (tmp_path / "organisation.yaml").is_file()


def test_the_organisation_has_the_name_that_is_given(sopkit: Sopkit, tmp_path: Path) -> None:
    sopkit("init", "lib", "--name", 'Jansen & "Zn": fietsen')
    text = (tmp_path / "lib" / "organisation.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["name"] == 'Jansen & "Zn": fietsen'
    assert sopkit("check", "lib").status == 0


def test_without_a_name_the_organisation_is_called_like_its_folder(
    sopkit: Sopkit, tmp_path: Path
) -> None:
    sopkit("init", "Kwiekwiel")
    text = (tmp_path / "Kwiekwiel" / "organisation.yaml").read_text(encoding="utf-8")
    assert yaml.safe_load(text)["name"] == "Kwiekwiel"


def test_a_library_is_not_started_twice_or_inside_another(sopkit: Sopkit, library: Path) -> None:
    before = sorted((path, path.read_bytes()) for path in library.iterdir())
    again = sopkit("init", "lib")
    assert again.status == 2
    assert "organisation.yaml is already there" in again.err
    inside = sopkit("init", "lib/more")
    assert inside.status == 2
    assert "belongs to the library" in inside.err
    assert sorted((path, path.read_bytes()) for path in library.iterdir()) == before


def test_no_file_of_a_folder_is_overwritten(sopkit: Sopkit, tmp_path: Path) -> None:
    (tmp_path / "glossary.md").write_text("mine", encoding="utf-8")
    done = sopkit("init")
    assert done.status == 2
    assert "glossary.md is already there" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["glossary.md"]


def test_a_library_cannot_start_at_a_file(sopkit: Sopkit, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert sopkit("init", "file").err == "sopkit: error: file is not a folder.\n"
    assert sopkit("init", "file/lib").status == 2


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("template", template_names())
@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_template_gives_a_procedure_without_errors(
    sopkit: Sopkit, template: str, language: str
) -> None:
    made = sopkit(
        "new", "A title", "--template", template, "--language", language, "--library", "lib"
    )
    assert made.status == 0, made.err
    done = sopkit("check", "lib")
    assert done.out == "No findings in 2 files.\n"


def test_numbers_go_on_where_the_library_is(sopkit: Sopkit, library: Path) -> None:
    [first] = library.glob("*-001-*.md")
    prefix = first.name.split("-")[0]
    for number in ("002", "003"):
        assert sopkit("new", f"Title {number}", "--library", "lib").status == 0
        assert (library / f"{prefix}-{number}-title-{number}.md").is_file()


def test_the_number_of_a_file_that_cannot_be_read_is_not_given_again(
    sopkit: Sopkit, library: Path
) -> None:
    [first] = library.glob("*-001-*.md")
    prefix = first.name.split("-")[0]
    (library / f"{prefix}-007-broken.md").write_bytes(b"\xff")
    sopkit("new", "Title", "--library", "lib")
    assert (library / f"{prefix}-008-title.md").is_file()


def test_a_procedure_goes_to_the_folder_of_its_department(
    sopkit: Sopkit, tmp_path: Path, examples: Path
) -> None:
    shutil.copytree(examples, tmp_path / "sops")
    done = sopkit("new", "Kas opmaken", "--department", "finance", "--library", "sops")
    assert done.status == 0, done.err
    made = tmp_path / "sops" / "financien" / "FIN-002-kas-opmaken.md"
    assert front_matter(made)["department"] == "Financiën"
    assert sopkit("check", made).status == 0
    translated = sopkit(
        "new", "Closing the till", "--department", "financien", "--library", "sops",
        "--number", "FIN-002", "--language", "en",
    )  # fmt: skip
    assert translated.status == 0, translated.err
    assert (made.parent / "FIN-002-closing-the-till.en.md").is_file()
    assert sopkit("check", "sops").status == 0


@pytest.mark.parametrize(
    "title",
    ["Klacht: per telefoon", "# no", "- no", "yes", "12", "a: b # c", '"quoted"', "{x}", "日本"],
)
def test_any_title_survives_the_front_matter(sopkit: Sopkit, library: Path, title: str) -> None:
    done = sopkit("new", "--library", "lib", "--", title)
    assert done.status == 0, done.err
    [made] = library.glob("*-002*.md")
    assert front_matter(made)["title"] == title
    assert sopkit("check", made).status == 0


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["  "], "A title has 1 to 120 characters"),
        (["x" * 121], "A title has 1 to 120 characters"),
        (["two\nlines"], "A title has 1 to 120 characters"),
        (["Title", "--template", "blnk"], "There is no template “blnk”. Choose from: blank, "),
        (["Title", "--number", "ks-1"], "“ks-1” is no document number"),
        (["Title", "--number", "CS-001"], "CS-001 is already the number of CS-001-"),
        (["Title", "--department", "Finance"], "There is no department “Finance”. Choose from: "),
        (["Title", "--language", "fr"], "“fr” is no good value for --language"),
    ],
)
def test_a_wish_that_cannot_be_granted_is_told(
    sopkit: Sopkit, tmp_path: Path, arguments: list[str], told: str
) -> None:
    sopkit("init", "lib", "--lang", "en")
    before = sorted((tmp_path / "lib").iterdir())
    done = sopkit("new", *arguments, "--library", "lib")
    assert (done.status, done.out) == (2, "")
    assert told in done.err
    assert sorted((tmp_path / "lib").iterdir()) == before


def test_several_departments_ask_for_a_choice(sopkit: Sopkit, tmp_path: Path) -> None:
    (tmp_path / "organisation.yaml").write_text(
        "name: X\nlanguage: en\ndepartments:\n"
        "  - {id: a, name: {en: Alpha}}\n  - {id: b, name: {en: Beta}}\n",
        encoding="utf-8",
    )
    assert "--department, with one of a, b." in sopkit("new", "Title").err
    assert sopkit("new", "Title", "--department", "Beta").status == 0
    assert (tmp_path / "BET-001-title.md").is_file()


def test_without_an_organisation_a_department_is_asked_for(sopkit: Sopkit, tmp_path: Path) -> None:
    assert "--department NAME" in sopkit("new", "Title").err
    done = sopkit("new", "Title", "--department", "Human resources")
    assert done.status == 0
    assert (tmp_path / "HR-001-title.md").is_file()
    assert sopkit("new", "Another").status == 0
    assert (tmp_path / "HR-002-another.md").is_file()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Klacht behandelen", "klacht-behandelen"),
        ("Één café: à la carte!", "een-cafe-a-la-carte"),
        ("../../etc/passwd", "etc-passwd"),
        ("???", ""),
        ("woord " * 30, "woord-woord-woord-woord-woord-woord-woord-woord-woord-woord"),
        ("x" * 100, "x" * 60),
    ],
)
def test_a_title_becomes_a_file_name(title: str, name: str) -> None:
    assert slug(title) == name
