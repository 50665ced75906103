"""Attributes in braces after a step or branch: `{#id role=agent within=30s critical}`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any
from unicodedata import normalize

from sopkit.diagnostics.diagnostic import Fix
from sopkit.diagnostics.nearest import nearest
from sopkit.model.step import NO_ATTRIBUTES, Attributes
from sopkit.parse.duration import parse_time
from sopkit.parse.markdown import Text
from sopkit.parse.report import Report
from sopkit.source.span import Span

RECORDS = ("text", "number", "choice", "file", "signature")

_BRACES = re.compile(r"(?<!\\)\{((?:[^{}\"“„\n]|\"[^\"\n]*\"|[“„][^”“\n]*[”“])*+)\}")
_ITEM = re.compile(
    r"\#(?P<id>[^\s{}]+)"
    r"|(?P<key>[\w-]+)\s*=\s*(?:\"(?P<quoted>[^\"]*)\"|[“„](?P<curly>[^”“]*)[”“]|(?P<bare>[^\s\"“”„]+)|(?P<none>(?=\s|$)))"
    r"|(?P<flag>[^\s=\"“”„#]+)(?=\s|$)"
    r"|(?P<bad>\S+)"
)
_MAXIMUM = 1_000_000

FLAGS = ("critical", "optional", "unobservable", "moment-of-truth", "parallel")
VALUES = (
    "role",
    "within",
    "overdue",
    "escalate",
    "wait",
    "max",
    "each",
    "standard",
    "expected",
    "why",
    "record",
)
KNOWN = (*VALUES, *FLAGS)


STRAY = re.compile(
    rf"(?<!\\)\{{\s*(?:#[\w-]+[\s}}]|(?:{'|'.join(VALUES)})\s*=|(?:{'|'.join(FLAGS)})[\s}}])"
)
"""The beginning of braces that can only have been meant as attributes."""


@dataclass(frozen=True, slots=True)
class Braces:
    """The attributes found in a text; `places` are the stretches of content that they take up."""

    attributes: Attributes
    places: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """Braces with attributes: `content[start:end]`, and whether only such follow in the line."""

    start: int
    end: int
    at_end: bool


def _find_braces(content: str, masked: str) -> list[_Found]:
    """The braces that hold attributes and are no text, in their order.

    In the middle of a line only those count that cannot have been meant as text.
    """
    if "}" not in masked:
        return []
    found: list[_Found] = []
    for match in reversed(list(_BRACES.finditer(content))):
        if masked[match.start()] != "{":
            continue
        line_end = content.find("\n", match.end())
        line_end = len(content) if line_end < 0 else line_end
        following = found[-1] if found and found[-1].at_end else None
        stop = line_end if following is None else min(line_end, following.start)
        at_end = not content[match.end() : stop].strip()
        if _is_attributes(match[1]) if at_end else STRAY.match(masked, match.start()):
            found.append(_Found(match.start(), match.end(), at_end))
    return found[::-1]


def _is_attributes(inside: str) -> bool:
    if "#" in inside or "=" in inside:
        return True
    return any(word in KNOWN or nearest(word, KNOWN) is not None for word in inside.split())


def read_attributes(text: Text, masked: str, report: Report) -> Braces:
    """The attributes of a first paragraph.

    Those in the middle of a line are reported and read all the same, so that nothing follows
    from the one mistake.
    """
    found = _find_braces(text.content, masked)
    if not found:
        return Braces(NO_ATTRIBUTES, ())
    values: dict[str, Any] = {}
    spans: list[tuple[str, Span]] = []
    for braces in found:
        if not braces.at_end:
            _report_middle(text, braces, report)
        for item, end in _items(text.content, braces):
            _read_item(item, end, text.span(item.start(), end), values, spans, report)
    attributes = Attributes(spans=tuple(spans), **values)
    _check_together(attributes, report)
    return Braces(attributes, tuple((braces.start, braces.end) for braces in found))


def _items(content: str, braces: _Found) -> Iterator[tuple[re.Match[str], int]]:
    """The items in braces and where each ends.

    Words behind a value without quotes that are no attributes were meant as a part of it.
    """
    item: re.Match[str] | None = None
    end = 0
    for match in _ITEM.finditer(content, braces.start + 1, braces.end - 1):
        if item is not None and item["bare"] is not None and _is_word(match["flag"]):
            end = match.end()
            continue
        if item is not None:
            yield item, end
        item, end = match, match.end()
    if item is not None:
        yield item, end


def _is_word(flag: str | None) -> bool:
    return flag is not None and flag.lower() not in KNOWN and nearest(flag, KNOWN) is None


def _report_middle(text: Text, braces: _Found, report: Report) -> None:
    """The fix moves them to the end of their line."""
    content = text.content
    line_end = content.find("\n", braces.end)
    line_end = len(content) if line_end < 0 else line_end
    before = len(content[: braces.start].rstrip(" \t"))
    rest = content[braces.end : line_end].rstrip()
    moved = f"{rest} {content[braces.start : braces.end]}"
    fix = Fix(text.span(before, line_end), moved)
    report.add("SOP310", text.span(braces.start, braces.end), "middle", hint="end", fix=fix)


def _read_item(
    item: re.Match[str],
    end: int,
    span: Span,
    values: dict[str, Any],
    spans: list[tuple[str, Span]],
    report: Report,
) -> None:
    if item["bad"] is not None:
        report.add("SOP310", span, "syntax", text=item["bad"])
        return
    key = "id" if item["id"] is not None else (item["key"] or item["flag"]).lower()
    if key in dict(spans):
        report.add("SOP310", span, "twice", key=key)
        return
    spans.append((key, span))
    if item["id"] is not None:
        values["id"] = normalize("NFC", item["id"])
    elif key not in KNOWN:
        _unknown(key, span, report)
    elif item["flag"] is not None:
        _flag(key, span, values, report)
    elif key in FLAGS:
        report.add("SOP310", span, "flag", key=key)
    else:
        written = item["quoted"] or item["curly"] or item["bare"] or ""
        words = item.string[item.end() : end]
        if words and key not in _READERS:
            report.add("SOP310", span, "space", hint="quote", key=key)
        else:
            _value(key, written + words, span, values, report)


def _unknown(key: str, span: Span, report: Report) -> None:
    near = nearest(key, KNOWN)
    if near is not None:
        report.add("SOP310", span, hint="nearest", key=key, nearest=near)
    else:
        report.add("SOP310", span, hint="known", key=key, choices=", ".join(KNOWN))


def _flag(key: str, span: Span, values: dict[str, Any], report: Report) -> None:
    if key in FLAGS:
        values[key.replace("-", "_")] = True
    else:
        report.add("SOP310", span, "no_value", key=key)


def _value(key: str, written: str, span: Span, values: dict[str, Any], report: Report) -> None:
    written = written.strip()
    if not written:
        report.add("SOP310", span, "no_value", key=key)
        return
    read, hint = _READERS.get(key, (_text, "quote"))
    value = read(written)
    if value is None:
        choices = ", ".join(RECORDS)
        report.add("SOP310", span, "value", hint=hint, value=written, key=key, choices=choices)
    else:
        values[key] = value


def _text(written: str) -> str | None:
    return written


def _whole(written: str) -> int | None:
    if not re.fullmatch(r"[0-9]{1,7}", written):
        return None
    return int(written) if 1 <= int(written) <= _MAXIMUM else None


def _reference(written: str) -> str | None:
    return normalize("NFC", written[1:]) if re.fullmatch(r"#\S+", written) else None


def _record(written: str) -> str | None:
    return written if written in RECORDS else None


_READERS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "within": (parse_time, "duration"),
    "wait": (parse_time, "duration"),
    "max": (_whole, "whole"),
    "overdue": (_reference, "reference"),
    "record": (_record, "one_of"),
}


def _check_together(attributes: Attributes, report: Report) -> None:
    """`overdue` and `escalate` speak of the time in `within`."""
    if attributes.span_of("within") is not None:
        return
    overdue = attributes.span_of("overdue")
    if overdue is not None and attributes.overdue is not None:
        report.add("SOP310", overdue, "overdue")


def inherited(branch: Attributes, step: Attributes, *, first: bool) -> Attributes:
    """A step's attributes with those of the branch around it that it does not set itself.

    A wait and an id belong to the branch's first step alone, and `max` to its jump.
    """
    if branch is NO_ATTRIBUTES:
        return step
    own_to_first = ("id", "wait")
    merged = {}
    for attribute in fields(Attributes):
        name = attribute.name
        value = getattr(step, name)
        given = getattr(branch, name)
        if name == "spans" or name in ("max", "parallel") or (name in own_to_first and not first):
            merged[name] = value
        else:
            merged[name] = value if value not in (None, False) else given
    keys = {key for key, _ in step.spans}
    passed = tuple(
        (key, span)
        for key, span in branch.spans
        if key not in keys and key not in ("max", "parallel") and (first or key not in own_to_first)
    )
    merged["spans"] = (*step.spans, *passed)
    return Attributes(**merged)
