"""Mail from the command line: addresses, sending, and what could not be sent."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from tests.cli.conftest import HEARS_CTRL_C, Sopkit
from tests.cli.test_register import As, clock, commands
from tests.mail_server import Post, mail_server
from tests.processes import ended
from tests.register import World, sop
from tests.serving import free_port


@pytest.fixture
def act(sopkit: Sopkit, sqlite: World) -> As:
    clock(sqlite)
    return commands(sopkit, sqlite)


def submitted(act: As, world: World) -> None:
    """Something that the approvers are to be told of; one of them has an address."""
    assert act("admin", "user", "email", "approver", "bram@example.org").status == 0
    world.save(sop())
    assert act("author", "submit", "KS-001", "--reason", "nieuw").status == 0


def test_an_address_is_set_shown_and_taken_out(act: As) -> None:
    done = act("admin", "user", "email", "author", "anna@example.org")
    assert done.out == "Mail for author goes to anna@example.org from now on.\n"
    assert "E-mail: anna@example.org" in act("", "user", "show", "author").out
    shown = json.loads(act("", "user", "show", "author", "--format", "json").out)
    assert shown["email"] == "anna@example.org"
    assert act("author", "user", "email", "author", "--remove").status == 0
    assert "E-mail" not in act("", "user", "show", "author").out
    added = ("user", "add", "kees", "--name", "Kees Vos", "--email", "kees@example.org")
    assert act("admin", *added).status == 0
    assert "E-mail: kees@example.org" in act("", "user", "show", "kees").out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("author", "anna"), "“anna” is not an e-mail address, such as anna@example.org."),
        (("author",), "Give the new address, or --remove to take the old one out."),
        (("author", "a@b.c", "--remove"), "Give the new address, or --remove"),
        (("nobody", "a@b.c"), "Nobody has the login “nobody”."),
    ],
)
def test_an_address_that_cannot_be_set_is_refused(
    act: As, arguments: tuple[str, ...], told: str
) -> None:
    done = act("admin", "user", "email", *arguments)
    assert (done.status, told in done.err) == (2, True)


def test_what_is_due_is_sent_once(act: As, sqlite: World) -> None:
    submitted(act, sqlite)
    with mail_server() as post:
        done = act("", "jobs", "run", "--once", **post.environment())
        assert (done.status, done.out) == (0, "Done: 2; to be tried later: 0; failed: 0.\n")
        again = act("", "jobs", "run", "--once", **post.environment())
        assert again.out == "Done: 0; to be tried later: 0; failed: 0.\n"
        assert [each.rcpt_tos for each in post.envelopes] == [["bram@example.org"]]


def test_what_fails_is_listed_with_its_reason_and_tried_again(act: As, sqlite: World) -> None:
    submitted(act, sqlite)
    with mail_server(Post(refuse={"bram@example.org": "550 no such user"})) as post:
        done = act("", "jobs", "run", "--once", **post.environment())
        assert (done.status, done.out) == (1, "Done: 1; to be tried later: 0; failed: 1.\n")
        [job] = json.loads(act("", "jobs", "list", "--state", "failed", "--format", "json").out)[
            "jobs"
        ]
        assert job["reason"] == "The mail server does not take mail to this person."
        assert (job["words"], job["person"]) == ("no such user", "Bram Beoordelaar")
        listed = act("", "jobs", "list", "--state", "failed", **post.environment())
        assert job["id"] in listed.out
        assert listed.err == ""
        post.refuse.clear()
        assert act("author", "jobs", "retry", job["id"]).status == 2
        assert act("admin", "jobs", "retry", job["id"]).status == 0
        assert act("", "jobs", "run", "--once", **post.environment()).status == 0
        assert len(post.envelopes) == 1


def test_a_server_that_is_down_is_told_by_the_exit_status(act: As, sqlite: World) -> None:
    submitted(act, sqlite)
    nowhere = Post(port=free_port()).environment()
    done = act("", "jobs", "run", "--once", **nowhere)
    assert (done.status, done.out) == (1, "Done: 1; to be tried later: 1; failed: 0.\n")


def test_without_settings_nothing_runs_and_the_list_says_so(act: As) -> None:
    done = act("", "jobs", "run")
    assert (done.status, "Mail is not set up: SOPKIT_SMTP_URL" in done.err) == (2, True)
    assert "Mail is not set up here: nothing is sent." in act("", "jobs", "list").err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_worker_runs_until_it_is_told_to_stop(
    act: As, sqlite: World, number: signal.Signals
) -> None:
    submitted(act, sqlite)
    with mail_server() as post:
        environment = {
            **os.environ,
            **post.environment(),
            "SOPKIT_DATABASE_URL": sqlite.settings.database_url,
        }
        command = [sys.executable, "-c", HEARS_CTRL_C, "jobs", "run"]
        with (
            subprocess.Popen(command, env=environment, stderr=subprocess.PIPE) as worker,
            ended(worker),
        ):
            deadline = time.monotonic() + 60
            while not post.envelopes and time.monotonic() < deadline:
                time.sleep(0.05)
            worker.send_signal(number)
            assert worker.wait(30) == 0
        assert len(post.envelopes) == 1
