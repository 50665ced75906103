"""Libraries on the shelves of a register, without the acts that bring them there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from sopkit.model.control import Version
from sopkit.model.organisation import Organisation
from sopkit.model.sop import Sop
from sopkit.services.library.shelving import shelving_of
from sopkit.store import shelves
from sopkit.store.documents import DocumentKey, DocumentKind, SavedRevision
from sopkit.store.session import Register
from sopkit.store.stages import Released


def put(
    register: Register,
    sops: Iterable[Sop],
    begin: datetime,
    until: datetime | None = None,
) -> None:
    """Put procedures on the shelves as if they had been released."""
    every = [shelving_of(*made_up(sop, begin), sop, Organisation(), until) for sop in sops]
    for start in range(0, len(every), 50):
        with register.writing() as session:
            shelves.put(session, every[start : start + 50])


def made_up(sop: Sop, begin: datetime) -> tuple[Released, SavedRevision]:
    """A version of a procedure, and its text's revision."""
    id = sha256(f"{sop.path} {begin}".encode()).hexdigest()[:32]
    document = DocumentKey(DocumentKind.SOP, sop.number, sop.language)
    revision = SavedRevision(
        id, id, document, 1, None, sop.path, id, id, sop.title, sop.department, "somebody", begin
    )
    due = begin + timedelta(days=365)
    released = Released(
        id, id, id, id, Version(1, 0), None, begin, None, due, "somebody", begin, ""
    )
    return released, revision
