"""Long lines, many lines and many steps are read in seconds: nothing takes quadratic time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bad_input.program import GOOD, HEAD, STEPS, Sopkit, check

REPEATED = (
    " ",
    "-",
    "- ",
    ">",
    "*",
    "* a ",
    "**",
    "_",
    "_a ",
    "[",
    "]",
    "![",
    "[a](",
    "[](<",
    "(",
    "{",
    "}",
    "{#",
    '{a="',
    "→",
    "->",
    "--> ",
    "=>",
    ":",
    ": ",
    "a: ",
    "`",
    "`a``",
    "<",
    "<a ",
    "<!--",
    "<!-- ",
    "&",
    "&#",
    "\\",
    "\\[",
    "|",
    "| a ",
    "~",
    "~~a",
    "#",
    "# ",
    "1. ",
    "1.",
    "?",
    "? ",
    ". ",
    "…",
    "A",
    "AB ",
    "\t",
    "\u2028",
    "http://",
    "a@b",
    "@",
    '"',
    "'",
    "=",
    "a=",
    "within=9 ",
    "ga naar stap ",
    "é",
    "\u0301",
    "🙂",
    "→ [",
    "→ [a](#a) ",
    "**a** → ",
    "[a]: b ",
    "ja, ",
    "zo ",
    "1",
    "1,",
    "1.1.",
    "a/",
    "../",
    "KS-1 ",
    "KS-",
    "$",
    "^",
    "![a](b) ",
    "<b>",
    "{=",
    "{a}",
    "[ " + "[a](b) " * 40,
    "[a](" + " " * 500,
    "__",
    "\\-",
)


SHORT_LINES = (
    "a\n: b\n",
    "[a]: b\n",
    "> a\n",
    "- a\n",
    "1. a\n",
    "| a |\n|---|\n",
    "# a\n",
    "<!--\n",
    "```\n",
    "a\n\n",
    "A: b\n",
    "### a\n",
    "\n",
    " \n",
    "---\n",
    "- [ ] a\n",
    "## Doel\n\na\n",
)
SAMPLE = (
    "[",
    "![",
    "<!-- ",
    "→ ",
    "**a** → ",
    "AB ",
    "KS-",
    "a: ",
    " ",
    "-",
    "<!--\n",
    "a\n: b\n",
    *REPEATED[-4:-2],
)
"""Those that were slow once."""


def long_lines(part: str, size: int) -> tuple[str, str]:
    """Procedures that repeat a part in a step, in branches and among the terms."""
    line = part * (size // len(part.encode()))
    quarter = part * (size // 4 // len(part.encode()))
    steps = f"1. **Begroet.**\n2. {line}\n3. **Klopt het?** x{line}\n"
    steps += f"   - Ja{quarter}\n   - Nee: {quarter}\n"
    return HEAD + steps, HEAD.replace("Geen.", line) + STEPS


def many_lines(part: str, size: int) -> tuple[str, str]:
    """Procedures that repeat short lines at the end, among the terms and in a step."""
    lines = part * (size // len(part))
    inside = "".join(f"   {line}\n" for line in lines.split("\n"))
    return HEAD.replace("Geen.", lines) + STEPS + lines, f"{HEAD}1. **Begroet.**\n\n{inside}"


def assert_read_in_seconds(part: str, size: int, sopkit: Sopkit, library: Path) -> None:
    file = library / "KS-002.md"
    for text in (many_lines if part in SHORT_LINES else long_lines)(part, size):
        file.write_text(text, "utf-8")
        check(sopkit, file)


@pytest.mark.parametrize("part", SAMPLE)
def test_200_kb_of_one_part_are_read_in_seconds(part: str, sopkit: Sopkit, library: Path) -> None:
    assert_read_in_seconds(part, 200_000, sopkit, library)


@pytest.mark.soak
@pytest.mark.parametrize("part", REPEATED + SHORT_LINES)
def test_200_kb_of_any_part_are_read_in_seconds(part: str, sopkit: Sopkit, library: Path) -> None:
    assert_read_in_seconds(part, 200_000, sopkit, library)


def long_line(count: int) -> str:
    return "".join(f"{place}. **Doe {place}.**\n" for place in range(1, count + 1))


def many_questions(count: int) -> str:
    return "".join(
        f"{place}. **Klopt {place}?** {{#s{place}}}\n   - Ja: doe {place}\n"
        f"   - Nee → [terug](#s{max(1, place - 7)})\n"
        for place in range(1, count // 2 + 1)
    )


def many_answers(count: int) -> str:
    return "1. **Welke?**\n" + "".join(f"   - Nummer {i}: doe {i}\n" for i in range(count))


def many_strands(count: int) -> str:
    return "1. **Alles** {parallel}\n" + "".join(
        f"   - Nummer {i}: doe {i}\n" for i in range(count)
    )


def all_to_one(count: int) -> str:
    return (
        "".join(
            f"{place}. **Klopt {place}?**\n   - Ja\n   - Nee → [doe](#laatste)\n"
            for place in range(1, count)
        )
        + f"{count}. **Doe.** {{#laatste}}\n"
    )


def all_unreachable(count: int) -> str:
    return "".join(f"{place}. **Doe {place}.** → einde\n" for place in range(1, count + 1))


def same_title(count: int) -> str:
    return "".join(f"{place}. **Doe.**\n" for place in range(1, count + 1))


def many_unknown(count: int) -> str:
    return "".join(
        f"{place}. **Klopt {place}?**\n   - Ja\n   - Nee → [doe](#weg{place})\n"
        for place in range(1, count)
    )


@pytest.mark.parametrize("steps", [2_000, pytest.param(5_000, marks=pytest.mark.soak)])
@pytest.mark.parametrize(
    "write",
    [
        long_line,
        many_questions,
        many_answers,
        many_strands,
        all_to_one,
        all_unreachable,
        same_title,
        many_unknown,
    ],
)
def test_thousands_of_steps_take_seconds(
    write: Callable[[int], str], steps: int, sopkit: Sopkit, library: Path
) -> None:
    file = library / "KS-002.md"
    file.write_text(HEAD.replace("KS-001", "KS-002") + write(steps), "utf-8")
    check(sopkit, file)
    sopkit("check", file)
    for form in ("json", "dot", "mermaid", "svg"):
        sopkit("graph", file, "--format", form)
    sopkit("build", library, "-o", library.parent / "site")


def test_a_number_of_100_files_is_reported_once_for_each_after_the_first(
    sopkit: Sopkit, library: Path
) -> None:
    for index in range(99):
        (library / f"kopie-{index}.md").write_text(GOOD, "utf-8")
    found = [f for f in check(sopkit, library).findings if f["code"] == "SOP108"]
    assert len({finding["path"] for finding in found}) == len(found)
    assert len(found) in (99, 100)
    sopkit("build", library, "-o", library.parent / "site")
