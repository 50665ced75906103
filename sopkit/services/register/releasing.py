"""Makes an approved text a version, and ends one that nothing takes the place of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sopkit.model.calendar import later
from sopkit.model.control import Nature, Version
from sopkit.refusals import (
    EffectiveEarlierError,
    EffectiveTakenError,
    FirstVersionError,
    MinorRefusedError,
    NotApprovedError,
    NotInForceError,
    ReasonMissingError,
    VersionChangedError,
)
from sopkit.services.library.shelving import shelve
from sopkit.services.notices import occasions
from sopkit.services.register.acting import TypedPassword, refuse_without, require, signing
from sopkit.services.register.anchoring import Anchored, anchor_at
from sopkit.services.register.checking import acting_on_checked
from sopkit.services.register.deciding import known_nature
from sopkit.services.register.finding import newest_of, under_review
from sopkit.services.register.snapshot import organisation, parsed, zone_of
from sopkit.services.register.submitting import base_of, waiting_for
from sopkit.settings import Settings
from sopkit.store import documents, lifecycle, releases
from sopkit.store.documents import SavedRevision
from sopkit.store.people import Account, Right
from sopkit.store.session import Register, Session
from sopkit.store.stages import Released, Releasing

RELEASERS = (Right.APPROVER, Right.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be released: as a major version if asked for, now or from a later moment on.

    `submission_id` is the submission that the person read.
    """

    number: str
    language: str | None = None
    major: bool | None = None
    effective_from: datetime | None = None
    submission_id: str | None = None


def release(
    register: Register, settings: Settings, actor: Account, wish: Wish, now: datetime
) -> tuple[Released, Anchored]:
    """Release what was approved. Without a wish, it is major if people do something otherwise.

    Raises NotApprovedError, NotAllowedError, HasErrorsError, FirstVersionError, MinorRefusedError,
    EffectiveEarlierError and what `under_review` does.
    """

    def releasable(session: Session) -> SavedRevision:
        submission = under_review(session, wish.number, wish.language, wish.submission_id)
        revision = documents.revision(session, submission.revision_id)
        refuse_without(session, actor.id, RELEASERS, revision.department, now)
        needed = waiting_for(session, submission)
        if needed:
            raise NotApprovedError(wish.number, ", ".join(needed))
        return revision

    with acting_on_checked(register, actor, now, releasable) as ledger:
        session, moment = ledger.session, ledger.now
        revision = releasable(session)
        submission = under_review(session, wish.number, wish.language, wish.submission_id)
        base = base_of(session, revision.document_id)
        nature = known_nature(session, submission)
        effective = wish.effective_from or moment
        earliest = max([moment, *([base.effective_from] if base else [])])
        if effective < moment or (base is not None and effective <= base.effective_from):
            shown = earliest.astimezone(zone_of(organisation(session).timezone))
            raise EffectiveEarlierError(wish.number, f"{shown:%Y-%m-%d %H:%M}")
        taken = releases.versions(session, revision.document_id)
        if effective in [each.effective_from for each in taken]:  # one withdrawn before its day
            raise EffectiveTakenError(wish.number)
        house = organisation(session)
        sop = parsed(revision.path, documents.text_of(session, revision), house.language)
        if sop is None:
            raise LookupError("a submitted text can be read")
        made, head = lifecycle.release(
            ledger,
            Releasing(
                submission=submission,
                version=next_version(session, revision.document_id, nature, wish),
                nature=nature,
                effective_from=effective,
                review_due=later(effective, sop.review),
                context=documents.context(session),
            ),
        )
        occasions.released(session, made, moment)
        shelve(session, revision.document_id, moment)
    return made, anchor_at(settings, head, f"release {wish.number} {made.version}", now)


def withdraw(  # noqa: PLR0913 - who withdraws what, why and when
    register: Register,
    settings: Settings,
    actor: Account,
    number: str,
    reason: str,
    password: TypedPassword,
    now: datetime,
    *,
    language: str | None = None,
    version: str | None = None,
) -> tuple[Released, Anchored]:
    """Withdraw the last version, signed: a coming one if there is one, else that in force.

    A coming one leaves the version before it in force; what was superseded does not come back.
    `version` is the one that the person means.

    Raises WrongPasswordError, TooManyTriesError, ReasonMissingError, UnknownDocumentError,
    NotInForceError, VersionChangedError and NotAllowedError.
    """
    if not reason.strip():
        raise ReasonMissingError
    with signing(register, actor, password, now) as ledger:
        session = ledger.session
        latest = newest_of(session, number, language)
        last = base_of(session, latest.document_id)
        if last is None or last.withdrawn_from is not None:
            raise NotInForceError(number)
        revision = documents.revision(session, last.revision_id)
        require(ledger, RELEASERS, revision.department)
        if version not in {None, str(last.version)}:
            raise VersionChangedError(number, last.version)
        head = lifecycle.withdraw(ledger, last, revision, reason.strip())
        occasions.withdrawn(session, last, actor.id, ledger.now)
        shelve(session, last.document_id, ledger.now)
    return last, anchor_at(settings, head, f"withdrawal {number} {last.version}", now)


def next_version(session: Session, document_id: str, nature: Nature | None, wish: Wish) -> Version:
    """The number of the next version. Raises FirstVersionError and MinorRefusedError.

    Numbers go on from the highest that was ever given, also when that version never took effect.
    What was withdrawn comes back as a major version: people had stopped working by it.
    """
    given = [each.version for each in releases.versions(session, document_id)]
    if not given:
        if wish.major is False:
            raise FirstVersionError(wish.number)
        return Version(1, 0)
    last = max(given)
    base = base_of(session, document_id)
    gone = base is None or base.withdrawn_from is not None
    major = gone or nature is None or nature is Nature.BEHAVIOURAL
    if wish.major is False and major:
        raise MinorRefusedError(wish.number)
    if wish.major or major:
        return Version(last.major + 1, 0)
    return Version(last.major, last.minor + 1)
