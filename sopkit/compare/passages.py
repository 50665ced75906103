"""Blocks of body text as readable passages, and the changes between two runs of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import islice

from sopkit.compare.difference import Aspect, Cause, CauseKind, Change, Wording
from sopkit.compare.sequence import matches
from sopkit.compare.wording import Vocabulary, compare_texts, similarity
from sopkit.compare.words import keys
from sopkit.model.control import Nature
from sopkit.model.step import Block, BlockKind
from sopkit.parse.inline import MASK, links, mask_code, plain, without_comments
from sopkit.parse.markdown import Element, parse_blocks

GRAVE = frozenset({"important", "warning", "caution"})
"""Alerts that tell what must be done or not be done; a note or tip explains."""


class Weight(Enum):
    """What other words in a passage mean: judged by the words, or always behavioural."""

    WORDS = auto()
    STRICT = auto()


_ASPECTS = {
    BlockKind.SCRIPT: Aspect.SCRIPT,
    BlockKind.CHECKLIST: Aspect.CHECKLIST,
    BlockKind.ALERT: Aspect.ALERT,
    BlockKind.TABLE: Aspect.TABLE,
    BlockKind.LIST: Aspect.LIST,
    BlockKind.CODE: Aspect.CODE,
}
_STRICT = frozenset({Aspect.SCRIPT, Aspect.CHECKLIST, Aspect.TABLE, Aspect.CODE})


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a text: its target as written; `identity` is its hash, if that is known."""

    target: str
    alternative: str
    identity: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A block as a reader sees it: plain text with a line for each paragraph, item or row.

    `keys` are its words as `words` compares them; `code` the text of its code, `links` the targets
    of its links, which other words do not show.
    """

    aspect: Aspect
    text: str
    keys: tuple[str, ...]
    alert: str | None = None
    lines: int = 1
    code: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Surroundings:
    """What the passages of both texts need: language and words, link references, pictures.

    `pictures` gives the SHA-256 of a picture by its target as written, where it is known.
    """

    vocabulary: Vocabulary
    references: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, str] = field(default_factory=dict)


def passages(blocks: Iterable[Block], around: Surroundings) -> tuple[Passage, ...]:
    """The passages of some blocks."""
    return tuple(_passage(block, around) for block in blocks)


def passage_of_text(markdown: str, around: Surroundings) -> Passage:
    """One paragraph of Markdown as a passage."""
    return _assembled(Aspect.TEXT, [plain(markdown)], [markdown], around)


def _passage(block: Block, around: Surroundings) -> Passage:
    aspect = _ASPECTS.get(block.kind, Aspect.TEXT)
    if block.kind is BlockKind.CODE:
        text = block.text.strip("\n")
        return Passage(aspect, text, _keys(text, around), code=(text,))
    document = parse_blocks(block.inner.split("\n"), 1)
    lines, sources = [], []
    for line, source in _lines(document.blocks, ""):
        lines.append(line)
        sources.append(source)
    return _assembled(aspect, lines, sources, around, block.alert)


def _assembled(
    aspect: Aspect,
    lines: Sequence[str],
    sources: Sequence[str],
    around: Surroundings,
    alert: str | None = None,
) -> Passage:
    text = "\n".join(line for line in lines if line.strip())
    found = [link for source in sources for link in links(source, around.references)]
    pictures = tuple(
        Picture(link.target, plain(link.text), around.pictures.get(link.target, link.target))
        for link in found
        if link.image
    )
    return Passage(
        aspect,
        text,
        _keys(text, around),
        alert,
        len(lines),
        tuple(code for source in sources for code in _code(source)),
        tuple(link.target for link in found if not link.image),
        pictures,
    )


def _keys(text: str, around: Surroundings) -> tuple[str, ...]:
    return keys(text, around.vocabulary.language)


def _code(source: str) -> Iterator[str]:
    """The code in a paragraph: what a reader types or looks for, letter by letter."""
    if "`" not in source:
        return
    masked = mask_code(source)
    run = ""
    for letter, shown in zip(source, masked, strict=True):
        if letter != shown:
            run += letter
        elif run:
            if run.startswith("`"):
                yield run.strip("`").strip()
            run = ""
    if run.startswith("`"):
        yield run.strip("`").strip()


def _lines(elements: Iterable[Element], mark: str) -> Iterator[tuple[str, str]]:
    """Each paragraph, list item or row as a line of plain text, with its Markdown."""
    for element in elements:
        if element.kind == "tr":
            cells = [cell.text.content for cell in element.children if cell.text is not None]
            yield " | ".join(plain(cell) for cell in cells), " ".join(cells)
        elif element.kind in ("fence", "code_block"):
            content = element.token.content.strip("\n")
            yield content, f"`{content}`"
        elif element.kind == "html_block":
            content = without_comments(element.token.content).replace(MASK, "").strip()
            yield content, ""
        elif element.text is not None:
            yield f"{mark}{plain(element.text.content)}", element.text.content
        elif element.kind == "list_item":
            first, *rest = [*_lines(element.children, "")] or [("", "")]
            yield f"{mark}• {first[0]}", first[1]
            yield from ((f"{mark}  {line}", source) for line, source in rest)
        else:
            yield from _lines(element.children, mark)


def compare_passages(
    old: Sequence[Passage],
    new: Sequence[Passage],
    around: Surroundings,
    weight: Weight = Weight.WORDS,
) -> tuple[Change, ...]:
    """The changes between two runs of passages, in the order of the new one."""
    found: list[tuple[float, Change]] = []
    for one, other, place in _paired(old, new):
        found += [(place, change) for change in _changes(one, other, around, weight)]
    return tuple(change for _, change in sorted(found, key=lambda pair: pair[0]))


def _paired(
    old: Sequence[Passage], new: Sequence[Passage]
) -> Iterator[tuple[Passage | None, Passage | None, float]]:
    """Passages that go together, and those that stand alone, each with its place among the new."""
    exact = dict(matches([_identity(p) for p in old], [_identity(p) for p in new]))
    free = dict.fromkeys(sorted(set(range(len(new))) - set(exact.values())))
    before = -1
    for index, passage in enumerate(old):
        goal = (
            exact[index]
            if index in exact
            else _likeliest(passage, list(islice(free, _MOST_LOOKED_AT)), new)
        )
        if goal is None:
            yield passage, None, before + 0.5
            continue
        free.pop(goal, None)
        before = goal
        yield passage, new[goal], float(goal)
    yield from ((None, new[index], float(index)) for index in free)


def _identity(passage: Passage) -> tuple[object, ...]:
    return (passage.aspect, passage.alert, passage.text, passage.links, passage.pictures)


_MOST_LOOKED_AT = 40
_LEAST_LIKE = 0.3


def _likeliest(passage: Passage, candidates: Sequence[int], new: Sequence[Passage]) -> int | None:
    """The passage of the same kind with most words in common; a lone one of its kind will do."""
    alike = [i for i in candidates if new[i].aspect is passage.aspect]
    scores = [(similarity(passage.keys, new[i].keys), -i) for i in alike]
    if not scores:
        return None
    best, place = max(scores)
    alone = len(alike) == 1 and passage.aspect is not Aspect.TEXT
    return -place if best >= _LEAST_LIKE or alone else None


def _changes(
    old: Passage | None, new: Passage | None, around: Surroundings, weight: Weight
) -> Iterator[Change]:
    """The changes of one passage, which was added if `old` and removed if `new` is None."""
    known = new or old
    if known is None:
        return
    wording = compare_texts(old.text if old else "", new.text if new else "", around.vocabulary)
    nature, causes = _weighed(old, new, wording, weight)
    label = known.alert or ""
    if nature is not None:
        yield Change(known.aspect, nature, wording.old, wording.new, label, wording.pieces, causes)
    if old is None or new is None:
        for picture in known.pictures:
            yield _picture(None if old is None else picture, None if new is None else picture)
        return
    if old.links != new.links:
        yield from compare_links(old.links, new.links)
    yield from compare_pictures(old.pictures, new.pictures)


def _weighed(
    old: Passage | None, new: Passage | None, wording: Wording, weight: Weight
) -> tuple[Nature | None, tuple[Cause, ...]]:
    """The nature of a passage's change by its kind."""
    nature, causes = wording.nature, wording.causes
    known = new or old
    if known is None:
        return None, ()
    if old is not None and new is not None:
        if old.code != new.code:
            return Nature.BEHAVIOURAL, (*causes, Cause(CauseKind.CODE))
        if old.alert != new.alert and nature is not Nature.BEHAVIOURAL:
            grave = bool({old.alert, new.alert} & GRAVE)
            return (Nature.BEHAVIOURAL if grave else Nature.CLARIFYING), causes
    if nature in (None, Nature.EDITORIAL):
        return nature, causes
    strict = weight is Weight.STRICT or known.aspect in _STRICT or known.alert in GRAVE
    items = known.aspect is Aspect.LIST and (old.lines if old else 0) != (new.lines if new else 0)
    return (Nature.BEHAVIOURAL if strict or items else nature), causes


