"""What happened to the procedures of the demo, noted down to be carried out in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from functools import partial

from sopkit.services.demo import story
from sopkit.services.demo.cast import PASSWORD
from sopkit.services.demo.chronicle import Calendar, Chronicle
from sopkit.services.demo.manuscript import Library, Manuscript
from sopkit.services.demo.story import Change, Outcome
from sopkit.services.register.acting import TypedPassword, acting
from sopkit.services.register.confirming import confirm
from sopkit.services.register.deciding import approve, send_back
from sopkit.services.register.releasing import Wish, release, withdraw
from sopkit.services.register.saving import Writing, save, save_revision
from sopkit.services.register.submitting import Proposal, submit
from sopkit.settings import Settings
from sopkit.store import documents
from sopkit.store.people import Account
from sopkit.store.session import Register

_TYPED = TypedPassword(PASSWORD, "")

_BROUGHT_IN = 345
"""Days ago on which the shared folder was taken over."""

_TRANSLATED_AFTER = 6
_DECIDED_AFTER = 2
_RELEASED_AFTER = 3
"""Days from a text to its translation, from a submission to its decision and its release."""


class Scribe:
    """Notes what happens to procedures; acts of one day follow one another in its hours."""

    def __init__(
        self,
        register: Register,
        settings: Settings,
        accounts: Mapping[str, Account],
        calendar: Calendar,
        chronicle: Chronicle,
    ) -> None:
        self.register, self.settings, self.accounts = register, settings, accounts
        self.calendar, self.chronicle = calendar, chronicle

    def note(self, library: Library) -> None:
        """The whole year of a library."""
        self._note_taking_over(library)
        for each in library.manuscripts:
            self._note_first_version(each)
            for index, change in enumerate(each.changes, start=1):
                self._note_change(each, change, each.after(index))
        for number, days_ago, login, note in story.READ_AGAIN:
            for each in library.manuscripts:
                if each.number == number:
                    act = partial(self._confirm, each, login, note)
                    self.chronicle.note(self._moment(each, days_ago, 14), act)
        moment = self.calendar.moment(story.WITHDRAWN_ON, time(16))
        self.chronicle.note(moment, self._withdraw)

    def _note_taking_over(self, library: Library) -> None:
        texts: dict[str, list[Writing]] = {}
        for each in library.manuscripts:
            texts.setdefault(_first_author(each), []).append(each.after(0))
        moment = self.calendar.moment(_BROUGHT_IN, time(11))
        for login, writings in texts.items():
            self.chronicle.note(moment, partial(self._save_all, login, writings))

    def _note_first_version(self, manuscript: Manuscript) -> None:
        days_ago = _days_ago(manuscript, story.FIRST_VERSIONS[manuscript.number])
        reason = story.FIRST_REASON[manuscript.language]
        self._note_submission(manuscript, days_ago, _first_author(manuscript), reason)
        self._note_approval(manuscript, days_ago, "")
        self._note_release(manuscript, days_ago, None)

    def _note_change(self, manuscript: Manuscript, change: Change, text: Writing) -> None:
        days_ago = _days_ago(manuscript, change.days_ago)
        author = story.TRANSLATOR if manuscript.translated else change.author
        wording = change.wording(manuscript.language)
        moment = self._moment(manuscript, days_ago, 9)
        self.chronicle.note(moment, partial(self._save, author, text))
        if change.outcome is Outcome.DRAFT or wording is None:
            return
        self._note_submission(manuscript, days_ago, author, wording.reason)
        if change.outcome is Outcome.RETURNED:
            act = partial(self._send_back, manuscript, change.answer)
            self.chronicle.note(self._moment(manuscript, days_ago - _DECIDED_AFTER, 13), act)
        elif change.outcome is not Outcome.IN_REVIEW:
            self._note_approval(manuscript, days_ago, change.answer)
        if change.outcome in (Outcome.RELEASED, Outcome.COMING):
            coming = change.outcome is Outcome.COMING
            effective = self.calendar.next_week() if coming else None
            self._note_release(manuscript, days_ago, effective)

    def _note_submission(
        self, manuscript: Manuscript, days_ago: int, login: str, reason: str
    ) -> None:
        act = partial(self._submit, manuscript, login, reason)
        self.chronicle.note(self._moment(manuscript, days_ago, 10), act)

    def _note_approval(self, manuscript: Manuscript, days_ago: int, note: str) -> None:
        act = partial(self._approve, manuscript, note)
        self.chronicle.note(self._moment(manuscript, days_ago - _DECIDED_AFTER, 13), act)

    def _note_release(
        self, manuscript: Manuscript, days_ago: int, effective: datetime | None
    ) -> None:
        act = partial(self._release, manuscript, effective)
        self.chronicle.note(self._moment(manuscript, days_ago - _RELEASED_AFTER, 15), act)

    def _moment(self, manuscript: Manuscript, days_ago: int, hour: int) -> datetime:
        """In that hour, at a minute and second of its own: nobody works to the clock."""
        ordinal = int(manuscript.number[-3:])
        clock = sum(manuscript.letters.encode()) + 29 * manuscript.translated
        return self.calendar.moment(days_ago, time(hour, ordinal * 7 % 50, (ordinal + clock) % 60))

    # The acts themselves

    def _save_all(self, login: str, writings: Sequence[Writing], now: datetime) -> None:
        with acting(self.register, self.accounts[login], now) as ledger:
            for each in writings:
                save(ledger, each, None, "Overgenomen uit de gedeelde map")

    def _save(self, login: str, writing: Writing, now: datetime) -> None:
        with self.register.reading() as session:
            newest = {each.path: each.id for each in documents.newest(session)}
        expected = newest[writing.path]
        save_revision(self.register, self.accounts[login], writing, expected, "", now)

    def _submit(self, manuscript: Manuscript, login: str, reason: str, now: datetime) -> None:
        proposal = Proposal(manuscript.number, reason, manuscript.language)
        submit(self.register, self.accounts[login], proposal, _TYPED, now)

    def _approve(self, manuscript: Manuscript, note: str, now: datetime) -> None:
        approver = self.accounts[_approver(manuscript)]
        number, language = manuscript.number, manuscript.language
        approve(self.register, approver, number, _TYPED, now, language=language, note=note)

    def _send_back(self, manuscript: Manuscript, reason: str, now: datetime) -> None:
        approver = self.accounts[_approver(manuscript)]
        number, language = manuscript.number, manuscript.language
        send_back(self.register, approver, number, reason, _TYPED, now, language=language)

    def _release(self, manuscript: Manuscript, effective: datetime | None, now: datetime) -> None:
        approver = self.accounts[_approver(manuscript)]
        wish = Wish(manuscript.number, manuscript.language, effective_from=effective)
        release(self.register, self.settings, approver, wish, now)

    def _confirm(self, manuscript: Manuscript, login: str, note: str, now: datetime) -> None:
        number, language = manuscript.number, manuscript.language
        reviewer = self.accounts[login]
        confirm(self.register, reviewer, number, _TYPED, now, language=language, note=note)

    def _withdraw(self, now: datetime) -> None:
        letters = story.WITHDRAWN_NUMBER.partition("-")[0]
        withdraw(
            self.register,
            self.settings,
            self.accounts[story.APPROVERS[letters][0]],
            story.WITHDRAWN_NUMBER,
            story.WITHDRAWN_REASON,
            _TYPED,
            now,
        )


def _days_ago(manuscript: Manuscript, days_ago: int) -> int:
    return days_ago - _TRANSLATED_AFTER if manuscript.translated else days_ago


def _first_author(manuscript: Manuscript) -> str:
    turns = story.AUTHORS[manuscript.letters]
    return (
        story.TRANSLATOR
        if manuscript.translated
        else turns[int(manuscript.number[-1]) % len(turns)]
    )


def _approver(manuscript: Manuscript) -> str:
    return story.APPROVERS[manuscript.letters][manuscript.translated]
