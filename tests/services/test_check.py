"""Which part of which library a path names, and how its files are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from sopkit.services.check import place_of, place_of_text, select


@pytest.fixture
def library(tmp_path: Path) -> Path:
    root = tmp_path / "library"
    (root / "a" / "b").mkdir(parents=True)
    (root / "ab").mkdir()
    (root / "organisation.yaml").touch()
    for name in ("top.md", "a/one.md", "a/b/two.md", "ab/three.md"):
        (root / name).touch()
    return root


def test_a_folder_holds_what_lies_below_it_and_not_its_namesakes(library: Path) -> None:
    [selection] = select([library / "a"])
    files = ("top.md", "a/one.md", "a/b/two.md", "ab/three.md")
    assert selection.root == library.resolve()
    assert [path for path in files if selection.holds(path)] == ["a/one.md", "a/b/two.md"]


def test_paths_of_one_library_are_checked_together(library: Path) -> None:
    [selection] = select([library / "top.md", library / "a" / "b", library / "a" / "one.md"])
    assert selection.files == {"top.md", "a/one.md"}
    assert selection.folders == {"a/b"}
    assert selection.limit is None


def test_only_files_limit_the_work(library: Path) -> None:
    [selection] = select([library / "top.md", library / "a" / "one.md"])
    assert selection.limit == frozenset({"top.md", "a/one.md"})


def test_without_an_organisation_the_folder_itself_is_the_library(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "one.md").touch()
    [of_folder] = select([tmp_path / "x"])
    [of_file] = select([tmp_path / "x" / "one.md"])
    assert of_folder.root == of_file.root == (tmp_path / "x").resolve()


def test_a_place_is_relative_to_where_one_stands(library: Path, tmp_path: Path) -> None:
    root = library.resolve()
    assert place_of(root, "a/one.md", tmp_path) == "library/a/one.md"
    assert place_of(root, "a/one.md", library / "ab") == (root / "a/one.md").as_posix()


def test_a_text_has_the_place_of_its_name(library: Path) -> None:
    place = place_of_text(library / "a", "b/new.md")
    assert (place.path, place.root, place.guessed) == ("a/b/new.md", library.resolve(), False)


def test_a_text_outside_any_library_stands_alone(tmp_path: Path) -> None:
    place = place_of_text(tmp_path, None)
    assert (place.path, place.root, place.guessed) == ("stdin.md", None, True)
