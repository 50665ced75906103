"""What an operation on a text cannot do; then the text stays as it is."""

from __future__ import annotations

from sopkit.errors import SopkitError
from sopkit.messages import message


class StepGoneError(SopkitError):
    """An operation speaks of a step, part, section or term that is not in the text."""

    template = message("This part of the text is not there any more.")


class ParticularsUnreadableError(SopkitError):
    """The front matter is no YAML, so that no key of it can be changed alone."""

    template = message("The details at the top cannot be read. Mend them in the text first.")


class NoWordsError(SopkitError):
    """A step, answer or term would be left without a word."""

    template = message("Write at least one word here.")


class NotATimeError(SopkitError):
    """What is written for a length of time is none."""

    template = message("Write a number here, and choose the unit beside it.")


class NotACountError(SopkitError):
    """What is written for a number of times is no whole number above zero."""

    template = message("Write a whole number here, 1 at least.")


class CannotGoThereError(SopkitError):
    """A step cannot be moved in that direction, or made a part of what stands above it."""

    template = message("It cannot go any further that way.")


class HasStepsInsideError(SopkitError):
    """A step with steps or answers of its own cannot become a question, or parallel work."""

    template = message(
        "A step that has steps or answers inside can be neither a question nor several things at "
        "once. Take those out first."
    )


class NotAQuestionError(SopkitError):
    """An answer is wanted on a step that is no decision."""

    template = message("Only a question has answers.")
