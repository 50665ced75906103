"""The program `sopkit`: finds the command, runs it, and gives its exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from sopkit import __version__
from sopkit.cli.failures import report_failure
from sopkit.cli.group import Group
from sopkit.cli.language import chosen_language, translation
from sopkit.cli.session import Session
from sopkit.cli.terminal import prepare_streams, write_text
from sopkit.messages import message

_ = message

COMMANDS = (
    "init",
    "new",
    "check",
    "diff",
    "graph",
    "pdf",
    "binder",
    "card",
    "export",
    "build",
    "explain",
    "db",
    "user",
    "sync",
    "status",
    "submit",
    "approve",
    "return",
    "retract",
    "release",
    "withdraw",
    "overdue",
    "review",
    "history",
    "trail",
    "verify",
    "backup",
    "restore",
    "audit",
    "jobs",
    "serve",
    "demo",
)
"""Each is a module of this package with a function `command(session)`; loaded when needed."""


class Program(Group):
    """`sopkit` itself."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            session,
            "sopkit",
            package="sopkit.cli",
            commands=COMMANDS,
            usage=_("sopkit [OPTIONS] COMMAND …"),
            description=_(
                "Compiles procedures, written as Markdown, to checked flowcharts.\n\n"
                "“sopkit COMMAND --help” tells about one command."
            ),
            examples=(
                ("sopkit init", _("start a library in this folder")),
                ("sopkit check .", _("check every procedure in it")),
                ("sopkit build . -o site", _("make a website of it")),
            ),
            params=[version_option(session)],
        )


def version_option(session: Session) -> click.Option:
    """`--version`: says which sopkit this is and leaves."""

    def show(ctx: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001
        if value:
            write_text([f"sopkit {__version__}"])
            ctx.exit()

    return click.Option(
        ["--version"],
        help=session.translate(_("Show the version.")),
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
    )


def run(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Carry out a command line; gives the exit status and raises nothing."""
    prepare_streams()
    language = chosen_language(arguments, environment)
    session = Session(language, translation(language), environment, Path())
    try:
        status = _carry_out(list(arguments), session)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - this is the outermost edge
        return report_failure(error, session)
    return status


def _carry_out(arguments: list[str], session: Session) -> int:
    program = Program(session)
    try:
        with program.make_context("sopkit", arguments) as context:
            status = program.invoke(context)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    return status if isinstance(status, int) else 0


def main() -> None:
    """The entry point of the program."""
    sys.exit(run(sys.argv[1:], os.environ))
