"""The standards of a library and where they are served, as values that a template shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sopkit.messages import Translate, message
from sopkit.model.sop import Sop
from sopkit.model.standard import Standard
from sopkit.model.step import Step
from sopkit.parse.duration import parse_time
from sopkit.render.html import wording
from sopkit.render.html.addresses import LibraryPage
from sopkit.render.html.index_page import chosen_sops
from sopkit.render.html.site import Frame, Site, frame, library_links, title_of


@dataclass(frozen=True, slots=True)
class ServingStep:
    """A step that serves a standard."""

    number: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class ServingSop:
    """A procedure that must meet a standard: the target that it sets itself, and its steps."""

    number: str
    title: str
    address: str
    language: str
    direction: str
    target: str
    steps: tuple[ServingStep, ...]


@dataclass(frozen=True, slots=True)
class StandardEntry:
    """A standard with its exact definition. `target` is the one that holds where none is set."""

    anchor: str
    name: str
    dimension: str
    better: str
    target: str
    unit: str
    window: str
    definition: str
    notice: str
    sops: tuple[ServingSop, ...]


@dataclass(frozen=True, slots=True)
class StandardsPage:
    """The standards in one interface language, those that are used before the others."""

    frame: Frame
    title: str
    used: tuple[StandardEntry, ...]
    unused: tuple[StandardEntry, ...]


def standards_page(site: Site, language: str) -> StandardsPage:
    """The standards of a library in an interface language, by name."""
    translate = site.translate(language)
    title = translate(message("Standards"))
    serving = _serving(site, language, translate)
    known = site.library.standards
    entries = sorted(
        (
            _entry(name, known.get(name), serving.get(name, ()), language, translate)
            for name in {**known, **serving}
        ),
        key=lambda entry: (entry.name.casefold(), entry.anchor),
    )
    links = library_links(site, LibraryPage.STANDARDS, language)
    return StandardsPage(
        frame=frame(site, language, title, links, LibraryPage.STANDARDS),
        title=title,
        used=tuple(entry for entry in entries if entry.sops),
        unused=tuple(entry for entry in entries if not entry.sops),
    )


def _serving(
    site: Site, language: str, translate: Translate
) -> Mapping[str, tuple[ServingSop, ...]]:
    """The procedures of each standard, each in the language if there is one in it."""
    found: dict[str, list[ServingSop]] = {}
    for sop in chosen_sops(site, language):
        steps = steps_by_standard(sop)
        for name in {**dict(sop.standards), **steps}:
            found.setdefault(name, []).append(
                _serving_sop(site, sop, name, steps.get(name, ()), translate)
            )
    return {name: tuple(sops) for name, sops in found.items()}


def steps_by_standard(sop: Sop) -> Mapping[str, tuple[Step, ...]]:
    """For each standard the steps that serve it, in their order."""
    found: dict[str, tuple[Step, ...]] = {}
    for step in sop.walk():
        name = step.attributes.standard
        if name:
            found[name] = (*found.get(name, ()), step)
    return found


def _serving_sop(
    site: Site, sop: Sop, name: str, steps: tuple[Step, ...], translate: Translate
) -> ServingSop:
    own = dict(sop.standards).get(name)
    return ServingSop(
        number=sop.number,
        title=title_of(sop),
        address=site.addresses.page(sop),
        language=sop.language,
        direction=wording.direction_of_text(sop.language),
        target=wording.target(own, translate) if own else "",
        steps=tuple(
            ServingStep(step.number, step.title, site.addresses.page(sop, step.id))
            for step in steps
        ),
    )


def _entry(
    name: str,
    standard: Standard | None,
    sops: tuple[ServingSop, ...],
    language: str,
    translate: Translate,
) -> StandardEntry:
    """A standard; of one that nothing defines there is the name that procedures give it."""
    anchor = f"standard.{name}"
    if standard is None:
        return StandardEntry(anchor, name, "", "", "", "", "", "", "", sops)
    return StandardEntry(
        anchor=anchor,
        name=standard.name(language),
        dimension=wording.dimension(standard.dimension, translate),
        better=wording.better(standard.better, translate),
        target=wording.target(standard.target, translate) if standard.target else "",
        unit=wording.unit(standard.unit, translate),
        window=_window(standard.window, translate),
        definition=in_language(standard.definitions, language),
        notice=in_language(standard.notice, language),
        sops=sops,
    )


def _window(window: str | None, translate: Translate) -> str:
    length = parse_time(window) if window else None
    return wording.duration(length, translate) if length else window or ""


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in a language, else in English, else any."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")
