"""The trail: every act as an event in a chain of hashes, written with the act itself.

An event's hash is the SHA-256 of its fields and of the hash before it, each on a line of its own
(`event_hash`). Its facts are canonical JSON: `before` and `after` for people, and under `rows`
the digest of every row that the act made or changed, so that no row can be altered, added or
removed without a trace. Names and free text are in none of that, only the salted hash of them.

A chain without a key can be rebuilt by whoever owns the database. Therefore its head and length
are written outside it (`sopkit.store.anchor`).
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from hashlib import sha256
from json.encoder import encode_basestring_ascii
from secrets import token_hex
from types import NoneType
from typing import Any

from sqlalchemy import Table
from sqlmodel import Session, SQLModel, col, insert, select

from sopkit.store.columns import instant_text
from sopkit.store.portions import portions
from sopkit.store.tables import METADATA, Event, FreeText

NOBODY = "system"
"""The actor where no person acts: making and upgrading a register."""

START = "0" * 64
"""What the first event has for the hash before it."""

_CANONICAL = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), check_circular=False, default=instant_text
)

_WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: encode_basestring_ascii,
    int: int.__repr__,
    NoneType: lambda _none: "null",
    list: lambda values: canonical(values) if values else "[]",
}
"""What writes most values of rows as canonical JSON."""

Fact = str | int | bool | None | Sequence[str]
"""What a fact of an event may be."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the trail: how many events there are, and the hash of the last."""

    events: int
    hash: str


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One event, as it stands in the trail."""

    seq: int
    at: str
    actor: str
    act: str
    subject: str
    facts: Mapping[str, Any]
    previous: str
    hash: str


class Ledger:
    """What one writing transaction adds, and the events that tell of it.

    Every row goes through `add` or `changed`; `record` ends an act with its event.

    Time only goes on in it: an act whose clock is behind that of the act before it (it waited for
    its turn, or the clock was set back) comes a microsecond after that one. Otherwise a version
    that was in force could be withdrawn as if before its day, and the past would change.
    """

    def __init__(self, session: Session, actor: str, now: datetime) -> None:
        self.session = session
        self.actor = actor
        self.now = moment_of_act(session, now)
        self._rows: list[SQLModel] = []
        self._digests: dict[str, str] = {}

    def add(self, row: SQLModel) -> None:
        """Add a row; it can be referred to at once."""
        self.session.add(row)
        self.session.flush()
        self._rows.append(row)

    def new(self, kind: type[SQLModel], **values: object) -> None:
        """As `add`, of a row with these values."""
        self.add(kind(**values))

    def changed(self, row: SQLModel) -> None:
        """Tell of a row that was changed."""
        self.session.add(row)
        self._rows.append(row)

    def text(self, text: str) -> str:
        """Keep a free text outside the chain; gives the salted hash that stands for it."""
        salt = token_hex(16)
        digest = text_digest(salt, text)
        self.session.add(FreeText(digest=digest, salt=salt, text=text))
        self.session.flush()
        return digest

    def record(
        self,
        act: str,
        subject: str,
        after: Mapping[str, Fact] | None = None,
        before: Mapping[str, Fact] | None = None,
    ) -> Head:
        """Append the event of an act to the trail; gives the new end of it."""
        self.session.flush()
        event = self._event(head(self.session), act, subject, after, before)
        self.session.add(Event(**event))
        self.session.flush()
        return Head(event["seq"], event["hash"])

    def _event(
        self,
        last: Head,
        act: str,
        subject: str,
        after: Mapping[str, Fact] | None,
        before: Mapping[str, Fact] | None,
    ) -> dict[str, Any]:
        """The values of the event that comes after the last one, with the rows since then."""
        rows = {row_name(row): row_digest(row) for row in self._rows}
        facts: dict[str, Any] = {"rows": rows | self._digests}
        facts |= {"after": dict(after)} if after else {}
        facts |= {"before": dict(before)} if before else {}
        self._rows.clear()
        self._digests.clear()
        told = (last.events + 1, instant_text(self.now), self.actor, act, subject, canonical(facts))
        names = ("seq", "at", "actor", "act", "subject", "facts", "previous", "hash")
        return dict(zip(names, (*told, last.hash, event_hash(*told, last.hash)), strict=True))


class BatchLedger(Ledger):
    """A ledger of thousands of acts: what they add is written together, by `write`.

    The rows and events are those that a ledger writes one by one, which takes twenty times as
    long. Until they are written, nothing that is asked of the register knows of them.
    """

    def __init__(self, session: Session, actor: str, now: datetime) -> None:
        super().__init__(session, actor, now)
        self._head = head(session)
        self._added: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        self._events: list[dict[str, Any]] = []

    def add(self, row: SQLModel) -> None:
        """Add a row, as soon as all is written."""
        names = [column.name for column in _table(type(row)).columns]
        self.new(type(row), **{name: getattr(row, name) for name in names})

    def new(self, kind: type[SQLModel], **values: object) -> None:
        """As `add`, of a row with these values; it takes a tenth of the time."""
        table = _table(kind)
        row: dict[str, Any] = {
            name: values[name] if name in values else make() for name, make in _columns(kind)
        }
        self._added[table].append(row)
        key = [row[column.name] for column in table.primary_key]
        self._digests[named(table.name, key)] = values_digest(row.values())

    def text(self, text: str) -> str:
        """Keep a free text outside the chain; gives the salted hash that stands for it."""
        salt = token_hex(16)
        digest = text_digest(salt, text)
        self._added[_table(FreeText)].append({"digest": digest, "salt": salt, "text": text})
        return digest

    def record(
        self,
        act: str,
        subject: str,
        after: Mapping[str, Fact] | None = None,
        before: Mapping[str, Fact] | None = None,
    ) -> Head:
        """Append the event of an act, as soon as all is written; gives the new end of the trail."""
        event = self._event(self._head, act, subject, after, before)
        self._events.append(event)
        self._head = Head(event["seq"], event["hash"])
        return self._head

    def write(self) -> None:
        """Write all that was added: rows before those that refer to them, events last."""
        for table in METADATA.sorted_tables:
            if table in self._added:
                self.session.execute(insert(table), self._added.pop(table))
        self.session.flush()
        if self._events:
            self.session.execute(insert(_table(Event)), self._events)
            self._events = []


@contextmanager
def together(ledger: Ledger) -> Iterator[BatchLedger]:
    """A ledger for thousands of acts in the transaction of another one, written at the end."""
    batch = BatchLedger(ledger.session, ledger.actor, ledger.now)
    with ledger.session.no_autoflush:  # what is changed may refer to what is not written yet
        yield batch
        batch.write()


def event_hash(
    seq: int, at: str, actor: str, act: str, subject: str, facts: str, previous: str
) -> str:
    """The hash of an event: SHA-256 (hexadecimal) of its fields, a line each, in UTF-8."""
    return sha256(
        f"{seq}\n{at}\n{actor}\n{act}\n{subject}\n{facts}\n{previous}".encode()
    ).hexdigest()


def text_digest(salt: str, text: str) -> str:
    """The salted hash that stands for a text: SHA-256 (hexadecimal) of both, on a line each."""
    return sha256(f"{salt}\n{text}".encode()).hexdigest()


def stands_for(digest: str, salt: str, text: str) -> bool:
    """Whether a digest is the one of a text; no salt has lines, which could be some of the text."""
    return "\n" not in salt and text_digest(salt, text) == digest


def canonical(value: object) -> str:
    """JSON that is the same for the same value, on one line of ASCII; a moment is a text."""
    return _CANONICAL.encode(value)


def row_name(row: SQLModel) -> str:
    """What a row is called in the trail: its table and its key."""
    table = _table(type(row))
    return named(table.name, [getattr(row, column.name) for column in table.primary_key])


def named(table: str, key: Iterable[str]) -> str:
    """What the row of a table with that key is called in the trail."""
    return ":".join((table, *key))


def _table(kind: type[SQLModel]) -> Table:
    found: Table = kind.__table__  # type: ignore[attr-defined] # SQLModel adds it to each table
    return found


@lru_cache
def _columns(kind: type[SQLModel]) -> tuple[tuple[str, Callable[[], Any]], ...]:
    """The columns of a table in their order, and what makes the value of each that is not given."""
    fields = kind.model_fields
    return tuple(
        (column.name, partial(fields[column.name].get_default, call_default_factory=True))
        for column in _table(kind).columns
    )


def row_digest(row: SQLModel) -> str:
    """SHA-256 (hexadecimal) of a row's values in canonical form."""
    table = _table(type(row))
    return values_digest([getattr(row, column.name) for column in table.columns])


