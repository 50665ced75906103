"""What a register knows of a procedure, on the pages of its PDF, read back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache

import pypdfium2
import pytest
import segno
from PIL import Image, ImageOps

from sopkit.model.control import Control, Status
from sopkit.resources import example_library
from sopkit.services.graph import check_one
from sopkit.services.print import print_procedure
from tests.render.pdf.reading import PdfRead
from tests.render.pdf.records import (
    ADDRESS,
    ANCHOR,
    HASH,
    long_history,
    many_signatures,
    record,
)

DUTCH = "klantenservice/KS-003-klacht-behandelen.md"
ENGLISH = "klantenservice/KS-003-klacht-behandelen.en.md"


@lru_cache(maxsize=16)
def printed(control: Control, path: str = ENGLISH) -> PdfRead:
    checked = check_one(example_library() / path)
    return PdfRead(print_procedure(checked, path, control=control).data)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_page_bears_what_control_asks() -> None:
    pdf = printed(record())
    for index, text in enumerate(map(flat, pdf.pages), start=1):
        for mark in (
            "Kwiekwiel BV",
            "KS-003 Handling a complaint",
            "Version 2.1 · IN FORCE",
            "In force from 1 March 2026",
            "Uncontrolled when printed · Printed on 15 July 2026 at 00:30 by Daan Visser",
            f"Page {index} of {len(pdf.pages)}",
        ):
            assert mark in text


def test_every_page_bears_it_in_dutch() -> None:
    for text in map(flat, printed(record(), DUTCH).pages):
        assert "Versie 2.1 · VAN KRACHT" in text
        assert "Van kracht vanaf 1 maart 2026" in text
        assert "Niet beheerd na afdrukken · Afgedrukt op 15 juli 2026 om 00:30 door" in text


def test_a_controlled_copy_bears_its_number_on_every_page() -> None:
    for text in printed(record(copy_number="7")).pages:
        assert "Controlled copy 7" in text
        assert "Uncontrolled" not in text


@pytest.mark.parametrize(
    ("status", "stamp", "path"),
    [
        (Status.DRAFT, "DRAFT", ENGLISH),
        (Status.IN_REVIEW, "IN REVIEW", ENGLISH),
        (Status.SUPERSEDED, "SUPERSEDED", ENGLISH),
        (Status.WITHDRAWN, "WITHDRAWN", ENGLISH),
        (Status.DRAFT, "CONCEPT", DUTCH),
        (Status.IN_REVIEW, "IN BEOORDELING", DUTCH),
        (Status.SUPERSEDED, "VERVALLEN", DUTCH),
        (Status.WITHDRAWN, "INGETROKKEN", DUTCH),
    ],
)
def test_what_is_not_to_be_worked_by_is_stamped_across_every_page(
    status: Status, stamp: str, path: str
) -> None:
    assert set(printed(record(status), path).stamps) == {stamp.replace(" ", "")}


@pytest.mark.parametrize("status", [Status.APPROVED, Status.EFFECTIVE])
def test_what_was_approved_is_not_stamped(status: Status) -> None:
    assert set(printed(record(status)).stamps) == {""}


def test_the_first_page_says_whose_it_is_who_signed_and_what_changed_why() -> None:
    first = flat(printed(record()).pages[0])
    for words in (
        "Department Customer service",
        "Owner Team lead",
        "Version 2.1",
        "Status In force",
        "In force from 1 March 2026",
        "Review due 1 March 2028",
        "Anouk de Wit Written 20 February 2026 at 09:05",
        "Bram Öztürk Reviewed 23 February 2026 at 14:40",
        "Carla Jansen Approved 25 February 2026 at 00:15",
        "2.1 1 March 2026 Editorial Spelling. Anouk de Wit",
        "2.0 1 September 2025 Another way of working Customers waited three days",
        "1.0 15 January 2024 First version New procedure. Bram Öztürk",
    ):
        assert words in first


def test_the_last_page_proves_what_it_is() -> None:
    pdf = printed(record())
    last = flat(pdf.pages[-1])
    assert "Carla Jansen Approved 25 February 2026 at 00:15" in last
    assert HASH in last.replace(" ", "")
    assert ANCHOR in last.replace(" ", "")
    assert ADDRESS in last.replace(" ", "")
    assert "All times are those of Europe/Amsterdam." in last
    assert ("Figure", f"QR code of the address {ADDRESS}") in pdf.elements
    assert [link.address for link in pdf.links if link.address] == [ADDRESS]
    assert pdf.bookmarks[-1] == (1, "Document control")


def test_the_code_is_that_of_the_address() -> None:
    """The squares on the page, black or white, are those of the code for the address."""
    code = segno.make(ADDRESS, error="m", micro=False)
    assert squares(printed(record()), len(code.matrix)) == [
        [bool(square) for square in row] for row in code.matrix
    ]


def squares(pdf: PdfRead, count: int) -> list[list[bool]]:
    """Where the code at the left of the last page is black, row by row."""
    document = pypdfium2.PdfDocument(pdf.data)
    sheet = document[len(document) - 1].render(scale=4, grayscale=True).to_pil()
    document.close()
    mm = 4 * 72 / 25.4
    # The code begins at the height of the address beside it.
    top = sheet.height - 4 * max(link.box[3] for link in pdf.links if link.address) - 6 * mm
    code = sheet.crop((int(22 * mm), int(top), int(56 * mm), int(top + 36 * mm)))
    code = code.crop(ImageOps.invert(code).getbbox()).resize((count, count), Image.Resampling.BOX)
    return [[code.getpixel((x, y)) < 128 for x in range(count)] for y in range(count)]


def test_the_date_of_the_file_is_the_day_from_which_it_is_in_force() -> None:
    metadata = printed(record()).reader.metadata
    assert metadata is not None
    assert metadata.creation_date == datetime(2026, 3, 1, tzinfo=UTC)
    undated = print_procedure(
        check_one(example_library() / ENGLISH),
        "x",
        date(2025, 5, 5),
        record(Status.DRAFT, effective_from=None),
    )
    metadata = PdfRead(undated.data).reader.metadata
    assert metadata is not None
    assert metadata.creation_date == datetime(2025, 5, 5, tzinfo=UTC)


def test_a_long_history_begins_on_the_first_page_and_stands_whole_at_the_end() -> None:
    pdf = printed(record(history=long_history(40)))
    first = flat(pdf.pages[0])
    assert "Reason 39:" in first
    assert "And 35 earlier ones, at the end." in first
    end = flat(" ".join(pdf.pages[pdf.page_of("Document control") - 1 :]))
    assert [int(number) for number in re.findall(r"Reason (\d+):", end)] == [*range(39, -1, -1)]
    assert HASH in flat(pdf.pages[-1]).replace(" ", "")


def test_many_signatures_begin_on_the_first_page_and_stand_all_at_the_end() -> None:
    pdf = printed(record(signatures=many_signatures(90)))
    assert "And 82 more, at the end." in flat(pdf.pages[0])
    end = flat(" ".join(pdf.pages[pdf.page_of("Document control") - 1 :]))
    assert re.findall(r"Signer (\d+) ", end) == [str(number) for number in range(90)]


def test_the_last_page_has_signatures_with_what_they_prove() -> None:
    """However the signatures fall, the page with the hash has some of them, or all."""
    for count in range(28, 48, 4):
        last = printed(record(signatures=many_signatures(count))).pages[-1]
        assert HASH in flat(last).replace(" ", "")
        assert f"Signer {count - 1} " in flat(last)


def test_long_names_reasons_and_addresses_stay_on_the_page() -> None:
    name = "Wilhelmina-Alexandrina " * 12
    word = "W" * 200
    signature = replace(record().signatures[0], name=word)
    change = replace(record().history[0], reason=word, author=word)
    control = record(
        signatures=(signature,) * 3,
        history=(change,) * 3,
        printed_by=name,
        address=f"https://sop.example/{'x' * 400}",
        anchor="f" * 300,
    )
    pdf = printed(control)
    assert pdf.outside() == []
    assert "Printed on 15 July 2026 at 00:30 by Wilhelmina" in flat(pdf.pages[0])


def test_an_address_too_long_for_a_code_is_told_in_words() -> None:
    pdf = printed(record(address=f"https://sop.example/{'x' * 4000}"))
    assert not [words for kind, words in pdf.elements if words.startswith("QR code")]
    assert "https://sop.example/" in pdf.pages[-1]


def test_an_address_that_is_no_safe_link_is_only_text() -> None:
    pdf = printed(record(address="javascript:alert(1)"))
    assert not [link for link in pdf.links if link.address]
    assert "javascript:alert(1)" in flat(pdf.pages[-1]).replace("\u200b", "")


@pytest.mark.parametrize("status", list(Status))
def test_a_record_of_which_nothing_else_is_known_can_be_printed(status: Status) -> None:
    pdf = printed(Control(status))
    assert "Document control" not in pdf.text
    assert "Uncontrolled when printed" in pdf.text
    assert "Version" not in pdf.text
    assert printed(Control(status, content_hash=HASH)).bookmarks[-1] == (1, "Document control")


def test_what_looks_like_code_in_a_record_is_printed_as_it_stands() -> None:
    code = '#panic("x") $x$ @y \\ _z <b>&amp;</b> *'
    change = replace(record().history[0], reason=code, author=code)
    signature = replace(record().signatures[0], name=code)
    control = record(history=(change,), signatures=(signature,), printed_by=code, copy_number=None)
    assert flat(printed(control).text).count('#panic("x") $x$ @y \\ _z') >= 5
