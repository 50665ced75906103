"""The pages about a whole library: what leads to what, the standards, the glossary."""

from __future__ import annotations

from pathlib import Path

import pytest

from sopkit.resources import example_library
from sopkit.services.build import build_site
from sopkit.services.compile import compile_library
from tests.generate.library import write_library
from tests.render.html.reading import PageRead, broken_links, read_page

SOP = """\
---
number: {number}
title: {title}
department: d
language: {language}
{standards}
---

## {purpose}

x

## {terms}

{definition}

## {instructions}

{steps}
"""


def sop(number: str, title: str, steps: str, *, standards: str = "", english: bool = False) -> str:
    return SOP.format(
        number=number,
        title=title,
        steps=steps,
        standards=standards,
        language="en" if english else "nl",
        purpose="Purpose" if english else "Doel",
        terms="Terms" if english else "Begrippen",
        definition="None." if english else "Geen.",
        instructions="Instructions" if english else "Instructies",
    )


FILES = {
    "organisation.yaml": "name: X\nlanguage: nl\n",
    "standards/own.yaml": (
        "id: own\nname: {nl: Eigen norm}\nkind: duration\nbetter: lower\ndimension: speed\n"
        "unit: h\nwindow: 7d\ntarget: '<= 4h'\ndefinition: {nl: Van a tot b.}\n"
    ),
    "a.md": sop(
        "A-1",
        "Eerste",
        "1. Voer [B-1](B-1) uit. {standard=own}\n2. Klaar → [C-1](C-1)",
        standards='standards: {own: "<= 2h", nps: ">= 30", mystery: ">= 1"}',
    ),
    "b.md": sop("B-1", "Tweede", "1. Doe iets."),
    "b.en.md": sop("B-1", "Second", "1. Do it.", english=True),
    "c.md": sop("C-1", "Derde", "1. Doe iets.\n2. Zie [C-1](C-1)."),
    "d.md": sop("D-1", "Los", "1. Doe iets."),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    write_library(folder / "library", FILES)
    build_site(compile_library(folder / "library"), folder / "out")
    assert broken_links(folder / "out") == []
    return folder / "out"


def text_of(page: PageRead) -> str:
    return " ".join(page.texts)


def entries(page: PageRead) -> dict[str, list[str]]:
    """For each procedure on the page of relations, what stands under its name."""
    found: dict[str, list[str]] = {}
    inside: list[str] = []
    for element in page.elements:
        text = " ".join(element.text.split())
        if element.tag == "a" and "h2" in element.parents:
            inside = found.setdefault(element.attributes["href"], [])
        elif element.tag == "dt":
            inside.append(text)
        elif element.tag == "a" and "dd" in element.parents:
            inside.append(element.attributes["href"])
    return found


def test_each_procedure_tells_what_it_leads_to_and_what_leads_to_it(site: Path) -> None:
    assert entries(read_page(site / "relations.html")) == {
        "A-1.html": ["voert uit", "B-1.html", "draagt over aan", "C-1.html"],
        "B-1.html": ["wordt uitgevoerd door", "A-1.html"],
        "C-1.html": ["neemt over van", "A-1.html"],
    }


def test_a_procedure_is_shown_in_the_language_of_the_page_where_it_has_one(site: Path) -> None:
    english = entries(read_page(site / "relations.en.html"))
    assert english["A-1.html"][:2] == ["carries out", "B-1.en.html"]
    assert english["B-1.en.html"] == ["is carried out by", "A-1.html"]


def test_procedures_that_nothing_leads_to_are_listed_at_the_end(site: Path) -> None:
    page = read_page(site / "relations.html")
    last = [
        e.attributes["href"] for e in page.all("a") if e.parents[-3:] == ("section", "ul", "li")
    ]
    assert last == ["A-1.html", "D-1.html"]


def test_a_library_without_relations_says_so(tmp_path: Path) -> None:
    write_library(tmp_path / "library", {"d.md": FILES["d.md"]})
    build_site(compile_library(tmp_path / "library"), tmp_path / "out")
    english_or_dutch = text_of(read_page(tmp_path / "out" / "relations.html"))
    assert "No procedure speaks of another one." in english_or_dutch


def standard(page: PageRead, anchor: str) -> str:
    """All that is said of one standard."""
    start = next(i for i, e in enumerate(page.elements) if e.attributes.get("id") == anchor)
    texts = []
    for element in page.elements[start + 1 :]:
        if "standard-entry" in element.attributes.get("class", "") or element.tag == "section":
            break
        texts.append(" ".join(element.text.split()))
    return " ".join(text for text in texts if text)


def test_a_standard_is_told_exactly_and_where_it_is_served(site: Path) -> None:
    said = standard(read_page(site / "standards.html"), "standard.own")
    assert said == (
        "Eigen norm Kijkt naar snelheid Doelwaarde hoogstens 4 uur Richting hoe lager, hoe beter"
        " Eenheid uren Gemeten over 7 dagen Van a tot b. Hieraan dragen bij Eerste A-1"
        " hoogstens 2 uur stap 1 Voer B-1 uit"
    )


def test_a_trade_mark_is_acknowledged(site: Path) -> None:
    for page in ("standards.html", "A-1.html"):
        assert "geregistreerde handelsmerken" in text_of(read_page(site / page))


def test_a_standard_that_nothing_defines_is_shown_as_such(site: Path) -> None:
    said = standard(read_page(site / "standards.html"), "standard.mystery")
    assert "Van deze norm is geen definitie bekend." in said


def test_standards_that_are_not_used_stand_apart(site: Path) -> None:
    page = read_page(site / "standards.html")
    levels = {
        e.attributes["id"]: "section" in e.parents
        for e in page.elements
        if e.attributes.get("id", "").startswith("standard.")
    }
    assert [name for name, apart in levels.items() if not apart] == [
        "standard.own", "standard.mystery", "standard.nps",
    ]  # fmt: skip
    assert levels["standard.csat"]


def test_the_languages_stand_in_the_same_order_on_every_page(site: Path) -> None:
    for name in ("B-1.html", "B-1.en.html", "glossary.html", "standards.en.html"):
        texts = [element.text.strip() for element in read_page(site / name).elements]
        assert [text for text in texts if text in {"English", "Nederlands"}] == [
            "English", "Nederlands",
        ], name  # fmt: skip


def test_every_standard_of_the_example_library_is_on_the_page_in_both_languages(
    tmp_path: Path,
) -> None:
    compiled = compile_library(example_library())
    build_site(compiled, tmp_path)
    for name, language in (("standards.html", "nl"), ("standards.en.html", "en")):
        text = text_of(read_page(tmp_path / name))
        for known in compiled.library.standards.values():
            assert known.name(language) in text
            assert " ".join(known.definitions[language].split()) in text


def test_a_term_leads_to_its_entry_in_the_glossary(tmp_path: Path) -> None:
    files = {
        "organisation.yaml": "name: X\nlanguage: nl\n",
        "glossary.md": "# B\n\n## Begrippen\n\nR&D 100%\n: Onderzoek.\n\nklant\n: Wie koopt.\n",
        "a.md": sop("A-1", "Eerste", "1. Bel de klanten.\n   Bel de klant. R&D 100% doet mee."),
    }
    write_library(tmp_path / "library", files)
    build_site(compile_library(tmp_path / "library"), tmp_path / "out")
    assert broken_links(tmp_path / "out") == []
    page = read_page(tmp_path / "out" / "A-1.html")
    marked = [e.text for e in page.all("a") if e.attributes.get("class") == "explained"]
    assert marked == ["klanten", "R&D 100"]
    assert "Wie koopt." in page.texts
