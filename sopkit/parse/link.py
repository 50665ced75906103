"""Links between SOPs: every link finds the number that it means."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from unicodedata import normalize

from sopkit.model.sop import Sop
from sopkit.model.step import Branch, Jump, SopLink, Step
from sopkit.parse.inline import NUMBER


class Linker:
    """Resolves the links of a library's SOPs; a link that means none keeps no number.

    A link to a file that is there but has no good number gets the empty one: the file's own
    finding is enough.
    """

    def __init__(self, sops: Sequence[Sop], files: Iterable[str]) -> None:
        self._numbers = {sop.number for sop in sops if sop.number}
        self._paths: Mapping[str, str] = {
            **{normalize("NFC", path): "" for path in files},
            **{normalize("NFC", sop.path): sop.number for sop in sops},
        }

    def link(self, sop: Sop) -> Sop:
        """The SOP with its links resolved; the very same one when it has none."""
        links = tuple(self._resolve(link, sop.path) for link in sop.links)
        steps = tuple(self._step(step, sop.path) for step in sop.steps)
        unchanged = all(a is b for a, b in zip(steps, sop.steps, strict=True))
        return sop if unchanged and not links else replace(sop, links=links, steps=steps)

    def _resolve(self, link: SopLink, path: str) -> SopLink:
        if NUMBER.fullmatch(link.target) is not None:
            return replace(link, number=link.target) if link.target in self._numbers else link
        joined = posixpath.normpath(posixpath.join(posixpath.dirname(path), link.target))
        number = self._paths.get(joined)
        return link if number is None else replace(link, number=number)

    def _jump(self, jump: Jump | None, path: str) -> Jump | None:
        if jump is None or jump.link is None:
            return jump
        return replace(jump, link=self._resolve(jump.link, path))

    def _branch(self, branch: Branch, path: str) -> Branch:
        steps = tuple(self._step(step, path) for step in branch.steps)
        jump = self._jump(branch.jump, path)
        if jump is branch.jump and all(a is b for a, b in zip(steps, branch.steps, strict=True)):
            return branch
        return replace(branch, steps=steps, jump=jump)

    def _step(self, step: Step, path: str) -> Step:
        """The step with its links resolved; most have none and stay as they are."""
        steps = tuple(self._step(inner, path) for inner in step.steps)
        branches = tuple(self._branch(branch, path) for branch in step.branches)
        jump = self._jump(step.jump, path)
        linked = step.call is not None or step.links or jump is not step.jump
        same = all(a is b for a, b in zip(steps, step.steps, strict=True)) and all(
            a is b for a, b in zip(branches, step.branches, strict=True)
        )
        if same and not linked:
            return step
        return replace(
            step,
            steps=steps,
            branches=branches,
            jump=jump,
            call=self._resolve(step.call, path) if step.call is not None else None,
            links=tuple(self._resolve(link, path) for link in step.links),
        )
