"""Diagnostics for programs, as `docs/format.md` promises them."""

from __future__ import annotations

import json

from sopkit.diagnostics.codes import hint_of, message_of
from sopkit.diagnostics.diagnostic import Diagnostic, Fix
from sopkit.messages import Translate
from sopkit.render.report_entry import Report


def json_report(report: Report, translate: Translate) -> bytes:
    """The report as JSON in UTF-8, one finding a line, ending in a newline."""
    found = [_line(_diagnostic(entry.diagnostic, translate)) for entry in report.entries]
    counts = {"files": report.files, "errors": report.errors, "warnings": report.warnings}
    listed = "".join(f"\n  {line}," for line in found).rstrip(",")
    text = f'{{"diagnostics": [{listed}],\n "summary": {_line(counts)}}}\n'
    # A file name that is no UTF-8 holds lone surrogates, which JSON can only carry escaped.
    return text.encode(errors="backslashreplace")


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _diagnostic(found: Diagnostic, translate: Translate) -> dict[str, object]:
    return {
        "code": found.code,
        "severity": found.severity.value,
        "message": message_of(found, translate),
        "path": found.path,
        "line": found.span.line,
        "column": found.span.column,
        "end_line": found.span.end_line,
        "end_column": found.span.end_column,
        "hint": hint_of(found, translate),
        "fix": _fix(found.fix),
        "trace": [{"line": step.line, "title": step.title} for step in found.trace],
    }


def _fix(fix: Fix | None) -> dict[str, object] | None:
    if fix is None:
        return None
    return {
        "line": fix.span.line,
        "column": fix.span.column,
        "end_line": fix.span.end_line,
        "end_column": fix.span.end_column,
        "text": fix.text,
    }
