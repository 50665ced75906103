"""The changes of everything but the steps: particulars, sections, terms.

What each particular asks of people:

- *behavioural*: number, language, department, the roles that must be trained, channels, service,
  direction, standards and their targets: whether and for whom the procedure holds, and what it must
  reach;
- *clarifying*: the owner and the time between reviews, which concern its upkeep and nobody who
  works by it;
- *by the words*: title and situations;
- *editorial*: tags, which only serve searching; any value that says the same in another way.

Sections are judged by their words, but for responsibilities, which say who does what: there, other
words are behavioural. A section that is new or gone is at least clarifying. The order of sections
is layout. Terms are judged by the words of their definitions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sopkit.compare.difference import (
    Aspect,
    Change,
    Fate,
    SectionDifference,
    highest,
)
from sopkit.compare.passages import (
    Passage,
    Surroundings,
    Weight,
    compare_links,
    compare_passages,
    passage_of_text,
    passages,
)
from sopkit.compare.sequence import matches
from sopkit.compare.wording import Vocabulary, compare_texts, similarity
from sopkit.compare.words import plain_word
from sopkit.model.control import Nature
from sopkit.model.sop import Section, SectionKind, Sop
from sopkit.model.standard import Target
from sopkit.model.step import BlockKind
from sopkit.model.term import Term

_BEHAVIOURAL_TEXTS = (
    (Aspect.NUMBER, "number"),
    (Aspect.LANGUAGE, "language"),
    (Aspect.DEPARTMENT, "department"),
    (Aspect.SERVICE, "service"),
    (Aspect.DIRECTION, "direction"),
)
_SETS = (
    (Aspect.ROLES, "roles", Nature.BEHAVIOURAL),
    (Aspect.CHANNELS, "channels", Nature.BEHAVIOURAL),
    (Aspect.TAGS, "tags", Nature.EDITORIAL),
)


def compare_fields(old: Sop, new: Sop, vocabulary: Vocabulary) -> Iterator[Change]:
    """The changes of the particulars in the front matter."""
    yield from _worded(Aspect.TITLE, old.title, new.title, vocabulary)
    for aspect, name in _BEHAVIOURAL_TEXTS:
        one, other = getattr(old, name) or "", getattr(new, name) or ""
        if one != other:
            yield Change(aspect, Nature.BEHAVIOURAL, one, other)
    if old.owner != new.owner:
        yield Change(Aspect.OWNER, Nature.CLARIFYING, old.owner or "", new.owner or "")
    if (old.review.amount, old.review.unit) != (new.review.amount, new.review.unit):
        yield Change(Aspect.REVIEW, Nature.CLARIFYING, old.review.text, new.review.text)
    for aspect, name, nature in _SETS:
        values, new_values = getattr(old, name), getattr(new, name)
        if set(values) != set(new_values):
            yield Change(aspect, nature, ", ".join(values), ", ".join(new_values))
    yield from _worded(
        Aspect.SITUATIONS, "\n".join(old.situations), "\n".join(new.situations), vocabulary
    )
    yield from _standards(dict(old.standards), dict(new.standards))


def _worded(aspect: Aspect, old: str, new: str, vocabulary: Vocabulary) -> Iterator[Change]:
    wording = compare_texts(old, new, vocabulary)
    if wording.nature is not None:
        yield Change(aspect, wording.nature, old, new, "", wording.pieces, wording.causes)


def _standards(old: Mapping[str, Target], new: Mapping[str, Target]) -> Iterator[Change]:
    for name in dict.fromkeys((*new, *old)):
        one, other = old.get(name), new.get(name)
        same = one is not None and other is not None and one.key == other.key
        if not same:
            yield Change(
                Aspect.STANDARDS,
                Nature.BEHAVIOURAL,
                one.text if one else "",
                other.text if other else "",
                name,
            )


def compare_sections(
    old: Sop, new: Sop, around: Surroundings, new_around: Surroundings
) -> Iterator[SectionDifference]:
    """What became of each section, in the order of the new text; terms and steps are told apart."""
    pairs = _paired_sections(old.sections, new.sections)
    for one, other in pairs:
        known = other or one
        if known is None:
            continue
        before = _read(old, one, around)
        after = _read(new, other, new_around)
        weight = Weight.WORDS
        if known.kind is SectionKind.RESPONSIBILITIES:
            weight = Weight.STRICT
        changes = [*compare_passages(before, after, new_around, weight)]
        fate = Fate.CHANGED
        if one is None or other is None:
            fate = Fate.ADDED if one is None else Fate.REMOVED
        else:
            changes[:0] = _heading(one, other, new_around.vocabulary)
        nature = highest(change.nature for change in changes)
        if fate is not Fate.CHANGED:
            nature = highest((nature, Nature.CLARIFYING))
        if nature is not None:
            yield SectionDifference(fate, known.heading, nature, tuple(changes))


def _heading(old: Section, new: Section, vocabulary: Vocabulary) -> Iterator[Change]:
    """Another heading; another name of a section that the format knows says the same."""
    for change in _worded(Aspect.HEADING, old.heading, new.heading, vocabulary):
        known = new.kind is not SectionKind.OTHER
        yield replace(change, nature=Nature.EDITORIAL, causes=()) if known else change


_NONE = frozenset({("none",), ("geen",)})
"""What stands in a section of terms without any."""


def _read(sop: Sop, section: Section | None, around: Surroundings) -> tuple[Passage, ...]:
    """The passages of a section.

    Of the instructions these are what stands before the steps, of the terms what is no definition.
    """
    if section is None:
        return ()
    if section.kind is SectionKind.TERMS:
        lists = BlockKind.OTHER if sop.terms else None
        rest = [block for block in section.blocks if block.kind is not lists]
        return tuple(one for one in passages(rest, around) if one.keys not in _NONE)
    if section.kind is SectionKind.INSTRUCTIONS:
        first = section is sop.section(SectionKind.INSTRUCTIONS)
        return passages(sop.introduction, around) if first else ()
    return passages(section.blocks, around)


def _paired_sections(
    old: Sequence[Section], new: Sequence[Section]
) -> list[tuple[Section | None, Section | None]]:
    """Sections that go together: by kind, others by heading, then in their order."""
    pairs: dict[int, int] = {}
    for key in (_full_key, _heading_key, _kind_key):
        free: dict[object, list[int]] = {}
        for index in reversed(range(len(new))):
            if index not in pairs.values():
                free.setdefault(key(new[index]), []).append(index)
        for index, section in enumerate(old):
            if index not in pairs and free.get(key(section)):
                pairs[index] = free[key(section)].pop()
    sources = {goal: source for source, goal in pairs.items()}
    found: list[tuple[Section | None, Section | None]] = [
        (old[sources[index]] if index in sources else None, section)
        for index, section in enumerate(new)
    ]
    gone = [(section, None) for index, section in enumerate(old) if index not in pairs]
    return [*found, *gone]


def _full_key(section: Section) -> object:
    return section.kind, section.heading


def _heading_key(section: Section) -> object:
    if section.kind is SectionKind.OTHER:
        return section.kind, plain_word(section.heading)
    return section.kind


def _kind_key(section: Section) -> object:
    """Other sections go together when they hold the same, whatever they are called."""
    if section.kind is SectionKind.OTHER:
        return tuple(block.text for block in section.blocks)
    return section.kind


_LEAST_ALIKE = 0.5


def compare_terms(
    old: Sequence[Term], new: Sequence[Term], around: Surroundings, new_around: Surroundings
) -> Iterator[Change]:
    """The changes of terms: defined otherwise, new, gone, or called otherwise."""
    vocabulary = new_around.vocabulary
    for one, other in _paired_terms(old, new, around, new_around):
        name = other.name if other else one.name if one else ""
        before = passage_of_text(one.definition, around) if one else None
        after = passage_of_text(other.definition, new_around) if other else None
        if one is not None and other is not None and one.name != other.name:
            yield from _worded(Aspect.TERM, one.name, other.name, vocabulary)
        wording = compare_texts(
            before.text if before else "", after.text if after else "", vocabulary
        )
        if wording.nature is not None:
            yield Change(
                Aspect.TERM,
                wording.nature,
                wording.old,
                wording.new,
                name,
                wording.pieces,
                wording.causes,
            )
        if before is not None and after is not None and before.links != after.links:
            yield from compare_links(before.links, after.links)


def _paired_terms(
    old: Sequence[Term], new: Sequence[Term], around: Surroundings, new_around: Surroundings
) -> list[tuple[Term | None, Term | None]]:
    """Terms by name, then by a definition with most words in common."""
    pairs: dict[int, int] = {}
    names, new_names = [[plain_word(term.name) for term in side] for side in (old, new)]
    pairs |= dict(matches(names, new_names))
    free = {name: index for index, name in enumerate(new_names) if index not in pairs.values()}
    for index, name in enumerate(names):
        if index not in pairs and name in free:
            pairs[index] = free.pop(name)
    left = [index for index in range(len(old)) if index not in pairs]
    right = [index for index in range(len(new)) if index not in pairs.values()]
    for index in left:
        words = passage_of_text(old[index].definition, around).keys
        for other in right[:40]:
            others = passage_of_text(new[other].definition, new_around).keys
            if words and similarity(words, others) >= _LEAST_ALIKE:
                pairs[index] = other
                right.remove(other)
                break
    sources = {goal: source for source, goal in pairs.items()}
    found: list[tuple[Term | None, Term | None]] = [
        (old[sources[index]] if index in sources else None, term) for index, term in enumerate(new)
    ]
    return [*found, *((term, None) for index, term in enumerate(old) if index not in pairs)]
