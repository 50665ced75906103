"""`sopkit binder`: the procedures of departments as one file to print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Sopkit, sop
from tests.render.pdf.reading import PdfRead

ORGANISATION = (
    "name: We\nlanguage: en\ndepartments:\n"
    "  - {id: service, name: {en: Service, nl: Dienst}}\n"
    "  - {id: finance, name: {en: Finance, nl: Financiën}}\n"
)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "sops"
    folder.mkdir()
    (folder / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    (folder / "KS-001.md").write_text(sop("1. **Call.**"), encoding="utf-8")
    return folder


def test_a_department_becomes_a_binder(sopkit: Sopkit, library: Path, tmp_path: Path) -> None:
    done = sopkit("binder", library, "--department", "service", "-o", "out.pdf")
    assert (done.status, done.err) == (0, "")
    assert done.out == "out.pdf is written, with 1 procedure.\n"
    assert "KS-001 Answering" in PdfRead((tmp_path / "out.pdf").read_bytes()).text


def test_without_a_department_it_is_the_whole_library(sopkit: Sopkit, library: Path) -> None:
    text = sop("1. Pay.", number="FIN-001").replace("department: Service", "department: Finance")
    (library / "FIN-001.md").write_text(text, encoding="utf-8")
    done = sopkit("binder", library, "-o", "out.pdf")
    assert done.out == "out.pdf is written, with 2 procedures.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("sops", "--department", "servise"), "Did you mean “Service”?"),
        (("sops", "--department", "dinst"), "Did you mean “Service”?"),
        (("sops", "--department", "kitchen"), "Choose from: Service, Finance."),
        (("sops", "--department", "Financiën"), "“Financiën” has no procedures yet."),
        (("sops", "--date", "31-3-2026"), "write it as 2026-03-31"),
        (("sops", "--language", "fr"), "choose from en, nl"),
        (("nowhere",), "nowhere does not exist."),
        (("sops/KS-001.md",), "is not a folder."),
        (("empty",), "There is no procedure in"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    sopkit: Sopkit, library: Path, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    assert library.is_dir()
    (tmp_path / "empty").mkdir()
    done = sopkit("binder", *arguments, "-o", "out.pdf")
    assert done.status == 2
    assert told in done.err
    assert not (tmp_path / "out.pdf").exists()


def test_only_a_pdf_is_written_so_that_no_procedure_is_lost(sopkit: Sopkit, library: Path) -> None:
    done = sopkit("binder", library, "-o", library / "KS-001.md")
    assert done.status == 2
    assert "it must end in “.pdf”." in done.err
    assert "Call" in (library / "KS-001.md").read_text(encoding="utf-8")


def test_errors_are_told_and_the_binder_is_made(
    sopkit: Sopkit, library: Path, tmp_path: Path
) -> None:
    (library / "KS-002.md").write_text(sop("1. Go → [x](#no)", number="KS-002"), encoding="utf-8")
    (library / "KS-003.md").write_text("---\n- no\n---\n", encoding="utf-8")
    done = sopkit("binder", library, "-o", "out.pdf")
    assert done.status == 1
    assert "These have errors, so their flow may be wrong: KS-002.md" in done.err
    assert "sopkit check" in done.err
    assert (tmp_path / "out.pdf").is_file()


def test_the_date_is_the_one_of_the_option_or_of_the_agreed_variable(
    sopkit: Sopkit, library: Path, tmp_path: Path
) -> None:
    def first(*arguments: str, env: dict[str, str] | None = None) -> str:
        assert sopkit("binder", library, "-o", "out.pdf", *arguments, env=env).status == 0
        return PdfRead((tmp_path / "out.pdf").read_bytes()).pages[0]

    agreed = {"SOURCE_DATE_EPOCH": "1767225600"}
    assert "Date" not in first()
    assert "1 January 2026" in first(env=agreed)
    assert "31 March 2026" in first("--date", "2026-03-31", env=agreed)


def test_it_speaks_dutch(sopkit: Sopkit, library: Path) -> None:
    done = sopkit("--lang", "nl", "binder", library, "-o", "out.pdf")
    assert done.out == "out.pdf is geschreven, met 1 procedure.\n"
    done = sopkit("--lang", "nl", "binder", library, "--department", "servise", "-o", "out.pdf")
    assert "Bedoel je “Service”?" in done.err
