"""What leads to what in a library, as values that a template shows."""

from __future__ import annotations

from dataclasses import dataclass

from sopkit.messages import Translate, message
from sopkit.model.sop import Sop
from sopkit.render.html.addresses import LibraryPage
from sopkit.render.html.index_page import chosen_sops
from sopkit.render.html.site import Frame, Site, frame, library_links, title_of
from sopkit.render.html.sop_page import RelatedSop, comes_from, leads_to
from sopkit.render.html.wording import direction_of_text


@dataclass(frozen=True, slots=True)
class RelationKindGroup:
    """The procedures that one leads to, or that lead to it, in one way."""

    kind: str
    sops: tuple[RelatedSop, ...]


@dataclass(frozen=True, slots=True)
class RelationEntry:
    """One procedure with what it leads to and where it comes from."""

    number: str
    title: str
    address: str
    language: str
    direction: str
    leads_to: tuple[RelationKindGroup, ...]
    comes_from: tuple[RelationKindGroup, ...]


@dataclass(frozen=True, slots=True)
class RelationsPage:
    """The relations in one interface language.

    `related` are the procedures with relations, `unmentioned` those to which no other leads.
    """

    frame: Frame
    title: str
    related: tuple[RelationEntry, ...]
    unmentioned: tuple[RelationEntry, ...]


def relations_page(site: Site, language: str) -> RelationsPage:
    """The relations of a library in an interface language."""
    translate = site.translate(language)
    title = translate(message("Connections"))
    links = library_links(site, LibraryPage.RELATIONS, language)
    entries = [_entry(site, sop, language, translate) for sop in chosen_sops(site, language)]
    return RelationsPage(
        frame=frame(site, language, title, links, LibraryPage.RELATIONS),
        title=title,
        related=tuple(entry for entry in entries if entry.leads_to or entry.comes_from),
        unmentioned=tuple(entry for entry in entries if not entry.comes_from),
    )


def _entry(site: Site, sop: Sop, language: str, translate: Translate) -> RelationEntry:
    return RelationEntry(
        number=sop.number,
        title=title_of(sop),
        address=site.addresses.page(sop),
        language=sop.language,
        direction=direction_of_text(sop.language),
        leads_to=_grouped(leads_to(site, sop, language, translate)),
        comes_from=_grouped(comes_from(site, sop, language, translate)),
    )


def _grouped(sops: tuple[RelatedSop, ...]) -> tuple[RelationKindGroup, ...]:
    groups: dict[str, list[RelatedSop]] = {}
    for sop in sops:
        groups.setdefault(sop.kind, []).append(sop)
    return tuple(RelationKindGroup(kind, tuple(found)) for kind, found in groups.items())
