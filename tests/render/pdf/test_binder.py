"""The binder of a library, read back with another library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from sopkit.model.control import Status
from sopkit.render.options import LEAST_PRINTED_SIZE
from sopkit.resources import example_library
from sopkit.services.binder import Bound, Wanted, bind
from sopkit.services.check import check_library
from tests.cli.conftest import sop
from tests.render.pdf.printed_texts import texts_of_pages
from tests.render.pdf.reading import PdfRead
from tests.render.pdf.records import record

pytestmark = pytest.mark.xdist_group("binder")  # bound and read once

SERVICE = Wanted(("klantenservice",))


@lru_cache(maxsize=8)
def bound(wanted: Wanted = SERVICE) -> Bound:
    return bind(check_library(example_library()).compiled, wanted)


@lru_cache(maxsize=8)
def read(wanted: Wanted = SERVICE) -> PdfRead:
    return PdfRead(bound(wanted).printed.data)


def library(
    folder: Path, texts: Sequence[str], organisation: str = "name: We\nlanguage: en\n"
) -> Path:
    (folder / "organisation.yaml").write_text(organisation, encoding="utf-8")
    for number, text in enumerate(texts, start=1):
        (folder / f"KS-{number:03}.md").write_text(text, encoding="utf-8")
    return folder


def made(folder: Path, texts: Sequence[str], wanted: Wanted = Wanted()) -> PdfRead:  # noqa: B008
    found = bind(check_library(library(folder, texts)).compiled, wanted)
    return PdfRead(found.printed.data)


def starts(pdf: PdfRead) -> dict[str, int]:
    """The page (from 1) to which the bookmark of each procedure leads, by its number."""
    found = {}
    for entry in pdf.reader.outline:
        if not isinstance(entry, list):
            page = pdf.reader.get_destination_page_number(entry)
            assert page is not None
            found[str(entry.title).split(" ")[0]] = page + 1
    return found


def contents(pdf: PdfRead) -> dict[str, int]:
    """The page that the contents name for each procedure."""
    rows = re.compile(r"^([A-Z]+-\d+) .*? (\d+)$", re.MULTILINE)
    return {number: int(page) for number, page in rows.findall(pdf.pages[2])}


# What kind of file it is


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_is_a_tagged_file_to_keep_and_to_read_aloud(language: str) -> None:
    pdf = read(Wanted(("klantenservice",), language))
    assert "<pdfaid:part>3</pdfaid:part>" in pdf.marks
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in pdf.marks
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.marks
    assert pdf.root["/MarkInfo"]["/Marked"]
    assert pdf.root["/Lang"] == language
    assert {"TOC", "TOCI", "H1", "Figure", "Table", "Link"} <= {
        kind for kind, _text in pdf.elements
    }


def test_the_text_of_every_procedure_is_attached() -> None:
    folder = example_library() / "klantenservice"
    texts = {path.read_bytes() for path in folder.glob("*.md") if not path.stem.endswith(".en")}
    attached = read().attachments
    assert set(attached.values()) == texts
    assert "KS-003.nl.md" in attached


def test_the_same_texts_give_the_same_bytes_in_one_process_or_several() -> None:
    again = bind(check_library(example_library()).compiled, SERVICE, jobs=2)
    assert again.printed.data == bound().printed.data


# The pages


def test_the_contents_name_the_pages_on_which_the_procedures_begin() -> None:
    pdf = read()
    told = contents(pdf)
    begun = starts(pdf)
    assert len(told) == bound().procedures
    assert {number: begun[number] for number in told} == told
    for number, page in told.items():
        assert number in pdf.pages[page - 1]


def test_the_contents_lead_there() -> None:
    pdf = read()
    begun = starts(pdf)
    at = begun["Inhoud"]
    goals = [link.to for link in pdf.links if link.page == at]
    assert goals == [page for page in begun.values() if page != at]


def test_each_procedure_begins_on_the_front_of_a_sheet_and_blank_backs_say_so() -> None:
    pdf = read()
    begun = sorted(starts(pdf).values())
    assert all(page % 2 == 1 for page in begun)
    blank = [number for number, text in enumerate(pdf.pages, 1) if "met opzet leeg" in text]
    assert blank
    assert all(number % 2 == 0 and number + 1 in begun for number in blank)


def test_on_one_sided_sheets_no_page_is_blank() -> None:
    pdf = read(Wanted(("klantenservice",), one_sided=True))
    assert "met opzet leeg" not in pdf.text
    assert all(len(page.split()) > 20 for page in pdf.pages)
    assert len(pdf.pages) < len(read().pages)


def test_each_page_has_its_number_in_the_binder_and_in_its_procedure() -> None:
    pdf = read()
    begun = sorted((page, number) for number, page in starts(pdf).items() if "-" in number)
    ends = [page for page, _number in begun[1:]] + [starts(pdf)["Begrippen"]]
    for index, text in enumerate(pdf.pages, start=1):
        assert f"Bundel: pagina {index} van {len(pdf.pages)}" in text
    for (first, number), end in zip(begun, ends, strict=True):
        own = [page for page in range(first, end) if "met opzet leeg" not in pdf.pages[page - 1]]
        for place, page in enumerate(own, start=1):
            assert f"Pagina {place} van {len(own)}" in pdf.pages[page - 1]
            assert number in pdf.pages[page - 1]
            assert "CONCEPT" in pdf.pages[page - 1]


def test_the_title_page_says_whose_it_is_how_many_and_the_date_that_was_given() -> None:
    first = " ".join(read(Wanted(("klantenservice",), "en", date(2026, 3, 31))).pages[0].split())
    for words in (
        "Kwiekwiel BV",
        "Customer service",
        "English",
        "procedures 17",
        "31 March 2026",
        "DRAFT",
    ):
        assert words in first
    assert "DRAFT" in first
    assert "Datum" not in read().pages[0]


def test_every_text_is_on_its_page_and_large_enough_to_be_read() -> None:
    for page in texts_of_pages(bound().printed.data):
        for text in page:
            assert text.left >= 14
            assert text.right <= 595 - 14
            assert text.bottom >= 14
            assert text.top <= 842 - 14
            assert text.size >= LEAST_PRINTED_SIZE - 0.05


# Links, bookmarks, glossary


def test_the_bookmarks_are_the_procedures_and_their_sections() -> None:
    marks = read().bookmarks
    place = marks.index((0, "KS-003 Klacht behandelen"))
    assert marks[place + 1] == (1, "Doel")
    assert marks[-1] == (0, "Begrippen")


def test_a_link_to_another_procedure_leads_to_it_or_to_its_step(tmp_path: Path) -> None:
    padding = "\n".join(f"{n}. **Step {n}.** Words." for n in range(2, 80))
    pdf = made(
        tmp_path,
        [
            sop("1. Read [the other](KS-002) and [its end](KS-002#last)."),
            sop(f"1. **First.**\n{padding}\n80. **Last.** {{#last}}", number="KS-002"),
        ],
    )
    begun = starts(pdf)
    goals = [link.to for link in pdf.links if link.page == begun["KS-001"]]
    title = re.compile(r"^80 +Last", re.MULTILINE)
    last = next(n for n, text in enumerate(pdf.pages, start=1) if title.search(text))
    assert {begun["KS-002"], last} <= set(goals)
    assert last > begun["KS-002"] + 1


def test_steps_of_the_same_id_in_two_procedures_are_kept_apart(tmp_path: Path) -> None:
    steps = "1. **Ask.** {#ask}\n2. **Done?**\n   - Yes → end\n   - No → [Ask](#ask)"
    pdf = made(tmp_path, [sop(steps), sop(steps, number="KS-002")])
    begun = starts(pdf)
    for number in ("KS-001", "KS-002"):
        ways = [link for link in pdf.links if link.page == begun[number]]
        assert ways
        assert {link.to for link in ways} == {begun[number]}


def test_a_link_to_a_translation_leads_to_the_one_in_the_binder(tmp_path: Path) -> None:
    dutch = sop("1. Zie [de ander](KS-002).").replace("language: en", "language: nl")
    (tmp_path / "other.md").write_text(
        sop("1. Doe het.", number="KS-002").replace("language: en", "language: nl"),
        encoding="utf-8",
    )
    pdf = made(tmp_path, [dutch, sop("1. Do it.", number="KS-002")])
    begun = starts(pdf)
    assert begun["KS-002"] in {link.to for link in pdf.links if link.page == begun["KS-001"]}


def test_a_procedure_without_a_text_in_the_language_comes_in_its_own_and_says_so(
    tmp_path: Path,
) -> None:
    dutch = sop("1. Bel terug.").replace("language: en", "language: nl")
    pdf = made(tmp_path, [dutch])
    page = pdf.pages[starts(pdf)["KS-001"] - 1]
    assert "This procedure has no text in English; here it is in Nederlands." in page
    assert "(Nederlands)" in pdf.pages[2]


def test_the_glossary_says_in_which_procedure_a_term_means_that(tmp_path: Path) -> None:
    (tmp_path / "glossary.md").write_text("# Glossary\n\nticket\n: A case.\n", encoding="utf-8")
    text = sop("1. Open a ticket. Then an intake.", terms="intake\n: The fixed questions.")
    pdf = made(tmp_path, [text])
    page = " ".join(pdf.pages[starts(pdf)["Glossary"] - 1].split())
    assert "intake The fixed questions. KS-001 Answering ticket A case." in page


# The record of a register


def test_each_procedure_bears_its_own_record_and_the_contents_its_version() -> None:
    checked = check_library(example_library())
    paths = {sop.number: sop.path for sop in checked.compiled.library.sops if sop.language == "nl"}
    records = {paths["KS-001"]: record(), paths["KS-002"]: record(Status.SUPERSEDED)}
    pdf = PdfRead(bind(checked.compiled, SERVICE, records=records).printed.data)
    assert "KS-001 Telefoon aannemen Versie 2.1 · VAN KRACHT 5" in pdf.pages[2]
    assert "KS-003 Klacht behandelen CONCEPT" in pdf.pages[2]
    begun = starts(pdf)
    assert "Van kracht vanaf 1 maart 2026" in pdf.pages[begun["KS-001"] - 1]
    assert "VERVALLEN" in pdf.pages[begun["KS-002"] - 1]
    assert "CONCEPT" not in pdf.pages[begun["KS-001"] - 1]
    proof = begun["KS-002"] - 1
    while "3f3f3f3f" not in pdf.pages[proof - 1]:
        proof -= 1
    last = pdf.pages[proof - 1]
    [(page, pages)] = re.findall(r"Pagina (\d+) van (\d+)", last)
    assert page == pages


def test_the_title_page_says_what_holds_for_all_procedures(tmp_path: Path) -> None:
    texts = [sop("1. Call."), sop("1. Write.", number="KS-002")]
    checked = check_library(library(tmp_path, texts))
    one = bind(checked.compiled, Wanted(), records={"KS-001.md": record()})
    both = bind(checked.compiled, Wanted(), records={"KS-001.md": record(), "KS-002.md": record()})
    title_page = PdfRead(one.printed.data).pages[0]
    assert "In force" not in title_page
    assert "DRAFT" not in title_page
    title_page = " ".join(PdfRead(both.printed.data).pages[0].split())
    assert "Status In force" in title_page
    assert "IN FORCE · Uncontrolled when printed" in title_page


# Sizes and mistakes


def test_a_binder_of_sixty_procedures_numbers_all_its_pages(tmp_path: Path) -> None:
    texts = [
        sop(f"1. Call.\n2. See [next](KS-{n % 60 + 1:03}).", number=f"KS-{n:03}")
        for n in range(1, 61)
    ]
    pdf = made(tmp_path, texts)
    assert len([number for number in starts(pdf) if number.startswith("KS-")]) == 60
    for number, page in starts(pdf).items():
        if number.startswith("KS-"):
            assert f"{number} Answering" in " ".join(pdf.pages[page - 1].split())


def test_two_files_that_claim_one_number_are_both_in_it(tmp_path: Path) -> None:
    checked = check_library(library(tmp_path, [sop("1. One. {#x}"), sop("1. Two. {#x}")]))
    found = bind(checked.compiled, Wanted())
    assert found.procedures == 2
    assert found.broken
    assert len(PdfRead(found.printed.data).attachments) == 2


def test_whatever_authors_write_is_printed(tmp_path: Path) -> None:
    word = "x" * 200
    pdf = made(
        tmp_path,
        [
            sop(f"1. **{word}** #panic() 漢").replace("title: Answering", f"title: {word}"),
            sop("1. مرحبا", number="KS-002").replace("language: en", "language: ar"),
        ],
    )
    assert {"KS-001", "KS-002"} <= starts(pdf).keys()


def test_departments_come_in_the_order_of_the_organisation() -> None:
    pdf = read(Wanted(("hr", "Klantenservice")))
    assert list(starts(pdf))[-2:] == ["HR-004", "Begrippen"]
    assert "Personeel" in pdf.pages[2]
