"""That versions were read again and nothing was to change: who said so, and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from sopkit.store.portions import portions
from sopkit.store.tables import FreeText, PeriodicReview


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A version that was read again; `next_due` is when it is to be read once more."""

    person_id: str
    at: datetime
    next_due: datetime
    note: str


def confirmations(
    session: Session, release_ids: Iterable[str]
) -> Mapping[str, tuple[Confirmed, ...]]:
    """How often each of these versions was confirmed, the last first; none for those never."""
    found: dict[str, list[Confirmed]] = defaultdict(list)
    for some in portions(release_ids):
        rows = session.exec(
            select(PeriodicReview, FreeText.text)
            .join(FreeText, col(FreeText.digest) == PeriodicReview.note, isouter=True)
            .where(col(PeriodicReview.release_id).in_(some))
            .order_by(col(PeriodicReview.reviewed_at).desc())
        )
        for row, note in rows:
            each = Confirmed(row.reviewed_by, row.reviewed_at, row.next_due, note or "")
            found[row.release_id].append(each)
    return {release: tuple(each) for release, each in found.items()}
