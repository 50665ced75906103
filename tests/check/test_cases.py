"""Every case in `cases/` gives exactly the findings that it lists, of all codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sopkit.diagnostics.codes import CODES
from sopkit.diagnostics.diagnostic import Diagnostic
from tests.check.case_file import CASES, Case, all_cases, cases_of
from tests.check.folder import findings_in

GENERATED = {"SOP101", "SOP102", "SOP206"}
"""Codes whose cases are bytes or too long to read; `test_generated_cases.py` makes them."""


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: f"{case.code} {case.title}")
def test_a_case_has_exactly_the_findings_that_it_lists(case: Case, tmp_path: Path) -> None:
    found = sorted(_line(finding) for finding in findings_in(tmp_path, case.files))
    assert found == list(case.expected)


@pytest.mark.parametrize("code", [code for code in CODES if code not in GENERATED])
def test_every_code_has_cases_that_find_and_that_allow(code: str) -> None:
    cases = cases_of(CASES / f"{code}.md")
    kinds = [case.title.split(":")[0] for case in cases]
    assert {"finds", "allows"} <= set(kinds)


def _line(finding: Diagnostic) -> str:
    span = finding.span
    place = f"{span.line}:{span.column}-{span.end_line}:{span.end_column}"
    return f"{finding.code} {finding.path} {place}"
