"""The program `sopkit`: finds the command, runs it, and gives its exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path

import click

from sopkit import __version__
from sopkit.cli.command import help_option, help_text, language_option
from sopkit.cli.failures import USAGE, report_failure, unknown_command
from sopkit.cli.language import chosen_language, translation
from sopkit.cli.session import Session
from sopkit.cli.terminal import complain, prepare_streams, write_text
from sopkit.messages import message

_ = message

COMMANDS = ("init", "new", "check", "graph", "pdf", "binder", "build", "explain")
"""Each is a module of this package with a function `command(session)`; loaded when needed."""


class UnknownCommandError(click.UsageError):
    """A command that does not exist; its text is translated already."""


class Program(click.Group):
    """`sopkit` itself."""

    def __init__(self, session: Session) -> None:
        super().__init__(
            "sopkit",
            params=[version_option(session), language_option(session), help_option(session)],
            add_help_option=False,
            no_args_is_help=False,
            invoke_without_command=True,
            callback=self._without_command,
        )
        self.session = session

    def _without_command(self, **_options: object) -> int:
        """Show the help when no command is given; else nothing."""
        context = click.get_current_context()
        if context.invoked_subcommand is None:
            complain(self.get_help(context))
        return USAGE

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """The names, in the order in which one comes across them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """One command, imported only now."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"sopkit.cli.{cmd_name}")
        command = module.command(self.session)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name."""
        command = self.get_command(ctx, args[0])
        if command is None:
            told = unknown_command(args[0], list(COMMANDS), self.session)
            raise UnknownCommandError(told, ctx)
        return args[0], command, args[1:]

    def get_help(self, ctx: click.Context) -> str:
        """The help text in the user's language."""
        return help_text(
            self.session,
            self,
            ctx,
            _("sopkit [OPTIONS] COMMAND …"),
            _(
                "Compiles procedures, written as Markdown, to checked flowcharts.\n\n"
                "“sopkit COMMAND --help” tells about one command."
            ),
            (
                ("sopkit init", _("start a library in this folder")),
                ("sopkit check .", _("check every procedure in it")),
                ("sopkit build . -o site", _("make a website of it")),
            ),
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
