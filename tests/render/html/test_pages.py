"""The pages of a site, as a reader gets them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sopkit.messages import translator
from sopkit.render.html.wording import language_name
from sopkit.resources import example_library, locales
from sopkit.services.build import build_site
from sopkit.services.compile import compile_library
from tests.catalogues import texts_of_the_code
from tests.generate.library import write_library
from tests.render.html.reading import PageRead, broken_links, read_page


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("example")
    build_site(compile_library(example_library()), out)
    return out


def pages(folder: Path) -> dict[str, PageRead]:
    return {path.name: read_page(path) for path in sorted(folder.glob("*.html"))}


def built(tmp_path: Path, files: dict[str, str]) -> Path:
    write_library(tmp_path / "library", files)
    build_site(compile_library(tmp_path / "library"), tmp_path / "out")
    return tmp_path / "out"


def with_class(page: PageRead, name: str) -> list[str]:
    return [
        " ".join(element.text.split())
        for element in page.elements
        if name in element.attributes.get("class", "").split()
    ]


# Every page


def test_every_page_is_well_formed_and_names_nothing_twice(example: Path) -> None:
    assert len(pages(example)) >= 18
    for name, page in pages(example).items():
        assert page.problems == [], name
        assert len(page.ids) == len(set(page.ids)), name


def test_headings_are_in_order_on_every_page(example: Path) -> None:
    for name, page in pages(example).items():
        levels = [int(e.tag[1]) for e in page.elements if re.fullmatch(r"h[1-6]", e.tag)]
        assert levels.count(1) == 1, name
        before = [0, *levels]
        assert all(after <= level + 1 for level, after in zip(before, levels, strict=False)), name


def test_every_page_forbids_what_it_does_not_need(example: Path) -> None:
    for page in pages(example).values():
        [policy] = [
            element.attributes["content"]
            for element in page.all("meta")
            if element.attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert [script.attributes.get("src") for script in page.all("script")] == ["assets/site.js"]
        assert [script.text for script in page.all("script")] == [""]
        assert page.all("style") == []
        assert not any("style" in element.attributes for element in page.elements)


def test_nothing_is_loaded_from_elsewhere(example: Path) -> None:
    for page in pages(example).values():
        for element in page.elements:
            if element.tag in ("link", "img", "script"):
                address = element.attributes.get("href") or element.attributes["src"]
                assert not re.match(r"[a-z]+:|/", address)
    style = (example / "assets" / "site.css").read_text(encoding="utf-8")
    assert re.findall(r"url\(([^)]*)\)", style) == [
        f'"fonts/{face}.woff2"' for face in ("Regular", "It", "Semibold", "Bold")
    ]
    assert "@import" not in style


def test_the_words_of_a_dutch_page_are_dutch_and_of_an_english_page_english(
    example: Path,
) -> None:
    dutch = translator("nl", locales())
    english_words = {str(text.id) for text in texts_of_the_code() if text.id}
    foreign = {
        "nl": {word for word in english_words if dutch(word) != word},
        "en": {dutch(word) for word in english_words if dutch(word) not in english_words},
    }
    links = {language_name(each) for each in ("en", "nl")}  # each in its own language
    for name, page in pages(example).items():
        language = page.all("html")[0].attributes["lang"]
        assert language == ("en" if ".en." in name else "nl")
        assert foreign[language] & set(page.texts) <= links, name


def test_text_in_another_language_than_the_page_says_so(tmp_path: Path) -> None:
    german = {
        "organisation.yaml": "language: nl\n",
        "a.md": SOP.replace("language: nl", "language: de"),
    }
    out = built(tmp_path, german)
    page = read_page(out / "KS-001.html")
    assert page.all("html")[0].attributes["lang"] == "nl"
    for element in page.elements:
        if element.tag == "h1" or element.attributes.get("class") in ("words", "text"):
            assert element.attributes["lang"] == "de"
    [entry] = [e for e in read_page(out / "index.html").all("a") if e.text == "Opnemen"]
    assert entry.attributes["lang"] == "de"


# A procedure

SOP = """\
---
number: KS-001
title: Opnemen
department: klantenservice
language: nl
owner: leider
roles: [medewerker, leider]
review: 1 years
channels: [phone]
service: proactive
direction: outbound
situations: [de telefoon gaat]
tags: [bellen]
standards:
  csat: ">= 80%"
  first-response-time: "p90 <= 1,5h"
