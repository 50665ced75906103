"""Submissions: what is up for approval, who decided what, and what was said."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import Path, Response
from pydantic import Field, SecretStr

from sopkit.model.control import Nature
from sopkit.server.api.answers import After, IfMatch, Limit, changed, done, listed, stale, told
from sopkit.server.api.refusals import reading, writing
from sopkit.server.api.routing import routes_about
from sopkit.server.api.shape import Asked, Language, Line, Listed, Number, Told, Words
from sopkit.server.visit import Here
from sopkit.services.exchange import reading as texts
from sopkit.services.exchange import submissions as service
from sopkit.services.exchange.writing import ChangedMeanwhileError
from sopkit.services.register.submitting import Proposal, submit
from sopkit.services.reviews.commenting import comment
from sopkit.services.reviews.reviewing import DecisionLine, Remark, Review, Stage, review
from sopkit.services.reviews.waiting import Next, Waiting

router = routes_about("Submissions")

SubmissionId = Annotated[
    str,
    Path(
        description="The id of a submission.",
        pattern=r"^[0-9a-f]{1,32}$",
        examples=["0f5c8a0f5c8a0f5c8a0f5c8a0f5c8a0f"],
    ),
]


class SubmissionLine(Told):
    """A submission that waits for something."""

    id: str = Field(examples=["0f5c8a0f5c8a0f5c8a0f5c8a0f5c8a0f"])
    """Its id."""

    number: str = Field(examples=["KS-004"])
    """The number of the procedure."""

    language: str = Field(examples=["nl"])
    """The language of the text."""

    title: str = Field(examples=["Klacht afhandelen"])
    """The title of the text."""

    department: str = Field(examples=["klantenservice"])
    """The id of its department."""

    submitted_at: datetime = Field(examples=["2026-03-02T09:05:00Z"])
    """When it was submitted."""

    submitter: str = Field(examples=["Anna Auteur"])
    """Who submitted it, by name."""

    reason: str = Field(examples=["Nieuw telefoonnummer"])
    """Why the text was changed."""

    nature: Nature | None = Field(examples=["clarifying"])
    """What the change asks of people; null for a first version."""

    waiting_for: list[str] = Field(examples=[["approver"]])
    """The rights with which somebody must still approve; empty: it can be released."""

    next: Next = Field(examples=["approve"])
    """What it waits for from you."""

    comments: int = Field(examples=[2])
    """How many comments there are."""


class DecisionShape(Told):
    """What somebody decided."""

    name: str = Field(examples=["Bram Beoordelaar"])
    """Who, by name."""

    verdict: str = Field(examples=["approved"])
    """`approved`, `returned` to its author, or `retracted` by one."""

    right: str | None = Field(examples=["approver"])
    """The right by which an approval counts."""

    reason: str = Field(examples=[""])
    """What was said about it."""

    decided_at: datetime = Field(examples=["2026-03-02T09:06:00Z"])
    """When."""


class CommentShape(Told):
    """A remark on a step, or on the text as a whole."""

    id: str = Field(examples=["0f5c8a0f5c8a0f5c8a0f5c8a0f5c8a0f"])
    """Its id."""

    step: str = Field(examples=["gegevens"])
    """The id of the step; empty for the text as a whole."""

    step_title: str = Field(examples=["Verzamel de gegevens"])
    """The title that the step had."""

    text: str = Field(examples=["Ook het ordernummer?"])
    """The words."""

    name: str = Field(examples=["Dirk Kwaliteit"])
    """Who said it, by name."""

    made_at: datetime = Field(examples=["2026-03-02T09:06:00Z"])
    """When."""


class SubmissionShape(Told):
    """A submission, with what was decided and said."""

    id: str = Field(examples=["0f5c8a0f5c8a0f5c8a0f5c8a0f5c8a0f"])
    """Its id."""

    number: str = Field(examples=["KS-004"])
    """The number of the procedure."""

    language: str = Field(examples=["nl"])
    """The language of the text."""

    title: str = Field(examples=["Klacht afhandelen"])
    """The title of the text."""

    stage: Stage = Field(examples=["waiting"])
    """How far it has come."""

    submitted_at: datetime = Field(examples=["2026-03-02T09:05:00Z"])
    """When it was submitted."""

    submitter: str = Field(examples=["Anna Auteur"])
    """Who submitted it, by name."""

    reason: str = Field(examples=["Nieuw telefoonnummer"])
    """Why the text was changed."""

    nature: Nature | None = Field(examples=["clarifying"])
    """What the change asks of people; null for a first version."""

    changes: str | None = Field(examples=["1.0"])
    """The version that it changes; null for a first version."""

    content_hash: str = Field(examples=["9f86d081884c7d65"])
    """The SHA-256 (hexadecimal) of text and pictures, which is what people sign."""

    needed: list[str] = Field(examples=[["approver"]])
    """The rights with which somebody must approve, one person for each."""

    decisions: list[DecisionShape]
    """What was decided, in order."""

    comments: list[CommentShape]
    """What was said, in order."""

    version: str | None = Field(examples=[None])
    """The version that it became, once it was released."""


class NewSubmission(Asked):
    """A text to be put up for approval. It is signed: with the password of the person."""

    reason: Words = Field(min_length=1, examples=["Nieuw telefoonnummer"])
    """Why the text was changed."""

    nature: Nature | None = Field(default=None, examples=["clarifying"])
    """What the change asks of people, if it is more than sopkit finds; never less."""

    password: SecretStr = Field(max_length=1000, examples=["correct horse battery"])
    """The password of the person whose token it is: signing takes it anew each time."""


class MadeSubmission(Told):
    """A submission that was made."""

    id: str = Field(examples=["0f5c8a0f5c8a0f5c8a0f5c8a0f5c8a0f"])
    """Its id."""

    nature: Nature | None = Field(examples=["clarifying"])
    """What the change asks of people; null for a first version."""

    needed: list[str] = Field(examples=[["approver"]])
    """The rights with which somebody must approve, one person for each."""


class NewComment(Asked):
    """A remark on a submitted text."""

    step: Line = Field(default="", examples=["gegevens"])
    """The id of the step that it is about; empty for the text as a whole."""

    text: Words = Field(min_length=1, examples=["Ook het ordernummer?"])
    """The words."""


class Retraction(Asked):
    """Why a submission is taken back."""

    reason: Words = Field(min_length=1, examples=["Er ontbreekt een stap"])
    """Why."""


@router.get(
    "/submissions",
    response_model=Listed[SubmissionLine],
    responses=reading(),
    summary="List submissions",
)
def api_submissions(here: Here, limit: Limit = 50, after: After = "") -> Response:
    """What is up for approval or release in your departments, oldest first."""
    found = service.open_submissions(here.register, here.me, after, limit)
    return listed(here, found, _line)


@router.get(
    "/submissions/{submission}",
    response_model=SubmissionShape,
    responses=reading(),
    summary="Show a submission",
)
def api_submission(here: Here, submission: SubmissionId) -> Response:
    """A submission, open or not, with its decisions and comments."""
    return told(here, _whole(review(here.register, here.me, submission, here.now)))


@router.post(
    "/procedures/{number}/{language}/submissions",
    response_model=MadeSubmission,
    status_code=HTTPStatus.CREATED,
    responses=writing(conditional=True, signing=True),
    summary="Submit a draft",
)
def api_submission_post(
    here: Here, number: Number, language: Language, wish: NewSubmission, if_match: IfMatch = None
) -> Response:
    """Put the draft up for approval. It stands fast until that is decided.

    `If-Match` names the draft that was read. Submitting is signing, so it takes the password of
    the person (21 CFR 11.200); it is not kept. Approving, giving back, withdrawing and confirming
    are judgements of people: no program can make them.
    """
    proposal = Proposal(number, wish.reason, language, wish.nature, changed(if_match))
    password = here.typed(wish.password.get_secret_value())
    try:
        made = submit(here.register, here.account, proposal, password, here.now)
    except ChangedMeanwhileError as error:
        asked = texts.Asked(here.me, number, language, here.now)
        current = texts.current_draft(here.register, asked)
        raise stale(current.id if current else None) from error
    shape = MadeSubmission(id=made.id, nature=made.nature, needed=list(made.needed))
    headers = {"Location": f"/api/v1/submissions/{made.id}"}
    return told(here, shape, status=HTTPStatus.CREATED, headers=headers)


@router.post(
    "/submissions/{submission}/comments",
    response_model=CommentShape,
    status_code=HTTPStatus.CREATED,
    responses=writing(),
    summary="Comment on a submission",
)
def api_comment_post(here: Here, submission: SubmissionId, wish: NewComment) -> Response:
    """Say something about a step of a submitted text, or about all of it."""
    made = comment(here.register, here.me, submission, wish.step, wish.text, here.now)
    shape = _comment(Remark(made, here.account.name))
    return told(here, shape, status=HTTPStatus.CREATED)


@router.post(
    "/submissions/{submission}/retraction",
    status_code=HTTPStatus.NO_CONTENT,
    response_class=Response,
    responses=writing(),
    summary="Take a submission back",
)
def api_retraction_post(here: Here, submission: SubmissionId, wish: Retraction) -> Response:
    """Take a submission back, so that the text can be changed again."""
    service.retract(here.register, here.me, submission, wish.reason, here.now)
    return done()


def _line(found: Waiting) -> SubmissionLine:
    revision, submitted = found.revision, found.submission
    return SubmissionLine(
        id=submitted.id,
        number=revision.document.key,
        language=revision.document.language,
        title=revision.title,
        department=revision.department,
        submitted_at=submitted.submitted_at,
        submitter=found.submitter,
        reason=submitted.reason,
        nature=found.nature,
        waiting_for=list(found.missing),
        next=found.next,
        comments=found.comments,
    )


def _whole(found: Review) -> SubmissionShape:
    revision, submitted = found.revision, found.submission
    return SubmissionShape(
        id=submitted.id,
        number=revision.document.key,
        language=revision.document.language,
        title=revision.title,
        stage=found.stage,
        submitted_at=submitted.submitted_at,
        submitter=found.submitter,
        reason=submitted.reason,
        nature=found.nature,
        changes=str(found.base) if found.base else None,
        content_hash=revision.content_hash,
        needed=list(submitted.needed),
        decisions=[_decision(each) for each in found.decisions],
        comments=[_comment(each) for each in found.remarks],
        version=str(found.version.version) if found.version else None,
    )


def _decision(line: DecisionLine) -> DecisionShape:
    decided = line.decided
    return DecisionShape(
        name=line.name,
        verdict=decided.verdict.value,
        right=decided.right,
        reason=decided.reason,
        decided_at=decided.decided_at,
    )


def _comment(remark: Remark) -> CommentShape:
    made = remark.comment
    return CommentShape(
        id=made.id,
        step=made.step_id,
        step_title=made.words,
        text=made.text,
        name=remark.name,
        made_at=made.made_at,
    )
