"""A progress bar on a terminal, for work that takes more than a second."""

from __future__ import annotations

import sys
import time
from contextlib import ExitStack
from types import TracebackType
from typing import TYPE_CHECKING, Self

import click

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

_PATIENCE = 1.0
"""Seconds without a bar: nobody needs one for work that is soon done."""


class Progress:
    """Call it with the number of files done and the number there are; use it with `with`.

    The bar goes to standard error and only when that is a terminal.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._started = time.monotonic()
        self._bar: ProgressBar[int] | None = None
        self._open = ExitStack()
        self._wanted = sys.stderr.isatty()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.close()

    def __call__(self, done: int, total: int) -> None:
        """Tell that `done` of `total` files are finished."""
        if not self._wanted:
            return
        if self._bar is None or self._bar.length != total:
            if time.monotonic() - self._started < _PATIENCE:
                return
            self._open.close()
            bar: ProgressBar[int] = click.progressbar(
                length=total, label=self._label, file=sys.stderr, show_pos=True
            )
            self._bar = self._open.enter_context(bar)
        self._bar.update(done - self._bar.pos)
