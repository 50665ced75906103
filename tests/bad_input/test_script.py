"""What an author writes never runs where the result is shown."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.bad_input.program import Sopkit
from tests.bad_input.scripts import ALERT, SCRIPTS, with_script_everywhere


class Finder(HTMLParser):
    """Collects whatever in a page could run."""

    def __init__(self) -> None:
        super().__init__()
        self.running: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in ("script", "style") else ""
        search = tag == "form" and ("class", "search") in attributes  # the site's own
        if tag in ("iframe", "object", "embed", "base", "form") and not search:
            self.running.append(f"<{tag}>")
        for name, value in attributes:
            address = "".join((value or "").split()).lower().lstrip("\x00\x01")
            if name.startswith("on") or name == "srcdoc":
                self.running.append(f"{tag} {name}={value}")
            if name in ("href", "src", "xlink:href", "action", "formaction", "data") and (
                address.startswith(("javascript:", "vbscript:", "data:text", "file:"))
            ):
                self.running.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        if self.inside and ALERT in data:
            self.running.append(f"<{self.inside}> {data}")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's signature
        self.inside = ""


def assert_nothing_runs(markup: str) -> None:
    finder = Finder()
    finder.feed(markup)
    assert not finder.running


@pytest.mark.parametrize("script", SCRIPTS)
def test_no_script_of_an_author_runs_anywhere(script: str, sopkit: Sopkit, library: Path) -> None:
    file = library / "KS-002.md"
    file.write_text(with_script_everywhere(script), "utf-8")
    (library / "organisation.yaml").write_text(
        f"name: {json.dumps(script)}\nlanguage: nl\ndepartments:\n"
        f"  - {{id: x, name: {{nl: {json.dumps(script)}}}}}\n",
        "utf-8",
    )
    (library / "glossary.md").write_text(f"{script}\n: {script}\n", "utf-8")
    site = library.parent / "site"
    sopkit("build", library, "-o", site)
    pages = list(site.rglob("*.html"))
    assert len(pages) > 1
    for page in pages:
        assert_nothing_runs(page.read_text("utf-8"))
    drawings = [path.read_text("utf-8") for path in site.rglob("*.svg")]
    drawings.append(sopkit("graph", file, "--format", "svg").output)
    for drawing in drawings:
        assert_nothing_runs(drawing)
        elements = ElementTree.fromstring(drawing).iter()  # noqa: S314 - our own drawing
        tags = {element.tag.rpartition("}")[2] for element in elements}
        assert not tags & {"script", "foreignObject", "iframe"}
    json.loads(sopkit("graph", file, "--format", "json").output)
    json.loads(sopkit("check", file, "--format", "sarif").output)
    assert "<script" not in sopkit("graph", file, "--format", "mermaid").output.lower()
    assert "\x1b" not in sopkit("check", file).output
