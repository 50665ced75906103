"""Records of a procedure as a register would give them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sopkit.model.control import Change, Control, Meaning, Nature, Signature, Status, Version

ADDRESS = "https://sop.kwiekwiel.example/KS-003/2.1?copy=7"
HASH = "3f" * 32
ANCHOR = "a1" * 32
PRINTED_AT = datetime(2026, 7, 14, 22, 30, tzinfo=UTC)
"""In Amsterdam it is half past midnight of the next day by then."""

SIGNATURES = (
    Signature("Anouk de Wit", datetime(2026, 2, 20, 8, 5, tzinfo=UTC), Meaning.AUTHORSHIP),
    Signature("Bram Öztürk", datetime(2026, 2, 23, 13, 40, tzinfo=UTC), Meaning.REVIEW),
    Signature("Carla Jansen", datetime(2026, 2, 24, 23, 15, tzinfo=UTC), Meaning.APPROVAL),
)

HISTORY = (
    Change(Version(2, 1), date(2026, 3, 1), Nature.EDITORIAL, "Spelling.", "Anouk de Wit"),
    Change(
        Version(2, 0),
        date(2025, 9, 1),
        Nature.BEHAVIOURAL,
        "Customers waited three days for a decision; the team leader now decides at once.",
        "Anouk de Wit",
    ),
    Change(Version(1, 0), date(2024, 1, 15), None, "New procedure.", "Bram Öztürk"),
)


def record(status: Status = Status.EFFECTIVE, **given: object) -> Control:
    """A full record; `given` replaces single fields."""
    usual: dict[str, object] = {
        "version": Version(2, 1),
        "effective_from": date(2026, 3, 1),
        "effective_until": None,
        "review_due": date(2028, 3, 1),
        "signatures": SIGNATURES,
        "history": HISTORY,
        "content_hash": HASH,
        "anchor": ANCHOR,
        "printed_at": PRINTED_AT,
        "printed_by": "Daan Visser",
        "address": ADDRESS,
    }
    return Control(status, **{**usual, **given})  # type: ignore[arg-type] # fields by their names


def long_history(count: int) -> tuple[Change, ...]:
    """So many versions, the newest first, each with a reason of its own."""
    natures = (Nature.EDITORIAL, Nature.CLARIFYING, Nature.BEHAVIOURAL)
    return tuple(
        Change(
            Version(1 + number // 10, number % 10),
            date(2016, 1, 1) + timedelta(days=90 * number),
            natures[number % 3] if number else None,
            f"Reason {number}: what the customers told us in the survey of that quarter.",
            f"Author {number}",
        )
        for number in reversed(range(count))
    )


def many_signatures(count: int) -> tuple[Signature, ...]:
    """So many signatures, an hour after each other."""
    meanings = (Meaning.AUTHORSHIP, Meaning.REVIEW, Meaning.APPROVAL)
    first = datetime(2026, 2, 1, 9, 0, tzinfo=UTC)
    return tuple(
        Signature(f"Signer {number}", first + timedelta(hours=number), meanings[number % 3])
        for number in range(count)
    )
