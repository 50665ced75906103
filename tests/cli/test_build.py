"""`sopkit build`: a site of a library, and a word about what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Sopkit, sop
from tests.render.pdf.reading import PdfRead


@pytest.fixture
def library(tmp_path: Path) -> Path:
    root = tmp_path / "lib"
    root.mkdir()
    (root / "organisation.yaml").write_text("name: X\nlanguage: en\n", encoding="utf-8")
    (root / "KS-001.md").write_text(sop("1. Call.\n2. Write."), encoding="utf-8")
    return root


def test_a_site_has_an_index_and_a_page_with_its_flowchart(
    sopkit: Sopkit, library: Path, tmp_path: Path
) -> None:
    done = sopkit("build", library, "-o", "site")
    assert (done.status, done.err) == (0, "")
    assert "Open site/index.html in a browser." in done.out
    for name in ("index.html", "KS-001.html", "KS-001.svg"):
        assert (tmp_path / "site" / name).is_file()


def test_a_second_build_writes_nothing(sopkit: Sopkit, library: Path) -> None:
    sopkit("build", library, "-o", "site")
    assert "site: 0 files written" in sopkit("build", library, "--output", "site").out


def test_errors_are_told_and_the_rest_is_built(
    sopkit: Sopkit, library: Path, tmp_path: Path
) -> None:
    (library / "KS-002.md").write_text(sop("1. Go → nowhere", number="KS-002"), encoding="utf-8")
    done = sopkit("build", library, "-o", "site")
    assert done.status == 1
    assert f"1 file has errors; “sopkit check {library}” tells which." in done.err
    assert (tmp_path / "site" / "KS-001.html").is_file()


def test_the_site_is_not_written_over_the_library(sopkit: Sopkit, library: Path) -> None:
    done = sopkit("build", library, "-o", library)
    assert done.status == 2
    assert "holds the library itself; choose another folder." in done.err
    assert sorted(path.name for path in library.iterdir()) == ["KS-001.md", "organisation.yaml"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("lib/KS-001.md", "lib/KS-001.md is not a folder."),
        ("nothing", "nothing does not exist."),
        ("empty", "There is no procedure in"),
    ],
)
def test_what_is_no_library_is_told(sopkit: Sopkit, library: Path, name: str, told: str) -> None:
    (library.parent / "empty").mkdir()
    done = sopkit("build", name, "-o", "site")
    assert (done.status, done.out) == (2, "")
    assert told in done.err


def test_an_output_that_is_a_file_is_told(sopkit: Sopkit, library: Path, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("mine", encoding="utf-8")
    done = sopkit("build", library, "-o", "site")
    assert (done.status, done.err) == (2, "sopkit: error: site is not a folder.\n")


def test_with_pdfs_each_page_has_one_beside_it(
    sopkit: Sopkit, library: Path, tmp_path: Path
) -> None:
    (library / "KS-001.md").write_text(sop("1. Look ⚠."), encoding="utf-8")
    done = sopkit("build", library, "-o", "site", "--pdf", env={"SOURCE_DATE_EPOCH": "1767225600"})
    assert done.status == 0
    assert "others are printed instead: ⚠ → (!)" in done.err
    assert "2026-01-01" in PdfRead((tmp_path / "site" / "KS-001.pdf").read_bytes()).marks
    again = sopkit("build", library, "-o", "site", "--pdf", env={"SOURCE_DATE_EPOCH": "1767225600"})
    assert "site: 0 files written" in again.out
