"""The record of a procedure on its page: whether to work by it, since when, and who says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sopkit.messages import Translate, fill, message
from sopkit.model.control import Control, Status
from sopkit.render.control_words import ControlWords, control_words


@dataclass(frozen=True, slots=True)
class RecordView:
    """A record as it is shown.

    `status` is the status as a name of the model. `warning` says why nobody may work by this
    text, `advice` what to use instead, with its address if it is known.
    """

    status: str
    words: ControlWords
    warning: str = ""
    advice: str = ""
    address: str | None = None


def record_view(
    control: Control | None, translate: Translate, language: str, timezone: str
) -> RecordView:
    """The record of a text; without one it is a draft, which says so and warns of nothing."""
    words = control_words(control, translate, language, timezone)
    if control is None:
        return RecordView(Status.DRAFT.value, words)
    warning = _WARNINGS.get(control.status)
    if warning is None:
        return RecordView(control.status.value, words)
    advice = _advice(control, translate)
    return RecordView(control.status.value, words, translate(warning), advice, control.address)


_WARNINGS: Mapping[Status, str] = {
    Status.SUPERSEDED: message("Do not use this version: it is no longer in force."),
    Status.WITHDRAWN: message("Do not use this procedure: it has been withdrawn."),
}


def _advice(control: Control, translate: Translate) -> str:
    """Which version took the place of a superseded one."""
    if control.status is not Status.SUPERSEDED:
        return ""
    newest = control.history[0].version if control.history else None
    if newest is None or (control.version is not None and newest <= control.version):
        return translate(message("Superseded by a later version."))
    text = translate(message("Superseded by version {version}."))
    return fill(text, {"version": str(newest)})
