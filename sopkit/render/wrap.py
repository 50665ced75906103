"""Breaking a text into lines that fit, without ever losing a character that is seen.

Lines break at spaces. A word that is too long for its line breaks after a hyphen or slash, and
where it has none, between any two characters that do not belong together (a letter and its
accent, the parts of an emoji). An amount stays with its sign: "€ 15", "95 %".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from sopkit.render.measure import Weight, text_width

Width = Callable[[int], float]
"""The room on line 0, 1, 2 …, in points."""

_JOINER = "\u200d"
_UNSEEN = re.compile(
    # What XML cannot carry, and marks that would turn the text around them.
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_MOST_DRAWN = 600  # characters; the 40 words that a step should not exceed take some 250
_SPACE = re.compile(r"\s+")
_WITHIN_AMOUNT = re.compile(r"(?<=[€$£¥§]) (?=\d)|(?<=\d) (?=[€$£¥%‰])")
_NO_BREAK = "\u00a0"


def one_line(text: str) -> str:
    """A text on one line, without characters that cannot be drawn or written in XML."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACE.sub(" ", _UNSEEN.sub("", text)).strip()


def drawable(text: str) -> str:
    """A text on one line as a shape can hold it: an absurdly long one ends in an ellipsis."""
    line = one_line(text)
    return line if len(line) <= _MOST_DRAWN else f"{line[: _MOST_DRAWN - 1].rstrip()}…"


def wrap(
    text: str, width: float | Width, size: float, weight: Weight = Weight.REGULAR
) -> tuple[str, ...]:
    """Break a text into lines of at most `width`, filling each as far as it goes.

    `width` is one length, or a function of the line's index. No line is empty. A width that
    holds not even one character gives that character alone.
    """
    room = width if callable(width) else _constant(width)
    space = text_width(" ", size, weight)
    lines: list[str] = []
    line = ""
    used = 0.0
    for word in _WITHIN_AMOUNT.sub(_NO_BREAK, one_line(text)).split(" "):
        length = text_width(word, size, weight)
        if line and used + space + length <= room(len(lines)):
            line += f" {word}"
            used += space + length
            continue
        if line:
            lines.append(line)
        line = word
        if length > room(len(lines)):
            *whole, line = _pieces(word, room, len(lines), size, weight)
            lines += whole
            length = text_width(line, size, weight)
        used = length
    if line:
        lines.append(line)
    return tuple(line.replace(_NO_BREAK, " ") for line in lines)


def balanced(
    text: str, width: float, size: float, weight: Weight = Weight.REGULAR
) -> tuple[str, ...]:
    """Break a text into as few lines as the width allows, of about the same length."""
    lines = wrap(text, width, size, weight)
    if len(lines) < 2:
        return lines
    narrow, wide = width / len(lines), width
    for _ in range(4):
        middle = (narrow + wide) / 2
        attempt = wrap(text, middle, size, weight)
        if len(attempt) <= len(lines) and not _breaks_a_word(attempt, lines):
            lines, wide = attempt, middle
        else:
            narrow = middle
    return lines


def clusters(text: str) -> tuple[str, ...]:
    """The text in pieces that must stay together: a letter with its accents, a joined emoji."""
    found: list[str] = []
    for character in text:
        if found and _belongs(found[-1], character):
            found[-1] += character
        else:
            found.append(character)
    return tuple(found)


def _constant(width: float) -> Width:
    return lambda _: width


def _breaks_a_word(attempt: tuple[str, ...], lines: tuple[str, ...]) -> bool:
    """Whether a narrower attempt cuts words that were whole."""
    return " ".join(attempt) != " ".join(lines)


def _pieces(word: str, room: Width, first: int, size: float, weight: Weight) -> list[str]:
    """A word that is too long, cut into pieces for the lines from `first` on."""
    pieces: list[str] = []
    current = ""
    for part in _parts(word):
        limit = room(first + len(pieces))
        if not current or text_width(current + part, size, weight) <= limit:
            current += part
        else:
            pieces.append(current)
            current = part
        while text_width(current, size, weight) > room(first + len(pieces)):
            head, rest = _cut(current, room(first + len(pieces)), size, weight)
            if not rest:
                break
            pieces.append(head)
            current = rest
    return [*pieces, current]


def _cut(text: str, limit: float, size: float, weight: Weight) -> tuple[str, str]:
    """As much of a text as fits, at least one cluster, and the rest."""
    head = ""
    for piece in clusters(text):
        if head and text_width(head + piece, size, weight) > limit:
            break
        head += piece
    return head, text[len(head) :]


def _parts(word: str) -> list[str]:
    """A word in parts that end after a hyphen, slash or at-sign."""
    return [part for part in re.split(r"(?<=[-/@_.,;:–—])", word) if part]


def _belongs(before: str, character: str) -> bool:
    """Whether a character belongs to the cluster before it."""
    if character.isascii():
        return False
    if _continues(character) or before.endswith(_JOINER):
        return True
    return len(before) == 1 and _is_flag_letter(character) and _is_flag_letter(before)


@lru_cache(maxsize=4096)
def _continues(character: str) -> bool:
    if character == _JOINER or 0x1F3FB <= ord(character) <= 0x1F3FF:
        return True
    return unicodedata.category(character) in {"Mn", "Mc", "Me"}


def _is_flag_letter(character: str) -> bool:
    return 0x1F1E6 <= ord(character) <= 0x1F1FF
