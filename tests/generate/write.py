"""Writes a made-up procedure as a Markdown file in the format, and tells where everything stands.

How a thing is written (which arrow, loose or tight, bold or not) is chosen at random too: it must
not matter to what the text means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tests.generate.procedure import Aim, Branch, Form, Goto, Procedure, Step
from tests.generate.words import WORDS, Words

ARROWS = ("→", "→", "→", "->", "-->", "=>", "\uf0e0")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a jump stands: line, and columns from 1, the end exclusive."""

    line: int
    column: int
    end_column: int


@dataclass(slots=True)
class Written:
    """A procedure as text. `lines` has the line of each step by its key, `numbers` its printed
    number, and `jumps` the place of each jump by its mark (see `mark_of_step` and the others)."""

    text: str = ""
    lines: dict[str, int] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    jumps: dict[str, Place] = field(default_factory=dict)


def mark_of_step(step: Step) -> str:
    """The mark of a step's own jump."""
    return f"{step.key} jump"


def mark_of_limit(step: Step) -> str:
    """The mark of the way that a step goes when its time has passed."""
    return f"{step.key} overdue"


def mark_of_branch(step: Step, index: int) -> str:
    """The mark of the jump of a step's branch."""
    return f"{step.key} branch {index}"


def write(procedure: Procedure, random: Random | None = None) -> Written:
    """The procedure as a file. Without a `Random`, plainly: each thing in its usual form."""
    return _Writer(procedure, random).write()


def slug(title: str) -> str:
    """The id that a title gives a step, as the format says (for the titles made up here)."""
    kept = (letter for letter in title.lower() if letter.isalnum() or letter in " -")
    return "".join(kept).replace(" ", "-")


