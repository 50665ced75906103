"""A step made a question, with its answers."""

from __future__ import annotations

from sopkit.edit import words
from sopkit.edit.items import go_on, words_of
from sopkit.edit.lines import indented, replaced, with_lines
from sopkit.edit.outline import Outline, place
from sopkit.edit.refusals import HasStepsInsideError, NoWordsError


def make_question(outline: Outline, index: int, answers: tuple[str, ...]) -> str:
    """The text with a step made a question, with these answers that all go on."""
    item, head, own = words_of(outline, index)
    if item.lists and not item.decides:
        raise HasStepsInsideError
    text = outline.text
    if item.step is None or not own.title_source:
        raise NoWordsError
    if not own.title_source.endswith("?"):
        bare = own.title_source.rstrip(" .!:")
        bold = own.bold or own.text[1] > own.text[0]
        source = f"**{bare}?**" if bold else f"{bare}?"
        text = replaced(text, [(place(head, own.title), indented(source, item.content))])
    if item.decides:
        return text
    labels = [words.label(answer) for answer in answers]
    indent = " " * item.content
    new = [f"{indent}- {label}: {go_on(outline)}" for label in labels]
    gap = [""] if item.parts else []
    lines = text.split("\n")
    return with_lines(lines, item.last, item.last, [*gap, *new])
