"""The report for people shows the line, the place in it, the hint and the way there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic, Fix, TraceStep
from sopkit.messages import english
from sopkit.render.report_characters import harmless, width_of
from sopkit.render.report_entry import Report, ReportEntry
from sopkit.render.report_excerpt import excerpt
from sopkit.render.report_style import coloured
from sopkit.render.report_text import text_report
from sopkit.source.file import SourceFile
from sopkit.source.span import Span


def shown(text: str, *found: Diagnostic, width: int = 100, files: int = 1) -> list[str]:
    source = SourceFile("KS-001.md", text)
    entries = tuple(ReportEntry(each, "sops/KS-001.md", source) for each in found)
    return list(text_report(Report(entries, files), english, width=width))


def vague(span: Span, words: str = "soon") -> Diagnostic:
    return finding("SOP404", "KS-001.md", span, words=words, hint="exact")


def test_a_finding_is_told_like_a_good_compiler_does() -> None:
    text = "1. Call\n2. **Ask?** {#ask}\n   - No → [Call](#cal)\n"
    found = finding(
        "SOP306", "KS-001.md", Span.at(3, 10, 12), id="cal", nearest="call", hint="nearest"
    )
    assert shown(text, found) == [
        "sops/KS-001.md:3:10: error: SOP306 There is no step with the id “cal”.",
        " 3 |    - No → [Call](#cal)",
        "   |          ^^^^^^^^^^^^",
        "   = hint: Did you mean “call”?",
        "",
        "Found 1 error and no warnings in 1 file.",
        "“sopkit explain SOP306” tells more about it.",
    ]


def test_the_way_there_names_lines_and_titles() -> None:
    found = finding(
        "SOP302",
        "KS-001.md",
        Span.at(1, 1, 3),
        count=2,
        trace=(TraceStep(8, "Call"), TraceStep(112, "Ask\nagain")),
    )
    assert shown("1. Call", found)[3:6] == [
        "   = the way there:",
        "       line   8  Call",
        "       line 112  Ask again",
    ]


def test_the_first_line_is_one_that_editors_recognise() -> None:
    gcc = re.compile(r"^(.+?):(\d+):(\d+): (error|warning): (.+)$")
    match = gcc.match(shown("soon", vague(Span.at(1, 1, 4)))[0])
    assert match is not None
    assert match.groups()[:4] == ("sops/KS-001.md", "1", "1", "warning")


@pytest.mark.parametrize(
    ("line", "words", "before", "length"),
    [
        ("ga soon", "soon", 3, 4),
        ("\tsoon", "soon", 4, 4),
        ("a\tsoon", "soon", 4, 4),
        ("日本 soon", "soon", 5, 4),
        ("e\u0301e\u0301 soon", "soon", 3, 4),
        ("x 日本語", "日本語", 2, 6),
        ("a\x1b[31m soon", "soon", 7, 4),
        ("a\u202eb soon", "soon", 11, 4),
    ],
)
def test_the_caret_stands_under_the_span(line: str, words: str, before: int, length: int) -> None:
    [shown_line] = excerpt([line], Span.at(1, line.index(words) + 1, len(words)), 80)
    assert (shown_line.before, shown_line.length) == (before, length)
    assert width_of(shown_line.text[: shown_line.text.index(words)]) == before


def test_nothing_in_a_source_can_command_the_terminal() -> None:
    text = "1. \x1b]0;owned\x07 \x9b31m \u202e\u2066 \u2028 soon\x7f"
    found = vague(Span.at(1, text.index("soon") + 1, 4), words="so\x1b[2Jon\u202e")
    report = "\n".join(shown(text, found))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", report)
    assert "so␛[2Jon<U+202E>" in report


def test_a_long_line_is_cut_around_the_span() -> None:
    line = "woord " * 300 + "zo snel mogelijk" + " woord" * 300
    found = vague(Span.at(1, line.index("zo snel") + 1, 16), "zo snel mogelijk")
    _head, source, carets, *_rest = shown(line, found, width=80)
    assert len(source) <= 80
    assert source.startswith(" 1 | …")
    assert source.endswith("…")
    start = carets.index("^")
    assert source[start : start + carets.count("^")] == "zo snel mogelijk"


def test_a_span_wider_than_the_terminal_is_underlined_as_far_as_it_is_shown() -> None:
    _head, source, carets, *_rest = shown("x" * 500, vague(Span.at(1, 1, 500)), width=60)
    assert len(source) <= 60
    assert len(carets) == len(source)


def test_a_span_of_many_lines_shows_the_first_and_the_last() -> None:
    text = "\n".join(f"   line {number}" for number in range(1, 11))
    lines = shown(text, vague(Span(2, 4, 9, 8)))
    assert lines[1:8] == [
        " 2 |    line 2",
        "   |    ^^^^^^",
        " 3 |    line 3",
        "   |    ^^^^^^",
        "...",
        " 9 |    line 9",
        "   |    ^^^^",
    ]


def test_a_span_that_ends_before_a_line_does_not_show_that_line() -> None:
    assert [line.number for line in excerpt(["one", "two", "three"], Span(1, 1, 3, 1), 80)] == [
        1,
        2,
    ]


def test_a_place_without_length_has_one_caret() -> None:
    assert shown("soon", vague(Span.at(1, 5)))[2] == "   |     ^"


def test_a_span_outside_the_text_has_no_excerpt() -> None:
    assert excerpt(["one"], Span(7, 1, 7, 2), 80) == ()


def test_a_file_that_is_no_text_has_no_excerpt() -> None:
    found = finding("SOP101", "a.md", Span(1, 1, 1, 1), byte="0xff", position=3, hint="save")
    report = Report((ReportEntry(found, "a.md"),), 1)
    assert [line[:12] for line in text_report(report, english)][1] == "   = hint: S"


def test_the_summary_counts_and_offers_to_mend() -> None:
    fixable = finding(
        "SOP205",
        "KS-001.md",
        Span.at(1, 1, 1),
        number=1,
        width=3,
        hint="indent",
        fix=Fix(Span.at(1, 1), "   "),
    )
    soon = vague(Span.at(1, 1, 4))
    lines = shown("soon", soon, fixable, fixable, files=3)
    assert lines[-2] == "Found 2 errors and 1 warning in 3 files. “--fix” mends 2 of them."


def test_a_library_without_findings_gets_one_line() -> None:
    assert shown("", files=12) == ["No findings in 12 files."]


def test_colours_change_no_character() -> None:
    source = SourceFile("KS-001.md", "do it soon")
    entry = ReportEntry(vague(Span.at(1, 7, 4)), "KS-001.md", source)
    report = Report((entry,), 1)
    bright = list(text_report(report, english, paint=coloured))
    assert any("\x1b[1;33mwarning\x1b[0m" in line for line in bright)
    stripped = [re.sub(r"\x1b\[[\d;]*m", "", line) for line in bright]
    assert stripped == list(text_report(report, english))


@given(st.text(max_size=60), st.integers(1, 70), st.integers(0, 70), st.integers(1, 90))
def test_no_line_or_span_stops_a_report(text: str, column: int, length: int, room: int) -> None:
    lines = text.split("\n")
    for line in excerpt(lines, Span.at(1, column, length), room):
        assert width_of(line.text) <= max(room, 20)
        assert line.before + line.length <= max(room, 20) + 1
        assert harmless(line.text) == line.text
