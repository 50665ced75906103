"""Measures the preview while typing, alone and while somebody else lays out a long procedure.

After a pause in typing the editor sends what was typed, gets the form back with what the check
finds, and then asks for the preview: the page and the flowchart of the changed text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from statistics import median
from threading import Event, Thread
from time import perf_counter

import httpx2

from benchmarks.serving import Server, cookie_of
from tests.generate.invent import Recipe, invent
from tests.generate.write import write

SHORT, LONG = 30, 300
"""Steps of the procedure that is typed in, and of the one that somebody else works at."""

BUDGET_MILLISECONDS = 50
_KEYS = 60


@dataclass(frozen=True, slots=True)
class Typing:
    """What a part of the answer to a key takes, in milliseconds; `budget` is its own, if any."""

    work: str
    took: float
    budget: float | None = BUDGET_MILLISECONDS


def text_of(number: str, steps: int) -> str:
    """A procedure of so many steps in Dutch, and of more answers than steps."""
    random = Random(number)  # noqa: S311 - the same in every run
    recipe = Recipe(steps=steps, exactly=True, languages=("nl",))
    return write(invent(random, recipe, number), random).text


def previews(server: Server, login: str, short: str, long: str) -> list[Typing]:
    """What a key takes in the procedure `short`, alone and while `long` is laid out."""
    cookie = cookie_of(server, login)
    with Typist(server, cookie, short) as typist:
        typist.types(5)
        alone = typist.types(_KEYS)
        beside = _beside(server, cookie, long, lambda: typist.types(_KEYS))
    return [
        Typing("the form, with what the check finds", alone.form, None),
        Typing("the preview", alone.preview),
        Typing(f"the form while somebody types in a text of {LONG} steps", beside.form, None),
        Typing(f"the preview while somebody types in a text of {LONG} steps", beside.preview),
    ]


@dataclass(frozen=True, slots=True)
class Key:
    """What a key takes, in milliseconds: until the form is there, then until the preview is."""

    form: float
    preview: float


def _beside(server: Server, cookie: str, number: str, act: Callable[[], Key]) -> Key:
    """What something takes while somebody else has a long procedure laid out, on and on."""
    begun, done = Event(), Event()

    def type_on() -> None:
        with Typist(server, cookie, number) as other:
            other.types(1)
            begun.set()
            while not done.is_set():
                other.types(1)

    thread = Thread(target=type_on)
    thread.start()
    begun.wait()
    try:
        return act()
    finally:
        done.set()
        thread.join()


class Typist:
    """Somebody who types in the editor; every key makes another text."""

    def __init__(self, server: Server, cookie: str, number: str) -> None:
        self._client = httpx2.Client(
            base_url=server.address,
            headers={"cookie": cookie, "x-editor": "1", "sec-fetch-site": "same-origin"},
            timeout=60,
        )
        self._address = f"/sops/{number}/edit"
        self._keys = 0
        self._seen = ""

    def __enter__(self) -> Typist:
        self._client.post(f"{self._address}/discard?language=nl")  # of the run before
        page = self._client.get(f"{self._address}?language=nl").raise_for_status().text
        found = re.search(r'name="seen" value="(\w+)"', page)
        if found is None:
            raise ValueError(self._address)
        self._seen = found[1]
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def types(self, keys: int) -> Key:
        """So many keys in the title of a step; gives what one takes."""
        forms, previews = [], []
        for _ in range(keys):
            self._keys += 1
            change = {"seen": self._seen, "row.0.title": f"Kijk in dossier {self._keys}"}
            begun = perf_counter()
            changed = self._client.post(f"{self._address}/change?language=nl", data=change)
            forms.append(1000 * (perf_counter() - begun))
            begun = perf_counter()
            drawn = self._client.get(f"{self._address}/preview?language=nl")
            previews.append(1000 * (perf_counter() - begun))
            self._look_at(changed.raise_for_status(), drawn.raise_for_status())
        return Key(median(forms), median(previews))

    def _look_at(self, changed: httpx2.Response, drawn: httpx2.Response) -> None:
        """Was the key taken over, and drawn? Else the times mean nothing."""
        found, shown = changed.json(), drawn.json()
        step = f"Kijk in dossier {self._keys}"
        if found["told"] or step not in shown["preview"] or "<svg" not in shown["chart"]:
            raise ValueError(found["told"] or "nothing was drawn anew")
        self._seen = found["seen"]
