"""Authors' Markdown as safe HTML."""

from __future__ import annotations

from time import process_time

import pytest

from sopkit.render.markdown import Surroundings, render_blocks, render_inline
from tests.render.html.reading import read_text

AT = Surroundings(
    link={"KS-001": "KS-001.html", "#stap": "#stap"}.get,
    picture={"frame.svg": "pictures/frame.svg"}.get,
    labels={"warning": "Let op", "script": "Zeg", "table": "Tabel", "missing": "Niets"},
)


def tags(html: str) -> list[str]:
    return [element.tag for element in read_text(html).elements]


def test_raw_html_is_shown_as_text() -> None:
    html = render_blocks("Een <script>alert(1)</script> en <b onclick=x>vet</b>.", AT)
    assert tags(html) == ["p"]
    assert read_text(html).texts == ["Een <script>alert(1)</script> en <b onclick=x>vet</b>."]


def test_a_block_of_raw_html_is_shown_as_text() -> None:
    assert tags(render_blocks("<div>\n<img src=x onerror=alert(1)>\n</div>", AT)) == ["p"]


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "java&#10;script:alert(1)",
        "vbscript:x",
        "data:text/html;base64,PHNjcmlwdD4=",
        "file:///etc/passwd",
        "//evil.example/x",
        "/etc/passwd",
        "\\\\evil.example\\x",
        "ftp://example.org",
        "../../outside.md",
        "blob:x",
        "view-source:https://example.org",
    ],
)
def test_a_link_that_could_run_or_leave_is_no_link(target: str) -> None:
    for text in (f"[tekst]({target})", f"[tekst](<{target}>)", f"<{target}>", f"![x]({target})"):
        page = read_text(render_blocks(text, AT))
        assert page.addresses == []
        assert {element.tag for element in page.elements} <= {"p", "span"}


@pytest.mark.parametrize(
    "target", ["https://example.org/a?b=c&d", "http://example.org", "mailto:a@b.nl", "tel:+31201"]
)
def test_a_link_to_the_outside_stays(target: str) -> None:
    page = read_text(render_blocks(f"[tekst]({target})", AT))
    assert page.addresses == [target]
    assert page.all("a")[0].attributes["rel"] == "noopener noreferrer"


def test_a_link_that_is_a_number_alone_stays_on_one_line() -> None:
    alone, named = read_text(
        render_inline("Zie [KS-001](KS-001) en [KS-001 Bellen](KS-001).", AT)
    ).elements
    assert alone.attributes.get("class") == "whole"
    assert "class" not in named.attributes


def test_a_link_of_one_letter_is_wide_enough_to_hit() -> None:
    text = "[a](KS-001) [1b](KS-001) [abc](KS-001) [`x`](KS-001) [![i](frame.svg)](KS-001)"
    links = read_text(render_inline(text, AT)).all("a")
    assert [each.attributes.get("class") for each in links] == ["tiny", "tiny", None, "tiny", None]


def test_links_inside_the_library_get_their_address() -> None:
    html = render_inline("Zie [KS-001](KS-001), [stap](#stap) en [niets](KS-999).", AT)
    assert read_text(html).addresses == ["KS-001.html", "#stap"]
    assert read_text(html).all("span")[0].attributes == {"class": "missing", "title": "Niets"}


def test_a_link_by_reference_finds_its_definition() -> None:
    at = Surroundings(AT.link, AT.picture, references={"HIER": "KS-001"})
    assert read_text(render_inline("Zie [daar][hier].", at)).addresses == ["KS-001.html"]


def test_a_picture_comes_from_the_library_or_is_told_in_words() -> None:
    page = read_text(render_blocks("![Een *frame*](frame.svg)", AT))
    assert page.all("img")[0].attributes == {"src": "pictures/frame.svg", "alt": "Een frame"}
    for target in ("weg.png", "https://example.org/spy.gif"):
        page = read_text(render_blocks(f"![Een frame]({target})", AT))
        assert (page.all("img"), page.texts) == ([], ["Een frame"])


def test_a_quote_in_a_title_or_address_cannot_add_an_attribute() -> None:
    html = render_blocks('[a](https://e.org/"onmouseover=x "t\\" onclick=y")', AT)
    html += render_blocks('![a" onload="x](frame.svg "t")', AT)
    names = {name for element in read_text(html).elements for name in element.attributes}
    assert names <= {"href", "rel", "src", "alt", "class"}


