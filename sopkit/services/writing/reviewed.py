"""The review that somebody who writes must know of: it goes on, or it sent the text back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sopkit.services.register.acting import Account
from sopkit.services.register.sight import onlooker
from sopkit.services.reviews.seeing import last_review
from sopkit.services.writing.desk import OnDesk
from sopkit.store import submissions
from sopkit.store.records import Names
from sopkit.store.session import Register
from sopkit.store.stages import Verdict


@dataclass(frozen=True, slots=True)
class ReviewNote:
    """A review; while it goes on, `reason` is empty.

    `name` is who sent the text back, empty if that person is gone.
    """

    submission_id: str
    name: str = ""
    reason: str = ""


def review_of(
    register: Register, account: Account, found: OnDesk, now: datetime
) -> ReviewNote | None:
    """The last review of the text on a desk, unless it ended in a version or was taken back.

    One that another department held before the procedure moved is left out for others.
    """
    with register.reading() as session:
        looking = onlooker(session, account, now)
        review = last_review(session, looking, found.document_id)
        if review is None:
            return None
        last, _ = review
        if found.frozen:
            return ReviewNote(last.id)
        for each in submissions.decisions(session, last.id):
            if each.verdict is Verdict.RETURNED:
                names = Names(session, (each.person_id,))
                return ReviewNote(last.id, names.at(each.person_id, each.decided_at), each.reason)
    return None
