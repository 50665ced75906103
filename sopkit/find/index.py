"""What is searched: every procedure as passages, and for each stem the passages that hold it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from sopkit.find.near import by_trigram
from sopkit.find.stems import stem
from sopkit.find.words import number_words, words
from sopkit.model.sop import SectionKind, Sop
from sopkit.model.step import Attributes, Step
from sopkit.parse.inline import MASK, without_comments


class Kind(IntEnum):
    """What a passage is. The value is what a word in it weighs."""

    NUMBER = 12
    TITLE = 8
    SITUATION = 6
    TAGS = 4
    STEP_TITLE = 3
    STEP_TEXT = 2
    BODY = 1


@dataclass(frozen=True, slots=True)
class StepFound:
    """A step that a search can lead to: its id, printed number and title."""

    id: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Document:
    """A procedure that can be found. `first` is the index of its first passage.

    Its passages stand in this order: number, title, each situation, tags, body, and for each step
    its title and its text.
    """

    path: str
    number: str
    title: str
    language: str
    situations: tuple[str, ...]
    steps: tuple[StepFound, ...]
    first: int

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kind of each of its passages."""
        return (
            Kind.NUMBER,
            Kind.TITLE,
            *(Kind.SITUATION for _ in self.situations),
            Kind.TAGS,
            Kind.BODY,
            *(kind for _ in self.steps for kind in (Kind.STEP_TITLE, Kind.STEP_TEXT)),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Whose passage it is, and which one of that document's."""

    document: int
    passage: int


@dataclass(frozen=True)
class Index:
    """The passages of a library by the stems in them, for each language apart.

    `postings` holds, per language and stem, the rising indices of the passages; `vocabulary` the
    words in them as they are written, which typing errors are compared with.
    """

    documents: tuple[Document, ...]
    postings: Mapping[str, Mapping[str, tuple[int, ...]]]
    vocabulary: Mapping[str, tuple[str, ...]]

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Where each passage stands."""
        return tuple(
            Place(number, passage)
            for number, document in enumerate(self.documents)
            for passage in range(len(document.kinds))
        )

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many documents there are in each language."""
        found: dict[str, int] = {}
        for document in self.documents:
            found[document.language] = found.get(document.language, 0) + 1
        return found

    @cached_property
    def trigrams(self) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
        """For each language the words by their trigrams."""
        return {language: by_trigram(known) for language, known in self.vocabulary.items()}


def build_index(sops: Iterable[Sop]) -> Index:
    """The index of procedures; those that rank alike are found in this order."""
    documents: list[Document] = []
    postings: dict[str, dict[str, list[int]]] = {}
    vocabulary: dict[str, set[str]] = {}
    first = 0
    for sop in sops:
        document = document_of(sop, first)
        documents.append(document)
        stems = postings.setdefault(document.language, {})
        known = vocabulary.setdefault(document.language, set())
        for offset, passage in enumerate(passages(sop)):
            known.update(passage)
            for found in dict.fromkeys(stem(word, document.language) for word in passage):
                stems.setdefault(found, []).append(first + offset)
        first += len(document.kinds)
    return Index(
        tuple(documents),
        {
            language: {name: tuple(stems[name]) for name in sorted(stems)}
            for language, stems in sorted(postings.items())
        },
        {language: tuple(sorted(known)) for language, known in sorted(vocabulary.items())},
    )


def document_of(sop: Sop, first: int = 0) -> Document:
    """A procedure as it can be found."""
    return Document(
        path=sop.path,
        number=sop.number,
        title=sop.title,
        language=sop.language.split("-", 1)[0].lower(),
        situations=sop.situations,
        steps=tuple(StepFound(step.id, step.number, step.title) for step in sop.walk()),
        first=first,
    )


def passages(sop: Sop) -> Iterator[tuple[str, ...]]:
    """The words of each passage, in the order that `Document` tells."""
    yield number_words(sop.number)
    yield words(sop.title)
    for situation in sop.situations:
        yield words(situation)
    yield words(" ".join(sop.tags))
    yield words(" ".join(_body(sop)))
    for step in sop.walk():
        yield words(step.title)
        yield words(" ".join(_step_text(step)))


def _body(sop: Sop) -> Iterator[str]:
    for section in sop.sections:
        yield section.heading
        for block in section.blocks:
            yield plain(block.text)
        if section.kind is SectionKind.INSTRUCTIONS:
            yield from (phase.title for phase in sop.phases)
    for block in sop.introduction:
        yield plain(block.text)


def _step_text(step: Step) -> Iterator[str]:
    yield plain(step.text)
    for block in step.body:
        yield plain(block.text)
    yield from _attribute_texts(step.attributes)
    for branch in step.branches:
        yield branch.label
        yield from _attribute_texts(branch.attributes)


def _attribute_texts(attributes: Attributes) -> Iterator[str]:
    for text in (attributes.expected, attributes.why, attributes.each):
        if text:
            yield text


_NOT_WORDS = re.compile(rf"\]\([^()\n]*\)|{MASK}+|\[![A-Za-z]+\]|https?://\S+")


def plain(markdown: str) -> str:
    """A text without what is no word of it: addresses, comments, the marks of alerts."""
    if "[" not in markdown and "<" not in markdown:
        return markdown
    return _NOT_WORDS.sub(" ", without_comments(markdown))
