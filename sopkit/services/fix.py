"""Applies the fixes that are certain, and changes nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.errors import FileChangedError, SopkitError, UnwritableError
from sopkit.services.check import Checked, Progress, Selection, TextPlace, check, check_text
from sopkit.source.write import Edit, edited, read_inside, replace_file

ROUNDS = 50
"""Fixes that touch one another are applied one after the other; no text needs more."""


@dataclass(slots=True)
class Mended:
    """What was mended, what refused to be, and what a check finds afterwards."""

    checked: Checked
    fixed: list[Diagnostic] = field(default_factory=list)
    refused: dict[str, SopkitError] = field(default_factory=dict)


def fix(selection: Selection, progress: Progress | None = None) -> Mended:
    """Mend the files of a selection until no certain fix is left.

    A file that cannot be written, or that someone changes meanwhile, is left as it is and told in
    `refused`. Raises what `check` raises.
    """
    mended = Mended(check(selection, progress))
    seen: set[tuple[str, str]] = set()
    for _round in range(ROUNDS):
        open_files = {
            path: found
            for path, found in _fixable(mended.checked).items()
            if path not in mended.refused and (path, _digest(mended.checked, path)) not in seen
        }
        if not open_files:
            break
        for path, found in open_files.items():
            seen.add((path, _digest(mended.checked, path)))
            _mend_file(mended, path, found)
        mended.checked = check(selection, progress)
    return mended


def fix_text(text: bytes, place: TextPlace) -> tuple[bytes, Mended]:
    """Mend a text that is no file; gives the text as mended."""
    mended = Mended(check_text(text, place))
    seen = {text}
    for _round in range(ROUNDS):
        found = [each for each_file in _fixable(mended.checked).values() for each in each_file]
        chosen = without_overlap(found)
        changed = edited(text, _edits(chosen)) if chosen else text
        if changed in seen:
            break
        text = changed
        seen.add(text)
        mended.fixed += chosen
        mended.checked = check_text(text, place)
    return text, mended


def without_overlap(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The findings whose fixes do not touch one another, the first of each clash.

    Two fixes at one place clash as well: which comes first would be a guess.
    """
    chosen: list[Diagnostic] = []
    end = (0, 0)
    for each in sorted(found, key=lambda one: one.fix.span if one.fix else one.span):
        if each.fix is None:
            continue
        span = each.fix.span
        if (span.line, span.column) > end:
            chosen.append(each)
            end = (span.end_line, span.end_column)
    return chosen


def _fixable(checked: Checked) -> dict[str, list[Diagnostic]]:
    """The findings with a fix in the selected files, by file."""
    found: dict[str, list[Diagnostic]] = {}
    for each in checked.compiled.diagnostics:
        if each.fix is not None and checked.selection.holds(each.path):
            found.setdefault(each.path, []).append(each)
    return found


def _digest(checked: Checked, path: str) -> str:
    source = checked.compiled.sources.get(path)
    return source.digest if source is not None else ""


def _mend_file(mended: Mended, path: str, found: Sequence[Diagnostic]) -> None:
    """Apply the fixes of one file, or note why not."""
    compiled = mended.checked.compiled
    digest = _digest(mended.checked, path)
    chosen = without_overlap(found)
    try:
        data = read_inside(compiled.root, path, digest)
        replace_file(compiled.root, path, edited(data, _edits(chosen)), digest)
    except SopkitError as error:
        mended.refused[path] = error
    except FileNotFoundError:
        mended.refused[path] = FileChangedError(path)
    except OSError as error:
        refusal = UnwritableError(path, error.strerror)
        refusal.__cause__ = error
        mended.refused[path] = refusal
    else:
        mended.fixed += chosen


def _edits(found: Iterable[Diagnostic]) -> list[Edit]:
    return [Edit(each.fix.span, each.fix.text) for each in found if each.fix is not None]
