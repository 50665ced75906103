"""Works at jobs: takes one, does it, and notes how it ended.

What a job leads to in the register is written in the transaction that ends it: that happens once.
A mail is another matter. It is with the mail server before the register can note it; whoever dies
between these two leaves a job that looks as if it had not been done, and it is sent once more
when the lease runs out. The Message-ID is the same both times, by which a receiver can tell.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event, Thread
from time import sleep

from sopkit.errors import SopkitError
from sopkit.messages import message
from sopkit.refusals import RegisterBusyError, RegisterFullError, RegisterUnreachableError
from sopkit.services.notices.letters import NotWritten, write_letter
from sopkit.services.notices.links import Links
from sopkit.services.notices.mail_settings import MailSettings
from sopkit.services.notices.mornings import begin_mornings, plan_morning, tidy
from sopkit.services.notices.occasions import MAIL, MORNING, TELL
from sopkit.services.notices.sending import (
    LONGEST,
    LaterError,
    NeverError,
    ServerDownError,
    as_mail,
    send,
)
from sopkit.services.notices.telling import plan_telling
from sopkit.services.register.snapshot import organisation
from sopkit.store import jobs
from sopkit.store.jobs import KnownJob, Lease, Wanted
from sopkit.store.session import Register, Session

_ = message

LEASE = timedelta(minutes=10)
"""How long a job is its worker's: far longer than anything here takes."""

_ROUND = 5.0
"""Seconds between two looks whether there is something to do."""

_PAUSE = timedelta(minutes=1)
"""How long no mail is tried after the server could not be reached."""

_PORTION = 500
"""How many jobs are put down in one transaction, so that others get their turn."""

_STOPPING = LONGEST.total_seconds() + 10
"""Seconds that are waited for a worker to end what it is at."""

_NOTING_PAUSES = (0.2, 1.0, 5.0, 20.0, 60.0)
"""Seconds to wait before another try to note how a job ended, all of them within a lease."""

BROKEN = message("There is a mistake in sopkit; the log of the server tells more.")
NO_REGISTER = message("The register could not be used.")

Clock = Callable[[], datetime]
Planner = Callable[[Session, KnownJob, datetime], tuple[Wanted, ...]]

_PLANNERS: dict[str, Planner] = {TELL: plan_telling, MORNING: plan_morning}

KINDS = frozenset({*_PLANNERS, MAIL})

_log = logging.getLogger("sopkit.jobs")


@dataclass(slots=True)
class Done:
    """What a worker did: how many jobs were done, will be tried later, and failed.

    `server_down` tells that no mail can be sent for now.
    """

    done: int = 0
    later: int = 0
    failed: int = 0
    server_down: bool = False


