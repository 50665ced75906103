"""The ids by which others lead to a step, written down where they are needed."""

from __future__ import annotations

from sopkit.edit.attributes import set_attribute
from sopkit.edit.items import item_at
from sopkit.edit.outline import Item, Outline
from sopkit.edit.refusals import StepGoneError
from sopkit.model.sop import RESERVED_IDS
from sopkit.model.step import JumpKind
from sopkit.parse.ids import slug

_ID_WORDS = 5
"""Words of the longest id that is made from a title."""


def id_of(outline: Outline, index: int) -> tuple[str, str]:
    """The id by which others lead to an item, and the text with that id written down."""
    item = item_at(outline, index)
    if item.step is None or item.head is None:
        raise StepGoneError
    if item.own.id is not None:
        return item.own.id, outline.text
    taken = {step.id for step in outline.sop.every_step} | set(RESERVED_IDS)
    short = "-".join(slug(item.step.title).split("-")[:_ID_WORDS]) or "step"
    wanted = item.step.id if item.step.id == short else short
    if wanted != item.step.id:
        count, base = 1, wanted
        while wanted in taken:
            count += 1
            wanted = f"{base}-{count}"
    if is_led_to(outline, item):  # links to the id that it has without one keep working
        wanted = item.step.id
    return wanted, set_attribute(outline, index, "id", wanted)


def is_led_to(outline: Outline, item: Item) -> bool:
    """Whether a jump, or an attribute, leads to an item by the id that it has."""
    own = item.step.id if item.step is not None else ""
    jumps = any(j.kind is JumpKind.STEP and j.target == own for j in outline.sop.jumps())
    return jumps or any(step.attributes.overdue == own for step in outline.sop.every_step)
