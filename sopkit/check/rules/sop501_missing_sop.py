"""Link to an SOP that is not there.

What it finds:
A link to another procedure, by number or by file, that is not in the library; or to a step that
the other procedure does not have. Calls, hand-overs and references are all checked. The nearest
number, file or step is named.

Why it matters:
In the middle of the work the reader is sent to a page that does not exist.

Example:

    1. Carry out [KS-010 Establishing identity](KS-010).
    2. **Open the order.**

Use instead:

In `KS-001.md`:

    1. Carry out [KS-010 Establishing identity](KS-010).
    2. **Open the order.**

In `KS-010.md`:

    1. **Ask for two details.**
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.check.suggest import suggest
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Sop
from sopkit.model.step import SopLink
from sopkit.parse.inline import NUMBER


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report every link whose procedure, or whose step of it, the library lacks."""
    for link in _links(sop):
        if link.number is None:
            if not _is_unreadable(sop, link, context):
                yield _missing_sop(sop, link, context)
        elif link.step is not None:
            yield from _missing_step(sop, link, link.number, link.step, context)


def _links(sop: Sop) -> tuple[SopLink, ...]:
    """Every link to a procedure, once each."""
    links = {link.span: link for link in sop.links}
    for step in sop.walk():
        jumps = (step.jump, *(branch.jump for branch in step.branches))
        found = (*step.links, step.call, *(jump.link for jump in jumps if jump is not None))
        links.update((link.span, link) for link in found if link is not None)
    return tuple(links[span] for span in sorted(links))


def _is_unreadable(sop: Sop, link: SopLink, context: Context) -> bool:
    """Whether the link may mean a file that is there, but whose number could not be read.

    That is told by its path, or by a name that begins with the number: the file has a finding of
    its own, and one mistake gives one finding.
    """
    unread = context.once("files without a number", lambda: _without_number(context))
    if not unread:
        return False
    path = posixpath.normpath(posixpath.join(posixpath.dirname(sop.path), link.target))
    return path in unread or link.target in unread


def _without_number(context: Context) -> set[str]:
    """The paths of files without a number, and the numbers with which their names begin."""
    numbered = (sop.path for sop in context.library.sops if sop.number)
    paths = set(context.library.files).difference(numbered)
    begins = (NUMBER.match(posixpath.basename(path)) for path in paths)
    return paths | {match.group() for match in begins if match is not None}


def _missing_sop(sop: Sop, link: SopLink, context: Context) -> Diagnostic:
    if not link.target.lower().endswith(".md"):
        near = suggest(link.target, "number", lambda: list(context.library.by_number), context)
        return _finding(sop, link, "", near)
    folder = posixpath.dirname(sop.path)
    path = posixpath.normpath(posixpath.join(folder, link.target))
    if path.startswith(("../", "/")):
        return _finding(sop, link, "outside", None)
    near = suggest(path, "file", lambda: list(context.library.by_path), context)
    return _finding(sop, link, "", near and posixpath.relpath(near, folder or "."))


def _missing_step(
    sop: Sop, link: SopLink, number: str, step: str, context: Context
) -> Iterator[Diagnostic]:
    other = context.library.find(number, sop.language)
    if other is None:
        return
    ids = context.once(("ids of steps", other.path), lambda: _ids(other))
    if step not in ids:
        near = suggest(step, f"step of {other.path}", lambda: list(ids), context)
        yield _finding(sop, link, "step", near)


def _ids(sop: Sop) -> dict[str, None]:
    """The ids of a procedure's steps, in order."""
    return dict.fromkeys(step.id for step in sop.walk())


def _finding(sop: Sop, link: SopLink, variant: str, near: str | None) -> Diagnostic:
    return finding(
        "SOP501",
        sop.path,
        link.span,
        variant,
        hint="nearest" if near else None,
        target=link.number or link.target,
        id=link.step or "",
        nearest=near or "",
    )
