"""Proves a register: its chain, its rows, its contents, its rules.

Nothing here trusts what the register says of itself. Each finding is a message id with facts, and
names the row; the first finding of a kind is where one looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import groupby
from json import JSONDecoder
from operator import itemgetter

from sqlalchemy import Table, func, or_, select
from sqlmodel import Session

from sopkit.messages import message
from sopkit.store import trail, triggers
from sopkit.store.anchor import Anchor
from sopkit.store.documents import DROPPED, content_hash
from sopkit.store.pairing import pairing
from sopkit.store.scan import scan, scan_table
from sopkit.store.tables import METADATA
from sopkit.store.trail import START, Head, event_hash

_ = message

_JSON = JSONDecoder()

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
        _chain(session, found, tuple(anchors), progress)
        for look in (_texts, _contents, _revisions, _signatures, _lives, _orphans):
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
) -> None:
    """Follow the chain, and compare every row with what it recorded."""
    wanted: dict[int, set[str]] = {}
    for anchor in anchors:
        wanted.setdefault(anchor.events, set()).add(anchor.hash)
    with closing(pairing(session)) as rows:
        for seq, digest, facts in _events(session, found):
            if seq in wanted and wanted.pop(seq) != {digest}:
                found.add(_("Event {seq} is not the one that was anchored."), seq=seq)
                break
            rows.record(_recorded(facts))
            if seq % PROGRESS_STEP == 0:
                rows.catch_up()
                if progress is not None:
                    progress(seq, found.head.events)
        if found.broken:  # behind a broken chain every row would seem unrecorded
            return
        for events in sorted(wanted):
            found.add(_("The trail was cut: event {seq} was anchored and is gone."), seq=events)
        found.anchors = sum(anchor.events not in wanted for anchor in anchors)
        for template, row in () if found.broken else rows.unpaired():
            found.add(template, row=row)


def _events(session: Session, found: Verification) -> Iterator[tuple[int, str, str]]:
    """The number, hash and facts of every event, up to the first that is not what it was."""
    event, previous = _table("event"), START
    for seq, row in enumerate(scan(session, select(event).order_by(event.c.seq)), start=1):
        told, at, actor, act, subject, facts, before, digest = row
        if told != seq:
            found.add(_("Event {seq} is missing from the trail."), seq=seq)
            return
        if before != previous or digest != event_hash(told, at, actor, act, subject, facts, before):
            found.add(_("Event {seq} was changed, or one before it was."), seq=seq)
            return
        yield seq, digest, facts
        previous = digest


def _recorded(facts: str) -> Mapping[str, str]:
    """The digests of rows among the facts of an event, by the name of the row."""
    told, end = _JSON.raw_decode(facts)
    if end != len(facts):
        raise ValueError(facts[end:])
    found: Mapping[str, str] = told.get("rows", {})
    return found


def _texts(session: Session, found: Verification) -> None:
    """Every text is the one that its digest stands for, or a name that was taken out by an act."""
    person, name, table = map(_table, ("person", "person_name", "free_text"))
    nameless = session.execute(
        select(name.c.name)
        .join(person, person.c.id == name.c.person_id)
        .where(person.c.login.is_(None))
    )
    taken_out = {digest for (digest,) in nameless}
    for digest in _unused(session, table):
        found.add(_("The text {digest} is used by nothing."), digest=digest)
    for digest, salt, text in scan_table(session, table):
        if text is None and (salt is not None or digest not in taken_out):
            found.add(_("The text {digest} was taken out."), digest=digest)
        elif text is not None and not trail.stands_for(digest, salt or "", text):
            found.add(_("The text {digest} was changed."), digest=digest)


def _contents(session: Session, found: Verification) -> None:
    table = _table("content")
    for digest in _unused(session, table):
        found.add(_("The content {digest} is used by nothing."), digest=digest)
    for digest, data in scan_table(session, table):
        if sha256(data).hexdigest() != digest:
            found.add(_("The content {digest} was changed."), digest=digest)


def _unused(session: Session, table: Table) -> Iterator[str]:
    """The keys of a table's rows that no other row refers to."""
    [key] = table.primary_key
    uses = [
        select(each.parent)
        for other in METADATA.sorted_tables
        for each in other.foreign_keys
        if each.column is key
    ]
    for (digest,) in scan(session, select(key).except_(*uses)):
        yield digest


def _revisions(session: Session, found: Verification) -> None:
    """The hash that was signed is that of the text and the pictures, and of nothing else."""
    picture, revision = map(_table, ("revision_picture", "revision"))
    told = (revision.c.id, revision.c.text_hash, revision.c.content_hash)
    plain = select(*told).where(revision.c.id.not_in(select(picture.c.revision_id)))
    for id, text, signed_hash in scan(session, plain):
        _compare(found, id, text, signed_hash, {})
    illustrated = (
        select(*told, picture.c.path, picture.c.hash)
        .join(picture, picture.c.revision_id == revision.c.id)
        .order_by(revision.c.id)
    )
    for (id, text, signed_hash), rows in groupby(scan(session, illustrated), itemgetter(0, 1, 2)):
        _compare(found, id, text, signed_hash, {path: digest for *_, path, digest in rows})


def _compare(
    found: Verification, id: str, text: str | None, signed_hash: str, pictures: Mapping[str, str]
) -> None:
    if signed_hash != (DROPPED if text is None else content_hash(text, pictures)):
        found.add(_("The hash of revision {id} is not that of its content."), id=id)


def _signatures(session: Session, found: Verification) -> None:
    """Every signature is under the text whose hash it holds."""
    signature, revision = map(_table, ("signature", "revision"))
    moved = (
        select(signature.c.id)
        .join(revision, revision.c.id == signature.c.revision_id, isouter=True)
        .where(or_(revision.c.id.is_(None), revision.c.content_hash != signature.c.content_hash))
    )
    for (id,) in scan(session, moved):
        found.add(_("Signature {id} is not under the text that was signed."), id=id)


def _lives(session: Session, found: Verification) -> None:
    """No version without its approvals, none approved by who wrote it."""
    for release_id, number, needed, given in _too_few_approvals(session):
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


def _too_few_approvals(session: Session) -> Iterator[tuple[str, str, int, int]]:
    release, submission, decision, document = map(
        _table, ("release", "submission", "decision", "document")
    )
    approved = (
        select(decision.c.submission_id, func.count(decision.c.person_id.distinct()).label("given"))
        .where(decision.c.verdict == "approved")
        .group_by(decision.c.submission_id)
        .subquery()
    )
    rights = submission.c.needed  # with commas between them
    needed = func.length(rights) - func.length(func.replace(rights, ",", "")) + 1
    given = func.coalesce(approved.c.given, 0)
    yield from session.execute(
        select(release.c.id, document.c.key, needed, given)
        .join(submission, submission.c.id == release.c.submission_id)
        .join(document, document.c.id == release.c.document_id)
        .join(approved, approved.c.submission_id == submission.c.id, isouter=True)
        .where(given < needed)
    )


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


def _table(name: str) -> Table:
    return METADATA.tables[name]
