"""The PDF of a procedure, read back with another library."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import islice, pairwise
from pathlib import Path

import pypdfium2
import pytest

from sopkit.flow.build import build_flow
from sopkit.flow.flow import Flow
from sopkit.messages import Translate, translator
from sopkit.model.sop import SectionKind, Sop
from sopkit.render.chart import Chart
from sopkit.render.layout import lay_out
from sopkit.render.options import LEAST_PRINTED_SIZE, SMALL_SIZE, ChartOptions
from sopkit.render.outline import outline
from sopkit.resources import example_library, locales
from sopkit.services.graph import check_one
from sopkit.services.press import Printed
from sopkit.services.print import print_procedure
from tests.cli.conftest import sop
from tests.render.pdf.reading import PdfRead
from tests.render.pdf.records import record

LANDING = 10.0
"""So many points above its goal a link lands, so that the goal does not touch the edge."""
KS_003 = "klantenservice/KS-003-klacht-behandelen.md"
EXAMPLES = sorted(
    path.relative_to(example_library()).as_posix()
    for path in example_library().rglob("*-*.md")
    if path.parent != example_library()
)


def sample(language: str) -> list[str]:
    """The shortest, the longest and a middling example in a language."""
    texts = [path for path in EXAMPLES if (".en." in path) == (language == "en")]
    texts.sort(key=lambda path: ((example_library() / path).stat().st_size, path))
    return [texts[0], texts[len(texts) // 2], texts[-1]]


SAMPLE = [*sample("en"), *sample("nl")]
"""Those whose every character and link is looked at."""


@lru_cache(maxsize=128)  # all examples: each test goes through them in turn
def printed(path: Path) -> Printed:
    return print_procedure(check_one(path), path.name)


@lru_cache(maxsize=8)
def read(path: Path | str) -> PdfRead:
    return PdfRead(printed(example_library() / path).data)


def made(tmp_path: Path, text: str, name: str = "KS-001.md") -> Printed:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return print_procedure(check_one(path), name)


def sop_of(path: str) -> Sop:
    checked = check_one(example_library() / path)
    [found] = checked.selection.files
    return checked.compiled.library.by_path[found]


def flow_of(path: str) -> Flow:
    return build_flow(sop_of(path))


def translator_of(path: str) -> Translate:
    return translator("en" if ".en." in path else "nl", locales())


def roles_of(path: str) -> dict[str, str]:
    """The names of the roles, by their ids, in the language of a procedure."""
    organisation = check_one(example_library() / path).compiled.library.organisation
    language = flow_of(path).language
    return {role.id: role.name(language) for role in organisation.roles or ()}


def charts_of(path: str) -> tuple[Chart, ...]:
    """The charts as they are laid out, in points before they are printed."""
    options = ChartOptions(translate=translator_of(path), roles=roles_of(path))
    return lay_out(flow_of(path), options)


# What kind of file it is


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_example_is_a_tagged_file_to_keep_and_to_read_aloud(path: str) -> None:
    pdf = read(path)
    assert "<pdfaid:part>3</pdfaid:part>" in pdf.marks
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in pdf.marks
    assert "<pdfuaid:part>1</pdfuaid:part>" in pdf.marks
    assert pdf.root["/MarkInfo"]["/Marked"]
    assert pdf.root["/Lang"] == ("en" if ".en." in path else "nl")
    assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.parametrize("path", EXAMPLES)
def test_only_the_shipped_font_is_used(path: str) -> None:
    names = read(path).font_names
    assert "SourceSans3-Regular" in names
    assert all(name.startswith("SourceSans3-") for name in names)


def test_the_source_is_attached_as_it_was_read() -> None:
    text = (example_library() / KS_003).read_text(encoding="utf-8")
    assert read(KS_003).attachments == {"KS-003.nl.md": text.encode()}


@pytest.mark.parametrize(
    "around",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "nl_NL.UTF-8"},
    ],
)
def test_the_same_text_gives_the_same_bytes_whatever_is_around_it(
    tmp_path: Path, around: dict[str, str]
) -> None:
    path = example_library() / KS_003
    program = (
        "import sys; from pathlib import Path\n"
        "from sopkit.services.graph import check_one\n"
        "from sopkit.services.print import print_procedure\n"
        "from tests.render.pdf.records import record\n"
        "sys.stdout.buffer.write("
        "print_procedure(check_one(Path(sys.argv[1])), 'x', control=record()).data)"
    )
    root = str(Path(__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-c", program, path],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root, **around},
        capture_output=True,
        check=True,
    )
    assert done.stdout == print_procedure(check_one(path), "y", control=record()).data


def test_the_date_in_the_properties_is_the_one_that_was_given() -> None:
    checked = check_one(example_library() / KS_003)
    pdf = PdfRead(print_procedure(checked, "x", date(2026, 3, 4)).data)
    assert pdf.reader.metadata is not None
    assert pdf.reader.metadata.creation_date == datetime(2026, 3, 4, tzinfo=UTC)
    assert "2026-03-04" in pdf.marks


# What stands on every page


@pytest.mark.parametrize("path", EXAMPLES)
def test_every_page_says_whose_and_what_it_is_and_which_of_how_many(path: str) -> None:
    pdf = read(path)
    english = ".en." in path
    [number] = re.findall(r"^[A-Z]+-\d+", Path(path).name)
    for index, text in enumerate(pdf.pages, start=1):
        assert "Kwiekwiel BV" in text
        assert number in text
        page, of = ("Page", "of") if english else ("Pagina", "van")
        assert f"{page} {index} {of} {len(pdf.pages)}" in text
        assert ("Uncontrolled when printed" if english else "Niet beheerd na afdrukken") in text
        # At the head, at the foot, and across the page.
        assert text.count("DRAFT" if english else "CONCEPT") >= 3


def test_the_first_page_says_whose_it_is_and_when_it_is_reviewed() -> None:
    first = " ".join(read(KS_003).pages[0].split())
    for words in (
        "Afdeling Klantenservice",
        "Eigenaar Teamleider",
        "Rollen Klantmedewerker",
        "Herzien elke 12 maanden",
        "Status Concept, nog niet van kracht",
    ):
        assert words in first


# Structure, bookmarks and order


def test_the_bookmarks_are_the_title_the_sections_and_the_phases() -> None:
    assert read(KS_003).bookmarks[:3] == [
        (0, "Klacht behandelen"), (1, "Doel"), (1, "Toepassingsgebied"),
    ]  # fmt: skip
    titles = [title for _depth, title in read(KS_003).bookmarks]
    assert titles[-1] == "Stroomschema"
    assert (2, "Nazorg") in read(KS_003).bookmarks


@pytest.mark.parametrize("path", EXAMPLES)
def test_headings_skip_no_level(path: str) -> None:
    levels = [int(kind[1]) for kind, _text in read(path).elements if re.match(r"H\d", kind)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("path", SAMPLE)
def test_it_is_read_aloud_in_the_order_of_the_procedure(path: str) -> None:
    """Each step follows the one before it, with its number; the flowchart comes last."""
    spoken = read(path).spoken
    procedure = sop_of(path)
    place = spoken.index(procedure.number)
    for section in procedure.sections:
        heading = spoken.index(f" {section.heading} ", place)
        place = max(place, heading)
        if section.kind is not SectionKind.INSTRUCTIONS:
            continue
        for step in procedure.walk():
            title = " ".join(re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", step.title).split())
            found = spoken.find(f"{step.number} {title[:30].rstrip()}", place)
            if step.call is None:  # a call shows the other procedure's title
                assert found >= 0, (step.number, title, spoken[place : place + 200])
            place = max(place, found)
    chart = "Flowchart" if ".en." in path else "Stroomschema"
    assert spoken.rindex(f" {chart}") > place


@pytest.mark.parametrize("path", SAMPLE)
def test_the_bookmarks_are_the_headings_in_their_order(path: str) -> None:
    pdf = read(path)
    headings = [kind for kind, _text in pdf.elements if re.match(r"H\d", kind)]
    assert [f"H{depth + 1}" for depth, _title in pdf.bookmarks] == headings
    place = 0
    for _depth, title in pdf.bookmarks:
        place = pdf.spoken.index(" ".join(title.split()), place)


@pytest.mark.parametrize("path", SAMPLE)
def test_no_character_is_smaller_than_seven_points_or_near_the_edge(path: str) -> None:
    pdf = read(path)
    assert len(pdf.characters) > 2000
    assert min(each.size for each in pdf.characters) >= LEAST_PRINTED_SIZE - 0.01
    assert pdf.outside() == []


@pytest.mark.parametrize("path", SAMPLE)
def test_a_link_that_names_a_step_lands_on_that_step(path: str) -> None:
    pdf = read(path)
    named = 0
    for link in (link for link in pdf.links if link.page < pdf.chart_page and link.to):
        number = re.search(r"(?:step|stap)(\d[\da-z.]*)$", pdf.text_in(link.page, link.box))
        if number:
            named += 1
            assert pdf.line_at(link.to or 0, link.top - LANDING).startswith(number[1])
    assert named or "→ [" not in (example_library() / path).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", SAMPLE)
def test_every_link_to_a_step_lands_on_its_number(path: str) -> None:
    """A node says the number of its step; its link lands on the line that begins with it."""
    pdf = read(path)
    by_box = [link for link in pdf.links if link.page >= pdf.chart_page and link.to]
    shapes = [shape for chart in charts_of(path) for shape in chart.shapes if shape.target]
    numbers = {step.id: step.number for step in sop_of(path).walk()}
    assert len(by_box) == len(shapes)
    for link, shape in zip(by_box, shapes, strict=True):
        line = pdf.line_at(link.to or 0, link.top - LANDING)
        assert line.startswith(numbers[shape.target or ""]), (shape.target, line)


def test_tables_lists_and_pictures_are_tagged_as_such() -> None:
    kinds = {kind for kind, _text in read(KS_003).elements}
    assert {"Table", "TH", "TD", "L", "LI", "Figure", "Link", "P", "H2", "H3"} <= kinds


# The flowchart


@pytest.mark.parametrize("path", EXAMPLES)
def test_the_words_of_the_charts_are_the_outline_of_the_flow(path: str) -> None:
    flow = flow_of(path)
    charts = "\n".join(
        words for kind, words in read(path).elements if kind == "Figure" and "\n" in words
    )
    told = charts.split("\n")
    for line in outline(flow, translator_of(path), roles_of(path)):
        assert " ".join(filter(None, (line.step, line.text))) in told
        for way in line.exits:
            assert way.text in told


@pytest.mark.parametrize("path", EXAMPLES)
def test_no_text_of_a_chart_is_smaller_than_seven_points(path: str) -> None:
    """The smallest text has SMALL_SIZE in the chart; the links tell how large it is printed."""
    pdf = read(path)
    widths = iter([link.width for link in pdf.links if link.page >= pdf.chart_page])
    for chart in charts_of(path):
        boxes = [shape.box.width for shape in chart.shapes if shape.target is not None]
        scale = sum(islice(widths, len(boxes))) / sum(boxes)
        assert SMALL_SIZE * scale >= LEAST_PRINTED_SIZE - 0.01
        assert scale <= 1.001
    assert list(widths) == []


def test_a_part_that_is_too_wide_to_be_legible_is_told_in_words(tmp_path: Path) -> None:
    answers = "".join(f"   - Answer {number} → end\n" for number in range(40))
    pdf = PdfRead(made(tmp_path, sop(f"1. **Which?**\n{answers}")).data)
    chart = " ".join(pdf.pages[pdf.chart_page - 1 :])
    assert "KS-001 Answering, Part 2 of 2" in chart
    assert "If “Answer 0”: stop here: End." in chart
    assert "If “Answer 39”: stop here: End." in chart
    assert "Figure" not in [
        kind for kind, words in pdf.elements if "Which?" in words and "Answer 39" in words
    ]


def test_each_node_of_the_chart_leads_to_its_step() -> None:
    pdf = read(KS_003)
    links = [link for link in pdf.links if link.page >= pdf.chart_page]
    assert len(links) >= 25
    assert all(link.to is not None and link.to < pdf.chart_page for link in links)
    goals = {(link.to, link.top) for link in links}
    assert len(goals) >= 20


def test_a_way_on_leads_to_the_step_that_it_names(tmp_path: Path) -> None:
    text = sop("1. **First.** {#first}\n2. **Done?**\n   - Yes → end\n   - No → [First](#first)")
    pdf = PdfRead(made(tmp_path, text).data)
    assert "Go to step 1" in pdf.text
    [link] = [link for link in pdf.links if link.page == 1]
    assert link.to == 1


# Whatever authors write


def test_what_looks_like_code_is_printed_as_it_stands(tmp_path: Path) -> None:
    code = '#panic("x") $x$ @y \\ _z <script>alert(1)</script> {{ 7 }} // *'
    text = sop(f"1. **Do it.** {code}").replace(
        "Every customer is answered.", f"`{code}` and {code}"
    )
    assert made(tmp_path, text).errors == 0
    assert PdfRead(made(tmp_path, text).data).text.count('#panic("x") $x$ @y') == 3


def test_characters_without_a_glyph_are_replaced_and_told(tmp_path: Path) -> None:
    found = made(tmp_path, sop("1. **Look ⚠ at ① and 漢 and مر 😀.**"))
    assert {"⚠": "(!)", "①": "1", "漢": "□", "😀": ":-)"}.items() <= found.replaced.items()
    assert "Look (!) at 1 and □ and" in PdfRead(found.data).text


def test_the_title_in_the_properties_keeps_every_character(tmp_path: Path) -> None:
    found = made(tmp_path, sop("1. Call.").replace("title: Answering", "title: Answering 漢"))
    metadata = PdfRead(found.data).reader.metadata
    assert metadata is not None
    assert metadata.title == "KS-001 Answering 漢"


def test_a_word_longer_than_the_line_stays_on_the_page(tmp_path: Path) -> None:
    word = "x" * 200
    cells = f"| a | b | c |\n|---|---|---|\n| {word} | {word} | {word} |"
    data = made(tmp_path, sop(f"1. **{word}**\n\n   {word}\n").replace("None.", cells)).data
    document = pypdfium2.PdfDocument(data)
    found = 0
    for page in list(document)[:-1]:  # the last has the chart
        for entry in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=8):
            left, bottom, right, top = entry.get_bounds()
            if top - bottom < 200:  # the watermark is higher
                found += 1
                assert left >= 60
                assert right <= page.get_width() - 60
    document.close()
    assert found > 20


def test_a_picture_that_cannot_be_shown_gives_way_to_its_text(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"no picture")
    found = made(tmp_path, sop("1. **Look.**\n\n   ![A green door](broken.png)\n"))
    assert found.left_out == ("broken.png",)
    assert "A green door" in PdfRead(found.data).text


def test_the_smallest_and_the_deepest_procedure_can_be_printed(tmp_path: Path) -> None:
    assert PdfRead(made(tmp_path, "---\nnumber: KS-001\n---\n").data).pages
    steps = "".join(f"{'   ' * depth}1. **Step {depth}.**\n" for depth in range(20))
    text = PdfRead(made(tmp_path, sop(steps)).data).text
    assert all(f"Step {depth}" in text for depth in range(20))


def test_a_step_is_not_torn_from_its_number_title_or_way_on(tmp_path: Path) -> None:
    steps = [f"{n}. **Title {n}.** Text {n}. → end: reason {n}" for n in range(1, 60)]
    pages = PdfRead(made(tmp_path, sop("\n".join(steps))).data).pages
    for number in range(1, 60):
        [page] = [text for text in pages if re.search(rf"Text {number}\.", text)]
        assert re.search(rf"^{number} +Title {number}\b", page, re.MULTILINE)
        assert re.search(rf"End: reason {number}\b", page)


def test_right_to_left_text_and_unknown_languages_are_printed(tmp_path: Path) -> None:
    text = sop("1. مرحبا").replace("language: en", "language: ar")
    assert PdfRead(made(tmp_path, text).data).root["/Lang"] == "ar"
    text = sop("1. Call.").replace("language: en", "language: x-strange")
    assert PdfRead(made(tmp_path, text).data).root["/Lang"] == "en"


def test_an_id_that_stands_twice_and_headings_that_skip_do_not_stop_it(tmp_path: Path) -> None:
    text = sop("1. A. {#x}\n2. B. {#x}\n3. C. → [A](#x)").replace("None.", "##### Deep\n\nNone.")
    pdf = PdfRead(made(tmp_path, text).data)
    assert (2, "Deep") in pdf.bookmarks
