"""The forms in which a word stands in a text: plurals and other endings, and Dutch compounds."""

from __future__ import annotations

import re

SHORTEST = 3
"""Words of so many letters have no beginning shorter than themselves, and few endings."""

_NAMES = re.compile(r"[^(),;/]+")
_DOUBLE_VOWEL = re.compile(r"([aeou])\1([b-df-hj-np-tv-z])$")
_COMPOUNDING = frozenset(("nl", "de"))
_ENDINGS = frozenset(
    (
        "", "d", "de", "den", "e", "ed", "en", "er", "ers", "es", "ies", "ing", "ings", "je",
        "jes", "s", "t", "te", "ten", "tje", "tjes", "y",
    )
)  # fmt: skip


def names_of(term: str) -> list[str]:
    """The names of a term, in lower case: “First Contact Resolution (FCR)” has two."""
    return [name.strip().casefold() for name in _NAMES.findall(term)]


def forms_compounds(word: str, language: str) -> bool:
    """Whether longer words may hold a word: in Dutch and German, unless it is very short."""
    return language in _COMPOUNDING and len(word) > SHORTEST


def beginnings(word: str, language: str) -> list[str]:
    """The beginnings that the forms of a word share: `case` and `cas`, `baas` and `baz`."""
    found = [word]
    if len(word) > SHORTEST:
        for ending, replaced in (("ies", "y"), ("y", "ie"), ("en", ""), ("e", ""), ("s", "")):
            if word.endswith(ending):
                found.append(word[: -len(ending)] + replaced)
        if language == "nl":
            found.extend(_softened(stem) for stem in list(found))
    return [stem for stem in dict.fromkeys(found) if len(stem) >= min(SHORTEST, len(word))]


def is_form(found: str, word: str, language: str) -> bool:
    """Whether a word in a text, in lower case, is a word with an ending or a compound with it."""
    if found == word:
        return True
    compounds = forms_compounds(word, language)
    return any(
        _continues(found, stem, compounds=compounds and stem == word)
        or (compounds and _closes(found, stem))
        for stem in beginnings(word, language)
    )


def _continues(found: str, stem: str, *, compounds: bool) -> bool:
    """Whether a word goes on from a beginning with an ending or, in a compound, with anything."""
    return found.startswith(stem) and (compounds or found[len(stem) :] in _ENDINGS)


def _closes(found: str, stem: str) -> bool:
    """Whether a compound ends with a form; what goes before is itself a word."""
    at = found.rfind(stem)
    return at >= SHORTEST and found[at + len(stem) :] in _ENDINGS


def _softened(stem: str) -> str:
    """The Dutch stem before an ending: `raam` becomes `ram`, `baas` `baz`, `brief` `briev`."""
    shortened = _DOUBLE_VOWEL.sub(r"\1\2", stem)
    if shortened.endswith("s"):
        return shortened[:-1] + "z"
    return shortened[:-1] + "v" if shortened.endswith("f") else shortened
