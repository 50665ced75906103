"""Measures the register with many procedures, versions and events; writes register.md.

`python -m benchmarks.register --procedures 1000 --events 100000`: a register in SQLite is filled
row by row as the program itself would (the same digests, the same chain), so that it verifies.
"""

from __future__ import annotations

import argparse
import platform
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from benchmarks.table import machine
from sopkit.services.register import confirming, reading
from sopkit.services.register.opening import open_register, upgrade
from sopkit.services.register.persons import add_person, found_register
from sopkit.settings import Settings, database_url
from sopkit.store import trail
from sopkit.store.columns import instant_text
from sopkit.store.documents import content_hash, digest_of
from sopkit.store.session import Register
from sopkit.store.tables import METADATA
from sopkit.store.trail import canonical, event_hash, named, text_digest, values_digest
from sopkit.store.verify import Verification, verify

RESULTS = Path(__file__).parent / "register.md"
BEGIN = datetime(2016, 1, 4, 8, 0, tzinfo=UTC)
VERSIONS = 10
BUDGET_MILLISECONDS = 50
BUDGET_EVENTS = 50_000
_BATCH = 2_000


class Filler:
    """Adds rows and events as a ledger does, many at a time."""

    def __init__(self, session: Session, author: str, approver: str) -> None:
        self.session = session
        self.people = (author, approver)
        end = trail.head(session)
        self.events, self.previous = end.events, end.hash
        self.now = BEGIN
        self._waiting: dict[str, list[dict[str, Any]]] = {
            t.name: [] for t in METADATA.sorted_tables
        }
        self._recorded: dict[str, str] = {}

    def add(self, table_name: str, **values: Any) -> None:  # noqa: ANN401 - as the columns are
        """A row of a table, every column given."""
        table = METADATA.tables[table_name]
        self._waiting[table_name].append(values)
        if table_name not in {"content", "free_text"}:
            name = named(table_name, [values[column.name] for column in table.primary_key])
            digest = values_digest([values[column.name] for column in table.columns])
            self._recorded[name] = digest

    def record(self, act: str, subject: str, actor: str) -> None:
        """The event of what was added since the last one."""
        self.now += timedelta(seconds=60)
        self.events += 1
        at, facts = instant_text(self.now), canonical({"rows": self._recorded})
        digest = event_hash(self.events, at, actor, act, subject, facts, self.previous)
        self.add_event(at, actor, act, subject, facts, digest)
        self.previous = digest
        self._recorded = {}
        if len(self._waiting["event"]) >= _BATCH:
            self.flush()

    def add_event(
        self, at: str, actor: str, act: str, subject: str, facts: str, digest: str
    ) -> None:
        """The row of an event."""
        self._waiting["event"].append(
            {
                "seq": self.events,
                "at": at,
                "actor": actor,
                "act": act,
                "subject": subject,
                "facts": facts,
                "previous": self.previous,
                "hash": digest,
            }
        )

    def flush(self) -> None:
        """Write what waits, each table after those that it refers to."""
        for table in METADATA.sorted_tables:
            if rows := self._waiting[table.name]:
                self.session.execute(insert(table), rows)
                rows.clear()


@dataclass(slots=True)
class Procedure:
    """A procedure that is being filled in: its newest revision, and the one released last."""

    number: int
    newest: str | None = None
    base: str | None = None
    ordinal: int = 0

    @property
    def id(self) -> str:
        """The id of its document."""
        return f"{self.number:032x}"

    @property
    def subject(self) -> str:
        """What it is called in the trail."""
        return f"document/{self.id}"

    @property
    def path(self) -> str:
        """Where it lies in a folder."""
        return f"{key_of(self.number)}.md"

    @property
    def department(self) -> str:
        """The id of its department."""
        return "service"

    def text(self, version: int) -> bytes:
        """Its text in a version."""
        return (
            f"---\nnumber: {key_of(self.number)}\ntitle: Procedure {self.number}\n"
            f"department: service\nreview: 12 months\n---\n\n## Purpose\n\nVersion {version}.\n\n"
            f"## Terms\n\nNone.\n\n## Instructions\n\n1. Answer within {version + 10} seconds.\n"
        ).encode()


def key_of(number: int) -> str:
    """The number of a procedure as people write it."""
    return f"KS-{number:05}"


