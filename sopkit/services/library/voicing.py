"""Readers say whether a procedure helped, and authors hear of searches without a hit.

Nobody's name is kept with it, and nothing for longer than a quarter of a year.
"""

from __future__ import annotations

from datetime import datetime

from sopkit.find.search import sought_words
from sopkit.services.library.home import HEARD
from sopkit.services.library.volume import Asked, take
from sopkit.services.register.sight import Account, sight_of
from sopkit.store import voices
from sopkit.store.session import Register

MOST_LETTERS = 500
"""Of a remark."""

_MOST_LETTERS_SOUGHT = 200


def note_miss(register: Register, query: str, now: datetime) -> None:
    """Note what somebody looked for in vain; a query without words is none."""
    words = " ".join(sought_words(query))[:_MOST_LETTERS_SOUGHT]
    if words:
        with register.writing() as session:
            voices.note_miss(session, words, now, now - HEARD)


def note_verdict(
    register: Register,
    account: Account,
    asked: Asked,
    now: datetime,
    *,
    helped: bool,
    remark: str,
) -> None:
    """Note whether a version helped.

    Raises UnknownDocumentError and UnknownVersionError, also for what they may not see.
    """
    with register.reading() as session:
        found = take(session, sight_of(session, account, now), asked, asked.language or "", now)
    released = found.chosen.released
    if released is None:
        return
    with register.writing() as session:
        voices.note_verdict(
            session,
            release_id=released.id,
            document_id=released.document_id,
            department=found.chosen.revision.department,
            helped=helped,
            remark=remark.strip()[:MOST_LETTERS],
            now=now,
            forgotten_before=now - HEARD,
        )
