"""The commands of the register: who acts, what is told, and what is refused."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import HEARS_CTRL_C, Outcome, Sopkit
from tests.register import PASSWORD, START, World, sop

NUMBER = "KS-001"
OTHER = "another good password"
ROOT = Path(__file__).parents[2]
As = Callable[..., Outcome]


def clock(world: World) -> None:
    """The program takes the time from the machine: what is saved next, a minute on, is now."""
    world.now = datetime.now(UTC) - timedelta(minutes=1)


def commands(sopkit: Sopkit, world: World) -> As:
    """Runs commands on a register in the name of somebody."""
    url = world.register.url.render_as_string(hide_password=False)

    def start(login: str, *arguments: str | Path, **env: str) -> Outcome:
        surroundings = {
            "SOPKIT_DATABASE_URL": url,
            "SOPKIT_USER": login,
            "SOPKIT_PASSWORD": PASSWORD,
            **env,
        }
        return sopkit(*arguments, env=surroundings)

    return start


@pytest.fixture
def act(sopkit: Sopkit, sqlite: World) -> As:
    clock(sqlite)
    return commands(sopkit, sqlite)


def released(act: As, world: World, text: str | None = None) -> None:
    world.save(text or sop())
    assert act("author", "submit", NUMBER, "--reason", "nieuw").status == 0
    assert act("approver", "approve", NUMBER).status == 0
    assert act("approver", "release", NUMBER).status == 0
    clock(world)


def test_from_a_draft_to_version_one_on_either_engine(sopkit: Sopkit, world: World) -> None:
    clock(world)
    act = commands(sopkit, world)
    world.save(sop())
    done = act("author", "submit", NUMBER, "--reason", "eerste versie")
    assert done == Outcome(0, "KS-001 is submitted.\nIt needs: approver.\n", "")
    assert act("approver", "approve", NUMBER).status == 0
    done = act("approver", "release", NUMBER)
    assert done.out.startswith("KS-001 1.0 is in force.\n")
    [line] = json.loads(act("", "history", NUMBER, "--format", "json").out)["versions"]
    assert (line["version"], line["reason"], line["author"]) == (
        "1.0",
        "eerste versie",
        "Anna Auteur",
    )
    [standing] = json.loads(act("", "status", "--format", "json").out)["procedures"]
    assert (standing["status"], standing["in_force"]) == ("effective", "1.0")
    newest = json.loads(act("", "trail", "--last", "1", "--format", "json").out)["events"][0]
    assert (newest["act"], newest["actor"]) == ("version.released", "Bram Beoordelaar")
    world.assert_proven()


def test_who_reads_needs_no_password(act: As, sqlite: World) -> None:
    sqlite.save(sop())
    for command in (["status"], ["history", NUMBER], ["trail"], ["overdue"], ["user", "list"]):
        assert act("", *command, SOPKIT_PASSWORD="").status == 0, command


def test_who_writes_says_who_they_are_and_proves_it(act: As, sqlite: World) -> None:
    sqlite.save(sop())
    wish = ("submit", NUMBER, "--reason", "nieuw")
    assert "Say who you are: --as LOGIN" in act("", *wish).err
    assert "SOPKIT_PASSWORD must hold it" in act("author", *wish, SOPKIT_PASSWORD="").err
    assert "The login or the password is wrong" in act("author", *wish, SOPKIT_PASSWORD=OTHER).err
    assert "The login or the password is wrong" in act("nobody", *wish).err
    assert act("outsider", *wish, "--as", "author").status == 0


def test_a_text_that_was_sent_back_says_why(act: As, sqlite: World) -> None:
    sqlite.save(sop())
    act("author", "submit", NUMBER, "--reason", "nieuw")
    done = act("approver", "return", NUMBER, "--reason", "te kort")
    assert done.out == "KS-001 is a draft again.\n"
    assert "wijzigingen: te kort" in " ".join(act("", "status", NUMBER, "--lang", "nl").out.split())
    clock(sqlite)
    sqlite.save(sop(steps=("Groet.", "Vraag.")))
    assert "te kort" not in act("", "status", NUMBER).out


def test_the_status_of_one_procedure_has_its_translations_and_no_other(
    act: As, sqlite: World
) -> None:
    sqlite.save(sop())
    sqlite.save(sop(language="en"), path="KS-001.en.md")
    sqlite.save(sop("KS-002"))
    assert _languages(act("", "status", NUMBER, "--format", "json")) == ["en", "nl"]
    assert _languages(act("", "status", NUMBER, "--language", "en", "--format", "json")) == ["en"]
    assert len(_languages(act("", "status", "--format", "json"))) == 3


def _languages(done: Outcome) -> list[str]:
    return [each["language"] for each in json.loads(done.out)["procedures"]]


def test_a_submission_can_be_taken_back(act: As, sqlite: World) -> None:
    sqlite.save(sop())
    act("author", "submit", NUMBER, "--reason", "nieuw")
    assert act("author", "retract", NUMBER, "--reason", "foutje").status == 0
    assert act("author", "retract", NUMBER, "--reason", "foutje").status == 2


def test_a_version_takes_effect_at_the_beginning_of_a_day_there(act: As, sqlite: World) -> None:
    sqlite.save(sop())
    act("author", "submit", NUMBER, "--reason", "nieuw")
    act("approver", "approve", NUMBER)
    day = (datetime.now(UTC) + timedelta(days=400)).date()
    done = act("approver", "release", NUMBER, "--effective", str(day))
    assert f"KS-001 1.0 is in force from {day} on." in done.out
    [standing] = json.loads(act("", "status", "--format", "json").out)["procedures"]
    assert standing["coming_from"].startswith(f"{day}T00:00:00+0")
    assert (standing["status"], standing["coming"]) == ("approved", "1.0")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--effective", "1-12-2026"], "“1-12-2026” is no date"),
        (["--effective", "2020-01-01"], "KS-001 can take effect after 20"),
        (["--major", "--minor"], "--major and --minor cannot go together."),
        (["--minor"], "The first version of KS-001 is 1.0, which is no minor one."),
    ],
)
def test_a_release_with_a_wrong_wish_is_refused(
    act: As, sqlite: World, arguments: list[str], told: str
) -> None:
    sqlite.save(sop())
    act("author", "submit", NUMBER, "--reason", "nieuw")
    act("approver", "approve", NUMBER)
    done = act("approver", "release", NUMBER, *arguments)
    assert (done.status, done.out) == (2, "")
    assert told in done.err


def test_what_a_version_needs_is_told_in_the_users_language(act: As, sqlite: World) -> None:
    sqlite.save(sop())
    act("author", "submit", NUMBER, "--reason", "nieuw")
    done = act("approver", "release", NUMBER, "--lang", "nl")
    assert "nog nodig: goedkeurder." in done.err
    done = act("approver", "submit", NUMBER, "--reason", "x", "--lang", "nl")
    assert "het recht “auteur” nodig" in done.err


def test_a_change_is_never_called_less_than_it_is(act: As, sqlite: World) -> None:
    released(act, sqlite)
    sqlite.save(sop(steps=("Groet binnen 20 seconden.",)))
    wish = ("submit", NUMBER, "--reason", "sneller", "--nature", "editorial")
    assert "“gedragswijziging”; ze kan niet gelden als “redactioneel”" in " ".join(
        act("author", *wish, "--lang", "nl").err.split()
    )


def test_a_version_is_reviewed_and_withdrawn(act: As, sqlite: World) -> None:
    released(act, sqlite)
    done = act("reviewer", "review", NUMBER, "--note", "klopt nog")
    assert "was reviewed and stays as it is" in done.out
    assert act("approver", "withdraw", NUMBER, "--reason", "vervallen").status == 0
    assert "withdrawn" in act("", "history", NUMBER).out
    assert act("approver", "withdraw", NUMBER, "--reason", "vervallen").status == 2
    sqlite.assert_proven()


def test_what_is_overdue_is_listed(act: As, sqlite: World) -> None:
    sqlite.now = START + timedelta(days=1)
    sqlite.put_in_force(sop(review="1 week"))
    done = act("", "overdue")
    assert (NUMBER in done.out, done.status) == (True, 0)
    [late] = json.loads(act("", "overdue", "--format", "json").out)["overdue"]
    assert (late["number"], late["version"], late["department"]) == (
        NUMBER,
        "1.0",
        "klantenservice",
    )
    assert act("reviewer", "review", NUMBER).status == 0
    assert act("", "overdue").out == "No review is overdue.\n"


def test_tables_fit_eighty_cells(act: As, sqlite: World) -> None:
    released(act, sqlite, sop(title="Een lange titel die op geen regel past " * 2))
    for command in (["status"], ["history", NUMBER], ["trail"], ["user", "show", "author"]):
        for language in ("en", "nl"):
            lines = act("", *command, "--lang", language).out.splitlines()
            assert max(map(len, lines)) <= 80, command


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["status", "KS-999"], "The register has no KS-999 in the language “nl”."),
        (["history", "KS-999"], "The register has no KS-999"),
        (["trail", "KS-999"], "The register has no KS-999"),
        (["trail", "--last", "many"], "“many” is no number from 1 on."),
        (["approve", "KS-999"], "The register has no KS-999"),
        (["submit", "KS-999"], "--reason is missing."),
        (["submit", "KS-999", "--reason", " "], "Give a reason"),
        (["user", "show", "nobody"], "Nobody has the login “nobody”."),
        (["user", "right", "author", "king", "--department", "hr"], "“king” is no good value"),
        (["user", "shw"], "There is no command “shw”. Did you mean “show”?"),
        (["user", "list", "x"], "“x” is one argument too many."),
        (["db", "upgrade", "--yess"], "There is no option --yess."),
    ],
)
def test_wrong_input_gets_one_clear_sentence(act: As, arguments: list[str], told: str) -> None:
    done = act("author", *arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("sopkit: error: ")
    assert told in done.err


# The database


def test_a_register_is_made_once_and_its_file_is_private(sopkit: Sopkit, tmp_path: Path) -> None:
    env = {"XDG_DATA_HOME": str(tmp_path / "data")}
    assert "There is no register at" in sopkit("status", env=env).err
    assert "There is none yet" in sopkit("db", "status", env=env).out
    assert sopkit("db", "upgrade", env=env).status == 2
    done = sopkit("db", "upgrade", "--yes", env=env)
    assert done.status == 0
    file = tmp_path / "data" / "sopkit" / "register.sqlite"
    assert file.stat().st_mode & 0o777 == 0o600
    assert "is up to date" in sopkit("db", "upgrade", env=env).out
    assert "It is up to date." in sopkit("db", "status", env=env).out
    assert sopkit("status", env=env).out == "The register has no procedure yet.\n"


def test_the_first_person_is_the_administrator(sopkit: Sopkit, tmp_path: Path) -> None:
    env = {"SOPKIT_DATABASE_URL": str(tmp_path / "r.sqlite"), "SOPKIT_USER": "ada"}
    sopkit("db", "upgrade", "--yes", env=env)
    add = ("user", "add", "ada", "--name", "Ada Smit")
    assert "SOPKIT_NEW_PASSWORD must hold it" in sopkit(*add, env=env).err
    assert "12 to 200" in sopkit(*add, env={**env, "SOPKIT_NEW_PASSWORD": "short"}).err
    env["SOPKIT_NEW_PASSWORD"] = env["SOPKIT_PASSWORD"] = PASSWORD
    assert sopkit(*add, env=env).out == "ada is the administrator.\n"
    assert sopkit("user", "add", "bo", "--name", "Bo", env=env).out == "bo is added.\n"
    assert "“bo” already" in sopkit("user", "add", "bo", "--name", "Bo", env=env).err


@pytest.mark.parametrize("command", [("status",), ("db", "upgrade", "--yes")])
@pytest.mark.parametrize(
    ("made", "told"),
    [
        ("text", "is no database of sopkit, or it is damaged."),
        ("other", "is of a newer sopkit or of another program."),
        ("folder", "SOPKIT_DATABASE_URL must be a file for SQLite"),
        ("postgresql", "cannot be reached: "),
        ("memory", "SOPKIT_DATABASE_URL must be a file for SQLite"),
    ],
)
def test_a_place_that_is_no_register_is_told_and_left_alone(
    sopkit: Sopkit, tmp_path: Path, command: tuple[str, ...], made: str, told: str
) -> None:
    place = tmp_path / "place"
    url = str(place)
    if made == "text":
        place.write_text("This is a letter and no database. " * 99)
    elif made == "other":
        with closing(sqlite3.connect(place)) as other:
            other.execute("CREATE TABLE cars (id)")
    elif made == "folder":
        place.mkdir()
    elif made == "postgresql":
        url = "postgresql://me:secret@127.0.0.1:9/register"
    else:
        url = "sqlite://"
    before = place.read_bytes() if place.is_file() else None
    done = sopkit(*command, env={"SOPKIT_DATABASE_URL": url})
    assert (done.status, told in done.err, "secret" in done.err) == (2, True, False)
    assert (place.read_bytes() if place.is_file() else None) == before


def test_an_older_register_is_copied_before_it_is_brought_up_to_date(
    act: As, sqlite: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A migration that adds nothing stands for one that is still to come."""
    import shutil

    from sopkit.resources import migrations
    from sopkit.store import migration

    folder = tmp_path / "alembic"
    shutil.copytree(migrations(), folder)
    (folder / "versions" / "2099_01_01_later.py").write_text(
        f'"""Count the pictures."""\nrevision = "later"\ndown_revision = "{migration.head()}"\n'
        "branch_labels = depends_on = None\ndef upgrade() -> None: ...\n"
    )
    monkeypatch.setattr(migration, "migrations", lambda: folder)
    assert "is older than this sopkit" in act("", "status").err
    assert "It is older than this sopkit" in act("", "db", "status").out
    done = act("", "db", "upgrade", "--yes")
    assert done.status == 0
    assert "  - Count the pictures" in done.err
    [copy] = tmp_path.glob("register-before-*.sqlite")
    assert str(copy) in done.err
    with closing(sqlite3.connect(copy)) as copied:
        assert copied.execute("SELECT count(*) FROM person").fetchone() == (7,)
    assert "It is up to date." in act("", "db", "status").out
    sqlite.assert_proven()


