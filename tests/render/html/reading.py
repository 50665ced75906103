"""Reads pages back: their elements, links, anchors and texts."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

VOID = frozenset({"meta", "link", "img", "input", "br", "hr", "rect", "path"})


@dataclass(slots=True)
class Element:
    """An element with its attributes and the text straight in it."""

    tag: str
    attributes: dict[str, str]
    line: int
    parents: tuple[str, ...]
    text: str = ""


@dataclass(slots=True)
class PageRead:
    """A page read back."""

    elements: list[Element] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    @property
    def ids(self) -> list[str]:
        return [found.attributes["id"] for found in self.elements if "id" in found.attributes]

    @property
    def addresses(self) -> list[str]:
        """Everything that the page leads to or loads."""
        return [
            element.attributes[name]
            for element in self.elements
            for name in ("href", "src")
            if name in element.attributes
        ]

    @property
    def texts(self) -> list[str]:
        """The texts of elements, and the attributes that are spoken or shown."""
        found = [" ".join(element.text.split()) for element in self.elements]
        for element in self.elements:
            found += [
                element.attributes[name]
                for name in ("aria-label", "title", "alt")
                if name in element.attributes
            ]
        return [text for text in found if text]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = PageRead()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if len(attributes) != len(attrs):
            self.page.problems.append(f"an attribute twice in {self.get_starttag_text()}")
        parents = tuple(element.tag for element in self.open)
        element = Element(tag, attributes, self.getpos()[0], parents)
        self.page.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            self.page.problems.append(f"</{tag}> on line {self.getpos()[0]} closes nothing")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1].text += data


def read_page(path: Path) -> PageRead:
    """Read an HTML or SVG file; every element must be closed by its own tag."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.close()
    reader.page.problems += [f"<{element.tag}> is never closed" for element in reader.open]
    return reader.page


def read_text(html: str) -> PageRead:
    """Read a piece of HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def broken_links(folder: Path) -> list[str]:
    """The links of every page and drawing in a folder that lead to nothing."""
    files = [*sorted(folder.rglob("*.html")), *sorted(folder.rglob("*.svg"))]
    pages = {path: read_page(path) for path in files if "pictures" not in path.parts}
    found = []
    for path, page in pages.items():
        for address in page.addresses:
            parts = urlsplit(address)
            if parts.scheme:
                continue
            target = path.parent / unquote(parts.path) if parts.path else path
            anchor = unquote(parts.fragment)
            if not target.is_file():
                found.append(f"{path.name}: {address} (no file)")
            elif anchor and target in pages and anchor not in pages[target].ids:
                found.append(f"{path.name}: {address} (no anchor)")
    return found