def compare_links(old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """Links that lead elsewhere, below the same words or other ones.

    A link to a place on the web is clarifying, one to a procedure or a step behavioural.
    """
    kept = matches(old, new)
    taken, new_taken = {one for one, _ in kept}, {other for _, other in kept}
    left = [target for index, target in enumerate(old) if index not in taken]
    right = [target for index, target in enumerate(new) if index not in new_taken]
    for index in range(max(len(left), len(right))):
        one = left[index] if index < len(left) else ""
        other = right[index] if index < len(right) else ""
        outside = all("://" in target or target.startswith("mailto:") for target in (one, other))
        added = not one or not other
        nature = Nature.CLARIFYING if outside or added else Nature.BEHAVIOURAL
        yield Change(Aspect.LINK, nature, one, other)


def compare_pictures(old: Sequence[Picture], new: Sequence[Picture]) -> Iterator[Change]:
    """Pictures told apart by their hash; one under another name is the same.

    Their alternative texts are among the words of their passages.
    """
    kept = matches([p.identity for p in old], [p.identity for p in new])
    for one, other in kept:
        if old[one].target != new[other].target:
            yield _picture(old[one], new[other], Nature.EDITORIAL)
    taken, new_taken = {one for one, _ in kept}, {other for _, other in kept}
    left = [picture for index, picture in enumerate(old) if index not in taken]
    right = [picture for index, picture in enumerate(new) if index not in new_taken]
    for index in range(max(len(left), len(right))):
        yield _picture(
            left[index] if index < len(left) else None,
            right[index] if index < len(right) else None,
        )


def _picture(
    old: Picture | None, new: Picture | None, nature: Nature = Nature.CLARIFYING
) -> Change:
    known = new or old
    return Change(
        Aspect.PICTURE,
        nature,
        old.target if old else "",
        new.target if new else "",
        known.alternative if known else "",
    )
