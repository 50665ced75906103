"""Proves a register: its chain, its rows, its contents, its rules.

Nothing here trusts what the register says of itself. Each finding is a message id with facts, and
names the row; the first finding of a kind is where one looks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, ColumnElement, String, Table, func, select, type_coerce
from sqlmodel import Session

from sopkit.messages import message
from sopkit.store import trail, triggers
from sopkit.store.anchor import Anchor
from sopkit.store.columns import Instant
from sopkit.store.documents import DROPPED, content_hash
from sopkit.store.tables import METADATA
from sopkit.store.trail import START, Head, event_hash, named, values_digest

_ = message

UNRECORDED = frozenset({"content", "event", "free_text"})
"""Tables whose rows prove themselves by their own hash."""

PROGRESS_STEP = 10_000

Progress = Callable[[int, int], None]
"""Told now and then: how many events are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Broken:
    """What is wrong with a row: `template` is the sentence, filled with `facts`."""

    template: str
    facts: Mapping[str, str]


@dataclass(slots=True)
class Verification:
    """What a register was found to be. `anchors` is how many of them the chain extends."""

    head: Head
    broken: list[Broken] = field(default_factory=list)
    anchors: int = 0

    def add(self, template: str, **facts: object) -> None:
        """Note what is wrong."""
        self.broken.append(Broken(template, {name: str(fact) for name, fact in facts.items()}))


def verify(
    session: Session, anchors: Iterable[Anchor] = (), progress: Progress | None = None
) -> Verification:
    """Go through the whole register, in the state that the transaction sees."""
    found = Verification(trail.head(session))
    try:
        recorded = _chain(session, found, tuple(anchors), progress)
        if not found.broken:  # behind a broken chain every row would seem unrecorded
            _rows(session, found, recorded)
        for look in (_texts, _contents, _revisions, _lives, _orphans):
            look(session, found)
    except (TypeError, ValueError, AttributeError) as error:
        # Somebody put a value where no sopkit would: a moment that is none, a text for bytes.
        found.add(_("The register holds a value that cannot be read: {reason}."), reason=error)
    for name in triggers.missing_triggers(session.connection()):
        found.add(_("The trigger {name} that protects a table is missing."), name=name)
    return found


def _chain(
    session: Session,
    found: Verification,
    anchors: tuple[Anchor, ...],
    progress: Progress | None,
) -> dict[str, str]:
    """Follow the chain; gives the last digest that it holds of every row, by the row's name."""
    event = _table("event")
    recorded: dict[str, str] = {}
    wanted = {anchor.events: anchor.hash for anchor in anchors}
    previous = START
    for seq, row in enumerate(_stream(session, event, event.c.seq), start=1):
        told, at, actor, act, subject, facts, before, digest = row
        if told != seq:
            found.add(_("Event {seq} is missing from the trail."), seq=seq)
            break
        if before != previous or digest != event_hash(told, at, actor, act, subject, facts, before):
            found.add(_("Event {seq} was changed, or one before it was."), seq=seq)
            break
        if seq in wanted and wanted.pop(seq) != digest:
            found.add(_("Event {seq} is not the one that was anchored."), seq=seq)
            break
        recorded |= json.loads(facts).get("rows", {})
        previous = digest
        if progress is not None and seq % PROGRESS_STEP == 0:
            progress(seq, found.head.events)
    else:
        for events in sorted(wanted):
            found.add(_("The trail was cut: event {seq} was anchored and is gone."), seq=events)
        found.anchors = len(anchors) - len(wanted)
    return recorded


def _rows(session: Session, found: Verification, recorded: dict[str, str]) -> None:
    """Compare every row with what the trail says of it."""
    for table in METADATA.sorted_tables:
        if table.name in UNRECORDED:
            continue
        keys = [list(table.columns).index(column) for column in table.primary_key]
        for row in _stream(session, table):
            name = named(table.name, [row[index] for index in keys])
            digest = recorded.pop(name, None)
            if digest is None:
                found.add(_("{row} is in no event of the trail."), row=name)
            elif digest != values_digest(row):
                found.add(_("{row} is not what the trail recorded."), row=name)
    for name in sorted(recorded)[:10]:
        found.add(_("{row} is in the trail, and gone from its table."), row=name)


def _texts(session: Session, found: Verification) -> None:
    """Every text is the one that its digest stands for, or a name that was taken out by an act."""
    person, name, table = map(_table, ("person", "person_name", "free_text"))
    nameless = session.execute(
        select(name.c.name)
        .join(person, person.c.id == name.c.person_id)
        .where(person.c.login.is_(None))
    )
    taken_out = {digest for (digest,) in nameless}
    used = _used(session, table)
    for digest, salt, text in _stream(session, table):
        if digest not in used:
            found.add(_("The text {digest} is used by nothing."), digest=digest)
        elif text is None and (salt is not None or digest not in taken_out):
            found.add(_("The text {digest} was taken out."), digest=digest)
        elif text is not None and trail.text_digest(salt or "", text) != digest:
            found.add(_("The text {digest} was changed."), digest=digest)


def _contents(session: Session, found: Verification) -> None:
    table = _table("content")
    used = _used(session, table)
    for digest, data in _stream(session, table):
        if digest not in used:
            found.add(_("The content {digest} is used by nothing."), digest=digest)
        if sha256(data).hexdigest() != digest:
            found.add(_("The content {digest} was changed."), digest=digest)


