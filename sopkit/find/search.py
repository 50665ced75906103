"""Ranks the procedures that a query may mean.

A word counts by where it stands (number, title, situation before the text), by how rare it is, and
by how well it fits: the same stem, a longer word that begins with it, a compound that holds it, or
else a word that differs by a typing error. Words that stand together in one passage count again,
and a procedure that lacks some of the words falls back.

All sums are of whole numbers, so that `web/src/search.ts`, which does the same in the browser,
ranks exactly alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sopkit.find.index import Document, Index, Kind
from sopkit.find.near import near
from sopkit.find.stems import stem
from sopkit.find.words import words

MOST_HITS = 20
MOST_STEPS = 3
MOST_WORDS = 12
"""Words of a query beyond these are not looked at."""

_SAME = 10
_BEGINS = 6
_HOLDS = 4
_ONE_ERROR, _TWO_ERRORS = 3, 2
_WORSE = 6
_COMPOUNDING = frozenset({"nl", "de"})
_LEAST_BEGINNING = 3
_LEAST_HELD = 4

Matches = Mapping[int, int]
"""For each passage that holds a word: how much it counts there, before the passage's weight."""

Found = dict[int, dict[int, int]]
"""What a query found in one document: for each word of it, the value at each passage."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A procedure that a query may mean.

    `situation` is the one that matched best, `steps` are those that matched, best first.
    """

    document: Document
    score: int
    situation: str | None
    steps: tuple[int, ...]


def search(index: Index, query: str, language: str) -> tuple[Hit, ...]:
    """The best hits, best first; of the translations of a procedure the one in `language`."""
    sought = sought_words(query)
    matches = [_matches(index, word, last=word == sought[-1]) for word in sought]
    found = _by_document(index, matches)
    return ranked(
        ((index.documents[number], passages) for number, passages in found.items()),
        len(sought),
        language,
    )


def sought_words(query: str) -> tuple[str, ...]:
    """The words of a query, each once."""
    return tuple(dict.fromkeys(words(query)))[:MOST_WORDS]


def ranked(found: Iterable[tuple[Document, Found]], sought: int, language: str) -> tuple[Hit, ...]:
    """The best hits among documents, given in the order of the library, for so many words."""
    hits = [hit_of(document, passages, sought, language) for document, passages in found]
    return _one_per_number(hits, language) if hits else ()


def _matches(index: Index, word: str, *, last: bool) -> Matches:
    """Where a word stands; typing errors are thought of only if it stands nowhere."""
    found: dict[int, int] = {}
    for language, postings in index.postings.items():
        _count(index, language, fits(word, language, postings, last=last), found)
    if not found:
        for language in index.postings:
            errors = near(word, index.trigrams[language])
            _count(index, language, fits_with_errors(errors, language), found)
    return found


@dataclass(frozen=True, slots=True)
class Look:
    """Where the stems that fit a word are: itself, what begins with these, what holds those."""

    exact: str
    beginnings: tuple[str, ...]
    parts: tuple[str, ...]


def looked_at(word: str, language: str, *, last: bool) -> Look:
    """Where to look for stems that `fits` may find, without going through all of them."""
    root = stem(word, language)
    begins = len(word) >= (2 if last else _LEAST_BEGINNING)
    holds = language in _COMPOUNDING and len(root) >= _LEAST_HELD
    return Look(
        root, tuple(dict.fromkeys((root, word))) if begins else (), (root,) if holds else ()
    )


def fits(
    word: str, language: str, vocabulary: Iterable[str], *, last: bool
) -> Iterator[tuple[str, int]]:
    """The stems that a word fits, and how well. The last word may not be finished yet."""
    root = stem(word, language)
    begins = len(word) >= (2 if last else _LEAST_BEGINNING)
    holds = language in _COMPOUNDING and len(root) >= _LEAST_HELD
    for other in vocabulary:
        if other == root:
            yield other, _SAME
        elif begins and (other.startswith((root, word))):
            yield other, _BEGINS
        elif holds and root in other:
            yield other, _HOLDS


