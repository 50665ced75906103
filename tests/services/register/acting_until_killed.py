"""Acts on a register until somebody kills it, and tells of each act when it is done.

`python -m tests.services.register.acting_until_killed URL FOLDER FIRST`: procedures from the
number FIRST on are saved, submitted, approved and released, and a backup is written to FOLDER.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

from sopkit.services.register import deciding, releasing, submitting
from sopkit.services.register.backing_up import back_up
from sopkit.services.register.opening import open_register
from sopkit.services.register.persons import person
from sopkit.services.register.releasing import Wish
from sopkit.services.register.saving import Writing, save_revision
from sopkit.services.register.submitting import Proposal
from sopkit.settings import Settings
from tests.register import TYPED, sop


def act_for_ever(url: str, folder: Path, first: int) -> None:
    """Never ends by itself."""
    settings = Settings(url)
    register = open_register(settings)
    author = person(register, "author", now()).account
    approver = person(register, "approver", now()).account
    tell("ready")
    while True:
        number = f"KS-{first}"
        text = Writing(f"{number}.md", sop(number).encode())
        save_revision(register, author, text, None, "", now())
        tell("save", number)
        submitting.submit(register, author, Proposal(number, "nieuw"), TYPED, now())
        tell("submit", number)
        deciding.approve(register, approver, number, TYPED, now())
        tell("approve", number)
        releasing.release(register, settings, approver, Wish(number), now())
        tell("release", number)
        back_up(register, settings, folder / f"{number}.zip", now())
        tell("backup", number)
        first += 1


def now() -> datetime:
    return datetime.now(UTC)


def tell(*words: str) -> None:
    sys.stdout.write(" ".join(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    act_for_ever(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
