"""Stepping over changes, as over a list with a finger on it; and procedures looked up by words."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sopkit.store import unsaved_steps
from sopkit.store.shelfmarks import shelfmarks_like
from tests.register import World, sop


@dataclass
class Texts:
    """The naive model: every text there was, and which one is shown."""

    texts: list[bytes] = field(default_factory=lambda: [b"first"])
    shown: int = 0

    def change(self, text: bytes) -> None:
        del self.texts[self.shown + 1 :]
        self.texts.append(text)
        self.shown += 1

    def step(self, *, back: bool) -> bytes | None:
        to = self.shown - 1 if back else self.shown + 1
        if not 0 <= to < len(self.texts):
            return None
        self.shown = to
        return self.texts[to]

    @property
    def ways(self) -> frozenset[str]:
        ways = {"back": self.shown > 0, "forward": self.shown < len(self.texts) - 1}
        return frozenset(way for way, is_there in ways.items() if is_there)


acts = st.lists(st.one_of(st.binary(max_size=3), st.sampled_from(["back", "forward"])), max_size=20)


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(acts)
def test_one_steps_back_and_forward_as_in_a_list(world: World, wishes: list[bytes | str]) -> None:
    model, whose = Texts(), ("somebody", uuid4().hex)
    with world.register.writing() as session:
        unsaved_steps.remember(session, "somebody", "another document", b"kept")
        for wish in wishes:
            now = model.texts[model.shown]
            if isinstance(wish, bytes):
                unsaved_steps.remember(session, *whose, now)
                model.change(wish)
            else:
                back = wish == "back"
                text = unsaved_steps.go_over(session, *whose, now, back=back)
                assert text == model.step(back=back)
            assert unsaved_steps.ways(session, *whose) == model.ways
        unsaved_steps.forget(session, *whose)
        assert unsaved_steps.ways(session, *whose) == frozenset()
        assert unsaved_steps.ways(session, "somebody", "another document") == {"back"}
        unsaved_steps.forget(session, "somebody", "another document")


def test_no_more_changes_are_remembered_than_are_promised(world: World) -> None:
    with world.register.writing() as session:
        for number in range(unsaved_steps.MOST + 20):
            unsaved_steps.remember(session, "somebody", "one", b"%d" % number)
        back = 0
        while unsaved_steps.go_over(session, "somebody", "one", b"", back=True) is not None:
            back += 1
        assert back == unsaved_steps.MOST


def test_procedures_are_found_by_a_part_of_number_or_title(world: World) -> None:
    world.save(sop("KS-010", title="Identiteit vaststellen"))
    world.save(sop("KS-101", title="Vraag over KS-010"))
    with world.register.reading() as session:
        found = shelfmarks_like(session, "ks-010", None, 5)
        assert [each.number for each in found] == ["KS-010", "KS-101"]
        assert shelfmarks_like(session, "_", None, 5) == ()
        assert shelfmarks_like(session, "ident", frozenset(), 5) == ()
