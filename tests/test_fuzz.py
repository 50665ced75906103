"""Random and damaged texts: the compiler never fails, never points outside, never drops a word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.diagnostics.codes import hint_of, message_of
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.messages import english, translator
from sopkit.resources import locales
from sopkit.services.check import TextPlace
from sopkit.services.compile import Compiled, compile_text
from sopkit.services.fix import fix_text
from sopkit.source.span import Span
from tests.generate.invent import CALM, invent
from tests.generate.mutate import INDENTS, TOKENS, damaged, jumbled
from tests.generate.write import write

EXAMPLES = tuple(
    path.read_text("utf-8")
    for path in sorted((Path(__file__).parent.parent / "sops").rglob("*.md"))
)
NAME = "KS-001.md"


def compiled_of(data: bytes) -> Compiled:
    """The data compiled, with all that must hold of any compilation."""
    compiled = compile_text(data, name=NAME, root=None)
    source = compiled.sources.get(NAME)
    lines = source.lines if source else ("",)
    for finding in compiled.diagnostics:
        assert_inside(finding.span, lines)
        if finding.fix:
            assert_inside(finding.fix.span, lines)
        for place in finding.trace:
            assert 1 <= place.line <= len(lines)
        assert_told(finding)
    for sop in compiled.library.sops:
        flow = compiled.context.flow(sop)
        assert set(flow.by_id) >= {edge.target for edge in flow.edges}
        assert len(flow.by_id) == len(flow.nodes)
        for step in sop.walk():
            assert_inside(step.span, lines)
            assert_inside(step.title_span, lines)
    return compiled


def assert_inside(span: Span, lines: tuple[str, ...]) -> None:
    assert (span.line, span.column) <= (span.end_line, span.end_column), span
    assert span.line >= 1
    assert span.end_line <= len(lines), span
    assert 1 <= span.column <= len(lines[span.line - 1]) + 1, span
    assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1, span


def assert_told(finding: Diagnostic) -> None:
    """The finding has a whole sentence in both languages."""
    for translate in (english, translator("nl", locales())):
        assert message_of(finding, translate).strip()
        hint_of(finding, translate)


def assert_fixes_mend(data: bytes) -> None:
    """Fixing ends, does not make more errors of the same code, and leaves nothing to be fixed."""
    before = compile_text(data, name=NAME, root=None)
    fixable = [finding for finding in before.diagnostics if finding.fix]
    if not fixable:
        return
    text, mended = fix_text(data, TextPlace(NAME, None))
    compiled_of(text)
    assert mended.fixed
    assert not [f for f in mended.checked.compiled.diagnostics if f.fix], "fixes are left"


def words_of(value: object, found: list[str]) -> None:
    """All texts in a model value."""
    if isinstance(value, str):
        found.append(value)
    elif isinstance(value, tuple | frozenset | list):
        for item in value:
            words_of(item, found)
    elif isinstance(value, dict):
        words_of(tuple(value.items()), found)
    elif is_dataclass(value) and type(value).__name__ != "SourceFile":
        for each in fields(value):
            words_of(getattr(value, each.name), found)


MARK = "Zqx7marker"


def assert_kept(text: str) -> None:
    """A word put into the text is in the model, or a finding points at its line."""
    compiled = compiled_of(text.encode())
    found: list[str] = []
    for sop in compiled.library.sops:
        words_of(sop, found)
    if any(MARK in part or MARK.lower() in part for part in found):
        return
    lines = [place for place, line in enumerate(text.split("\n"), start=1) if MARK in line]
    assert any(
        finding.span.line <= line <= finding.span.end_line
        for finding in compiled.diagnostics
        for line in lines
    ), "a word was dropped without a finding"


def marked(text: str, random: Random) -> str:
    """The text with a word of its own on a line or in one, below the front matter."""
    lines = text.split("\n")
    first = next((i for i, line in enumerate(lines) if line.startswith("## ")), len(lines) - 1)
    at = random.randint(first, len(lines) - 1)
    if random.random() < 0.5:
        opening = random.choice(INDENTS)
        token = random.choice([token for token in TOKENS if not hides(token)] + [""] * 20)
        lines.insert(at, f"{opening}{token} {MARK}")
    else:
        place = random.randint(0, len(lines[at]))
        lines[at] = f"{lines[at][:place]} {MARK} {lines[at][place:]}"
    return "\n".join(lines)


def hides(token: str) -> bool:
    """Whether a token begins what no reader is meant to see, or ends the line."""
    return "<!--" in token or "\n" in token or "\r" in token


def check_bytes(data: bytes) -> None:
    compiled_of(data)


def check_text(text: str) -> None:
    compiled_of(text.encode("utf-8", "surrogatepass"))


def check_fixes(text: str) -> None:
    assert_fixes_mend(text.encode("utf-8", "surrogatepass"))


@st.composite
def marked_texts(draw: st.DrawFn) -> str:
    """Good procedures with a word of their own somewhere."""
    random = draw(st.randoms(use_true_random=False))
    if draw(st.booleans()):
        return marked(write(invent(random, CALM), random).text, random)
    return marked(draw(st.sampled_from(EXAMPLES)), random)


FUZZ: dict[str, tuple[st.SearchStrategy[object], Callable[..., None]]] = {
    "bytes": (st.binary(max_size=400), check_bytes),
    "texts": (st.text(max_size=200), check_text),
    "jumbles of tokens": (jumbled(), check_text),
    "damaged procedures": (damaged(EXAMPLES), check_text),
    "fixes of damaged procedures": (damaged(EXAMPLES), check_fixes),
    "fixes of jumbles": (jumbled(), check_fixes),
    "marked words": (marked_texts(), assert_kept),
}


@pytest.mark.parametrize("kind", FUZZ)
def test_any_text_is_compiled(kind: str) -> None:
    strategy, verify = FUZZ[kind]
    given(strategy)(verify)()


@pytest.mark.soak
@pytest.mark.parametrize("kind", FUZZ)
def test_any_text_is_compiled_at_length(kind: str) -> None:
    strategy, verify = FUZZ[kind]
    given(strategy)(verify)()
