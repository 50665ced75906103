"""What holds for the difference of any two texts, tried on made-up procedures."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sopkit.compare.difference import Change, Difference, Fate
from sopkit.compare.document import compare
from sopkit.compare.wording import Vocabulary, compare_texts
from sopkit.flow.node import Edge
from sopkit.model.control import Nature
from tests.compare.reading import difference, edition
from tests.compare.rewrite import BEHAVIOURAL, Hand, Rewrite, named, without_bold
from tests.generate.invent import CALM, WILD, invent
from tests.generate.mutate import damage
from tests.generate.procedure import Procedure
from tests.generate.strategies import procedures
from tests.generate.write import write

SEEDS = st.integers(0, 2**32)


def _text(procedure: Procedure, seed: int | None = None) -> str:
    return write(procedure, None if seed is None else Hand(seed)).text


def _rewritten(procedure: Procedure, random: Random) -> Procedure:
    made = random.choice(BEHAVIOURAL)(procedure, random)
    return made if made is not None else procedure


def _changes(found: Difference) -> list[Change]:
    changes = [*found.fields, *found.terms]
    changes += [change for section in found.sections for change in section.changes]
    changes += [change for step in found.steps for change in step.changes]
    return changes


@given(procedures())
def test_a_text_does_not_differ_from_itself(procedure: Procedure) -> None:
    found = difference(_text(procedure), _text(procedure))
    assert (found.nature, found.identical, _changes(found)) == (None, True, [])
    assert {step.fate for step in found.steps} == {Fate.SAME}


@given(procedures())
def test_what_nobody_sees_is_editorial_and_changes_no_part(procedure: Procedure) -> None:
    text = _text(procedure)
    found = difference(text, text + "\n<!-- a remark -->\n")
    assert (found.nature, _changes(found)) == (Nature.EDITORIAL, [])
    assert {way.fate for way in found.flow.edges} == {Fate.SAME}


@given(procedures((CALM,)), SEEDS, SEEDS)
def test_another_hand_that_writes_the_same_is_editorial(
    procedure: Procedure, one: int, other: int
) -> None:
    found = difference(_text(procedure, one), _text(procedure, other))
    told = [(change.aspect, change.old, change.new) for change in _changes(found)]
    assert found.nature in (None, Nature.EDITORIAL), told


@given(procedures((CALM,)), SEEDS)
def test_other_words_in_bold_are_editorial(procedure: Procedure, seed: int) -> None:
    procedure = named(procedure)
    found = difference(_text(procedure), _text(without_bold(procedure, Random(seed))))
    told = [(change.aspect, change.old, change.new) for change in _changes(found)]
    assert found.nature in (None, Nature.EDITORIAL), told


@pytest.mark.parametrize("rewrite", BEHAVIOURAL, ids=lambda rewrite: rewrite.__name__)
@settings(max_examples=40)
@given(procedures((CALM,)), SEEDS)
def test_what_is_done_otherwise_is_behavioural(
    rewrite: Rewrite, procedure: Procedure, seed: int
) -> None:
    made = rewrite(procedure, Random(seed))
    if made is None:
        return
    found = difference(_text(procedure), _text(made))
    assert found.nature is Nature.BEHAVIOURAL
    assert any(step.nature is Nature.BEHAVIOURAL for step in found.steps)


@given(procedures((CALM,)), SEEDS)
def test_the_class_does_not_fall_when_more_is_changed(procedure: Procedure, seed: int) -> None:
    random = Random(seed)
    rewrite = random.choice(BEHAVIOURAL)
    made = rewrite(procedure, random)
    if made is None:
        return
    text = _text(made, seed).replace("## Purpose\n\n", "## Purpose\n\nHello. ")
    found = difference(_text(procedure), text + "\n## More\n\nWords.\n")
    assert found.nature is Nature.BEHAVIOURAL


@given(procedures(), SEEDS)
def test_pieces_make_up_both_texts(procedure: Procedure, seed: int) -> None:
    random = Random(seed)
    made = _rewritten(_rewritten(procedure, random), random)
    for change in _changes(difference(_text(procedure), _text(made))):
        if change.pieces:
            assert _without(change, Fate.ADDED) == change.old
            assert _without(change, Fate.REMOVED) == change.new


def _without(change: Change, fate: Fate) -> str:
    return "".join(piece.text for piece in change.pieces if piece.fate is not fate)


_PIECES = (
    "niet",
    "de",
    "klant",
    "é",
    "e\u0301",
    "2",
    "1.5",
    "€",
    "-",
    "\n",
    " ",
    "  ",
    "’",
    "\u00ad",
)
TEXTS = st.one_of(
    st.text(max_size=40), st.lists(st.sampled_from(_PIECES), max_size=25).map("".join)
)


@given(TEXTS, TEXTS, st.sampled_from(("nl", "en", "de")))
def test_any_two_texts_are_told_whole_and_alike_both_ways(
    old: str, new: str, language: str
) -> None:
    vocabulary = Vocabulary.of(old, new, language)
    found = compare_texts(old, new, vocabulary)
    assert (found.old, found.new) == (old, new)
    assert (found.nature is None) is (old == new)
    runs = [piece.fate for piece in found.pieces]
    assert all(one is not other for one, other in pairwise(runs))
    back = compare_texts(new, old, Vocabulary.of(new, old, language))
    assert (back.nature is None) is (found.nature is None)


@given(procedures(), SEEDS)
def test_what_is_added_one_way_is_removed_the_other_way(procedure: Procedure, seed: int) -> None:
    random = Random(seed)
    made = _rewritten(_rewritten(procedure, random), random)
    there = difference(_text(procedure), _text(made))
    back = difference(_text(made), _text(procedure))
    assert _lone(there, Fate.ADDED) == _lone(back, Fate.REMOVED)
    assert _lone(there, Fate.REMOVED) == _lone(back, Fate.ADDED)
    behavioural = [found.nature is Nature.BEHAVIOURAL for found in (there, back)]
    assert behavioural[0] is behavioural[1]


def _lone(found: Difference, fate: Fate) -> list[str]:
    return sorted(step.mark.id for step in found.steps if step.fate is fate)


@given(procedures(), SEEDS)
def test_steps_with_explicit_ids_are_recognised(procedure: Procedure, seed: int) -> None:
    random = Random(seed)
    procedure = named(procedure)
    made = _rewritten(_rewritten(procedure, random), random)
    keys = {step.key for step in procedure.walk() if step.named}
    keys &= {step.key for step in made.walk() if step.named}
    found = difference(_text(procedure), _text(made))
    pairs = {step.old.id: step.new.id for step in found.steps if step.old and step.new}
    assert {key: pairs.get(key) for key in keys} == {key: key for key in keys}


@given(procedures(), SEEDS)
def test_every_step_of_either_text_is_told_once(procedure: Procedure, seed: int) -> None:
    random = Random(seed)
    made = _rewritten(_rewritten(procedure, random), random)
    old, new = edition(_text(procedure)), edition(_text(made))
    found = compare(old, new)
    assert [step.new.id for step in found.steps if step.new] == [s.id for s in new.sop.walk()]
    told = sorted(step.old.id for step in found.steps if step.old)
    assert told == sorted(step.id for step in old.sop.walk())


@given(procedures(), SEEDS)
def test_ways_are_those_of_a_plain_comparison_of_sets(procedure: Procedure, seed: int) -> None:
    random = Random(seed)
    made = _rewritten(_rewritten(procedure, random), random)
    old, new = edition(_text(procedure)), edition(_text(made))
    flow = compare(old, new).flow
    name = {node.old: node.id for node in flow.nodes if node.old}
    before = Counter(_facts(edge, name[edge.source], name[edge.target]) for edge in old.flow.edges)
    after = Counter(_facts(edge, edge.source, edge.target) for edge in new.flow.edges)
    counted = Counter(way.fate for way in flow.edges)
    changed = counted[Fate.CHANGED]
    assert counted[Fate.SAME] == (before & after).total()
    assert counted[Fate.ADDED] + changed == (after - before).total()
    assert counted[Fate.REMOVED] + changed == (before - after).total()
    ids = [node.id for node in flow.nodes]
    assert len(set(ids)) == len(ids)
    assert set(flow.flow.by_id) == set(ids)


def _facts(edge: Edge, source: str, target: str) -> tuple[object, ...]:
    return source, target, edge.kind, edge.label, edge.maximum


@given(SEEDS, SEEDS)
def test_broken_texts_are_compared_all_the_same(seed: int, other: int) -> None:
    random = Random(seed)
    text = write(invent(random, random.choice((CALM, WILD))), random).text
    broken, worse = damage(text, random), damage(damage(text, Random(other)), random)
    found = difference(broken, worse)
    assert (found.nature is None) is (broken == worse)
