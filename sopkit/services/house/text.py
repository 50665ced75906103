"""The text of `organisation.yaml` after a change that somebody made in a form.

What a form does not speak of stays byte for byte: comments, order, layout, words and severities.
Every change is read back; a text in which it did not come out as it was meant is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import yaml

from sopkit.model.organisation import Named, Organisation
from sopkit.parse.organisation import parse_organisation
from sopkit.parse.report import Report
from sopkit.parse.yaml_nodes import compose, text_of
from sopkit.refusals import OnlyAsTextError
from sopkit.services.house import yaml_edit
from sopkit.services.house.yaml_edit import CannotEditError, Value
from sopkit.services.register.snapshot import AnyPicture
from sopkit.source.discovery import ORGANISATION
from sopkit.source.file import SourceFile, decode
from sopkit.source.write import Edit, edited

Listed = Literal["departments", "roles"]
"""The lists of the file whose entries have an id and names."""

Setting = Literal["name", "language", "timezone", "logo"]
"""The keys of the file that hold one text."""


def first_text(name: str, language: str, timezone: str) -> bytes:
    """The file of an organisation that has said no more than that."""
    lines = [
        f"{key}: {yaml_edit.written(value)}\n"
        for key, value in (("name", name.strip()), ("language", language), ("timezone", timezone))
    ]
    return "".join(lines).encode()


def with_setting(text: bytes, key: Setting, value: str) -> bytes:
    """Another name, language, time zone or logo. Raises OnlyAsTextError."""
    place = _Place.of(text)
    if getattr(place.house, key) == value:
        return text
    return place.edited(
        lambda: yaml_edit.set_value(place.lines, place.root, key, value),
        replace(place.house, **{key: value}),  # type: ignore[arg-type] # all four hold a text
    )


def without_logo(text: bytes) -> bytes:
    """No logo any more. Raises OnlyAsTextError."""
    place = _Place.of(text)
    if place.house.logo is None:
        return text
    return place.edited(
        lambda: yaml_edit.drop_key(place.lines, place.root, "logo"),
        replace(place.house, logo=None),
    )


def with_approval(text: bytes, rights: Sequence[str]) -> bytes:
    """Who approves where a department says nothing. Raises OnlyAsTextError."""
    place = _Place.of(text)
    if place.house.approval == tuple(rights):
        return text
    return place.edited(
        lambda: yaml_edit.set_value(place.lines, place.root, "approval", list(rights)),
        replace(place.house, approval=tuple(rights)),
    )


def with_entry(text: bytes, key: Listed, wanted: Named) -> bytes:
    """Add a department or role, or give the one of that id these names and approvals.

    Raises OnlyAsTextError.
    """
    place = _Place.of(text)
    listed = getattr(place.house, key) or ()
    known = next((each for each in listed if each.id == wanted.id), None)
    if known is None:
        house = _listing(place.house, key, (*listed, wanted))
        return place.edited(
            lambda: yaml_edit.add_item(place.lines, place.root, key, _as_value(wanted)), house
        )
    changed = text
    if wanted.names != known.names:
        changed = _with_part(changed, key, replace(known, names=wanted.names), "name")
    if wanted.approval != known.approval:
        changed = _with_part(changed, key, wanted, "approval")
    return changed


def without_entry(text: bytes, key: Listed, id: str) -> bytes:
    """Take a department or role out of the list. Raises OnlyAsTextError."""
    place = _Place.of(text)
    listed = getattr(place.house, key) or ()
    house = _listing(place.house, key, (each for each in listed if each.id != id))

    def edit() -> Edit:
        sequence, index = place.item(key, id)
        return yaml_edit.drop_item(place.lines, sequence, index)

    return place.edited(edit, house)


def _with_part(text: bytes, key: Listed, wanted: Named, part: str) -> bytes:
    """One part (`name`, `approval`) of an entry changed."""
    place = _Place.of(text)
    listed = getattr(place.house, key) or ()
    changed = tuple(wanted if each.id == wanted.id else each for each in listed)

    def edit() -> Edit:
        sequence, index = place.item(key, wanted.id)
        item = sequence.value[index]
        value = _as_value(wanted)
        if not isinstance(item, yaml.MappingNode) or isinstance(value, str):
            return yaml_edit.replace_item(item, value)
        if part not in value:
            return yaml_edit.drop_key(place.lines, item, part)
        return yaml_edit.set_value(place.lines, item, part, value[part])

    return place.edited(edit, _listing(place.house, key, changed))


def _listing(house: Organisation, key: Listed, entries: Iterable[Named]) -> Organisation:
    """The organisation with another list."""
    found = tuple(entries)
    if key == "roles":
        return replace(house, roles=found)
    return replace(house, departments=found)


def _as_value(entry: Named) -> str | Mapping[str, Value]:
    value: dict[str, Value] = {"id": entry.id}
    if entry.names:
        value["name"] = entry.names.get("und") or dict(entry.names)
    if entry.approval is not None:
        value["approval"] = list(entry.approval)
    return value if len(value) > 1 else entry.id


@dataclass(frozen=True, slots=True)
class _Place:
    """A text with its nodes, and the organisation that it means."""

    data: bytes
    lines: Sequence[str]
    root: yaml.MappingNode
    house: Organisation

    @classmethod
    def of(cls, data: bytes) -> _Place:
        """Raises OnlyAsTextError for a text that cannot be read."""
        file = decode(ORGANISATION, data)
        if not isinstance(file, SourceFile):
            raise OnlyAsTextError
        report = Report(ORGANISATION)
        house = parse_organisation(file, AnyPicture(), report)
        root = compose(file.text, 1, Report(ORGANISATION))
        if any(each.code == "SOP104" for each in report.diagnostics):
            raise OnlyAsTextError
        if not isinstance(root, yaml.MappingNode):
            raise OnlyAsTextError
        return cls(data, file.text.split("\n"), root, house)

    def item(self, key: str, id: str) -> tuple[yaml.SequenceNode, int]:
        """The list under a key, and where in it the entry of that id stands."""
        node = next(node for name, node in self.root.value if text_of(name) == key)
        for index, item in enumerate(node.value):
            parts: Any = item.value if isinstance(item, yaml.MappingNode) else []
            ids = [text_of(value) for name, value in parts if text_of(name) == "id"]
            if text_of(item) == id or ids[:1] == [id]:
                return node, index
        raise CannotEditError

    def edited(self, edit: Callable[[], Edit], wanted: Organisation) -> bytes:
        """The bytes after an edit, if they mean what is wanted. Raises OnlyAsTextError."""
        try:
            data = edited(self.data, [edit()])
        except (CannotEditError, ValueError, IndexError) as error:
            raise OnlyAsTextError from error
        file = decode(ORGANISATION, data)
        report = Report(ORGANISATION)
        if not isinstance(file, SourceFile):
            raise OnlyAsTextError
        if parse_organisation(file, AnyPicture(), report) != wanted:
            raise OnlyAsTextError
        return data
