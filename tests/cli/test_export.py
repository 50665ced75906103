"""`sopkit export`: one procedure as a file that other programs edit."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Sopkit, sop
from tests.render.docx.reading import Word

TEXT = sop("1. **Call.** {#call}\n2. **Write.**")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "KS-001.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize("from_input", [False, True])
def test_a_procedure_becomes_a_word_document(
    sopkit: Sopkit, file: Path, tmp_path: Path, from_input: bool
) -> None:
    source = "-" if from_input else file
    done = sopkit("export", "docx", source, "-o", "out.docx", stdin=TEXT.encode())
    assert (done.status, done.out, done.err) == (0, "out.docx is written.\n", "")
    assert "Answering" in Word((tmp_path / "out.docx").read_bytes()).text


def test_errors_are_told_and_the_document_is_made(sopkit: Sopkit, file: Path) -> None:
    file.write_text(sop("1. Go → [x](#nowhere)"), encoding="utf-8")
    done = sopkit("export", "docx", file, "-o", "out.docx")
    assert done.status == 1
    assert "has errors" in done.err
    assert "The check finds" in Word(Path("out.docx").read_bytes()).text


def test_a_picture_that_cannot_be_shown_is_told(sopkit: Sopkit, file: Path, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"no picture")
    file.write_text(sop("1. Look. ![it](a.png)"), encoding="utf-8")
    done = sopkit("export", "docx", file, "-o", "out.docx")
    assert "a.png cannot be shown" in done.err


def test_characters_that_the_flowchart_cannot_draw_are_told(sopkit: Sopkit, file: Path) -> None:
    file.write_text(sop("1. **Look 漢.**"), encoding="utf-8")
    done = sopkit("export", "docx", file, "-o", "out.docx")
    assert done.status == 0
    assert "others are drawn: 漢 → □" in done.err
    assert "Look 漢" in Word(Path("out.docx").read_bytes()).text


@pytest.mark.parametrize("name", ["KS-001.md", "out.pdf", "out"])
def test_no_other_file_is_overwritten(sopkit: Sopkit, file: Path, name: str) -> None:
    done = sopkit("export", "docx", file, "-o", name)
    assert done.status == 2
    assert "must end in “.docx”" in done.err
    assert file.read_text(encoding="utf-8") == TEXT


def test_the_agreed_variable_gives_the_date(sopkit: Sopkit, file: Path) -> None:
    sopkit("export", "docx", file, "-o", "out.docx", env={"SOURCE_DATE_EPOCH": "1767225600"})
    created = Word(Path("out.docx").read_bytes()).document.core_properties.created
    assert created is not None
    assert created.isoformat().startswith("2026-01-01")


def test_another_format_is_none(sopkit: Sopkit, file: Path) -> None:
    done = sopkit("export", "odt", file, "-o", "out.docx")
    assert done.status == 2
    assert "choose from docx" in done.err


def test_a_folder_or_a_missing_file_is_said_to_be_one(sopkit: Sopkit, tmp_path: Path) -> None:
    for given in (tmp_path, tmp_path / "none.md"):
        done = sopkit("export", "docx", given, "-o", "out.docx")
        assert done.status == 2
        assert done.err.count("\n") == 1
