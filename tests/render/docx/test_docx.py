"""A procedure for Word, read back."""

from __future__ import annotations

import io
import re
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx.shared import Mm
from PIL import Image

from sopkit.flow.flow import Flow
from sopkit.messages import translator
from sopkit.model.control import Control, Status
from sopkit.model.sop import Sop
from sopkit.render.docx.text import checker_language, reads_from_right
from sopkit.render.outline import outline
from sopkit.resources import example_library, locales
from sopkit.services.check import Checked
from sopkit.services.export import Exported, export_docx
from sopkit.services.graph import check_one
from tests.render.docx.reading import STEPS, W, Word
from tests.render.pdf.records import record

EXAMPLES = sorted(path.relative_to(example_library()) for path in example_library().glob("*/*.md"))
RIGHT = "هذا نص طويل"
WORD = "donaudampf" * 20


@lru_cache(maxsize=64)
def checked(path: Path) -> Checked:
    return check_one(example_library() / path)


@lru_cache(maxsize=64)
def word(path: Path) -> Word:
    return Word(export_docx(checked(path), str(path)).data)


def sop_and_flow(path: Path) -> tuple[Sop, Flow]:
    compiled = checked(path).compiled
    sop = compiled.library.by_path[path.as_posix()]
    return sop, compiled.context.flow(sop)


def exported(tmp_path: Path, text: str, control: Control | None = None) -> Exported:
    file = tmp_path / "KS-001.md"
    file.write_text(text, encoding="utf-8", newline="")
    return export_docx(check_one(file), str(file), control=control)


def made(tmp_path: Path, text: str, control: Control | None = None) -> Word:
    found = Word(exported(tmp_path, text, control).data)
    found.assert_sound()
    return found


def sop_text(instructions: str, *, language: str = "en", title: str = "T", before: str = "") -> str:
    return (
        f"---\nnumber: KS-001\ntitle: {title}\ndepartment: d\nlanguage: {language}\n---\n\n"
        f"## Purpose\n\nX.\n\n{before}\n\n## Instructions\n\n{instructions}\n"
    )


# ---- every example -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=str)
def test_word_has_nothing_to_mend(path: Path) -> None:
    word(path).assert_sound()


@pytest.mark.parametrize("path", EXAMPLES, ids=str)
def test_the_numbers_are_those_of_the_flowchart(path: Path) -> None:
    sop, flow = sop_and_flow(path)
    assert word(path).numbers == [step.number for step in sop.walk()]
    assert {node.step for node in flow.nodes if node.step} <= set(word(path).numbers)


@pytest.mark.parametrize("path", EXAMPLES, ids=str)
def test_headings_come_in_order_and_skip_no_level(path: Path) -> None:
    sop, _ = sop_and_flow(path)
    headings = word(path).headings
    texts = [text for level, text in headings if level == 1]
    wanted = [section.heading for section in sop.sections]
    assert texts[: len(wanted)] == wanted
    assert [text for level, text in headings if level == 2][: len(sop.phases)] == [
        phase.title for phase in sop.phases
    ]
    levels = [0, *(level for level, _ in headings)]
    assert all(deeper - level <= 1 for level, deeper in pairwise(levels))


@pytest.mark.parametrize("path", EXAMPLES, ids=str)
def test_the_contents_list_the_headings_and_lead_to_them(path: Path) -> None:
    shown = [text for style, text in word(path).paragraphs if style.startswith("toc ")]
    assert shown == [text for level, text in word(path).headings if level <= 2]
    for link in word(path).links:
        if link.bookmark and link.bookmark.startswith("_Toc"):
            assert word(path).bookmarks[link.bookmark] == link.text
    instructions = [each.text for each in word(path).body.iter(f"{W}instrText")]
    assert sum("TOC" in (text or "") for text in instructions) == 1


@pytest.mark.parametrize("path", EXAMPLES, ids=str)
def test_go_to_leads_to_the_step_that_it_names(path: Path) -> None:
    ways = [link for link in word(path).links if re.search(r"(step|stap) \S+$", link.text)]
    for link in ways:
        number = link.text.rsplit(" ", 1)[1]
        assert word(path).bookmarks[link.bookmark or ""].split("\t")[0].strip() == number


