"""Shows page contexts with the templates in `web/templates/`."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sopkit.render.html.difference_page import DifferencePage
from sopkit.render.html.glossary_page import GlossaryPage
from sopkit.render.html.index_page import IndexPage
from sopkit.render.html.relations_page import RelationsPage
from sopkit.render.html.sop_page import SopPage
from sopkit.render.html.standards_page import StandardsPage

Page = SopPage | IndexPage | GlossaryPage | RelationsPage | StandardsPage
"""What a template shows."""


class Templates:
    """The templates in a folder, compiled once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._environment = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    @property
    def fingerprint(self) -> str:
        """A hash of every template: pages made by others are out of date."""
        digest = sha256()
        for path in sorted(self._folder.glob("*.html")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
        return digest.hexdigest()

    def sop(self, page: SopPage) -> str:
        """The page of a procedure as HTML."""
        return self._show("sop.html", page)

    def index(self, page: IndexPage) -> str:
        """The index as HTML."""
        return self._show("index.html", page)

    def glossary(self, page: GlossaryPage) -> str:
        """The glossary as HTML."""
        return self._show("glossary.html", page)

    def difference(self, page: DifferencePage) -> str:
        """The page of what changed between two texts, complete in one file."""
        template = self._environment.get_template("difference.html")
        return template.render(page=page, _=page.translate)

    def difference_fragment(self, page: DifferencePage) -> str:
        """What such a page shows, for a page of another kind to hold."""
        template = self._environment.get_template("_difference.html")
        return template.render(page=page, _=page.translate)

    def preview(self, page: SopPage) -> str:
        """The sections and steps of a procedure, for the page on which it is written."""
        return self._show("preview.html", page)

    def preview_chart(self, page: SopPage) -> str:
        """Its flowchart, for the same page."""
        return self._show("preview_chart.html", page)

    def relations(self, page: RelationsPage) -> str:
        """What leads to what, as HTML."""
        return self._show("relations.html", page)

    def standards(self, page: StandardsPage) -> str:
        """The standards as HTML."""
        return self._show("standards.html", page)

    def _show(self, name: str, page: Page) -> str:
        template = self._environment.get_template(name)
        return template.render(page=page, frame=page.frame, _=page.frame.translate)


@lru_cache(maxsize=4)
def templates(folder: Path) -> Templates:
    """The templates in a folder."""
    return Templates(folder)
