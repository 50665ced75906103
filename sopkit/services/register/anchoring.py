"""Writes the end of the trail outside the database, where the settings say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sopkit.errors import SettingFileError
from sopkit.settings import ANCHOR, Settings
from sopkit.store.anchor import append_anchor, touch_anchors
from sopkit.store.trail import Head


@dataclass(frozen=True, slots=True)
class Anchored:
    """The end of the trail after an act. `failure` is why it could not be anchored, if so.

    `file` is where the anchor went; empty when no place for anchors is set.
    """

    head: Head
    file: str = ""
    failure: str = ""


def refuse_unwritable_anchor(settings: Settings) -> None:
    """See that anchors can be added, before anything is to be anchored. Raises SettingFileError."""
    if settings.anchor is None:
        return
    try:
        touch_anchors(settings.anchor)
    except OSError as error:
        raise SettingFileError(ANCHOR, settings.anchor, error.strerror) from error


def anchor_at(settings: Settings, head: Head, occasion: str, now: datetime) -> Anchored:
    """Add an anchor. The act stands already, so a failure is told and undoes nothing."""
    if settings.anchor is None:
        return Anchored(head)
    try:
        append_anchor(settings.anchor, head, occasion, now)
    except OSError as error:
        return Anchored(head, str(settings.anchor), error.strerror or type(error).__name__)
    return Anchored(head, str(settings.anchor))
