"""Commands that have commands: `sopkit` itself, and those such as `sopkit user add`."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword

import click

from sopkit.cli.command import Example, help_option, help_text, language_option
from sopkit.cli.failures import USAGE, unknown_command
from sopkit.cli.session import Session
from sopkit.cli.terminal import complain


class UnknownCommandError(click.UsageError):
    """A command that does not exist; its text is translated already."""


class Group(click.Group):
    """A command whose commands are modules of one package, imported only when they are needed.

    Each module has a function `command(session)`. `usage` is the synopsis, `examples` end the
    help.
    """

    def __init__(  # noqa: PLR0913 - what a group is made of, all by name
        self,
        session: Session,
        name: str,
        *,
        package: str,
        commands: Sequence[str],
        usage: str,
        description: str,
        examples: Sequence[Example],
        summary: str = "",
        params: Sequence[click.Parameter] = (),
    ) -> None:
        super().__init__(
            name,
            short_help=session.translate(summary) if summary else None,
            params=[*params, language_option(session), help_option(session)],
            add_help_option=False,
            no_args_is_help=False,
            invoke_without_command=True,
            callback=self._without_command,
        )
        self.session = session
        self.package = package
        self.names = tuple(commands)
        self.usage = usage
        self.description = description
        self.examples = tuple(examples)

    def _without_command(self, **_options: object) -> int:
        """Show the help when no command is given; else nothing."""
        context = click.get_current_context()
        if context.invoked_subcommand is None:
            complain(self.get_help(context))
        return USAGE

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """The names, in the order in which one comes across them."""
        return list(self.names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """One command, imported only now."""
        if cmd_name not in self.names:
            return None
        module = import_module(f"{self.package}.{module_name(cmd_name)}")
        command = module.command(self.session)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name."""
        command = self.get_command(ctx, args[0])
        if command is None:
            told = unknown_command(args[0], list(self.names), self.session)
            raise UnknownCommandError(told, ctx)
        return args[0], command, args[1:]

    def get_help(self, ctx: click.Context) -> str:
        """The help text in the user's language."""
        return help_text(self.session, self, ctx, self.usage, self.description, self.examples)


def module_name(command: str) -> str:
    """The name of a command's module; a word of Python's own gets an underscore."""
    return f"{command}_" if iskeyword(command) else command
