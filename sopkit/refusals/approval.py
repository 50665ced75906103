"""What is refused about the way of a text to a version."""

from __future__ import annotations

from sopkit.errors import SopkitError
from sopkit.messages import message

_ = message


class UnderReviewError(SopkitError):
    """A text under review stands fast."""

    template = _("{number} is under review; it must be decided on or taken back first.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NotUnderReviewError(SopkitError):
    """There is nothing to decide on."""

    template = _("{number} is not under review; it must be submitted first.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class ReleasedAlreadyError(SopkitError):
    """What would be decided on or released is a version already."""

    template = _("{number} {version} is released already, and no newer text is under review.")

    def __init__(self, number: str, version: object) -> None:
        super().__init__(number=number, version=version)


class DraftDroppedError(SopkitError):
    """The newest text was taken out of the library."""

    template = _("The draft of {number} was dropped. Save a text of it first.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class ReviewOverError(SopkitError):
    """What somebody read and wants to act on is under review no longer."""

    template = _("This review of {number} is over: it was decided on meanwhile.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class UnknownReviewError(SopkitError):
    """There is no such submission, or none that this person may see."""

    template = _("There is no such review.")


class CommentMissingError(SopkitError):
    """A comment without a word."""

    template = _("Write what you want to say.")


class CommentTooLongError(SopkitError):
    """A comment longer than a page."""

    template = _("A comment has at most {most} characters.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class NothingToSubmitError(SopkitError):
    """The newest text is the one that was released already."""

    template = _("{number} has no new text to submit. Change the text first.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class HasErrorsError(SopkitError):
    """A text with errors cannot be put up for approval."""

    template = _("{number} has errors, so it cannot be submitted; “sopkit check” tells which.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class ReasonMissingError(SopkitError):
    """An act that needs a reason got none."""

    template = _("Give a reason: what was changed, or why.")


class SelfApprovalError(SopkitError):
    """Authors do not approve their own work."""

    template = _("You wrote a part of {number}, so somebody else must decide on it.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class DecidedAlreadyError(SopkitError):
    """One person approves a submission once."""

    template = _("You have approved {number} already; now somebody else must approve it.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NotNeededError(SopkitError):
    """No further approval of that kind is needed."""

    template = _("{number} is approved already and waits for its release.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NotApprovedError(SopkitError):
    """A release needs all approvals."""

    template = _("{number} is not approved yet; it still needs: {needed}.")

    def __init__(self, number: str, needed: str) -> None:
        super().__init__(number=number, needed=needed)


class NatureLoweredError(SopkitError):
    """The nature of a change may be raised, never lowered."""

    template = _("The nature of the change is “{found}”; it cannot be called “{wanted}”.")

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(found=found, wanted=wanted)


class MinorRefusedError(SopkitError):
    """A change of what people do is a major version, and so is what comes back into force."""

    template = _("People must learn {number} anew, so it needs a new major version.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class FirstVersionError(SopkitError):
    """There is nothing yet that a minor version could follow."""

    template = _("The first version of {number} is 1.0, which is no minor one.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class EffectiveTakenError(SopkitError):
    """Another version takes effect at the same moment."""

    template = _(
        "Another version of {number} takes effect at that moment already; choose another day."
    )

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class EffectiveEarlierError(SopkitError):
    """A version cannot take effect in the past, or before the one that it changes."""

    template = _("A version of {number} can take effect after {earliest}, not before.")

    def __init__(self, number: str, earliest: object) -> None:
        super().__init__(number=number, earliest=earliest)


class VersionChangedError(SopkitError):
    """Somebody acts on a version that has made way for another meanwhile."""

    template = _("The version of {number} changed meanwhile: it is {version} now. Look again.")

    def __init__(self, number: str, version: object) -> None:
        super().__init__(number=number, version=version)


class OriginalFirstError(SopkitError):
    """A translation waits for the version that it translates."""

    template = _("The {language} text of {number} is the original; release it first.")

    def __init__(self, number: str, language: str) -> None:
        super().__init__(number=number, language=language)
