"""The pages of a PDF stay right whatever an author writes, or a message says what is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from sopkit.render.options import LEAST_PRINTED_SIZE
from sopkit.services.graph import check_one
from sopkit.services.press import Printed
from sopkit.services.print import print_procedure
from tests.cli.conftest import sop
from tests.render.pdf.reading import PdfRead

WORD = "x" * 200
BOMB = (
    b'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>'
    b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&d;</text></svg>'
)
"""A picture whose text grows tenfold again and again."""


def made(folder: Path, text: str) -> Printed:
    path = folder / "KS-001.md"
    path.write_text(text, encoding="utf-8")
    return print_procedure(check_one(path), path.name)


def table(columns: int, cell: str = "value {}") -> str:
    heads = "|".join(f"Head {number}" for number in range(columns))
    cells = "|".join(cell.format(number) for number in range(columns))
    return f"|{heads}|\n|{'---|' * columns}\n|{cells}|\n"


def inside(text: str) -> str:
    """A text as it stands in a step."""
    return text.replace("\n", "\n   ")


@pytest.mark.parametrize(
    "text",
    [
        sop(f"1. **{WORD}** {WORD} {{role={WORD}}}\n   - {WORD} → end: {WORD}\n   - No → end"),
        sop(f"1. Call.\n\n   > {WORD}\n\n   `{WORD}` <https://x.example/{WORD}>"),
        sop("1. Call.").replace("title: Answering", f"title: {'W' * 120}"),
        sop("1. Call.").replace("None.", f"```\n{'code ' * 80}\n{WORD}\n```\n\n    {WORD}"),
        sop(f"1. Call.\n\n   {inside(table(24))}").replace("None.", table(24)),
        sop(f"1. Call.\n\n   {inside(table(8, '1234567890123456789 {}'))}"),
        sop("\n".join(f"{n}. **Step {n}.** Text. {{within=5m}}" for n in range(1, 61))),
        sop("1. **Which?**\n" + "".join(f"   - Answer {n} → end: {n}\n" for n in range(60))),
        sop("".join(f"{'   ' * n}1. **Step {n} with a long title.**\n" for n in range(20))),
        sop("1. Call.\n\n" + "".join(f"   - {n}\n" for n in range(200))),
        sop("1. **שלום.** Say مرحبا to 3 people.").replace("language: en", "language: ar"),
    ],
    ids=[
        "words", "script", "title", "code", "table", "narrow-table", "sixty-steps",
        "sixty-answers", "twenty-deep", "long-list", "right-to-left",
    ],
)  # fmt: skip
def test_nothing_is_printed_beyond_the_edge_or_too_small(tmp_path: Path, text: str) -> None:
    pdf = PdfRead(made(tmp_path, text).data)
    assert pdf.outside(margin=14) == []
    assert min(each.size for each in pdf.characters) >= LEAST_PRINTED_SIZE - 0.01


def test_a_table_wider_than_the_page_becomes_a_list_of_its_cells(tmp_path: Path) -> None:
    text = PdfRead(made(tmp_path, sop("1. Call.").replace("None.", table(24))).data).text
    assert all(f"Head {number}: value {number}" in text for number in range(24))
    assert "Table" in {
        kind
        for kind, _words in PdfRead(
            made(tmp_path, sop("1. Call.").replace("None.", table(8))).data
        ).elements
    }


@pytest.mark.parametrize("begin", ["> ", "- ", "1. "])
def test_nesting_ends_where_the_page_does(tmp_path: Path, begin: str) -> None:
    nested = "\n".join(f"{' ' * len(begin) * n}{begin}Level {n}" for n in range(60))
    if begin == "> ":
        nested = "\n>\n".join(f"{begin * (n + 1)}Level {n}" for n in range(60))
    pdf = PdfRead(made(tmp_path, sop("1. Call.").replace("None.", nested)).data)
    assert all(f"Level {number}" in pdf.text for number in range(60))
    assert pdf.outside() == []


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    Image.new("L", (8000, 8000), 200).save(tmp_path / "large.png")
    Image.new("RGB", (8000, 300)).save(tmp_path / "wide.jpg")
    Image.new("L", (300, 8000)).save(tmp_path / "tall.png")
    Image.new("RGB", (60, 40)).save(tmp_path / "other.png", format="jpeg")
    (tmp_path / "huge.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="100000" height="50000">'
        '<script>alert(1)</script><rect width="100000" height="50000"/></svg>'
    )
    return tmp_path


def test_large_pictures_are_made_to_fit(pictures: Path) -> None:
    names = ("large.png", "wide.jpg", "tall.png", "huge.svg", "other.png")
    shown = "\n\n".join(f"![Picture {name}]({name})" for name in names)
    found = made(pictures, sop(f"1. Look.\n\n   {inside(shown)}").replace("None.", shown))
    pdf = PdfRead(found.data)
    assert found.left_out == ()
    assert pdf.outside() == []
    told = [words for kind, words in pdf.elements if kind == "Figure"]
    assert [told.count(f"Picture {name}") for name in names] == [2] * 5


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("empty.svg", b""),
        ("none.svg", b'<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>'),
        ("bomb.svg", BOMB),
    ],
)
def test_a_broken_picture_gives_way_to_its_words_and_is_told(
    tmp_path: Path, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    found = made(tmp_path, sop(f"1. Look.\n\n   ![A green door]({name})\n"))
    assert found.left_out == (name,)
    assert "A green door" in PdfRead(found.data).text


def test_what_is_beyond_the_edge_would_be_seen() -> None:
    """The measure of these tests is one: it finds what a page cannot hold."""
    import typst

    page = b"#set page(width: 100pt, height: 100pt, margin: 0pt)\n#place(dx: 95pt)[Beyond]"
    data = typst.compile(page, format="pdf")
    assert isinstance(data, bytes)
    assert PdfRead(data).outside()
