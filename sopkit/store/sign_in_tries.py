"""How often passwords were guessed wrong: counted in the register, so for all its servers.

A try counts as wrong from its beginning on, before the password is looked at, and is taken back
when it was right: otherwise a thousand tries at once would all find that none was wrong yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from sopkit.store.passing_tables import SignInTries

FAILURES_LAST = timedelta(hours=24)
"""How long after the last wrong guess they still count."""

SUCCESS_LASTS = timedelta(days=90)
"""How long it is known where somebody signed in from."""


@dataclass(frozen=True, slots=True)
class Tries:
    """What was counted under one key."""

    failures: int = 0
    failed_at: datetime | None = None
    succeeded_at: datetime | None = None

    def as_of(self, now: datetime) -> Tries:
        """Without what is too long ago to count, or was counted by a clock that ran far ahead."""
        failed, succeeded = self.failed_at, self.succeeded_at
        counts = failed is not None and abs(now - failed) < FAILURES_LAST
        known = succeeded is not None and now - succeeded < SUCCESS_LASTS
        return Tries(
            self.failures if counts else 0,
            failed if counts else None,
            succeeded if known else None,
        )


def tries(session: Session, keys: Iterable[str], now: datetime) -> Mapping[str, Tries]:
    """What counts now under each of these keys."""
    wanted = list(keys)
    rows = session.exec(select(SignInTries).where(col(SignInTries.key).in_(wanted)))
    found = {r.key: Tries(r.failures, r.failed_at, r.succeeded_at).as_of(now) for r in rows}
    return {key: found.get(key, Tries()) for key in wanted}


def keep(session: Session, counted: Mapping[str, Tries], now: datetime) -> None:
    """Keep what was counted, and sweep out what says nothing any more."""
    session.exec(delete(SignInTries).where(col(SignInTries.forget_at) <= now))
    for key, each in counted.items():
        forget_at = max(
            each.failed_at + FAILURES_LAST if each.failed_at else now,
            each.succeeded_at + SUCCESS_LASTS if each.succeeded_at else now,
        )
        session.merge(
            SignInTries(
                key=key,
                failures=each.failures,
                failed_at=each.failed_at,
                succeeded_at=each.succeeded_at,
                forget_at=forget_at,
            )
        )
