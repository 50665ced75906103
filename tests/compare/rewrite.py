"""Rewrites made-up procedures: in ways that must not matter, and in ways that must."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import TypeVar

from tests.generate.procedure import Aim, Form, Goto, Procedure, Step
from tests.generate.words import WORDS

_Item = TypeVar("_Item")
_SCRIPTS = frozenset(script for words in WORDS.values() for script in words.scripts)


class Hand(Random):
    """Somebody's way of writing: other arrows, marks and blank lines, but the same words."""

    def choice(self, seq: Sequence[_Item]) -> _Item:  # type: ignore[override]
        """One of several; of scripts always the first, since they are words."""
        return seq[0] if seq[0] in _SCRIPTS else super().choice(seq)


def without_bold(procedure: Procedure, random: Random) -> Procedure:
    """The same with other titles in bold, where that moves no words."""
    made = deepcopy(procedure)
    for step in made.walk():
        if "remark" not in step.body and random.random() < 0.5:
            step.bold = not step.bold
    return made


def named(procedure: Procedure) -> Procedure:
    """The same with an explicit id for every step that can have one."""
    made = deepcopy(procedure)
    for step in made.walk():
        step.named = not step.title_is_label
    return made


Rewrite = Callable[[Procedure, Random], Procedure | None]
"""Gives a procedure in which something is done otherwise, or None where it does not apply."""


def _changed(procedure: Procedure, steps: list[Step], random: Random) -> tuple[Procedure, Step]:
    """A copy, and in it one of these steps."""
    key = random.choice(steps).key
    made = deepcopy(procedure)
    return made, next(step for step in made.walk() if step.key == key)


def add_a_step(procedure: Procedure, random: Random) -> Procedure:
    """A step that nobody has carried out so far."""
    made = deepcopy(procedure)
    verb = WORDS[procedure.language].verbs[0]
    step = Step("added", Form.ACTION, f"{verb} xylophone 777", named=random.random() < 0.5)
    made.steps.insert(random.randint(0, len(made.steps)), step)
    return made


def remove_a_step(procedure: Procedure, random: Random) -> Procedure | None:
    """A step of the top level less, to which nothing leads by name."""
    aims = {goto.target for goto in gotos(procedure)}
    free = [step for step in procedure.steps if not {s.key for s in walked(step)} & aims]
    if len(procedure.steps) < 2 or not free:
        return None
    made = deepcopy(procedure)
    gone = random.choice(free).key
    made.steps = [step for step in made.steps if step.key != gone]
    return made


def swap_two_steps(procedure: Procedure, random: Random) -> Procedure | None:
    """Two neighbours the other way round."""
    if len(procedure.steps) < 2 or any(step.phase for step in procedure.steps):
        return None
    made = deepcopy(procedure)
    at = random.randrange(len(made.steps) - 1)
    made.steps[at], made.steps[at + 1] = made.steps[at + 1], made.steps[at]
    return made


def lead_elsewhere(procedure: Procedure, random: Random) -> Procedure | None:
    """An arrow to another step."""
    jumping = [
        (step.key, index)
        for step in procedure.walk()
        for index, branch in enumerate(step.branches)
        if branch.jump is not None and branch.jump.aim is Aim.STEP
    ]
    goals = [step.key for step in procedure.walk() if not step.title_is_label and not step.wait]
    if not jumping or len(goals) < 2:
        return None
    key, index = random.choice(jumping)
    made = deepcopy(procedure)
    step = next(step for step in made.walk() if step.key == key)
    before = step.branches[index].jump
    others = [goal for goal in goals if before is not None and goal != before.target]
    step.branches[index].jump = Goto(Aim.STEP, random.choice(others))
    return made


def end_early(procedure: Procedure, random: Random) -> Procedure | None:
    """A branch that went on, and now ends the procedure."""
    going = [
        (step.key, index)
        for step in procedure.walk()
        if step.form is Form.DECISION
        for index, branch in enumerate(step.branches)
        if branch.jump is None and not branch.all_steps
    ]
    if not going:
        return None
    key, index = random.choice(going)
    made = deepcopy(procedure)
    step = next(step for step in made.walk() if step.key == key)
    step.branches[index].jump = Goto(Aim.END, "elsewhere")
    return made


