"""What an author writes never runs where the result is shown."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.bad_input.program import Sopkit

ALERT = "alert(31337)"
SCRIPTS = (
    f"<script>{ALERT}</script>",
    f"<img src=x onerror={ALERT}>",
    f'"><svg/onload={ALERT}>',
    f"'\"--></style></script><script>{ALERT}</script>",
    f"[x](javascript:{ALERT})",
    f"[x](JaVaScRiPt&#58;{ALERT})",
    f"[x](data:text/html,<script>{ALERT}</script>)",
    f"<javascript:{ALERT}>",
    f"![x](javascript:{ALERT})",
    f'[x](https://a.example "\\" onmouseover={ALERT} x=\\"")',
    f"]]><script>{ALERT}</script>",
    f"<a href=javascript:{ALERT}>x</a>",
    f"<iframe srcdoc='<script>{ALERT}</script>'>",
    f"<details open ontoggle={ALERT}>",
    f"&lt;script&gt;{ALERT}&lt;/script&gt;",
    f'click x "javascript:{ALERT}"',
    f'"]; x [URL="javascript:{ALERT}"',
    "{{7*7}} {% raw %} ${7*7}",
    f"[x](vbscript:{ALERT})",
    f"[x](\x01javascript:{ALERT})",
    f"[x](java\tscript:{ALERT})",
    f"<style>@import 'javascript:{ALERT}'</style>",
)


def with_script_everywhere(script: str) -> str:
    """A procedure with a text in every field that takes one."""
    value = json.dumps(script)
    quoted = script.replace('"', "”")
    return f"""\
---
number: KS-002
title: {value}
department: {value}
language: nl
owner: {value}
roles: [{value}]
situations: [{value}]
tags: [{value}]
standards: {{{value}: {value}}}
{value}: x
---

{script}

## Doel

Dit is het doel. {script}

## Begrippen

{script}
: {script}

## {script}

{script}

## Instructies

{script}

### {script}

1. **Begroet {script} de klant.** {{role="{quoted}" why="{quoted}" each="{quoted}"}}

   > {script}

   > [!WARNING]
   > {script}

   - [ ] {script}

   | {script} | b |
   |---|---|
   | {script} | {script} |

   ![{script}](x.svg)

   ```
   {script}
   ```

2. Begroet {script} nog eens. {{{script} expected="{quoted}"}}
3. **Klopt {script} het?**
   - {script}: doe dit {script}
   - Nee {script} → einde: {script}
   - Anders → [{script}](KS-001)
   - Verder → [{script}](#{script})
4. **Samen {script}** {{parallel}}
   - {script}: links
   - {script}
5. Voer [{script} ander](KS-001) uit.

{script}
"""


class Finder(HTMLParser):
    """Collects whatever in a page could run."""

    def __init__(self) -> None:
        super().__init__()
        self.running: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.inside = tag if tag in ("script", "style") else ""
        if tag in ("iframe", "object", "embed", "base", "form"):
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
