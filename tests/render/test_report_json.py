"""The report for programs keeps its promise."""

from __future__ import annotations

import json

from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Fix, TraceStep
from sopkit.messages import english
from sopkit.render.report_entry import Report, ReportEntry
from sopkit.render.report_json import json_report
from sopkit.source.span import Span


def test_a_finding_has_the_promised_keys_in_the_promised_order() -> None:
    found = finding(
        "SOP302",
        "ks/KS-003.md",
        Span(42, 1, 42, 30),
        count=2,
        fix=Fix(Span.at(42, 1), "   "),
        trace=(TraceStep(38, "Vraag door"), TraceStep(42, "Noteer")),
    )
    report = Report((ReportEntry(found, "sops/ks/KS-003.md"),), 12)
    given = json.loads(json_report(report, english))
    assert given == {
        "diagnostics": [
            {
                "code": "SOP302",
                "severity": "error",
                "message": "Once here, the procedure never ends: 2 steps lead only to one another.",
                "path": "ks/KS-003.md",
                "line": 42,
                "column": 1,
                "end_line": 42,
                "end_column": 30,
                "hint": None,
                "fix": {"line": 42, "column": 1, "end_line": 42, "end_column": 1, "text": "   "},
                "trace": [
                    {"line": 38, "title": "Vraag door"},
                    {"line": 42, "title": "Noteer"},
                ],
            }
        ],
        "summary": {"files": 12, "errors": 1, "warnings": 0},
    }
    assert list(given["diagnostics"][0]) == [
        "code", "severity", "message", "path", "line", "column", "end_line", "end_column",
        "hint", "fix", "trace",
    ]  # fmt: skip


def test_a_report_without_findings_is_json_too() -> None:
    assert json.loads(json_report(Report((), 3), english)) == {
        "diagnostics": [],
        "summary": {"files": 3, "errors": 0, "warnings": 0},
    }


def test_a_file_name_that_is_no_text_stays_json() -> None:
    found = finding("SOP404", "a\udcff.md", Span.at(1, 1), words="\x00")
    given = json_report(Report((ReportEntry(found, "a\udcff.md"),), 1), english)
    assert json.loads(given)["diagnostics"][0]["path"] == "a\udcff.md"
