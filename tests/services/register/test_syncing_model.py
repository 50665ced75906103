"""Two folders, one register, random edits on all sides, beside a naive model of what a sync does.

The model keeps of every document the list of its texts in the register (None: dropped), and of
every folder its texts and the number of the register's text that it last agreed with.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sopkit.messages import english
from sopkit.services.register.opening import open_register
from sopkit.services.register.sync_plan import Act, Wishes
from sopkit.services.register.sync_state import STATE_FILE
from sopkit.services.register.syncing import SyncRequest, sync
from sopkit.settings import Settings, database_url
from sopkit.store import documents
from tests.register import World, new_world, sop

NUMBERS = ("KS-001", "KS-002")
TITLES = ("een", "twee", "drie")
FOLDERS = ("links", "rechts")

numbers = st.sampled_from(NUMBERS)
titles = st.sampled_from(TITLES)
folders = st.sampled_from(FOLDERS)


@lru_cache(maxsize=1)
def template() -> World:
    """A register that each run copies."""
    folder = Path(tempfile.mkdtemp(prefix="sopkit-sync-"))
    world = new_world(database_url(str(folder / "register.sqlite")))
    world.register.close()
    return world


@dataclass
class Model:
    """A folder in the model; `told` has of each conflict how many texts there were then."""

    texts: dict[str, str] = field(default_factory=dict)
    agreed: dict[str, int] = field(default_factory=dict)
    told: dict[str, int] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    remembers: bool = False

    def sync(self, history: dict[str, list[str | None]], mine: set[str], theirs: set[str]) -> None:
        """Bring every document together, and tell of those that cannot be."""
        for number in NUMBERS:
            past = history[number]
            if self.meets(number, past, mine, theirs):
                self.told.pop(number, None)
                self.agree(number, past)
            else:
                self.told[number] = len(past)
        self.removed.clear()
        self.remembers = True

    def meets(self, number: str, past: list[str | None], mine: set[str], theirs: set[str]) -> bool:
        """Bring one document together; False when that cannot be done."""
        here, there = self.texts.get(number), past[-1] if past else None
        solved = number in self.removed and self.told.get(number) == len(past)
        if here == there:
            return True
        if here is None:
            if self.agreed.get(number) == len(past) and number not in self.told:
                past.append(None)
            else:
                self.take(number, there)
        elif number in theirs:
            self.take(number, there)
        elif number in mine or solved or not past:
            past.append(here)
        else:
            return self.compared(number, past, here, there)
        return True

    def compared(self, number: str, past: list[str | None], here: str, there: str | None) -> bool:
        """Both sides differ, and nobody said which is to be taken."""
        base = self.agreed.get(number)
        if base is None:
            outdated = here in past and (there is not None or not self.remembers)
            anew = there is None and self.remembers and number not in self.told
        else:
            outdated = here in past[base - 1 :] and base != len(past)
            anew = base == len(past)
        if outdated:
            self.take(number, there)
        elif anew:
            past.append(here)
        return outdated or anew

    def take(self, number: str, there: str | None) -> None:
        if there is None:
            self.texts.pop(number)
        else:
            self.texts[number] = there

    def agree(self, number: str, past: list[str | None]) -> None:
        if number in self.texts:
            self.agreed[number] = len(past)
        else:
            self.agreed.pop(number, None)


class Syncing(RuleBasedStateMachine):
    """Edits, deletions, lost memories, solved conflicts, and syncs in between."""

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(prefix="sopkit-sync-"))
        original = template()
        assert original.register.file is not None
        shutil.copyfile(original.register.file, self.place / "register.sqlite")
        found = Settings(database_url(str(self.place / "register.sqlite")))
        self.world = replace(original, settings=found, register=open_register(found))
        self.history: dict[str, list[str | None]] = {number: [] for number in NUMBERS}
        self.models = {name: Model() for name in FOLDERS}
        for name in FOLDERS:
            (self.place / name).mkdir()

    @rule(name=folders, number=numbers, title=titles)
    def edit(self, name: str, number: str, title: str) -> None:
        self.models[name].texts[number] = sop(number, title=title)
        (self.place / name / f"{number}.md").write_text(sop(number, title=title))

    @rule(name=folders, number=numbers)
    def delete(self, name: str, number: str) -> None:
        self.models[name].texts.pop(number, None)
        (self.place / name / f"{number}.md").unlink(missing_ok=True)

    @rule(name=folders)
    def lose_the_memory(self, name: str) -> None:
        (self.place / name / STATE_FILE).unlink(missing_ok=True)
        for each in (self.place / name).glob("_conflict-*"):
            each.unlink()
        self.models[name] = Model(self.models[name].texts)

    @precondition(lambda self: any(model.told for model in self.models.values()))
    @rule(data=st.data())
    def remove_a_conflict_file(self, data: st.DataObject) -> None:
        open_ones = [(name, number) for name in FOLDERS for number in self.models[name].told]
        name, number = data.draw(st.sampled_from(open_ones))
        (self.place / name / f"_conflict-{number}.md").unlink(missing_ok=True)
        self.models[name].removed.add(number)

    @rule(name=folders)
    def sync(self, name: str) -> None:
        self.synced(name, set(), set())

    @rule(name=folders, number=numbers)
    def take_mine(self, name: str, number: str) -> None:
        if number in self.models[name].texts:
            self.synced(name, {number}, set())

    @rule(name=folders, number=numbers)
    def take_theirs(self, name: str, number: str) -> None:
        if number in self.models[name].texts and self.history[number]:
            self.synced(name, set(), {number})

    def synced(self, name: str, mine: set[str], theirs: set[str]) -> None:
        texts = set(self.models[name].texts.values())
        self.models[name].sync(self.history, mine, theirs)
        wishes = Wishes(
            frozenset(f"{number}.md" for number in mine),
            frozenset(f"{number}.md" for number in theirs),
            delete=None,
        )
        person, folder = self.world.people["author"], self.place / name
        request = SyncRequest(folder, wishes=wishes)
        done = sync(self.world.register, person, request, english, self.world.tick())
        assert not done.failures
        conflicts = {step.document.key for step in done.left if step.document}
        assert {step.act for step in done.left} <= {Act.CONFLICT}
        assert conflicts == set(self.models[name].told)
        assert {p.name for p in folder.glob("_conflict-*")} == {
            f"_conflict-{number}.md" for number in conflicts
        }
        if not theirs:
            assert texts <= set(self.models[name].texts.values()) | self.saved_texts()
        again = replace(request, wishes=Wishes(delete=None))
        assert sync(self.world.register, person, again, english, self.world.tick()).done == []

    def saved_texts(self) -> set[str | None]:
        return {text for past in self.history.values() for text in past}

    @invariant()
    def folders_and_register_are_as_the_model_says(self) -> None:
        for name in FOLDERS:
            found = {p.stem: p.read_text() for p in (self.place / name).glob("KS-*.md")}
            assert found == self.models[name].texts
        with self.world.register.reading() as session:
            newest = [each for each in documents.newest(session) if each.document.key]
            texts = documents.texts_of(session, newest)
        held = {each.document.key: texts[each.id].decode() for each in newest if not each.dropped}
        assert held == {n: past[-1] for n, past in self.history.items() if past and past[-1]}

    def teardown(self) -> None:
        self.world.assert_proven()
        self.world.register.close()
        shutil.rmtree(self.place)


TestSyncing = Syncing.TestCase
assert settings.default is not None
TestSyncing.settings = settings(
    stateful_step_count=20,
    max_examples=settings.default.max_examples // 6,  # each is dozens of syncs
)
