"""The pages stand wherever their addresses say: in a folder of files, or on a server."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from sopkit.model.library import Library
from sopkit.model.sop import Sop
from sopkit.render.html.addresses import Addresses, LibraryPage
from sopkit.render.html.glossary_page import glossary_page
from sopkit.render.html.index_page import index_page
from sopkit.render.html.relations_page import relations_page
from sopkit.render.html.site import Site
from sopkit.render.html.sop_page import Chart, sop_page
from sopkit.render.html.standards_page import standards_page
from sopkit.render.html.templates import templates
from sopkit.resources import example_library, web_path
from sopkit.services.build import site_of
from sopkit.services.compile import compile_library
from tests.render.html.reading import read_text


class ServerAddresses(Addresses):
    """Where a server that keeps versions would have everything."""

    def page(self, sop: Sop, step: str | None = None) -> str:
        return f"/sops/{sop.number}/{sop.language}" + (f"#{step}" if step else "")

    def library_page(self, page: LibraryPage, language: str, *, first: bool) -> str:
        return f"/{page.value}?language={language}&first={first}"

    def chart(self, sop: Sop) -> str:
        return f"/charts/{sop.number}"

    def picture_at(self, path: str) -> str:
        return f"/pictures/{path}"


def on_a_server(library: Library) -> Addresses:
    return ServerAddresses(library, "/static/site.css", "/static/site.js", "/static/search.js")


@lru_cache(maxsize=1)
def served() -> Site:
    compiled = compile_library(example_library())
    site = site_of(compiled, compiled.library.pictures)
    return replace(site, addressed=on_a_server)


def test_every_address_of_every_page_is_one_that_the_server_gave() -> None:
    site, show = served(), templates(web_path("templates"))
    pages = [
        show.index(index_page(site, "nl")),
        show.glossary(glossary_page(site, "en")),
        show.relations(relations_page(site, "nl")),
        show.standards(standards_page(site, "en")),
    ]
    for sop in site.library.sops:
        chart = Chart((), site.addresses.chart(sop), ())
        pages.append(show.sop(sop_page(site, sop, chart, explain=True)))
    found = {address for page in pages for address in read_text(page).addresses}
    assert {address for address in found if not address.startswith(("/", "#"))} == set()
    for given in ("/static/site.js", "/charts/KS-003", "/pictures/logo.svg"):
        assert given in found
    assert any(address.startswith("/glossary?language=nl&first=True#term.") for address in found)