@pytest.mark.parametrize("path", EXAMPLES, ids=str)
def test_the_pictures_of_the_chart_say_what_the_outline_says(path: Path) -> None:
    sop, flow = sop_and_flow(path)
    told = "\n".join(alternative for alternative, _, _ in word(path).pictures)
    told += word(path).text  # a part that no page is wide enough for
    roles = checked(path).compiled.library.organisation.roles or ()
    names = {role.id: role.name(sop.language) for role in roles}
    for line in outline(flow, translator(sop.language, locales()), names):
        assert f"{line.step or ''} {line.text}".strip() in told
    assert all(width <= 190 and height <= 261 for _, width, height in word(path).pictures)


@pytest.mark.parametrize("path", EXAMPLES, ids=str)
def test_every_run_has_a_language_for_the_spelling_checker(path: Path) -> None:
    wanted = "en-GB" if path.name.endswith(".en.md") else "nl-NL"
    languages = {
        each.get(f"{W}val")
        for run in word(path).body.iter(f"{W}r")
        if run.find(f"{W}t") is not None
        for each in run.iter(f"{W}lang")
    }
    assert languages == {wanted}
    unmarked = [
        run
        for run in word(path).body.iter(f"{W}r")
        if run.find(f"{W}t") is not None and run.find(f"{W}rPr/{W}lang") is None
    ]
    assert [run for run in unmarked if run.getparent().tag == f"{W}p"] == []


# ---- what stands where ---------------------------------------------------------------------------

KS_003 = Path("klantenservice/KS-003-klacht-behandelen.en.md")


def test_every_page_says_whose_and_what_it_is_and_which_of_how_many() -> None:
    for section in word(KS_003).document.sections:
        head = section.header.paragraphs[0].text
        assert head == "Kwiekwiel BV  KS-003 Handling a complaint\tDRAFT"
        foot = section.footer.paragraphs[0]
        assert foot.text == "Uncontrolled when printed\tPage 1 of 1"
        fields = [each.text.strip() for each in foot._p.iter(f"{W}instrText")]
        assert fields == ["PAGE", "NUMPAGES"]


def test_the_first_page_says_whose_it_is() -> None:
    rows = [[cell.text for cell in row.cells] for row in word(KS_003).document.tables[0].rows]
    assert ["Owner", "Team lead"] in rows
    assert ["Status", "Draft, not yet in force"] in rows


def test_scripts_alerts_and_checklists_have_styles_of_their_own() -> None:
    paragraphs = word(KS_003).paragraphs
    assert ("SOP Script", "Say or write") in paragraphs
    assert ("SOP Alert", "Warning") in paragraphs
    assert any(text == "☐\tphoto or short film" for _, text in paragraphs)
    assert ("SOP Term", "intake") in paragraphs


def test_the_properties_say_what_it_is_and_read_no_clock() -> None:
    about = word(KS_003).document.core_properties
    assert (about.title, about.author) == ("KS-003 Handling a complaint", "Kwiekwiel BV")
    assert (about.subject, about.language) == ("Customer service", "en")
    assert about.created.date() == about.modified.date() == date(2000, 1, 1)