def test_a_checklist_can_be_ticked() -> None:
    page = read_text(render_blocks("- [ ] nummer **a**\n- [x] naam\n- gewoon", AT))
    boxes = [box.attributes for box in page.all("input")]
    assert [("checked" in box, box["type"]) for box in boxes] == [
        (False, "checkbox"),
        (True, "checkbox"),
    ]
    assert all("label" in box.parents for box in page.all("input"))
    assert [item.attributes.get("class") for item in page.all("li")] == ["task", "task", None]


def test_an_alert_says_what_it_is() -> None:
    page = read_text(render_blocks("> [!WARNING]\n> Pas *op*.", AT))
    assert page.all("div")[0].attributes["class"] == "alert warning"
    assert page.texts == ["Let op", "Pas .", "op"]


def test_an_alert_without_text_stays_an_alert() -> None:
    assert read_text(render_blocks("> [!warning]", AT)).texts == ["Let op"]


def test_a_block_quote_is_a_script_in_a_step_only() -> None:
    assert tags(render_blocks("> Goedemiddag", AT, script=True))[0] == "figure"
    assert tags(render_blocks("> Goedemiddag", AT))[0] == "blockquote"


def test_an_alert_inside_a_script_keeps_both() -> None:
    html = render_blocks("> Zeg dit\n>\n> > [!WARNING]\n> > Niet dat", AT, script=True)
    assert [tag for tag in tags(html) if tag in ("figure", "div", "blockquote")] == [
        "figure",
        "blockquote",
        "div",
    ]


@pytest.mark.parametrize(
    ("written", "levels"),
    [
        ("# A\n\n# B", ["h3", "h3"]),
        ("###### A\n\n###### B", ["h3", "h4"]),
        ("#### A\n\n## B\n\n##### C", ["h3", "h3", "h4"]),
    ],
)
def test_headings_stay_under_the_section_and_skip_no_level(written: str, levels: list[str]) -> None:
    assert tags(render_blocks(written, AT)) == levels


def test_comments_are_not_shown_but_code_is_left_alone() -> None:
    assert read_text(render_blocks("a <!-- b\nc --> d", AT)).texts == ["a d"]
    assert read_text(render_blocks("a <!-- b", AT)).texts == ["a <!-- b"]
    assert read_text(render_blocks("a <!--> b <!---> c", AT)).texts == ["a b c"]
    assert "&lt;!-- b --&gt;" in render_blocks("`<!-- b -->`", AT)
    assert "&lt;!-- b --&gt;" in render_blocks("```\n<!-- b -->\n```", AT)


@pytest.mark.parametrize("text", ["a & b", 'a "b" <c>', "een gewone regel", "€ 150, 1 > 0"])
def test_plain_text_comes_out_as_it_went_in(text: str) -> None:
    assert read_text(render_blocks(text, AT)).texts == [text]
    assert read_text(f"<p>{render_inline(text, AT)}</p>").texts == [text]


def test_a_wide_table_can_be_reached_and_scrolled_by_keyboard() -> None:
    page = read_text(render_blocks("| a | b |\n|---|---|\n| 1 | 2 |", AT))
    assert page.all("div")[0].attributes == {
        "class": "table",
        "role": "group",
        "tabindex": "0",
        "aria-label": "Tabel",
    }


def test_columns_are_aligned_without_styles_which_pages_forbid() -> None:
    page = read_text(render_blocks("| a | b | c |\n|--:|:-:|---|\n| 1 | 2 | 3 |", AT))
    for tag in ("th", "td"):
        assert [each.attributes for each in page.all(tag)] == [
            {"class": "aligned-right"},
            {"class": "aligned-center"},
            {},
        ]


@pytest.mark.parametrize(
    "piece",
    [
        "[",
        "![",
        "*a ",
        "_a",
        "`",
        "<!--",
        "~~",
        "> ",
        "[a](",
        "<a ",
        "&",
        "\\",
        "| ",
        "- [ ] ",
        "]: ",
    ],
)
def test_text_made_to_keep_the_renderer_busy_does_not(piece: str) -> None:
    for text in (piece * (60_000 // len(piece)), piece * 1999, piece * 1999 + "]" * 1999):
        started = process_time()
        shown = render_blocks(text, AT)
        assert process_time() - started < 8
        assert "<img" not in shown