---

Tekst vooraf.

## Doel

Zie [het einde](#klaar), [KS-002](KS-002#daar) en [weg](KS-999).

## Eigen kop

> Een citaat, geen script.

## Instructies

Lees dit eerst.

### Vooraf

1. **Groet _de klant_.** {#groet role=medewerker within=30s escalate=leider critical}
   Lach erbij. {why="Zo hoort het." expected="De klant groet terug"}

   > Goedemiddag!

   > [!CAUTION]
   > Niet zuchten.

   - [ ] naam

2. **Weet je genoeg?** {wait=2h standard=csat}
   - Ja: ga verder
   - Nee: vraag door → [Groet](#groet) {max=2}
   - Nooit → einde: gestopt
   - Elders → [KS-002](KS-002)
   - Later:
     1. Wacht even. {optional moment-of-truth}

   Na de takken.

### Leeg

### Slot

3. Doe [KS-002](KS-002) helemaal.

4. **Doe alles.** {parallel each="factuur"}
   - Eerst: dit {role=leider}
   - Dan: dat {record=number}

5. **Klaar.** {#klaar within=1bd overdue=#groet unobservable}
   1. Sluit af.

Achteraf gezegd.

## Registratie

Geen.
"""

OTHER = """\
---
number: KS-002
title: Het andere
department: klantenservice
language: nl
---

## Doel

Anders.

## Begrippen

Geen.

## Instructies

1. Doe iets. {#daar}
2. Geef door → [KS-001](KS-001)
"""

ORGANISATION = """\
name: Voorbeeld BV
language: nl
departments:
  - {id: klantenservice, name: {nl: De klantenservice}}
roles:
  - {id: medewerker, name: {nl: De medewerker}}
  - {id: leider, name: {nl: De leider}}
"""


@pytest.fixture(scope="module")
def procedure(tmp_path_factory: pytest.TempPathFactory) -> PageRead:
    out = built(
        tmp_path_factory.mktemp("procedure"),
        {"organisation.yaml": ORGANISATION, "a.md": SOP, "b.md": OTHER},
    )
    assert broken_links(out) == []
    return read_page(out / "KS-001.html")


@pytest.mark.parametrize(
    "said",
    [
        "Opnemen", "KS-001", "CONCEPT", "De klantenservice", "De leider",
        "De medewerker, De leider", "telefoon", "uitgaand, op eigen initiatief", "1 jaar",
        "de telefoon gaat", "bellen", "Tekst vooraf.", "Eigen kop", "Een citaat, geen script.",
        "Lees dit eerst.", "Vooraf", "Leeg", "Slot", "Lach erbij.", "Goedemiddag!", "Zeg",
        "Gevaar", "Niet zuchten.", "naam", "30 seconden", "Zo hoort het.", "De klant groet terug",
        "Nooit overslaan", "2 uur", "Na de takken.", "Achteraf gezegd.", "factuur", "een getal",
        "1 werkdag", "Mag je overslaan", "Moment van de waarheid", "Niet zichtbaar in systemen",
        "minstens 80%", "90% van de gevallen: hoogstens 1,5 uur", "gestopt",
        "Ga verder met stap 3", "Ga naar stap 1", "(hoogstens 2 keer)", "Draag over aan KS-002",
    ],
)  # fmt: skip
def test_whatever_an_author_wrote_is_on_the_page(procedure: PageRead, said: str) -> None:
    assert said in procedure.texts


def test_steps_carry_their_printed_numbers_and_their_ids(procedure: PageRead) -> None:
    numbers = with_class(procedure, "number")
    for number in ("1", "2", "2b", "2e.1", "3", "4", "4a", "4b", "5", "5.1"):
        assert number in numbers
    assert {"groet", "klaar", "weet-je-genoeg"} <= set(procedure.ids)


def test_each_kind_of_step_is_told_apart(procedure: PageRead) -> None:
    kinds = {
        element.attributes["id"]: element.attributes["class"]
        for element in procedure.all("li")
        if "step" in element.attributes.get("class", "").split()
    }
    assert kinds["groet"] == "step action"
    assert kinds["weet-je-genoeg"] == "step decision"
    assert kinds["doe-alles"] == "step parallel"
    assert kinds["doe-ks-002-helemaal"] == "step call"


def who_is_said(page: PageRead) -> list[tuple[str, str]]:
    """The number of each step that says who does it, and who."""
    found: list[tuple[str, str]] = []
    number = ""
    for element in page.elements:
        if element.attributes.get("class") == "number":
            number = element.text.strip()
        if element.tag == "span" and element.parents[-2:] == ("div", "dd"):
            found.append((number, element.text))
    return found


def test_who_does_a_step_is_said_where_it_changes_or_may_be_unknown(tmp_path: Path) -> None:
    steps = """1. Een. {role=medewerker}
2. Twee. {role=medewerker}
3. **Drie?**
   - Ja: vraag na {role=leider}
   - Nee: ga verder
4. Vier. {role=medewerker}
   1. Vier een.
   2. Vier twee. {role=leider}
5. **Vijf?** {role=medewerker}
   - Ja: bel {role=leider}
   - Nee: schrijf {role=leider}
   - Anders: wacht
6. Zes. {role=medewerker}
7. Zeven. {role=medewerker}

### Achteraf

8. Acht. {role=medewerker}
"""
    text = OTHER.replace("1. Doe iets. {#daar}\n2. Geef door → [KS-001](KS-001)", steps)
    page = read_page(
        built(tmp_path, {"organisation.yaml": ORGANISATION, "a.md": text}) / "KS-002.html"
    )
    assert who_is_said(page) == [
        ("1", "De medewerker"),
        ("3a", "De leider"),
        ("4", "De medewerker"),
        ("4.2", "De leider"),
        ("5", "De medewerker"),
        ("5a", "De leider"),
        ("5b", "De leider"),
        ("5c", "De medewerker"),
        ("6", "De medewerker"),
        ("8", "De medewerker"),
    ]


def test_who_does_all_steps_is_said_once(tmp_path: Path) -> None:
    steps = """### Eerst

1. Een. {role=medewerker}

### Later

2. Twee. {role=medewerker}
"""
    text = OTHER.replace("1. Doe iets. {#daar}\n2. Geef door → [KS-001](KS-001)", steps)
    page = read_page(
        built(tmp_path, {"organisation.yaml": ORGANISATION, "a.md": text}) / "KS-002.html"
    )
    assert who_is_said(page) == [("1", "De medewerker")]


def test_the_text_after_the_branches_comes_after_them(procedure: PageRead) -> None:
    texts = procedure.texts
    assert texts.index("Draag over aan KS-002") < texts.index("Na de takken.")


def test_the_page_tells_what_it_leads_to_and_where_it_comes_from(procedure: PageRead) -> None:
    related = [e.text.strip() for e in procedure.elements if e.parents[-2:] == ("ul", "li")]
    assert "voert uit" in related
    assert "neemt over van" in related


def test_the_flowchart_stands_there_as_text_with_roles_by_name(procedure: PageRead) -> None:
    outline = [e.text for e in procedure.elements if "details" in e.parents and e.tag == "span"]
    assert (
        outline[0]
        == "Groet de klant (De medewerker; binnen 30 seconden; mag nooit worden overgeslagen)"
    )
    ways = [e.text for e in procedure.elements if "details" in e.parents and e.tag == "a"]
    assert any("Ja" in way and "3" in way for way in ways)


def test_every_node_of_the_flowchart_leads_to_its_step(procedure: PageRead) -> None:
    nodes = [e for e in procedure.all("a") if "svg" in e.parents]
    assert len(nodes) >= 8
    assert all(e.attributes["href"].startswith("#") for e in nodes)


def test_a_step_may_have_any_id_without_clashing_with_the_page(tmp_path: Path) -> None:
    ids = ["page.main", "page.1", "page-page.main", "page.chart", "department.x", "a%b", 'q"<>&']
    steps = "\n".join(f"{n}. **Stap {n}.** {{#{id}}}" for n, id in enumerate(ids, start=1))
    text = OTHER.replace("1. Doe iets. {#daar}\n2. Geef door → [KS-001](KS-001)", steps)
    out = built(tmp_path, {"a.md": text})
    page = read_page(out / "KS-002.html")
    assert len(page.ids) == len(set(page.ids))
    assert set(ids) - {'q"<>&'} <= set(page.ids)
    assert broken_links(out) == []


def test_nesting_as_deep_as_the_parser_reads_is_shown(tmp_path: Path) -> None:
    lines = ["   " * depth + f"1. Stap {depth}" for depth in range(300)]
    text = OTHER.replace("1. Doe iets. {#daar}\n2. Geef door → [KS-001](KS-001)", "\n".join(lines))
    page = read_page(built(tmp_path, {"a.md": text}) / "KS-002.html")
    assert page.problems == []
    assert any("Stap 90" in text for text in page.texts)


# What an author writes cannot run

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "</title></svg></style><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<svg/onload=alert(1)>",
    "]]><script>alert(1)</script><![CDATA[",
]

HOSTILE = """\
---
number: KS-001
title: {value}
department: {value}
language: nl
owner: {value}
roles: [{value}]
review: {value}
channels: [{value}]
service: {value}
direction: {value}
situations: [{value}]
tags: [{value}]
standards:
  csat: {value}
---

{text}

## {text}

{text}

## Begrippen

{text}
: {text}

## Instructies

{text}

### {text}

1. **{text}** {{role={value} within=2h escalate={value} each={value}}}
   {text} {{expected={value} why={value} standard={value}}}

   > {text}

   > [!NOTE]
   > {text}

   - [ ] {text}

   | {text} | b |
   |---|---|
   | {text} | d |

   ```{text}
   {text}
   ```

2. **{text} genoeg?**
   - {text}: {text} → [{text}](#weg)
   - Nee: {text} → [{text}](KS-999)
   - Anders → einde: {text}

3. {text} {{#{id}}}
"""


def quoted(payload: str) -> str:
    return '"' + payload.replace("\\", "\\\\").replace('"', '\\"') + '"'


def hostile(payload: str) -> dict[str, str]:
    value = quoted(payload)
    organisation = (
        f"name: {value}\nlanguage: nl\nlogo: {value}\n"
        f"departments: [{{id: {value}, name: {{nl: {value}}}}}]\n"
        f"roles: [{{id: {value}, name: {{nl: {value}}}}}]\n"
    )
    standard = (
        f"id: csat\nname: {{nl: {value}}}\nkind: score\nbetter: higher\nunit: {value}\n"
        f"dimension: friendliness\ndefinition: {{nl: {value}}}\nwindow: {value}\n"
    )
    sop = HOSTILE.format(value=value, text=payload, id=payload.replace(" ", ""))
    return {
        "organisation.yaml": organisation,
        "standards/csat.yaml": standard,
        "glossary.md": f"# {payload}\n\n## Begrippen\n\n{payload}\n: {payload}\n",
        "a.md": sop,
        "b.md": sop.replace("language: nl", f"language: {value}"),
        "c.md": sop.replace("number: KS-001", f"number: {value}"),
        "d'\"<b>.md": sop.replace("KS-001", "KS-002"),
    }


HARMLESS = {
    "html", "head", "meta", "title", "link", "body", "a", "header", "span", "nav", "ul", "li",
    "main", "article", "section", "p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "dl", "dt",
    "dd", "ol", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "blockquote",
    "label", "input", "details", "summary", "strong", "em", "code", "pre", "img", "hr", "br", "s",
    "svg", "g", "rect", "path", "text", "circle", "line", "polygon", "ellipse", "tspan", "script",
    "dfn", "form",
}  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_script_in_every_text_is_text(tmp_path: Path, payload: str) -> None:
    out = built(tmp_path, hostile(payload))
    drawings = {path.name: read_page(path) for path in out.glob("*.svg")}
    assert len(pages(out)) >= 6
    assert len(drawings) == 4
    for name, page in (pages(out) | drawings).items():
        assert page.problems == [], name
        allowed = HARMLESS | ({"style"} if name.endswith(".svg") else set())
        assert {element.tag for element in page.elements} <= allowed, name
        assert [e.attributes["src"] for e in page.all("script")] == (
            ["assets/site.js"] if name.endswith(".html") else []
        )
        assert [e.text for e in page.all("script") if e.text] == []
        for element in page.elements:
            assert not [key for key in element.attributes if key.startswith("on")], name
        for address in page.addresses:
            assert re.match(r"#|[\w~.%/-]+(#|\Z)", address), (name, address)
    assert broken_links(out) == []


def test_a_hostile_text_is_shown_as_it_was_written(tmp_path: Path) -> None:
    out = built(tmp_path, hostile(PAYLOADS[0]))
    page = read_page(out / "KS-001.html")
    assert page.all("h1")[0].text == PAYLOADS[0]
    assert page.texts.count(PAYLOADS[0]) > 12
