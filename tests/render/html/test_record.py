"""What the page of a procedure tells of its record."""

from __future__ import annotations

import pytest

from sopkit.model.control import Control, Status, Version
from sopkit.model.library import Library
from sopkit.render.html.sop_page import sop_page
from sopkit.render.html.templates import templates
from sopkit.resources import example_library, web_path
from sopkit.services.build import site_of
from sopkit.services.compile import Compiled, compile_library
from tests.render.html.reading import PageRead, read_text
from tests.render.pdf.records import record


@pytest.fixture(scope="module")
def compiled() -> Compiled:
    return compile_library(example_library())


def shown(compiled: Compiled, control: Control | None, language: str = "en") -> PageRead:
    library: Library = compiled.library
    [sop] = [sop for sop in library.by_number["KS-003"] if sop.language == language]
    page = sop_page(site_of(compiled, frozenset()), sop, None, control)
    read = read_text(templates(web_path("templates")).sop(page))
    assert read.problems == []
    return read


def texts_of(page: PageRead, name: str) -> list[str]:
    return [
        element.text
        for element in page.elements
        if name in element.attributes.get("class", "").split()
    ]


def test_a_text_that_no_register_knows_is_a_draft(compiled: Compiled) -> None:
    page = shown(compiled, None, "nl")
    assert texts_of(page, "status") == ["CONCEPT"]
    assert texts_of(page, "stamp") == ["CONCEPT"]
    assert texts_of(page, "over") == texts_of(page, "version") == []
    assert "Versies en handtekeningen" not in page.texts


def test_a_version_in_force_tells_since_when_and_who_approved_it(compiled: Compiled) -> None:
    page = shown(compiled, record())
    assert texts_of(page, "status") == ["IN FORCE"]
    assert texts_of(page, "version") == ["Version 2.1"]
    assert texts_of(page, "stamp") == texts_of(page, "over") == []
    texts = page.texts
    for said in ("1 March 2026", "1 March 2028", "Carla Jansen", "Approved"):
        assert said in texts
    assert "25 February 2026 at 00:15" in texts, "in the organisation’s time zone"


def test_each_change_stands_in_the_history_with_nature_and_reason(compiled: Compiled) -> None:
    page = shown(compiled, record(), "nl")
    rows = [e.text for e in page.elements if e.tag in ("th", "td") and "tbody" in e.parents]
    rows = rows[rows.index("2.1") :]
    assert rows[:5] == ["2.1", "1 maart 2026", "Redactioneel", "Spelling.", "Anouk de Wit"]
    assert rows[10:13] == ["1.0", "15 januari 2024", "Eerste versie"]


@pytest.mark.parametrize(
    ("status", "warning"),
    [
        (Status.SUPERSEDED, "Do not use this version: it is no longer in force."),
        (Status.WITHDRAWN, "Do not use this procedure: it has been withdrawn."),
    ],
)
def test_what_is_over_says_that_it_must_not_be_used(
    compiled: Compiled, status: Status, warning: str
) -> None:
    page = shown(compiled, record(status))
    assert [e.text for e in page.all("strong") if "header" in e.parents] == [warning]
    assert texts_of(page, "stamp") == [status.value.upper()]


def test_a_superseded_version_names_the_newest_and_leads_to_it(compiled: Compiled) -> None:
    page = shown(compiled, record(Status.SUPERSEDED, version=Version(2, 0)))
    [link] = [e for e in page.all("a") if e.text == "Superseded by version 2.1."]
    assert link.attributes["href"] == record().address


def test_a_superseded_version_without_a_successor_on_record_still_says_so(
    compiled: Compiled,
) -> None:
    page = shown(compiled, record(Status.SUPERSEDED, history=(), address=None))
    assert "Superseded by a later version." in page.texts
