"""On every documentation page, the example has the finding and what to use instead has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from sopkit.check.documentation import PARTS, examples, page
from sopkit.diagnostics.codes import CODES
from sopkit.resources import locales
from tests.check.examples import files_of
from tests.check.folder import findings_in
from tests.check.test_documentation import WITHOUT_EXAMPLE

PICTURES = {"frame.png": b""}
"""The picture that examples show; nothing reads its bytes."""

CASES = [(code, language) for code in CODES for language in PARTS if code not in WITHOUT_EXAMPLE]


@pytest.mark.parametrize(("code", "language"), CASES)
def test_the_example_has_the_finding_and_no_other(code: str, language: str, tmp_path: Path) -> None:
    files = files_of(examples(page(code, language, locales()).example), language)
    found = findings_in(tmp_path, {**files, **PICTURES})
    assert {finding.code for finding in found} == {code}, files


@pytest.mark.parametrize(("code", "language"), CASES)
def test_what_to_use_instead_has_no_finding(code: str, language: str, tmp_path: Path) -> None:
    files = files_of(examples(page(code, language, locales()).instead), language)
    found = findings_in(tmp_path, {**files, **PICTURES})
    assert not found, files