class _Writer:
    def __init__(self, procedure: Procedure, random: Random | None) -> None:
        self.procedure = procedure
        self.random = random
        self.words: Words = WORDS[procedure.language]
        self.written = Written()
        self.output: list[str] = []
        self.steps = {step.key: step for step in procedure.walk()}

    def write(self) -> Written:
        procedure, words = self.procedure, self.words
        purpose, terms, instructions = words.sections
        self._put("---", f"number: {procedure.number}", f"title: {procedure.title}")
        self._put("department: Klantenservice", f"language: {procedure.language}", "---", "")
        self._put(f"## {purpose}", "", words.purpose, "", f"## {terms}", "", words.none, "")
        self._put(f"## {instructions}", "")
        self._series(procedure.steps, "", "")
        self.written.text = "\n".join(self.output).rstrip("\n") + "\n"
        return self.written

    def _chance(self, share: float) -> bool:
        return self.random is not None and self.random.random() < share

    def _put(self, *lines: str) -> None:
        self.output.extend(lines)

    def _blank(self) -> None:
        """One blank line, unless there is one."""
        if self.output[-1] != "":
            self.output.append("")

    # ---- steps -------------------------------------------------------------------------------

    def _series(self, steps: list[Step], indent: str, prefix: str) -> None:
        """An ordered list. `prefix` is the printed number of what holds it, with its point."""
        loose = self._chance(0.5) or not indent
        lazy = self._chance(0.1) and not any(step.phase for step in steps)
        for place, step in enumerate(steps, start=1):
            if step.phase:
                self._blank()
                self._put(f"### {step.phase}", "")
            marker = f"{1 if lazy else place}. "
            self.written.numbers[step.key] = f"{prefix}{place}"
            self._step(step, indent + marker, indent + " " * len(marker))
            if loose:
                self._blank()
        if self._chance(0.5):
            self._blank()

    def _step(self, step: Step, opening: str, indent: str) -> None:
        """A step: its first line, its body, and what is nested in it."""
        goto = (mark_of_step(step), step.jump) if step.jump else None
        self._first_line(step, opening, goto)
        self._body(step, indent)
        if step.steps:
            self._series(step.steps, indent, self.written.numbers[step.key] + ".")
        self._branches(step, indent)

    def _first_line(
        self, step: Step, opening: str, goto: tuple[str, Goto] | None, at_most: int | None = None
    ) -> None:
        """The title, the remark, the jump and the attributes, on one line."""
        self.written.lines[step.key] = len(self.output) + 1
        text = (
            step.title.replace(step.call, f"[{step.call}]({step.call})")
            if step.call
            else (step.title)
        )
        stop = "" if step.form is Form.DECISION else "."
        if step.bold:
            text = f"**{text}{stop}**" if self._chance(0.7) else f"**{text}**{stop}"
            if "remark" in step.body:
                text += f" {self.words.remarks[0]}"
        else:
            text += stop
        self._jump_line(opening + text, goto, _attributes(step, at_most), step)

    def _jump_line(
        self, text: str, goto: tuple[str, Goto] | None, attributes: list[str], limited: Step | None
    ) -> None:
        """A line with a jump and attributes after it, whose places are kept."""
        number = len(self.output) + 1
        if goto is not None:
            mark, target = goto
            arrow = self._arrow(target)
            text += " "
            self.written.jumps[mark] = Place(number, len(text) + 1, len(text) + len(arrow) + 1)
            text += arrow + ("." if self._chance(0.1) else "")
        if limited is not None and limited.overdue:
            attributes = [*attributes, f"overdue=#{self._id(limited.overdue)}"]
        if attributes:
            text += f" {{{' '.join(attributes)}}}"
        if limited is not None and limited.overdue:
            start = text.rindex("overdue=") + 1
            self.written.jumps[mark_of_limit(limited)] = Place(number, start, len(text))
        self._put(text)

    def _arrow(self, goto: Goto) -> str:
        arrow = self.random.choice(ARROWS) if self.random else "→"
        if goto.aim is Aim.END:
            return f"{arrow} {self.words.end}" + (f": {goto.target}" if goto.target else "")
        if goto.aim is Aim.SOP:
            return f"{arrow} [{goto.target} {self.words.purpose.rstrip('.')}]({goto.target})"
        if goto.aim is Aim.NOTHING:
            return f"{arrow} {goto.target}"
        title = self.steps[goto.target].title if goto.aim is Aim.STEP else "verder"
        return f"{arrow} [{title}](#{self._id(goto)})"

    def _id(self, goto: Goto) -> str:
        if goto.aim is not Aim.STEP:
            return goto.target
        step = self.steps[goto.target]
        return step.key if step.named else slug(step.title)

    def _body(self, step: Step, indent: str) -> None:
        """What a step holds besides steps and branches."""
        for part in step.body:
            if part == "remark" and step.bold:
                continue  # it stands in the first paragraph
            if part != "checklist" or self._chance(0.5):
                self._blank()
            self._put(*(indent + line if line else "" for line in self._part(part)))
        if step.body and (step.steps or step.branches):
            self._blank()

    def _part(self, part: str) -> tuple[str, ...]:
        words = self.words
        script = self.random.choice(words.scripts) if self.random else words.scripts[0]
        if part == "script":
            return (f"> {script}",)
        if part == "alert":
            return ("> [!NOTE]", f"> {words.remarks[1]}")
        if part == "checklist":
            return tuple(f"- [ ] {noun}" for noun in words.nouns[:3])
        if part == "table":
            rows = tuple(f"| {words.nouns[i]} | {words.verbs[i]} |" for i in range(2))
            return ("| a | b |", "|---|---|", *rows, "")
        return (words.remarks[2],)

    # ---- branches ----------------------------------------------------------------------------

    def _branches(self, step: Step, indent: str) -> None:
        for index, branch in enumerate(step.branches):
            letter = _letters(index)
            number = f"{self.written.numbers[step.key]}{letter}"
            self._branch(step, index, branch, indent, number)

    def _branch(self, step: Step, index: int, branch: Branch, indent: str, number: str) -> None:
        """A branch: its label, its text or script, its list, and its jump where it belongs."""
        goto = (mark_of_branch(step, index), branch.jump) if branch.jump else None
        nested = bool(branch.steps) or (branch.text is not None and bool(branch.text.branches))
        inline = None if nested else goto
        inner = indent + "  "
        if branch.text is None:
            self._label_line(branch, indent, inline)
        else:
            self.written.numbers[branch.text.key] = number
            if branch.text.title_is_label:
                self.written.lines[branch.text.key] = len(self.output) + 1
                self._label_line(branch, indent, inline)
            else:
                opening = f"{indent}- {branch.label}: " if branch.label else f"{indent}- "
                self._first_line(branch.text, opening, inline, branch.at_most)
            self._body(branch.text, inner)
            self._branches(branch.text, inner)
        if branch.steps:
            self._blank_before_list(branch)
            self._series(branch.steps, inner, number + ".")
        if nested and goto is not None:
            self._blank()
            self._jump_line(f"{inner.removesuffix(' ')}", goto, [], None)
        if self._chance(0.3):
            self._blank()

    def _blank_before_list(self, branch: Branch) -> None:
        if branch.text is not None and (branch.text.body or branch.text.branches):
            self._blank()

    def _label_line(self, branch: Branch, indent: str, goto: tuple[str, Goto] | None) -> None:
        """A branch without text: only its label, and what leads on."""
        text = f"{indent}- {branch.label}"
        holds = branch.steps or branch.text
        if holds:
            text += "" if branch.if_asked or goto else ":"
        elif goto is None and branch.says_continue:
            text += f": {self.words.proceed}"
        limit = [f"max={branch.at_most}"] if branch.at_most else []
        self._jump_line(text, goto, limit, None)


def _attributes(step: Step, at_most: int | None) -> list[str]:
    found = [f"#{step.key}"] if step.named else []
    if step.form is Form.PARALLEL:
        found.append("parallel")
    if step.wait:
        found.append("wait=2h")
    if step.overdue:
        found.append("within=45m")
    if at_most:
        found.append(f"max={at_most}")
    return found + step.flags


def _letters(index: int) -> str:
    """The letter of a branch: a, b … z, aa, ab …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
