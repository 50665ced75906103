"""Reviews: what waits, one of them, and everything that people do about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from fastapi import APIRouter, Response

from sopkit.errors import SopkitError
from sopkit.refusals import UnknownReviewError
from sopkit.server.forms import Password, Text, beginning, nature_of
from sopkit.server.pages import redirect, show
from sopkit.server.refused import Typed, status_of_act, told
from sopkit.server.review_page import NatureChoice, nature_choice, review_page
from sopkit.server.visit import Here, Visit
from sopkit.services.register import deciding, releasing, submitting
from sopkit.services.register.releasing import Wish
from sopkit.services.reviews import commenting, picturing
from sopkit.services.reviews.reviewing import review
from sopkit.services.reviews.seeing import Subject, subject
from sopkit.services.reviews.waiting import Next, Waiting, waiting
from sopkit.words import words

router = APIRouter(prefix="/reviews")


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """A submission in the list."""

    address: str
    number: str
    title: str
    text_language: str
    department: str
    submitter: str
    submitted: str
    nature: NatureChoice | None
    waits_for: str
    comments: int
    next: str
    mine: bool


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """What waits for the visitor, what the visitor's own work waits for, and the rest."""

    for_me: tuple[WaitingLine, ...]
    my_own: tuple[WaitingLine, ...]
    others: tuple[WaitingLine, ...]


@router.get("")
def reviews(here: Here) -> Response:
    """Every submission that waits for something."""
    lines = [_waiting_line(here, each) for each in waiting(here.register, here.me)]
    nothing = Next.NOTHING.value
    page = WaitingPage(
        tuple(each for each in lines if each.next != nothing),
        tuple(each for each in lines if each.next == nothing and each.mine),
        tuple(each for each in lines if each.next == nothing and not each.mine),
    )
    return show(here, "reviews.html", page)


@router.get("/{review_id}")
def one_review(here: Here, review_id: str) -> Response:
    """A review."""
    return show(
        here,
        "review.html",
        review_page(here, review(here.register, here.me, review_id, here.now)),
    )


@router.get("/{review_id}/pictures/{path:path}")
def review_picture(here: Here, review_id: str, path: str) -> Response:
    """A picture of the text under review."""
    found = picturing.picture(here.register, here.me, review_id, path)
    return Response(found.data, media_type=found.kind)


@router.post("/{review_id}/comments")
def comment_on_step(here: Here, review_id: str, text: Text = "", step: Text = "") -> Response:
    """Say something about a step, or about the text as a whole."""

    def act(_: Subject) -> None:
        commenting.comment(here.register, here.me, review_id, step, text, here.now)

    place = f"#{quote(step)}" if step else "#remarks"
    form = f"comment {step}".strip()
    return _acted(here, review_id, Typed(form, values={"text": text}), act, place)


@router.post("/{review_id}/approve")
def approve_review(
    here: Here,
    review_id: str,
    note: Text = "",
    nature: Text = "",
    password: Password = "",
) -> Response:
    """Approve it."""

    def act(seen: Subject) -> None:
        deciding.approve(
            here.register,
            here.account,
            seen.number,
            here.typed(password),
            here.now,
            language=seen.language,
            nature=nature_of(nature),
            note=note,
            submission_id=review_id,
        )

    return _acted(here, review_id, Typed("approve", values={"note": note, "nature": nature}), act)


@router.post("/{review_id}/send-back")
def send_back_review(
    here: Here, review_id: str, reason: Text = "", password: Password = ""
) -> Response:
    """Give it back to its author."""

    def act(seen: Subject) -> None:
        deciding.send_back(
            here.register,
            here.account,
            seen.number,
            reason,
            here.typed(password),
            here.now,
            language=seen.language,
            submission_id=review_id,
        )

    return _acted(here, review_id, Typed("send-back", values={"reason": reason}), act)


@router.post("/{review_id}/retract")
def retract_review(here: Here, review_id: str, reason: Text = "") -> Response:
    """Take it back."""

    def act(seen: Subject) -> None:
        submitting.retract(
            here.register,
            here.account,
            seen.number,
            reason,
            here.now,
            language=seen.language,
            submission_id=review_id,
        )

    return _acted(here, review_id, Typed("retract", values={"reason": reason}), act)


@router.post("/{review_id}/release")
def release_review(here: Here, review_id: str, day: Text = "", major: Text = "") -> Response:
    """Make it a version."""

    def act(seen: Subject) -> None:
        wish = Wish(
            seen.number, seen.language, True if major else None, beginning(here, day), review_id
        )
        releasing.release(here.register, here.settings, here.account, wish, here.now)

    return _acted(here, review_id, Typed("release", values={"day": day, "major": major}), act)


def _acted(
    here: Visit,
    review_id: str,
    typed: Typed,
    act: Callable[[Subject], None],
    place: str = "",
) -> Response:
    """Carry out an act and look at the review again; a refusal is told beside the form."""
    seen = subject(here.register, here.me, review_id)
    try:
        act(seen)
    except UnknownReviewError:
        raise
    except SopkitError as error:
        status = status_of_act(error)
        if status is HTTPStatus.SERVICE_UNAVAILABLE:
            raise
        refused = Typed(typed.act, told(here, error), typed.values)
        found = review(here.register, here.me, review_id, here.now)
        return show(here, "review.html", review_page(here, found, refused), status)
    return redirect(f"/reviews/{review_id}{place}")


def _waiting_line(here: Visit, each: Waiting) -> WaitingLine:
    document = each.revision.document
    department = here.house.department(each.revision.department)
    return WaitingLine(
        address=f"/reviews/{each.submission.id}",
        number=document.key,
        title=each.revision.title,
        text_language=document.language,
        department=department.name(here.language) if department else each.revision.department,
        submitter=each.submitter,
        submitted=here.day(each.submission.submitted_at),
        nature=nature_choice(here, each.nature),
        waits_for=words(each.missing, here.translate),
        comments=each.comments,
        next=each.next.value,
        mine=each.mine,
    )
