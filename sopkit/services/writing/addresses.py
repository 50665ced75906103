"""Where links and pictures of a text lead while it is being written."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from sopkit.model.sop import Sop
from sopkit.render.html.addresses import Addresses, LibraryPage
from sopkit.render.html.site import Site


@dataclass(frozen=True)
class EditorAddresses(Addresses):
    """Addresses of the application, seen from the editor of one procedure.

    `own` is the path of the text that is written, `number` and `language` what it is kept by: in
    the text itself they may be wrong, or missing.
    """

    own: str = ""
    number: str = ""
    language: str = ""

    def page(self, sop: Sop, step: str | None = None) -> str:
        """The page of a procedure; of the text itself, a place in its preview."""
        if sop.path == self.own:
            return f"#{quote(step)}" if step else "#"
        address = f"/sops/{quote(sop.number)}"
        return f"{address}#{quote(step)}" if step and step in self.step_ids(sop) else address

    def library_page(self, page: LibraryPage, language: str, *, first: bool) -> str:  # noqa: ARG002 - the application has one for all
        """The pages about the library."""
        return "/library"

    def picture_at(self, path: str) -> str:
        """A picture of the text, also one that is not saved yet."""
        query = urlencode({"path": path, "language": self.language})
        return f"/sops/{quote(self.number)}/edit/picture?{query}"


@dataclass(frozen=True)
class EditorSite(Site):
    """A text in the words of whoever writes it."""

    reader: str = "en"

    def interface_language(self, language: str) -> str:  # noqa: ARG002 - whatever the text's is
        """The language of the interface: the writer's."""
        return self.reader
