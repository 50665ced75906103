"""Texts as words: the pieces that a difference is told in, and what makes two words the same.

A token is a word, a run of white space or a single sign; together they are the text. The key of
a token is what is left of it when spelling, punctuation and layout are not looked at.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from sopkit.compare.signal import HAVE_TO, NUMBER_WORDS, Signal, signal

_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_LETTERS = rf"[\w\u0300-\u036f{_INVISIBLE}]"  # with the accents that stand behind their letter
_TOKEN = re.compile(
    rf"\s+"
    rf"|(?<![^\s(])[-−–+](?=\d)(?:\d|(?<=\d)[.,:](?=\d))+{_LETTERS}*"
    rf"|{_LETTERS}(?:{_LETTERS}|(?<=\w)['’](?=\w)|(?<=\d)[.,:](?=\d))*"
    rf"|.",
    re.DOTALL,
)
_NOT_SEEN = re.compile(f"[{_INVISIBLE}]")
_LAYOUT_SIGNS = frozenset("|~^`´¨")
_STRESS = "\u0301"


@dataclass(frozen=True, slots=True)
class Word:
    """A word with a key: the word as written, where it stands among the tokens, what it decides."""

    key: str
    text: str
    place: int
    signal: Signal | None

    @property
    def plain(self) -> str:
        """The word in lower case, with its accents."""
        return plain_word(self.text)


def tokens(text: str) -> list[str]:
    """The words, runs of white space and signs of a text, which together are the text."""
    return _TOKEN.findall(text)


def words(text: str, language: str) -> list[Word]:
    """The tokens of a text that have a key."""
    keyed = [  # (key, token, place)
        (key, token, place)
        for place, token in enumerate(tokens(text))
        if (key := key_of(token, language))
    ]
    found = []
    for (key, token, place), after in zip(keyed, [*keyed[1:], ("", "", 0)], strict=False):
        told = signal(plain_word(token), after[0], language)
        # "Have to" is another word than "have", although it looks the same.
        same = told is None or told[1] != HAVE_TO
        found.append(Word(key if same else HAVE_TO, token, place, told))
    return found


def keys(text: str, language: str) -> tuple[str, ...]:
    """The keys of the words of a text."""
    return tuple(key for token in tokens(text) if (key := key_of(token, language)))


@lru_cache(maxsize=50_000)
def key_of(token: str, language: str) -> str:
    """What a token is when case, accents that change no meaning, and layout are not looked at.

    Empty for white space and punctuation. A stress mark stays: in Dutch, `vóórkomen` is not
    `voorkomen` and `één` is not `een`. So do all accents of a short word, and of languages that
    sopkit does not know. A number word is its number.
    """
    if token.isspace():
        return ""
    word = plain_word(token)
    if len(word) == 1 and not word.isalnum():
        symbol = unicodedata.category(word)[0] in "SM" or word == "%"
        return word if symbol and word not in _LAYOUT_SIGNS else ""
    number = NUMBER_WORDS.get(language, {}).get(word)
    if number is not None:
        return number
    if language in NUMBER_WORDS and len(word) > 4 and not word.isascii():
        return _without_accents(word)
    return word


@lru_cache(maxsize=50_000)
def plain_word(token: str) -> str:
    """A word in lower case, with one form for each letter, without signs that are not seen."""
    visible = _NOT_SEEN.sub("", token)
    return unicodedata.normalize("NFKC", visible).casefold().replace("’", "'")


def is_acronym(token: str) -> bool:
    """Whether a word is written in capitals, so that lower case would be another word."""
    return len(token) > 1 and token.isupper()


def _without_accents(word: str) -> str:
    marks = unicodedata.normalize("NFD", word)
    if _STRESS in marks:
        return word
    kept = (mark for mark in marks if unicodedata.category(mark) != "Mn")
    return unicodedata.normalize("NFC", "".join(kept))
