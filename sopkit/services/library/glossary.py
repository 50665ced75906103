"""The library's glossary, as it was saved last."""

from __future__ import annotations

from functools import partial

from sopkit.check.rule import Context
from sopkit.messages import translator
from sopkit.render.html.glossary_page import GlossaryPage, glossary_page
from sopkit.resources import locales
from sopkit.services.library.addresses import ServedAddresses, ServedSite
from sopkit.services.library.volume import current
from sopkit.store.session import Register

__all__ = ["GlossaryPage", "glossary_of"]


def glossary_of(register: Register, reader: str) -> GlossaryPage:
    """The terms of the glossary for somebody who reads a language.

    The terms of single procedures stand in these.
    """
    with register.reading() as session:
        found = current(session)
    site = ServedSite(
        found.library,
        Context(found.library).flow,
        partial(translator, catalogues=locales()),
        addressed=lambda library: ServedAddresses(library, reader=reader),
        _derived=found.derived,
        reader=reader,
    )
    return glossary_page(site, reader)
