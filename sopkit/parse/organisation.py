"""`organisation.yaml`: names, departments, roles and house rules."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import yaml

from sopkit.diagnostics.codes import CODES
from sopkit.diagnostics.diagnostic import Severity
from sopkit.diagnostics.nearest import nearest
from sopkit.model.organisation import APPROVALS, DEFAULT_LANGUAGE, Named, Organisation
from sopkit.parse.language import language_tag
from sopkit.parse.report import Report
from sopkit.parse.yaml_nodes import (
    Entry,
    compose,
    entries,
    is_null,
    node_span,
    report_unknown,
    text_of,
    text_value,
)
from sopkit.source.file import SourceFile
from sopkit.source.span import Span

KEYS = (
    "name",
    "language",
    "timezone",
    "logo",
    "departments",
    "roles",
    "approval",
    "words",
    "severity",
)


def parse_organisation(
    source: SourceFile, pictures: Collection[str], report: Report
) -> Organisation:
    """The organisation; what cannot be read is reported and left at its default.

    `pictures` are the paths of the library's images, among which the logo must be.
    """
    root = compose(source.text, 1, report, "file")
    if root is None:
        return Organisation()
    if not isinstance(root, yaml.MappingNode):
        report.add("SOP104", node_span(root, 1), "keys")
        return Organisation()
    values: dict[str, Any] = {}
    for entry in entries(root, 1, report):
        reader = _READERS.get(entry.key)
        if reader is None:
            report_unknown(entry, KEYS, report)
            continue
        value = reader(entry, report)
        if entry.key == "logo" and value is not None and value not in pictures:
            near = nearest(value, sorted(pictures))
            hint = "copy" if near is None else "nearest"
            span = node_span(entry.node, 1)
            report.add("SOP207", span, hint=hint, target=value, nearest=near or "")
        elif value is not None:
            values[entry.key] = value
    return Organisation(**values)


def _language(entry: Entry, report: Report) -> str | None:
    value = text_value(entry, report)
    if value is None:
        return None
    tag = language_tag(value)
    if tag is None:
        span = node_span(entry.node, 1)
        report.add("SOP107", span, hint="language", key=entry.key, value=value[:60])
    return tag or DEFAULT_LANGUAGE


def _named(entry: Entry, report: Report) -> tuple[Named, ...] | None:
    """A list of ids with names; an empty list is a list, and is checked against."""
    if is_null(entry.node):
        return ()
    if not isinstance(entry.node, yaml.SequenceNode):
        report.add("SOP107", node_span(entry.node, 1), "list", key=entry.key)
        return None
    found = []
    for item in entry.node.value:
        name = _one_named(item, entry.key, report)
        if name is not None:
            found.append(name)
    return tuple(found)


def _one_named(item: yaml.Node, key: str, report: Report) -> Named | None:
    written = text_of(item)
    if written:
        return Named(written, {})
    if isinstance(item, yaml.MappingNode):
        found = {entry.key: entry.node for entry in entries(item, 1, report)}
        identity = text_of(found["id"]) if "id" in found else None
        if identity:
            names = names_of(found["name"], report) if "name" in found else {}
            approval = found.get("approval") if key == "departments" else None
            rights = None if approval is None else _rights(approval, report)
            return Named(identity, names, rights)
        report.add("SOP105", node_span(item, 1), key=f"{key}.id")
        return None
    report.add("SOP107", node_span(item, 1), "mapping", key=key)
    return None


def names_of(node: yaml.Node, report: Report) -> Mapping[str, str]:
    """Texts by language; one text alone holds for every language, under the key `und`."""
    written = text_of(node)
    if written is not None:
        return {"und": written} if written else {}
    if not isinstance(node, yaml.MappingNode):
        report.add("SOP107", node_span(node, 1), "mapping", key="name")
        return {}
    found = {}
    for entry in entries(node, 1, report):
        value = text_of(entry.node)
        if value:
            found[entry.key] = " ".join(value.split())
    return found


def _approval(entry: Entry, report: Report) -> tuple[str, ...] | None:
    """Who must approve: a right for each person."""
    return _rights(entry.node, report)


def _rights(node: yaml.Node, report: Report) -> tuple[str, ...] | None:
    items = node.value if isinstance(node, yaml.SequenceNode) else [node]
    rights = [text_of(item) for item in items]
    good = tuple(right for right in rights if right in APPROVALS)
    for item, right in zip(items, rights, strict=True):
        if right not in APPROVALS:
            span = node_span(item, 1)
            _report_choice("approval", (right or "")[:60], ", ".join(APPROVALS), span, report)
    if not items:
        report.add("SOP107", node_span(node, 1), "empty", key="approval")
    return good or None


def _words(entry: Entry, report: Report) -> frozenset[str] | None:
    if is_null(entry.node):
        return frozenset()
    items = entry.node.value if isinstance(entry.node, yaml.SequenceNode) else [entry.node]
    words = [text_of(item) for item in items]
    if None in words:
        report.add("SOP107", node_span(entry.node, 1), "list", key=entry.key)
    return frozenset(word for word in words if word)


def _severity(entry: Entry, report: Report) -> Mapping[str, Severity] | None:
    """Warnings may be raised to errors; an error is never lowered."""
    if not isinstance(entry.node, yaml.MappingNode):
        if not is_null(entry.node):
            report.add("SOP107", node_span(entry.node, 1), "mapping", key=entry.key)
        return None
    found = {}
    for inner in entries(entry.node, 1, report):
        span = node_span(inner.node, 1)
        value = text_of(inner.node) or ""
        code = CODES.get(inner.key)
        if code is None:
            report_unknown(inner, CODES, report)
        elif value not in ("error", "warning"):
            _report_choice(inner.key, value, "error, warning", span, report)
        elif code.stops_release and value != "error":
            _report_choice(inner.key, value, "error", span, report)
        else:
            found[inner.key] = Severity(value)
    return found


def _report_choice(key: str, value: str, choices: str, span: Span, report: Report) -> None:
    report.add("SOP107", span, hint="one_of", key=key, value=value[:60], choices=choices)


_READERS: Mapping[str, Callable[[Entry, Report], Any]] = {
    "name": text_value,
    "language": _language,
    "timezone": text_value,
    "logo": text_value,
    "departments": _named,
    "roles": _named,
    "approval": _approval,
    "words": _words,
    "severity": _severity,
}
