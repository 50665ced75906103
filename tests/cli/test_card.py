"""`sopkit card`: one procedure as a page to hang up."""

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
def test_a_procedure_becomes_a_card(
    sopkit: Sopkit, file: Path, tmp_path: Path, from_input: bool
) -> None:
    done = sopkit("card", "-" if from_input else file, "-o", "out.pdf", stdin=TEXT.encode())
    assert (done.status, done.err) == (0, "")
    assert done.out == "out.pdf is written.\n"
    assert len(PdfRead((tmp_path / "out.pdf").read_bytes()).pages) == 1


def test_errors_are_told_and_the_card_is_made(sopkit: Sopkit, file: Path, tmp_path: Path) -> None:
    file.write_text(sop("1. Go → [x](#nowhere)"), encoding="utf-8")
    done = sopkit("card", file, "-o", "out.pdf")
    assert done.status == 1
    assert "has errors" in done.err
    assert "The check finds 1 error" in PdfRead((tmp_path / "out.pdf").read_bytes()).text


def test_replaced_characters_are_told(sopkit: Sopkit, file: Path) -> None:
    file.write_text(sop("1. Look.\n\n   > ⚠ Mind the step."), encoding="utf-8")
    assert "⚠ → (!)" in sopkit("card", file, "-o", "out.pdf").err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nothing.md", "-o", "out.pdf"), "nothing.md does not exist."),
        (("glossary.md", "-o", "out.pdf"), "glossary.md is no procedure"),
        ((".", "-o", "out.pdf"), "folder"),
        (("KS-001.md", "-o", "KS-001.md"), "it must end in “.pdf”."),
        (("KS-001.md",), "--output"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    sopkit: Sopkit, file: Path, arguments: tuple[str, ...], told: str
) -> None:
    (file.parent / "glossary.md").write_text("# Glossary\n", encoding="utf-8")
    done = sopkit("card", *arguments)
    assert done.status == 2
    assert told in done.err
    assert file.read_text(encoding="utf-8") == TEXT


def test_it_speaks_dutch(sopkit: Sopkit, file: Path) -> None:
    done = sopkit("--lang", "nl", "card", file, "-o", "out.pdf")
    assert done.out == "out.pdf is geschreven.\n"
