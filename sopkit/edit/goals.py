"""Where a step or answer leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sopkit.edit import words
from sopkit.edit.ids import id_of
from sopkit.edit.items import again, item_at, jump_source, language_of, whole, words_of
from sopkit.edit.lines import indented, replaced, with_lines
from sopkit.edit.outline import Item, Outline, place
from sopkit.edit.refusals import StepGoneError
from sopkit.model.step import Jump, JumpKind
from sopkit.parse.paragraph import Paragraph
from sopkit.source.span import Span

_END = {"nl": "einde", "en": "end"}


@dataclass(frozen=True, slots=True)
class Goal:
    """Where a step or answer is to lead.

    `target` is the index of an item for a step, a number for a procedure, the name of an end.
    """

    kind: JumpKind
    target: str = ""


def set_goal(outline: Outline, index: int, goal: Goal | None, titles: Mapping[str, str]) -> str:
    """The text with another way on from an item; None leads to what comes next."""
    item, head, own = words_of(outline, index)
    source = ""
    if goal is not None:
        source, text = _goal_source(outline, goal, titles)
        if text != outline.text:
            outline = again(outline, text)
            item, head, own = words_of(outline, index)
    if _same_goal(item.jump, goal, source):
        return outline.text
    if item.jump is not None and head.jump is None:
        return _without_last_jump(outline, item, source)
    if item.branch is not None and not (own.title[1] > own.title[0]):
        return replaced(outline.text, [whole(outline, item, jump=source)])
    if item.jump is not None:
        return _with_jump(outline, item, source)
    if not source:
        return outline.text
    end = len(head.content.rstrip())
    return replaced(outline.text, [_inserted_jump(item, head, end, source)])


def _inserted_jump(item: Item, head: Paragraph, end: int, source: str) -> tuple[Span, str]:
    """The place of a new arrow: after the words, before the braces of the last line."""
    if item.braces and item.braces[-1][0] < end:  # braces in the middle go to the end
        raw = head.text.content
        said = head.content[:end]
        for start, stop in reversed(item.braces):
            if stop <= end:
                said = said[:start].rstrip(" ") + said[stop:]
        braces = " ".join(raw[start:stop] for start, stop in item.braces)
        return head.text.whole, indented(f"{said.strip()} {source} {braces}", item.content)
    return place(head, (end, end)), f" {source}"


def _with_jump(outline: Outline, item: Item, source: str) -> str:
    head = item.head
    assert head is not None  # noqa: S101 - its jump stands in it
    jump = item.jump
    assert jump is not None  # noqa: S101 - callers looked
    raw = jump_source(item)
    content = head.text.content
    start = content.rfind(raw)
    end = start + len(raw)
    if not source:
        start = len(content[:start].rstrip(" "))
    return replaced(outline.text, [(place(head, (start, end)), source)])


def _without_last_jump(outline: Outline, item: Item, source: str) -> str:
    """An arrow in a paragraph of its own is replaced, or goes with its paragraph."""
    jump = item.jump
    assert jump is not None  # noqa: S101 - callers looked
    if source:
        return replaced(outline.text, [(jump.span, source)])
    begin = jump.span.line - 1
    while begin > item.first and not outline.lines[begin - 1].strip():
        begin -= 1
    return with_lines(outline.lines, begin, item.last, ())


def _same_goal(jump: Jump | None, goal: Goal | None, source: str) -> bool:
    if jump is None or goal is None:
        return jump is None and goal is None
    if jump.kind is not goal.kind:
        return False
    if goal.kind is JumpKind.STEP:
        return source.endswith(f"(#{jump.target})")
    return jump.target == goal.target


def _goal_source(outline: Outline, goal: Goal, titles: Mapping[str, str]) -> tuple[str, str]:
    """An arrow and its target as Markdown, and the text in which the target has its id."""
    if goal.kind is JumpKind.END:
        end = _END[language_of(outline)]
        name = words.escaped(goal.target, lines=False)
        return f"→ {end}: {name}" if name else f"→ {end}", outline.text
    if goal.kind is JumpKind.SOP:
        title = titles.get(goal.target, "")
        named = f"{goal.target} {words.link_text(title)}".strip()
        return f"→ [{named}]({goal.target})", outline.text
    if not goal.target.isdigit():
        raise StepGoneError
    target = item_at(outline, int(goal.target))
    step_id, text = id_of(outline, target.index)
    step = target.step
    assert step is not None  # noqa: S101 - `id_of` looked
    return f"→ [{words.link_text(step.title)}](#{step_id})", text
