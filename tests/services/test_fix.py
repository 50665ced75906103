"""Fixes are applied one after the other where they touch, and never over someone else's work."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic, Fix
from sopkit.errors import FileChangedError
from sopkit.services import fix as fixing
from sopkit.services.check import Selection, TextPlace, check, select
from sopkit.services.fix import Mended, fix, fix_text, without_overlap
from sopkit.source.span import Span
from tests.cli.conftest import sop

LIST_OUTSIDE = "1. **Collect.**\n- [ ] number\n2. **Send.**"


def fixable(span: Span) -> Diagnostic:
    return finding("SOP205", "a.md", span, number=1, width=3, fix=Fix(span, "x"))


@pytest.mark.parametrize(
    ("spans", "kept"),
    [
        ([Span.at(1, 1, 3), Span.at(1, 5, 3)], 2),
        ([Span.at(1, 1, 3), Span.at(1, 2, 3)], 1),
        ([Span.at(1, 1, 3), Span.at(1, 4, 3)], 1),
        ([Span.at(2, 1), Span.at(2, 1)], 1),
        ([Span(1, 1, 9, 2), Span.at(3, 1, 1), Span.at(9, 3, 1)], 2),
    ],
)
def test_of_fixes_that_touch_only_the_first_is_taken(spans: list[Span], kept: int) -> None:
    found = [fixable(span) for span in reversed(spans)]
    chosen = without_overlap(found)
    assert len(chosen) == kept
    assert chosen[0].span == min(spans)


def test_a_finding_without_a_fix_is_passed_over() -> None:
    assert without_overlap([finding("SOP404", "a.md", Span.at(1, 1), words="soon")]) == []


def test_a_file_that_someone_changes_meanwhile_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    file.write_text(sop(LIST_OUTSIDE), encoding="utf-8")

    def check_while_someone_writes(selection: Selection, _progress: object = None) -> object:
        checked = check(selection)
        file.write_text("theirs", encoding="utf-8")
        return checked

    monkeypatch.setattr(fixing, "check", check_while_someone_writes)
    [selection] = select([file])
    mended: Mended = fix(selection)
    assert file.read_text(encoding="utf-8") == "theirs"
    assert mended.fixed == []
    assert isinstance(mended.refused["a.md"], FileChangedError)


def test_a_file_that_vanishes_meanwhile_is_not_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    file.write_text(sop(LIST_OUTSIDE), encoding="utf-8")
    (tmp_path / "b.md").write_text(sop("1. Go.", number="KS-002"), encoding="utf-8")

    def check_while_someone_deletes(selection: Selection, _progress: object = None) -> object:
        checked = check(selection)
        file.unlink(missing_ok=True)
        return checked

    monkeypatch.setattr(fixing, "check", check_while_someone_deletes)
    [selection] = select([tmp_path])
    assert isinstance(fix(selection).refused["a.md"], FileChangedError)
    assert not file.exists()


def test_a_fix_that_never_settles_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.md"
    file.write_text(sop("1. Go."), encoding="utf-8")
    rounds: list[int] = []

    def growing(_checked: object) -> dict[str, list[Diagnostic]]:
        rounds.append(1)
        return {"a.md": [fixable(Span.at(18, 4))]}

    monkeypatch.setattr(fixing, "_fixable", growing)
    [selection] = select([file])
    fix(selection)
    assert len(rounds) == fixing.ROUNDS


LINES = st.sampled_from(
    [
        "1. **Call.** {#call}",
        "2. **Is there an answer?**",
        "10. **Write.** {parallel}",
        "   - Yes: go to step 1",
        "   - No → step 2",
        "   - A: do it → [Write](#write)",
        "     1. Ask. => [Call](#call)",
        "- [ ] number",
        "* Yes: write",
        "    - No: 4. Bel",
        "   go to step 3 → Call",
        "   > Good morning → [Call](#call)",
        "Term",
        ": definition",
        "### Phase",
        "## Terms",
        "## Instructions",
        "<!-- sopkit: ignore SOP404 why -->",
        "",
        "\t",
        "→",
        "é日本\u2028 → end",
    ]
)


@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_mending_ends_and_leaves_nothing_to_mend(
    lines: list[str], newline: str, mark: bool
) -> None:
    text = sop("1. **Begin.**\n" + "\n".join(lines)).replace("\n", newline)
    data = (b"\xef\xbb\xbf" if mark else b"") + text.encode()
    place = TextPlace("a.md", None)
    mended, outcome = fix_text(data, place)
    again, nothing = fix_text(mended, place)
    assert again == mended
    assert nothing.fixed == []
    assert not any(found.fix for found in outcome.checked.compiled.diagnostics)
    if not outcome.fixed:
        assert mended == data
    assert mended.startswith(b"\xef\xbb\xbf") == mark
    if newline == "\r\n":
        assert mended.count(b"\n") == mended.count(b"\r\n")
