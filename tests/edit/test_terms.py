"""Terms are put in, changed, moved and taken out, as an independent list says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sopkit.edit import sections
from sopkit.edit.outline import Outline, outline_of
from tests.register import sop

Terms = list[tuple[str, str]]

words = st.text(st.sampled_from("abcé "), min_size=1, max_size=6).filter(lambda text: text.strip())
changes = st.one_of(
    st.tuples(st.just("add"), words, words),
    st.tuples(st.just("set"), st.integers(0, 5), words, words),
    st.tuples(st.just("move"), st.integers(0, 5), st.booleans()),
    st.tuples(st.just("remove"), st.integers(0, 5)),
)


def read(text: str) -> Outline:
    return outline_of(text, "a.md", "nl")


def terms(outline: Outline) -> Terms:
    return [(term.name, term.definition) for term in sections.terms_of(outline)]


def around(outline: Outline) -> list[str]:
    """The lines outside the section of terms."""
    begin = outline.lines.index("## Begrippen")
    end = outline.lines.index("## Instructies")
    return [*outline.lines[:begin], *outline.lines[end:]]


@given(st.lists(changes, max_size=8))
def test_terms_come_go_and_change_places_as_in_a_list(wishes: list[tuple[object, ...]]) -> None:
    before = now = read(sop())
    model: Terms = []
    for wish in wishes:
        now, model = carried_out(now, model, wish)
        assert terms(now) == model
        assert around(now) == around(before)
    for _ in model:
        now = read(sections.remove_term(now, 0))
    assert [line for line in now.lines if line] == [line for line in before.lines if line]


def carried_out(now: Outline, model: Terms, wish: tuple[object, ...]) -> tuple[Outline, Terms]:
    """The text and the naive list after one change; what is not there is left out."""
    model = list(model)
    match wish:
        case ("add", str(name), str(said)):
            model.append((one_line(name), said.strip()))
            return read(sections.add_term(now, name, said)), model
        case ("set", int(at), str(name), str(said)) if at < len(model):
            model[at] = (one_line(name), said.strip())
            return read(sections.set_term(now, at, name, said)), model
        case ("move", int(at), bool(up)) if at < len(model):
            to = at - 1 if up else at + 1
            if not 0 <= to < len(model):
                return now, model
            model[at], model[to] = model[to], model[at]
            return read(sections.move_term(now, at, up=up)), model
        case ("remove", int(at)) if at < len(model):
            del model[at]
            return read(sections.remove_term(now, at)), model
    return now, model


def one_line(text: str) -> str:
    return " ".join(text.split())