def test_the_same_text_gives_the_same_bytes() -> None:
    first, second = (export_docx(check_one(example_library() / KS_003), "x").data for _ in "12")
    assert first == second
    with ZipFile(io.BytesIO(first)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_a_register_knows_is_shown(tmp_path: Path) -> None:
    found = made(tmp_path, sop_text("1. A."), record())
    header = found.document.sections[0].header.paragraphs[0].text
    assert header.endswith("\tIN FORCE · Version 2.1")
    assert "DRAFT" not in found.text + header
    assert found.document.core_properties.created.date() == date(2026, 3, 1)
    signatures, changes = found.document.tables[-2:]
    assert [cell.text for cell in signatures.rows[0].cells] == ["Name", "Meaning", "Signed on"]
    assert signatures.rows[1].cells[0].text == "Anouk de Wit"
    assert changes.rows[2].cells[3].text.startswith("Customers waited three days")


def test_a_record_without_version_or_signatures_is_shown_too(tmp_path: Path) -> None:
    found = made(tmp_path, sop_text("1. A."), Control(Status.IN_REVIEW))
    assert "IN REVIEW" in found.document.sections[0].header.paragraphs[0].text
    assert "Document control" not in found.text


def test_numbered_lists_begin_where_the_author_began(tmp_path: Path) -> None:
    before = "3. three\n4. four\n   - bullet\n     1. inner\n\nText.\n\n1. one"
    found = made(tmp_path, sop_text("1. A.", before=before))
    starts = [
        each.get(f"{W}val") for each in found.trees["word/numbering.xml"].iter(f"{W}startOverride")
    ]
    assert starts == ["3", "1", "1"]


def test_headers_of_tables_are_marked_and_repeated(tmp_path: Path) -> None:
    before = "| a | b |\n|:--|--:|\n| 1 | 2 |\n| 3 | 4 |"
    found = made(tmp_path, sop_text("1. A.", before=before))
    table = found.document.tables[-1]
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        *(["a", "b"], ["1", "2"], ["3", "4"]),
    ]
    marked = [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in table.rows]
    assert marked == [True, False, False]


def test_the_spelling_checker_is_told_a_region() -> None:
    tags = ["nl", "en", "nl-BE", "fr", "xx", ""]
    assert [checker_language(tag) for tag in tags] == [
        *("nl-NL", "en-GB", "nl-BE", "fr-FR", "xx", "en-GB"),
    ]


def test_words_of_sopkit_in_another_language_than_the_text_say_so(tmp_path: Path) -> None:
    found = made(tmp_path, sop_text("1. **Anrufen.** {critical}", language="de"))
    languages = {each.get(f"{W}val") for each in found.body.iter(f"{W}lang")}
    assert languages in ({"de-DE", "nl-NL"}, {"de-DE", "en-GB"})


# ---- what is hard to print -----------------------------------------------------------------------


def test_characters_that_xml_forbids_are_shown_as_replaced(tmp_path: Path) -> None:
    text = sop_text("1. **Bell \x07 and \ufffe.**", title='"a\\u0001b <i> & \\"c\\""')
    found = made(tmp_path, text)
    assert "Bell \ufffd and \ufffd" in found.text
    assert '\ufffdb <i> & "c"' in found.text


def test_what_looks_like_code_is_shown_as_it_stands(tmp_path: Path) -> None:
    text = 'Say `<script>` & {{ x }} "]]>" \\<b\\> #let x.'
    assert 'Say <script> & {{ x }} "]]>" <b> #let x' in made(tmp_path, sop_text(f"1. {text}")).text


def test_a_word_of_two_hundred_characters_stands_everywhere(tmp_path: Path) -> None:
    steps = (
        f'1. **{WORD}** {{role={WORD[:30]} why="{WORD}" record=text}}\n\n   > {WORD}\n\n'
        f"   - [ ] {WORD}\n\n2. {WORD}?\n   - {WORD} → [x](#{WORD})\n   - No\n"
    )
    before = f"| {WORD} | b |\n|--|--|\n| 1 | {WORD} |\n\n{WORD}\n: {WORD}"
    found = made(tmp_path, sop_text(steps, title=WORD, before=before))
    assert found.text.count(WORD) >= 9
    assert len(found.document.core_properties.title) <= 255


def test_text_from_right_to_left_is_marked_as_such(tmp_path: Path) -> None:
    found = made(tmp_path, sop_text(f"1. Say {RIGHT}, please.\n2. {RIGHT} now.", title=RIGHT))
    marked = [
        "".join(each.itertext())
        for each in found.body.iter(f"{W}r")
        if each.find(f"{W}rPr/{W}rtl") is not None
    ]
    assert marked.count(RIGHT) == 3
    turned = [p for p in found.body.iter(f"{W}p") if p.find(f"{W}pPr/{W}bidi") is not None]
    assert turned
    assert reads_from_right(f"1. {RIGHT}")
    assert not reads_from_right(f"Say {RIGHT}")


def test_a_whole_procedure_from_right_to_left_is_in_its_language(tmp_path: Path) -> None:
    found = made(tmp_path, sop_text(f"1. **{RIGHT}.**", language="ar", title=RIGHT))
    assert "ar-SA" in {each.get(f"{W}bidi") for each in found.body.iter(f"{W}lang")}


