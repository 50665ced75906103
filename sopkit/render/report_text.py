"""Diagnostics for a reader at a terminal, like a good compiler's.

The first line of a finding is `file:line:column: severity: code message`, which editors
recognise. Below stand the source line, the span underlined, the hint and the way that leads there.
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.diagnostics.codes import hint_of, message_of
from sopkit.diagnostics.diagnostic import Diagnostic, Severity
from sopkit.messages import Translate, fill, message
from sopkit.render.report_characters import harmless
from sopkit.render.report_entry import Report, ReportEntry
from sopkit.render.report_excerpt import excerpt
from sopkit.render.report_style import Paint, Role, plain
from sopkit.source.span import Span

_ = message

DEFAULT_WIDTH = 100
"""Cells of a line where no terminal says otherwise."""

_HINT = _("hint")
_WAY = _("the way there")
_SEVERITIES = {Severity.ERROR: _("error"), Severity.WARNING: _("warning")}
_ROLES = {Severity.ERROR: Role.ERROR, Severity.WARNING: Role.WARNING}


def text_report(
    report: Report, translate: Translate, *, paint: Paint = plain, width: int = DEFAULT_WIDTH
) -> Iterator[str]:
    """The lines of a report, without their ends."""
    shown: tuple[str, Span] | None = None
    for entry in report.entries:
        place = (entry.place, entry.diagnostic.span)
        yield headline(entry, translate, paint)
        if place != shown:  # findings at one place need its lines only once
            yield from _excerpt(entry, paint, width)
        yield from _advice(entry.diagnostic, translate, paint)
        yield ""
        shown = place
    yield from summary(report, translate, paint)


def headline(entry: ReportEntry, translate: Translate, paint: Paint = plain) -> str:
    """The line that says where and what."""
    found = entry.diagnostic
    place = f"{harmless(entry.place)}:{found.span.line}:{found.span.column}:"
    severity = paint(translate(_SEVERITIES[found.severity]), _ROLES[found.severity])
    told = harmless(message_of(found, translate))
    return f"{paint(place, Role.PLACE)} {severity}: {paint(found.code, Role.STRONG)} {told}"


def summary(report: Report, translate: Translate, paint: Paint = plain) -> Iterator[str]:
    """How much was found, and what to do about it."""
    files = _count(report.files, _("1 file"), _("{count} files"), translate)
    if not report.entries:
        yield paint(fill(translate(_("No findings in {files}.")), {"files": files}), Role.GOOD)
        return
    counts = (
        paint(_count(report.errors, _("1 error"), _("{count} errors"), translate), Role.ERROR)
        if report.errors
        else translate(_("no errors")),
        paint(
            _count(report.warnings, _("1 warning"), _("{count} warnings"), translate), Role.WARNING
        )
        if report.warnings
        else translate(_("no warnings")),
    )
    facts = {"errors": counts[0], "warnings": counts[1], "files": files}
    told = fill(translate(_("Found {errors} and {warnings} in {files}.")), facts)
    if report.fixable:
        mend = _("“--fix” mends 1 of them."), _("“--fix” mends {count} of them.")
        told = f"{told} {_count(report.fixable, *mend, translate)}"
    yield told
    code = report.entries[0].diagnostic.code
    yield fill(translate(_("“sopkit explain {code}” tells more about it.")), {"code": code})


def _count(number: int, one: str, many: str, translate: Translate) -> str:
    return translate(one) if number == 1 else fill(translate(many), {"count": str(number)})


def _excerpt(entry: ReportEntry, paint: Paint, width: int) -> Iterator[str]:
    """The lines that the finding is about, underlined."""
    found = entry.diagnostic
    gutter = _gutter(found)
    bar = paint(" " * gutter + " |", Role.GUTTER)
    lines = entry.source.lines if entry.source is not None else ()
    for line in excerpt(lines, found.span, width - gutter - 3):
        if line.number is None:
            yield paint("...", Role.GUTTER)
            continue
        number = paint(f"{line.number:>{gutter}} |", Role.GUTTER)
        yield f"{number} {line.text}".rstrip()
        yield f"{bar} {' ' * line.before}{paint('^' * line.length, _ROLES[found.severity])}"


def _advice(found: Diagnostic, translate: Translate, paint: Paint) -> Iterator[str]:
    """The hint, and the way that leads to the place."""
    gutter = _gutter(found)
    mark = paint(" " * gutter + " =", Role.GUTTER)
    hint = hint_of(found, translate)
    if hint is not None:
        yield f"{mark} {paint(translate(_HINT), Role.HINT)}: {harmless(hint)}"
    if found.trace:
        yield f"{mark} {paint(translate(_WAY), Role.HINT)}:"
        digits = len(str(max(step.line for step in found.trace)))
        line_word = translate(_("line {line}"))
        for step in found.trace:
            place = fill(line_word, {"line": f"{step.line:>{digits}}"})
            yield f"{' ' * gutter}     {paint(place, Role.GUTTER)}  {harmless(step.title)}"


def _gutter(found: Diagnostic) -> int:
    """Cells of the line numbers."""
    return len(str(max(found.span.end_line, found.span.line))) + 1
