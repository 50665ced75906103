"""Makes up procedures at random: calm ones, which are sound, and wild ones, which may be anything.

Everything depends on the `Random` given, so that a seed gives the same procedure on every
machine, and hypothesis (`strategies`) can shrink one that fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from tests.generate.procedure import (
    OUTSIDE,
    Aim,
    Branch,
    Form,
    Goto,
    Procedure,
    Step,
    Strand,
    continues,
    strands,
    walk,
)
from tests.generate.words import WORDS


@dataclass(frozen=True, slots=True)
class Recipe:
    """What to make: sizes, and how likely each part is.

    `steps` is the most steps (`exactly` of them if set), `depth` the deepest nesting. A `calm`
    procedure is sound: every decision keeps a branch that continues, and no jump crosses the
    edge of a parallel. Otherwise `astray` is the share of jumps to any step at all, also across
    the edge of a parallel, `wrong` that of jumps to what is not there, and `hasty` that of
    plain steps that jump away. `calls` are the SOPs to call and to hand over to.
    """

    steps: int = 12
    exactly: bool = False
    depth: int = 3
    forms: tuple[Form, ...] = (
        Form.ACTION,
        Form.ACTION,
        Form.ACTION,
        Form.GROUP,
        Form.DECISION,
        Form.DECISION,
        Form.PARALLEL,
    )
    calm: bool = True
    jumping: float = 0.4
    astray: float = 0.0
    wrong: float = 0.0
    hasty: float = 0.0
    overdue: float = 0.08
    phases: float = 0.25
    rich: float = 0.35
    calls: tuple[str, ...] = ("KS-900", "KS-901", "FIN-900")
    languages: tuple[str, ...] = ("nl", "en")


CALM = Recipe()
ENDLESS = Recipe(calm=False, jumping=0.6, hasty=0.06)
ASTRAY = Recipe(
    calm=False,
    jumping=0.5,
    astray=0.5,
    hasty=0.04,
    forms=(Form.ACTION, Form.ACTION, Form.GROUP, Form.DECISION, Form.PARALLEL, Form.PARALLEL),
)
WRONG = Recipe(calm=False, jumping=0.5, wrong=0.15, hasty=0.04)
WILD = Recipe(calm=False, jumping=0.6, astray=0.3, wrong=0.1, hasty=0.08)
RECIPES = (CALM, ENDLESS, ASTRAY, WRONG, WILD)
"""The kinds of procedures that the flow checks are tried on, in turn."""


def invent(random: Random, recipe: Recipe = CALM, number: str = "KS-001") -> Procedure:
    """A procedure made up after a recipe."""
    return _Inventor(random, recipe).procedure(number)


def invent_many(count: int, seed: int, recipes: Sequence[Recipe] = RECIPES) -> list[Procedure]:
    """So many procedures, by the recipes in turn; the same for the same seed."""
    return [
        invent(Random(f"{seed}/{index}"), recipes[index % len(recipes)]) for index in range(count)
    ]


class _Inventor:
    """Makes one procedure: first its structure, then its jumps."""

    def __init__(self, random: Random, recipe: Recipe) -> None:
        self.random = random
        self.recipe = recipe
        self.words = WORDS[random.choice(recipe.languages)]
        self.made: list[Step] = []

    def procedure(self, number: str) -> Procedure:
        recipe = self.recipe
        size = recipe.steps if recipe.exactly else self.random.randint(1, recipe.steps)
        steps = self.series(size, 0)
        language = "nl" if self.words is WORDS["nl"] else "en"
        title = f"{self._phrase()} {number}"
        procedure = Procedure(number, title, language, steps)
        self._divide_into_phases(steps)
        _Jumper(self.random, recipe, procedure).jump()
        return procedure

    # ---- structure ---------------------------------------------------------------------------

    def series(self, size: int, depth: int) -> list[Step]:
        """Steps that together hold `size` steps, the nested ones included."""
        steps: list[Step] = []
        while size > 0:
            before = len(self.made)
            steps.append(self.step(size, depth))
            size -= len(self.made) - before
        return steps

    def step(self, size: int, depth: int) -> Step:
        """One step of at most `size` steps."""
        form = self.random.choice(self.recipe.forms)
        needed = {Form.ACTION: 1, Form.GROUP: 2, Form.DECISION: 1, Form.PARALLEL: 3}[form]
        if size < needed or depth >= self.recipe.depth:
            form = Form.ACTION
        step = self._bare(form)
        inside = size - 1
        if form is Form.GROUP:
            step.steps = self.series(self.random.randint(1, min(3, inside)), depth + 1)
        elif form is Form.DECISION:
            step.branches = self._answers(inside, depth)
        elif form is Form.PARALLEL:
            step.branches = self._strands(inside, depth)
        return step

    def _bare(self, form: Form) -> Step:
        key = f"s{len(self.made) + 1}"
        title = f"{self._phrase()} {len(self.made) + 1}"
        if form is Form.DECISION:
            noun = self.random.choice(self.words.nouns)
            title = f"{self.random.choice(self.words.questions)} {noun} {len(self.made) + 1}?"
        step = Step(key, form, title, bold=self.random.random() < 0.7)
        step.named = self.random.random() < 0.4
        self.made.append(step)
        self._enrich(step)
        return step

    def _phrase(self) -> str:
        return f"{self.random.choice(self.words.verbs)} {self.random.choice(self.words.nouns)}"

    def _enrich(self, step: Step) -> None:
        random, rich = self.random, self.recipe.rich
        if random.random() < rich / 2:
            step.flags.append(
                random.choice(
                    (
                        "critical",
                        "moment-of-truth",
                        "unobservable",
                        "optional",
                        "within=30m",
                        'expected="ok"',
                        "record=text",
                        'why="zo hoort het"',
                    ),
                )
            )
        if random.random() < rich:
            step.body.append(random.choice(("script", "remark", "alert")))
        if step.form is Form.ACTION:
            step.wait = random.random() < rich / 6
            if random.random() < rich / 2:
                step.body.append(random.choice(("checklist", "table")))
            elif random.random() < rich / 3 and self.recipe.calls:
                step.call = random.choice(self.recipe.calls)
                step.title = f"{self.words.perform.format(link=step.call)} {len(self.made)}"

    def _answers(self, size: int, depth: int) -> list[Branch]:
        """Two to four answers with unequal labels, each with some of the `size` steps."""
        random, words = self.random, self.words
        labels = [words.yes, words.no, words.otherwise]
        if random.random() < 0.5:
            labels = random.sample(words.labels, 4)
        branches = []
        for label in labels[: random.choice((2, 2, 2, 3, 3, 4))]:
            share = random.randint(0, min(3, size))
            branch = self._branch(label, share, depth)
            size -= sum(_count(step) for step in branch.all_steps)
            branches.append(branch)
        return branches

    def _branch(self, label: str, size: int, depth: int) -> Branch:
        branch = Branch(label, says_continue=self.random.random() < 0.6)
        if size > 0:
            shape = self.random.choice(("text", "text", "list", "text and list", "script"))
            self._fill(branch, shape, size, depth)
        return branch

    def _fill(self, branch: Branch, shape: str, size: int, depth: int) -> None:
        if shape == "list":
            branch.steps = self.series(size, depth + 1)
            return
        if shape == "script":
            word = self.random.choice(self.words.labels).lower()
            branch.label = f"{branch.label}, {word} {len(self.made) + 1}"
            branch.text = self._bare(Form.ACTION)
            branch.text.title, branch.text.title_is_label = branch.label, True
            branch.text.named, branch.text.call, branch.text.wait = False, None, False
            branch.text.flags, branch.text.body = [], ["script"]
            return
        if size > 1 and shape == "text" and self.random.random() < 0.3:
            branch.text = self.step(size, depth + 1)
            if branch.text.form is Form.GROUP:  # its list would follow it instead
                branch.steps, branch.text.steps = branch.text.steps, []
                branch.text.form = Form.ACTION
        else:
            branch.text = self._bare(Form.ACTION)
        branch.text.bold = branch.text.bold and self.random.random() < 0.3
        if shape == "text and list" and size > 1:
            branch.steps = self.series(size - 1, depth + 1)

    def _strands(self, size: int, depth: int) -> list[Branch]:
        """Two or three strands with at least one step each."""
        count = 3 if size > 2 and self.random.random() < 0.4 else 2
        labels = self.random.sample(self.words.labels, count)
        branches = []
        for index, label in enumerate(labels):
            share = self.random.randint(1, max(1, min(3, size - (count - index - 1))))
            branch = self._branch(label, share, depth)
            size -= sum(_count(step) for step in branch.all_steps)
            if branch.text is None and self.random.random() < 0.3:
                branch.if_asked, branch.label = True, f"{label}?"
            elif branch.text and not branch.text.title_is_label and self.random.random() < 0.4:
                branch.label = ""
            branches.append(branch)
        return branches

    def _divide_into_phases(self, steps: list[Step]) -> None:
        if len(steps) > 3 and self.random.random() < self.recipe.phases:
            steps[0].phase = self._phrase()
            steps[self.random.randint(1, len(steps) - 1)].phase = self._phrase()


class _Jumper:
    """Adds the jumps to a procedure's structure."""

    def __init__(self, random: Random, recipe: Recipe, procedure: Procedure) -> None:
        self.random = random
        self.recipe = recipe
        self.words = WORDS[procedure.language]
        self.strands = strands(procedure)
        self.steps = list(procedure.walk())
        self.order = {step.key: place for place, step in enumerate(self.steps)}
        self.kept = {
            step.key: random.randrange(len(step.branches))
            for step in self.steps
            if step.form is Form.DECISION and recipe.calm
        }
        self.aims = [step for step in self.steps if not step.title_is_label]
        if recipe.calm:
            aside = self._aside()
            self.aims = [step for step in self.aims if step.key not in aside]

    def jump(self) -> None:
        """Give some branches, steps and time limits a place to go to."""
        texts = {id(branch.text) for step in self.steps for branch in step.branches if branch.text}
        for step in reversed(self.steps):  # inner ones first: a jump must be able to be reached
            if step.form is Form.DECISION:
                self._answers(step)
            elif step.form is Form.PARALLEL and not self.recipe.calm:
                self._strands(step)
            elif step.form is Form.ACTION and id(step) not in texts:
                self._plain(step)
            if step.form is Form.ACTION and self._chance(self.recipe.overdue):
                self._limit(step)

    def _aside(self) -> set[str]:
        """The steps in branches that may jump: two of those could lead to each other for ever."""
        return {
            inner.key
            for step in self.steps
            for index, branch in enumerate(step.branches)
            if self.kept.get(step.key, index) != index
            for nested in branch.all_steps
            for inner in walk(nested)
        }

    def _chance(self, share: float) -> bool:
        return share > 0 and self.random.random() < share

    def _plain(self, step: Step) -> None:
        if self._chance(self.recipe.hasty):
            step.jump = self._goto(step.key, self.strands[step.key])

    def _answers(self, step: Step) -> None:
        """Let some answers jump; a calm decision keeps one that continues."""
        strand = self.strands[step.key]
        keep = self.kept.get(step.key)
        for index, branch in enumerate(step.branches):
            ends = continues(branch.all_steps)
            if index != keep and ends and self._chance(self.recipe.jumping):
                branch.jump = self._goto(_last_key(step, branch), strand)
        self._limit_rounds(step)

    def _limit_rounds(self, step: Step) -> None:
        """Give one branch that jumps a `max=`, where another branch remains."""
        jumping = [branch for branch in step.branches if branch.jump]
        staying = len(step.branches) > len(jumping)
        jumping = [b for b in jumping if b.jump and b.jump.aim is Aim.STEP]
        if jumping and staying and not jumping[0].steps and self._chance(0.2):
            jumping[0].at_most = self.random.randint(1, 4)

    def _strands(self, step: Step) -> None:
        for index, branch in enumerate(step.branches):
            if not branch.label and not branch.steps:
                continue  # before an arrow the text would be its label
            if continues(branch.all_steps) and self._chance(self.recipe.jumping / 2):
                branch.jump = self._goto(_last_key(step, branch), (step.key, index))

    def _limit(self, step: Step) -> None:
        if step.title_is_label:
            return
        goto = self._to_step(step.key, self.strands[step.key])
        if goto is not None:
            step.overdue = goto
            step.flags = [flag for flag in step.flags if not flag.startswith("within")]

    def _goto(self, source: str, strand: Strand) -> Goto | None:
        if self._chance(self.recipe.wrong):
            if self.random.random() < 0.3:
                return Goto(Aim.NOTHING, "archief")
            return Goto(Aim.UNKNOWN, f"onbekend-{self.random.randint(1, 99)}")
        free = strand == OUTSIDE or self._chance(self.recipe.astray)
        if free and self.random.random() < 0.4:
            return self._out()
        return self._to_step(source, strand)

    def _out(self) -> Goto:
        aim = self.random.choice((Aim.END, Aim.END, Aim.SOP))
        if aim is Aim.SOP and self.recipe.calls:
            return Goto(Aim.SOP, self.random.choice(self.recipe.calls))
        return Goto(Aim.END, self.random.choice(("", "", *self.words.ends)))

    def _to_step(self, source: str, strand: Strand) -> Goto | None:
        """A jump to a step of the same strand, or to any step where the recipe lets it stray."""
        targets = self.aims
        if not self._chance(self.recipe.astray):
            targets = [step for step in targets if self.strands[step.key] == strand]
        back = [step for step in targets if self.order[step.key] <= self.order[source]]
        if back and self._chance(0.5):
            targets = back
        if not targets:
            return None
        return Goto(Aim.STEP, self.random.choice(targets).key)


def _last_key(step: Step, branch: Branch) -> str:
    return branch.all_steps[-1].key if branch.all_steps else step.key


def _count(step: Step) -> int:
    inner = sum(_count(nested) for nested in step.steps)
    return 1 + inner + sum(_count(s) for branch in step.branches for s in branch.all_steps)
