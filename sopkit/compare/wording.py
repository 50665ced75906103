"""Two texts word by word, and how much the difference asks of people.

*Editorial*: the same words when case, punctuation, white space, layout and harmless accents are
not looked at; a word doubled by mistake; a compound written as one word or as two; two letters
swapped in a word that the text spells otherwise everywhere else. Other slips of the pen cannot be
told from other words ("contract", "contact"), so they are clarifying.

*Behavioural*: a number, time, amount, negation, modal verb or condition among the words that were
struck or inserted; words that changed places in a text that holds a number, negation or modal
verb; hardly a word in common; other words in a language whose words sopkit does not know.

*Clarifying*: all else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from sopkit.compare.difference import Cause, CauseKind, Fate, Piece, Wording
from sopkit.compare.sequence import runs
from sopkit.compare.signal import LANGUAGES, opposite
from sopkit.compare.words import Word, is_acronym, keys, tokens, words
from sopkit.model.control import Nature

_LEAST_SHARED = 0.34
_LEAST_SLIP = 6
_MOST_TOLD = 8
_DECIDING = frozenset({CauseKind.NUMBER, CauseKind.AMOUNT, CauseKind.NEGATION, CauseKind.MODAL})
_LIGHT = frozenset(
    ("de", "het", "een", "en", "van", "in", "op", "te", "the", "a", "an", "and", "to", "for")
)
"""Words that say nothing by changing places."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How often each word (by its key) occurs in the old and in the new text as a whole."""

    language: str
    old: Mapping[str, int] = field(default_factory=dict)
    new: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, old: str, new: str, language: str) -> Vocabulary:
        """The words of two whole texts in a language (a BCP 47 tag)."""
        primary = language.split("-", maxsplit=1)[0].lower()
        counts = [Counter(keys(text, primary)) for text in (old, new)]
        return cls(primary, *counts)


def compare_texts(old: str, new: str, vocabulary: Vocabulary) -> Wording:
    """The difference between two texts."""
    if old == new:
        return Wording((Piece(Fate.SAME, old),) if old else (), None)
    nature, causes = _judge(old, new, vocabulary)
    return Wording(_pieces(old, new), nature, causes)


def similarity(old: Sequence[str], new: Sequence[str]) -> float:
    """The share of words that two texts have in common (Dice), from 0 to 1."""
    if not old and not new:
        return 1.0
    common = (Counter(old) & Counter(new)).total()
    return 2 * common / (len(old) + len(new))


def _pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The pieces of two texts: line by line where there are several, and word by word in a line."""
    lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    for same, low, high, new_low, new_high in runs(lines, new_lines):
        if same:
            pieces.append(Piece(Fate.SAME, "".join(lines[low:high])))
            continue
        both = min(high - low, new_high - new_low)
        for offset in range(both):
            one, other = lines[low + offset], new_lines[new_low + offset]
            pieces += _pieces_of_line(tokens(one), tokens(other))
        pieces.append(Piece(Fate.REMOVED, "".join(lines[low + both : high])))
        pieces.append(Piece(Fate.ADDED, "".join(new_lines[new_low + both : new_high])))
    return tuple(_merged(pieces))


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces of one fate that follow one another as one; empty ones left out."""
    for fate, run in groupby((piece for piece in pieces if piece.text), lambda piece: piece.fate):
        yield Piece(fate, "".join(piece.text for piece in run))


