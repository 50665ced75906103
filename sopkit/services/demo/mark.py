"""What tells a register of the demo from one in earnest: an event in its trail.

Everybody knows the passwords of a demo, so nobody but this machine may reach it.
"""

from __future__ import annotations

from datetime import datetime

from sopkit.refusals import DemoExposedError
from sopkit.settings import Serving
from sopkit.store import trail
from sopkit.store.session import Register
from sopkit.store.trail import NOBODY, Ledger

_SUBJECT, _ACT = "register", "register.demo"


def mark_as_demo(register: Register, now: datetime) -> None:
    """Record that the register is a demo; it stays one for good."""
    with register.writing() as session:
        Ledger(session, NOBODY, now).record(_ACT, _SUBJECT)


def is_demo(register: Register) -> bool:
    """Whether a register is a demo."""
    with register.reading() as session:
        return bool(trail.entries(session, subject=_SUBJECT, act=_ACT, limit=1))


def refuse_exposed_demo(register: Register, serving: Serving) -> None:
    """Raises DemoExposedError where other machines could reach a demo."""
    if serving.exposed and is_demo(register):
        raise DemoExposedError(serving.host)
