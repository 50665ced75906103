"""The front matter of an SOP: key by key, with the place of each value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import yaml

from sopkit.diagnostics.nearest import nearest
from sopkit.model.standard import Target
from sopkit.model.step import Duration
from sopkit.parse.duration import parse_interval
from sopkit.parse.inline import NUMBER
from sopkit.parse.language import language_tag
from sopkit.parse.report import Report
from sopkit.parse.target import parse_target
from sopkit.parse.yaml_nodes import (
    Entry,
    clean,
    compose,
    entries,
    is_null,
    node_span,
    report_unknown,
    text_of,
)
from sopkit.source.span import Span

TITLE_LIMIT = 120
"""Characters of the longest title."""

CHANNELS = ("phone", "email", "chat", "social", "inperson", "ivr", "web")
SERVICES = ("reactive", "proactive")
DIRECTIONS = ("inbound", "outbound")
REQUIRED = ("number", "title", "department")
TEXTS = ("number", "title", "department", "language", "owner", "review", "service", "direction")
LISTS = ("roles", "channels", "situations", "tags")
KEYS = (*TEXTS, *LISTS, "standards")


@dataclass(slots=True)
class FrontMatter:
    """What the front matter says. `present` is false when there was none to read."""

    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    standards: tuple[tuple[str, Target], ...] = ()
    review: Duration | None = None
    spans: list[tuple[str, Span]] = field(default_factory=list)


def cut(lines: Sequence[str]) -> tuple[int, int] | None:
    """The lines between which the front matter stands, as indices of `lines`.

    `(0, end)`: the lines 1 to `end - 1` are its text. An end of -1 means that it is never closed.
    """
    if not lines or lines[0].rstrip() != "---":
        return None
    for index in range(1, len(lines)):
        if lines[index].rstrip() in ("---", "..."):
            return 0, index
    return 0, -1


def read_front_matter(lines: Sequence[str], report: Report) -> tuple[FrontMatter, int]:
    """The front matter, and the index of the first line behind it."""
    place = cut(lines)
    if place is None:
        report.add("SOP103", Span.at(1, 1, len(lines[0]) if lines else 0), hint="add")
        return FrontMatter(), 0
    if place[1] < 0:
        report.add("SOP103", Span.at(1, 1, 3), "open", hint="add")
        return FrontMatter(), _end_of_open(lines)
    matter = FrontMatter()
    root = compose("\n".join(lines[1 : place[1]]) + "\n", 2, report)
    failed = bool(report.diagnostics)
    if root is None and not failed:
        _check_required((), report)
    elif isinstance(root, yaml.MappingNode):
        found = entries(root, 2, report)
        for entry in found:
            _read(entry, matter, report)
        _check_required([entry.key for entry in found], report)
    elif root is not None:
        report.add("SOP104", node_span(root, 2), "keys")
    return matter, place[1] + 1


def _end_of_open(lines: Sequence[str]) -> int:
    """Where unclosed front matter probably ends: at the first heading or blank line."""
    for index in range(1, len(lines)):
        if not lines[index].strip() or lines[index].startswith("#"):
            return index
    return len(lines)


def _check_required(keys: Sequence[str], report: Report) -> None:
    for key in REQUIRED:
        if key not in keys:
            report.add("SOP105", Span.at(1, 1, 3), hint="add", key=key)


def _read(entry: Entry, matter: FrontMatter, report: Report) -> None:
    span = node_span(entry.node, 2)
    key = entry.key
    matter.spans.append((key, span))
    if key not in KEYS:
        report_unknown(entry, KEYS, report)
    elif is_null(entry.node):
        if key in TEXTS:
            report.add("SOP107", entry.key_span, "empty", key=key)
    elif key in TEXTS:
        _read_text(key, entry.node, span, matter, report)
    elif key in LISTS:
        _read_list(key, entry.node, span, matter, report)
    else:
        _read_standards(entry.node, span, matter, report)


def _read_text(key: str, node: yaml.Node, span: Span, matter: FrontMatter, report: Report) -> None:
    value = text_of(node)
    if value is None:
        report.add("SOP107", span, "text", key=key)
    elif not value.strip():
        report.add("SOP107", span, "empty", key=key)
    else:
        value = " ".join(value.split())
        matter.texts[key] = value
        check = _CHECKS.get(key)
        if check is not None:
            check(key, value, span, matter, report)


def _check_number(key: str, value: str, span: Span, matter: FrontMatter, report: Report) -> None:
    if NUMBER.fullmatch(value) is None or len(value) > 60:
        del matter.texts[key]
        report.add("SOP107", span, hint="number", key=key, value=_shown(value))


def _check_title(key: str, value: str, span: Span, _matter: FrontMatter, report: Report) -> None:
    if len(value) > TITLE_LIMIT:
        report.add("SOP107", span, "long", key=key, length=len(value), limit=TITLE_LIMIT)


def _check_language(key: str, value: str, span: Span, matter: FrontMatter, report: Report) -> None:
    tag = language_tag(value)
    if tag is not None:
        matter.texts[key] = tag
    else:
        del matter.texts[key]
        report.add("SOP107", span, hint="language", key=key, value=_shown(value))


def _check_review(key: str, value: str, span: Span, matter: FrontMatter, report: Report) -> None:
    matter.review = parse_interval(value)
    if matter.review is None:
        report.add("SOP107", span, hint="duration", key=key, value=_shown(value))


def _choice(choices: Sequence[str]) -> Callable[[str, str, Span, FrontMatter, Report], None]:
    def check(key: str, value: str, span: Span, matter: FrontMatter, report: Report) -> None:
        if value not in choices:
            del matter.texts[key]
            _report_choice(key, value, span, choices, report)

    return check


_CHECKS: dict[str, Callable[[str, str, Span, FrontMatter, Report], None]] = {
    "number": _check_number,
    "title": _check_title,
    "language": _check_language,
    "review": _check_review,
    "service": _choice(SERVICES),
    "direction": _choice(DIRECTIONS),
}


def _report_choice(
    key: str, value: str, span: Span, choices: Sequence[str], report: Report
) -> None:
    near = nearest(value, choices)
    hint = "one_of" if near is None else "nearest"
    listed = ", ".join(choices)
    report.add(
        "SOP107", span, hint=hint, key=key, value=_shown(value), choices=listed, nearest=near or ""
    )


def _shown(value: str) -> str:
    return value if len(value) <= 60 else value[:59] + "…"


def _read_list(key: str, node: yaml.Node, span: Span, matter: FrontMatter, report: Report) -> None:
    """A list of texts; one text alone is a list of one."""
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    values = []
    for index, item in enumerate(items):
        value = text_of(item)
        place = node_span(item, 2)
        if value is None:
            report.add("SOP107", span, "list", key=key)
            return
        if key == "channels" and value not in CHANNELS:
            _report_choice(key, value, place, CHANNELS, report)
        elif value:
            matter.spans.append((f"{key}.{index}", place))
            values.append(value)
    matter.lists[key] = tuple(values)


def _read_standards(node: yaml.Node, span: Span, matter: FrontMatter, report: Report) -> None:
    if not isinstance(node, yaml.MappingNode):
        report.add("SOP107", span, "mapping", key="standards")
        return
    found = []
    for entry in entries(node, 2, report):
        place = node_span(entry.node, 2)
        written = text_of(entry.node)
        target = parse_target(written) if written is not None else None
        matter.spans.append((f"standards.{entry.key}", place))
        matter.spans.append((f"standards.{entry.key}.key", entry.key_span))
        if target is None:
            value = _shown(clean(written or ""))
            key = f"standards.{entry.key}"
            report.add("SOP107", place, hint="target", key=key, value=value)
        else:
            found.append((entry.key, target))
    matter.standards = tuple(found)
