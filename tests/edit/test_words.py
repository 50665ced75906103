"""Words that are typed: nothing of them steers, and they are shown as they were typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sopkit.edit import wording
from sopkit.edit.outline import Outline, outline_of
from sopkit.edit.view import view
from tests.register import sop

ASKED = "Klaar?\n   - Ja: ga verder\n   - Nee: ga verder"

typed = (
    st.lists(st.sampled_from([*"-+*>#`~=|:.){}1a", "->", "1.", "{critical}", "–"]), min_size=1)
    .map(" ".join)
    .filter(lambda words: not any(mark in words for mark in ("`", "* *", "~ ~")))
)


def read(text: str) -> Outline:
    return outline_of(text, "a.md", "nl")


def one_line(words: str) -> str:
    return " ".join(words.split())


@given(typed)
def test_any_words_behind_a_title_are_shown_as_they_were_typed(words: str) -> None:
    before = read(sop())
    after = read(wording.set_text(before, 0, words, {}))
    assert view(after).rows[0].text == words
    assert len(after.items) == len(before.items)
    assert after.items[0].jump is None
    assert after.items[0].own == before.items[0].own


@given(typed)
def test_any_label_of_an_answer_is_shown_as_it_was_typed(words: str) -> None:
    before = read(sop(steps=(ASKED, "Sluit af.")))
    after = read(wording.set_label(before, 1, words))
    assert len(after.items) == len(before.items)
    assert after.items[1].jump is None
    assert view(after).rows[1].label == one_line(words)


def test_a_sentence_that_goes_on_behind_the_title_has_no_full_stop_in_it() -> None:
    before = read(sop(steps=("**Groet de klant.** Wees vriendelijk.",)))
    after = wording.set_text(before, 0, "en stel jezelf voor.", {})
    assert "1. **Groet de klant** en stel jezelf voor." in after
    assert "**Groet de klant.** Wees kort." in wording.set_text(before, 0, "Wees kort.", {})
