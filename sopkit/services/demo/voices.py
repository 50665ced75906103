"""What people say in the demo: comments in a review, whether a text helped, searches in vain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from functools import partial

from sopkit.services.accounts.signing_in import Browser, begin, end, visitor
from sopkit.services.demo import story
from sopkit.services.demo.cast import PASSWORD
from sopkit.services.demo.chronicle import Calendar, Chronicle
from sopkit.services.demo.story import Said
from sopkit.services.library.voicing import note_miss, note_verdict
from sopkit.services.library.volume import Asked
from sopkit.services.register.finding import under_review
from sopkit.services.reviews.commenting import comment
from sopkit.store.people import Account
from sopkit.store.session import Register

_BROWSER = Browser("", "")


def note_voices(
    register: Register, accounts: Mapping[str, Account], calendar: Calendar, chronicle: Chronicle
) -> None:
    """Note all of it, at its time."""
    for place, said in enumerate(story.COMMENTS):
        moment = calendar.moment(said.days_ago, time(11, 7 * place + 4))
        chronicle.note(moment, partial(_comment, register, said))
    for said in story.VERDICTS:
        moment = calendar.moment(said.days_ago, time(16, 12))
        chronicle.note(moment, partial(_judge, register, accounts, said))
    for days_ago, query in story.MISSES:
        moment = calendar.moment(days_ago, time(12, 31))
        chronicle.note(moment, partial(note_miss, register, query))


def _comment(register: Register, said: Said, now: datetime) -> None:
    with register.reading() as session:
        submission = under_review(session, said.number, said.language)
    me = visitor(register, begin(register, said.login, PASSWORD, _BROWSER, now), now)
    if me is None:
        raise LookupError(f"{said.login} cannot sign in")
    comment(register, me, submission.id, said.step, said.text, now)
    end(register, me)


def _judge(register: Register, accounts: Mapping[str, Account], said: Said, now: datetime) -> None:
    note_verdict(
        register,
        accounts[said.login],
        Asked(said.number, said.language),
        now,
        helped=bool(said.helped),
        remark=said.text,
    )
