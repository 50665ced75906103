"""The SARIF report has the shape that SARIF 2.1.0 asks for.

The schema below holds the parts of the official one that sopkit uses, with its constraints, and
allows nothing else: a property that SARIF does not know, or that we mistyped, fails.
"""

from __future__ import annotations

import json
from typing import Any

import jsonschema

from sopkit.diagnostics.codes import CODES, finding
from sopkit.diagnostics.diagnostic import Fix, TraceStep
from sopkit.messages import english
from sopkit.render.report_entry import Report, ReportEntry
from sopkit.render.report_sarif import SCHEMA, Setting, sarif_report
from sopkit.source.span import Span


def closed(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


def some(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "minItems": 1, "items": items}


TEXT = {"type": "string", "minLength": 1}
MESSAGE = closed({"text": TEXT}, "text")
LEVEL = {"enum": ["none", "note", "warning", "error"]}
ARTIFACT = closed({"uri": {"type": "string", "format": "uri-reference"}, "uriBaseId": TEXT}, "uri")
PLACE = {"type": "integer", "minimum": 1}
REGION = closed(
    {"startLine": PLACE, "startColumn": PLACE, "endLine": PLACE, "endColumn": PLACE}, "startLine"
)
PHYSICAL = closed({"artifactLocation": ARTIFACT, "region": REGION}, "artifactLocation")
LOCATION = closed({"physicalLocation": PHYSICAL, "message": MESSAGE}, "physicalLocation")
CONTENT = closed({"text": {"type": "string"}})
REPLACEMENT = closed({"deletedRegion": REGION, "insertedContent": CONTENT}, "deletedRegion")
CHANGE = closed(
    {"artifactLocation": ARTIFACT, "replacements": some(REPLACEMENT)},
    "artifactLocation",
    "replacements",
)
FIX = closed({"description": MESSAGE, "artifactChanges": some(CHANGE)}, "artifactChanges")
THREAD = closed({"locations": some(closed({"location": LOCATION}))}, "locations")
RESULT = closed(
    {
        "ruleId": TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": MESSAGE,
        "locations": some(LOCATION),
        "codeFlows": some(closed({"threadFlows": some(THREAD)}, "threadFlows")),
        "fixes": some(FIX),
    },
    "message",
)
RULE = closed(
    {
        "id": TEXT,
        "shortDescription": MESSAGE,
        "help": closed({"text": TEXT, "markdown": TEXT}, "text"),
        "defaultConfiguration": closed({"level": LEVEL}),
    },
    "id",
)
DRIVER = closed(
    {
        "name": TEXT,
        "semanticVersion": TEXT,
        "rules": {"type": "array", "items": RULE, "uniqueItems": True},
    },
    "name",
)
RUN = closed(
    {
        "tool": closed({"driver": DRIVER}, "driver"),
        "language": {"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
        "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
        "originalUriBaseIds": {"type": "object", "additionalProperties": ARTIFACT},
        "results": {"type": "array", "items": RESULT},
    },
    "tool",
)
LOG = closed(
    {
        "$schema": {"type": "string"},
        "version": {"enum": ["2.1.0"]},
        "runs": {"type": "array", "items": RUN},
    },
    "version",
    "runs",
)


def made(*entries: ReportEntry) -> dict[str, Any]:
    setting = Setting("0.1.0", "en", "file:///home/me/", "# {}".format)
    data = sarif_report(Report(entries, 1), english, setting)
    log: dict[str, Any] = json.loads(data)
    jsonschema.validate(log, LOG)
    return log


def entry(place: str = "sops/KS 1é.md") -> ReportEntry:
    found = finding(
        "SOP307",
        "KS 1é.md",
        Span(42, 9, 42, 20),
        parallel="Search",
        hint="delete",
        fix=Fix(Span(42, 8, 42, 20), ""),
        trace=(TraceStep(38, "Search"), TraceStep(42, "Call")),
    )
    return ReportEntry(found, place)


def test_a_report_without_findings_is_a_run_without_results() -> None:
    log = made()
    assert (log["$schema"], log["runs"][0]["results"]) == (SCHEMA, [])


def test_a_finding_has_its_rule_place_and_sentence() -> None:
    [run] = made(entry())["runs"]
    [result] = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]] == {
        "id": "SOP307",
        "shortDescription": {"text": "Jump across a parallel's edge."},
        "help": {"text": "sopkit explain SOP307", "markdown": "# SOP307"},
        "defaultConfiguration": {"level": "error"},
    }
    assert result["level"] == "error"
    assert result["message"]["text"] == (
        "This leaves a branch of “Search”: its join would wait for ever. "
        "Delete the jump: the branch ends there anyway."
    )
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "sops/KS%201%C3%A9.md", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 42, "startColumn": 9, "endLine": 42, "endColumn": 20},
    }
    assert run["originalUriBaseIds"] == {"SRCROOT": {"uri": "file:///home/me/"}}


def test_a_trace_is_a_code_flow() -> None:
    [result] = made(entry())["runs"][0]["results"]
    steps = result["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["location"]["message"]["text"] for step in steps] == ["Search", "Call"]
    assert [step["location"]["physicalLocation"]["region"] for step in steps] == [
        {"startLine": 38},
        {"startLine": 42},
    ]


def test_a_fix_replaces_its_region() -> None:
    [result] = made(entry())["runs"][0]["results"]
    [replacement] = result["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement == {
        "deletedRegion": {"startLine": 42, "startColumn": 8, "endLine": 42, "endColumn": 20},
        "insertedContent": {"text": ""},
    }


def test_a_file_elsewhere_has_an_absolute_address() -> None:
    [result] = made(entry("/srv/sops/a b.md"))["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "file:///srv/sops/a%20b.md"
    }


def test_every_rule_fits_the_schema() -> None:
    entries = [
        ReportEntry(finding(code.id, "a.md", Span.at(1, 1), next(iter(code.messages))), "a.md")
        for code in CODES.values()
    ]
    [run] = made(*entries)["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(CODES)
    assert [result["ruleIndex"] for result in run["results"]] == list(range(len(CODES)))
