"""Operations on texts: each does what it says, and leaves everything else as it was.

They are tried at every place of a few texts that hold everything that the format has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sopkit.edit import attributes, branching, goals, inserting, moving, parts, wording
from sopkit.edit.goals import Goal
from sopkit.edit.levels import Rearranged
from sopkit.edit.outline import Item, ItemKind, Outline, descendants, outline_of
from sopkit.edit.refusals import NotACountError, NotATimeError
from sopkit.edit.words import shown
from sopkit.errors import SopkitError
from sopkit.model.step import BlockKind, JumpKind, StepKind
from sopkit.resources import example_library, web_path
from tests.register import sop

Operate = Callable[[Outline, int], Rearranged]


def texts() -> list[Path]:
    """Texts with everything in them: parallels, loops, phases, parts, nested answers."""
    library, templates = example_library(), web_path("templates/sop")
    return [
        library / "hr/HR-001-eerste-week.md",
        library / "financien/FIN-001-betwiste-factuur.en.md",
        templates / "complaint.nl.md",
    ]


@pytest.fixture(params=texts(), ids=lambda path: path.stem)
def outline(request: pytest.FixtureRequest) -> Outline:
    text = request.param.read_text(encoding="utf-8")
    for mark, words in {"@NUMBER@": "XX-001", "@TITLE@": "T", "@DEPARTMENT@": "A"}.items():
        text = text.replace(mark, words)
    return read(text)


def read(text: str) -> Outline:
    return outline_of(text, "ks/a.md", "nl")


def items(outline: Outline) -> Iterator[Item]:
    return (item for item in outline.items if item.head is not None)


def words_in(outline: Outline) -> list[tuple[str, str, str]]:
    """What every step is: its kind, title and number."""
    return [(step.kind, step.title, step.number) for step in outline.sop.every_step]


def without_blank(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def test_every_step_has_a_row(outline: Outline) -> None:
    found = [item.step for item in outline.items if item.step is not None]
    assert found == list(outline.sop.every_step)


def test_another_title_is_the_title_and_the_old_one_comes_back(outline: Outline) -> None:
    for item in items(outline):
        if item.words is None or not item.words.title_source:
            continue
        asked = item.words.title_source.endswith("?")
        old, new = shown(item.words.title_source), "Andere woorden" + "?" * asked
        assert wording.set_title(outline, item.index, old, {}) == outline.text
        after = read(wording.set_title(outline, item.index, new, {}))
        step = after.items[item.index].step
        assert step is not None
        assert step.title == new
        assert len(after.items) == len(outline.items)
        if item.own.id is not None:  # else the id that others lead to was written down
            assert wording.set_title(after, item.index, old, {}) == outline.text


def test_attributes_are_set_and_taken_out_without_a_trace(outline: Outline) -> None:
    for item in items(outline):
        for key, value in {"role": "rol", "why": 'om "dit" {dus}', "critical": "x"}.items():
            after = read(attributes.set_attribute(outline, item.index, key, value))
            assert getattr(after.items[item.index].own, key) not in (None, False)
            assert words_in(after) == words_in(outline)
            if getattr(item.own, key) in (None, False):
                assert attributes.set_attribute(after, item.index, key, "") == outline.text


def test_a_goal_leads_there_and_is_taken_back(outline: Outline) -> None:
    wishes = [Goal(JumpKind.END), Goal(JumpKind.END, "klaar"), Goal(JumpKind.SOP, "KS-007")]
    for item in items(outline):
        if item.decides or item.kind is ItemKind.STRAND:
            continue
        for goal in (*wishes, Goal(JumpKind.STEP, "0")):
            after = read(goals.set_goal(outline, item.index, goal, {"KS-007": "Chat [x]"}))
            jump = after.items[item.index].jump
            assert jump is not None
            assert jump.kind is goal.kind
            first = after.items[0].step
            wanted = first.id if goal.kind is JumpKind.STEP and first else goal.target
            assert jump.target == wanted
            gone = read(goals.set_goal(after, item.index, None, {}))
            assert gone.items[item.index].jump is None
            assert words_in(gone) == words_in(outline)


@pytest.mark.parametrize("kind", [BlockKind.SCRIPT, BlockKind.CHECKLIST, BlockKind.ALERT])
def test_a_part_is_put_in_and_taken_out(outline: Outline, kind: BlockKind) -> None:
    for item in items(outline):
        after = read(parts.add_part(outline, item.index, kind, "een\ntwee", "tip"))
        kinds = [block.kind for _, block in after.items[item.index].parts]
        assert kind in kinds
        assert len(after.items) == len(outline.items)
        if kind not in [block.kind for _, block in item.parts]:
            gone = parts.remove_part(after, item.index, kinds.index(kind))
            assert without_blank(gone) == without_blank(outline.text)


INSERT: dict[str, Operate] = {
    "after": lambda o, i: inserting.insert_step(o, i, "Nieuw"),
    "inside": lambda o, i: inserting.insert_inside(o, i, "Nieuw"),
    "answer": lambda o, i: branching.insert_answer(o, i, "Nieuw"),
    "first": lambda o, _i: inserting.insert_step(o, None, "Nieuw"),
}


@pytest.mark.parametrize("where", INSERT)
def test_what_is_put_in_and_removed_leaves_no_trace(outline: Outline, where: str) -> None:
    for item in items(outline):
        try:
            done = INSERT[where](outline, item.index)
        except SopkitError:
            continue
        after = read(done.text)
        [new] = [each for each in after.items if each.first == done.line]
        assert len(after.items) == len(outline.items) + 1
        assert moving.remove(after, new.index).text == outline.text


def test_what_is_done_at_the_same_time_is_one_thing_again_without_a_trace(
    outline: Outline,
) -> None:
    for item in items(outline):
        try:
            after = read(branching.make_parallel(outline, item.index, ["een", "twee: drie"]))
        except SopkitError:
            assert item.lists or item.words is None or not item.words.title_source
            continue
        made = after.items[item.index]
        assert made.step is not None
        assert made.step.kind is StepKind.PARALLEL
        assert len(made.step.branches) >= 2
        if len(after.items) != len(outline.items) + 2:
            continue  # bullets that it had became the parts
        for _ in range(2):
            last = after.items[item.index].children[-1]
            after = read(moving.remove(after, last.index).text)
        assert branching.not_parallel(after, item.index) == outline.text


def test_work_whose_parts_were_all_taken_out_gets_another(outline: Outline) -> None:
    [first, *_] = [item for item in items(outline) if not item.lists and not item.parts]
    after = read(branching.make_parallel(outline, first.index, ["een"]))
    after = read(moving.remove(after, after.items[first.index].children[0].index).text)
    assert after.items[first.index].children == []
    done = branching.insert_answer(after, first.index, "opnieuw")
    [made] = read(done.text).items[first.index].children
    assert made.first == done.line
    assert made.kind is ItemKind.STRAND


def test_answers_join_no_checklist_that_stands_above_them() -> None:
    before = read(sop(steps=("Is alles er?\n   - [ ] naam\n   - [ ] adres",)))
    after = read(branching.make_question(before, 0, ["Ja", "Nee"]))
    assert [item.branch.label for item in after.items[1:] if item.branch] == ["Ja", "Nee"]
    assert [block.kind for _, block in after.items[0].parts] == [BlockKind.CHECKLIST]


MOVES: dict[str, tuple[Operate, Operate]] = {
    "up": (
        lambda o, i: moving.move(o, i, up=True),
        lambda o, i: moving.move(o, i, up=False),
    ),
    "down": (
        lambda o, i: moving.move(o, i, up=False),
        lambda o, i: moving.move(o, i, up=True),
    ),
    "in": (moving.indent, moving.outdent),
}


@pytest.mark.parametrize("way", MOVES)
def test_what_is_moved_and_moved_back_leaves_no_trace(outline: Outline, way: str) -> None:
    there, back = MOVES[way]
    for item in items(outline):
        try:
            done = there(outline, item.index)
        except SopkitError:
            continue
        after = read(done.text)
        [moved] = [each for each in after.items if each.first == done.line]
        titles = sorted(title for _, title, _ in words_in(after))
        assert titles == sorted(title for _, title, _ in words_in(outline))
        assert back(after, moved.index).text == outline.text


def test_what_is_taken_out_of_a_step_is_still_there(outline: Outline) -> None:
    for item in items(outline):
        try:
            done = moving.outdent(outline, item.index)
        except SopkitError:
            continue
        after = read(done.text)
        assert len(after.items) == len(outline.items)
        [moved] = [each for each in after.items if each.first == done.line]
        assert moved.depth < item.depth


def test_only_what_is_removed_is_gone(outline: Outline) -> None:
    for item in items(outline):
        after = read(moving.remove(outline, item.index).text)
        gone = 1 + len(list(descendants(item)))
        assert len(after.items) == len(outline.items) - gone


PHASES = sop(steps=("Groet.",)).replace(
    "1. Groet.", "### Begin\n\n1. Groet.\n\n### Midden\n\n2. Vraag.\n\n### Eind\n\n3. Sluit af."
)


@pytest.mark.parametrize(
    ("index", "left"),
    [(0, ["Midden", "Eind"]), (1, ["Begin", "Eind"]), (2, ["Begin", "Midden"])],
)
def test_a_phase_goes_with_its_last_step(index: int, left: list[str]) -> None:
    done = moving.remove(read(PHASES), index)
    headings = [line[4:] for line in done.text.split("\n") if line.startswith("### ")]
    assert headings == left
    assert [step.number for step in read(done.text).sop.every_step] == ["1", "2"]
    assert "\n\n\n" not in done.text


def test_a_phase_stays_as_long_as_a_step_is_in_it() -> None:
    text = PHASES.replace("\n### Midden\n\n", "")
    assert "### Begin" in moving.remove(read(text), 0).text
    assert "### Begin" in moving.remove(read(text), 1).text


@pytest.mark.parametrize(
    ("key", "value", "error"),
    [
        ("within", "twee", NotATimeError),
        ("wait", "0m", NotATimeError),
        ("max", "veel", NotACountError),
        ("max", "0", NotACountError),
    ],
)
def test_a_value_that_means_nothing_is_refused(
    outline: Outline, key: str, value: str, error: type[SopkitError]
) -> None:
    item = next(items(outline))
    with pytest.raises(error):
        attributes.set_attribute(outline, item.index, key, value)
