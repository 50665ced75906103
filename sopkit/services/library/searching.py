"""Finding what is in force: the ranking of `sopkit.find`, over postings in the register.

The database gives, for a query, the procedures with the most that each can be worth; only the
first of them are ranked exactly, until none of the others can come before the last hit, or enough
were looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from sopkit.find.index import Document, StepFound
from sopkit.find.near import by_trigram, near
from sopkit.find.search import (
    MOST_HITS,
    Found,
    Hit,
    fits,
    fits_with_errors,
    looked_at,
    ranked,
    rarity,
    sought_words,
    worst,
)
from sopkit.find.stems import stem
from sopkit.find.words import words
from sopkit.services.library.addresses import sop_address
from sopkit.services.library.listing import Names
from sopkit.services.library.volume import current
from sopkit.store import search_index
from sopkit.store.search_index import Candidate, Fit, FoundEntry, Stem
from sopkit.store.session import Register, Session

__all__ = ["MOST_HITS", "FoundSop", "FoundStep", "Piece", "pieces", "search"]

_ROUNDS = (24, 48, 96)
"""Candidates ranked exactly at a time. More of them come near the best only where every word of a
query stands in nearly every procedure; then the order of those behind tells nobody anything."""


@dataclass(frozen=True, slots=True)
class FoundStep:
    """A step that matched; `address` leads to it on its page."""

    number: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class FoundSop:
    """A procedure that was found: its hit, and what is told of it besides."""

    hit: Hit
    number: str
    title: str
    language: str
    department: str
    situation: str
    address: str
    steps: tuple[FoundStep, ...]


def search(register: Register, query: str, language: str, now: datetime) -> tuple[FoundSop, ...]:
    """The procedures in force that a query may mean, best first, in `language` if they exist in it.

    Nothing else is looked at, so nobody learns here of what they may not see.
    """
    sought = sought_words(query)
    if not sought:
        return ()
    with register.reading() as session:
        names = Names(current(session).library, language)
        return tuple(
            _told(hit, entry, names) for hit, entry in _Search(session, language, now).hits(sought)
        )


class _Search:
    """One search in one state of the register."""

    def __init__(self, session: Session, language: str, now: datetime) -> None:
        self._session = session
        self._language = language
        self._now = now
        self._counts = search_index.counts(session, now)
        self._absent = search_index.absent(session, now)

    def hits(self, sought: Sequence[str]) -> tuple[tuple[Hit, FoundEntry], ...]:
        """The best hits for words."""
        fitting = self._fitting(sought)
        if not fitting:
            return ()
        by_stem: dict[int, list[Fit]] = {}
        for fit in fitting:
            by_stem.setdefault(fit.stem_id, []).append(fit)
        found: dict[int, FoundEntry] = {}
        hits: tuple[Hit, ...] = ()
        for some, following in self._candidates(fitting, len(sought)):
            numbers = [each.number for each in some]
            for entry in search_index.found_entries(self._session, numbers, by_stem, self._now):
                found[entry.id] = entry
            ordered = sorted(found.values(), key=lambda entry: (entry.position, entry.path))
            holding = [(entry, each) for entry in ordered if (each := _found(entry, by_stem))]
            hits = ranked(
                ((_document(entry), each) for entry, each in holding), len(sought), self._language
            )
            if following is None or _is_behind(following, hits, found):
                break
        return tuple((hit, found[int(hit.document.path)]) for hit in hits)

    def _fitting(self, sought: Sequence[str]) -> list[Fit]:
        """The stems that fit the words, and what each is worth."""
        known = self._stems(sought)
        fitting: list[Fit] = []
        for place, word in enumerate(sought):
            last = place == len(sought) - 1
            own = [
                (known[language][name], quality)
                for language in sorted(known)
                for name, quality in fits(word, language, known[language], last=last)
            ]
            fitting += self._fits(place, own or self._mistyped(word))
        return fitting

    def _stems(self, sought: Sequence[str]) -> Mapping[str, Mapping[str, Stem]]:
        """The stems in force that may fit a word, by their language."""
        exact: set[tuple[str, str]] = set()
        beginnings: set[tuple[str, str]] = set()
        parts: set[tuple[str, str]] = set()
        for place, word in enumerate(sought):
            for language in self._counts:
                look = looked_at(word, language, last=place == len(sought) - 1)
                exact.add((language, look.exact))
                beginnings.update((language, each) for each in look.beginnings)
                parts.update((language, each) for each in look.parts)
        return self._in_force(
            search_index.stems(self._session, exact, beginnings, parts) if exact else ()
        )

    def _in_force(self, stems: Sequence[Stem]) -> Mapping[str, Mapping[str, Stem]]:
        """These stems as far as entries in force hold them, with how many do."""
        hidden = search_index.held(self._session, (each.id for each in stems), self._absent)
        found: dict[str, dict[str, Stem]] = {}
        for each in stems:
            entries = each.entries - hidden[each.id]
            if entries > 0:
                its = Stem(each.id, each.language, each.stem, entries)
                found.setdefault(each.language, {})[each.stem] = its
        return found

    def _mistyped(self, word: str) -> list[tuple[Stem, int]]:
        """The stems of words that a word may be meant for, and how well each fits."""
        like = search_index.words_like(self._session, word, self._counts, self._absent)
        errors = {language: near(word, by_trigram(others)) for language, others in like.items()}
        roots = {
            (language, stem(other, language)) for language, its in errors.items() for other in its
        }
        if not roots:
            return []
        known = self._in_force(search_index.stems(self._session, roots, (), ()))
        return [
            (known[language][name], quality)
            for language, its in errors.items()
            for name, quality in fits_with_errors(its, language)
            if name in known.get(language, {})
        ]

    def _fits(self, place: int, fitting: Sequence[tuple[Stem, int]]) -> Iterator[Fit]:
        best: dict[int, int] = {}
        for each, quality in fitting:
            value = quality * rarity(self._counts[each.language], each.entries)
            best[each.id] = max(value, best.get(each.id, 0))
        for stem_id, value in best.items():
            yield Fit(place, stem_id, value)

    def _candidates(
        self, fitting: Sequence[Fit], sought: int
    ) -> Iterator[tuple[Sequence[Candidate], Candidate | None]]:
        """Some candidates at a time, the likeliest first, and the one after them."""
        every = search_index.candidates(
            self._session, fitting, sought, self._language, self._now, sum(_ROUNDS)
        )
        start = 0
        for size in _ROUNDS:
            some, start = every[start : start + size], start + size
            if some:
                yield some, every[start] if start < len(every) else None


def _is_behind(following: Candidate, hits: Sequence[Hit], found: Mapping[int, FoundEntry]) -> bool:
    """Whether no candidate from this one on can come among the hits."""
    if not hits:
        return False
    if following.bound < worst(hits[0].score):
        return True
    if len(hits) < MOST_HITS:
        return False
    last = hits[-1]
    # What counts for a procedure is the best of its translations, which need not be the one shown.
    score = worst(hits[0].score)
    place = next(e.position for e in found.values() if e.number == last.document.number)
    score = max(score, last.score)
    return (-following.bound, following.shortest, following.position) > (
        -score,
        len(last.document.title),
        place,
    )


def _found(entry: FoundEntry, by_stem: Mapping[int, Sequence[Fit]]) -> Found:
    """The value of each word at each passage of an entry."""
    found: Found = {}
    for stem_id, passages in entry.postings.items():
        for fit in by_stem.get(stem_id, ()):
            values = found.setdefault(fit.word, {})
            for passage in passages:
                values[passage] = max(fit.value, values.get(passage, 0))
    return found


def _document(entry: FoundEntry) -> Document:
    return Document(
        path=str(entry.id),  # versions of different times may have one path
        number=entry.number,
        title=entry.title,
        language=entry.spoken,
        situations=entry.situations,
        steps=tuple(StepFound(*each) for each in entry.steps),
        first=0,
    )


def _told(hit: Hit, entry: FoundEntry, names: Names) -> FoundSop:
    address = sop_address(entry.number, language=entry.language)
    steps = (hit.document.steps[index] for index in hit.steps)
    return FoundSop(
        hit,
        entry.number,
        entry.title,
        entry.language,
        names.department(entry.department),
        hit.situation or "",
        address,
        tuple(FoundStep(s.number, s.title, f"{address}#{quote(s.id)}") for s in steps),
    )


_PIECES = re.compile(r"([^\W_]+(?:['’-][^\W_]+)*)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; `sought` tells that the query means it."""

    text: str
    sought: bool


def pieces(text: str, query: str, language: str) -> tuple[Piece, ...]:
    """A text with the words that a query means, in whatever form they stand there.

    The same as the class `Marker` in `web/src/finder.ts`.
    """
    spoken = language.split("-", 1)[0].lower()
    sought = [(word, stem(word, spoken)) for word in sought_words(query)]

    def fits_one(piece: str) -> bool:
        return any(
            stem(word, spoken) == root or (len(wanted) > 1 and word.startswith(wanted))
            for word in words(piece)
            for wanted, root in sought
        )

    parts = enumerate(_PIECES.split(text))
    return tuple(Piece(part, place % 2 == 1 and fits_one(part)) for place, part in parts if part)
