"""Measures the web application under load, beside the least that its framework can do.

`python -m benchmarks.web --procedures 1000 --people 1000`: a register in SQLite is filled row by
row as the program itself would, put on the shelves, and served with two workers. Each user asks
for the next page as soon as the one before has come. Writes web.md.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from random import Random
from statistics import quantiles
from time import perf_counter
from urllib.parse import quote_plus

from benchmarks import previews
from benchmarks.previews import Typing
from benchmarks.register import BEGIN, Filler, Procedure, release, save
from benchmarks.serving import Server, cookie_of, serving
from benchmarks.table import machine
from sopkit.services.demo.casting import quick_hash
from sopkit.services.library.shelving import fill
from sopkit.services.register.opening import open_register, upgrade
from sopkit.services.register.persons import add_person, found_register
from sopkit.services.register.saving import Writing, save_revision
from sopkit.settings import Settings, database_url
from sopkit.store.trail import text_digest
from tests.generate.library import ORGANISATION, library_texts, number_of
from tests.serving import free_port

RESULTS = Path(__file__).parent / "web.md"
BUDGET_MILLISECONDS = 100
BUDGET_MEGABYTES = 250
WORKERS = 2
STEPS = 12
_DEPARTMENT = "klantenservice"
_QUERIES = ("klant", "klachten", "factuur betwist", "retour", "klnat", "KS-0042")
_EVERYWHERE = "bel de klant"
"""A query of words that stand in every one of these procedures: the hardest there is."""
_WRITER = "writer"


@dataclass(slots=True)
class Invented(Procedure):
    """A procedure with a made-up text, which names itself."""

    body: bytes = b""

    @property
    def key(self) -> str:
        """Its number as people write it."""
        return number_of(self.number)

    @property
    def path(self) -> str:
        """Where it lies in a folder."""
        return f"{self.key}.md"

    @property
    def department(self) -> str:
        """The id of its department."""
        return _DEPARTMENT

    def text(self, version: int) -> bytes:  # noqa: ARG002 - every version says the same
        """Its text."""
        return self.body


# Filling the register


def filled(settings: Settings, procedures: int, people: int) -> None:
    """So many procedures in force, of twelve steps each, and so many people who read them."""
    upgrade(settings, BEGIN)
    with closing(open_register(settings)) as register:
        admin = found_register(register, "admin", "Ada", "correct horse battery", BEGIN)
        house = Writing("organisation.yaml", ORGANISATION.encode())
        save_revision(register, admin, house, None, "", BEGIN)
        approver = add_person(register, admin, "approver", "Bram", BEGIN)
        with register.writing() as session:
            filler = Filler(session, admin.id, approver.id)
            for index in range(people):
                add_person_who_may(filler, index, login_of(index), "reader")
            add_person_who_may(filler, people, _WRITER, "author")
            add_procedures(filler, procedures)
            for number, steps in drafts(procedures).items():
                add_draft(filler, number, steps)
            filler.flush()
        print("… and on the shelves", flush=True)
        fill(register, datetime.now(UTC))


def add_person_who_may(filler: Filler, index: int, login: str, right: str) -> None:
    """Somebody with a right; all of them have the same password."""
    id, name = f"{index:032x}", f"Somebody {index}"
    digest = text_digest("salt", name)
    filler.add("free_text", digest=digest, salt="salt", text=name)
    filler.add(
        "person",
        id=id,
        login=login,
        name=digest,
        language="nl",
        password_hash=quick_hash(),
        salt="salt",
        created_at=filler.now,
        active_until=None,
    )
    filler.add("person_name", id=id, person_id=id, name=digest, valid_from=filler.now)
    filler.record("person.added", f"person/{id}", filler.people[0])
    filler.add(
        "right_period",
        id=id,
        person_id=id,
        right=right,
        department=_DEPARTMENT,
        valid_from=filler.now,
        valid_until=None,
        recorded_at=filler.now,
    )
    filler.record("right.given", f"person/{id}", filler.people[0])


def add_procedures(filler: Filler, count: int) -> None:
    """Procedures with a version in force."""
    reason = text_digest("salt", "new")
    filler.add("free_text", digest=reason, salt="salt", text="new")
    texts = {Path(path).stem: text for path, text in library_texts(count, steps=STEPS).items()}
    for number in range(count):
        procedure = Invented(number)
        procedure.body = texts[procedure.key].encode()
        release(filler, procedure, 1, saved(filler, procedure), reason)


def drafts(procedures: int) -> Mapping[int, int]:
    """The procedures that are being written, and how many steps they have."""
    return {procedures: previews.SHORT, procedures + 1: previews.LONG}


def add_draft(filler: Filler, number: int, steps: int) -> None:
    """A procedure that somebody writes."""
    procedure = Invented(number)
    procedure.body = previews.text_of(procedure.key, steps).encode()
    saved(filler, procedure)


def saved(filler: Filler, procedure: Invented) -> str:
    """The text of a new procedure; gives the hash that is signed."""
    key = {"kind": "sop", "key": procedure.key, "language": "nl"}
    filler.add("document", id=procedure.id, **key, created_at=filler.now)
    return save(filler, procedure, 1, 1)


def login_of(index: int) -> str:
    """The login of a reader."""
    return f"reader{index}"


# Asking


@dataclass(frozen=True, slots=True)
class Load:
    """What a page took, in milliseconds: alone, and with many users at once.

    `worked` is what it took of a processor, which does not depend on what else runs.
    """

    work: str
    worked: float
    alone: float
    p50: float
    p95: float
    p99: float
    per_second: float


def measured(
    server: Server,
    work: str,
    cookies: Sequence[str],
    path: Callable[[Random], str],
    seconds: float,
) -> Load:
    """Ask for pages, first one user and then all of them."""
    alone, _ = asyncio.run(_asked(server, cookies[:1], path, min(seconds, 5)))
    before = server.seconds()
    times, took = asyncio.run(_asked(server, cookies, path, seconds))
    worked = 1000 * (server.seconds() - before) / len(times)
    cuts = quantiles(times, n=100)
    return Load(
        work, worked, quantiles(alone, n=2)[0], cuts[49], cuts[94], cuts[98], len(times) / took
    )


async def _asked(
    server: Server, cookies: Sequence[str], path: Callable[[Random], str], seconds: float
) -> tuple[list[float], float]:
    times: list[float] = []
    begun = perf_counter()
    users = (
        _user(server.address, cookie, path, place, begun + seconds, times)
        for place, cookie in enumerate(cookies)
    )
    await asyncio.gather(*users)
    return times, perf_counter() - begun


async def _user(
    address: str,
    cookie: str,
    path: Callable[[Random], str],
    seed: int,
    end: float,
    times: list[float],
) -> None:
    """One user with one connection. By hand: a client of a library would be the slower part."""
    random = Random(seed)  # noqa: S311 - the same pages in every run
    host = address.removeprefix("http://")
    name, _, port = host.partition(":")
    reader, writer = await asyncio.open_connection(name, int(port))
    while perf_counter() < end:
        begun = perf_counter()
        head = f"GET {path(random)} HTTP/1.1\r\nHost: {host}\r\nCookie: {cookie}\r\n\r\n"
        writer.write(head.encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", answer)
        if not answer.startswith(b"HTTP/1.1 200") or length is None:
            raise ValueError(answer.decode(errors="replace"))
        await reader.readexactly(int(length[1]))
        times.append(1000 * (perf_counter() - begun))
    writer.close()


def signed_in(server: Server, users: int) -> list[str]:
    """A cookie for each of so many readers."""
    return [cookie_of(server, login_of(index)) for index in range(users)]


# All of it


Pages = Mapping[str, Callable[[Random], str]]


def application(
    register: str, port: int, wanted: argparse.Namespace
) -> tuple[list[Load], list[Typing], list[float]]:
    """The pages of sopkit, its preview, and the memory of a worker before and after the preview."""
    program = "from sopkit.cli.app import main; main()"
    command = [sys.executable, "-c", program, "serve", "--workers", str(WORKERS)]
    env = {"SOPKIT_DATABASE_URL": register, "SOPKIT_LOG": "quiet"}
    count = wanted.procedures
    pages: Pages = {
        "page of a procedure": lambda random: f"/sops/{number_of(random.randrange(count))}",
        "search": lambda random: f"/search?q={quote_plus(random.choice(_QUERIES))}",
        "search, words of all procedures": lambda _random: f"/search?q={quote_plus(_EVERYWHERE)}",
        "home": lambda _random: "/",
    }
    with serving([*command, "--port", str(port)], env, port, "/readyz") as server:
        cookies = signed_in(server, wanted.users)
        loads = measured_all(server, pages, cookies, wanted.seconds)
        memory = max(server.memory())
        print("preview", flush=True)
        short, long = map(number_of, drafts(count))
        typing = previews.previews(server, _WRITER, short, long)
        return loads, typing, [memory, max(server.memory())]


def bare(port: int, wanted: argparse.Namespace) -> tuple[list[Load], list[float]]:
    """The least that the framework can do, served in the same way."""
    command = [sys.executable, "-m", "benchmarks.bare", str(port), str(WORKERS)]
    pages: Pages = {
        "bare: FastAPI, one word": lambda _random: "/hello",
        "bare: a page of a template": lambda _random: "/page",
    }
    with serving(command, {}, port, "/hello") as server:
        loads = measured_all(server, pages, [""] * wanted.users, wanted.seconds)
        return loads, server.memory()


def measured_all(
    server: Server, pages: Pages, cookies: Sequence[str], seconds: float
) -> list[Load]:
    """Every page one after the other."""
    loads = []
    for work, path in pages.items():
        print(work, flush=True)
        loads.append(measured(server, work, cookies, path, seconds))
    return loads


def main() -> None:
    """Fill, serve, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--procedures", type=int, default=10_000)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=20, help="for each page")
    parser.add_argument("--output", type=Path, default=RESULTS)
    parser.add_argument("--register", type=Path, help="kept for the next run, filled if not there")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = wanted.register or Path(folder) / "register.sqlite"
        if not file.exists():
            print("filling the register …", flush=True)
            filled(Settings(database_url(str(file))), wanted.procedures, wanted.people)
        floor, floor_memory = bare(free_port(), wanted)
        loads, typing, memory = application(str(file), free_port(), wanted)
    text = page([*loads, *floor], typing, (memory, floor_memory), wanted)
    wanted.output.write_text(text, encoding="utf-8")
    print(text)


