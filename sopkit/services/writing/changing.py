"""Changing the text on a desk: by an operation, as a whole, or by a fix of the check."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.edit import merge
from sopkit.edit.lines import rewritten
from sopkit.edit.measures import (
    RANGE,
    IntervalFields,
    TargetFields,
    interval_text,
)
from sopkit.edit.operations import NOTHING_KNOWN, Known, Operation, carry_out
from sopkit.edit.outline import Outline, outline_of
from sopkit.edit.view import MatterView, PartView, Row, TargetView, TextView, view
from sopkit.model.step import BlockKind
from sopkit.parse.attributes import KNOWN
from sopkit.parse.inline import NUMBER
from sopkit.refusals import EditedElsewhereError, NotATextError
from sopkit.services.library.volume import current
from sopkit.services.register.acting import Account
from sopkit.services.register.sight import onlooker
from sopkit.services.writing import desk
from sopkit.services.writing.desk import OnDesk, Sheet
from sopkit.services.writing.neighbours import titles
from sopkit.services.writing.previewing import preview_of
from sopkit.source.file import SIZE_LIMIT, SourceFile, decode
from sopkit.source.write import Edit, edited
from sopkit.store.session import Register

__all__ = [
    "KNOWN",
    "RANGE",
    "Changed",
    "IntervalFields",
    "MatterView",
    "Operation",
    "PartView",
    "Row",
    "Shown",
    "TargetFields",
    "TargetView",
    "TextView",
    "carry_out_on",
    "finding_name",
    "interval_text",
    "mend",
    "outline",
    "put_picture",
    "text_of",
    "view_of",
    "write_whole",
]


@dataclass(frozen=True, slots=True)
class Changed:
    """The text on the desk after a change; `line` is that of an item that was made or moved."""

    now: OnDesk
    line: int | None = None


Wishes = Callable[[TextView], Sequence[Operation]]
"""What somebody wants of a text, told when they see it: the operations in their order."""


def carry_out_on(
    register: Register, account: Account, sheet: Sheet, seen: str, wishes: Wishes, now: datetime
) -> Changed:
    """Carry out operations on the text whose digest is `seen`; all of them, or none.

    Raises EditedElsewhereError when the text is another by now, what `desk.put` and `desk.take`
    raise, and the refusals of operations.
    """
    found = desk.take(register, account, sheet, now)
    if found.digest != seen:
        raise EditedElsewhereError
    places = outline(found)
    wanted = wishes(view(places))
    numbers = {number for each in wanted for number in NUMBER.findall(each.value)}
    added = any(each.name == "add-target" for each in wanted)
    known = NOTHING_KNOWN
    if numbers or added:
        with register.reading() as session:
            standards = current(session).library.standards if added else {}
            looking = onlooker(session, account, now)
            named = titles(session, looking, numbers, found.document.language)
            known = Known(named, standards)
    line = None
    for operation in wanted:
        done = carry_out(places, operation, known)
        line = done.line or line
        if done.text != places.text:
            places = outline_of(done.text, found.base.path, found.house.language)
    text = rewritten(found.text, places.text)
    return Changed(desk.put(register, account, found, text, now), line)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture that was kept, to be shown in a step: its target, and the text instead of it."""

    item: int
    target: str
    alternative: str


def put_picture(
    register: Register, account: Account, sheet: Sheet, seen: str, shown: Shown, now: datetime
) -> Changed:
    """Put a picture that was kept into a step. Raises what `carry_out_on` raises."""
    said = " ".join(shown.alternative.replace("[", "(").replace("]", ")").split())
    source = f"![{said}]({shown.target})"
    put = Operation("add-part", shown.item, key=BlockKind.IMAGE, value=source)
    return carry_out_on(register, account, sheet, seen, lambda _view: [put], now)


def write_whole(
    register: Register,
    account: Account,
    sheet: Sheet,
    seen: str,
    text: str,
    now: datetime,
    *,
    base: str | None = None,
) -> Changed:
    """Put a whole text on the desk, in place of the one whose digest is `seen`.

    When the text is another by now, because this person has two windows, the changes of both are
    put together if `base` (the text that was seen) is given; lines that both changed are kept
    twice, nothing is lost. Raises what `carry_out_on` raises, and NotATextError.
    """
    found = desk.take(register, account, sheet, now)
    wanted = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(wanted.encode("utf-8", "replace")) > SIZE_LIMIT or "\x00" in wanted:
        raise NotATextError
    if found.digest != seen:
        if base is None:
            raise EditedElsewhereError
        old = base.replace("\r\n", "\n")
        wanted = merge.put_together(merge.merge(old, wanted, text_of(found)), [])
    return Changed(desk.put(register, account, found, rewritten(found.text, wanted), now))


def mend(
    register: Register, account: Account, sheet: Sheet, seen: str, finding: str, now: datetime
) -> Changed:
    """Apply the fix of one finding, named as `finding_name` does.

    Raises EditedElsewhereError, also when that finding is not there any more.
    """
    found = desk.take(register, account, sheet, now)
    if found.digest != seen:
        raise EditedElsewhereError
    shown = preview_of(register, account, found, now)
    for each in shown.diagnostics:
        if finding_name(each) == finding and each.fix is not None:
            text = edited(found.text, [Edit(each.fix.span, each.fix.text)])
            return Changed(desk.put(register, account, found, text, now))
    raise EditedElsewhereError


def finding_name(found: Diagnostic) -> str:
    """What a finding is called between a page and the server: `SOP308-12-4`."""
    return f"{found.code}-{found.span.line}-{found.span.column}"


def outline(found: OnDesk) -> Outline:
    """The text on a desk as its editable places."""
    return outline_of(text_of(found), found.base.path, found.house.language)


def text_of(found: OnDesk) -> str:
    """The text on a desk, its lines ended by LF alone. Bytes that are no text give an empty one."""
    file = decode(found.base.path, found.text)
    return file.text if isinstance(file, SourceFile) else ""


def view_of(found: OnDesk) -> TextView:
    """The text on a desk for people who know neither Markdown nor YAML."""
    return view(outline(found))
