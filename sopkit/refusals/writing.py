"""What is refused about writing in the editor."""

from __future__ import annotations

from sopkit.errors import SopkitError
from sopkit.messages import message

_ = message


class EditedElsewhereError(SopkitError):
    """The same person changed the text in another window, or the page is an old one."""

    template = _("This text was changed in another window meanwhile. Look at it as it is now.")


class NotATextError(SopkitError):
    """What was sent cannot be the text of a procedure."""

    template = _("This is no text, or it is larger than 1 MB.")


class NumberChangedError(SopkitError):
    """A text got another number or language, which would make it another procedure."""

    template = _(
        "A procedure keeps its number and language: here {number} and “{language}”. "
        "Start a new one for another number."
    )

    def __init__(self, number: str, language: str) -> None:
        super().__init__(number=number, language=language)


class NotAPictureError(SopkitError):
    """A file of a kind that procedures cannot show."""

    template = _("Only pictures of the kinds PNG, JPEG and SVG can be put in.")


class PictureTooLargeError(SopkitError):
    """A picture that nobody would want to wait for."""

    template = _("This picture is too large: at most {most} MB.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)
