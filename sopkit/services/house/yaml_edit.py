"""Changes one value of a YAML text and leaves every other byte as it was written.

PyYAML can only write a whole file anew, without its comments; here its nodes tell where a value
stands, and only that is replaced. New values are written on one line, in flow style.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

import yaml

from sopkit.parse.yaml_nodes import is_null, text_of
from sopkit.source.span import Span
from sopkit.source.write import Edit

Value = str | Sequence["Value"] | Mapping[str, "Value"]
"""What can be written: a text, a list or a mapping."""

_PLAIN = re.compile(r"[^\W\d_](?:[\w .()+/&-]*[\w.)])?")


class CannotEditError(Exception):
    """The text is written in a way that only a person can change."""


def written(value: Value) -> str:
    """A value as YAML on one line."""
    if isinstance(value, str):
        plain = _PLAIN.fullmatch(value) and not _has_other_meaning(value)
        return value if plain else json.dumps(value, ensure_ascii=not value.isprintable())
    if isinstance(value, Mapping):
        inner = ", ".join(f"{written(key)}: {written(each)}" for key, each in value.items())
        return f"{{{inner}}}"
    return f"[{', '.join(written(each) for each in value)}]"


def _has_other_meaning(text: str) -> bool:
    """Whether other programs than sopkit would read it as no text: `no`, `null`, `2026`."""
    return not isinstance(yaml.safe_load(text), str)


def set_value(lines: Sequence[str], parent: yaml.MappingNode, key: str, value: Value) -> Edit:
    """Give a key of a mapping another value; a key that is not there is added at the end."""
    for key_node, node in parent.value:
        if text_of(key_node) == key:
            return _replaced(node, written(value))
    entry = f"{written(key)}: {written(value)}"
    return _appended(lines, parent, [node for _, node in parent.value], entry)


def drop_key(lines: Sequence[str], parent: yaml.MappingNode, key: str) -> Edit:
    """Take a key out of a mapping. Raises CannotEditError."""
    keys = [text_of(key_node) for key_node, _ in parent.value]
    return _without(lines, parent, [*parent.value], keys.index(key))


def add_item(lines: Sequence[str], parent: yaml.MappingNode, key: str, value: Value) -> Edit:
    """Add an item to the list under a key; the key is added if it is not there."""
    node = next((node for name, node in parent.value if text_of(name) == key), None)
    if isinstance(node, yaml.SequenceNode):
        return _appended(lines, node, node.value, written(value))
    if node is None and not parent.flow_style:
        entry = f"{written(key)}:\n  - {written(value)}"
        return _appended(lines, parent, [each for _, each in parent.value], entry)
    if node is None:
        return set_value(lines, parent, key, [value])
    if not is_null(node) or parent.flow_style:
        raise CannotEditError
    return _replaced(node, f"\n  - {written(value)}")


def drop_item(lines: Sequence[str], parent: yaml.SequenceNode, index: int) -> Edit:
    """Take an item out of a list. Raises CannotEditError."""
    return _without(lines, parent, [(item, item) for item in parent.value], index)


def replace_item(item: yaml.Node, value: Value) -> Edit:
    """Write another value in the place of an item."""
    return _replaced(item, written(value))


def _replaced(node: yaml.Node, text: str) -> Edit:
    start, end = node.start_mark, _end(node)
    if is_null(node) and not _text(node):
        return Edit(_span((start.line, start.column), (start.line, start.column)), f" {text}")
    # Where a block list stands under its key without being moved in, one line may not.
    lead = " " if isinstance(node, yaml.CollectionNode) and not node.flow_style else ""
    return Edit(_span((start.line, start.column), end), lead + text)


def _text(node: yaml.Node) -> str:
    return node.value if isinstance(node, yaml.ScalarNode) else ""


def _appended(
    lines: Sequence[str], parent: yaml.CollectionNode, within: Sequence[yaml.Node], text: str
) -> Edit:
    """An entry more, after the last one."""
    if parent.flow_style:
        if within:
            place = _end(within[-1])
            return Edit(_span(place, place), f", {text}")
        place = (parent.start_mark.line, parent.start_mark.column + 1)
        return Edit(_span(place, place), text)
    line, _ = _end(within[-1])
    place = (line, len(lines[line]))
    dash = "- " if isinstance(parent, yaml.SequenceNode) else ""
    indent = " " * parent.start_mark.column
    return Edit(_span(place, place), "\n" + indent + dash + text.replace("\n", "\n" + indent))


def _without(
    lines: Sequence[str],
    parent: yaml.CollectionNode,
    within: Sequence[tuple[yaml.Node, yaml.Node]],
    index: int,
) -> Edit:
    """An entry less: `within` has the first and the last node of each."""
    first, last = within[index]
    start, end = (first.start_mark.line, first.start_mark.column), _end(last)
    if parent.flow_style:
        if index:
            return Edit(_span(_end(within[index - 1][1]), end), "")
        if len(within) > 1:
            following = within[1][0].start_mark
            return Edit(_span(start, (following.line, following.column)), "")
        return Edit(_span(start, end), "")
    before = lines[start[0]][: start[1]]
    lead = "-" if isinstance(parent, yaml.SequenceNode) else ""
    if before.strip(" ") != lead:
        raise CannotEditError
    if end[0] + 1 < len(lines):
        return Edit(_span((start[0], 0), (end[0] + 1, 0)), "")
    return Edit(_span((start[0], 0), (end[0], len(lines[end[0]]))), "")


def _end(node: yaml.Node) -> tuple[int, int]:
    """Where the last character of a node's own text ends: comments after it are not its own."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        raise CannotEditError
    return node.end_mark.line, node.end_mark.column


def _span(start: tuple[int, int], end: tuple[int, int]) -> Span:
    return Span(start[0] + 1, start[1] + 1, end[0] + 1, end[1] + 1)
