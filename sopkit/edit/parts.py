"""What an item holds: scripts, checklists, alerts, pictures, text."""

from __future__ import annotations

import re

from sopkit.edit import words
from sopkit.edit.items import again, free_bullet, item_at, settled_answer, whole, words_of
from sopkit.edit.lines import replaced, with_lines
from sopkit.edit.outline import Item, Outline
from sopkit.edit.refusals import NoWordsError, StepGoneError
from sopkit.model.step import Block, BlockKind

_BOX = re.compile(r"[-*+] \[[ xX]\] ?")
_IMAGE = re.compile(r"!\[(?P<alt>[^\[\]]*)\]\((?P<target>[^()]*)\)")


def add_part(outline: Outline, index: int, kind: BlockKind, typed: str, alert: str = "") -> str:
    """The text with a script, checklist, alert, picture or paragraph more in an item."""
    item, _, _ = words_of(outline, index)
    own = item.parts
    if kind is BlockKind.CHECKLIST:
        for number, (_element, block) in enumerate(own):
            if block.kind is BlockKind.CHECKLIST:
                return set_part(outline, index, number, f"{part_text(block)}\n{typed}")
    before = [element for element, _ in own if not item.lists or element.last < item.lists[0].first]
    assert item.head is not None  # noqa: S101 - `words_of` looked
    at = before[-1].last if before else _head_end(item)
    new = _part_lines(kind, typed, alert, free_bullet(item))
    if not new:
        raise NoWordsError
    tight = kind is BlockKind.CHECKLIST and not before
    lines = [] if tight else [""]
    lines += [f"{' ' * item.content}{line}".rstrip() for line in new]
    following = outline.lines[at] if at < len(outline.lines) else ""
    if following.strip():
        lines.append("")
    text = with_lines(outline.lines, at, at, lines)
    if item.branch is not None and item.words is not None and item.words.continues:
        changed = again(outline, text)
        text = replaced(text, [whole(changed, changed.items[index])])
    return text


def _head_end(item: Item) -> int:
    assert item.head is not None  # noqa: S101 - callers looked
    return item.head.text.line + item.head.text.content.count("\n")


def set_part(
    outline: Outline, index: int, number: int, typed: str, alert: str | None = None
) -> str:
    """The text with another content of one part of an item; without words, without the part."""
    item = item_at(outline, index)
    if not 0 <= number < len(item.parts):
        raise StepGoneError
    element, block = item.parts[number]
    if part_text(block) == typed.replace("\r\n", "\n").rstrip() and alert in (None, block.alert):
        return outline.text
    bullet = block.text.lstrip()[:1] if block.kind is BlockKind.CHECKLIST else free_bullet(item)
    if block.kind is BlockKind.IMAGE:
        new = [_with_alternative(block.text, typed)]
    else:
        new = _part_lines(block.kind, typed, alert or block.alert or "", bullet)
    begin, end = element.first - 1, element.last
    if not new:
        return remove_part(outline, index, number)
    indent = " " * item.content
    return with_lines(outline.lines, begin, end, [f"{indent}{line}".rstrip() for line in new])


def remove_part(outline: Outline, index: int, number: int) -> str:
    """The text without one part of an item."""
    item = item_at(outline, index)
    if not 0 <= number < len(item.parts):
        raise StepGoneError
    element, _ = item.parts[number]
    begin = element.first - 1
    while begin > item.first and not outline.lines[begin - 1].strip():
        begin -= 1
    text = with_lines(outline.lines, begin, element.last, ())
    return settled_answer(again(outline, text), index) if item.branch is not None else text


def part_text(block: Block) -> str:
    """The words of a part as a person sees them: no quote marks, no boxes."""
    if block.kind is BlockKind.CHECKLIST:
        return "\n".join(_BOX.sub("", line, count=1) for line in block.text.split("\n"))
    if block.kind is BlockKind.IMAGE:
        match = _IMAGE.match(block.text)
        return match["alt"] if match else block.text
    return block.inner


def picture_of(block: Block) -> str:
    """The target of a picture."""
    match = _IMAGE.match(block.text)
    return match["target"] if match else ""


def _with_alternative(source: str, alternative: str) -> str:
    text = " ".join(re.sub(r"[\[\]]", "", alternative).split())
    return _IMAGE.sub(lambda match: f"![{text}]({match['target']})", source, count=1)


def _part_lines(kind: BlockKind, typed: str, alert: str, bullet: str) -> list[str]:
    """The lines of a part, without indentation; none where nothing was typed."""
    lines = typed.replace("\r\n", "\n").strip("\n").split("\n")
    if not any(line.strip() for line in lines):
        return []
    if kind is BlockKind.CHECKLIST:
        return [_box(line, bullet) for line in lines if line.strip()]
    if kind in (BlockKind.SCRIPT, BlockKind.ALERT):
        quoted = [f"> {line}".rstrip() for line in lines]
        return [f"> [!{(alert or 'note').upper()}]", *quoted] if kind is BlockKind.ALERT else quoted
    if kind is BlockKind.PARAGRAPH:
        paragraphs = re.split(r"\n\s*\n", "\n".join(lines))
        return "\n\n".join(words.escaped(each, arrows=True) for each in paragraphs).split("\n")
    return [line.rstrip() for line in lines]


def _box(line: str, bullet: str) -> str:
    if line.startswith((" ", "\t")):
        return line.rstrip()
    bare = _BOX.sub("", line.strip(), count=1)
    return f"{bullet} [ ] {bare}"
