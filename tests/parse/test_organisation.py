"""`organisation.yaml`: what stands in it, and what is said of the rest."""

from __future__ import annotations

from sopkit.model.organisation import Organisation
from sopkit.parse.organisation import parse_organisation
from sopkit.parse.report import Report
from sopkit.source.file import SourceFile


def parse(text: str) -> tuple[Organisation, list[str]]:
    report = Report("organisation.yaml")
    organisation = parse_organisation(SourceFile("organisation.yaml", text), (), report)
    return organisation, [each.code for each in report.diagnostics]


def test_one_approver_decides_where_nothing_is_said() -> None:
    organisation, found = parse("name: Shop\ndepartments: [shop]\n")
    assert found == []
    assert organisation.approval_of("shop") == ("approver",)
    assert organisation.approval_of("elsewhere") == ("approver",)


def test_a_department_has_approval_of_its_own() -> None:
    organisation, found = parse(
        "approval: [approver, approver]\n"
        "departments:\n"
        "  - {id: shop, name: Shop}\n"
        "  - {id: finance, approval: [approver, reviewer]}\n"
    )
    assert found == []
    assert organisation.approval_of("Shop") == ("approver", "approver")
    assert organisation.approval_of("finance") == ("approver", "reviewer")


def test_a_right_that_does_not_approve_is_reported_and_leaves_the_usual() -> None:
    organisation, found = parse("approval: [reader]\n")
    assert found == ["SOP107"]
    assert organisation.approval_of("shop") == ("approver",)


def test_nobody_is_too_few_to_approve() -> None:
    organisation, found = parse("approval: []\n")
    assert found == ["SOP107"]
    assert organisation.approval_of("shop") == ("approver",)
