"""Two texts that began from one are put together, and no line is lost."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from sopkit.edit.merge import conflicts, merge, put_together

texts = st.lists(st.sampled_from("abcde"), max_size=9).map("\n".join)


def lines(text: str) -> Counter[str]:
    return Counter(text.split("\n"))


@given(texts, texts)
def test_who_changes_alone_has_it_as_wanted(base: str, changed: str) -> None:
    assert put_together(merge(base, changed, base), []) == changed
    assert put_together(merge(base, base, changed), []) == changed
    assert put_together(merge(base, changed, changed), []) == changed


@given(texts, texts, texts)
def test_no_line_that_somebody_wrote_is_lost(base: str, mine: str, theirs: str) -> None:
    chunks = merge(base, mine, theirs)
    both = lines(put_together(chunks, []))
    assert not (lines(mine) - lines(base)) - both
    assert not (lines(theirs) - lines(base)) - both


@given(texts, texts, texts)
def test_it_does_not_matter_who_is_who(base: str, mine: str, theirs: str) -> None:
    one = [(each.mine, each.theirs) for each in conflicts(merge(base, mine, theirs))]
    other = [(each.theirs, each.mine) for each in conflicts(merge(base, theirs, mine))]
    assert one == other


def test_changes_of_different_places_go_together_and_of_one_place_are_chosen() -> None:
    base = "title\n\na\nb\nc"
    assert put_together(merge(base, "Title\n\na\nb\nc", "title\n\na\nb\nC"), []) == (
        "Title\n\na\nb\nC"
    )
    chunks = merge(base, "title\n\na\nmine\nc", "title\n\na\ntheirs\nc")
    assert [each.base for each in conflicts(chunks)] == [("b",)]
    assert put_together(chunks, ["mine"]) == "title\n\na\nmine\nc"
    assert put_together(chunks, ["theirs"]) == "title\n\na\ntheirs\nc"
    assert put_together(chunks, ["both"]) == "title\n\na\ntheirs\nmine\nc"