def fill(register: Register, people: tuple[str, str], procedures: int, events: int) -> None:
    """So many procedures of ten versions, and saved texts between them up to so many events."""
    drafts = max(events // (procedures * VERSIONS) - 4, 0)
    with register.writing() as session:
        filler = Filler(session, *people)
        reason = text_digest("salt", "new")
        filler.add("free_text", digest=reason, salt="salt", text="new")
        for number in range(procedures):
            procedure = Procedure(number)
            key = {"kind": "sop", "key": key_of(number), "language": "en"}
            filler.add("document", id=procedure.id, **key, created_at=filler.now)
            for version in range(1, VERSIONS + 1):
                signed = save(filler, procedure, version, drafts + 1)
                release(filler, procedure, version, signed, reason)
        filler.flush()


def save(filler: Filler, procedure: Procedure, version: int, times: int) -> str:
    """The text of a version, saved so many times; gives the hash that is signed."""
    author, _ = filler.people
    text = procedure.text(version)
    digest = digest_of(text)
    filler.add("content", hash=digest, data=text)
    signed = content_hash(digest, {})
    for _ in range(times):
        procedure.ordinal += 1
        revision = f"{procedure.number:016x}{procedure.ordinal:016x}"
        filler.add(
            "revision",
            id=revision,
            document_id=procedure.id,
            ordinal=procedure.ordinal,
            parent_id=procedure.newest,
            path=procedure.path,
            text_hash=digest,
            content_hash=signed,
            title=f"Procedure {procedure.number}",
            department=procedure.department,
            author_id=author,
            recorded_at=filler.now,
            message=None,
        )
        procedure.newest = revision
        filler.record("revision.saved", procedure.subject, author)
    return signed


def release(filler: Filler, procedure: Procedure, version: int, signed: str, reason: str) -> None:
    """What was saved last as a version: submitted, approved and released."""
    author, approver = filler.people
    revision = procedure.newest
    made = f"{procedure.number:016x}{version:016x}"
    nature = None if procedure.base is None else "behavioural"
    in_time = version == VERSIONS and procedure.number % 100 != 0
    approval = f"a{made[1:]}"
    for id, person, meaning in ((made, author, "authorship"), (approval, approver, "approval")):
        signature = {"id": id, "person_id": person, "meaning": meaning, "signed_at": filler.now}
        filler.add("signature", **signature, revision_id=revision, content_hash=signed)
    filler.add(
        "submission",
        id=made,
        document_id=procedure.id,
        revision_id=revision,
        base_id=procedure.base,
        translates_id=None,
        found=nature,
        nature=nature,
        needed="approver",
        reason=reason,
        submitted_by=author,
        submitted_at=filler.now,
        signature_id=made,
    )
    filler.record("submission.made", procedure.subject, author)
    filler.add(
        "decision",
        id=made,
        submission_id=made,
        ordinal=1,
        person_id=approver,
        verdict="approved",
        right="approver",
        nature=None,
        reason=None,
        decided_at=filler.now,
        signature_id=approval,
    )
    filler.record("submission.approved", procedure.subject, approver)
    filler.add(
        "release",
        id=made,
        document_id=procedure.id,
        revision_id=revision,
        submission_id=made,
        major=version,
        minor=0,
        nature=nature,
        effective_from=filler.now,
        # Superseded ones were due long ago; of those in force one in a hundred is overdue.
        review_due=filler.now + timedelta(days=36_500 if in_time else 0),
        released_by=approver,
        released_at=filler.now,
        anchor=filler.previous,
    )
    procedure.base = revision
    filler.record("version.released", procedure.subject, approver)


@dataclass(frozen=True, slots=True)
class Took:
    """How long something took, in seconds, and for how long of it the processor was at work.

    The second hardly depends on what else the machine does.
    """

    time: float
    processor: float


def timed(act: Callable[[], object], times: int = 1) -> Took:
    """The median of so many calls."""
    wall, processor = [], []
    for _ in range(times):
        begun, worked = perf_counter(), process_time()
        act()
        wall.append(perf_counter() - begun)
        processor.append(process_time() - worked)
    return Took(median(wall), median(processor))


def hash_events(file: Path) -> None:
    """Nothing but reading the events and hashing what they hash."""
    with closing(sqlite3.connect(file)) as connection:
        rows = connection.execute(
            "SELECT seq, at, actor, act, subject, facts, previous FROM event ORDER BY seq"
        )
        for row in rows:
            sha256("\n".join(map(str, row)).encode()).hexdigest()


def measured(register: Register, procedures: int) -> Iterator[tuple[str, str, str, str]]:
    """Each work with its times and its budget."""
    number, now = key_of(procedures // 2), datetime(2040, 1, 1, tzinfo=UTC)
    works: dict[str, Callable[[], object]] = {
        "history of a procedure": lambda: reading.history(register, number, "en", now),
        "version in force of a procedure": lambda: reading.record(register, number, "en", now),
        "where a procedure stands": lambda: reading.standing(register, number, "en", now),
        "list of what is overdue": lambda: confirming.overdue(register, now),
    }
    for work, act in works.items():
        took = timed(act, 15)
        met = "met" if 1000 * took.time <= BUDGET_MILLISECONDS else "**not met**"
        yield work, *milliseconds(took), f"{BUDGET_MILLISECONDS} ms: {met}"
    yield (
        "where all procedures stand",
        *seconds(timed(lambda: reading.standings(register, now))),
        "",
    )
    yield from _verified(register)


def _verified(register: Register) -> Iterator[tuple[str, str, str, str]]:
    found: list[Verification] = []

    def act() -> None:
        with register.reading() as session:
            found.append(verify(session))

    took = timed(act)
    if found[0].broken:
        raise ValueError(f"the register does not verify: {found[0].broken[:3]}")
    events = found[0].head.events
    met = "met" if events / took.time >= BUDGET_EVENTS else "**not met**"
    pace = f"{events / took.time:,.0f} events/s"
    yield f"verify, {events:,} events", *seconds(took), f"{BUDGET_EVENTS:,} events/s: {pace}, {met}"
    assert register.file is not None  # noqa: S101 - it was made as a file
    file = register.file
    floor = timed(lambda: hash_events(file))
    share = f"verify takes {took.processor / floor.processor:.1f} times the processor time"
    yield "the same events, read and hashed only", *seconds(floor), share


def milliseconds(took: Took) -> tuple[str, str]:
    """Both times of what is quick."""
    return f"{1000 * took.time:.1f} ms", f"{1000 * took.processor:.1f} ms"


def seconds(took: Took) -> tuple[str, str]:
    """Both times of what takes long."""
    return f"{took.time:.1f} s", f"{took.processor:.1f} s"


def main() -> None:
    """Fill, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--procedures", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--output", type=Path, default=RESULTS)
    parser.add_argument("--register", type=Path, help="kept for the next run, filled if not there")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = wanted.register or Path(folder) / "register.sqlite"
        settings = Settings(database_url(str(file)))
        known = file.exists()
        upgrade(settings, BEGIN)
        with closing(open_register(settings)) as register:
            if not known:
                found(register, wanted.procedures, wanted.events)
            rows = list(measured(register, wanted.procedures))
    wanted.output.write_text(page(rows, wanted.procedures), encoding="utf-8")


def found(register: Register, procedures: int, events: int) -> None:
    """Two people, and so much of their work."""
    admin = found_register(register, "admin", "Ada", "correct horse battery", BEGIN)
    approver = add_person(register, admin, "approver", "Bram", BEGIN)
    fill(register, (admin.id, approver.id), procedures, events)


def page(rows: list[tuple[str, str, str, str]], procedures: int) -> str:
    """The page of results."""
    return "\n".join(
        [
            "# The register",
            "",
            "<!-- Written by `make benchregister`. -->",
            "",
            f"{procedures:,} procedures of {VERSIONS} versions each in SQLite, with drafts between",
            "them; in one process, the median of 15 calls. The processor time hardly depends on",
            "what else the machine does. The last line is what no `verify` can do without.",
            "",
            f"- Machine: {machine()}",
            f"- Versions: {_versions()}",
            "",
            "| work | time | processor | budget |",
            "|---|--:|--:|--:|",
            *(f"| {' | '.join(row)} |" for row in rows),
            "",
        ]
    )


def _versions() -> str:
    return (
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"SQLAlchemy {version('sqlalchemy')}"
    )


if __name__ == "__main__":
    main()
