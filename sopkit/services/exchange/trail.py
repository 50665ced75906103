"""The trail a part at a time."""

from __future__ import annotations

from datetime import datetime

from sopkit.services.exchange.portion import Portion, cut
from sopkit.services.register.tracing import TrailLine, Wish, search
from sopkit.store.people import Account
from sopkit.store.session import Register

__all__ = ["page_of_events"]


def page_of_events(
    register: Register,
    actor: Account,
    wish: Wish,
    after: int | None,
    limit: int,
    now: datetime,
) -> Portion[TrailLine]:
    """Events, the newest first, `after` the one of that number.

    Raises NotAllowedError and NotInTrailError.
    """
    found = search(register, actor, wish, now, limit=limit + 1, before=after)
    kept, following = cut(found, limit, lambda line: str(line.seq))
    return Portion(tuple(kept), following)
