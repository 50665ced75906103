"""Cases that are no text, too long to read, or many files: they are made here."""

from __future__ import annotations

from pathlib import Path

import pytest

from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.source.span import Span
from tests.check.folder import findings_in

HEAD = b"---\nnumber: KS-001\ntitle: Example\ndepartment: Service\n---\n\n"
SECTIONS = b"## Purpose\n\nAn example.\n\n## Terms\n\nNone.\n\n## Instructions\n\n"
WHOLE = HEAD + SECTIONS + b"1. Do the work.\n"


def codes(found: tuple[Diagnostic, ...]) -> list[str]:
    return [finding.code for finding in found]


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.replace(b"work", b"caf\xe9"),
        WHOLE.decode().encode("utf-16"),
        WHOLE.replace(b"work", b"\xed\xa0\x80"),
        WHOLE + b"\xff",
        b"PK\x03\x04word",
        b"{\\rtf1 text}",
        b"%PDF-1.7 text",
    ],
    ids=[
        "Windows-1252",
        "UTF-16",
        "half a surrogate pair",
        "a stray byte at the end",
        "Word",
        "rich text",
        "PDF",
    ],
)
def test_sop101_finds_bytes_that_are_no_utf8(data: bytes, tmp_path: Path) -> None:
    assert codes(findings_in(tmp_path, {"a.md": data})) == ["SOP101"]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + WHOLE,
        WHOLE.replace(b"\n", b"\r\n"),
        WHOLE.replace(b"work", "caf\u00e9 \u20ac \U0001f600".encode()),
    ],
    ids=["a byte-order mark", "CRLF", "letters beyond ASCII"],
)
def test_sop101_allows_utf8_in_all_its_forms(data: bytes, tmp_path: Path) -> None:
    assert codes(findings_in(tmp_path, {"a.md": data})) == []


def test_sop102_finds_a_file_of_more_than_1_mib(tmp_path: Path) -> None:
    filled = WHOLE + b"<!--" + b"x" * (1024 * 1024 - len(WHOLE) - 7) + b"-->"
    assert len(filled) == 1024 * 1024
    assert codes(findings_in(tmp_path / "one", {"a.md": filled})) == []
    assert codes(findings_in(tmp_path / "more", {"a.md": filled + b"\n"})) == ["SOP102"]


@pytest.mark.parametrize("kind", ["decision", "parallel", "sub-steps"])
def test_sop206_finds_the_21st_level_and_allows_the_20th(kind: str, tmp_path: Path) -> None:
    assert codes(findings_in(tmp_path / "20", {"a.md": nested(20, kind)})) == []
    found = findings_in(tmp_path / "21", {"a.md": nested(21, kind)})
    assert codes(found) == ["SOP206"]


def test_sop206_finds_what_is_nested_beyond_reading(tmp_path: Path) -> None:
    assert codes(findings_in(tmp_path, {"a.md": nested(400, "sub-steps")})) == ["SOP206"]


def nested(levels: int, kind: str) -> str:
    """A procedure with a step inside `levels` others."""
    lines: list[str] = []
    indent = 0
    for level in range(levels):
        blank = " " * indent
        if kind == "sub-steps":
            lines.append(f"{blank}1. Step {level}.")
            indent += 3
            continue
        mark = "?" if kind == "decision" else "."
        flag = " {parallel}" if kind == "parallel" else ""
        lines += [f"{blank}1. **Level {level}{mark}**{flag}", f"{blank}   - Other: note it"]
        lines.append(f"{blank}   - Inside:")
        indent += 5
    lines.append(" " * indent + "1. Do the work.")
    return (HEAD + SECTIONS).decode() + "\n".join(lines) + "\n"


def test_sop108_finds_every_later_file_of_a_hundred(tmp_path: Path) -> None:
    files = {f"{index:03}.md": WHOLE for index in range(100)}
    found = findings_in(tmp_path, files)
    assert codes(found) == ["SOP108"] * 99
    assert [finding.path for finding in found] == sorted(files)[1:]
    assert {finding.span for finding in found} == {Span.at(2, 9, 6)}
    assert {dict(finding.parameters)["other"] for finding in found} == {"000.md"}
