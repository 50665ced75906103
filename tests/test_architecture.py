"""The layers of docs/architecture.md hold, without exceptions."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).parents[1]
PACKAGES = {
    path.stem
    for path in (ROOT / "sopkit").iterdir()
    if (path.suffix == ".py" or (path / "__init__.py").is_file()) and path.stem != "__init__"
}
ABOVE_THE_CORE = {"cli", "server", "services", "store"}
VALUES = {"diagnostics", "model"}
"""What services hand back: the command line may name it."""
BESIDE = {"errors", "messages", "refusals", "resources", "settings", "words"}


@pytest.fixture(scope="module")
def contracts() -> dict[str, dict[str, Any]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return {each["id"]: each for each in settings["tool"]["importlinter"]["contracts"]}


def test_every_contract_holds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(cache_dir=str(tmp_path)) == EXIT_STATUS_SUCCESS


def test_no_contract_lists_an_exception(contracts: dict[str, dict[str, Any]]) -> None:
    excused = {
        name
        for name, contract in contracts.items()
        if {"ignore_imports", "exhaustive_ignores"} & contract.keys()
    }
    assert excused == set()


def test_a_new_package_must_find_its_layer(contracts: dict[str, dict[str, Any]]) -> None:
    assert contracts["layers"]["exhaustive"] is True


def test_every_package_of_the_core_is_kept_from_the_outside_world(
    contracts: dict[str, dict[str, Any]],
) -> None:
    kept = {name.removeprefix("sopkit.") for name in contracts["core"]["source_modules"]}
    assert kept == PACKAGES - ABOVE_THE_CORE


def test_only_store_may_speak_sql(contracts: dict[str, dict[str, Any]]) -> None:
    kept = {name.removeprefix("sopkit.") for name in contracts["sql"]["source_modules"]}
    assert kept == (PACKAGES & ABOVE_THE_CORE) - {"store"}


def test_the_command_line_reaches_all_of_the_core_through_services(
    contracts: dict[str, dict[str, Any]],
) -> None:
    forbidden = {
        name.removeprefix("sopkit.") for name in contracts["services"]["forbidden_modules"]
    }
    assert forbidden == PACKAGES - {"cli", "server", "services"} - VALUES - BESIDE
    above = {name.removeprefix("sopkit.") for name in contracts["services"]["source_modules"]}
    assert above == PACKAGES & {"cli", "server"}
