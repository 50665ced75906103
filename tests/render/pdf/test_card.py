"""The card of a procedure, read back with another library."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest

from sopkit.model.control import Status
from sopkit.render.options import LEAST_PRINTED_SIZE
from sopkit.render.pdf.card import shortened
from sopkit.resources import example_library
from sopkit.services.card import print_card
from sopkit.services.graph import check_one
from tests.cli.conftest import sop
from tests.render.pdf.printed_texts import texts_of_pages
from tests.render.pdf.reading import PdfRead
from tests.render.pdf.records import record

KS_003 = "klantenservice/KS-003-klacht-behandelen.md"
EXAMPLES = sorted(
    path.relative_to(example_library()).as_posix()
    for path in example_library().rglob("*-*.md")
    if path.parent != example_library()
)
LONG = "x" * 200
ALERTED = "{critical within=4h escalate=lead}"
HOSTILE = {
    "one step": sop("1. Call."),
    "no steps": "---\nnumber: KS-001\n---\n",
    "no number": "---\ntitle: Nothing\n---\n\n## Instructions\n\n1. Call.\n",
    "sixty steps with scripts": sop(
        "\n".join(
            f"{n}. **Step number {n}.** {{within={n}m escalate=lead}}\n\n   > Words {n}.\n"
            for n in range(1, 61)
        )
    ),
    "200 steps with answers": sop(
        "\n".join(
            f"{n}. **Is it {n} {'word ' * 30}?**\n   - Yes, {'long ' * 20} → end\n   - No"
            for n in range(1, 201)
        )
    ),
    "long words": sop(
        "\n".join(f"{n}. **{LONG}** {ALERTED}\n\n   > {LONG} {LONG}\n" for n in range(1, 12))
    ).replace("title: Answering", f"title: {LONG}"),
    "eighty scripts": sop(
        "1. **Speak.**\n\n" + "\n".join(f"   > Words {n}. {'Blah ' * n}\n\n" for n in range(80))
    ),
    "right to left": sop("1. **مرحبا كيف حالك**\n\n   > مرحبا\n").replace(
        "language: en", "language: ar"
    ),
    "no glyphs": sop("1. **漢字 ⚠ ①**\n\n   > 漢字\n"),
    "sixty answers": sop(
        "1. **Which?**\n" + "".join(f"   - Answer {n} → end\n" for n in range(60))
    ),
    "twenty deep": sop("".join(f"{'   ' * depth}1. **Step {depth}.**\n" for depth in range(20))),
    "code": sop('1. **#panic("x") $x$ @y \\ _z <b>bold</b>**\n\n   > #panic("x") $x$ *\n'),
}


def made(folder: Path, text: str) -> PdfRead:
    path = folder / "KS-001.md"
    path.write_text(text, encoding="utf-8")
    return PdfRead(print_card(check_one(path), path.name).data)


@lru_cache(maxsize=32)
def read(path: str) -> PdfRead:
    return PdfRead(print_card(check_one(example_library() / path), path).data)


def check_page(pdf: PdfRead) -> None:
    """One page of A4, everything on it, nothing too small to be read."""
    [page] = pdf.reader.pages
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    assert sorted((round(width), round(height))) == [595, 842]
    [found] = texts_of_pages(pdf.data)
    assert found
    for text in found:
        assert text.left >= 14
        assert text.right <= width - 14
        assert text.bottom >= 10
        assert text.top <= height - 14
        assert text.size >= LEAST_PRINTED_SIZE - 0.05


# One page, whatever the procedure


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_example_fits_one_page_and_is_tagged(path: str) -> None:
    pdf = read(path)
    check_page(pdf)
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in pdf.marks
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.marks
    assert pdf.root["/Lang"] == ("en" if ".en." in path else "nl")
    assert {"H1", "H2"} <= {kind for kind, _text in pdf.elements}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_authors_write_fits_one_page(tmp_path: Path, name: str) -> None:
    check_page(made(tmp_path, HOSTILE[name]))


def test_the_same_text_gives_the_same_bytes() -> None:
    again = print_card(check_one(example_library() / KS_003), "again").data
    assert again == read(KS_003).data


def test_the_source_is_attached() -> None:
    text = (example_library() / KS_003).read_bytes()
    assert read(KS_003).attachments == {"KS-003.nl.md": text}


# What stands on it


def test_it_says_what_and_whose_it_is_and_that_paper_grows_old() -> None:
    for words in (
        "KS-003",
        "Klacht behandelen",
        "Kwiekwiel BV",
        "Afdeling: Klantenservice",
        "Eigenaar: Teamleider",
        "Status: Concept, nog niet van kracht",
        "Niet beheerd na afdrukken",
        "De hele procedure: KS-003",
    ):
        assert words in read(KS_003).text


def test_it_bears_the_record_of_its_version() -> None:
    checked = check_one(example_library() / KS_003)
    pdf = PdfRead(print_card(checked, "KS-003", control=record()).data)
    check_page(pdf)
    for words in ("Versie: 2.1", "Status: Van kracht", "Van kracht vanaf: 1 maart 2026"):
        assert words in pdf.text
    assert "CONCEPT" not in pdf.text
    assert "Daan Visser" in pdf.text
    over = print_card(checked, "KS-003", control=record(Status.SUPERSEDED))
    assert PdfRead(over.data).text.count("VERVALLEN") == 2


def test_a_small_flow_is_drawn_with_its_words_and_enlarged(tmp_path: Path) -> None:
    pdf = made(tmp_path, sop("1. **Greet.**\n2. **Ask.**"))
    [words] = [words for kind, words in pdf.elements if kind == "Figure" and "Greet" in words]
    assert "1 Greet" in words
    [found] = texts_of_pages(pdf.data)
    assert max(text.size for text in found if text.size < 14) > 13


def test_a_flow_too_large_for_a_page_is_a_list_of_steps_and_where_answers_lead() -> None:
    text = read(KS_003).text
    assert "Figure" not in {kind for kind, words in read(KS_003).elements if "\n" in words}
    for words in (
        "Laat de klant uitpraten",
        "Ja → Ga naar stap 18",
        "Nee: stel voor om vandaag nog terug te bellen",
        "Draag over aan KS-004",
        "Einde: niet opgelost",
    ):
        assert words in text


def test_scripts_limits_and_hand_overs_name_their_steps() -> None:
    text = read(KS_003).text
    assert "12 ! U heeft de nieuwe accu uiterlijk donderdag." in text.replace("12! ", "12 ! ")
    assert "14 Voer de oplossing uit Binnen: 5 werkdagen" in text
    assert "Te laat? Ga naar: 16 Meld de vertraging zelf" in text
    assert "17 “Nee”" in text


def test_scripts_of_critical_steps_stay_longest_and_what_is_left_out_is_counted(
    tmp_path: Path,
) -> None:
    steps = "\n".join(
        f"{n}. **Step {n}.** {'{critical}' if n > 60 else ''}\n\n   > Say {n}: {'words ' * 50}\n"
        for n in range(1, 71)
    )
    text = made(tmp_path, sop(steps)).text
    assert all(f"Say {n}:" in text for n in range(61, 71))
    shown = sum(f"Say {n}:" in text for n in range(1, 71))
    assert shown < 70
    assert f"… {70 - shown} more: see KS-001" in text


def test_steps_that_have_no_room_are_counted(tmp_path: Path) -> None:
    text = made(tmp_path, HOSTILE["200 steps with answers"]).text
    last = max(n for n in range(1, 201) if f"Is it {n} word" in text)
    assert last < 200
    assert "more: see KS-001" in text
    assert "Is it 1 word" in text


def test_a_procedure_without_steps_says_so(tmp_path: Path) -> None:
    assert "This procedure has no steps yet." in made(tmp_path, HOSTILE["no steps"]).text


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 10, "short"),
        ("two  \n words", 10, "two words"),
        ("cut between words", 13, "cut between…"),
        ("x" * 20, 10, "x" * 9 + "…"),
    ],
)
def test_what_is_shortened_ends_in_a_sign(text: str, limit: int, expected: str) -> None:
    assert shortened(text, limit) == expected