@dataclass(frozen=True, slots=True)
class _Finished:
    """It is done, or for that reason there was nothing to do."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Noted:
    """How it ended is noted already, or is not for us to note."""


_Outcome = _Finished | _Noted | LaterError | NeverError


def work_off(
    register: Register,
    settings: MailSettings,
    clock: Clock,
    *,
    stop: Event | None = None,
    kinds: Set[str] = KINDS,
) -> Done:
    """Do everything that is due, one after the other, until nothing is, or until told to stop.

    A mail server that cannot be reached is asked once: the other mails wait.
    """
    done = Done()
    while not (stop and stop.is_set()):
        lease = _take(register, kinds - {MAIL} if done.server_down else kinds, clock())
        if lease is None:
            break
        outcome = _attempt(register, settings, lease, clock)
        done.done += isinstance(outcome, _Finished | _Noted)
        done.later += isinstance(outcome, LaterError)
        done.failed += isinstance(outcome, NeverError)
        done.server_down |= isinstance(outcome, ServerDownError)
        _note(register, lease, outcome, clock)
    return done


def prepare(register: Register, now: datetime) -> None:
    """What a worker does before its first job: see to the mornings, forget what is old."""
    begin_mornings(register, now)
    tidy(register, now)


def work_until(stop: Event, register: Register, settings: MailSettings, clock: Clock) -> None:
    """Work at jobs until told to stop; what is begun is brought to its end."""
    prepared = False
    no_mail_until = clock()
    while not stop.is_set():
        try:
            if not prepared:
                prepare(register, clock())
                prepared = True
            kinds = KINDS if clock() >= no_mail_until else KINDS - {MAIL}
            if work_off(register, settings, clock, stop=stop, kinds=kinds).server_down:
                no_mail_until = clock() + _PAUSE
        except SopkitError as error:  # the register is away, and will be back
            _log.warning("no jobs for now: %s", type(error).__name__)
        stop.wait(_ROUND)


@contextmanager
def working(register: Register, settings: MailSettings, clock: Clock) -> Iterator[None]:
    """Work at jobs in a thread while the block runs; at its end, end what is begun."""
    stop = Event()
    thread = Thread(
        target=work_until, args=(stop, register, settings, clock), name="jobs", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(_STOPPING)


@contextmanager
def resting(register: Register, clock: Clock) -> Iterator[None]:
    """What serves without working at jobs forgets what nobody will do any more, once."""
    try:
        tidy(register, clock())
    except SopkitError as error:  # the register is away, or somebody else writes in it
        _log.warning("old jobs are kept for now: %s", type(error).__name__)
    yield


def _take(register: Register, kinds: Set[str], now: datetime) -> Lease | None:
    """A job to work at. Whether there is one is looked at first: that holds nobody up."""
    with register.reading() as session:
        if not jobs.is_due(session, kinds, now):
            return None
    with register.writing() as session:
        return jobs.take(session, kinds, now, LEASE)


def _attempt(register: Register, settings: MailSettings, lease: Lease, clock: Clock) -> _Outcome:
    """Do a job; whatever goes wrong is how it ended."""
    try:
        planner = _PLANNERS.get(lease.job.kind)
        if planner is not None:
            return _plan(register, planner, lease, clock)
        return _mail(register, settings, lease, clock)
    except (LaterError, NeverError) as error:
        return error
    except SopkitError as error:
        return LaterError(NO_REGISTER, error)
    except Exception as error:  # noqa: BLE001 - one job that breaks must not end the others
        _log.exception("job %s of kind %s broke", lease.job.id, lease.job.kind)
        return LaterError(BROKEN, type(error).__name__)


def _plan(register: Register, planner: Planner, lease: Lease, clock: Clock) -> _Outcome:
    """Put down what a job leads to, and end it with the last of that."""
    with register.reading() as session:
        planned = planner(session, lease.job, clock())
    portions = [planned[at : at + _PORTION] for at in range(0, len(planned), _PORTION)] or [()]
    for number, portion in enumerate(portions, start=1):
        with register.writing() as session:
            now = clock()
            if not jobs.still_held(session, lease):
                return _Noted()
            jobs.put_down(session, portion, now)
            if number == len(portions):
                jobs.finish(session, lease, now)
    return _Noted()


def _mail(register: Register, settings: MailSettings, lease: Lease, clock: Clock) -> _Outcome:
    """Write a letter and send it."""
    job = lease.job
    with register.reading() as session:
        written = write_letter(session, job, Links(settings.base_url), clock())
        house = organisation(session).name
    if isinstance(written, NotWritten):
        return _Finished(written.reason)
    address = written.addressee.wishes.address or ""
    mail = as_mail(
        written.letter,
        name=written.addressee.name,
        address=address,
        settings=settings,
        organisation=house,
        message_id=f"{job.id}.sopkit",
        list_id=job.facts["notice"],
        now=clock(),
    )
    if clock() > lease.until - 2 * LONGEST:
        return _Noted()  # the machine slept: by now somebody else may have it, or soon will
    send(settings, mail, address)
    return _Finished()


def _note(register: Register, lease: Lease, outcome: _Outcome, clock: Clock) -> None:
    """Note how a job ended, with patience: what is not noted is done again.

    Raises what `Register.writing` raises, when it goes on for too long.
    """
    for pause in _NOTING_PAUSES:
        try:
            _note_once(register, lease, outcome, clock())
        except (RegisterBusyError, RegisterUnreachableError, RegisterFullError):
            sleep(pause)
        else:
            return
    _note_once(register, lease, outcome, clock())


def _note_once(register: Register, lease: Lease, outcome: _Outcome, now: datetime) -> None:
    if isinstance(outcome, _Noted):
        return
    with register.writing() as session:
        match outcome:
            case _Finished(reason):
                jobs.finish(session, lease, now, reason)
            case LaterError(reason=reason, words=words):
                jobs.try_later(session, lease, now, reason, words)
            case NeverError(reason=reason, words=words):
                jobs.give_up(session, lease, now, reason, words)
