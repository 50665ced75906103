"""Takes persons over from a CSV file: all of them or none, and nothing twice."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from sopkit.errors import NotAFileError, PathMissingError, SopkitError
from sopkit.model.organisation import Organisation
from sopkit.refusals import (
    AccountClosedError,
    ColumnMissingError,
    ColumnUnknownError,
    CsvTooLargeError,
    DepartmentNotSaidError,
    ImportChangedError,
    LoginAlikeError,
    LoginTwiceError,
    NotCsvError,
    NotUtf8Error,
    SurplusCellsError,
)
from sopkit.services.register.acting import acting, require
from sopkit.services.register.list_words import column_of, every_department, leads, right_named
from sopkit.services.register.persons import (
    address_of,
    check_person,
    check_team,
    department_of,
    role_of,
)
from sopkit.services.register.snapshot import organisation
from sopkit.store import directory, mailing, people
from sopkit.store.directory import Holdings
from sopkit.store.people import EVERY_DEPARTMENT, Account, Right
from sopkit.store.session import Register, Session
from sopkit.store.trail import BatchLedger, together

_Value = TypeVar("_Value", bound=Hashable)

COLUMNS = ("login", "name", "language", "email", "rights", "roles", "teams")
NEEDED = COLUMNS[:2]
SEPARATOR = "|"
"""Between the rights, roles or teams of one person."""

LARGEST = 8 * 2**20
"""Bytes: more people than any organisation has."""

LEAD = ":lead"
"""What follows the name of a team that the person leads."""


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What a line of the file changes: everything in it is new, what holds already is left out.

    `name` is the person's, `renamed` tells that it was another; `address` is for mail. Rights are
    pairs of the right and a department's id, teams pairs of the name and whether the person leads
    it.
    """

    line: int
    login: str
    name: str
    added: bool
    renamed: bool
    language: str | None
    address: str | None
    rights: tuple[tuple[Right, str], ...]
    roles: tuple[str, ...]
    teams: tuple[tuple[str, bool], ...]

    @property
    def empty(self) -> bool:
        """Whether all of it holds already."""
        anything = self.language or self.address or self.rights or self.roles or self.teams
        return not (self.added or self.renamed or anything)


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong at a line of the file, which counts from 1."""

    line: int
    error: SopkitError


@dataclass(frozen=True, slots=True)
class Import:
    """What a file changes, in its order, or what is wrong with it: with a mistake, nothing is."""

    changes: tuple[PersonChange, ...]
    mistakes: tuple[Mistake, ...]
    unchanged: int

    @property
    def digest(self) -> str:
        """SHA-256 (hexadecimal) of all that it changes."""
        return sha256(repr(self.changes).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Mapping[str, str]


def read_csv(file: Path) -> bytes:
    """The bytes of a file. Raises PathMissingError, NotAFileError, CsvTooLargeError, OSError."""
    if not file.exists():
        raise PathMissingError(file)
    if not file.is_file():
        raise NotAFileError(file)
    with file.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise CsvTooLargeError(file, LARGEST // 2**20)
    return data


def plan_import(register: Register, data: bytes, now: datetime) -> Import:
    """What `import_persons` would do with a file now."""
    rows, mistakes = _rows(data)
    with register.reading() as session:
        return _plan(session, rows, mistakes, now)


def import_persons(
    register: Register, actor: Account, data: bytes, now: datetime, *, expected: str | None = None
) -> Import:
    """Add the persons of a CSV file, and give them what it says they have.

    Nothing is taken away: a right that is not in the file stays. A file with a mistake changes
    nothing. `expected` is the digest of the plan that somebody saw and agreed to. Raises
    NotAllowedError, and ImportChangedError when the file would do something else by now.
    """
    rows, mistakes = _rows(data)
    with acting(register, actor, now) as ledger:
        require(ledger, (Right.ADMINISTRATOR,))
        planned = _plan(ledger.session, rows, mistakes, ledger.now)
        if expected is not None and planned.digest != expected:
            raise ImportChangedError
        if not planned.mistakes:
            with together(ledger) as batch:
                _Carrying(batch, planned.changes).carry_out()
        return planned


class _Carrying:
    """Carries a plan out that was made in this transaction: what it gives, nobody has yet."""

    def __init__(self, ledger: BatchLedger, changes: Sequence[PersonChange]) -> None:
        session, logins = ledger.session, [each.login for each in changes]
        self._ledger = ledger
        self._changes = changes
        self._known = _Known(session, logins, ledger.now)
        self._teams = dict(directory.team_ids(session))

    def carry_out(self) -> None:
        """All of it."""
        for change in self._changes:
            self._one(change)

    def _one(self, change: PersonChange) -> None:
        ledger, account = self._ledger, self._known.accounts.get(change.login)
        if account is None:
            account = people.add_person(ledger, change.login, change.name, change.language)
            if change.address:
                mailing.begin_address(ledger, account.id, change.address)
        else:
            self._change(account, change)
        for right, department in change.rights:
            people.begin_right(ledger, account.id, right, department)
        for role in change.roles:
            people.begin_role(ledger, account.id, role)
        for team, lead in change.teams:
            self._join(account, change, team, lead=lead)

    def _change(self, account: Account, change: PersonChange) -> None:
        if change.renamed:
            people.rename_person(self._ledger, account.id, change.name)
        if change.language:
            people.set_language(self._ledger, account.id, change.language)
        if change.address:
            mailing.set_address(self._ledger, account.id, change.address)

    def _join(self, account: Account, change: PersonChange, team: str, *, lead: bool) -> None:
        if self._is_in(account, change, team):  # and leaves it, to join as something else
            self._ledger.write()
            people.join_team(self._ledger, account.id, team, lead=lead)
            return
        self._teams[team] = people.begin_membership(
            self._ledger, account.id, team, self._teams.get(team), lead=lead
        )

    def _is_in(self, account: Account, change: PersonChange, team: str) -> bool:
        """Whether somebody is in a team, or the line has them join it twice."""
        twice = [name for name, _ in change.teams].count(team) > 1
        return twice or (
            not change.added and any(e.scope == team for e in self._known.holdings(account).teams)
        )


# Reading the file


def _rows(data: bytes) -> tuple[list[_Row], list[Mistake]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [], [Mistake(data.count(b"\n", 0, error.start) + 1, NotUtf8Error())]
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[_Row] = []
    mistakes: list[Mistake] = []
    try:
        header = [column_of(cell) for cell in next(reader, [])]
        mistakes += _header_mistakes(header)
        line = reader.line_num + 1
        for cells in reader:
            if len(cells) > len(header):
                mistakes.append(Mistake(line, SurplusCellsError(len(header))))
            elif any(cell.strip() for cell in cells):
                named = zip(header, cells, strict=False)
                rows.append(_Row(line, {name: cell.strip() for name, cell in named}))
            line = reader.line_num + 1
    except csv.Error:
        mistakes.append(Mistake(reader.line_num, NotCsvError()))
    return rows, mistakes


def _header_mistakes(header: list[str]) -> Iterator[Mistake]:
    known = ", ".join(COLUMNS)
    for name in NEEDED:
        if name not in header:
            yield Mistake(1, ColumnMissingError(name, known))
    for index, name in enumerate(header):
        if name not in COLUMNS or name in header[:index]:
            yield Mistake(1, ColumnUnknownError(name, known))


# What it means


def _plan(session: Session, rows: list[_Row], mistakes: list[Mistake], now: datetime) -> Import:
    found = list(mistakes)
    changes: list[PersonChange] = []
    if not any(mistake.line == 1 for mistake in mistakes):
        house = organisation(session)
        known = _Known(session, [row.cells.get("login", "") for row in rows], now)
        logins: dict[str, int] = {}
        for row in rows:
            said = _said(house, row)
            wrong = [*_person_mistakes(known, said, logins), *said.wrong]
            found += [Mistake(row.line, error) for error in wrong]
            if not wrong:
                changes.append(_change(known, said))
    found.sort(key=lambda mistake: mistake.line)
    kept = tuple(change for change in changes if not change.empty)
    return Import(kept, tuple(found), len(changes) - len(kept))


class _Known:
    """What the register knows of the persons of a file: a few statements, however long it is."""

    def __init__(self, session: Session, logins: Iterable[str], now: datetime) -> None:
        self.accounts = directory.by_logins(session, filter(None, logins), now)
        ids = [account.id for account in self.accounts.values()]
        self._holdings = directory.holdings(session, ids, now)
        self.addresses = mailing.addresses(session, ids)
        self.logins = {each.lower(): each for each in people.logins(session)}

    def holdings(self, account: Account) -> Holdings:
        """What a person has now."""
        return self._holdings[account.id]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a line says, as far as it can be understood, and what is wrong with it."""

    line: int
    login: str
    name: str
    language: str | None
    address: str | None
    rights: tuple[tuple[Right, str], ...]
    roles: tuple[str, ...]
    teams: tuple[tuple[str, bool], ...]
    wrong: tuple[SopkitError, ...]