def _flag(flag: str) -> Rewrite:
    def rewrite(procedure: Procedure, random: Random) -> Procedure | None:
        name = flag.split("=", maxsplit=1)[0]
        free = [
            step
            for step in procedure.walk()
            if not step.title_is_label
            and not step.overdue
            and not any(given.startswith(name) for given in step.flags)
        ]
        if not free:
            return None
        made, step = _changed(procedure, free, random)
        step.flags.append(flag)
        return made

    rewrite.__name__ = flag.split("=", maxsplit=1)[0]
    return rewrite


def change_the_time(procedure: Procedure, random: Random) -> Procedure | None:
    """Another time allowed."""
    timed = [step for step in procedure.walk() if "within=30m" in step.flags]
    if not timed:
        return None
    made, step = _changed(procedure, timed, random)
    step.flags = ["within=45m" if flag == "within=30m" else flag for flag in step.flags]
    return made


def change_a_number(procedure: Procedure, random: Random) -> Procedure | None:
    """Another number in a title."""
    free = [step for step in procedure.walk() if not step.title_is_label]
    made, step = _changed(procedure, free, random)
    mark = "?" if step.title.endswith("?") else ""
    step.title = f"{step.title.removesuffix('?')}000{mark}"
    return made


def wait_first(procedure: Procedure, random: Random) -> Procedure | None:
    """A wait where there was none."""
    free = [s for s in procedure.walk() if not s.wait and not s.title_is_label]
    if not free:
        return None
    made, step = _changed(procedure, free, random)
    step.wait = True
    return made


def drop_the_script(procedure: Procedure, random: Random) -> Procedure | None:
    """No words to say any more."""
    free = [s for s in procedure.walk() if "script" in s.body and not s.title_is_label]
    if not free:
        return None
    made, step = _changed(procedure, free, random)
    step.body.remove("script")
    return made


def add_a_checklist(procedure: Procedure, random: Random) -> Procedure | None:
    """Things to tick off."""
    free = [s for s in procedure.walk() if s.form is Form.ACTION and not s.title_is_label]
    free = [step for step in free if "checklist" not in step.body]
    if not free:
        return None
    made, step = _changed(procedure, free, random)
    step.body.append("checklist")
    return made


def answer_otherwise(procedure: Procedure, random: Random) -> Procedure | None:
    """Another answer in the place of one."""
    asking = [
        step
        for step in procedure.walk()
        if step.form is Form.DECISION
        and not any(b.text is not None and b.text.title_is_label for b in step.branches)
    ]
    if not asking:
        return None
    made, step = _changed(procedure, asking, random)
    step.branches[0].label = "Xylophone"
    return made


BEHAVIOURAL: tuple[Rewrite, ...] = (
    add_a_step,
    remove_a_step,
    swap_two_steps,
    lead_elsewhere,
    end_early,
    change_the_time,
    change_a_number,
    wait_first,
    drop_the_script,
    add_a_checklist,
    answer_otherwise,
    _flag("critical"),
    _flag("optional"),
    _flag("within=10m"),
    _flag("role=manager"),
    _flag('expected="done"'),
    _flag("record=text"),
    _flag("standard=csat"),
    _flag("each=invoice"),
)
"""Each does something otherwise."""


def gotos(procedure: Procedure) -> list[Goto]:
    """Every arrow and way out of time."""
    found = []
    for step in procedure.walk():
        ways = (step.jump, step.overdue, *(branch.jump for branch in step.branches))
        found += [goto for goto in ways if goto is not None]
    return found


def walked(step: Step) -> list[Step]:
    """A step and all in it."""
    inner = [s for nested in step.steps for s in walked(nested)]
    inner += [s for b in step.branches for nested in b.all_steps for s in walked(nested)]
    return [step, *inner]