def values_digest(values: Iterable[object]) -> str:
    """SHA-256 (hexadecimal) of values, such as those of a row in the order of its columns.

    It is that of their canonical JSON, put together here from that of each: a register that is
    verified has more than a million rows, and the encoder takes longer to begin than to encode.
    """
    written = [_WRITERS.get(type(value), canonical)(value) for value in values]
    return sha256(f"[{','.join(written)}]".encode()).hexdigest()


def head(session: Session) -> Head:
    """The end of the trail."""
    last = session.exec(select(Event.seq, Event.hash).order_by(col(Event.seq).desc()).limit(1))
    found = last.first()
    return Head(*found) if found else Head(0, START)


def moment_of_act(session: Session, now: datetime) -> datetime:
    """The time of an act that comes now: always after the act before it."""
    last = session.exec(select(Event.at).order_by(col(Event.seq).desc()).limit(1)).first()
    return max(now, datetime.fromisoformat(last) + timedelta(microseconds=1)) if last else now


def identity(session: Session) -> str:
    """What tells a register from every other: the hash of its first event."""
    return session.exec(select(Event.hash).where(Event.seq == 1)).first() or START


def entries(  # noqa: PLR0913 - each is a filter, by name
    session: Session,
    *,
    subject: str | None = None,
    actor: str | None = None,
    act: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    before: int | None = None,
    limit: int = 100,
) -> tuple[TrailEntry, ...]:
    """Events, the newest first, of one subject, actor or act, from a moment on and before another.

    `before` is an event's number, for paging.
    """
    query = select(Event).order_by(col(Event.seq).desc()).limit(limit)
    for column, wanted in ((Event.subject, subject), (Event.actor, actor), (Event.act, act)):
        if wanted is not None:
            query = query.where(column == wanted)
    if before is not None:
        query = query.where(Event.seq < before)
    if since is not None:
        query = query.where(Event.seq >= first_since(session, since))
    if until is not None:
        query = query.where(Event.seq < first_since(session, until))
    return tuple(
        TrailEntry(
            event.seq,
            event.at,
            event.actor,
            event.act,
            event.subject,
            json.loads(event.facts),
            event.previous,
            event.hash,
        )
        for event in session.exec(query)
    )


def first_since(session: Session, moment: datetime) -> int:
    """The number of the first event at a moment or later, or of the one that is yet to come.

    Time only goes on in the trail, so it is found by halving.
    """
    wanted = instant_text(moment)
    numbers = range(1, head(session).events + 1)

    def at(seq: int) -> str:
        return session.exec(select(Event.at).where(Event.seq == seq)).one()

    return bisect_left(numbers, wanted, key=at) + 1


def texts(session: Session, digests: Iterable[str]) -> Mapping[str, str]:
    """The texts that these digests stand for; one that was taken out is missing."""
    found: dict[str, str] = {}
    for some in portions(digests):
        rows = session.exec(
            select(FreeText.digest, FreeText.text).where(col(FreeText.digest).in_(some))
        )
        found |= {digest: text for digest, text in rows if text is not None}
    return found


def read_text(session: Session, digest: str | None) -> str:
    """The text that a digest stands for; empty if there is none, or it was taken out."""
    if digest is None:
        return ""
    return session.exec(select(FreeText.text).where(FreeText.digest == digest)).first() or ""
