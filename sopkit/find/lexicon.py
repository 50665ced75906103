"""Finds the uses of terms in a text, in whatever form they stand there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from sopkit.find.forms import is_form, names_of
from sopkit.model.term import Term

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]{1,3}(?![^\W_]))?")
_BETWEEN = re.compile(r"[\s&-]{1,3}")
_APOSTROPHE = re.compile(r"['’]")


@dataclass(frozen=True, slots=True)
class Use:
    """A place in a text where a term is used."""

    start: int
    end: int
    term: Term


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a term. `acronym` is its writing where only capitals count: `IT` is not `it`."""

    words: tuple[str, ...]
    acronym: str | None
    term: Term


class Lexicon:
    """Terms that can be found in texts of a language.

    Those of `base` are found as well, unless a term here has the same name.
    """

    def __init__(self, terms: Iterable[Term], language: str, base: Lexicon | None = None) -> None:
        self._language = language
        self._names = [name for term in terms for name in _names(term)]
        self._base = base
        self._own = {name.words for name in self._names}
        self._known: dict[str, tuple[Name, ...]] = {}

    def uses(self, text: str) -> Iterator[Use]:
        """The uses of terms, from left to right; of two that begin alike the longer one."""
        found = list(_WORD.finditer(text))
        index = 0
        while index < len(found):
            use = self._use(text, found, index)
            if use is None:
                index += 1
                continue
            yield use
            while index < len(found) and found[index].start() < use.end:
                index += 1

    def _use(self, text: str, found: list[re.Match[str]], index: int) -> Use | None:
        for name in self.beginning_with(found[index].group()):
            words = found[index : index + len(name.words)]
            if self._fits(name, text, words):
                return Use(words[0].start(), words[-1].end(), name.term)
        return None

    def _fits(self, name: Name, text: str, words: list[re.Match[str]]) -> bool:
        if len(words) < len(name.words):
            return False
        if name.acronym is not None and not text.startswith(name.acronym, words[0].start()):
            return False
        gaps = pairwise(words)
        if not all(_BETWEEN.fullmatch(text[one.end() : other.start()]) for one, other in gaps):
            return False
        pairs = zip(words[1:], name.words[1:], strict=True)
        return all(self._is_form(found.group(), word) for found, word in pairs)

    def _is_form(self, found: str, word: str) -> bool:
        return is_form(_APOSTROPHE.sub("", found.casefold()), word, self._language)

    def beginning_with(self, found: str) -> tuple[Name, ...]:
        """The names whose first word this may be, the longest first."""
        names = self._known.get(found)
        if names is None:
            own = [name for name in self._names if self._is_form(found, name.words[0])]
            others = self._base.beginning_with(found) if self._base else ()
            own += [name for name in others if name.words not in self._own]
            names = tuple(sorted(own, key=lambda name: -len(name.words)))
            self._known[found] = names
        return names


def _names(term: Term) -> Iterator[Name]:
    for name in names_of(term.name):
        words = tuple(_APOSTROPHE.sub("", word) for word in _WORD.findall(name))
        if words:
            yield Name(words, _acronym(term, name), term)


def _acronym(term: Term, name: str) -> str | None:
    at = term.name.casefold().find(name)
    written = term.name[at : at + len(name)]
    return written if written.isupper() and " " not in written else None
