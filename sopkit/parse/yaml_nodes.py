"""YAML as nodes with places, without ever building objects or following aliases."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import yaml

from sopkit.diagnostics.diagnostic import Fix
from sopkit.diagnostics.nearest import nearest
from sopkit.parse.report import Report
from sopkit.source.span import Span

_NESTING_LIMIT = 50
_OPENERS = re.compile(r"[\[{]|- (?=[-?\[{])|\? ")
_KEY = re.compile(r"\s*(?:- )?(?P<key>[\w-]+)\s*:\s+(?P<value>\S.*)$")
_SPECIAL = "@`%*&!|>[]{},?#"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Entry:
    """A key of a mapping with its value's node."""

    key: str
    key_span: Span
    node: yaml.Node


def compose(text: str, first_line: int, report: Report, variant: str = "") -> yaml.Node | None:
    """The root node of a YAML text whose first line is `first_line` of its file.

    None when there is nothing, or when it cannot be read, which is reported (SOP104 at the
    value that needs quotes, where it can be told).
    """
    try:
        if len(_OPENERS.findall(text)) > _NESTING_LIMIT and _too_deep(text):
            report.add("SOP104", Span.at(first_line, 1), "deep")
            return None
        root: yaml.Node | None = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        _report_error(error, text, first_line, report, variant)
        return None
    except (yaml.YAMLError, UnicodeError, RecursionError, ValueError):
        report.add("SOP104", Span.at(first_line, 1), "characters")
        return None
    if root is not None and _reports_alias(text, first_line, report):
        return None
    return root


def _too_deep(text: str) -> bool:
    """Whether the text nests deeper than any sensible one; parsed as events, without recursion."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _NESTING_LIMIT:
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


def _report_error(
    error: yaml.MarkedYAMLError, text: str, first_line: int, report: Report, variant: str
) -> None:
    lines = text.split("\n")
    places = [mark.line for mark in (error.problem_mark, error.context_mark) if mark is not None]
    for line in places:
        if line < len(lines) and _report_value(lines[line], line + first_line, report):
            return
    line = min(places[-1] if places else 0, len(lines) - 1)
    length = len(lines[line].rstrip())
    indent = len(lines[line]) - len(lines[line].lstrip())
    span = Span.at(line + first_line, min(indent, length) + 1, max(length - indent, 0))
    if lines[line].lstrip(" ").startswith("\t") or "\t" in lines[line][: indent + 1]:
        report.add("SOP104", span, "tab")
    else:
        report.add("SOP104", span, variant)


def _report_value(line: str, number: int, report: Report) -> bool:
    """Whether the line holds a value that must stand in quotes; reported with its fix."""
    match = _KEY.match(line)
    if match is None:
        return False
    value = match["value"].rstrip()
    colon = ": " in value or value.endswith(":")
    if not colon and value[0] not in _SPECIAL and value[0] not in "\"'":
        return False
    span = Span.at(number, match.start("value") + 1, len(value))
    if value[0] in "\"'":
        report.add("SOP104", span, "unclosed", key=match["key"])
        return True
    fix = None
    if value[0] not in "[{|>#" and "#" not in value:
        fix = Fix(span, '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"')
    report.add("SOP104", span, "value", hint="quote", fix=fix, key=match["key"])
    return True


def _reports_alias(text: str, first_line: int, report: Report) -> bool:
    """Report an alias: each repeats a value, and a few lines of them fill a memory."""
    if "*" not in text or "&" not in text:
        return False
    for token in yaml.scan(text, Loader=_Loader):
        if isinstance(token, yaml.AliasToken):
            line, column = token.start_mark.line, token.start_mark.column
            span = Span.at(line + first_line, column + 1, len(token.value) + 1)
            report.add("SOP104", span, "alias", hint="alias", name=token.value)
            return True
    return False


def node_span(node: yaml.Node, first_line: int) -> Span:
    """The place of a node; a block that ends at the next line's beginning ends on its own."""
    start, end = node.start_mark, node.end_mark
    if end.column == 0 and end.line > start.line:
        return Span(start.line + first_line, start.column + 1, end.line + first_line, 1)
    return Span(start.line + first_line, start.column + 1, end.line + first_line, end.column + 1)


def entries(node: yaml.MappingNode, first_line: int, report: Report) -> list[Entry]:
    """The entries of a mapping whose keys are texts; a key given twice is reported (once)."""
    found: dict[str, Entry] = {}
    repeated: set[str] = set()
    for key_node, value in node.value:
        span = node_span(key_node, first_line)
        if not isinstance(key_node, yaml.ScalarNode):
            report.add("SOP104", span, "keys")
            continue
        key = clean(key_node.value)
        if key in found:
            if key not in repeated:
                report.add("SOP107", span, "twice", hint="once", key=key)
            repeated.add(key)
            continue
        found[key] = Entry(key, span, value)
    return list(found.values())


def report_unknown(entry: Entry, known: Iterable[str], report: Report) -> None:
    """Report a key that is not known (SOP106), with the nearest one that is."""
    near = nearest(entry.key, known)
    hint = "nearest" if near is not None else None
    report.add("SOP106", entry.key_span, hint=hint, key=entry.key, nearest=near or "")


def text_value(entry: Entry, report: Report) -> str | None:
    """The text of an entry in a file of its own; a list or mapping is reported (SOP107)."""
    value = text_of(entry.node)
    if value is None:
        report.add("SOP107", node_span(entry.node, 1), "text", key=entry.key)
    return value or None


def is_null(node: yaml.Node) -> bool:
    """Whether a value was left out."""
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value in ("", "~")


def clean(value: str) -> str:
    """A scalar as text: without lone surrogates (YAML escapes can write them) and outer space."""
    return value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd").strip()


def text_of(node: yaml.Node) -> str | None:
    """The text of a scalar, or None for a list or mapping."""
    return clean(node.value) if isinstance(node, yaml.ScalarNode) else None
