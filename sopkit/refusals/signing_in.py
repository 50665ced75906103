"""What is refused about signing in, and what programs sign in with."""

from __future__ import annotations

from sopkit.errors import SopkitError
from sopkit.messages import message

_ = message


class TooManyTriesError(SopkitError):
    """Too many wrong passwords; `seconds` until the next try."""

    template = _("Too many wrong passwords. Try again in {seconds} s.")

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)


class NoTokenError(SopkitError):
    """A token that does not exist, or does not work any more."""

    template = _("There is no such token, or it works no longer.")


class TokenNameError(SopkitError):
    """A token without a name by which its owner knows it again."""

    template = _("A token has a name of 1 to {most} characters on one line.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class UnknownScopeError(SopkitError):
    """A token that would be for something unknown."""

    template = _("A token cannot be for “{name}”. Choose from: {choices}.")

    def __init__(self, name: str, choices: str) -> None:
        super().__init__(name=name, choices=choices)


class TokenDaysError(SopkitError):
    """A token that would work for no time, or for longer than any should."""

    template = _("A token works for 1 to {most} days.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class LinkSpentError(SopkitError):
    """A one-time link that was used, replaced or has expired."""

    template = _("This link was used already, or has expired. Ask for a new one.")


class FirstLinkSpentError(LinkSpentError):
    """Such a link to the first account of a register that still knows nobody."""

    template = _(
        "This link was used already, or has expired. Whoever runs the server starts “sopkit "
        "serve” again: it prints a new one."
    )


class NotInTrailError(SopkitError):
    """Whom or what the trail is asked about is not known."""

    template = _("“{text}” is no login and no number of a procedure.")

    def __init__(self, text: str) -> None:
        super().__init__(text=text)
