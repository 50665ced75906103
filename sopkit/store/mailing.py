"""Where people get mail, and which kinds of it they want."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from sqlmodel import Session, col, or_, select

from sopkit.model.notice import Notice, Rhythm
from sopkit.store import people
from sopkit.store.portions import portions
from sopkit.store.tables import FreeText, Person, PersonMail
from sopkit.store.trail import Ledger

USUAL_RHYTHM = Rhythm.WEEKLY
"""How often the digest comes to somebody who has not chosen."""


@dataclass(frozen=True, slots=True)
class MailWishes:
    """Where a person gets mail and which. `address` is None for somebody who gets none.

    `secret` is known to nobody else: what is signed with it comes from a mail to that person.
    """

    address: str | None
    refused: frozenset[Notice]
    rhythm: Rhythm
    secret: str

    def wants(self, notice: Notice) -> bool:
        """Whether mail of a kind is to be sent."""
        if notice is Notice.DIGEST:
            return self.rhythm is not Rhythm.NEVER
        return notice not in self.refused


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody with an open account who gets mail."""

    person_id: str
    name: str
    language: str | None
    wishes: MailWishes


NO_WISHES = MailWishes(None, frozenset(), USUAL_RHYTHM, "")
"""Those of a person who never had an address nor chose anything."""


def wishes_of(session: Session, person_id: str) -> MailWishes:
    """The wishes of a person."""
    row = session.get(PersonMail, person_id)
    return NO_WISHES if row is None else _wishes(row)


def addresses(session: Session, person_ids: Iterable[str]) -> Mapping[str, str]:
    """The addresses of those of these people who have one, by id."""
    found: dict[str, str] = {}
    for some in portions(person_ids):
        rows = session.exec(
            select(PersonMail.person_id, PersonMail.address).where(
                col(PersonMail.person_id).in_(some), col(PersonMail.address).is_not(None)
            )
        )
        found |= {person: address or "" for person, address in rows}
    return found


def addressees(
    session: Session, person_ids: Iterable[str], now: datetime
) -> Mapping[str, Addressee]:
    """Those of these people who have an address and an open account, by id."""
    found = {}
    for some in portions(person_ids):
        rows = session.exec(
            select(Person, PersonMail, FreeText.text)
            .join(PersonMail, col(PersonMail.person_id) == col(Person.id))
            .join(FreeText, col(FreeText.digest) == col(Person.name))
            .where(
                col(Person.id).in_(some),
                col(PersonMail.address).is_not(None),
                or_(col(Person.active_until).is_(None), col(Person.active_until) > now),
            )
        )
        for person, mail, name in rows:
            found[person.id] = Addressee(person.id, name or "", person.language, _wishes(mail))
    return found


def with_rhythm(session: Session, rhythm: Rhythm) -> tuple[str, ...]:
    """The ids of all who have an address and get the digest that often."""
    rows = session.exec(
        select(PersonMail.person_id)
        .where(
            col(PersonMail.address).is_not(None),
            PersonMail.rhythm == rhythm.value,
        )
        .order_by(col(PersonMail.person_id))
    )
    return tuple(rows)


def set_address(ledger: Ledger, person_id: str, address: str | None) -> None:
    """Another address, or none. The trail tells that, and not which."""
    row = _row(ledger, person_id)
    if row.address == address:
        return
    row.address = address
    ledger.changed(row)
    act = "person.address-set" if address else "person.address-removed"
    ledger.record(act, people.subject(person_id))


def begin_address(ledger: Ledger, person_id: str, address: str) -> None:
    """As `set_address`, for a person who is new."""
    ledger.new(
        PersonMail,
        person_id=person_id,
        rhythm=USUAL_RHYTHM.value,
        secret=token_hex(16),
        address=address,
    )
    ledger.record("person.address-set", people.subject(person_id))


def choose(ledger: Ledger, person_id: str, refused: Collection[Notice], rhythm: Rhythm) -> None:
    """Other wishes from now on."""
    row = _row(ledger, person_id)
    listed = ",".join(notice.value for notice in Notice if notice in refused)
    if (row.refused, row.rhythm) == (listed, rhythm.value):
        return
    before = {"refused": row.refused, "digest": row.rhythm}
    row.refused, row.rhythm = listed, rhythm.value
    ledger.changed(row)
    ledger.record(
        "mail.chosen",
        people.subject(person_id),
        after={"refused": listed, "digest": rhythm.value},
        before=before,
    )


def _row(ledger: Ledger, person_id: str) -> PersonMail:
    found = ledger.session.get(PersonMail, person_id)
    return found or PersonMail(person_id=person_id, rhythm=USUAL_RHYTHM, secret=token_hex(16))


def _wishes(row: PersonMail) -> MailWishes:
    refused = frozenset(Notice(name) for name in row.refused.split(",") if name)
    return MailWishes(row.address, refused, Rhythm(row.rhythm), row.secret)
