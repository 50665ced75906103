"""Checks a text as one of the library that the register holds, before it is acted on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sopkit.diagnostics.diagnostic import Severity
from sopkit.refusals import HasErrorsError, RegisterBusyError
from sopkit.services.register.acting import acting
from sopkit.services.register.indexing import index_drafts
from sopkit.services.register.vicinity import compiled_near
from sopkit.store import documents
from sopkit.store.documents import SavedRevision
from sopkit.store.people import Account
from sopkit.store.session import Register, Session
from sopkit.store.trail import Ledger

_TRIES = 5


@contextmanager
def acting_on_checked(
    register: Register,
    actor: Account,
    now: datetime,
    revision_of: Callable[[Session], SavedRevision],
) -> Iterator[Ledger]:
    """One transaction about a text that has no errors.

    Checking a text takes its time, so it is done before the transaction that others wait for. If
    a text of the library changed meanwhile, it is done again. `revision_of` finds the text, and
    raises what refuses the act.

    Raises HasErrorsError, RegisterBusyError, and what `acting` raises.
    """
    for _ in range(_TRIES):
        checked = _refuse_errors(register, revision_of)
        with acting(register, actor, now) as ledger:
            if documents.fingerprint(ledger.session) == checked:
                yield ledger
                return
    raise RegisterBusyError


def _refuse_errors(register: Register, revision_of: Callable[[Session], SavedRevision]) -> str:
    index_drafts(register)
    with register.reading() as session:
        revision = revision_of(session)
        state = documents.fingerprint(session)
        found = compiled_near(session, revision, None).diagnostics
    if any(each.severity is Severity.ERROR for each in found):
        raise HasErrorsError(revision.document.key)
    return state
