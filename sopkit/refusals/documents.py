"""What is refused about documents, their texts and versions."""

from __future__ import annotations

from sopkit.errors import SopkitError
from sopkit.messages import message

_ = message


class UnknownDocumentError(SopkitError):
    """The register has no procedure of that number in that language."""

    template = _("The register has no {number} in the language “{language}”.")

    def __init__(self, number: str, language: str) -> None:
        super().__init__(number=number, language=language)


class NumberMissingError(SopkitError):
    """A procedure without a number, or a file that is no text: the register cannot tell which."""

    template = _("{path} has no document number, so the register cannot keep it.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class NumberOfOthersError(SopkitError):
    """A number that texts in another language have already, in a department of others."""

    template = _("{number} is taken already by a procedure that is not yours; choose another.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class TranslatedAlreadyError(SopkitError):
    """A translation that somebody began before."""

    template = _("{number} has a text in the language “{language}” already.")

    def __init__(self, number: str, language: str) -> None:
        super().__init__(number=number, language=language)


class ChangedMeanwhileError(SopkitError):
    """Somebody saved another text since this one was read."""

    template = _("Somebody else has saved {number} meanwhile; read the newest text first.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NoPictureError(SopkitError):
    """A text has no such picture."""

    template = _("There is no picture {path}.")

    def __init__(self, path: str) -> None:
        super().__init__(path=path)


class NotShownError(SopkitError):
    """A picture that the text does not show."""

    template = _("The text does not show {path}. Save a text that does, then the picture.")

    def __init__(self, path: str) -> None:
        super().__init__(path=path)


class OtherDocumentError(SopkitError):
    """A text that says that it is another procedure than the one that is to be saved."""

    template = _("The text says that it is {number} in “{language}”; save it as that.")

    def __init__(self, number: str, language: str) -> None:
        super().__init__(number=number, language=language)


class NoTextError(SopkitError):
    """Bytes that are no text of a procedure."""

    template = _("This is no text in UTF-8 of at most 1 MiB.")


class NoPictureFileError(SopkitError):
    """Bytes that are no picture of the kind that the name says."""

    template = _("This is no PNG, JPEG or SVG picture, as the name says it is.")


class UnknownStepError(SopkitError):
    """A comment on a step that the text does not have."""

    template = _("The text has no such step.")


class NotInForceError(SopkitError):
    """The procedure has no version in force."""

    template = _("{number} has no version in force.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class UnknownVersionError(SopkitError):
    """A procedure has no such version."""

    template = _("{number} has no version {version}.")

    def __init__(self, number: str, version: object) -> None:
        super().__init__(number=number, version=version)


class NotComparedError(SopkitError):
    """One of two texts is a draft that was dropped, so there is nothing to compare."""

    template = _("A draft of {number} that was dropped cannot be compared with anything.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NothingInForceError(SopkitError):
    """Nothing is in force, so there is nothing to print."""

    template = _("The register has no version in force at that moment.")

    def __init__(self) -> None:
        super().__init__()
