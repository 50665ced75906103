"""Questions with their answers, and work of which several parts are done at the same time."""

from __future__ import annotations

from collections.abc import Sequence

from sopkit.edit import words
from sopkit.edit.attributes import set_attribute
from sopkit.edit.items import again, free_bullet, go_on, item_at, words_of
from sopkit.edit.levels import Entry, Rearranged, level_of, put_after
from sopkit.edit.lines import indented, replaced, with_lines
from sopkit.edit.outline import Item, ItemKind, Outline, place
from sopkit.edit.refusals import HasStepsInsideError, NotAQuestionError, NoWordsError
from sopkit.model.step import StepKind


def make_question(outline: Outline, index: int, answers: Sequence[str]) -> str:
    """The text with a step made a question, with these answers that all go on."""
    item, head, own = words_of(outline, index)
    if item.lists and not item.decides:
        raise HasStepsInsideError
    if item.step is None or not own.title_source:
        raise NoWordsError
    text = outline.text
    if not own.title_source.endswith("?"):
        bare = own.title_source.rstrip(" .!:")
        bold = own.bold or own.text[1] > own.text[0]
        source = f"**{bare}?**" if bold else f"{bare}?"
        text = replaced(text, [(place(head, own.title), indented(source, item.content))])
    if item.decides:
        return text
    bullets = [f"{words.label(answer)}: {go_on(outline)}" for answer in answers]
    return _with_bullets(again(outline, text), index, bullets).text


def make_parallel(outline: Outline, index: int, strands: Sequence[str]) -> str:
    """The text with a step of which several parts are done at the same time.

    Bullets that it holds are its parts; without any, it gets these.
    """
    item, _, own = words_of(outline, index)
    if item.lists:
        raise HasStepsInsideError
    if item.step is None or not own.title_source:
        raise NoWordsError
    marked = again(outline, set_attribute(outline, index, "parallel", "parallel"))
    if marked.items[index].children:
        return marked.text
    bullets = [words.escaped(each, lines=False) for each in strands]
    return _with_bullets(marked, index, bullets).text


def not_parallel(outline: Outline, index: int) -> str:
    """The text with a step done as one again; the parts that it has stay as a list in it."""
    return set_attribute(outline, index, "parallel", "")


def insert_answer(outline: Outline, index: int, label: str) -> Rearranged:
    """A new answer or part, the last of its question (or after the one that `index` names)."""
    named = words.label(label)
    if not named:
        raise NoWordsError
    item = item_at(outline, index)
    before = item if item.kind is not ItemKind.STEP and not item.decides else None
    question = item.parent if before is not None else item
    if question is None or question.step is None or not question.decides:
        raise NotAQuestionError
    says = "" if question.step.kind is StepKind.PARALLEL else f": {go_on(outline)}"
    answers = [child for child in question.children if child.kind is not ItemKind.STEP]
    if not answers:
        return _with_bullets(outline, question.index, [f"{named}{says}"])
    before = before or answers[-1]
    bullet = outline.lines[before.first - 1].lstrip()[:1]
    entry = Entry([f"{' ' * before.marker}{bullet} {named}{says}"], moved=True)
    return put_after(outline, level_of(outline, question, answers=True), before, entry)


def _with_bullets(outline: Outline, index: int, bullets: Sequence[str]) -> Rearranged:
    """The text with bullets at the end of a step, in no list that is there already."""
    item: Item = outline.items[index]
    mark = f"{' ' * item.content}{free_bullet(item)}"
    gap = [""] if item.parts else []
    lines = [*gap, *(f"{mark} {each}" for each in bullets)]
    return Rearranged(
        with_lines(outline.lines, item.last, item.last, lines), item.last + len(gap) + 1
    )
