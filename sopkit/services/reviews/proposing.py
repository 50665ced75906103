"""What an author sees before submitting: the change, its nature, what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sopkit.compare.difference import Difference
from sopkit.diagnostics.diagnostic import Diagnostic, Severity
from sopkit.errors import SopkitError
from sopkit.model.control import Nature, Version
from sopkit.refusals import HasErrorsError, UnderReviewError
from sopkit.services.accounts.signing_in import Visitor
from sopkit.services.compile import Compiled
from sopkit.services.register.comparing import among_mentioned, at_least, comparison
from sopkit.services.register.indexing import index_drafts
from sopkit.services.register.sight import onlooker
from sopkit.services.register.snapshot import organisation
from sopkit.services.register.submitting import base_of, found_nature, refuse_to_submit
from sopkit.services.register.vicinity import (
    BrokenLink,
    Findings,
    broken_elsewhere,
    findings_for,
)
from sopkit.services.reviews.asking import Asked, asked
from sopkit.services.reviews.seeing import is_seen, seen_draft
from sopkit.store import documents, submissions
from sopkit.store.documents import SavedRevision
from sopkit.store.session import Register

__all__ = ["BrokenLink", "Submittable", "submittable"]


NOT_CHECKED = Findings((), has_errors=False, unseen=False)
"""A dropped draft has no text that could be checked."""


@dataclass(frozen=True)
class Submittable:
    """The newest text of a procedure, as its author is about to submit it.

    `compiled` holds it among the procedures that it mentions, None for a dropped draft. `findings`
    is what the check finds in the text, the errors first, and `unseen` that it has errors which
    are about texts that the author may not see; `broken` are links of others to steps that it does
    not have (any more), as far as those others are the author's business, too.
    `difference` is that to the version `base`, and `natures` are those that the change may be
    called, the one that was found first; all are empty for a first version, and the first two
    where the author may not see the version before. `needed` are the
    rights with which it must be approved. `refused` tells why it cannot be submitted;
    `submission_id` is the review that goes on, if that is why.
    """

    revision: SavedRevision
    compiled: Compiled | None
    base: Version | None
    difference: Difference | None
    natures: tuple[Nature, ...]
    needed: tuple[str, ...]
    asked: Asked | None
    refused: SopkitError | None
    submission_id: str | None
    findings: tuple[Diagnostic, ...]
    unseen: bool
    broken: tuple[BrokenLink, ...]


def submittable(
    register: Register, visitor: Visitor, number: str, language: str | None, now: datetime
) -> Submittable:
    """The newest text of a procedure with what its author must know.

    Raises UnknownDocumentError.
    """
    index_drafts(register)
    with register.reading() as session:
        latest = seen_draft(session, visitor, number, language)
        refused: SopkitError | None = None
        try:
            refuse_to_submit(session, visitor.account.id, latest, now)
        except SopkitError as refusal:
            refused = refusal
        looking = onlooker(session, visitor.account, now)
        base = base_of(session, latest.document_id)
        before = documents.revision(session, base.revision_id) if base else None
        seen = before is not None and is_seen(session, looking, before)
        compiled, difference, nature = None, None, None
        if before is not None and seen and not latest.dropped:
            found = comparison(session, before, latest, looking)
            compiled, difference = found.compiled, found.difference
            nature = difference.nature or Nature.EDITORIAL
        elif not latest.dropped:
            compiled = among_mentioned(session, latest, looking)
            nature = found_nature(session, base, latest)
        checked = NOT_CHECKED
        broken: tuple[BrokenLink, ...] = ()
        if not latest.dropped:
            checked = findings_for(session, latest, looking)
            broken = broken_elsewhere(session, latest, looking)
        current = submissions.open_submission(session, latest.document_id)
        made = Submittable(
            revision=latest,
            compiled=compiled,
            base=base.version if base and seen else None,
            difference=difference,
            natures=_natures(nature),
            needed=organisation(session).approval_of(latest.department),
            asked=None if current else asked(session, latest, looking),
            refused=refused,
            submission_id=current.id if isinstance(refused, UnderReviewError) and current else None,
            findings=tuple(
                sorted(checked.told, key=lambda each: each.severity is not Severity.ERROR)
            ),
            unseen=checked.unseen,
            broken=broken,
        )
    if refused or not checked.has_errors:
        return made
    return replace(made, refused=HasErrorsError(latest.document.key))


def _natures(found: Nature | None) -> tuple[Nature, ...]:
    if found is None:
        return ()
    return tuple(each for each in Nature if at_least(found, each))
