"""The plan of a sync as a table: what each of the three sides holds, and what is to be done.

A letter is a text, `-` none. The register's letters are its revisions, the oldest first; a `-`
among them is a dropped draft. `base` is the number of the revision that the folder last saw.
"""

from __future__ import annotations

import pytest

from sopkit.services.register.holdings import Kept
from sopkit.services.register.sync_plan import Act, Case, Why, Wishes, decide
from sopkit.services.register.sync_state import Remembered
from sopkit.services.register.working_copy import Held
from sopkit.store.documents import DocumentKey, DocumentKind, Past, SavedRevision
from tests.register import START

KEY = DocumentKey(DocumentKind.SOP, "KS-001", "nl")
PATH = "KS-001.md"


def revision(number: int, text: str) -> SavedRevision:
    kept = None if text == "-" else text
    hashed = "" if text == "-" else text
    return SavedRevision(
        f"r{number}", "d", KEY, number, None, PATH, kept, hashed, "", "", "anna", START
    )


def case(here: str, register: str, base: int | None, *, remembers: bool = True) -> Case:
    saved = [revision(number, text) for number, text in enumerate(register, start=1)]
    kept = None
    if saved:
        text = None if saved[-1].dropped else saved[-1]
        kept = Kept(saved[-1], text, shown=saved[-1].content_hash)
    seen = saved[base - 1].content_hash if base else ""
    return Case(
        held=None if here == "-" else Held(KEY, PATH, here, here),
        kept=kept,
        base=Remembered(KEY, PATH, seen, seen, f"r{base}") if base else None,
        past=tuple(Past(each.id, PATH, each.content_hash) for each in saved),
        remembers=remembers,
    )


@pytest.mark.parametrize(
    ("here", "register", "base", "act", "why"),
    [
        ("-", "a", None, Act.RECEIVE, Why.NEW),
        ("a", "", None, Act.SEND, Why.NEW),
        ("a", "a", None, Act.KEEP, Why.SAME),
        ("a", "a", 1, Act.KEEP, Why.SAME),
        ("b", "a", 1, Act.SEND, Why.CHANGED),
        ("a", "ab", 1, Act.RECEIVE, Why.CHANGED),
        ("b", "ab", 1, Act.KEEP, Why.SAME),
        ("c", "ab", 1, Act.CONFLICT, Why.BOTH_CHANGED),
        ("b", "abc", 1, Act.RECEIVE, Why.CHANGED),
        ("a", "abc", 2, Act.CONFLICT, Why.BOTH_CHANGED),
        ("b", "a", None, Act.CONFLICT, Why.BOTH_NEW),
        ("a", "ab", None, Act.RECEIVE, Why.CHANGED),
        ("-", "a", 1, Act.LEAVE, Why.DELETED),
        ("-", "ab", 1, Act.RECEIVE, Why.BACK),
        ("-", "a-", 1, Act.KEEP, Why.SAME),
        ("a", "a-", 1, Act.REMOVE, Why.DROPPED),
        ("b", "a-", 1, Act.CONFLICT, Why.GONE_AND_CHANGED),
        ("b", "ab-", 1, Act.REMOVE, Why.DROPPED),
        ("a", "a-", None, Act.SEND, Why.NEW),
    ],
)
def test_what_is_to_be_done(here: str, register: str, base: int | None, act: Act, why: Why) -> None:
    step = decide(KEY, case(here, register, base), Wishes())
    assert (step.act, step.why) == (act, why)


@pytest.mark.parametrize(
    ("here", "register", "act"),
    [
        ("a", "a-", Act.REMOVE),
        ("b", "a-", Act.CONFLICT),
        ("a", "ab", Act.RECEIVE),
        ("c", "ab", Act.CONFLICT),
    ],
)
def test_without_a_memory_what_the_register_once_held_is_outdated(
    here: str, register: str, act: Act
) -> None:
    assert decide(KEY, case(here, register, None, remembers=False), Wishes()).act is act


@pytest.mark.parametrize(
    ("wishes", "act"),
    [
        (Wishes(mine=frozenset({PATH})), Act.SEND),
        (Wishes(theirs=frozenset({PATH})), Act.RECEIVE),
        (Wishes(mine=frozenset({"ander.md"})), Act.CONFLICT),
    ],
)
def test_a_choice_solves_a_conflict(wishes: Wishes, act: Act) -> None:
    assert decide(KEY, case("c", "ab", 1), wishes).act is act


def test_a_base_that_the_register_does_not_know_counts_for_nothing() -> None:
    """After a restored backup: the folder's text may be the only one of its kind."""
    unknown = Remembered(KEY, PATH, "b", "b", "lost")
    found = case("b", "a", None)
    stale = Case(found.held, found.kept, unknown, found.past)
    assert decide(KEY, stale, Wishes()).act is Act.CONFLICT
