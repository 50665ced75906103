"""Jobs, for administrators: what is to be done, and what could not be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Response

from sopkit.messages import message
from sopkit.server.pages import redirect, show
from sopkit.server.visit import Here
from sopkit.services.notices.overseeing import JobLine, JobState, overview, try_again

_ = message

JOBS = "/admin/jobs"

_SHOWN = 50
"""Jobs on a page."""

router = APIRouter()

_STATES: Mapping[JobState, str] = {
    JobState.WAITING: _("Waiting"),
    JobState.WORKING: _("Being done"),
    JobState.FAILED: _("Failed"),
    JobState.DONE: _("Done"),
}


@dataclass(frozen=True, slots=True)
class JobView:
    """A job: what, for whom, since or from when, and why it did not work."""

    id: str
    work: str
    about: str
    state: str
    when: str
    why: str
    failed: bool


@dataclass(frozen=True, slots=True)
class StateLink:
    """The jobs of a state, or all of them."""

    address: str
    name: str
    here: bool


@dataclass(frozen=True, slots=True)
class JobsPage:
    """The jobs of a state. `unsent` is why no mail is sent, if none is."""

    unsent: str
    counts: str
    states: tuple[StateLink, ...]
    jobs: tuple[JobView, ...]
    following: str


@router.get(JOBS, name="jobs")
def all_jobs(
    here: Here,
    state: JobState | None = None,
    beyond: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> Response:
    """The jobs."""
    found = overview(here.register, here.now, state=state, limit=_SHOWN, beyond=beyond)
    unsent = ""
    if here.site.mail is None:
        unsent = here.translate(
            _(
                "Mail is not set up here: nothing is sent. SOPKIT_SMTP_URL, SOPKIT_MAIL_FROM and "
                "SOPKIT_BASE_URL say how it is sent."
            )
        )
    page = JobsPage(
        unsent=unsent,
        counts=here.text(
            _("To be done now: {due}; later: {later}; failed: {failed}."),
            due=here.number(found.counts.due),
            later=here.number(found.counts.later),
            failed=here.number(found.counts.failed),
        ),
        states=tuple(_state_links(here, state)),
        jobs=tuple(_view(here, line) for line in found.lines),
        following=_address(state, beyond + _SHOWN) if found.more else "",
    )
    return show(here, "jobs.html", page)


@router.post(f"{JOBS}/{{job}}/again")
def job_again(here: Here, job: str) -> Response:
    """Let a job that failed be done after all."""
    try_again(here.register, here.account, job, here.now)
    return redirect(f"{JOBS}?state={JobState.FAILED}")


def _state_links(here: Here, state: JobState | None) -> list[StateLink]:
    links = [StateLink(JOBS, here.translate(_("All")), state is None)]
    for each, name in _STATES.items():
        links.append(StateLink(_address(each, 0), here.translate(name), state is each))
    return links


def _address(state: JobState | None, beyond: int) -> str:
    parts = [f"state={state}"] if state else []
    parts += [f"beyond={beyond}"] if beyond else []
    return f"{JOBS}?{'&'.join(parts)}" if parts else JOBS


def _view(here: Here, line: JobLine) -> JobView:
    told = here.translate(line.reason) if line.reason else ""
    template = _("from {moment} on") if line.ended_at is None else _("on {moment}")
    return JobView(
        line.id,
        here.text(line.work, notice=here.translate(line.notice) if line.notice else ""),
        ", ".join(filter(None, (line.number, line.person))),
        here.translate(_STATES[line.state]),
        here.text(template, moment=here.minute(line.ended_at or line.due_at)),
        f"{told} ({line.words})" if line.words else told,
        line.state is JobState.FAILED,
    )
