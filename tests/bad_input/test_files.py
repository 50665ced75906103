"""Files that are no procedure at all, or a strange one, give findings and no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bad_input.program import GOOD, HEAD, Sopkit, check, do_everything


def nested(opening: str, text: str, closing: str, depth: int) -> str:
    return opening * depth + text + closing * depth


def nested_list(depth: int) -> str:
    return "".join(f"{'   ' * level}1. **Stap {level}.**\n" for level in range(depth))


def nested_decisions(depth: int) -> str:
    return "".join(
        f"{'     ' * level}1. **Klopt het {level}?**\n{'     ' * level}   - Ja\n"
        f"{'     ' * level}   - Nee:\n"
        for level in range(depth)
    )


def front(line: str) -> str:
    return GOOD.replace("title: Klacht behandelen", f"title: Klacht behandelen\n{line}")


BOMB = "tags: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)

FILES: dict[str, tuple[bytes, set[str]]] = {
    "latin-1": (GOOD.replace("goed", "één").encode("latin-1"), {"SOP101"}),
    "UTF-16": (GOOD.encode("utf-16"), {"SOP101"}),
    "UTF-16 without a mark": (GOOD.encode("utf-16-le"), set()),
    "UTF-32": (GOOD.encode("utf-32"), {"SOP101"}),
    "2 MiB": ((GOOD + "tekst " * 400_000).encode(), {"SOP102"}),
    "2 MiB that is no text": (b"\xff" * 2**21, set()),
    "empty": (b"", {"SOP103"}),
    "one blank line": (b"\n", {"SOP103"}),
    "only front matter": (GOOD.partition("\n## ")[0].encode(), {"SOP201"}),
    "front matter never closed": (b"---\nnumber: KS-001\n", {"SOP103"}),
    "front matter without a value": (b"---\n---\n", {"SOP105"}),
    "front matter is a list": (b"---\n- a\n- b\n---\n", {"SOP104"}),
    "YAML aliases that explode": (front(BOMB).encode(), {"SOP104"}),
    "YAML alias to itself": (front("tags: &a [*a]").encode(), {"SOP104"}),
    "YAML tag that runs code": (
        front("owner: !!python/object/apply:os.system ['touch /tmp/sopkit-was-here']").encode(),
        set(),
    ),
    "YAML merge key": (front("<<: {number: KS-002}").encode(), set()),
    "YAML key that is a list": (front("? [a, b]\n: c").encode(), set()),
    "YAML of two documents": (front("...\n---\nx: y").encode(), set()),
    "deep YAML lists": (front("tags: " + nested("[", "x", "]", 5_000)).encode(), {"SOP104"}),
    "deep YAML mappings": (front("tags: " + nested("{a: ", "x", "}", 3_000)).encode(), set()),
    "deep YAML blocks": (
        front("tags:\n" + "\n".join(" " * level + "a:" for level in range(1, 1_500))).encode(),
        set(),
    ),
    "surrogates in YAML": (
        GOOD.replace("Klacht beh", '"\\ud800').replace("andelen", '"').encode(),
        set(),
    ),
    "NUL in YAML": (GOOD.replace("Klacht", '"\\0').replace("behandelen", '"').encode(), set()),
    "control characters": (GOOD.replace("klant", "\x00\x01\x1b[31m\x7f").encode(), set()),
    "byte-order mark": (b"\xef\xbb\xbf" + GOOD.encode(), set()),
    "two byte-order marks": (b"\xef\xbb\xbf\xef\xbb\xbf" + GOOD.encode(), set()),
    "CR only": (GOOD.replace("\n", "\r").encode(), set()),
    "CRLF": (GOOD.replace("\n", "\r\n").encode(), set()),
    "mixed line ends": (GOOD.replace("\n\n", "\r\n\n").encode(), set()),
    "no line end": (GOOD.rstrip("\n").encode(), set()),
    "title of 100,000": (GOOD.replace("Klacht beh", "x" * 100_000).encode(), {"SOP107"}),
    "number of 100,000": (GOOD.replace("KS-001", "K" * 100_000 + "-1").encode(), set()),
    "number with path": (GOOD.replace("KS-001", "../../KS-001").encode(), {"SOP107"}),
    "language with path": (GOOD.replace("language: nl", "language: ../../x").encode(), {"SOP107"}),
    "huge number": (GOOD.replace("KS-001", f"KS-{'9' * 5_000}").encode(), set()),
    "huge review": (front(f"review: {'9' * 400} months").encode(), set()),
    "300 lists": ((HEAD + nested_list(300)).encode(), {"SOP206"}),
    "60 decisions": ((HEAD + nested_decisions(60)).encode(), {"SOP206"}),
    "300 decisions": ((HEAD + nested_decisions(300)).encode(), {"SOP206"}),
    "300 block quotes": ((GOOD + "\n   " + "> " * 300 + "tekst\n").encode(), {"SOP206"}),
    "300 quotes and lists": ((GOOD + "\n   " + "> - " * 300 + "tekst\n").encode(), {"SOP206"}),
    "20,000 block quotes": ((GOOD + "\n   " + ">" * 20_000 + "tekst\n").encode(), {"SOP206"}),
    "20,000 bullets on a line": ((GOOD + "\n   " + "- " * 20_000 + "x\n").encode(), {"SOP206"}),
    "only bullets": (b"- " * 20_000, {"SOP103"}),
    "only quotes": (b">" * 100_000, {"SOP103"}),
}


@pytest.mark.parametrize("name", FILES)
def test_any_bytes_give_findings_and_no_more(name: str, sopkit: Sopkit, library: Path) -> None:
    content, codes = FILES[name]
    file = library / "KS-002.md"
    file.write_bytes(content)
    do_everything(sopkit, library, file)
    assert codes <= check(sopkit, file).codes
    assert not Path("/tmp/sopkit-was-here").exists()  # noqa: S108 - what the bad file would make


BAD_ATTRIBUTES = (
    "max=99999999999999999999",
    "max=-1",
    "max=0",
    f"max={'9' * 5000}",
    "max=1e999",
    "max=٣",
    "within=9e999s",
    f"within={'9' * 5000}s",
    "within=-1s",
    "within=nan",
    "within=s",
    "within=1s=2s",
    'within="',
    "wait=∞",
    "#",
    "##",
    "#start",
    "#end",
    "#a#b",
    "#a #b",
    f"#{'x' * 50_000}",
    "#../../x",
    "#<script>",
    "role=",
    'role="a',
    "overdue=",
    "overdue=#",
    "overdue=#oplossen",
    "overdue=#start within=1s",
    "each=",
    'each="{"',
    "record=x",
    "parallel=1",
    "critical=no",
    "=",
    "=x",
    "paralel",
    "x=" * 1000,
    "\\",
    '"}',
    "wait=2h wait=3h",
    "\u0000",
    "standard=../../x",
    "#\u2028",
    "#💥",
)


@pytest.mark.parametrize("attribute", BAD_ATTRIBUTES)
def test_any_attribute_is_read_or_reported(attribute: str, sopkit: Sopkit, library: Path) -> None:
    file = library / "KS-002.md"
    text = f"1. **Begroet.** {{{attribute}}}\n2. **Klopt het?** {{#oplossen}}\n"
    text += f"   - Ja → [Begroet](#oplossen) {{{attribute}}}\n   - Nee: stop {{{attribute}}}\n"
    file.write_text(HEAD.replace("KS-001", "KS-002") + text, "utf-8")
    do_everything(sopkit, library, file)


def test_strange_line_ends_do_not_shift_lines(sopkit: Sopkit, library: Path) -> None:
    file = library / "KS-001.md"
    step = "1. **Begroet\u2028de\u2029klant\x0b\x0c\x85hier.** → [x](#weg)\n"
    file.write_text(HEAD + step, "utf-8")
    (finding,) = [f for f in check(sopkit, file).findings if f["code"] == "SOP306"]
    assert finding["line"] == HEAD.count("\n") + 1


ORGANISATIONS = {
    "empty": b"",
    "no text": b"\xff\xfe\x00",
    "NUL": b"\x00",
    "a list": b"- a",
    "a word": b"a",
    "not closed": b"a: [",
    "aliases that explode": BOMB.encode(),
    "an alias to nothing": b"name: *a",
    "a tag that runs code": b"name: !!python/name:os.system x",
    "values of other kinds": (
        b"name: {a: {b: c}}\nlanguage: [nl]\ndepartments: x\nroles: {a: b}\nwords: 3\n"
        b"severity: {SOP404: x, X: error}\ntimezone: ../../x\nid: [x]\nkind: x\nbetter: y\n"
    ),
    "entries of other kinds": (
        b"departments: [a, {id: [x]}, {name: y}, null]\n"
        b"roles: [{id: a, name: {nl: [x]}}, {id: a}]\nseverity: [a]\nlogo: [x]\ntarget: '>= '\n"
    ),
    "deep": b"x: " + b"[" * 5_000,
    "20,000 keys": b"a: b\n" * 20_000,
    "5,000 terms": b"a\n: b\n" * 5_000,
    "too large": b"x" * 3_000_000,
}


@pytest.mark.parametrize("name", ["organisation.yaml", "glossary.md", "standards/x.yaml"])
@pytest.mark.parametrize("content", ORGANISATIONS)
def test_a_bad_file_beside_the_procedures_gives_findings(
    name: str, content: str, sopkit: Sopkit, library: Path
) -> None:
    file = library / name
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(ORGANISATIONS[content])
    do_everything(sopkit, library, library / "KS-001.md")
