"""What a page is made from, as a hash: a page whose inputs are the same need not be made again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from sopkit.model.sop import Sop
from sopkit.render.html.explanations import glossary_inputs
from sopkit.render.html.site import Site, language_links

_TARGET = re.compile(r"\]\(\s*<?([^\s<>()]+)|\]:\s*<?(\S+?)>?(?=\s|$)")


def inputs_of(site: Site, sop: Sop, surroundings: str) -> str:
    """The hash of all that an SOP's page and flowchart show.

    `surroundings` stands for what every page shares: templates, styles, organisation.
    """
    parts = [surroundings, sop.path, sop.language, sop.source.digest, *_about(site, sop)]
    return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()


def organisation_inputs(site: Site) -> str:
    """What the organisation adds to every page."""
    organisation = site.library.organisation
    shared = (
        organisation.name,
        organisation.language,
        organisation.logo,
        organisation.logo in site.library.pictures,
        organisation.departments,
        organisation.roles,
        site.languages,
    )
    return repr(shared)


def _about(site: Site, sop: Sop) -> Iterator[str]:
    yield str(site.errors.get(sop.path, 0))
    yield site.addresses.page(sop)
    for link in language_links(site, sop):
        yield repr(link)
    for target in sorted(_targets(sop)):
        yield f"{target}→{site.addresses.link(sop, target)}→{site.addresses.picture(sop, target)}"
    yield from _relations(site, sop)
    yield glossary_inputs(site, sop)
    named = {step.attributes.standard for step in sop.walk()} | {name for name, _ in sop.standards}
    for name in sorted(name for name in named if name):
        yield repr(site.library.standards.get(name))


def _relations(site: Site, sop: Sop) -> Iterator[str]:
    for relations in (site.relations, site.reverse_relations):
        for number, kind in relations.get(sop.number, {}).items():
            other = site.library.find(number, sop.language)
            if other is not None:
                yield f"{kind} {number} {other.title} {other.language} {site.addresses.page(other)}"
        yield "."


def _targets(sop: Sop) -> set[str]:
    """Every target of a link or picture in the text, and perhaps more."""
    return {inline or reference for inline, reference in _TARGET.findall(sop.source.text)}