def _used(session: Session, table: Table) -> frozenset[str]:
    """The keys of a table's rows that other rows refer to."""
    columns = [
        key.parent
        for other in METADATA.sorted_tables
        for key in other.foreign_keys
        if key.column.table is table
    ]
    return frozenset(
        digest for column in columns for (digest,) in _stream(session, (column,)) if digest
    )


def _revisions(session: Session, found: Verification) -> None:
    """The hash that was signed is that of the text and the pictures, and of nothing else."""
    picture, revision, signature = map(_table, ("revision_picture", "revision", "signature"))
    pictures: dict[str, dict[str, str]] = {}
    for revision_id, path, digest in _stream(session, picture):
        pictures.setdefault(revision_id, {})[path] = digest
    hashes: dict[str, str] = {}
    told = (revision.c.id, revision.c.text_hash, revision.c.content_hash)
    for id, text, signed_hash in _stream(session, told):
        wanted = DROPPED if text is None else content_hash(text, pictures.get(id, {}))
        hashes[id] = wanted
        if signed_hash != wanted:
            found.add(_("The hash of revision {id} is not that of its content."), id=id)
    signed = (signature.c.id, signature.c.revision_id, signature.c.content_hash)
    for id, revision_id, signed_hash in _stream(session, signed):
        if hashes.get(revision_id) != signed_hash:
            found.add(_("Signature {id} is not under the text that was signed."), id=id)


def _lives(session: Session, found: Verification) -> None:
    """No version without its approvals, none approved by who wrote it."""
    for release_id, number, needed, given in _approvals(session):
        if given < needed:
            found.add(
                _("Version {id} of {number} was released with {given} of {needed} approvals."),
                id=release_id,
                number=number,
                given=given,
                needed=needed,
            )
    for decision_id, number in _self_approvals(session):
        found.add(
            _("Approval {id} of {number} is by one of its authors."), id=decision_id, number=number
        )


def _approvals(session: Session) -> Iterator[tuple[str, str, int, int]]:
    release, submission, decision, document = map(
        _table, ("release", "submission", "decision", "document")
    )
    approved = (
        select(decision.c.submission_id, func.count(decision.c.person_id.distinct()).label("given"))
        .where(decision.c.verdict == "approved")
        .group_by(decision.c.submission_id)
        .subquery()
    )
    rows = session.execute(
        select(release.c.id, document.c.key, submission.c.needed, approved.c.given)
        .join(submission, submission.c.id == release.c.submission_id)
        .join(document, document.c.id == release.c.document_id)
        .join(approved, approved.c.submission_id == submission.c.id, isouter=True)
    )
    for id, key, needed, given in rows:
        yield id, key, len(needed.split(",")), given or 0


def _self_approvals(session: Session) -> Iterator[tuple[str, str]]:
    decision, submission, revision, document = map(
        _table, ("decision", "submission", "revision", "document")
    )
    base = revision.alias("base")
    written = revision.alias("written")
    rows = session.execute(
        select(decision.c.id, document.c.key)
        .join(submission, submission.c.id == decision.c.submission_id)
        .join(document, document.c.id == submission.c.document_id)
        .join(revision, revision.c.id == submission.c.revision_id)
        .join(base, base.c.id == submission.c.base_id, isouter=True)
        .join(
            written,
            (written.c.document_id == submission.c.document_id)
            & (written.c.author_id == decision.c.person_id)
            & (written.c.ordinal <= revision.c.ordinal)
            & (written.c.ordinal > func.coalesce(base.c.ordinal, 0)),
        )
        .where(decision.c.verdict == "approved")
        .distinct()
    )
    yield from rows


def _orphans(session: Session, found: Verification) -> None:
    """No row refers to one that is not there, also where the database was told not to look."""
    for table in METADATA.sorted_tables:
        for key in table.foreign_keys:
            column, other = key.parent, key.column
            far = other.table.alias("far")
            rows = session.execute(
                select(column)
                .select_from(table.outerjoin(far, far.c[other.name] == column))
                .where(column.is_not(None), far.c[other.name].is_(None))
                .limit(10)
            )
            for (missing,) in rows:
                found.add(
                    _("{table}.{column} refers to {missing}, which is not there."),
                    table=table.name,
                    column=column.name,
                    missing=missing,
                )


def _stream(
    session: Session, wanted: Table | tuple[Column[Any], ...], *order: object
) -> Iterable[Any]:
    """Every row of a table, or those columns of it, some at a time.

    On SQLite a moment stays the text that it is, in which it is hashed: to make each one a moment
    and a text again would take half of the time.
    """
    columns: list[ColumnElement[Any]] = [*(wanted.columns if isinstance(wanted, Table) else wanted)]
    if session.get_bind().dialect.name == "sqlite":
        columns = [
            type_coerce(each, String) if isinstance(each.type, Instant) else each
            for each in columns
        ]
    statement = select(*columns).order_by(*order)  # type: ignore[arg-type] # columns of the table
    return session.execute(statement.execution_options(yield_per=5_000))


def _table(name: str) -> Table:
    return METADATA.tables[name]
