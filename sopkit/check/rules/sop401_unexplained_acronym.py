"""Acronym not explained.

What it finds:
A word of two or more capitals (`FCR`, `R&D`, `2FA`; also with an ending: `FAQs`, `SLA's`) that is
neither a term of this procedure nor of the glossary, nor one of the `words` of organisation.yaml.
It is reported once per procedure, where it first stands. A name written out right before or after
the brackets explains it as well: “General Data Protection Regulation (GDPR)”.

Not looked at are code, addresses, names of files, braces, alert marks, numbers of procedures,
codes with two or more digits, Roman numerals, words in capitals for stress (NOT, NEVER), and whole
phrases in capitals.

Why it matters:
A new colleague does not know the house's abbreviations, and does not dare to ask about each.

Example:

    1. **Note the AHT.**

Use instead:

    ## Terms

    AHT
    : Average handling time: talk, hold and after-call work together.

    ## Instructions

    1. **Note the AHT.**
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.check.text import Prose, prose_of
from sopkit.check.wording import EMPHASISED
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Sop

_ACRONYM = re.compile(
    r"(?<![^\W_])[0-9]?[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ0-9]{0,15}&?[A-ZÀ-ÖØ-Þ0-9]{0,15}[A-ZÀ-ÖØ-Þ]"
    r"(?=(?:['’]?(?:s|en|er|ers|je|jes|tje|tjes|de|d))?(?![^\W_]))"
    r"(?!(?:-[A-Z0-9]{1,15}){0,5}-[0-9])"  # a number such as KS-003
)
_CAPITALS = re.compile(
    r"[0-9A-ZÀ-ÖØ-Þ](?<![^\W_].)(?<!\[!.)[A-ZÀ-ÖØ-Þ0-9&]{0,31}[A-ZÀ-ÖØ-Þ]"
    r"(?!\w{0,31}(?:-[A-Z0-9]{1,15}){0,5}-[0-9])"
)
"""Whatever holds an acronym; it begins with a set of letters, which is quick to search for.

The lengths are bounded, here and above, or a long run of capitals would be tried at every length.
"""

_DIGITS = re.compile(r"\d")
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_POSTCODE = re.compile(r"\d{4} ?$")
_SHOUTED = 3
_TRIES = 100
"""How many places may show that a word is no acronym before it is believed."""

_NEAR = 200
"""How far around a word is looked: a line of a megabyte takes no longer than a short one."""

_CAPITALS_BEFORE = re.compile(r"(?:[A-ZÀ-ÖØ-Þ]+[^\w\n|]?[^\S\n])*$")
_CAPITALS_AFTER = re.compile(r"(?:[^\w\n|]?[^\S\n][A-ZÀ-ÖØ-Þ]+(?![^\W_]))*")
_WORD = re.compile(r"[^\W\d_]+")


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report the first place of every acronym that nothing explains."""
    known = context.once("acronyms of the library", lambda: _known_in_library(context))
    if known.issuperset(_CAPITALS.findall(sop.source.text)):
        return
    candidates = set(_ACRONYM.findall(sop.source.text))
    unknown = candidates - known - _acronyms(term.name for term in sop.terms)
    if unknown:
        yield from _unexplained(sop, prose_of(sop, context), unknown)


def _known_in_library(context: Context) -> frozenset[str]:
    library = context.library
    defined = _acronyms(term.name for term in library.glossary)
    return frozenset(defined | EMPHASISED | library.organisation.words)


def _acronyms(names: Iterator[str]) -> set[str]:
    """The acronyms in the names of terms: `IVR` is explained by the term “IVR menu”."""
    found: set[str] = set()
    for name in names:
        found.add(name)
        found.update(_ACRONYM.findall(name))
    return found


def _unexplained(sop: Sop, prose: Prose, unknown: set[str]) -> Iterator[Diagnostic]:
    text = prose.prose
    passed: Counter[str] = Counter()
    for match in _ACRONYM.finditer(text):
        acronym = match.group()
        if acronym not in unknown:
            continue
        if not _is_acronym(text, match):
            passed[acronym] += 1
            if passed[acronym] == _TRIES:
                unknown.discard(acronym)
            continue
        unknown.discard(acronym)
        if not _is_written_out(text, match):
            span = prose.span(match.start(), match.end())
            yield finding("SOP401", sop.path, span, hint="define", acronym=acronym)


def _is_acronym(text: str, match: re.Match[str]) -> bool:
    acronym = match.group()
    if len(_DIGITS.findall(acronym)) > 1 or _ROMAN.fullmatch(acronym):
        return False
    before = text[max(match.start() - _NEAR, 0) : match.start()].rpartition("\n")[2]
    after = text[match.end() : match.end() + _NEAR].partition("\n")[0]
    if _POSTCODE.search(before) or _in_address(before, after):
        return False
    return not _is_shouted(before, after)


def _in_address(before: str, after: str) -> bool:
    """Whether the word belongs to an e-mail address, a domain, or the name of a file."""
    word = before[before.rfind(" ") + 1 :] + "\0" + after.split(" ", 1)[0]
    return "@" in word or re.search(r"[\w\0]\.(?:\0|\w{2,4}\b)", word) is not None


def _is_shouted(before: str, after: str) -> bool:
    """Whether the word is one of three or more in a row that are all in capitals."""
    earlier = _CAPITALS_BEFORE.search(before)
    later = _CAPITALS_AFTER.match(after)
    around = (earlier.group() if earlier else "") + (later.group() if later else "")
    return len(around.split()) + 1 >= _SHOUTED


def _is_written_out(text: str, match: re.Match[str]) -> bool:
    """Whether the words before `(ABC)`, or in the brackets after `ABC (`, begin with A, B, C."""
    letters = [letter for letter in match.group().casefold() if letter.isalpha()]
    before = text[max(match.start() - _NEAR, 0) : match.start()]
    after = text[match.end() : match.end() + _NEAR]
    if before.endswith("(") and after.startswith(")"):
        words = _WORD.findall(before)[-len(letters) :]
    elif after.startswith(" ("):
        words = _WORD.findall(after.partition(")")[0])
    else:
        return False
    return [word[0].casefold() for word in words] == letters
