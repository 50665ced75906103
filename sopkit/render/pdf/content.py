"""Body text for the page: the safe HTML of `render.markdown` as a tree of plain values.

Markdown is read in one place only. What it made for the web is taken apart here, so that both
show the same text. A node is a string, or a mapping with its `tag` and the nodes `inside` it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from sopkit.render.markdown import ALIGNED, external_address
from sopkit.render.pdf.glyphs import Printable
from sopkit.render.pdf.places import Places

Node = str | dict[str, Any]
"""A text, or an element: `tag`, `inside`, and what else the template needs of it."""

_VOID = frozenset({"br", "hr", "img", "input"})
_INLINE = frozenset({"a", "br", "code", "em", "img", "s", "span", "strong"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PREFORMATTED = frozenset({"pre", "pre code"})
_SPACES = re.compile(" {2,}")
_ROOMY = 4  # columns
_NESTING = frozenset({"blockquote", "dd", "div", "figure", "li", "ol", "ul"})

DEEPEST = 16
"""So deep may elements stand in one another; what is deeper is printed without its frame.

Deeper ones leave no room on the page, and Typst takes only some dozens.
"""


class ContentReader:
    """Reads HTML that `render.markdown` wrote.

    `places` are those that a link on the paper can lead to; `pictures` gives the name of the
    file for a picture's address, or None where the picture cannot be shown. `level` is that of
    the heading above what is read next: no heading skips a level.
    """

    def __init__(
        self, printable: Printable, places: Places, pictures: Callable[[str], str | None]
    ) -> None:
        self._printable = printable
        self.places = places
        self._pictures = pictures
        self._depth = 0
        self.level = 1

    def read(self, html: str) -> list[Node]:
        """The nodes of an HTML text."""
        tree = _Tree()
        tree.feed(html)
        tree.close()
        return list(self._nodes(tree.root["inside"], ""))

    def _nodes(self, nodes: list[Node], parent: str) -> Iterator[Node]:
        around: list[Node | None] = [None, *nodes, None]
        for before, node, after in zip(around, nodes, around[2:], strict=False):
            if not isinstance(node, str):
                yield from self._element(node, parent)
            elif parent in _PREFORMATTED:
                yield "\n".join(map(self._code_line, node.split("\n")))
            elif node.strip() or (_inline(before) and _inline(after)):
                yield self._printable.breakable(node.replace("\n", " "))

    def _code_line(self, line: str) -> str:
        """A line of code with all its spaces, which may be broken where it is too long."""
        kept = _SPACES.sub(lambda found: "\u00a0" * (len(found[0]) - 1) + " ", line.rstrip())
        indent = len(kept) - len(kept.lstrip())
        return "\u00a0" * indent + self._printable.breakable(kept[indent:])

    def _element(self, node: dict[str, Any], parent: str) -> Iterator[Node]:
        tag: str = node["tag"]
        if tag in {"label", "input"} or (tag == "div" and node["class"] == "table"):
            yield from self._nodes(node["inside"], parent)
        elif tag == "table":
            yield self._table(node)
        elif tag == "img":
            yield self._picture(node)
        elif tag in _HEADINGS:
            self.level = min(int(tag[1]), self.level + 1)
            inside = list(self._nodes(node["inside"], tag))
            yield {"tag": "heading", "level": self.level, "inside": inside}
        else:
            name = "pre code" if parent == "pre" else tag
            self._depth += tag in _NESTING
            inside = list(self._nodes(node["inside"], name))
            self._depth -= tag in _NESTING
            if tag in _NESTING and self._depth >= DEEPEST:
                yield from _without_frame(inside)
            else:
                yield {"tag": tag, "inside": inside, **self._details(node)}

    def _details(self, node: Mapping[str, Any]) -> dict[str, Any]:
        """What the template needs to know of an element besides what it holds."""
        match node["tag"]:
            case "a":
                return {
                    "to": self.places.find(node["href"]),
                    "address": external_address(node["href"]),
                }
            case "li":
                return {"task": _task(node) if node["class"] == "task" else None}
            case "ol":
                return {"start": int(node["start"] or 1)}
            case "div" | "figure" | "p":
                return {"kind": node["class"]}
            case _:
                return {}

    def _picture(self, node: Mapping[str, Any]) -> Node:
        file = self._pictures(node["src"])
        alternative = self._printable.breakable(node["alt"])
        if file is None:
            return {"tag": "missing-picture", "inside": [alternative]}
        return {"tag": "img", "inside": [], "file": file, "alternative": node["alt"]}

    def _table(self, node: dict[str, Any]) -> Node:
        rows = list(_rows(node))
        width = max((len(row) for row in rows), default=0)
        narrow = ContentReader(self._printable.narrow, self.places, self._pictures)
        reader = narrow if width > _ROOMY else self
        cells = [
            [list(reader._nodes(cell["inside"], cell["tag"])) for cell in row]  # noqa: SLF001 - same class
            + [[""]] * (width - len(row))
            for row in rows
        ]
        alignment = [
            cell["class"].removeprefix(ALIGNED) or "left" for cell in (rows[0] if rows else [])
        ]
        return {
            "tag": "table",
            "inside": [],
            "alignment": alignment,
            "header": cells[0] if cells else [],
            "rows": cells[1:],
        }


def _without_frame(nodes: list[Node]) -> Iterator[Node]:
    """What stood in a frame, its loose text as a paragraph of its own."""
    loose: list[Node] = []
    for node in [*nodes, {"tag": ""}]:
        if _inline(node):
            loose.append(node)
            continue
        if any(not isinstance(each, str) or each.strip() for each in loose):
            yield {"tag": "p", "inside": loose, "kind": ""}
        loose = []
        if not isinstance(node, str) and node["tag"]:
            yield node


def _inline(node: Node | None) -> bool:
    """Whether a space beside a node separates words."""
    return node is not None and (isinstance(node, str) or node["tag"] in _INLINE)


def _rows(node: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    for inner in node["inside"]:
        if isinstance(inner, str):
            continue
        if inner["tag"] == "tr":
            yield [cell for cell in inner["inside"] if not isinstance(cell, str)]
        else:
            yield from _rows(inner)


def _task(node: Mapping[str, Any]) -> str:
    """`open` or `done`: whether the box of a task is ticked."""
    for inner in node["inside"]:
        if not isinstance(inner, str):
            if inner["tag"] == "input":
                return "done" if inner["checked"] else "open"
            found = _task(inner)
            if found:
                return found
    return ""


class _Tree(HTMLParser):
    """The elements of a text, as they are nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: dict[str, Any] = {"tag": "", "inside": []}
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        node: dict[str, Any] = {
            "tag": tag,
            "inside": [],
            "checked": "checked" in given,
            **{name: given.get(name, "") for name in ("class", "href", "src", "alt", "start")},
        }
        self._open[-1]["inside"].append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1]["inside"].append(data)