def test_sixty_steps_keep_their_numbers_and_their_chart(tmp_path: Path) -> None:
    steps = "\n".join(f"{place}. **Step {place}.**" for place in range(1, 61))
    found = made(tmp_path, sop_text(steps))
    assert found.numbers == [str(place) for place in range(1, 61)]
    assert len(found.pictures) > 1


def test_a_table_wider_than_the_page_is_divided_and_each_part_fits(tmp_path: Path) -> None:
    row = "|".join(f" c{place} " for place in range(40))
    before = f"|{row}|\n|{'--|' * 40}\n|{row}|"
    found = made(tmp_path, sop_text("1. A.", before=before))
    tables = [table for table in found.document.tables if table.rows[0].cells[0].text == "c0"]
    cells = [cell.text for table in tables for cell in table.rows[1].cells]
    assert {f"c{place}" for place in range(40)} == set(cells)
    for table in tables:
        assert sum(column.width for column in table.columns) <= Mm(166.5)


def test_a_picture_of_eight_thousand_pixels_is_made_small(tmp_path: Path) -> None:
    picture = Image.effect_noise((8000, 2000), 50)
    picture.save(tmp_path / "large.png", compress_level=1)
    small = Image.new("RGB", (64, 32), "red")
    small.save(tmp_path / "small.jpg")
    text = sop_text("1. A. ![large](large.png) ![small](small.jpg)\n2. B. ![small](small.jpg)")
    found = made(tmp_path, text)
    sizes = [
        Image.open(io.BytesIO(data)).size
        for name, data in found.parts.items()
        if name.startswith("word/media/")
    ]
    assert max(width for width, _ in sizes) < 2500
    assert (64, 32) in sizes  # a small one stays as it is
    texts = [alternative for alternative, width, _ in found.pictures if width <= 166]
    assert {"large", "small"} <= set(texts)


def test_a_drawing_becomes_a_picture_and_a_broken_one_its_text(tmp_path: Path) -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><path d="M0 0h9"/></svg>'
    )
    (tmp_path / "a.svg").write_text(drawing)
    (tmp_path / "b.png").write_bytes(b"no picture")
    done = exported(tmp_path, sop_text("1. A. ![drawn](a.svg)\n2. B. ![broken](b.png)"))
    found = Word(done.data)
    found.assert_sound()
    assert done.left_out == ("b.png",)
    assert "drawn" in [alternative for alternative, _, _ in found.pictures]
    assert "[broken]" in found.text


def test_a_part_that_no_page_is_wide_enough_for_is_told_in_words(tmp_path: Path) -> None:
    answers = "".join(f"   - Answer {place}: do {place}.\n" for place in range(60))
    found = made(tmp_path, sop_text(f"1. **Which?**\n{answers}"))
    assert "If “Answer 59”" in found.text


def test_the_deepest_and_the_smallest_procedure_can_be_exported(tmp_path: Path) -> None:
    deep = "".join(f"{'   ' * depth}1. Level {depth}.\n" for depth in range(19))
    found = made(tmp_path, sop_text(deep))
    assert len(found.numbers) == 19
    made(tmp_path, "")
    made(tmp_path, sop_text(""))


def test_an_id_that_stands_twice_gets_one_bookmark(tmp_path: Path) -> None:
    found = made(tmp_path, sop_text("1. A {#x}\n2. B {#x}\n3. C → [A](#x)"))
    assert len([name for name in found.bookmarks if name.startswith("step_")]) >= 2


def test_links_lead_outside_only_to_addresses_of_the_web(tmp_path: Path) -> None:
    before = "[a](https://example.org/?x=1&y=<2>) [b](javascript:alert(1)) [c](other.md)"
    found = made(tmp_path, sop_text("1. A.", before=before))
    addresses = [link.address for link in found.links if link.address]
    assert len(addresses) == 1
    assert addresses[0].startswith("https://example.org/?x=1&y=")


def test_styles_that_are_used_are_there() -> None:
    names = {style.name for style in word(KS_003).document.styles}
    assert {style for style, _ in word(KS_003).paragraphs} <= names
    assert set(STEPS) <= names
