"""Changes of the front matter: one key at a time, comments and order kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import yaml

from sopkit.edit.lines import replaced, with_lines
from sopkit.edit.refusals import ParticularsUnreadableError
from sopkit.edit.yaml_text import scalar
from sopkit.parse.frontmatter import KEYS, cut
from sopkit.parse.report import Report
from sopkit.parse.yaml_nodes import Entry, clean, compose, entries, is_null, node_span, text_of
from sopkit.source.span import Span

_ORDER = (
    "number",
    "title",
    "department",
    "language",
    "owner",
    "roles",
    "review",
    "channels",
    "service",
    "direction",
    "situations",
    "standards",
    "tags",
)
assert set(_ORDER) == set(KEYS)  # noqa: S101 - the order in which the format lists them


def set_text(text: str, key: str, value: str) -> str:
    """The text with another value of a key; an empty one takes the key out."""
    wanted = " ".join(value.split())
    found = _entry(text, key)
    if found is None:
        return _added(text, key, scalar(wanted)) if wanted else text
    if not wanted:
        return _removed(text, found)
    if text_of(found.node) is not None and _same(text_of(found.node), wanted):
        return text
    return _with_value(text, found, scalar(wanted))


def set_list(text: str, key: str, values: Sequence[str]) -> str:
    """The text with another list at a key; an empty one takes the key out.

    Entries that stay keep their writing and their comments.
    """
    wanted = [value for each in values if (value := " ".join(each.split()))]
    found = _entry(text, key)
    if found is None:
        return _added(text, key, _flow(wanted)) if wanted else text
    if not wanted:
        return _removed(text, found)
    node = found.node
    if not isinstance(node, yaml.SequenceNode):
        if not is_null(node) and wanted == [text_of(node)]:
            return text
        return _with_value(text, found, _flow(wanted))
    if [text_of(item) for item in node.value] == wanted:
        return text
    if node.flow_style:
        return replaced(text, [(node_span(node, 2), _flow(wanted, _sources(text, node)))])
    return _with_block(text, node, wanted)


def set_target(text: str, standard: str, target: str) -> str:
    """The text with another target of a standard; an empty one takes the standard out."""
    wanted = " ".join(target.split())
    found = _entry(text, "standards")
    if found is None or not isinstance(found.node, yaml.MappingNode) or not found.node.value:
        return _first_target(text, found, standard, wanted)
    inner = {each.key: each for each in entries(found.node, 2, Report(""))}
    own = inner.get(standard)
    if own is not None and wanted:
        same = text_of(own.node) == wanted
        return text if same else _with_value(text, own, _target(wanted))
    if own is None and not wanted:
        return text
    if own is not None and len(inner) == 1:
        return _removed(text, found)
    if found.node.flow_style:
        return _with_pairs(text, found, inner, standard, wanted)
    return _removed(text, own) if own is not None else _below(text, inner, standard, wanted)


def _first_target(text: str, found: Entry | None, standard: str, wanted: str) -> str:
    if not wanted:
        return text
    without = text if found is None else _removed(text, found)
    return _added(without, "standards", "", f"  {scalar(standard)}: {_target(wanted)}")


def _with_pairs(
    text: str, found: Entry, inner: Mapping[str, Entry], standard: str, wanted: str
) -> str:
    """Standards in braces on one line."""
    pairs = {key: _slice(text, node_span(each.node, 2)) for key, each in inner.items()}
    pairs.pop(standard, None)
    if wanted:
        pairs[standard] = _target(wanted)
    listed = ", ".join(f"{scalar(key, inside=True)}: {each}" for key, each in pairs.items())
    return replaced(text, [(node_span(found.node, 2), "{" + listed + "}")])


def _below(text: str, inner: Mapping[str, Entry], standard: str, wanted: str) -> str:
    """A standard more on a line of its own."""
    last = list(inner.values())[-1]
    indent = " " * (last.key_span.column - 1)
    end = _end_line(last)
    line = f"{indent}{scalar(standard)}: {_target(wanted)}"
    return with_lines(text.split("\n"), end, end, [line])


def _target(target: str) -> str:
    return '"' + target.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _same(old: str | None, wanted: str) -> bool:
    return " ".join((old or "").split()) == wanted


def _entry(text: str, key: str) -> Entry | None:
    """The entry of a key. Raises ParticularsUnreadableError."""
    return next((each for each in _entries(text) if each.key == key), None)


def _entries(text: str) -> list[Entry]:
    lines = text.split("\n")
    place = cut(lines)
    if place is None:
        return []
    report = Report("")
    if place[1] < 0:
        raise ParticularsUnreadableError
    root = compose("\n".join(lines[1 : place[1]]) + "\n", 2, report)
    if root is None and not report.diagnostics:
        return []
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise ParticularsUnreadableError
    return entries(root, 2, report)


def _added(text: str, key: str, value: str, *below: str) -> str:
    """The text with a key more, where the format lists it."""
    lines = text.split("\n")
    place = cut(lines)
    new = [f"{key}: {value}".rstrip(), *below]
    if place is None:
        gap = [] if not text.strip() else [""]
        return "\n".join(["---", *new, "---", *gap, text])
    rank = _ORDER.index(key)
    before = [
        each for each in _entries(text) if each.key in _ORDER and _ORDER.index(each.key) < rank
    ]
    at = max((_end_line(each) for each in before), default=1)
    return with_lines(lines, at, at, new)


def _end_line(entry: Entry) -> int:
    """The index of the line behind an entry."""
    span = node_span(entry.node, 2)
    end = span.end_line - 1 if span.end_column == 1 and span.end_line > span.line else span.end_line
    return max(end, entry.key_span.end_line)


def _removed(text: str, entry: Entry) -> str:
    lines = text.split("\n")
    end = _end_line(entry)
    # A block reaches to the next key; what comments and blank lines stand there belong to that.
    while end > entry.key_span.line and (
        not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")
    ):
        end -= 1
    return with_lines(lines, entry.key_span.line - 1, end, ())


def _with_value(text: str, entry: Entry, value: str) -> str:
    span = node_span(entry.node, 2)
    if is_null(entry.node) and (span.line, span.column) <= (
        entry.key_span.end_line,
        entry.key_span.end_column + 1,
    ):
        line = text.split("\n")[entry.key_span.end_line - 1]
        colon = line.index(":", entry.key_span.end_column - 1)
        at = Span.at(entry.key_span.end_line, colon + 2)
        return replaced(text, [(at, f" {value}")])
    if span.end_column == 1 and span.end_line > span.line:  # a block ends where the next key begins
        lines = text.split("\n")
        end = span.end_line - 1
        while end > span.line and not lines[end - 1].strip():
            end -= 1
        span = Span(span.line, span.column, end, len(lines[end - 1]) + 1)
    if span.line > entry.key_span.line:  # the value stood below its key
        line = text.split("\n")[entry.key_span.end_line - 1]
        colon = line.index(":", entry.key_span.end_column - 1)
        span = Span(entry.key_span.end_line, colon + 2, span.end_line, span.end_column)
        value = f" {value}"
    return replaced(text, [(span, value)])


def _flow(values: Sequence[str], sources: dict[str, str] | None = None) -> str:
    known = sources or {}
    return "[" + ", ".join(known.get(each) or scalar(each, inside=True) for each in values) + "]"


def _sources(text: str, node: yaml.SequenceNode) -> dict[str, str]:
    """How the entries of a list are written."""
    return {
        clean(item.value): _slice(text, node_span(item, 2))
        for item in node.value
        if isinstance(item, yaml.ScalarNode)
    }


def _slice(text: str, span: Span) -> str:
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


def _with_block(text: str, node: yaml.SequenceNode, wanted: Sequence[str]) -> str:
    """A list of one entry a line: each that stays keeps its lines."""
    lines = text.split("\n")
    starts = [item.start_mark.line + 1 for item in node.value]
    end = node_span(node.value[-1], 2).end_line
    stops = [*starts[1:], end]
    first = lines[starts[0]]
    indent = first[: len(first) - len(first.lstrip())]
    kept: dict[str, list[str]] = {}
    for item, start, stop in zip(node.value, starts, stops, strict=True):
        kept.setdefault(text_of(item) or "", lines[start:stop])
    new: list[str] = []
    for value in wanted:
        new += kept.get(value) or [f"{indent}- {scalar(value)}"]
    return with_lines(lines, starts[0], end, new)
