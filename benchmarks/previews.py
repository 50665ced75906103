"""Measures the preview while typing, alone and while somebody else lays out a long procedure.

What is measured is the whole answer of the server to a key: the text is kept, compiled, checked and
drawn, and comes back as the editor's form with page and flowchart.
"""

from __future__ import annotations

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
    """What a key takes, in milliseconds; `worked` is what it takes of a processor."""

    work: str
    took: float
    worked: float | None


def text_of(number: str, steps: int) -> str:
    """A procedure of so many steps in Dutch."""
    random = Random(number)  # noqa: S311 - the same in every run
    recipe = Recipe(steps=steps, exactly=True, languages=("nl",))
    return write(invent(random, recipe, number), random).text


def previews(server: Server, login: str, short: str, long: str) -> list[Typing]:
    """What a key takes in the procedure `short`, alone and while `long` is laid out."""
    cookie = cookie_of(server, login)
    with Typist(server, cookie, short, text_of(short, SHORT)) as typist:
        typist.types(5)
        before = server.seconds()
        alone = typist.types(_KEYS)
        worked = 1000 * (server.seconds() - before) / _KEYS
        beside = _beside(server, cookie, long, lambda: typist.types(_KEYS))
    return [
        Typing(f"a key in a text of {SHORT} steps", alone, worked),
        Typing(f"the same while somebody types in a text of {LONG} steps", beside, None),
    ]


def _beside(server: Server, cookie: str, number: str, act: Callable[[], float]) -> float:
    """What something takes while somebody else has a long procedure laid out, on and on."""
    begun, done = Event(), Event()

    def type_on() -> None:
        with Typist(server, cookie, number, text_of(number, LONG)) as other:
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

    def __init__(self, server: Server, cookie: str, number: str, text: str) -> None:
        self._client = httpx2.Client(
            base_url=server.address,
            headers={"cookie": cookie, "x-editor": "1", "sec-fetch-site": "same-origin"},
            timeout=60,
        )
        self._address = f"/sops/{number}/edit/change?language=nl"
        self._text = text
        self._keys = 0
        self._seen = ""

    def __enter__(self) -> Typist:
        address = self._address.replace("/change", "/text")
        answer = self._client.post(address, data={"text": self._text, "base": "", "seen": ""})
        self._seen = answer.raise_for_status().json()["seen"]
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def types(self, keys: int) -> float:
        """So many keys in the procedure's title; gives what one takes, in milliseconds."""
        times = []
        for _ in range(keys):
            self._keys += 1
            form = {"seen": self._seen, "field.title": f"Procedure {self._keys}"}
            begun = perf_counter()
            answer = self._client.post(self._address, data=form)
            times.append(1000 * (perf_counter() - begun))
            found = answer.raise_for_status().json()
            if found["told"] or not found["chart"] or found["seen"] == self._seen:
                raise ValueError(found["told"] or "nothing was drawn anew")
            self._seen = found["seen"]
        return median(times)
