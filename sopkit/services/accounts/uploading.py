"""People from a CSV file that was sent by a browser: looked at first, then carried out.

Between the two the register keeps the file, so that what is carried out is what was looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sopkit.refusals import CsvTooLargeError, UploadGoneError
from sopkit.services.accounts.secrets import new_secret
from sopkit.services.register.acting import refuse_without
from sopkit.services.register.importing import LARGEST, Import, import_persons, plan_import
from sopkit.store import kept_uploads
from sopkit.store.kept_uploads import Upload
from sopkit.store.people import EVERY_DEPARTMENT, Account, Right
from sopkit.store.session import Register

__all__ = ["Preview", "Upload", "carry_out", "look_again", "preview_upload"]

KEPT = timedelta(hours=2)
"""How long a file waits for a yes."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file would do. `id` names the file that is kept, `plan` what it does."""

    id: str
    name: str
    plan: Import


def preview_upload(register: Register, actor: Account, upload: Upload, now: datetime) -> Preview:
    """Keep a file, and tell what it would do. Raises CsvTooLargeError and NotAllowedError."""
    if len(upload.data) > LARGEST:
        raise CsvTooLargeError(upload.name, LARGEST // 2**20)
    id = new_secret()
    with register.writing() as session:
        refuse_without(session, actor.id, (Right.ADMINISTRATOR,), EVERY_DEPARTMENT, now)
        kept_uploads.keep(session, id, actor.id, upload, now=now, until=now + KEPT)
    return Preview(id, upload.name, plan_import(register, upload.data, now))


def look_again(register: Register, actor: Account, id: str, now: datetime) -> Preview:
    """What a kept file would do by now. Raises UploadGoneError."""
    upload = _kept(register, actor, id, now)
    return Preview(id, upload.name, plan_import(register, upload.data, now))


def carry_out(register: Register, actor: Account, id: str, plan: str, now: datetime) -> Import:
    """Do what a kept file says, if that is still what its sender saw: the plan of that digest.

    Raises UploadGoneError, ImportChangedError and NotAllowedError.
    """
    upload = _kept(register, actor, id, now)
    done = import_persons(register, actor, upload.data, now, expected=plan)
    with register.writing() as session:
        kept_uploads.forget(session, id, actor.id)
    return done


def _kept(register: Register, actor: Account, id: str, now: datetime) -> Upload:
    with register.reading() as session:
        upload = kept_uploads.find(session, id, actor.id, now)
    if upload is None:
        raise UploadGoneError
    return upload