def _said(house: Organisation, row: _Row) -> _Said:
    wrong: list[SopkitError] = []

    def listed(column: str, read: Callable[[str], _Value]) -> tuple[_Value, ...]:
        found = []
        for part in row.cells.get(column, "").split(SEPARATOR):
            try:
                found += [read(part.strip())] if part.strip() else []
            except SopkitError as error:
                wrong.append(error)
        return tuple(dict.fromkeys(found))

    address = None
    try:
        address = address_of(row.cells["email"]) if row.cells.get("email") else None
    except SopkitError as error:
        wrong.append(error)
    return _Said(
        row.line,
        row.cells.get("login", ""),
        row.cells.get("name", ""),
        row.cells.get("language") or None,
        address,
        listed("rights", lambda text: _right(house, text)),
        listed("roles", lambda text: role_of(house, text)),
        listed("teams", _team),
        tuple(wrong),
    )


def _person_mistakes(known: _Known, said: _Said, logins: dict[str, int]) -> Iterator[SopkitError]:
    """What is wrong with the person of a line; `logins` has those of the lines before it."""
    key = said.login.lower()
    if key in logins:
        yield LoginTwiceError(said.login, logins[key])
    logins.setdefault(key, said.line)
    try:
        check_person(said.login, said.name, said.language)
    except SopkitError as error:
        yield error
        return
    account = known.accounts.get(said.login)
    if account is not None and not account.active:
        yield AccountClosedError(said.login)
    elif account is None and key in known.logins:
        yield LoginAlikeError(said.login, known.logins[key])


