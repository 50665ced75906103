"""Commands and options whose help and complaints speak the user's language.

Click parses. Its own texts are translated only by the environment of the process, so sopkit
writes the help itself and turns Click's errors into sentences of its own (`failures`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click

from sopkit.cli.language import primary_language
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.messages import LANGUAGES, message

_ = message

Example = tuple[str, str]
"""A command line, and what it does."""


class SurplusArgumentError(click.UsageError):
    """An argument more than the command takes."""

    def __init__(self, argument: str, context: click.Context) -> None:
        super().__init__(argument, context)
        self.argument = argument


class NotAmongError(click.BadParameter):
    """A value that is none of the choices."""

    def __init__(self, value: str, choices: Sequence[str]) -> None:
        super().__init__(value)
        self.value = value
        self.choices = tuple(choices)


class EmptyValueError(click.BadParameter):
    """An argument without a character, such as a shell's variable that is not set."""


class MeaninglessOptionError(click.UsageError):
    """An option that another one makes mean nothing; `choices` are those that it is for."""

    def __init__(self, option: str, other: str, choices: Sequence[str]) -> None:
        super().__init__(option, click.get_current_context())
        self.option = option
        self.other = other
        self.choices = tuple(choices)


class Something(click.ParamType[str]):
    """A text that is not empty: an empty path would mean this folder."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text itself."""
        if not value:
            raise EmptyValueError("", ctx, param)
        return value


class OneOf(click.ParamType[str]):
    """A value out of a few."""

    name = "choice"

    def __init__(self, *choices: str) -> None:
        self.choices = choices

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The value, if it is one of the choices."""
        if value not in self.choices:
            error = NotAmongError(value, self.choices)
            error.param, error.ctx = param, ctx
            raise error
        return value


class Language(OneOf):
    """A language that sopkit speaks, also with a region: `nl-BE`."""

    def __init__(self) -> None:
        super().__init__(*LANGUAGES)

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The primary language of the tag."""
        return super().convert(primary_language(value) or value, param, ctx)


class Command(click.Command):
    """A command; `usage` is its synopsis, `examples` end its help."""

    def __init__(  # noqa: PLR0913 - what a command is made of, all by name
        self,
        session: Session,
        name: str,
        *,
        summary: str,
        usage: str,
        description: str,
        callback: Callable[..., int],
        params: Sequence[click.Parameter],
        examples: Sequence[Example],
    ) -> None:
        super().__init__(
            name,
            callback=callback,
            short_help=session.translate(summary),
            params=[*params, language_option(session), help_option(session)],
            add_help_option=False,
            context_settings={"allow_extra_args": True},
        )
        self.session = session
        self.usage = usage
        self.description = description
        self.examples = tuple(examples)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse; what is left over is a mistake."""
        try:
            rest = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if rest:
            raise SurplusArgumentError(rest[0], ctx)
        return rest

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - Click's own signature
        """Run, without the choices that were made before parsing."""
        ctx.params.pop("lang", None)
        return super().invoke(ctx)

    def get_help(self, ctx: click.Context) -> str:
        """The help text in the user's language."""
        return help_text(self.session, self, ctx, self.usage, self.description, self.examples)


def argument(
    name: str, metavar: str, *, many: bool = False, required: bool = True
) -> click.Argument:
    """A positional argument; an optional one is None (or an empty tuple)."""
    count = -1 if many else 1
    return click.Argument([name], metavar=metavar, nargs=count, required=required, type=Something())


def option(
    names: Sequence[str],
    help_text: str,
    *,
    metavar: str | None = None,
    choices: Sequence[str] = (),
    default: str | None = None,
    required: bool = False,
    many: bool = False,
) -> click.Option:
    """An option with a value; with `many` it may stand several times."""
    made = click.Option(
        names,
        help=help_text,
        type=OneOf(*choices) if choices else Something(),
        metavar=metavar or "|".join(choices),
        required=required,
        multiple=many,
    )
    if default is not None:  # None given as a default would count as a value
        made.default = default
    return made


def flag(names: Sequence[str], help_text: str) -> click.Option:
    """An option without a value."""
    return click.Option(names, help=help_text, is_flag=True)


def colour_option(session: Session) -> click.Option:
    """`--color`, for a command that prints for people."""
    return option(
        ["--color"],
        session.translate(_("Colours: on a terminal (auto), always or never.")),
        choices=("auto", "always", "never"),
        default="auto",
    )


def language_option(session: Session) -> click.Option:
    """`--lang`: read before parsing (see `language`), checked here."""
    return click.Option(
        ["--lang"],
        help=session.translate(_("Language of the texts; else the one of your environment.")),
        type=Language(),
        metavar="|".join(LANGUAGES),
    )


def help_option(session: Session) -> click.Option:
    """`--help`: shows the help and leaves."""

    def show(ctx: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001
        if value and not ctx.resilient_parsing:
            write_text([ctx.get_help()])
            ctx.exit()

    return click.Option(
        ["-h", "--help"],
        help=session.translate(_("Show this help.")),
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=show,
    )


def help_text(
    session: Session,
    command: click.Command,
    ctx: click.Context,
    usage: str,
    description: str,
    examples: Sequence[Example],
) -> str:
    """Usage, description, commands or options, and examples."""
    formatter = ctx.make_formatter()
    translate = session.translate
    formatter.write_usage(
        "sopkit", translate(usage).removeprefix("sopkit "), prefix=translate(_("Usage: "))
    )
    for paragraph in translate(description).split("\n\n"):
        formatter.write_paragraph()
        formatter.write_text(paragraph)
    if isinstance(command, click.Group):
        subcommands = [command.get_command(ctx, name) for name in command.list_commands(ctx)]
        rows = [(sub.name or "", sub.short_help or "") for sub in subcommands if sub is not None]
        with formatter.section(translate(_("Commands"))):
            formatter.write_dl(rows)
    with formatter.section(translate(_("Options"))):
        formatter.write_dl(
            [_row(param) for param in command.params if isinstance(param, click.Option)]
        )
    with formatter.section(translate(_("Examples"))):
        formatter.write_dl([(line, translate(told)) for line, told in examples], col_max=44)
    return formatter.getvalue().rstrip("\n")


def _row(param: click.Option) -> tuple[str, str]:
    names = ", ".join(sorted(param.opts, key=len))
    value = "" if param.is_flag else f" {param.metavar}"
    return names + value, param.help or ""