def page(
    loads: Sequence[Load],
    typing: Sequence[Typing],
    memory: tuple[list[float], list[float]],
    wanted: argparse.Namespace,
) -> str:
    """The page of results."""
    (own, typed), floor = memory[0], max(memory[1])
    missed = [each.work for each in loads if each.alone > BUDGET_MILLISECONDS]
    verdict = f"Not met: {', '.join(missed)}." if missed else "Met."
    fits = "met" if own <= BUDGET_MEGABYTES else "**not met**"
    return "\n".join(
        [
            "# The web application under load",
            "",
            "<!-- Written by `make benchweb`. -->",
            "",
            f"{wanted.procedures:,} procedures of {STEPS} steps and {wanted.people:,} people in",
            f"SQLite, {WORKERS} workers, {wanted.users} users who ask for the next page as soon as",
            "one has come, with the asking program on the same machine. *Alone* is one user;",
            "*processor* is what a page takes of one, whatever else the machine does.",
            "",
            f"- Machine: {machine()}; {_busy()}",
            f"- Versions: {_versions()}",
            f"- Budget of a page, asked for alone: {BUDGET_MILLISECONDS} ms. {verdict}",
            f"- Memory of a worker: at most {own:.0f} MB, of a bare one {floor:.0f} MB; budget",
            f"  {BUDGET_MEGABYTES} MB: {fits}. After somebody typed in a text of {previews.LONG}",
            f"  steps: {typed:.0f} MB",
            "",
            "| page | processor | alone | p50 | p95 | p99 | pages/s |",
            "|---|--:|--:|--:|--:|--:|--:|",
            *(
                f"| {each.work} | {each.worked:.1f} ms | {each.alone:.0f} ms | "
                f"{each.p50:.0f} ms | {each.p95:.0f} ms | "
                f"{each.p99:.0f} ms | {each.per_second:.0f} |"
                for each in loads
            ),
            "",
            "## The preview while typing",
            "",
            f"Somebody types in a step of a procedure of {previews.SHORT} steps. The server keeps",
            "the text, checks it and sends the form; then the editor asks for page and",
            "flowchart of the changed text. Then the same while somebody else types in a procedure",
            f"of {previews.LONG} steps without a pause.",
            "",
            "| | time | budget |",
            "|---|--:|--:|",
            *(f"| {each.work} | {each.took:.1f} ms | {_met(each)} |" for each in typing),
            "",
        ]
    )


def _met(typing: Typing) -> str:
    if typing.budget is None:
        return ""
    return f"{typing.budget} ms: {'met' if typing.took <= typing.budget else '**not met**'}"


def _busy() -> str:
    return f"{os.getloadavg()[0]:.0f} processes wanted to run at the end"


def _versions() -> str:
    names = ("fastapi", "uvicorn", "sqlalchemy", "jinja2")
    return ", ".join(f"{name} {version(name)}" for name in names)


if __name__ == "__main__":
    main()