def fits_with_errors(errors: Mapping[str, int], language: str) -> Iterator[tuple[str, int]]:
    """The stems of words that may have been meant, and how well each fits."""
    for other, count in errors.items():
        yield stem(other, language), _ONE_ERROR if count < 2 else _TWO_ERRORS


def _count(
    index: Index, language: str, fitting: Iterable[tuple[str, int]], found: dict[int, int]
) -> None:
    postings = index.postings[language]
    for name, quality in fitting:
        passages = postings[name]
        documents = len({index.places[passage].document for passage in passages})
        value = quality * rarity(index.counts[language], documents)
        for passage in passages:
            if value > found.get(passage, 0):
                found[passage] = value


def rarity(documents: int, holding: int) -> int:
    """How much a word tells: the binary logarithm of how rare it is, in whole steps."""
    return 1 + (documents // holding).bit_length()


def _by_document(index: Index, matches: list[Matches]) -> dict[int, Found]:
    found: dict[int, Found] = {}
    for number, passages in enumerate(matches):
        for passage, value in passages.items():
            place = index.places[passage]
            values = found.setdefault(place.document, {}).setdefault(number, {})
            values[place.passage] = value
    return dict(sorted(found.items()))


def hit_of(document: Document, found: Found, sought: int, language: str) -> Hit:
    """A document as a hit for so many words, of which it holds those found in it."""
    kinds = document.kinds
    sums: dict[int, int] = {}
    counts: dict[int, int] = {}
    total = 0
    for values in found.values():
        weighed = {passage: value * kinds[passage] for passage, value in values.items()}
        total += max(weighed.values())
        for passage, value in weighed.items():
            sums[passage] = sums.get(passage, 0) + value
        for step in {_step(document, passage) for passage in weighed}:
            counts[step] = counts.get(step, 0) + 1
    covered = len(found)
    score = (total + max(sums.values())) * covered * covered // (sought * sought)
    score *= 5 if document.language == language else 4
    telling = {step for step, count in counts.items() if count * 2 > covered}
    return Hit(document, score, _situation(document, kinds, sums), _steps(document, telling, sums))


def _situation(document: Document, kinds: tuple[Kind, ...], sums: Mapping[int, int]) -> str | None:
    found = [passage for passage in sums if kinds[passage] is Kind.SITUATION]
    if not found:
        return None
    best = min(found, key=lambda passage: (-sums[passage], passage))
    return document.situations[best - 2]


def _step(document: Document, passage: int) -> int:
    """The step that a passage belongs to, below 0 if to none."""
    return (passage - len(document.situations) - 4) // 2


def _steps(document: Document, telling: set[int], sums: Mapping[int, int]) -> tuple[int, ...]:
    """The steps that matched best among those that hold most of the words found.

    None that matched less than half as well as the best.
    """
    found: dict[int, int] = {}
    for passage, value in sums.items():
        step = _step(document, passage)
        if step >= 0 and step in telling:
            found[step] = found.get(step, 0) + value
    best = max(found.values(), default=0)
    ordered = sorted(found, key=lambda step: (-found[step], step))
    return tuple(step for step in ordered if found[step] * 2 >= best)[:MOST_STEPS]


def worst(best: int) -> int:
    """The least score of a hit when the best has that one."""
    return best // _WORSE


def _one_per_number(hits: list[Hit], language: str) -> tuple[Hit, ...]:
    """The best hits, one for each number; files without a number stand for themselves.

    None that is many times worse than the best: it holds little of what was asked. Of those that
    are as good, the one with the shorter title comes first: more of it is what was asked.
    """
    groups: dict[str, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.document.number or hit.document.path, []).append(hit)
    scores = {key: max(hit.score for hit in group) for key, group in groups.items()}
    least = worst(max(scores.values()))
    chosen = {
        key: min(group, key=lambda hit: (hit.document.language != language, -hit.score))
        for key, group in groups.items()
        if scores[key] >= least
    }
    ranked = sorted(chosen, key=lambda key: (-scores[key], len(chosen[key].document.title)))
    return tuple(chosen[key] for key in ranked[:MOST_HITS])
