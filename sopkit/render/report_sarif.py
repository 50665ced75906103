"""Diagnostics as SARIF 2.1.0, the format in which code hosts and editors take findings.

The rules are those that were found; columns count characters; a trace is a code flow.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from sopkit.diagnostics.codes import CODES, hint_of, message_of
from sopkit.diagnostics.diagnostic import Fix
from sopkit.messages import Translate
from sopkit.render.report_entry import Report, ReportEntry
from sopkit.source.span import Span

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

_BASE = "SRCROOT"
"""The name of the folder that places are relative to."""

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Setting:
    """What a SARIF report says besides the findings.

    `version` is sopkit's, `language` the one of the texts, `base` the URI (ending in a slash) of
    the folder that the places of the entries are relative to, `pages` gives the documentation of
    a code in Markdown.
    """

    version: str
    language: str
    base: str
    pages: Callable[[str], str]


def sarif_report(report: Report, translate: Translate, setting: Setting) -> bytes:
    """The report as SARIF in UTF-8."""
    codes = sorted({entry.diagnostic.code for entry in report.entries})
    run: Json = {
        "tool": {
            "driver": {
                "name": "sopkit",
                "semanticVersion": setting.version,
                "rules": [_rule(code, translate, setting.pages(code)) for code in codes],
            }
        },
        "language": setting.language,
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"uri": setting.base}},
        "results": [_result(entry, codes, translate) for entry in report.entries],
    }
    log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    text = json.dumps(log, ensure_ascii=False, indent=1) + "\n"
    return text.encode(errors="backslashreplace")


def _rule(id: str, translate: Translate, page: str) -> Json:
    code = CODES[id]
    return {
        "id": id,
        "shortDescription": {"text": _capital(translate(code.title))},
        "help": {"text": f"sopkit explain {id}", "markdown": page},
        "defaultConfiguration": {"level": code.severity.value},
    }


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


def _result(entry: ReportEntry, codes: list[str], translate: Translate) -> Json:
    found = entry.diagnostic
    told = message_of(found, translate)
    hint = hint_of(found, translate)
    result: Json = {
        "ruleId": found.code,
        "ruleIndex": codes.index(found.code),
        "level": found.severity.value,
        "message": {"text": told if hint is None else f"{told} {hint}"},
        "locations": [{"physicalLocation": _location(entry.place, found.span)}],
    }
    if found.trace:
        steps = [
            {
                "location": {
                    "physicalLocation": {
                        "artifactLocation": _artifact(entry.place),
                        "region": {"startLine": step.line},
                    },
                    "message": {"text": step.title},
                }
            }
            for step in found.trace
        ]
        result["codeFlows"] = [{"threadFlows": [{"locations": steps}]}]
    if found.fix is not None:
        result["fixes"] = [_fix(entry.place, found.fix, hint or told)]
    return result


def _fix(place: str, fix: Fix, description: str) -> Json:
    replacement: Json = {
        "deletedRegion": _region(fix.span),
        "insertedContent": {"text": fix.text},
    }
    change = {"artifactLocation": _artifact(place), "replacements": [replacement]}
    return {"description": {"text": description}, "artifactChanges": [change]}


def _location(place: str, span: Span) -> Json:
    return {"artifactLocation": _artifact(place), "region": _region(span)}


def _artifact(place: str) -> Json:
    """Where a file is: relative to the base, or absolute where it lies elsewhere."""
    uri = quote(place, safe="/", errors="surrogateescape")
    if place.startswith("/"):
        return {"uri": f"file://{uri}"}
    return {"uri": uri, "uriBaseId": _BASE}


def _region(span: Span) -> Json:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
