"""What can be done to an audit bundle. Each kind of harm says what it takes to show it.

Whoever changes a bundle can make its manifest fit again, and half of the time does so here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from hashlib import sha256
from random import Random
from typing import Any

from sopkit.services.register.auditing import LEFT_OUT
from sopkit.store import dump
from sopkit.store.trail import event_hash

Files = dict[str, bytes]
"""What is in a bundle: bytes by name."""

MANIFEST = "manifest.json"


class Shown(Enum):
    """What it takes to show a harm."""

    BY_ITSELF = "by itself"
    BY_THE_TRAIL = "with an anchor of the trail"
    BY_THE_EXPORT = "with the anchor of the export"
    NOT_AT_ALL = "it turned out to be none"


Harm = Callable[[Files, Random], Shown]


def change_a_byte(files: Files, random: Random) -> Shown:
    """Another byte somewhere."""
    name = random.choice(sorted(name for name in files if files[name]))
    data = bytearray(files[name])
    data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    files[name] = bytes(data)
    return _shown(files, random, name)


def change_a_value(files: Files, random: Random) -> Shown:
    """Another value in a row, of the same kind, or none."""
    with _rows(files, random) as (name, rows):
        row = random.choice(rows)
        index = random.randrange(len(row))
        row[index] = _other(row[index], random)
    return _shown(files, random, name)


def swap_two_values(files: Files, random: Random) -> Shown:
    """The values of one column, exchanged between two rows."""
    with _rows(files, random) as (name, rows):
        one, other = random.choice(rows), random.choice(rows)
        index, before = random.randrange(len(one)), sorted(map(str, rows))
        one[index], other[index] = other[index], one[index]
        same = sorted(map(str, rows)) == before
    return Shown.NOT_AT_ALL if same else _shown(files, random, name)


def remove_a_row(files: Files, random: Random) -> Shown:
    """A row less."""
    with _rows(files, random) as (name, rows):
        rows.remove(random.choice(rows))
    return _shown(files, random, name)


def double_a_row(files: Files, random: Random) -> Shown:
    """A row once more, as it is or under another key."""
    with _rows(files, random) as (name, rows):
        row = list(random.choice(rows))
        if random.random() < 0.5:
            row[0] = _other(row[0], random)
        rows.insert(random.randrange(len(rows)), row)
    return _shown(files, random, name)


def turn_rows_round(files: Files, random: Random) -> Shown:
    """The rows in another order, which means nothing but in the trail."""
    with _rows(files, random) as (name, rows):
        alone = len(rows) == 1
        rows.reverse()
    if alone:
        return Shown.NOT_AT_ALL
    shown = _shown(files, random, name)
    fits = json.loads(files[MANIFEST])["members"][name] == sha256(files[name]).hexdigest()
    return Shown.BY_THE_EXPORT if fits and name != "tables/event.jsonl" else shown


def take_a_text_out(files: Files, random: Random) -> Shown:
    """A text and its salt are gone, as if a person had been made unrecognisable."""
    with _rows(files, random, "free_text") as (name, rows):
        row = random.choice(rows)
        gone = row[2] is None
        row[1] = row[2] = None
    return Shown.NOT_AT_ALL if gone else _shown(files, random, name)


def move_a_signature(files: Files, random: Random) -> Shown:
    """A signature under another text, with the hash of that text."""
    [revision_id, content_hash] = _columns("signature", "revision_id", "content_hash")
    [id, own_hash] = _columns("revision", "id", "content_hash")
    revisions = _parsed(files, "tables/revision.jsonl")
    with _rows(files, random, "signature") as (name, rows):
        row = random.choice(rows)
        other = random.choice([each for each in revisions if each[id] != row[revision_id]])
        row[revision_id], row[content_hash] = other[id], other[own_hash]
    return _shown(files, random, name)


def remove_a_member(files: Files, random: Random) -> Shown:
    """A file less."""
    name = random.choice(sorted(files))
    del files[name]
    if name != MANIFEST:
        _mend(files, random)
    return Shown.BY_ITSELF


def add_a_member(files: Files, random: Random) -> Shown:
    """A file more."""
    data = random.randbytes(20)
    places = ("tables/more.jsonl", f"content/{sha256(data).hexdigest()}", "more.csv", "a/b.txt")
    files[random.choice(places)] = data
    _mend(files, random)
    return Shown.BY_ITSELF


def swap_two_members(files: Files, random: Random) -> Shown:
    """The bytes of two files, exchanged."""
    names = sorted(name for name in files if name.startswith(("tables/", "content/")))
    one, other = random.sample(names, 2)
    same = files[one] == files[other]
    files[one], files[other] = files[other], files[one]
    return Shown.NOT_AT_ALL if same else _shown(files, random, one)


def change_the_manifest(files: Files, random: Random) -> Shown:
    """Something else in the manifest."""
    manifest = json.loads(files[MANIFEST])
    key = random.choice(sorted(manifest))
    if isinstance(manifest[key], dict):
        inner = random.choice(sorted(manifest[key]))
        del manifest[key][inner]
    else:
        manifest[key] = _other(manifest[key], random)
    files[MANIFEST] = json.dumps(manifest).encode()
    told = key in {"events", "head", "members"}
    return Shown.BY_ITSELF if told else Shown.BY_THE_EXPORT


def rebuild_the_chain(files: Files, random: Random) -> Shown:
    """An event said otherwise, and every hash after it worked out anew."""
    with _rows(files, random, "event") as (_name, rows):
        at = random.randrange(len(rows))
        rows[at][3] += "-otherwise"
        previous = rows[at][6]
        for row in rows[at:]:
            row[6] = previous
            row[7] = previous = event_hash(*row[:7])
    _end(files)
    return Shown.BY_THE_TRAIL


def cut_the_chain(files: Files, random: Random) -> Shown:
    """The last acts undone, with everything that they recorded."""
    with _rows(files, random, "event") as (_name, rows):
        gone = [rows.pop() for _ in range(random.randint(1, 5))]
    names = {name for row in gone for name in json.loads(row[5])["rows"]}
    for table in {name.split(":")[0] for name in names} - set(LEFT_OUT):
        key = len(dump.keys_of(table))
        with _rows(files, random, table) as (_name, rows):
            rows[:] = [row for row in rows if ":".join([table, *row[:key]]) not in names]
    used = {value for name in _tables(files) for row in _parsed(files, name) for value in row[1:]}
    with _rows(files, random, "free_text") as (_name, rows):
        rows[:] = [row for row in rows if row[0] in used]
    for name in [each for each in files if each.startswith("content/")]:
        if name.split("/")[1] not in used:
            del files[name]
    _end(files)
    return Shown.BY_THE_TRAIL


HARMS: tuple[Harm, ...] = (
    change_a_byte,
    change_a_value,
    swap_two_values,
    remove_a_row,
    double_a_row,
    turn_rows_round,
    take_a_text_out,
    move_a_signature,
    remove_a_member,
    add_a_member,
    swap_two_members,
    change_the_manifest,
    rebuild_the_chain,
    cut_the_chain,
)


def _shown(files: Files, random: Random, name: str) -> Shown:
    """What shows a harm to this file, after the manifest was made to fit or was not."""
    if name == MANIFEST:
        return Shown.BY_THE_EXPORT
    record = name.startswith(("tables/", "content/"))
    return Shown.BY_THE_EXPORT if _mend(files, random) and not record else Shown.BY_ITSELF


def _mend(files: Files, random: Random) -> bool:
    """Make the manifest fit the files again, or not."""
    if random.random() < 0.5:
        return False
    _fit(files, json.loads(files[MANIFEST]))
    return True


def _end(files: Files) -> None:
    """Let the manifest tell the new end of the trail, and fit."""
    *_others, last = _parsed(files, "tables/event.jsonl")
    _fit(files, {**json.loads(files[MANIFEST]), "events": last[0], "head": last[7]})


def _fit(files: Files, manifest: dict[str, Any]) -> None:
    names = sorted(set(files) - {MANIFEST})
    manifest["members"] = {name: sha256(files[name]).hexdigest() for name in names}
    files[MANIFEST] = json.dumps(manifest).encode()


@contextmanager
def _rows(
    files: Files, random: Random, table: str | None = None
) -> Iterator[tuple[str, list[list[Any]]]]:
    """The name and the rows of a table that has some; they are written back at the end."""
    full = [name for name in _tables(files) if files[name]]
    name = f"tables/{table}.jsonl" if table else random.choice(full)
    rows = _parsed(files, name)
    yield name, rows
    lines = [json.dumps(row, ensure_ascii=False, separators=(",", ":")) for row in rows]
    files[name] = "".join(f"{line}\n" for line in lines).encode()


def _tables(files: Files) -> list[str]:
    return sorted(name for name in files if name.startswith("tables/"))


def _parsed(files: Files, name: str) -> list[list[Any]]:
    return [json.loads(line) for line in files[name].splitlines()]


def _columns(table: str, *names: str) -> list[int]:
    return [dump.columns_of(table).index(name) for name in names]


def _other(value: object, random: Random) -> object:
    if value is None:
        return "x"
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + random.choice([-1, 1, 1000])
    text = str(value)
    place = random.randrange(max(1, len(text)))
    return f"{text[:place]}{'0' if text[place : place + 1] != '0' else '1'}{text[place + 1 :]}"
