"""What the page of a review shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from sopkit.messages import message
from sopkit.model.control import Nature
from sopkit.server.places import of_procedure
from sopkit.server.refused import NOTHING_TYPED, Typed, told
from sopkit.server.visit import Visit
from sopkit.services.register.saving import AUTHOR
from sopkit.services.reviews.commenting import COMMENT_MOST
from sopkit.services.reviews.reviewing import (
    Act,
    Approval,
    Proposal,
    Remark,
    Returned,
    Review,
    Stage,
)
from sopkit.services.reviews.showing import (
    DifferencePage,
    SopPage,
    shown_difference,
    shown_text,
)
from sopkit.words import word

_ = message

_STAGES: Mapping[Stage, str] = {
    Stage.WAITING: _("Waits for approval"),
    Stage.APPROVED: _("Approved, waits for its release"),
    Stage.RELEASED: _("Released as version {version}"),
    Stage.RETURNED: _("Sent back by {name} on {day}"),
    Stage.RETRACTED: _("Taken back by {name} on {day}"),
}


@dataclass(frozen=True, slots=True)
class NatureChoice:
    """A nature of a change: its id, its word, and what it means."""

    id: str
    word: str


@dataclass(frozen=True, slots=True)
class ApprovalLine:
    """A right with which somebody must approve; `name` is empty as long as nobody has."""

    right: str
    name: str
    when: str
    note: str


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A comment as it is shown."""

    id: str
    name: str
    when: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleaseForm:
    """What a release asks: the version, and the day from which it holds.

    `major` is the other version that one may choose; `earliest` the day before which it cannot
    take effect, as forms write days; `review` how long after that it must be read again.
    """

    version: str
    major: str
    earliest: str
    review: str


@dataclass(frozen=True, slots=True)
class ReturnedView:
    """What was asked of the text that was submitted before; `name` is empty for who is gone."""

    name: str
    when: str
    reason: str
    address: str


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A review as one visitor sees it.

    `ids` and `chart` are those of the text, for the macros that show its steps. `remarks` are by
    the id of the step, those on the whole text under an empty one. `refused` tells why the visitor
    may not approve; `natures` are what an approval may call the change, at least what it is.
    `edit` is where an author changes a text that came back; empty for others.
    """

    id: str
    number: str
    title: str
    text_language: str
    department: str
    address: str
    stage: str
    stage_told: str
    ending_reason: str
    submitter: str
    submitted: str
    reason: str
    nature: NatureChoice | None
    found: NatureChoice | None
    base: str
    approvals: tuple[ApprovalLine, ...]
    difference: DifferencePage | None
    text: SopPage
    remarks: Mapping[str, tuple[RemarkView, ...]]
    acts: frozenset[str]
    refused: str
    natures: tuple[NatureChoice, ...]
    release: ReleaseForm | None
    successor: str
    returned: ReturnedView | None
    edit: str
    longest_comment: int
    typed: Typed

    @property
    def ids(self) -> str:
        """The prefix of the anchors of the text's own page parts."""
        return self.text.ids

    @property
    def chart(self) -> object:
        """The flowchart of the text, which its steps lead to."""
        return self.text.chart

    @property
    def told_above(self) -> str:
        """Why an act was refused whose form the page does not have (any more)."""
        act = self.typed.act.partition(" ")[0]
        return "" if act in self.acts else self.typed.told

    @property
    def decides(self) -> bool:
        """Whether the visitor may do more than comment."""
        return bool(self.acts - {Act.COMMENT.value})


def _returned(here: Visit, returned: Returned | None) -> ReturnedView | None:
    if returned is None:
        return None
    decided, address = returned.line.decided, f"/reviews/{returned.submission_id}"
    when = here.minute(decided.decided_at)
    return ReturnedView(returned.line.name, when, decided.reason, address)


