"""A folder and the register, brought together."""

from __future__ import annotations

from pathlib import Path

import pytest

from sopkit.messages import english
from sopkit.refusals import OtherRegisterError, SyncRunningError
from sopkit.services.register import deciding, releasing, submitting
from sopkit.services.register.persons import give_right
from sopkit.services.register.releasing import Wish
from sopkit.services.register.submitting import Proposal
from sopkit.services.register.sync_plan import Act, Why, Wishes
from sopkit.services.register.sync_state import STATE_FILE
from sopkit.services.register.syncing import Synced, SyncRequest, plan_sync, sync
from sopkit.source.lock import locked_folder
from sopkit.store import documents
from sopkit.store.documents import SavedRevision, content_hash, digest_of
from tests.register import ORGANISATION, PASSWORD, TYPED, World, sop

PICTURE = b"\x89PNG\r\n\x1a\n one"
OTHER_PICTURE = b"\x89PNG\r\n\x1a\n two"


class Folder:
    """A folder of somebody who syncs it."""

    def __init__(self, world: World, root: Path, by: str = "author") -> None:
        self.world, self.root, self.by = world, root, by
        root.mkdir(exist_ok=True)

    def write(self, path: str, text: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode() if isinstance(text, str) else text)

    def read(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def has(self, path: str) -> bool:
        return (self.root / path).exists()

    def names(self) -> set[str]:
        found = (p for p in self.root.rglob("*") if p.is_file())
        return {p.relative_to(self.root).as_posix() for p in found} - {STATE_FILE}

    def sync(self, *, by: str | None = None, **wishes: frozenset[str] | None) -> Synced:
        request = SyncRequest(self.root, "sync", Wishes(**wishes))  # type: ignore[arg-type]
        person = self.world.people[by or self.by]
        return sync(self.world.register, person, request, english, self.world.tick())


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Folder:
    """A folder that holds what the register holds: the organisation and one procedure."""
    world.save(sop())
    made = Folder(world, tmp_path / "mine")
    assert made.sync().complete
    return made


@pytest.fixture
def other(world: World, tmp_path: Path, folder: Folder) -> Folder:
    """The folder of the second author, which holds the same."""
    made = Folder(world, tmp_path / "theirs")
    assert made.sync().complete
    assert made.names() == folder.names()
    return made


def newest(world: World, path: str = "KS-001.md") -> SavedRevision:
    with world.register.reading() as session:
        return next(each for each in documents.newest(session) if each.path == path)


def text_of(world: World, path: str = "KS-001.md") -> str:
    with world.register.reading() as session:
        saved = next(each for each in documents.newest(session) if each.path == path)
        return documents.text_of(session, saved).decode()


def told(synced: Synced) -> set[tuple[str, Act, Why]]:
    return {(step.at, step.act, step.why) for step in (*synced.done, *synced.left)}


def release(world: World, number: str = "KS-001") -> None:
    proposal = Proposal(number, "nieuw")
    submitting.submit(world.register, world.people["author"], proposal, TYPED, world.tick())
    deciding.approve(world.register, world.people["approver"], number, TYPED, world.tick())
    releasing.release(
        world.register, world.settings, world.people["approver"], Wish(number), world.tick()
    )


def withdraw(world: World, number: str = "KS-001") -> None:
    releasing.withdraw(
        world.register,
        world.settings,
        world.people["approver"],
        number,
        "vervangen",
        TYPED,
        world.tick(),
    )


CHANGED = sop(title="Telefoon opnemen")
CHANGED_ELSEWHERE = sop(title="De telefoon aannemen")


# One side changed


def test_a_new_folder_gets_what_the_register_holds(folder: Folder) -> None:
    assert folder.names() == {"organisation.yaml", "KS-001.md"}
    assert folder.read("KS-001.md") == sop()
    assert folder.read("organisation.yaml") == ORGANISATION


def test_a_second_sync_does_nothing(folder: Folder) -> None:
    before = {path: (folder.root / path).stat().st_mtime_ns for path in folder.names()}
    again = folder.sync()
    assert again.done == []
    assert again.complete
    assert {path: (folder.root / path).stat().st_mtime_ns for path in before} == before


def test_a_new_file_goes_to_the_register_and_to_other_folders(
    folder: Folder, other: Folder
) -> None:
    folder.write("balie/KS-002.md", sop("KS-002"))
    assert told(folder.sync()) == {("balie/KS-002.md", Act.SEND, Why.NEW)}
    assert told(other.sync()) == {("balie/KS-002.md", Act.RECEIVE, Why.NEW)}
    assert other.read("balie/KS-002.md") == sop("KS-002")


def test_a_change_goes_to_the_register_and_to_other_folders(folder: Folder, other: Folder) -> None:
    folder.write("KS-001.md", CHANGED)
    assert told(folder.sync()) == {("KS-001.md", Act.SEND, Why.CHANGED)}
    assert newest(folder.world).parent_id is not None
    assert told(other.sync()) == {("KS-001.md", Act.RECEIVE, Why.CHANGED)}
    assert other.read("KS-001.md") == CHANGED
    folder.world.assert_proven()


@pytest.mark.parametrize(
    "data", [sop().replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + sop().encode()]
)
def test_bytes_stay_as_they_are_in_both_directions(
    folder: Folder, other: Folder, data: bytes
) -> None:
    folder.write("KS-001.md", data)
    folder.sync()
    other.sync()
    assert (other.root / "KS-001.md").read_bytes() == data


def test_a_moved_file_moves_in_other_folders(folder: Folder, other: Folder) -> None:
    (folder.root / "balie").mkdir()
    (folder.root / "KS-001.md").rename(folder.root / "balie" / "telefoon.md")
    assert told(folder.sync()) == {("balie/telefoon.md", Act.SEND, Why.MOVED)}
    other.sync()
    assert other.names() == {"organisation.yaml", "balie/telefoon.md"}
    assert other.sync().done == []


def test_two_files_that_change_places_do_so_in_other_folders(folder: Folder, other: Folder) -> None:
    folder.write("KS-002.md", sop("KS-002"))
    folder.sync()
    other.sync()
    folder.write("KS-001.md", sop("KS-002"))
    folder.write("KS-002.md", sop("KS-001"))
    assert folder.sync().complete
    assert other.sync().complete
    assert other.read("KS-001.md") == sop("KS-002")
    assert other.read("KS-002.md") == sop("KS-001")


def test_a_move_here_and_a_change_there_are_both_kept(folder: Folder, other: Folder) -> None:
    (folder.root / "KS-001.md").rename(folder.root / "telefoon.md")
    other.write("KS-001.md", CHANGED)
    other.sync()
    assert folder.sync().complete
    assert folder.read("telefoon.md") == CHANGED
    assert other.sync().complete
    assert other.names() == {"organisation.yaml", "telefoon.md"}


def test_a_change_here_and_a_move_there_are_both_kept(folder: Folder, other: Folder) -> None:
    (other.root / "KS-001.md").rename(other.root / "telefoon.md")
    other.sync()
    folder.write("KS-001.md", CHANGED)
    assert folder.sync().complete
    assert folder.names() == {"organisation.yaml", "telefoon.md"}
    assert folder.read("telefoon.md") == CHANGED


def test_another_number_is_another_document(folder: Folder) -> None:
    folder.write("KS-001.md", sop("KS-009"))
    synced = folder.sync()
    assert ("KS-001.md", Act.SEND, Why.NEW) in told(synced)
    assert [(step.why, step.case.base is not None) for step in synced.left] == [(Why.DELETED, True)]
    assert told(folder.sync(delete=None)) == {("KS-001.md", Act.DROP, Why.DELETED)}


# Conflicts


@pytest.fixture
def conflict(folder: Folder, other: Folder) -> Folder:
    """A folder whose text and the register's were both changed, and a sync told so."""
    other.write("KS-001.md", CHANGED_ELSEWHERE)
    other.sync()
    folder.write("KS-001.md", CHANGED)
    assert told(folder.sync()) == {("KS-001.md", Act.CONFLICT, Why.BOTH_CHANGED)}
    return folder


def test_a_conflict_overwrites_nothing_and_shows_both_texts(conflict: Folder) -> None:
    assert conflict.read("KS-001.md") == CHANGED
    assert text_of(conflict.world) == CHANGED_ELSEWHERE
    shown = conflict.read("_conflict-KS-001.md")
    assert "Telefoon opnemen" in shown
    assert "De telefoon aannemen" in shown
    assert "Anna Auteur" in shown


def test_a_conflict_stays_one_until_it_is_solved(conflict: Folder) -> None:
    assert told(conflict.sync()) == {("KS-001.md", Act.CONFLICT, Why.BOTH_CHANGED)}
    assert conflict.names() == {"organisation.yaml", "KS-001.md", "_conflict-KS-001.md"}


def test_a_conflict_is_solved_by_removing_the_file_that_tells_it(conflict: Folder) -> None:
    solution = sop(title="De telefoon opnemen")
    conflict.write("KS-001.md", solution)
    (conflict.root / "_conflict-KS-001.md").unlink()
    assert conflict.sync().complete
    assert text_of(conflict.world) == solution
    conflict.world.assert_proven()


def test_a_conflict_that_is_solved_too_late_is_a_new_one(conflict: Folder, other: Folder) -> None:
    other.write("KS-001.md", sop(title="Weer anders"))
    other.sync()
    (conflict.root / "_conflict-KS-001.md").unlink()
    assert told(conflict.sync()) == {("KS-001.md", Act.CONFLICT, Why.BOTH_CHANGED)}
    assert "Weer anders" in conflict.read("_conflict-KS-001.md")


@pytest.mark.parametrize(("choice", "kept"), [("mine", CHANGED), ("theirs", CHANGED_ELSEWHERE)])
def test_a_conflict_is_solved_by_taking_one_of_the_two(
    conflict: Folder, choice: str, kept: str
) -> None:
    wish = frozenset({"KS-001.md"})
    solved = conflict.sync(mine=wish) if choice == "mine" else conflict.sync(theirs=wish)
    assert solved.complete
    assert conflict.read("KS-001.md") == kept
    assert text_of(conflict.world) == kept
    assert not conflict.has("_conflict-KS-001.md")


def test_a_conflict_ends_when_both_texts_are_the_same(conflict: Folder) -> None:
    conflict.write("KS-001.md", CHANGED_ELSEWHERE)
    assert conflict.sync().complete
    assert not conflict.has("_conflict-KS-001.md")


def test_what_somebody_writes_into_the_file_of_a_conflict_is_kept(conflict: Folder) -> None:
    conflict.write("_conflict-KS-001.md", "mijn aantekeningen")
    conflict.write("KS-001.md", sop(title="Nog iets"))
    conflict.sync()
    conflict.sync(mine=frozenset({"KS-001.md"}))
    assert conflict.read("_conflict-KS-001.md") == "mijn aantekeningen"


def test_the_same_change_on_both_sides_is_no_conflict(folder: Folder, other: Folder) -> None:
    for each in (other, folder):
        each.write("KS-001.md", CHANGED)
        assert each.sync().complete


# Deleted and withdrawn


def test_a_deleted_draft_is_asked_about_before_it_is_dropped(folder: Folder, other: Folder) -> None:
    (folder.root / "KS-001.md").unlink()
    assert told(folder.sync()) == {("KS-001.md", Act.LEAVE, Why.DELETED)}
    assert text_of(folder.world) == sop()
    assert told(folder.sync(delete=frozenset({"KS-001.md"}))) == {
        ("KS-001.md", Act.DROP, Why.DELETED)
    }
    assert newest(folder.world).dropped
    assert told(other.sync()) == {("KS-001.md", Act.REMOVE, Why.DROPPED)}
    assert other.names() == {"organisation.yaml"}


def test_a_deleted_file_comes_back_when_it_is_chosen(folder: Folder) -> None:
    (folder.root / "KS-001.md").unlink()
    assert folder.sync(theirs=frozenset({"KS-001.md"})).complete
    assert folder.read("KS-001.md") == sop()


def test_a_dropped_draft_comes_back_as_a_new_text(folder: Folder) -> None:
    (folder.root / "KS-001.md").unlink()
    folder.sync(delete=None)
    folder.write("KS-001.md", sop())
    assert told(folder.sync()) == {("KS-001.md", Act.SEND, Why.NEW)}
    assert text_of(folder.world) == sop()


def test_a_version_in_force_is_never_deleted_by_a_sync(folder: Folder) -> None:
    release(folder.world)
    folder.sync()
    (folder.root / "KS-001.md").unlink()
    assert told(folder.sync(delete=None)) == {("KS-001.md", Act.RECEIVE, Why.BACK_RELEASED)}
    assert folder.read("KS-001.md") == sop()


def test_a_file_that_was_deleted_here_and_changed_there_comes_back(
    folder: Folder, other: Folder
) -> None:
    (folder.root / "KS-001.md").unlink()
    other.write("KS-001.md", CHANGED)
    other.sync()
    assert told(folder.sync(delete=None)) == {("KS-001.md", Act.RECEIVE, Why.BACK)}


def test_a_withdrawn_procedure_leaves_the_folder(folder: Folder) -> None:
    release(folder.world)
    folder.sync()
    withdraw(folder.world)
    assert told(folder.sync()) == {("KS-001.md", Act.REMOVE, Why.WITHDRAWN)}
    assert not folder.has("KS-001.md")


def test_a_withdrawn_text_does_not_come_back_unnoticed(folder: Folder) -> None:
    release(folder.world)
    withdraw(folder.world)
    folder.sync()
    folder.write("KS-001.md", sop())
    assert told(folder.sync()) == {("KS-001.md", Act.LEAVE, Why.STAYS_WITHDRAWN)}
    folder.write("KS-001.md", CHANGED)
    assert folder.sync().complete


def test_a_change_of_what_was_withdrawn_meanwhile_is_a_conflict(folder: Folder) -> None:
    release(folder.world)
    folder.sync()
    withdraw(folder.world)
    folder.write("KS-001.md", CHANGED)
    assert told(folder.sync()) == {("KS-001.md", Act.CONFLICT, Why.GONE_AND_CHANGED)}
    (folder.root / "_conflict-KS-001.md").unlink()
    assert folder.sync().complete
    assert text_of(folder.world) == CHANGED


def test_the_version_in_force_takes_the_place_of_a_dropped_draft(
    folder: Folder, other: Folder
) -> None:
    release(folder.world)
    folder.write("KS-001.md", CHANGED)
    folder.sync()
    other.sync()
    assert other.read("KS-001.md") == CHANGED
    from sopkit.services.register.saving import drop_draft

    world = folder.world
    key = newest(world).document
    drop_draft(world.register, world.people["author"], key, "", world.tick())
    assert other.sync().complete
    assert other.read("KS-001.md") == sop()


# What may not be done


def test_a_text_under_review_stands_fast(folder: Folder) -> None:
    world = folder.world
    proposal = Proposal("KS-001", "nieuw")
    submitting.submit(world.register, world.people["author"], proposal, TYPED, world.tick())
    folder.write("KS-001.md", CHANGED)
    assert told(folder.sync()) == {("KS-001.md", Act.LEAVE, Why.UNDER_REVIEW)}
    assert text_of(world) == sop()
    assert folder.read("KS-001.md") == CHANGED
    (folder.root / "KS-001.md").unlink()
    assert told(folder.sync(delete=None)) == {("KS-001.md", Act.RECEIVE, Why.BACK_UNDER_REVIEW)}


def test_only_an_administrator_changes_the_organisation(folder: Folder) -> None:
    changed = ORGANISATION.replace("Kwiekwiel", "Fietsenmaker")
    folder.write("organisation.yaml", changed)
    folder.write("KS-002.md", sop("KS-002"))
    synced = folder.sync()
    assert told(synced) == {
        ("organisation.yaml", Act.LEAVE, Why.NOT_ALLOWED),
        ("KS-002.md", Act.SEND, Why.NEW),
    }
    assert folder.read("organisation.yaml") == changed
    assert text_of(folder.world, "organisation.yaml") == ORGANISATION
    assert folder.sync(by="admin").complete
    assert text_of(folder.world, "organisation.yaml") == changed


def test_what_a_person_may_not_write_is_left_and_the_rest_goes_on(folder: Folder) -> None:
    folder.write("FI-001.md", sop("FI-001", department="finance"))
    folder.write("glossary.md", "# Begrippen\n")
    folder.write("KS-002.md", sop("KS-002"))
    assert told(folder.sync()) == {
        ("FI-001.md", Act.LEAVE, Why.NOT_ALLOWED),
        ("glossary.md", Act.LEAVE, Why.NOT_ALLOWED),
        ("KS-002.md", Act.SEND, Why.NEW),
    }


def test_a_translation_of_what_others_write_is_left(folder: Folder) -> None:
    world = folder.world
    world.save(sop("HR-012", department="hr"))
    world.appoint("kees", "Kees Schrijver")
    admin = world.people["admin"]
    give_right(world.register, admin, "kees", "author", "klantenservice", world.tick())
    assert folder.sync().complete
    folder.write("HR-012.en.md", sop("HR-012", language="en"))
    synced = folder.sync(by="kees")
    assert told(synced) == {("HR-012.en.md", Act.LEAVE, Why.NUMBER_TAKEN)}
    assert told(folder.sync()) == {("HR-012.en.md", Act.SEND, Why.NEW)}
    folder.write("HR-012.en.md", sop("HR-012", language="en", title="Phone"))
    assert told(folder.sync(by="kees")) == {("HR-012.en.md", Act.SEND, Why.CHANGED)}


def test_two_files_of_one_document_are_both_left(folder: Folder) -> None:
    folder.write("kopie.md", CHANGED)
    synced = folder.sync(delete=None)
    assert {step.at for step in synced.left} == {"KS-001.md", "kopie.md"}
    assert text_of(folder.world) == sop()


def test_files_that_are_no_documents_are_told_and_left(folder: Folder, tmp_path: Path) -> None:
    folder.write("notities.md", "# Notities\n")
    folder.write("foto.md", b"\xff\xfe\x00")
    folder.write("groot.md", b"a" * (1024 * 1024 + 1))
    outside = tmp_path / "buiten.md"
    outside.write_text(sop("KS-008"))
    (folder.root / "link.md").symlink_to(outside)
    synced = folder.sync()
    assert {(step.at, step.unfit.why.value) for step in synced.left if step.unfit} == {
        ("notities.md", "no-number"),
        ("foto.md", "not-text"),
        ("groot.md", "too-large"),
        ("link.md", "link"),
    }
    assert synced.done == []


def test_a_file_whose_number_was_spoiled_is_not_taken_for_deleted(folder: Folder) -> None:
    folder.write("KS-001.md", "---\nnumber\n---\n")
    synced = folder.sync(delete=None)
    assert [step.unfit is not None for step in synced.left] == [True]
    assert text_of(folder.world) == sop()


def test_a_file_that_is_in_the_way_is_not_overwritten(folder: Folder, other: Folder) -> None:
    other.write("KS-002.md", sop("KS-002"))
    other.sync()
    folder.write("KS-002.md", "# Een kladje\n")
    assert ("KS-002.md", Act.LEAVE, Why.IN_THE_WAY) in told(folder.sync())
    assert folder.read("KS-002.md") == "# Een kladje\n"


def test_nothing_is_written_through_a_link_out_of_the_folder(
    folder: Folder, other: Folder, tmp_path: Path
) -> None:
    other.write("balie/KS-002.md", sop("KS-002"))
    other.sync()
    outside = tmp_path / "buiten"
    outside.mkdir()
    (folder.root / "balie").symlink_to(outside)
    assert not folder.sync().complete
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("path", ["../KS-002.md", "_verborgen.md", "/KS-002.md", "a/../b.md"])
def test_a_path_out_of_the_folder_is_not_written(folder: Folder, path: str) -> None:
    folder.world.save(sop("KS-002"), path=path)
    assert (path, Act.LEAVE, Why.BAD_PATH) in told(folder.sync())
    assert folder.names() == {"organisation.yaml", "KS-001.md"}


# Pictures

WITH_PICTURE = sop(steps=("Kijk: ![het scherm](beelden/scherm.png)",))


def test_pictures_that_a_text_shows_go_with_it(folder: Folder, other: Folder) -> None:
    folder.write("KS-001.md", WITH_PICTURE)
    folder.write("beelden/scherm.png", PICTURE)
    folder.write("beelden/ander.png", PICTURE)
    folder.sync()
    other.sync()
    assert (other.root / "beelden/scherm.png").read_bytes() == PICTURE
    assert not other.has("beelden/ander.png")
    folder.write("beelden/scherm.png", OTHER_PICTURE)
    assert told(folder.sync()) == {("KS-001.md", Act.SEND, Why.CHANGED)}
    assert other.sync().complete
    assert (other.root / "beelden/scherm.png").read_bytes() == OTHER_PICTURE
    folder.write("KS-001.md", sop())
    folder.sync()
    assert other.sync().complete
    assert other.names() == {"organisation.yaml", "KS-001.md"}


def test_a_picture_that_appears_later_is_noticed(folder: Folder) -> None:
    folder.write("KS-001.md", WITH_PICTURE)
    folder.sync()
    folder.write("beelden/scherm.png", PICTURE)
    assert told(folder.sync()) == {("KS-001.md", Act.SEND, Why.CHANGED)}


def test_a_picture_that_only_the_folder_has_is_not_overwritten(
    folder: Folder, other: Folder
) -> None:
    other.write("KS-001.md", WITH_PICTURE)
    other.write("beelden/scherm.png", PICTURE)
    other.sync()
    folder.write("beelden/scherm.png", OTHER_PICTURE)
    assert told(folder.sync()) == {("KS-001.md", Act.LEAVE, Why.PICTURE_IN_THE_WAY)}
    assert (folder.root / "beelden/scherm.png").read_bytes() == OTHER_PICTURE


def test_one_picture_of_two_texts_is_the_one_saved_last(folder: Folder, other: Folder) -> None:
    """The second procedure belongs to a department in which the author of it may not write."""
    folder.write("KS-001.md", WITH_PICTURE)
    folder.write("HR-001.md", WITH_PICTURE.replace("KS-001", "HR-001"))
    folder.write("beelden/scherm.png", PICTURE)
    folder.sync()
    other.sync()
    folder.write("beelden/scherm.png", OTHER_PICTURE)
    assert folder.sync().complete
    assert other.sync().complete
    assert other.sync().done == []
    assert folder.sync().done == []


def test_changed_pictures_on_both_sides_are_a_conflict(folder: Folder, other: Folder) -> None:
    for each in (folder, other):
        each.write("KS-001.md", WITH_PICTURE)
        each.write("beelden/scherm.png", PICTURE)
        assert each.sync().complete
    other.write("beelden/scherm.png", OTHER_PICTURE)
    other.sync()
    folder.write("beelden/scherm.png", b"\x89PNG three")
    assert told(folder.sync()) == {("KS-001.md", Act.CONFLICT, Why.BOTH_CHANGED)}
    assert (folder.root / "beelden/_conflict-scherm.png").read_bytes() == OTHER_PICTURE
    assert folder.sync(theirs=frozenset({"KS-001.md"})).complete
    assert folder.names() == {"organisation.yaml", "KS-001.md", "beelden/scherm.png"}


def test_the_logo_goes_with_the_organisation(folder: Folder, other: Folder) -> None:
    folder.write("organisation.yaml", ORGANISATION + "logo: logo.svg\n")
    folder.write("logo.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    folder.sync(by="admin")
    other.sync()
    assert other.has("logo.svg")


# Memory


def test_a_lost_memory_loses_nothing(folder: Folder, other: Folder) -> None:
    folder.write("KS-002.md", sop("KS-002"))
    folder.sync()
    other.sync()
    (folder.root / STATE_FILE).unlink()
    other.write("KS-002.md", sop("KS-002", title="Anders"))
    other.sync()
    folder.write("KS-001.md", CHANGED)
    assert told(folder.sync()) == {
        ("KS-001.md", Act.CONFLICT, Why.BOTH_NEW),
        ("KS-002.md", Act.RECEIVE, Why.CHANGED),
    }
    assert folder.read("KS-001.md") == CHANGED


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"format": 1}', b"\xff", b"[" * 100_000])
def test_a_spoiled_memory_is_a_lost_one(folder: Folder, data: bytes) -> None:
    folder.write(STATE_FILE, data)
    assert folder.sync().complete
    assert folder.sync().done == []


def test_another_register_is_noticed(folder: Folder, tmp_path: Path) -> None:
    from sopkit.settings import database_url
    from tests.register import new_world

    stranger = new_world(database_url(str(tmp_path / "stranger.sqlite")))
    request = SyncRequest(folder.root)
    with pytest.raises(OtherRegisterError):
        sync(stranger.register, stranger.people["author"], request, english, stranger.tick())
    stranger.register.close()


def test_a_text_that_a_restored_backup_does_not_know_is_not_overwritten(folder: Folder) -> None:
    """As after a restore: the folder remembers a revision that the register never had."""
    file = folder.root / STATE_FILE
    folder.write("KS-001.md", CHANGED)
    folder.sync()
    lost = newest(folder.world).id
    folder.world.save(CHANGED_ELSEWHERE)
    file.write_text(file.read_text().replace(lost, "0" * 32))
    folder.write("KS-001.md", sop(title="Alleen hier"))
    text = file.read_text()
    held = content_hash(digest_of(sop(title="Alleen hier").encode()), {})
    known = content_hash(digest_of(CHANGED.encode()), {})
    file.write_text(text.replace(known, held))
    assert told(folder.sync()) == {("KS-001.md", Act.CONFLICT, Why.BOTH_NEW)}
    assert folder.read("KS-001.md") == sop(title="Alleen hier")


def test_two_syncs_of_one_folder_do_not_meet(folder: Folder) -> None:
    with locked_folder(folder.root), pytest.raises(SyncRunningError):
        folder.sync()


def test_a_plan_changes_nothing(folder: Folder) -> None:
    folder.write("KS-001.md", CHANGED)
    before = (folder.root / STATE_FILE).read_bytes()
    request = SyncRequest(folder.root)
    world = folder.world
    _, planned = plan_sync(world.register, world.people["author"], request, world.tick())
    assert [(step.at, step.act) for step in planned.of(Act.SEND)] == [("KS-001.md", Act.SEND)]
    assert (folder.root / STATE_FILE).read_bytes() == before
    assert text_of(world) == sop()


def test_a_first_library_goes_into_an_empty_register_with_its_language(tmp_path: Path) -> None:
    """An English organisation: texts that name no language are English, also in the register."""
    from sopkit.services.register.opening import open_register, upgrade
    from sopkit.services.register.persons import found_register, give_right
    from sopkit.settings import Settings, database_url
    from tests.register import START

    settings = Settings(database_url(str(tmp_path / "empty.sqlite")))
    upgrade(settings, START)
    register = open_register(settings)
    world = World(settings, register)
    world.people["admin"] = found_register(register, "admin", "Ada", PASSWORD, world.tick())
    give_right(register, world.people["admin"], "admin", "author", "*", world.tick())
    folder = Folder(world, tmp_path / "library", by="admin")
    folder.write("organisation.yaml", ORGANISATION.replace("language: nl", "language: en"))
    folder.write("KS-001.md", sop(language="en").replace("language: en\n", ""))
    assert folder.sync().complete
    assert newest(world).document.language == "en"
    assert folder.sync().done == []
    register.close()
