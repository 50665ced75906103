"""The preview of a text on a desk: page, flowchart and findings.

A short text is compiled where the request runs. A long one goes to a process of its own, so that
laying out three hundred steps keeps nobody waiting: threads of one process take turns at the
interpreter, and a layout would hold every second turn for a second.
"""

from __future__ import annotations

import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import datetime
from multiprocessing import get_context
from threading import Lock

from sopkit.parse.sop import parse_text
from sopkit.services.kept import Kept
from sopkit.services.processes import end_with_parent
from sopkit.services.register.acting import Account
from sopkit.services.register.sight import Onlooker, onlooker
from sopkit.services.writing.compiling import Around, Preview, Task, compile_preview, steps_in
from sopkit.services.writing.desk import OnDesk
from sopkit.services.writing.neighbours import neighbours
from sopkit.source.file import SourceFile, decode
from sopkit.store import documents
from sopkit.store.documents import DocumentKind
from sopkit.store.session import Register, Session

__all__ = ["Preview", "around", "preview_of"]

_LONG = 80
"""Lines with a step or bullet from which on a text is compiled in a process of its own."""


def preview_of(
    register: Register,
    account: Account,
    found: OnDesk,
    now: datetime,
    reader: str = "en",
    *,
    drawn: bool = False,
) -> Preview:
    """What the check finds in the text on somebody's desk, among the procedures that they see.

    If `drawn`, with page and chart for who reads `reader`.
    """
    with register.reading() as session:
        task = _task(session, onlooker(session, account, now), found, reader)
    task = replace(task, drawn=drawn)
    if not drawn or steps_in(task.text) < _LONG:
        return compile_preview(task)
    return _elsewhere(task)


def _task(session: Session, looking: Onlooker, found: OnDesk, reader: str) -> Task:
    source = decode(found.base.path, found.text)
    near: tuple[tuple[str, bytes, str], ...] = ()
    if isinstance(source, SourceFile):
        sop = parse_text(source.path, source.text, found.house.language).sop
        near = tuple(
            (each.path, each.text, each.text_hash)
            for each in neighbours(session, looking, sop, found.base)
        )
    own = frozenset({*found.pictures, *found.added})
    return Task(
        path=found.base.path,
        text=found.text,
        neighbours=near,
        around=around(session),
        pictures=own,
        reader=reader,
        number=found.document.key,
        language=found.document.language,
    )


def around(session: Session) -> Around:
    """Organisation, glossary and standards as they were saved last."""
    ids = documents.context(session)
    return _AROUND.get(ids, lambda: _read_around(session, ids))


_AROUND: Kept[Around] = Kept(4)


def _read_around(session: Session, ids: tuple[str, ...]) -> Around:
    saved = documents.revisions_by_id(session, ids).values()
    texts = documents.texts_of(session, saved)
    organisation = next((e for e in saved if e.document.kind is DocumentKind.ORGANISATION), None)
    glossary = next((e for e in saved if e.document.kind is DocumentKind.GLOSSARY), None)
    standards = (each for each in saved if each.document.kind is DocumentKind.STANDARD)
    return Around(
        key=tuple(sorted(f"{each.path} {each.text_hash}" for each in saved)),
        organisation=texts[organisation.id] if organisation else None,
        glossary=(glossary.path, texts[glossary.id]) if glossary else None,
        standards=tuple(sorted((each.path, texts[each.id]) for each in standards)),
    )


class _Elsewhere:
    """One process beside this one, begun when it is first needed, begun again if it dies."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()

    def __call__(self, task: Task) -> Preview:
        for _ in range(2):
            pool = self._running()
            try:
                return pool.submit(compile_preview, task).result()
            except BrokenProcessPool:
                with self._lock:
                    if self._pool is pool:
                        self._pool = None
        return compile_preview(task)

    def _running(self) -> ProcessPoolExecutor:
        with self._lock:
            if self._pool is None:
                # A fork of a process with threads may wait for ever for one of their locks.
                method = get_context("spawn")
                self._pool = ProcessPoolExecutor(1, mp_context=method, initializer=_begin)
            return self._pool


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that started it tidies up
    end_with_parent()


_elsewhere = _Elsewhere()
