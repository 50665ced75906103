"""A text as the words that are compared: without accents, capitals and signs.

`web/src/words.ts` does the same in the browser; a test compares the two.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, normalize

MOST_LETTERS = 40
"""Longer words are cut: nobody searches for more."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBER = re.compile(r"([a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*)(?:-([0-9]+))?")
_DIGITS = re.compile(r"[0-9]+")
_APOSTROPHE = re.compile(r"['’].*")


def fold(text: str) -> str:
    """A text in lower case and without accents: `Één` becomes `een`."""
    lower = text.replace("İ", "i").lower().replace("ß", "ss")
    if lower.isascii():
        return lower
    return "".join(sign for sign in normalize("NFD", lower) if category(sign)[0] != "M")


def words(text: str) -> tuple[str, ...]:
    """The words of a text, in its order.

    A number is one word however it is written (`KS-003`, `ks3`); a word with a hyphen stands
    there joined and in its parts (`e-mail`: `email` and `mail`); what follows an apostrophe is
    left out.
    """
    return tuple(part for word in _WORD.findall(fold(text)) for part in _parts(word))


def number_words(number: str) -> tuple[str, ...]:
    """The words by which a document number is found: whole, and its parts (`ks3`, `ks`, `3`)."""
    folded = fold(number)
    parts = [part for piece in folded.split("-") for part in _parts(piece)]
    return tuple(word for word in dict.fromkeys((*_parts(folded), *parts)) if word)


@lru_cache(maxsize=65536)
def _parts(word: str) -> tuple[str, ...]:
    word = _APOSTROPHE.sub("", word)
    number = _NUMBER.fullmatch(word)
    if number and word[-1].isdigit():
        return (_cut(number[1].replace("-", "") + _without_zeros(number[2] or "")),)
    if "-" not in word:
        return (_cut(_without_zeros(word) if _DIGITS.fullmatch(word) else word),)
    pieces = [piece for piece in word.split("-") if len(piece) > 1]
    return tuple(dict.fromkeys(map(_cut, (word.replace("-", ""), *pieces))))


def _without_zeros(digits: str) -> str:
    return digits.lstrip("0") or digits[:1]


def _cut(word: str) -> str:
    return word[:MOST_LETTERS]
