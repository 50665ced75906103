"""The definition of a term as HTML, and where it stands in the glossary."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup

from sopkit.model.term import Term
from sopkit.render.html.site import Site
from sopkit.render.html.wording import labels
from sopkit.render.markdown import Surroundings, render_blocks


def definition_of(site: Site, term: Term) -> Markup:
    """A definition as HTML. Its links are those of the file that it stands in."""
    sop = site.library.by_path.get(term.path)
    language = term.language or (sop.language if sop else site.languages[0])
    words = labels((), site.translate(site.interface_language(language)))
    if sop is None:
        at = Surroundings(lambda _: None, lambda _: None, words)
    else:
        at = Surroundings(
            lambda target: site.addresses.link_from_elsewhere(sop, target),
            lambda target: site.addresses.picture(sop, target),
            words,
        )
    return render_blocks(term.definition, at)


def term_anchor(name: str, *, linked: bool = False) -> str:
    """The anchor of a term in the glossary; `linked`: as the end of an address."""
    anchor = f"term.{quote(name.casefold(), safe='')}"
    return quote(anchor) if linked else anchor
