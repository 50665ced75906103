"""The example library, the starting texts and the catalogue: what ships must itself be right."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

from sopkit.messages import LANGUAGES
from sopkit.model.sop import SectionKind, Sop
from sopkit.model.standard import Better, Dimension, StandardKind
from sopkit.model.step import Attributes, BlockKind, Branch, JumpKind, Step, StepKind
from sopkit.resources import example_library
from sopkit.services.compile import Compiled, compile_library
from sopkit.services.new_library import new_library
from sopkit.services.new_sop import Wish, new_sop
from sopkit.services.templates import template_names

TEMPLATES = frozenset(
    {
        "blank",
        "complaint",
        "contact",
        "deadline",
        "escalation",
        "faq",
        "ivr-menu",
        "one-on-one",
        "onboarding",
    }
)
PARTS_OF_A_DEFINITION = {
    "en": ("Start:", "Stop:", "Clock:", "Excluded:"),
    "nl": ("Start:", "Einde:", "Klok:", "Niet meegeteld:"),
}
FRACTION = {"en": ("Numerator:", "Denominator:"), "nl": ("Teller:", "Noemer:")}
METRICS = {
    "first-response-time": "p90 <= 4h",
    "resolution-time": "p80 <= 2d",
    "average-handling-time": None,  # context for planning, never a target
    "average-speed-of-answer": None,  # a mean; the service level has the target
    "abandonment": "<= 5%",
    "service-level": ">= 80%",
    "first-contact-resolution": ">= 75%",
    "csat": ">= 80%",
    "nps": None,  # what is good differs per trade and country
    "nps-returning-buyers": None,
    "ces": ">= 5.5",
    "occupancy": "75..85%",
    "quality-score": ">= 90%",
    "reopen-rate": "<= 5%",
    "transfer-rate": "<= 10%",
    "backlog": None,  # depends on the size of the organisation, as do the next two
    "unanswered": None,
    "contact-reason-spikes": None,
    "churn": None,  # depends on what is sold
    "cross-sell": None,
}
"""The metrics of customer service, each with its target where one holds for most organisations."""
DRIVERS = frozenset(
    {
        "accessibility",
        "customer-focus",
        "customer-knowledge",
        "empathy",
        "menu-clarity",
        "reliability",
        "waiting-felt",
    }
)
LEAST_PROCEDURES = 25


@lru_cache(maxsize=1)
def _example() -> Compiled:
    return compile_library(example_library())


def _steps() -> Iterator[Step]:
    for sop in _example().library.sops:
        yield from sop.walk()


def _branches() -> Iterator[Branch]:
    for step in _steps():
        yield from step.branches


def _attributes() -> Iterator[Attributes]:
    for sop in _example().library.sops:
        yield from _attributes_of(sop)


def _attributes_of(sop: Sop) -> Iterator[Attributes]:
    for step in sop.walk():
        yield step.attributes
        yield from (branch.attributes for branch in step.branches)


def _pairs() -> Iterator[tuple[Sop, ...]]:
    yield from _example().library.by_number.values()


def test_the_example_library_has_no_findings() -> None:
    assert _example().library.sops
    assert _example().diagnostics == ()


def test_the_one_finding_that_is_switched_off_carries_its_reason() -> None:
    ignored = [each for step in _steps() for each in step.ignored]

    assert {code for code, _reason in ignored} == {"SOP404"}
    assert all(len(reason.split()) > 3 for _code, reason in ignored)


def test_the_example_library_holds_procedures_of_every_department() -> None:
    departments = {sop.department for sop in _example().library.sops if sop.language == "nl"}

    assert len(_example().library.by_number) >= LEAST_PROCEDURES
    assert departments >= {"Klantenservice", "Kwaliteit", "Personeel", "Financiën"}


def test_every_example_says_why_what_to_say_and_by_when() -> None:
    for sop in _example().library.sops:
        attributes = list(_attributes_of(sop))
        bodies = (step.body for step in sop.walk())
        scripts = [block for body in bodies for block in body if block.kind is BlockKind.SCRIPT]

        assert any(each.why for each in attributes), sop.path
        assert any(each.within for each in attributes), sop.path
        assert scripts, sop.path
        assert len(sop.situations) >= 3, sop.path
        assert sop.standards, sop.path


def test_every_example_but_the_menu_has_expected_results_and_moments_of_truth() -> None:
    for sop in _example().library.sops:
        attributes = list(_attributes_of(sop))

        if "ivr" not in sop.channels:
            assert any(each.expected for each in attributes), sop.path
            assert any(each.moment_of_truth for each in attributes), sop.path


def test_every_example_exists_in_dutch_and_english() -> None:
    for translations in _pairs():
        assert {sop.language for sop in translations} == {"nl", "en"}


def test_translations_share_the_ids_that_links_and_event_logs_use() -> None:
    for one, other in _pairs():
        written = [[step.attributes.id for step in sop.walk()] for sop in (one, other)]
        assert written[0] == written[1], one.number


def test_the_examples_use_every_attribute() -> None:
    names = [name for name in Attributes.__dataclass_fields__ if name != "spans"]
    unused = {name for name in names if not any(getattr(each, name) for each in _attributes())}

    assert unused == set()


def test_the_examples_record_in_every_way() -> None:
    records = {each.record for each in _attributes()} - {None}

    assert records == {"text", "number", "choice", "file", "signature"}


def test_the_examples_use_every_section() -> None:
    kinds = {section.kind for sop in _example().library.sops for section in sop.sections}

    assert kinds >= set(SectionKind) - {SectionKind.OTHER}


def test_the_examples_use_every_kind_of_body_and_alert() -> None:
    blocks = [block for step in _steps() for block in step.body]

    assert {block.alert for block in blocks} - {None} == {
        "note",
        "tip",
        "important",
        "warning",
        "caution",
    }
    assert {block.kind for block in blocks} >= {
        BlockKind.SCRIPT,
        BlockKind.CHECKLIST,
        BlockKind.ALERT,
        BlockKind.TABLE,
        BlockKind.IMAGE,
    }


def test_the_examples_jump_hand_over_call_end_and_nest() -> None:
    jumps = {each.jump.kind for each in _steps() if each.jump is not None}
    jumps |= {each.jump.kind for each in _branches() if each.jump is not None}
    depths = {step.depth for step in _steps() if step.kind is StepKind.DECISION}

    assert jumps == {JumpKind.STEP, JumpKind.SOP, JumpKind.END}
    assert any(step.call is not None for step in _steps())
    assert any(step.kind is StepKind.PARALLEL for step in _steps())
    assert any(step.steps for step in _steps())
    assert len(depths) >= 3


def test_the_examples_use_every_form_of_target() -> None:
    targets = [target for sop in _example().library.sops for _id, target in sop.standards]

    assert {target.comparison for target in targets} == {">=", "<=", ".."}
    assert {target.statistic for target in targets} >= {"median", "p80", "p90", None}
    assert "" in {target.unit for target in targets}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_library_with_one_procedure_from_each_template_has_no_findings(
    tmp_path: Path, language: str
) -> None:
    new_library(tmp_path, language, name="Proef: “één” BV")
    assert frozenset(template_names()) == TEMPLATES
    for name in TEMPLATES:
        new_sop(tmp_path, Wish(title=f"Test: {name}", template=name, language=language))

    compiled = compile_library(tmp_path)

    assert len(compiled.library.sops) == len(TEMPLATES) + 1
    assert compiled.diagnostics == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_first_procedure_shows_a_decision_a_script_and_a_checklist(
    tmp_path: Path, language: str
) -> None:
    new_library(tmp_path, language)

    (sop,) = compile_library(tmp_path).library.sops
    kinds = {block.kind for step in sop.walk() for block in step.body}

    assert any(step.kind is StepKind.DECISION for step in sop.walk())
    assert {BlockKind.SCRIPT, BlockKind.CHECKLIST} <= kinds


def test_every_standard_is_named_and_defined_in_every_language(tmp_path: Path) -> None:
    standards = compile_library(tmp_path).library.standards

    assert standards.keys() >= METRICS.keys()
    for standard in standards.values():
        assert set(standard.names) >= set(LANGUAGES), standard.id
        for language in LANGUAGES:
            assert len(standard.definitions[language].split()) >= 30, (standard.id, language)
        assert standard.window, standard.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_definition_says_from_when_to_when_by_which_clock_and_what_is_left_out(
    tmp_path: Path, language: str
) -> None:
    for standard in compile_library(tmp_path).library.standards.values():
        for part in PARTS_OF_A_DEFINITION[language]:
            assert part in standard.definitions[language], (standard.id, part)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_proportion_says_what_is_divided_by_what(tmp_path: Path, language: str) -> None:
    standards = compile_library(tmp_path).library.standards.values()
    proportions = [each for each in standards if each.kind is StandardKind.PROPORTION]

    assert proportions
    for standard in proportions:
        for part in FRACTION[language]:
            assert part in standard.definitions[language], (standard.id, part)


@pytest.mark.parametrize(("metric", "target"), METRICS.items())
def test_the_metrics_of_customer_service_have_a_target_where_one_makes_sense(
    tmp_path: Path, metric: str, target: str | None
) -> None:
    standard = compile_library(tmp_path).library.standards[metric]

    assert (standard.target and standard.target.text) == target


def test_targets_point_in_the_direction_of_improvement(tmp_path: Path) -> None:
    signs = {Better.HIGHER: ">=", Better.LOWER: "<=", Better.RANGE: ".."}

    for standard in compile_library(tmp_path).library.standards.values():
        if standard.target is not None:
            assert standard.target.comparison == signs[standard.better], standard.id


def test_no_time_is_held_against_a_mean(tmp_path: Path) -> None:
    standards = compile_library(tmp_path).library.standards.values()
    times = [each for each in standards if each.kind is StandardKind.DURATION and each.target]

    assert times
    for standard in times:
        assert standard.target is not None
        assert standard.target.statistic not in {None, "mean"}, standard.id


def test_each_of_the_seven_drivers_of_satisfaction_can_be_asked(tmp_path: Path) -> None:
    standards = compile_library(tmp_path).library.standards

    for driver in DRIVERS:
        assert standards[driver].kind is StandardKind.SCORE, driver
        assert standards[driver].better is Better.HIGHER, driver


def test_the_catalogue_covers_speed_thoroughness_friendliness_and_cost(tmp_path: Path) -> None:
    standards = compile_library(tmp_path).library.standards

    assert {standard.dimension for standard in standards.values()} == set(Dimension)


def test_the_net_promoter_score_carries_its_trade_mark_notice(tmp_path: Path) -> None:
    standards = compile_library(tmp_path).library.standards
    promoter = [each for each in standards.values() if each.kind.value == "nps"]

    assert promoter
    for standard in promoter:
        assert all("Bain & Company" in standard.notice[language] for language in LANGUAGES)
