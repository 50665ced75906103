"""What is refused about persons and what they may do."""

from __future__ import annotations

from sopkit.errors import SopkitError
from sopkit.messages import message

_ = message


class UnknownPersonError(SopkitError):
    """No person has that login."""

    template = _("Nobody has the login “{login}”.")

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class LoginAlikeError(SopkitError):
    """Another person's login differs from it in upper and lower case alone."""

    template = _(
        "Somebody has the login “{other}” already, which differs from “{login}” only in capitals."
    )

    def __init__(self, login: str, other: str) -> None:
        super().__init__(login=login, other=other)


class LoginTakenError(SopkitError):
    """Another person has that login."""

    template = _("Somebody has the login “{login}” already.")

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class BadAddressError(SopkitError):
    """A text is no e-mail address."""

    template = _("“{address}” is not an e-mail address, such as anna@example.org.")

    def __init__(self, address: object) -> None:
        super().__init__(address=address)


class AddressNotSaidError(SopkitError):
    """Neither an address nor that there is to be none, or both."""

    template = _("Give the new address, or --remove to take the old one out.")


class BadLoginError(SopkitError):
    """A login with characters that it cannot have."""

    template = _(
        "“{login}” is no login: use 1 to 200 letters, digits and . _ - + @, without spaces."
    )

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class NameMissingError(SopkitError):
    """A person without a name."""

    template = _("A person has a name of 1 to 200 characters on one line.")


class WeakPasswordError(SopkitError):
    """A password that is too short or too long."""

    template = _("A password has {least} to {most} characters.")

    def __init__(self, least: int, most: int) -> None:
        super().__init__(least=least, most=most)


class WrongPasswordError(SopkitError):
    """Nobody has that login with that password, or the account is closed."""

    template = _(
        "The login or the password is wrong. Try again, or ask an administrator for a link to set "
        "a new password."
    )


class NotAllowedError(SopkitError):
    """The person lacks the right for it."""

    template = _("You need the right “{right}” in {department} for this.")

    def __init__(self, right: str, department: str) -> None:
        super().__init__(right=right, department=department)


class UnknownRightError(SopkitError):
    """A right that does not exist."""

    template = _("There is no right “{name}”. Choose from: {choices}.")

    def __init__(self, name: str, choices: str) -> None:
        super().__init__(name=name, choices=choices)


class UnknownRoleError(SopkitError):
    """The organisation has no such role."""

    template = _("There is no role “{name}”. Choose from: {choices}.")

    def __init__(self, name: str, choices: str) -> None:
        super().__init__(name=name, choices=choices)


class BadTeamError(SopkitError):
    """A name that no team can have."""

    template = _("A team has a name of 1 to 200 characters on one line.")


class NoLanguageError(SopkitError):
    """A person would be spoken to in a language that sopkit does not speak."""

    template = _("sopkit does not speak “{language}”. Choose from: {choices}.")

    def __init__(self, language: str, choices: str) -> None:
        super().__init__(language=language, choices=choices)


class AccountClosedError(SopkitError):
    """The account of a person is closed."""

    template = _("The account “{login}” is closed.")

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class NothingToEndError(SopkitError):
    """A role or membership to end that the person does not have."""

    template = _("The person does not have “{name}”, so it cannot end.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class RightNotHeldError(SopkitError):
    """A right to end that the person does not have."""

    template = _("The person does not have the right “{right}” in {department}.")

    def __init__(self, right: str, department: str) -> None:
        super().__init__(right=right, department=department)


class LastAdministratorError(SopkitError):
    """Without an administrator nobody could give rights any more."""

    template = _("This is the last administrator; appoint another one first.")


class ActorMissingError(SopkitError):
    """Somebody must act, and nobody was named."""

    template = _("Say who you are: --as LOGIN, or the variable SOPKIT_USER.")


class PasswordMissingError(SopkitError):
    """A password is needed, and there is no terminal to ask it on."""

    template = _(
        "A password is needed: without a terminal to ask it on, the variable {variable} must hold "
        "it."
    )

    def __init__(self, variable: str) -> None:
        super().__init__(variable=variable)


class PasswordsDifferError(SopkitError):
    """A new password was typed twice, not the same."""

    template = _("The two passwords are not the same.")


class TwoWishesError(SopkitError):
    """Two options that exclude one another."""

    template = _("{one} and {other} cannot go together.")

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one=one, other=other)


class NotADayError(SopkitError):
    """A date that is none."""

    template = _("“{text}” is no date: write year, month and day, as 2026-12-01.")

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class NotANumberError(SopkitError):
    """A number of lines that is none."""

    template = _("“{text}” is no number from 1 on.")

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class NotConfirmedError(SopkitError):
    """Something that cannot be undone needs a yes, and there is no terminal to ask on."""

    template = _("This needs your consent; without a terminal to ask on, give --yes.")
