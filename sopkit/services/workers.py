"""The same work on many things, in several processes."""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar, cast

from sopkit.errors import SopkitError

Item = TypeVar("Item")
Result = TypeVar("Result")

_MOST_AT_ONCE = 64


def cores() -> int:
    """The processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def in_processes(
    work: Callable[[Item], Result], items: Sequence[Item], count: int, *, forked: bool = True
) -> Iterator[Result]:
    """The results in the order of the items, worked out by `count` processes (here, if one).

    Forked where that is safe, so that what `work` refers to need not be copied: not to be used
    by a process that runs threads. Not `forked`, each begins anew and `work` is copied: for work
    with a library that keeps threads of its own, which a fork would wait for in vain.
    """
    if count < 2 or len(items) < 2:
        yield from map(work, items)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    method = "fork" if forked and sys.platform.startswith("linux") else "spawn"
    chunk = max(1, min(_MOST_AT_ONCE, len(items) // (count * 4)))
    with ProcessPoolExecutor(
        count, mp_context=get_context(method), initializer=partial(_begin, work)
    ) as pool:
        try:
            with warnings.catch_warnings():
                # Python warns of forking beside threads, which may hold locks that a child waits
                # for. These children only compute and write files.
                warnings.simplefilter("ignore", DeprecationWarning)
                results = pool.map(_carry_out, items, chunksize=chunk)
            for result in results:
                yield cast(Result, _arrived(result))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


_work: list[Callable[[object], object]] = []
"""In a worker process, what it does with each item."""


def _begin(work: Callable[[Item], Result]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it tidies up
    _work[:] = [cast(Callable[[object], object], work)]


@dataclass(frozen=True, slots=True)
class _Failure:
    """A failure on its way from a worker process, with its cause, which the pool would drop."""

    error: SopkitError
    cause: BaseException | None


def _arrived(result: object) -> object:
    """A result, or the failure that stands in its place, raised here as it was there."""
    if isinstance(result, _Failure):
        raise result.error from result.cause
    return result


def _carry_out(item: object) -> object:
    try:
        return _work[0](item)
    except SopkitError as error:
        return _Failure(error, error.__cause__)
