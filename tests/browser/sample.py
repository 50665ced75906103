"""Which pages of a site stand for all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.browser.view import pages
from tests.render.html.reading import read_page


@dataclass(frozen=True, slots=True)
class Candidate:
    """A page, what kind it says it is, its language, and what there is to see on it."""

    path: Path
    kind: str
    language: str
    size: int
    features: frozenset[tuple[str, str]]


def languages(site: Path) -> tuple[str, ...]:
    """The languages that the pages of a site are in."""
    return tuple(sorted({each.language for each in _candidates(site)}))


def sample(site: Path, language: str) -> list[Path]:
    """Pages in a language: the shortest and longest of every kind, and more until all is on one.

    That is, every combination of element and class that the pages of that language have. Pages of
    a new kind and new parts of a page are among them without being named anywhere.
    """
    left = sorted(
        (each for each in _candidates(site) if each.language == language),
        key=lambda each: (each.size, each.path),
    )
    chosen: dict[Path, Candidate] = {}
    for kind in {each.kind for each in left}:
        alike = [each for each in left if each.kind == kind]
        chosen |= {each.path: each for each in (alike[0], alike[-1])}
    while missing := _features(left) - _features(chosen.values()):
        best = max(left, key=lambda each: len(each.features & missing))
        chosen[best.path] = best
    return sorted(chosen)


def _features(candidates: Iterable[Candidate]) -> set[tuple[str, str]]:
    return {feature for each in candidates for feature in each.features}


def _candidates(site: Path) -> list[Candidate]:
    return [_candidate(path) for path in pages(site)]


def _candidate(path: Path) -> Candidate:
    elements = read_page(path).elements
    by_tag = {element.tag: element.attributes for element in reversed(elements)}
    features = {
        (element.tag, name)
        for element in elements
        for name in ("", *element.attributes.get("class", "").split())
    }
    return Candidate(
        path,
        by_tag["body"].get("class", ""),
        by_tag["html"]["lang"],
        path.stat().st_size,
        frozenset(features),
    )
