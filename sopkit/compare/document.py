"""Compares two texts of one procedure: the way in to this package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from sopkit.compare.difference import (
    Aspect,
    Change,
    Difference,
    EdgeDifference,
    Fate,
    FlowDifference,
    NodeDifference,
    StepDifference,
    highest,
)
from sopkit.compare.edition import Edition
from sopkit.compare.match import Worded, branch_pairs, match_steps, moved_steps
from sopkit.compare.moved import tell_moved
from sopkit.compare.parts import compare_fields, compare_sections, compare_terms
from sopkit.compare.passages import Surroundings
from sopkit.compare.phases import Phases
from sopkit.compare.routes import Rerouting, compare_flows, joins_of, match_nodes
from sopkit.compare.steps import (
    Reading,
    compare_attributes,
    compare_steps,
    mark_of,
    read_step,
    whole_step,
)
from sopkit.compare.wording import Vocabulary
from sopkit.model.control import Nature
from sopkit.model.sop import Sop
from sopkit.model.step import NO_ATTRIBUTES, Attributes, Branch, Step


def compare(old: Edition, new: Edition) -> Difference:
    """All that changed from one text of a procedure to another.

    The class of the whole is the highest of its parts. Texts that differ in nothing that a reader
    sees (comments, blank lines) differ editorially; texts that are the same to the byte, with the
    same pictures, do not.
    """
    if old.sop.digest and old.sop.digest == new.sop.digest and old.pictures == new.pictures:
        return _same(new)
    return _Comparison(old, new).difference()


def _same(edition: Edition) -> Difference:
    sop, flow = edition.sop, edition.flow
    steps = tuple(
        StepDifference(Fate.SAME, mark, mark, None) for mark in map(mark_of, sop.every_step)
    )
    nodes = tuple(NodeDifference(node.id, Fate.SAME, node.id, node.id) for node in flow.nodes)
    ways = tuple(EdgeDifference(Fate.SAME, edge, edge, edge) for edge in flow.edges)
    return Difference(
        sop.number,
        sop.title,
        sop.language,
        None,
        (),
        (),
        (),
        steps,
        FlowDifference(flow, nodes, ways),
        identical=True,
    )


class _Comparison:
    """One comparison: both texts as read, and which step of one is which of the other."""

    def __init__(self, old: Edition, new: Edition) -> None:
        self.old, self.new = old, new
        pictures, new_pictures = _comparable(old, new), _comparable(new, old)
        vocabulary = Vocabulary.of(old.sop.source.text, new.sop.source.text, new.sop.language)
        self.around = Surroundings(vocabulary, dict(old.sop.references), pictures)
        self.new_around = Surroundings(vocabulary, dict(new.sop.references), new_pictures)
        self.readings = {step.id: read_step(step, self.around) for step in old.sop.every_step}
        self.new_readings = {
            step.id: read_step(step, self.new_around) for step in new.sop.every_step
        }
        self.pairs = match_steps(_worded(self.readings), _worded(self.new_readings))
        self.moved = moved_steps(old.sop.steps, new.sop.steps, self.pairs)
        self.nodes = match_nodes(old.flow, new.flow, self.pairs, vocabulary)
        self.branches = branch_pairs(old.sop.steps, new.sop.steps, self.pairs)
        self.joins = joins_of(old.flow)
        self.phases = Phases(
            [phase.title for phase in old.sop.phases],
            [phase.title for phase in new.sop.phases],
            [
                (self.readings[one].step, self.new_readings[other].step)
                for one, other in self.pairs.items()
            ],
        )
        self.before, self.new_before = _steps_before(old.sop), _steps_before(new.sop)
        self.rerouting = Rerouting(old.flow, new.flow, self.nodes, self.moved, vocabulary)

    def difference(self) -> Difference:
        """The whole difference."""
        old, new = self.old.sop, self.new.sop
        fields = tuple(compare_fields(old, new, self.around.vocabulary))
        sections = (
            *self.phases.differences(self.around.vocabulary),
            *compare_sections(old, new, self.around, self.new_around),
        )
        terms = tuple(compare_terms(old.terms, new.terms, self.around, self.new_around))
        steps, sections = tell_moved(tuple(self._steps()), sections)
        flow = self._flow(steps)
        nature = highest(
            (
                Nature.EDITORIAL,
                *(change.nature for change in (*fields, *terms)),
                *(section.nature for section in sections),
                *(step.nature for step in steps),
                *(_nature_of_way(way) for way in flow.edges),
            )
        )
        return Difference(
            new.number, new.title, new.language, nature, fields, sections, terms, steps, flow
        )

    def _steps(self) -> Iterator[StepDifference]:
        """Every step in reading order; one that is gone stands behind the one it stood behind."""
        behind: dict[str | None, list[StepDifference]] = {}
        last: str | None = None
        for step in self.old.sop.every_step:
            if step.id in self.pairs:
                last = self.pairs[step.id]
            else:
                behind.setdefault(last, []).append(self._lone(step, added=False))
        yield from behind.get(None, ())
        sources = {goal: source for source, goal in self.pairs.items()}
        for step in self.new.sop.every_step:
            source = sources.get(step.id)
            if source is None:
                yield self._lone(step, added=True)
            else:
                yield self._kept(self.readings[source], self.new_readings[step.id])
            yield from behind.get(step.id, ())

    def _lone(self, step: Step, *, added: bool) -> StepDifference:
        reading = (self.new_readings if added else self.readings)[step.id]
        changes = whole_step(reading, self.around, added=added)
        mark = mark_of(step)
        if added:
            return StepDifference(Fate.ADDED, None, mark, Nature.BEHAVIOURAL, changes)
        return StepDifference(Fate.REMOVED, mark, None, Nature.BEHAVIOURAL, changes)

    def _kept(self, old: Reading, new: Reading) -> StepDifference:
        changes = tuple(self._changes(old, new))
        nature = highest(change.nature for change in changes)
        return StepDifference(
            Fate.SAME if nature is None else Fate.CHANGED,
            mark_of(old.step),
            mark_of(new.step),
            nature,
            changes,
            new.step.id in self.moved,
        )

    def _changes(self, old: Reading, new: Reading) -> Iterator[Change]:
        found = False
        for change in self._told(old, new):
            found = True
            yield change
        if not found and _layout(old.step) != _layout(new.step):
            yield Change(Aspect.LAYOUT, Nature.EDITORIAL)

    def _told(self, old: Reading, new: Reading) -> Iterator[Change]:
        one, other = old.step.id, new.step.id
        if other in self.moved:
            yield Change(
                Aspect.PLACE,
                Nature.BEHAVIOURAL,
                self.before.get(one, ""),
                self.new_before.get(other, ""),
            )
        yield from compare_steps(old, new, self.new_around)
        yield from self.phases.change(old.step, new.step)
        yield from self._answers(old.step, new.step)
        yield from self.rerouting.changes(one, other)
        join = self.joins.get(one)
        if join is not None and join in self.nodes:
            yield from self.rerouting.changes(join, self.nodes[join])

    def _answers(self, old: Step, new: Step) -> Iterator[Change]:
        """What stands in the braces of answers that both texts have."""
        for index, branch in enumerate(old.branches):
            place = self.branches.get((old.id, index))
            if place is None:
                continue
            one, other = _own_attributes(branch), _own_attributes(new.branches[place])
            if one.role != other.role and not (branch.steps or new.branches[place].steps):
                label = new.branches[place].label
                yield Change(
                    Aspect.ROLE, Nature.BEHAVIOURAL, one.role or "", other.role or "", label
                )
            yield from compare_attributes(one, other, self.new_around, new.branches[place].label)

    def _flow(self, steps: Sequence[StepDifference]) -> FlowDifference:
        changed = {
            step.new.id for step in steps if step.fate is Fate.CHANGED and step.new is not None
        }
        return compare_flows(self.old.flow, self.new.flow, self.nodes, changed, self.moved)


def _comparable(edition: Edition, other: Edition) -> dict[str, str]:
    """The hashes of pictures but for those whose namesake in the other text has none.

    An old text is often at hand without its pictures; then the name has to do.
    """
    named = {image.target for image in other.sop.images}
    return {
        target: digest
        for target, digest in edition.pictures.items()
        if target in other.pictures or target not in named
    }


def _nature_of_way(way: EdgeDifference) -> Nature | None:
    """A way that is new or gone is behavioural; one labelled otherwise its step tells of."""
    gone = way.fate in (Fate.ADDED, Fate.REMOVED)
    return Nature.BEHAVIOURAL if gone else None


def _layout(step: Step) -> tuple[str, ...]:
    """The Markdown of a step itself: how it is set, which its words do not show."""
    labels = (branch.label for branch in step.branches)
    return (step.title_source, step.text, *(block.text for block in step.body), *labels)


def _worded(readings: Mapping[str, Reading]) -> list[Worded]:
    return [
        Worded(reading.step, reading.statement_keys, reading.every_key)
        for reading in readings.values()
    ]


def _steps_before(sop: Sop) -> dict[str, str]:
    """Number and title of the step that stands before each, by the id of the latter."""
    return {
        after.id: f"{before.number} {before.title}" for before, after in pairwise(sop.every_step)
    }


def _own_attributes(branch: Branch) -> Attributes:
    """The attributes of a branch that are not those of the step that is its text."""
    text = bool(branch.steps) and branch.steps[0].number == branch.number
    return NO_ATTRIBUTES if text else branch.attributes