def review_page(here: Visit, review: Review, typed: Typed = NOTHING_TYPED) -> ReviewPage:
    """The page of a review; `typed` is a form of it that was refused."""
    sop, document = review.sop, review.revision.document
    address = f"/reviews/{review.submission.id}"
    department = here.house.department(review.revision.department)
    text = shown_text(review.compiled, sop, here.language, f"{address}/pictures")
    ending = review.ending
    facts = {
        "version": review.version.version if review.version else "",
        "name": ending.name if ending else "",
        "day": here.day(ending.decided.decided_at) if ending else "",
    }
    return ReviewPage(
        id=review.submission.id,
        number=document.key,
        title=sop.title or document.key,
        text_language=sop.language,
        department=department.name(here.language) if department else review.revision.department,
        address=address,
        stage=review.stage.value,
        stage_told=here.text(_STAGES[review.stage], **facts),
        ending_reason=ending.decided.reason if ending else "",
        submitter=review.submitter,
        submitted=here.minute(review.submission.submitted_at),
        reason=review.submission.reason,
        nature=nature_choice(here, review.nature),
        found=_found(here, review),
        base=str(review.base) if review.base else "",
        approvals=tuple(_approval(here, each) for each in review.approvals),
        difference=_difference(here, review),
        text=text,
        remarks=remarks_by_step(here, review.remarks),
        acts=frozenset(act.value for act in review.acts),
        refused=told(here, review.refused) if review.refused else "",
        natures=_natures(here, review.nature),
        release=_release(here, review.proposal, text.review) if review.proposal else None,
        successor=f"/reviews/{review.successor}" if review.successor else "",
        returned=_returned(here, review.returned),
        edit=_edit(here, review),
        longest_comment=COMMENT_MOST,
        typed=typed,
    )


def _edit(here: Visit, review: Review) -> str:
    over = review.stage in {Stage.RETURNED, Stage.RETRACTED} and review.successor is None
    if not over or not here.me.may(AUTHOR, review.revision.department):
        return ""
    document = review.revision.document
    return of_procedure(document.key, document.language, "edit")


def nature_choice(here: Visit, nature: Nature | None) -> NatureChoice | None:
    """A nature with its word."""
    return NatureChoice(nature.value, word(nature, here.translate)) if nature else None


def remarks_by_step(here: Visit, remarks: Iterable[Remark]) -> Mapping[str, tuple[RemarkView, ...]]:
    """Comments by the id of the step that they are about."""
    found: dict[str, tuple[RemarkView, ...]] = {}
    for each in remarks:
        step = each.comment.step_id
        found[step] = (*found.get(step, ()), remark_view(here, each))
    return found


def remark_view(here: Visit, remark: Remark) -> RemarkView:
    """A comment as it is shown."""
    paragraphs = tuple(filter(None, remark.comment.text.splitlines()))
    when = here.minute(remark.comment.made_at)
    return RemarkView(remark.comment.id, remark.name, when, paragraphs)


def _found(here: Visit, review: Review) -> NatureChoice | None:
    """The nature that was found, where people called the change more than that."""
    found = review.submission.found
    return nature_choice(here, found) if found is not review.nature else None


def _approval(here: Visit, approval: Approval) -> ApprovalLine:
    right = word(approval.right, here.translate)
    if approval.by is None:
        return ApprovalLine(right, "", "", "")
    decided = approval.by.decided
    return ApprovalLine(right, approval.by.name, here.minute(decided.decided_at), decided.reason)


def _difference(here: Visit, review: Review) -> DifferencePage | None:
    if review.difference is None:
        return None
    return shown_difference(
        review.difference,
        review.compiled.library,
        here.language,
        here.text(_("version {version}"), version=review.base or ""),
        here.translate(_("this text")),
        steps_at="#",
    )


def _natures(here: Visit, least: Nature | None) -> tuple[NatureChoice, ...]:
    if least is None:
        return ()
    every = tuple(Nature)
    return tuple(
        NatureChoice(each.value, word(each, here.translate)) for each in every[every.index(least) :]
    )


def _release(here: Visit, proposal: Proposal, review: str) -> ReleaseForm:
    earliest = here.now.astimezone(here.zone).date()
    if proposal.after is not None and proposal.after > here.now:
        earliest = proposal.after.astimezone(here.zone).date() + timedelta(days=1)
    return ReleaseForm(
        str(proposal.version),
        str(proposal.major) if proposal.major else "",
        earliest.isoformat(),
        review,
    )
