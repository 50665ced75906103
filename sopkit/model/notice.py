"""What people are told by mail, and how often a digest comes."""

from __future__ import annotations

from enum import StrEnum


class Notice(StrEnum):
    """A kind of mail, which a person may refuse."""

    REVIEW_ASKED = "review-asked"
    """A text waits for the person's approval."""
    DECIDED = "decided"
    """What the person wrote or submitted was approved or sent back."""
    NEW_VERSION = "new-version"
    """A procedure that the person works by changes, or is withdrawn."""
    REVIEW_DUE = "review-due"
    """A procedure that the person keeps is to be reviewed."""
    DIGEST = "digest"
    """What waits, what changed and what is due, in one mail."""


class Rhythm(StrEnum):
    """How often the digest comes. It comes only when there is something in it."""

    NEVER = "never"
    DAILY = "daily"
    WEEKLY = "weekly"


class ReviewOccasion(StrEnum):
    """When a review that is due is told of: two weeks before, on the day, two weeks after."""

    SOON = "soon"
    DUE = "due"
    OVERDUE = "overdue"
