"""docs/cli.md tells every command, option and choice, and no others."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from sopkit.cli.app import COMMANDS
from sopkit.cli.command import Command
from sopkit.cli.group import Group, module_name
from sopkit.cli.session import Session
from sopkit.messages import english
from sopkit.services.templates import template_names

PAGE = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


def section(name: str) -> str:
    parts = re.split(r"^##+ ", PAGE, flags=re.MULTILINE)
    [found] = [part for part in parts if part.partition("\n")[0] == name]
    return found


def built(name: str) -> Command | Group:
    path = ".".join(module_name(word) for word in name.split())
    command = import_module(f"sopkit.cli.{path}").command(Session("en", english, {}, Path()))
    assert isinstance(command, Command | Group)
    return command


def with_their_own(name: str) -> list[str]:
    """A command, and after it the commands that it has."""
    command = built(name)
    names = command.names if isinstance(command, Group) else ()
    return [name, *(f"{name} {each}" for each in names)]


EVERY = [name for command in COMMANDS for name in with_their_own(command)]


@pytest.mark.parametrize("name", EVERY)
def test_every_option_of_a_command_is_told_and_no_other(name: str) -> None:
    options = [param for param in built(name).params if isinstance(param, click.Option)]
    everywhere = {"--lang", "-h", "--help"}
    known = {opt for param in options for opt in param.opts} - everywhere
    rows = re.findall(r"^\| (`-.*?) \|", section(name), flags=re.MULTILINE)
    assert {opt for row in rows for opt in re.findall(r"`(-[\w-]+)`", row)} == known


@pytest.mark.parametrize("name", EVERY)
def test_every_choice_of_an_option_is_told(name: str) -> None:
    for param in built(name).params:
        for choice in getattr(param.type, "choices", ()):
            where = section(name) if param.name != "lang" else section("For every command")
            assert re.search(rf"\b{choice}\b", where), (param.name, choice)


@pytest.mark.parametrize("name", EVERY)
def test_usage_and_examples_are_those_of_the_help(name: str) -> None:
    command = built(name)
    assert f"\n{command.usage}\n" in section(name)
    for line, _told in command.examples:
        assert line in PAGE, line


def test_what_holds_for_every_command_is_told_once() -> None:
    text = section("For every command")
    for word in ("--lang", "--help", "`-h`", "--version", "NO_COLOR", "SOPKIT_DEBUG", "LC_ALL"):
        assert word in text
    for status in ("0", "1", "2", "70", "130", "141"):
        assert f"\n| {status} | " in text


def test_every_template_is_told() -> None:
    for name in template_names():
        assert f"`{name}`" in section("new")
