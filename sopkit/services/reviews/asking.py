"""What the author of a text is asked, when it came back or was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sopkit.compare.difference import Fate, StepDifference
from sopkit.services.register.comparing import comparison
from sopkit.services.register.sight import Onlooker
from sopkit.services.reviews.reviewing import DecisionLine, Remark
from sopkit.services.reviews.seeing import last_review
from sopkit.store import comments, submissions
from sopkit.store.documents import SavedRevision
from sopkit.store.records import Names
from sopkit.store.session import Session
from sopkit.store.stages import Verdict

__all__ = ["Asked", "AskedRemark", "Since", "asked"]


class Since(StrEnum):
    """What became of a step since somebody said something about it."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class AskedRemark:
    """A comment, and what became of its step; `step_id` is what the newest text calls the step.

    A comment on the text as a whole is about no step: `WHOLE`.
    """

    remark: Remark
    since: Since
    step_id: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Who ended the last review, why, and every comment that was made in it."""

    submission_id: str
    ending: DecisionLine
    remarks: tuple[AskedRemark, ...]


def asked(session: Session, latest: SavedRevision, onlooker: Onlooker) -> Asked | None:
    """What was asked of the authors of a document when its last review ended without a version."""
    found = last_review(session, onlooker, latest.document_id)
    if found is None:
        return None
    last, before = found
    decided = submissions.decisions(session, last.id)
    endings = {Verdict.RETURNED, Verdict.RETRACTED}
    ending = next((each for each in decided if each.verdict in endings), None)
    if ending is None:
        return None
    said = comments.of_submission(session, last.id)
    names = Names(session, (ending.person_id, *(each.person_id for each in said)))
    steps = {}
    if said and latest.id != last.revision_id and not latest.dropped:
        difference = comparison(session, before, latest, onlooker).difference
        steps = {each.old.id: each for each in difference.steps if each.old is not None}
    remarks = (Remark(each, names.at(each.person_id, each.made_at)) for each in said)
    return Asked(
        last.id,
        DecisionLine(ending, names.at(ending.person_id, ending.decided_at)),
        tuple(_asked_remark(each, steps) for each in remarks),
    )


def _asked_remark(remark: Remark, steps: Mapping[str, StepDifference]) -> AskedRemark:
    step_id = remark.comment.step_id
    if not step_id:
        return AskedRemark(remark, Since.WHOLE, "")
    step = steps.get(step_id)
    if step is None:  # the text is still that which was submitted
        return AskedRemark(remark, Since.SAME, step_id)
    if step.new is None:
        return AskedRemark(remark, Since.REMOVED, "")
    changed = step.fate is not Fate.SAME and step.nature is not None
    return AskedRemark(remark, Since.CHANGED if changed else Since.SAME, step.new.id)
