"""The stems of words, so that one form finds the others: klacht and klachten.

Both algorithms are Porter's. The browser has the same ones from npm packages, which know no
others: `dutch_porter` (Snowball's `dutch` is another one since its version 3) and `porter`.
`web/src/stems.ts` does the same; a test compares the two over thousands of words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Protocol, cast

_ALGORITHMS = {"nl": "dutch_porter", "en": "porter"}
_SHORT = 3
_HARD = {"z": "s", "v": "f"}
# Here the two implementations of English part ways; and so `possibly` finds `possible`.
_PARTING = re.compile(r"(bl|log)(?:y|i|ies|ied|ying)\Z")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...  # noqa: N802 - the name that Snowball gives it


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """The stem of a folded word; the word itself in languages that have no stems here."""
    if len(word) < _SHORT or language not in _ALGORITHMS:
        return word
    if language == "en":
        return _stemmer(language).stemWord(_PARTING.sub(_joined, word))
    return _hardened(_stemmer(language).stemWord(word))


def _hardened(found: str) -> str:
    """A Dutch stem as it stands without an ending: `boze` and `boos` are one word."""
    return found[:-1] + _HARD[found[-1]] if found[-1:] in _HARD else found


def _joined(match: re.Match[str]) -> str:
    return "ble" if match.group(1) == "bl" else "log"


@lru_cache(maxsize=4)
def _stemmer(language: str) -> _Stemmer:
    import snowballstemmer

    return cast(_Stemmer, snowballstemmer.stemmer(_ALGORITHMS[language]))
