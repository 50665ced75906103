"""What is refused about the organisation's file."""

from __future__ import annotations

from sopkit.errors import SopkitError
from sopkit.messages import message

_ = message


class OnlyAsTextError(SopkitError):
    """organisation.yaml is written in a way that a form cannot change."""

    template = _(
        "organisation.yaml is written in a way that this form cannot change without touching "
        "other parts of it; change the text itself."
    )


class OrganisationNameError(SopkitError):
    """An organisation without a name."""

    template = _("An organisation has a name of 1 to {most} characters on one line.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class UnknownTimezoneError(SopkitError):
    """A time zone that nobody knows."""

    template = _("There is no time zone “{name}”. Write one as Europe/Amsterdam.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NotALanguageError(SopkitError):
    """A language tag that is none."""

    template = _("“{text}” is no language: write its code, as en or nl.")

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class BadNameError(SopkitError):
    """A name that is too long, or holds what nobody can print."""

    template = _("A name has {most} characters at most, on one line.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class BadIdError(SopkitError):
    """A department or role whose id cannot be one."""

    template = _(
        "“{id}” is no id: use 1 to {most} small letters, digits and hyphens, beginning with a "
        "letter."
    )

    def __init__(self, id: str, most: int) -> None:
        super().__init__(id=id, most=most)


class IdTakenError(SopkitError):
    """Another department or role has that id."""

    template = _("The id “{id}” is in use already; choose another.")

    def __init__(self, id: str) -> None:
        super().__init__(id=id)


class NotInListError(SopkitError):
    """A department or role that is not there (any more)."""

    template = _("“{id}” is not in the list any more; somebody may have removed it.")

    def __init__(self, id: str) -> None:
        super().__init__(id=id)


class StillUsedError(SopkitError):
    """A department or role that something still belongs to."""

    template = _(
        "“{id}” is still in use (procedures: {procedures}, people: {people}). Move them first."
    )

    def __init__(self, id: str, procedures: int, people: int) -> None:
        super().__init__(id=id, procedures=procedures, people=people)


class NoApproverError(SopkitError):
    """A rule by which nobody would approve."""

    template = _("At least one person must approve.")


class LogoTooLargeError(SopkitError):
    """A picture that is too large for a logo."""

    template = _("A logo is a file of {most} KiB at most.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class NoLogoError(SopkitError):
    """A file that is no picture which a browser shows as a logo."""

    template = _("A logo is a PNG or SVG file without scripts; this is none.")


class NotSureError(SopkitError):
    """Something that cannot be undone needs a tick."""

    template = _("Tick the box first: this cannot be undone.")
