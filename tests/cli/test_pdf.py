"""`sopkit pdf`: one procedure as a file to print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Sopkit, sop
from tests.render.pdf.reading import PdfRead

TEXT = sop("1. **Call.** {#call}\n2. **Write.**")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "KS-001.md"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.parametrize("from_input", [False, True])
def test_a_procedure_becomes_a_pdf(
    sopkit: Sopkit, file: Path, tmp_path: Path, from_input: bool
) -> None:
    done = sopkit("pdf", "-" if from_input else file, "-o", "out.pdf", stdin=TEXT.encode())
    assert (done.status, done.err) == (0, "")
    assert done.out == "out.pdf is written.\n"
    pdf = PdfRead((tmp_path / "out.pdf").read_bytes())
    assert "KS-001 Answering" in pdf.text


def test_the_same_text_gives_the_same_file(sopkit: Sopkit, file: Path, tmp_path: Path) -> None:
    sopkit("pdf", file, "-o", "one.pdf")
    sopkit("pdf", file, "-o", "two.pdf")
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_the_agreed_variable_gives_the_date(sopkit: Sopkit, file: Path, tmp_path: Path) -> None:
    sopkit("pdf", file, "-o", "out.pdf", env={"SOURCE_DATE_EPOCH": "1767225600"})
    assert "2026-01-01" in PdfRead((tmp_path / "out.pdf").read_bytes()).marks
    done = sopkit("pdf", file, "-o", "out.pdf", env={"SOURCE_DATE_EPOCH": "soon"})
    assert done.status == 2
    assert "SOURCE_DATE_EPOCH is “soon”" in done.err


def test_errors_are_told_and_the_pdf_is_made(sopkit: Sopkit, file: Path, tmp_path: Path) -> None:
    file.write_text(sop("1. Go → [x](#nowhere)"), encoding="utf-8")
    done = sopkit("pdf", file, "-o", "out.pdf")
    assert done.status == 1
    assert "has errors" in done.err
    assert "The check finds" in PdfRead((tmp_path / "out.pdf").read_bytes()).text


def test_replaced_characters_are_told_in_a_line(sopkit: Sopkit, file: Path) -> None:
    file.write_text(sop("1. Look ⚠ 漢."), encoding="utf-8")
    done = sopkit("pdf", file, "-o", "out.pdf")
    assert done.status == 0
    assert done.err.splitlines() == [
        "The font has no letters of these scripts; a box is printed for each: Han",
        "The font lacks some characters; others are printed instead: ⚠ → (!)",
    ]


def test_a_script_that_the_font_lacks_is_named_once(sopkit: Sopkit, file: Path) -> None:
    file.write_text(sop("1. **مرحبا.** Say שלום."), encoding="utf-8")
    done = sopkit("pdf", file, "-o", "out.pdf")
    assert done.err.splitlines() == [
        "The font has no letters of these scripts; a box is printed for each: Arabic, Hebrew"
    ]


def test_a_picture_that_cannot_be_shown_is_told(sopkit: Sopkit, file: Path, tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"")
    file.write_text(sop("1. Look.\n\n   ![A door](x.png)"), encoding="utf-8")
    done = sopkit("pdf", file, "-o", "out.pdf")
    assert "x.png cannot be shown; its text alternative is printed instead." in done.err


def test_only_a_pdf_is_written_so_that_no_procedure_is_lost(sopkit: Sopkit, file: Path) -> None:
    done = sopkit("pdf", file, "-o", file)
    assert done.status == 2
    assert "it must end in “.pdf”." in done.err
    assert file.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nothing.md", "-o", "out.pdf"), "nothing.md does not exist."),
        (("KS-001", "-o", "out.pdf"), "There is no file KS-001."),
        (("KS-001", "-o", "out.pdf"), "add --released."),
        (
            ("KS-001.md", "-o", "no/folder/out.pdf"),
            "no/folder/out.pdf cannot be written: the folder no/folder does not exist.",
        ),
        ((".", "-o", "out.pdf"), "folder"),
        (("KS-001.md",), "--output"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    sopkit: Sopkit, file: Path, arguments: tuple[str, ...], told: str
) -> None:
    assert file.is_file()
    done = sopkit("pdf", *arguments)
    assert done.status == 2
    assert told in done.err


def test_it_speaks_dutch(sopkit: Sopkit, file: Path) -> None:
    done = sopkit("--lang", "nl", "pdf", file, "-o", "out.pdf")
    assert done.out == "out.pdf is geschreven.\n"
