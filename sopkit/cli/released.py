"""Printing what the register released: which version is meant, and of what moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sopkit.cli.command import flag, option
from sopkit.cli.printing import agreed_date, tell_replaced
from sopkit.cli.progress import Progress
from sopkit.cli.register import USER, Desk, opened
from sopkit.cli.session import Session
from sopkit.cli.terminal import write_text
from sopkit.errors import OnlyReleasedError
from sopkit.messages import message
from sopkit.refusals import NotADayError, NothingInForceError, TwoWishesError

if TYPE_CHECKING:
    import click

    from sopkit.model.control import Control
    from sopkit.model.sop import Sop
    from sopkit.services.compile import Compiled
    from sopkit.services.press import Printed

_ = message


@dataclass(frozen=True, slots=True)
class Wish:
    """Which version is to be printed; `stamped` puts time and name on the paper."""

    released: bool = False
    version: str | None = None
    at: str | None = None
    language: str | None = None
    stamped: bool = False

    @property
    def of_register(self) -> bool:
        """Whether a version from the register is meant.

        Raises OnlyReleasedError and TwoWishesError.
        """
        if self.version is not None and self.at is not None:
            raise TwoWishesError("--version", "--at")
        meant = self.released or self.version is not None or self.at is not None
        if not meant and self.language is not None:
            raise OnlyReleasedError("--language")
        if not meant and self.stamped:
            raise OnlyReleasedError("--stamp")
        return meant


class Make(Protocol):
    """Makes a PDF of a procedure of a compiled library; `name` is what it is called."""

    def __call__(
        self, compiled: Compiled, sop: Sop, name: str, dated: date, control: Control
    ) -> Printed:
        """The PDF, dated in its properties."""
        ...


def version_options(session: Session) -> list[click.Option]:
    """The options that choose a version of one procedure."""
    translate = session.translate
    return [
        released_option(session),
        option(
            ["--version"],
            translate(_("That version from the register, such as 1.0.")),
            metavar=translate(_("VERSION")),
        ),
        at_option(session),
        option(
            ["--language"],
            translate(_("Which translation; else the text in the organisation's language.")),
            metavar=translate(_("LANGUAGE")),
        ),
        stamp_option(session),
    ]


def released_option(session: Session) -> click.Option:
    """`--released`: from the register, not from files."""
    told = _("What is in force, from the register instead of files.")
    return flag(["--released"], session.translate(told))


def at_option(session: Session) -> click.Option:
    """`--at`: what is in force on another day."""
    return option(
        ["--at"],
        session.translate(_("What was or will be in force at the end of that day.")),
        metavar=session.translate(_("DATE")),
    )


def stamp_option(session: Session) -> click.Option:
    """`--stamp`: when and by whom it was printed."""
    told = _("Print on each page when it was made, and by whom (SOPKIT_USER).")
    return flag(["--stamp"], session.translate(told))


def print_version(session: Session, make: Make, number: str, output: Path, wish: Wish) -> int:
    """Make and write a PDF of a version from the register; gives the exit status."""
    from sopkit.services.press import UNDATED
    from sopkit.services.print import check_pdf_name, write_pdf
    from sopkit.services.register.released import released_version

    dated = agreed_date(session) or UNDATED
    check_pdf_name(output)
    with opened(session) as desk:
        found = released_version(
            desk.register,
            number,
            wish.language,
            desk.now,
            version=wish.version,
            moment=moment_of(desk, wish.at),
        )
        control = found.control
        if wish.stamped:
            control = stamped(desk, {number: control})[number]
    printed = make(found.compiled, found.sop, number, dated, control)
    write_pdf(output, printed.data)
    write_text([session.text(_("{path} is written."), path=output)])
    tell_replaced(session, printed)
    return 0


def moment_of(desk: Desk, day: str | None) -> datetime | None:
    """The end of a day where the organisation is; None if no day is given."""
    if day is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(day), time.max, desk.zone)
    except ValueError as error:
        raise NotADayError(day) from error


def stamped(desk: Desk, records: Mapping[str, Control]) -> dict[str, Control]:
    """Records of copies that are printed now, by the person of SOPKIT_USER."""
    from sopkit.services.register.released import name_of

    by = name_of(desk.register, desk.session.environment.get(USER), desk.now)
    return {
        path: replace(control, printed_at=desk.now, printed_by=by)
        for path, control in records.items()
    }


def library_or_register(library: str | None, wish: Wish) -> Path | None:
    """The folder of a library; None if the register is meant.

    Raises TwoWishesError if both are, and Click's MissingParameter if neither is.
    """
    import click

    if wish.of_register and library is not None:
        raise TwoWishesError(library, "--released")
    if wish.of_register:
        return None
    if library is None:
        context = click.get_current_context()
        missing = next(each for each in context.command.params if each.name == "library")
        raise click.MissingParameter(ctx=context, param=missing)
    return Path(library)


def read_library(
    session: Session, library: Path | None, wish: Wish
) -> tuple[Compiled, Mapping[str, Control] | None]:
    """A library from its folder, or what is in force by the register, with its records."""
    if library is not None:
        from sopkit.services.check import check_library

        with Progress(session.translate(_("Reading"))) as progress:
            return check_library(library, progress).compiled, None
    from sopkit.services.register.released import library_in_force

    with opened(session) as desk:
        found = library_in_force(desk.register, desk.now, moment_of(desk, wish.at))
        if not found.records:
            raise NothingInForceError
        return found.compiled, stamped(desk, found.records) if wish.stamped else found.records


def broken(compiled: Compiled) -> frozenset[str]:
    """The paths of the files of a library that have errors."""
    from sopkit.diagnostics.diagnostic import Severity

    return frozenset(each.path for each in compiled.diagnostics if each.severity is Severity.ERROR)