def test_a_register_in_use_is_told(act: As, sqlite: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sopkit.store.session.WAIT_MILLISECONDS", 50)
    assert sqlite.register.file is not None
    with closing(sqlite3.connect(sqlite.register.file)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = act("admin", "user", "close", "trainee")
        assert (done.status, "is in use by somebody else" in done.err) == (2, True)
        other.rollback()
    assert act("admin", "user", "close", "trainee").status == 0


# People


def test_rights_roles_and_teams_begin_and_end(act: As) -> None:
    assert act("admin", "user", "right", "outsider", "author", "--department", "Personeel").out == (
        "outsider has the right “author” in Human resources.\n"
    )
    assert act("admin", "user", "role", "outsider", "Agent").status == 0
    assert act("admin", "user", "team", "outsider", "Team West", "--lead").status == 0
    found = json.loads(act("", "user", "show", "outsider", "--format", "json").out)
    assert [(e["right"], e["department"], e["until"]) for e in found["rights"]] == [
        ("author", "hr", None)
    ]
    assert [each["role"] for each in found["roles"]] == ["medewerker"]
    assert [(each["team"], each["lead"]) for each in found["teams"]] == [("Team West", True)]
    for ending in (
        ("right", "outsider", "author", "--department", "hr"),
        ("role", "outsider", "medewerker"),
        ("team", "outsider", "Team West"),
    ):
        assert act("admin", "user", *ending, "--end").status == 0
        assert act("admin", "user", *ending, "--end").status == 2
    found = json.loads(act("", "user", "show", "outsider", "--format", "json").out)
    ends = [e["until"] for kind in ("rights", "roles", "teams") for e in found[kind]]
    assert len(ends) == 3
    assert None not in ends


def test_a_name_that_the_organisation_lacks_is_told_with_what_there_is(act: As) -> None:
    wish = ("user", "right", "outsider", "author", "--department", "Sales")
    assert "Choose from: klantenservice, hr." in act("admin", *wish).err
    assert "Choose from: medewerker." in act("admin", "user", "role", "outsider", "koning").err
    assert "1 to 200" in act("admin", "user", "team", "outsider", "x" * 201).err


def test_a_right_given_before_the_organisation_is_known_says_so(
    sopkit: Sopkit, tmp_path: Path
) -> None:
    env = {
        "SOPKIT_DATABASE_URL": str(tmp_path / "new.sqlite"),
        "SOPKIT_USER": "ada",
        "SOPKIT_PASSWORD": PASSWORD,
        "SOPKIT_NEW_PASSWORD": PASSWORD,
    }
    assert sopkit("db", "upgrade", "--yes", env=env).status == 0
    assert sopkit("user", "add", "ada", "--name", "Ada Smit", env=env).status == 0
    wish = ("user", "right", "ada", "author", "--department")
    done = sopkit(*wish, "sales", env=env)
    assert (done.status, done.out) == (0, "ada has the right “author” in sales.\n")
    assert "does not know yet which departments there are" in done.err
    assert sopkit(*wish, "*", env=env).err == ""


def test_only_an_administrator_keeps_the_people(act: As) -> None:
    for wish in (
        ("add", "new", "--name", "New"),
        ("rename", "author", "--name", "Other"),
        ("close", "trainee"),
        ("forget", "trainee", "--yes"),
        ("right", "author", "approver", "--department", "hr"),
        ("role", "author", "medewerker"),
        ("team", "author", "Team West"),
        ("password", "trainee"),
    ):
        done = act("author", "user", *wish, SOPKIT_NEW_PASSWORD=OTHER)
        assert "You need the right “administrator” in every department" in done.err, wish


def test_a_password_is_changed_by_its_owner(act: As) -> None:
    done = act("trainee", "user", "password", "trainee", SOPKIT_NEW_PASSWORD=OTHER)
    assert done.out == "The password of trainee is set.\n"
    assert act("trainee", "user", "password", "trainee", SOPKIT_NEW_PASSWORD=OTHER).status == 2


def test_whoever_leaves_can_do_nothing_and_stays_in_the_record(act: As, sqlite: World) -> None:
    released(act, sqlite)
    assert act("admin", "user", "close", "author").status == 0
    assert "is closed" in act("admin", "user", "close", "author").err
    assert act("author", "retract", NUMBER, "--reason", "x").status == 2
    assert "Anna Auteur" in act("", "history", NUMBER).out
    assert act("admin", "user", "forget", "author").status == 2
    assert act("admin", "user", "forget", "author", "--yes").status == 0
    assert "Anna" not in act("", "history", NUMBER).out + act("", "trail").out
    assert "This is the last administrator" in act("admin", "user", "close", "admin").err
    sqlite.assert_proven()


def test_a_name_changes_from_now_on(act: As, sqlite: World) -> None:
    released(act, sqlite)
    assert act("admin", "user", "rename", "author", "--name", "Anna de Wit").status == 0
    assert "Anna Auteur" in act("", "history", NUMBER).out
    assert "Anna de Wit" in act("", "user", "list").out


# A real terminal


PATIENCE = 60.0
"""Seconds until a program that says nothing more is taken to hang."""


def on_a_terminal(
    url: Path, keys: list[bytes | int], *arguments: str, login: str = "author"
) -> tuple[int, str]:
    """Run the program on a terminal; each key is typed when it asks, a number is a signal."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "SOPKIT_DATABASE_URL": str(url),
        "SOPKIT_USER": login,
        "TERM": "dumb",
    }
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", HEARS_CTRL_C, *arguments],
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    seen = b""
    left = list(keys)
    answered = 0
    while part := _read(ours):
        seen += part
        if left and seen[answered:].endswith((b": ", b"N] ")):
            answered = len(seen)
            time.sleep(0.2)  # until the echo is switched off
            key = left.pop(0)
            if isinstance(key, int):
                process.send_signal(key)
            else:
                os.write(ours, key + b"\n")
    os.close(ours)
    return process.wait(60), seen.decode()


def _read(terminal: int) -> bytes:
    """What the program wrote; nothing more when it has left, which Linux tells as an error."""
    if not select.select([terminal], [], [], PATIENCE)[0]:
        raise TimeoutError("the program waits for something")
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


@pytest.fixture
def file(sqlite: World) -> Path:
    clock(sqlite)
    sqlite.save(sop())
    assert sqlite.register.file is not None
    return sqlite.register.file


def test_one_question_serves_sign_in_and_signature_and_shows_nothing(file: Path) -> None:
    status, seen = on_a_terminal(file, [PASSWORD.encode()], "submit", NUMBER, "--reason", "nieuw")
    assert (status, seen.count("Password of author: ")) == (0, 1)
    assert "KS-001 is submitted." in seen
    assert PASSWORD not in seen


def test_ctrl_c_at_the_password_leaves_and_changes_nothing(file: Path, act: As) -> None:
    status, seen = on_a_terminal(file, [signal.SIGINT], "submit", NUMBER, "--reason", "nieuw")
    assert status == 130
    assert "Traceback" not in seen
    assert "draft" in act("", "status", NUMBER).out


def test_a_question_is_answered_on_the_terminal(file: Path, act: As) -> None:
    keys: list[bytes | int] = [PASSWORD.encode(), b"n"]
    status, seen = on_a_terminal(file, keys, "user", "forget", "trainee", login="admin")
    assert (status, "Nothing was changed." in seen) == (2, True)
    assert "trainee" in act("", "user", "list").out
    status, _ = on_a_terminal(
        file, [PASSWORD.encode(), b"y"], "user", "forget", "trainee", login="admin"
    )
    assert status == 0
    assert "trainee" not in act("", "user", "list").out


def test_a_new_password_is_typed_twice_the_same(file: Path) -> None:
    keys: list[bytes | int] = [PASSWORD.encode(), b"a new password", b"another password"]
    status, seen = on_a_terminal(file, keys, "user", "password", "author")
    assert (status, "The two passwords are not the same." in seen) == (2, True)


def test_telling_the_version_loads_nothing_of_the_register() -> None:
    code = (
        "import sys; from sopkit.cli.app import run; run(['--version'], {}); "
        "print([m for m in ('sqlalchemy', 'alembic', 'pwdlib', 'getpass') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("[]\n")
