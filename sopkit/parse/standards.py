"""`standards/*.yaml` and the built-in catalogue: one measurable standard a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import yaml

from sopkit.diagnostics.nearest import nearest
from sopkit.model.standard import Better, Dimension, Standard, StandardKind
from sopkit.parse.organisation import names_of
from sopkit.parse.report import Report
from sopkit.parse.target import parse_target
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
    "id",
    "name",
    "kind",
    "better",
    "dimension",
    "unit",
    "definition",
    "target",
    "window",
    "notice",
)
_REQUIRED = ("id", "kind", "better", "dimension")


@dataclass(slots=True)
class _Reading:
    values: dict[str, Any] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)


def parse_standard(source: SourceFile, report: Report) -> Standard | None:
    """One standard, or None when what it must say is missing or wrong (which is reported)."""
    root = compose(source.text, 1, report, "file")
    if root is None:
        return None
    if not isinstance(root, yaml.MappingNode):
        report.add("SOP104", node_span(root, 1), "keys")
        return None
    reading = _Reading()
    for entry in entries(root, 1, report):
        reading.seen.add(entry.key)
        reader = _READERS.get(entry.key)
        if reader is None:
            report_unknown(entry, KEYS, report)
        elif not is_null(entry.node):
            value = reader(entry, report)
            if value is not None:
                reading.values[_FIELDS.get(entry.key, entry.key)] = value
    return _standard(reading, report)


_FIELDS = {"name": "names", "definition": "definitions"}


def _standard(reading: _Reading, report: Report) -> Standard | None:
    for key in _REQUIRED:
        if key not in reading.seen:
            report.add("SOP105", Span.at(1, 1), hint="add", key=key)
    if any(key not in reading.values for key in _REQUIRED):
        return None
    reading.values.setdefault("names", {})
    return Standard(**reading.values)


def _names(entry: Entry, report: Report) -> Mapping[str, str]:
    return names_of(entry.node, report)


def _target(entry: Entry, report: Report) -> object:
    written = text_of(entry.node) or ""
    target = parse_target(written)
    if target is None:
        span = node_span(entry.node, 1)
        report.add("SOP107", span, hint="target", key=entry.key, value=written[:60])
    return target


def _choice(choices: type[StrEnum]) -> Callable[[Entry, Report], object]:
    def read(entry: Entry, report: Report) -> object:
        written = text_of(entry.node) or ""
        if written in choices.__members__.values():
            return choices(written)
        span = node_span(entry.node, 1)
        near = nearest(written, choices)
        report.add(
            "SOP107",
            span,
            hint="one_of" if near is None else "nearest",
            key=entry.key,
            value=written[:60],
            choices=", ".join(choices),
            nearest=near or "",
        )
        return None

    return read


_READERS: Mapping[str, Callable[[Entry, Report], object]] = {
    "id": text_value,
    "name": _names,
    "kind": _choice(StandardKind),
    "better": _choice(Better),
    "dimension": _choice(Dimension),
    "unit": text_value,
    "definition": _names,
    "target": _target,
    "window": text_value,
    "notice": _names,
}