def _change(known: _Known, said: _Said) -> PersonChange:
    account = known.accounts.get(said.login)
    rights, roles, teams = said.rights, said.roles, said.teams
    address = said.address
    if account is not None:
        has = known.holdings(account)
        held = {(each.name, each.scope) for each in has.rights}
        played = {each.name for each in has.roles}
        joined = {(each.scope, each.name == "lead") for each in has.teams}
        rights = tuple(each for each in rights if each not in held)
        roles = tuple(each for each in roles if each not in played)
        teams = tuple(each for each in teams if each not in joined)
        address = said.address if said.address != known.addresses.get(account.id) else None
    return PersonChange(
        said.line,
        said.login,
        said.name,
        added=account is None,
        renamed=account is not None and account.name != said.name,
        language=said.language if account is None or account.language != said.language else None,
        address=address,
        rights=rights,
        roles=roles,
        teams=teams,
    )


def _right(house: Organisation, text: str) -> tuple[Right, str]:
    name, _, department = (part.strip() for part in text.partition(":"))
    right = right_named(name)
    if not department:
        raise DepartmentNotSaidError(name)
    if every_department(department):
        return right, EVERY_DEPARTMENT
    return right, department_of(house, department)


def _team(text: str) -> tuple[str, bool]:
    led = leads(text)
    name = text if led is None else led
    check_team(name)
    return name, led is not None