def _pieces_of_line(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """The runs of two lines; white space alone between two changes belongs to them."""
    found = list(runs(old, new))
    struck = inserted = ""
    for index, (same, low, high, new_low, new_high) in enumerate(found):
        text = "".join(old[low:high])
        between = 0 < index < len(found) - 1 and text.isspace()
        if same and not between:
            yield Piece(Fate.REMOVED, struck)
            yield Piece(Fate.ADDED, inserted)
            yield Piece(Fate.SAME, text)
            struck = inserted = ""
            continue
        struck += text
        inserted += "".join(new[new_low:new_high])
    yield Piece(Fate.REMOVED, struck)
    yield Piece(Fate.ADDED, inserted)


def _judge(old: str, new: str, vocabulary: Vocabulary) -> tuple[Nature, tuple[Cause, ...]]:
    language = vocabulary.language
    before, after = words(old, language), words(new, language)
    old_keys, new_keys = [word.key for word in before], [word.key for word in after]
    if old_keys == new_keys:
        shouting = any(
            is_acronym(one.text) is not is_acronym(other.text)
            for one, other in zip(before, after, strict=True)
        )
        return (Nature.CLARIFYING if shouting else Nature.EDITORIAL), ()
    hunks = [
        (before[low:high], after[new_low:new_high])
        for same, low, high, new_low, new_high in runs(old_keys, new_keys)
        if not same
    ]
    heavy = [hunk for hunk in hunks if not _is_spelling(*hunk, vocabulary)]
    heavy = [hunk for hunk in heavy if not _is_doubled(*hunk, before, after)]
    if not heavy:
        return Nature.EDITORIAL, ()
    causes = _causes(heavy, before, after, vocabulary)
    return (Nature.BEHAVIOURAL if causes else Nature.CLARIFYING), causes


Hunk = tuple[Sequence[Word], Sequence[Word]]


def _causes(
    hunks: Sequence[Hunk], old: Sequence[Word], new: Sequence[Word], vocabulary: Vocabulary
) -> tuple[Cause, ...]:
    """What makes changed words behavioural, each kind with the words that say so."""
    language = vocabulary.language
    if language not in LANGUAGES:
        return (Cause(CauseKind.LANGUAGE, language),)
    found: dict[CauseKind, dict[str, None]] = {}
    for struck, inserted in hunks:
        for kind, word in _signals_of(struck, inserted):
            found.setdefault(kind, {})[word] = None
    moved = _moved(hunks)
    if not found and moved and any(_decides(word) for word in old):
        found[CauseKind.ORDER] = dict.fromkeys(moved)
    old_keys, new_keys = [word.key for word in old], [word.key for word in new]
    if not found and old and new and similarity(old_keys, new_keys) < _LEAST_SHARED:
        found[CauseKind.REPLACED] = {}
    return tuple(Cause(kind, _listed(told)) for kind, told in found.items())


def _listed(told: Iterable[str]) -> str:
    """The first few words; who reads more looks at the text."""
    words = [*islice(told, _MOST_TOLD + 1)]
    return ", ".join(words[:_MOST_TOLD]) + (" …" if len(words) > _MOST_TOLD else "")


def _signals_of(struck: Sequence[Word], inserted: Sequence[Word]) -> list[tuple[CauseKind, str]]:
    """The signals of a hunk that do not stand in the same order on both sides."""
    before = [(word.signal, word) for word in struck]
    after = [(word.signal, word) for word in inserted]
    symbols = [word for word in (*struck, *inserted) if not word.key[0].isalnum()]
    found = [(CauseKind.AMOUNT, word.text) for word in symbols if len(word.key) == 1]
    one = [told for told, _ in before if told]
    other = [told for told, _ in after if told]
    if one != other:
        counts, new_counts = Counter(one), Counter(other)
        reordered = counts == new_counts
        found += [
            (told[0], _sentence_form(word))
            for told, word in (*before, *after)
            if told and (counts[told] != new_counts[told] or reordered)
        ]
    found += [
        (CauseKind.NEGATION, f"{one.text} – {other.text}")
        for one in struck[:40]
        for other in inserted[:40]
        if opposite(one.plain, other.plain)
    ]
    return found


def _sentence_form(word: Word) -> str:
    return word.text if word.text.isupper() else word.plain


def _decides(word: Word) -> bool:
    return word.signal is not None and word.signal[0] in _DECIDING


def _moved(hunks: Sequence[Hunk]) -> list[str]:
    """Words struck at one place and inserted at another: they changed places."""
    struck = {word.key: word.plain for before, _ in hunks for word in before}
    inserted = {word.key for _, after in hunks for word in after}
    return [word for key, word in struck.items() if key in inserted and key not in _LIGHT]


def _is_spelling(struck: Sequence[Word], inserted: Sequence[Word], vocabulary: Vocabulary) -> bool:
    """Whether the words of a hunk are the same but for spaces, or for two letters swapped."""
    if not struck or not inserted:
        return False
    every = (*struck, *inserted)
    if any(word.signal for word in every):
        return False
    if any(is_acronym(word.text) for word in every):
        return False
    if _joined(struck) == _joined(inserted):
        return True
    if len(struck) == len(inserted) == 1:
        return _is_slip(struck[0].key, inserted[0].key, vocabulary)
    return False


def _joined(run: Sequence[Word]) -> str:
    return "".join(word.key for word in run)


def _is_slip(old: str, new: str, vocabulary: Vocabulary) -> bool:
    """Whether two neighbouring letters were swapped back: "klnaten" to "klanten".

    The old word must occur nowhere else, and the new one elsewhere in the old text, which shows
    that the author knows it.
    """
    if len(old) != len(new) or len(old) < _LEAST_SLIP:
        return False
    if vocabulary.old.get(old, 0) > 1 or vocabulary.new.get(old) or not vocabulary.old.get(new):
        return False
    apart = [index for index, letter in enumerate(old) if letter != new[index]]
    if len(apart) != 2 or apart[1] != apart[0] + 1 or apart[0] == 0:
        return False
    return old[apart[0]] == new[apart[1]] and old[apart[1]] == new[apart[0]]


def _is_doubled(
    struck: Sequence[Word],
    inserted: Sequence[Word],
    before: Sequence[Word],
    after: Sequence[Word],
) -> bool:
    """Whether a hunk is one word too many or too few that its neighbour says already."""
    run, text = (struck, before) if struck else (inserted, after)
    if (struck and inserted) or len(run) != 1 or run[0].signal:
        return False
    at = next(index for index, word in enumerate(text) if word.place == run[0].place)
    around = (text[at - 1] if at else None, text[at + 1] if at + 1 < len(text) else None)
    return any(word is not None and word.key == run[0].key for word in around)
