"""Attributes of an item, set and taken out."""

from __future__ import annotations

from sopkit.edit import words
from sopkit.edit.items import words_of
from sopkit.edit.lines import replaced
from sopkit.edit.outline import Item, Outline, place
from sopkit.edit.refusals import NotACountError, NotATimeError
from sopkit.parse.attributes import FLAGS
from sopkit.parse.duration import parse_time
from sopkit.source.span import Span

_TIMES = frozenset({"within", "wait"})


def set_attribute(outline: Outline, index: int, key: str, value: str) -> str:
    """The text with another value of an attribute; an empty one takes it out.

    A flag's value is anything that is not empty. Raises NotATimeError and NotACountError for a
    value that would mean nothing.
    """
    item, head, _ = words_of(outline, index)
    wanted = " ".join(value.split())
    if wanted and key in _TIMES and parse_time(wanted) is None:
        raise NotATimeError
    if wanted and key == "max" and not (wanted.isdecimal() and int(wanted)):
        raise NotACountError
    span = item.own.span_of(key)
    if not wanted:
        return outline.text if span is None else _without(outline, item, span)
    source = _source(key, wanted)
    if span is not None:
        return replaced(outline.text, [(span, source)])
    if item.braces:
        start, end = item.braces[-1]
        first = key == "id"
        at = place(head, (start + 1, start + 1) if first else (end - 1, end - 1))
        inside = head.text.content[start + 1 : end - 1].strip()
        new = source if not inside else f"{source} " if first else f" {source}"
        return replaced(outline.text, [(at, new)])
    end = len(head.text.content.rstrip())
    return replaced(outline.text, [(place(head, (end, end)), f" {{{source}}}")])


def _source(key: str, value: str) -> str:
    if key == "id":
        return f"#{value}"
    return key if key in FLAGS else f"{key}={words.quoted(value)}"


def _without(outline: Outline, item: Item, span: Span) -> str:
    """The text without an attribute, and without its braces if nothing else stands in them."""
    head = item.head
    assert head is not None  # noqa: S101 - it has attributes
    content = head.text.content
    for start, end in item.braces:
        places = {head.text.place(at): at for at in range(start, end)}
        begin, stop = (span.line, span.column), (span.end_line, span.end_column)
        if begin not in places or stop not in places:
            continue
        left = content[start + 1 : places[begin]].rstrip()
        right = content[places[stop] : end - 1].lstrip()
        inside = f"{left} {right}".strip()
        if inside:
            return replaced(outline.text, [(place(head, (start, end)), f"{{{inside}}}")])
        before = len(content[:start].rstrip(" "))
        return replaced(outline.text, [(place(head, (before, end)), "")])
    return outline.text
