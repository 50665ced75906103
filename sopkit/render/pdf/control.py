"""The record of a procedure for paper: what each page, the first and the last one say of it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any, TypeVar

import segno
from segno.encoder import DataOverflowError

from sopkit.messages import Translate, fill, message
from sopkit.model.control import Control
from sopkit.render.control_words import ChangeWords, SignatureWords, control_words
from sopkit.render.markdown import external_address
from sopkit.render.pdf.glyphs import Printable, shortened

RECENT = 5
"""So many changes stand on the first page; a longer history stands whole at the end."""

FIRST_SIGNATURES = 8
"""So many signatures stand on the first page; all of them stand at the end."""

SHORT_NAME = 60
"""The most characters of a name at the foot of each page."""

_GROUP = 8  # characters of a hash: as many as the eye compares at once

_Line = TypeVar("_Line")


def paper_control(
    control: Control | None,
    translate: Translate,
    language: str,
    timezone: str,
    printable: Printable,
) -> dict[str, Any]:
    """What the template needs of a record; `ControlWords` tells what the words are.

    Rows of signatures and changes have their cells in the order of the columns. The first page
    shows `signatures` and `changes`; `more-signatures` and `more-changes` say how many stand at
    the end only. `proof` is what the end shows, None if there is nothing.
    """
    words = control_words(_with_short_names(control), translate, language, timezone)
    signatures = [_signature(signature, printable) for signature in words.signatures]
    changes = [_change(change, printable) for change in words.history]
    first_signatures = _first(signatures, FIRST_SIGNATURES)
    first_changes = _first(changes, RECENT)
    proof = _proof(control, words.zone, translate, printable)
    if proof is not None:
        proof["signatures"] = signatures
        proof["changes"] = changes if len(changes) > len(first_changes) else []
    more_signatures = len(signatures) - len(first_signatures)
    more_changes = len(changes) - len(first_changes)
    return {
        "facts": words.facts,
        "mark": words.mark,
        "stamp": words.stamp,
        "version": words.version,
        "period": words.period,
        "copy": printable.breakable(words.copy),
        "signatures": first_signatures,
        "more-signatures": _told(
            message("And {count} more, at the end."), more_signatures, translate
        ),
        "changes": first_changes,
        "more-changes": _told(
            message("And {count} earlier ones, at the end."), more_changes, translate
        ),
        "proof": proof,
    }


def _with_short_names(control: Control | None) -> Control | None:
    """The record with names that fit at the foot of a page."""
    if control is None:
        return None
    return replace(
        control,
        copy_number=control.copy_number and shortened(control.copy_number, SHORT_NAME),
        printed_by=control.printed_by and shortened(control.printed_by, SHORT_NAME),
    )


def _signature(signature: SignatureWords, printable: Printable) -> list[str]:
    return [printable.breakable(signature.name), signature.meaning, signature.signed_at]


def _change(change: ChangeWords, printable: Printable) -> list[str]:
    return [
        change.version,
        change.effective_from,
        change.nature,
        printable.breakable(change.reason),
        printable.breakable(change.author),
    ]


def _first(lines: list[_Line], count: int) -> list[_Line]:
    """The first lines; all of them if only two would be left out: that saves no room."""
    return lines if len(lines) <= count + 2 else lines[:count]


def _told(text: str, count: int, translate: Translate) -> str:
    return fill(translate(text), {"count": str(count)}) if count else ""


def _proof(
    control: Control | None, zone: str, translate: Translate, printable: Printable
) -> dict[str, Any] | None:
    """What lets a reader of the paper see that it is what was released, and still in force."""
    if control is None:
        return None
    address = control.address or ""
    known = (control.signatures, control.history, control.content_hash, control.anchor, address)
    if not any(known):
        return None
    told = translate(message("All times are those of {zone}."))
    return {
        "zone": fill(told, {"zone": zone}) if control.signatures or control.printed_at else "",
        "hash": _groups(printable.text(control.content_hash)),
        "anchor": _groups(printable.text(control.anchor)),
        "address": printable.breakable(address),
        "link": external_address(address),
        "code": _code(address) if address else None,
        "code-words": fill(
            translate(message("QR code of the address {address}")), {"address": address}
        ),
    }


def _code(address: str) -> str | None:
    """The QR code of an address as SVG; None if it is too long for one."""
    try:
        code = segno.make(address, error="m", micro=False)
    except DataOverflowError:
        return None
    drawn = io.BytesIO()
    code.save(drawn, kind="svg", xmldecl=False, nl=False)
    return drawn.getvalue().decode()


def _groups(text: str) -> list[str]:
    return [text[start : start + _GROUP] for start in range(0, len(text), _GROUP)]
