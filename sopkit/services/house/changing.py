"""Changes what `organisation.yaml` says, one thing at a time, by an administrator."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import available_timezones

from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.organisation import APPROVALS, Named, Organisation
from sopkit.parse.language import language_tag
from sopkit.parse.organisation import parse_organisation
from sopkit.parse.report import Report
from sopkit.refusals import (
    BadIdError,
    BadNameError,
    IdTakenError,
    NoApproverError,
    NotALanguageError,
    NotInListError,
    OrganisationNameError,
    StillUsedError,
    UnknownTimezoneError,
)
from sopkit.services.accounts.directory import folded
from sopkit.services.house import text as texts
from sopkit.services.house.logo import checked_logo
from sopkit.services.house.text import Listed
from sopkit.services.register.acting import acting, refuse_without, require
from sopkit.services.register.saving import Writing, save
from sopkit.services.register.snapshot import parsed_organisation
from sopkit.source.discovery import ORGANISATION
from sopkit.source.file import SourceFile, decode
from sopkit.store import directory, documents
from sopkit.store.documents import DocumentKey, DocumentKind, SavedRevision
from sopkit.store.people import EVERY_DEPARTMENT, Account, Right
from sopkit.store.session import Register, Session
from sopkit.store.trail import Ledger

__all__ = [
    "APPROVALS",
    "Diagnostic",
    "HouseFile",
    "Listed",
    "Named",
    "Organisation",
    "drop_entry",
    "drop_logo",
    "logo_of",
    "put_entry",
    "read_house",
    "set_approval",
    "set_details",
    "set_logo",
]

NAME_MOST = 200
ID_MOST = 60
_ID = re.compile(rf"[a-z][a-z0-9-]{{0,{ID_MOST - 1}}}")
_ADMINISTRATOR = (Right.ADMINISTRATOR,)


@dataclass(frozen=True, slots=True)
class HouseFile:
    """The file as it was saved last; `revision` is None where there is none yet.

    `findings` are about the file alone.
    """

    revision: str | None
    house: Organisation
    findings: tuple[Diagnostic, ...] = ()
    text: bytes = b""
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def read_house(register: Register, actor: Account, now: datetime) -> HouseFile:
    """What the organisation says of itself. Raises NotAllowedError."""
    with register.reading() as session:
        refuse_without(session, actor.id, _ADMINISTRATOR, EVERY_DEPARTMENT, now)
        return _read(session)


def logo_of(register: Register) -> tuple[str, bytes] | None:
    """The path and the bytes of the logo, if there is one."""
    with register.reading() as session:
        found = _read(session)
    logo = found.house.logo
    return (logo, found.pictures[logo]) if logo and logo in found.pictures else None


def set_details(
    register: Register,
    actor: Account,
    expected: str | None,
    details: tuple[str, str, str],
    now: datetime,
) -> SavedRevision:
    """Another name, language and time zone.

    Raises OrganisationNameError, NotALanguageError, UnknownTimezoneError and what `_change` raises.
    """
    name, language, timezone = details
    if not 1 <= len(name) <= NAME_MOST or not name.isprintable():
        raise OrganisationNameError(NAME_MOST)
    if language_tag(language) != language:
        raise NotALanguageError(language)
    if timezone not in available_timezones():
        raise UnknownTimezoneError(timezone)

    def change(file: HouseFile) -> bytes:
        text = file.text
        if not text:
            return texts.first_text(name, language, timezone)
        text = texts.with_setting(text, "name", name)
        text = texts.with_setting(text, "language", language)
        return texts.with_setting(text, "timezone", timezone)

    return _change(register, actor, expected, change, now)


def set_approval(
    register: Register,
    actor: Account,
    expected: str | None,
    rights: tuple[str, ...],
    now: datetime,
) -> SavedRevision:
    """Who must approve where a department says nothing. Raises NoApproverError and as `_change`."""
    if not rights or not set(rights) <= set(APPROVALS):
        raise NoApproverError
    return _change(
        register, actor, expected, lambda file: texts.with_approval(file.text, rights), now
    )


def put_entry(
    register: Register,
    actor: Account,
    expected: str | None,
    key: Listed,
    entry: Named,
    now: datetime,
    *,
    new: bool,
) -> SavedRevision:
    """Add a department or role (its id may be left to sopkit), or change the one of that id.

    Raises BadNameError, BadIdError, IdTakenError, NotInListError, NoApproverError, and what
    `_change` raises.
    """
    names = {language: " ".join(name.split()) for language, name in entry.names.items()}
    names = {language: name for language, name in names.items() if name}
    if any(len(name) > NAME_MOST or not name.isprintable() for name in names.values()):
        raise BadNameError(NAME_MOST)
    id = entry.id or (_id_of(next(iter(names.values()), "")) if new else "")
    if new and not _ID.fullmatch(id):
        raise BadIdError(id, ID_MOST)
    if entry.approval is not None and (
        not entry.approval or not set(entry.approval) <= set(APPROVALS)
    ):
        raise NoApproverError
    wanted = Named(id, names, entry.approval)

    def change(file: HouseFile) -> bytes:
        ids = [each.id for each in _listed(file, key)]
        if new and id in ids:
            raise IdTakenError(id)
        if not new and id not in ids:
            raise NotInListError(id)
        return texts.with_entry(file.text, key, wanted)

    return _change(register, actor, expected, change, now)


def drop_entry(
    register: Register, actor: Account, expected: str | None, key: Listed, id: str, now: datetime
) -> SavedRevision:
    """Take out a department or role that nothing belongs to any more.

    Raises NotInListError, StillUsedError, and what `_change` raises.
    """

    def change(file: HouseFile, session: Session) -> bytes:
        if id not in [each.id for each in _listed(file, key)]:
            raise NotInListError(id)
        procedures, persons = _uses(session, key, id, now)
        if procedures or persons:
            raise StillUsedError(id, procedures, persons)
        return texts.without_entry(file.text, key, id)

    with acting(register, actor, now) as ledger:
        file = _begin(ledger)
        return _save(ledger, file, expected, change(file, ledger.session), file.pictures)


def set_logo(
    register: Register,
    actor: Account,
    expected: str | None,
    data: bytes,
    now: datetime,
) -> SavedRevision:
    """Another logo. Raises LogoTooLargeError, NoLogoError and what `_change` raises."""
    path = f"logo.{checked_logo(data)}"
    with acting(register, actor, now) as ledger:
        file = _begin(ledger)
        text = texts.with_setting(file.text, "logo", path)
        pictures = {name: each for name, each in file.pictures.items() if name != file.house.logo}
        return _save(ledger, file, expected, text, {**pictures, path: data})


def drop_logo(
    register: Register, actor: Account, expected: str | None, now: datetime
) -> SavedRevision:
    """No logo any more. Raises what `_change` raises."""
    with acting(register, actor, now) as ledger:
        file = _begin(ledger)
        pictures = {name: each for name, each in file.pictures.items() if name != file.house.logo}
        return _save(ledger, file, expected, texts.without_logo(file.text), pictures)


def _change(
    register: Register,
    actor: Account,
    expected: str | None,
    change: Callable[[HouseFile], bytes],
    now: datetime,
) -> SavedRevision:
    """Save the text that a change makes of the newest one, which must be the expected revision.

    Raises NotAllowedError, OnlyAsTextError and ChangedMeanwhileError.
    """
    with acting(register, actor, now) as ledger:
        file = _begin(ledger)
        return _save(ledger, file, expected, change(file), file.pictures)


def _begin(ledger: Ledger) -> HouseFile:
    require(ledger, _ADMINISTRATOR)
    return _read(ledger.session)


def _save(
    ledger: Ledger,
    file: HouseFile,
    expected: str | None,
    text: bytes,
    pictures: Mapping[str, bytes],
) -> SavedRevision:
    writing = Writing(ORGANISATION, text, pictures)
    return save(ledger, writing, expected if file.revision else None, "")


def _read(session: Session) -> HouseFile:
    found = documents.find(session, DocumentKey(DocumentKind.ORGANISATION))
    latest = documents.latest(session, found) if found else None
    if latest is None:
        return HouseFile(None, Organisation())
    if latest.dropped:
        return HouseFile(latest.id, Organisation())
    text = documents.text_of(session, latest)
    pictures = documents.pictures_of(session, latest.id)
    file, report = decode(ORGANISATION, text), Report(ORGANISATION)
    if isinstance(file, SourceFile):
        parse_organisation(file, pictures, report)
    return HouseFile(
        latest.id, parsed_organisation(text), tuple(report.diagnostics), text, pictures
    )


def _listed(file: HouseFile, key: Listed) -> tuple[Named, ...]:
    listed = file.house.roles if key == "roles" else file.house.departments
    return listed or ()


def _uses(session: Session, key: Listed, id: str, now: datetime) -> tuple[int, int]:
    """How many procedures and people a department or role still has."""
    if key == "roles":
        return 0, directory.count_with_role(session, id, now)
    newest = documents.newest(session)
    procedures = sum(1 for each in newest if each.department == id and not each.dropped)
    return procedures, directory.count_with_right_in(session, id, now)


def _id_of(name: str) -> str:
    """An id made of a name: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", folded(name)).strip("-")[:ID_MOST].lstrip("0123456789-")
