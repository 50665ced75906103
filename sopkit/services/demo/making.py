"""Makes the register of the demo."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial

from sopkit.resources import example_library
from sopkit.services.demo.cast import COLLEAGUES, FOUNDED, Colleague
from sopkit.services.demo.casting import found, settle, welcome
from sopkit.services.demo.chronicle import Calendar, Chronicle
from sopkit.services.demo.manuscript import Library, read_library
from sopkit.services.demo.mark import mark_as_demo
from sopkit.services.demo.procedures import Scribe
from sopkit.services.demo.voices import note_voices
from sopkit.services.notices.mornings import tidy
from sopkit.services.register.acting import acting
from sopkit.services.register.opening import open_register, upgrade
from sopkit.services.register.persons import close_account, persons
from sopkit.services.register.saving import save
from sopkit.services.register.snapshot import zone_of
from sopkit.settings import Settings
from sopkit.store.people import Account
from sopkit.store.session import Register

Progress = Callable[[int, int], None]


def make_demo(settings: Settings, today: date, progress: Progress | None = None) -> None:
    """Fill an empty place with the register of a year; the same for the same day.

    `progress` is told how many acts are done, of how many. Raises what `upgrade` raises, and
    LoginTakenError where a register with people is already.
    """
    library = read_library(example_library())
    calendar = Calendar(today, zone_of(library.organisation.timezone))
    founded = calendar.moment(FOUNDED, time(9))
    upgrade(settings, founded)
    with closing(open_register(settings)) as register:
        house = _House(register, found(register, founded))
        house.furnish(library, founded)
        chronicle = Chronicle()
        house.note_people(calendar, chronicle)
        Scribe(register, settings, house.accounts, calendar, chronicle).note(library)
        note_voices(register, house.accounts, calendar, chronicle)
        evening = calendar.moment(1, time(18))
        chronicle.note(evening, partial(tidy, register))  # mail of a year that nobody sent
        chronicle.note(evening, partial(mark_as_demo, register))  # what has it is whole
        chronicle.play(progress)


@dataclass(slots=True)
class _House:
    """The register with its administrator, and everybody's account by login."""

    register: Register
    administrator: Account
    accounts: dict[str, Account] = field(default_factory=dict)

    def furnish(self, library: Library, now: datetime) -> None:
        """The organisation with what holds for all procedures, and the first people."""
        with acting(self.register, self.administrator, now) as ledger:
            for each in library.house:
                save(ledger, each, None, "")
        settle(self.register, self.administrator, now)
        self.welcome([each for each in COLLEAGUES if each.joined == FOUNDED], now)

    def note_people(self, calendar: Calendar, chronicle: Chronicle) -> None:
        """Who came later, and who left."""
        for each in COLLEAGUES:
            if each.joined != FOUNDED:
                moment = calendar.moment(each.joined, time(8, 30))
                chronicle.note(moment, partial(self.welcome, [each]))
            if each.left is not None:
                moment = calendar.moment(each.left, time(17))
                chronicle.note(moment, partial(self.see_off, each))

    def welcome(self, colleagues: Iterable[Colleague], now: datetime) -> None:
        """Accounts for these people."""
        welcome(self.register, self.administrator, colleagues, now)
        self.accounts.update((each.login, each) for each in persons(self.register, now))

    def see_off(self, colleague: Colleague, now: datetime) -> None:
        """The account of somebody who leaves is closed."""
        close_account(self.register, self.administrator, colleague.login, now)
