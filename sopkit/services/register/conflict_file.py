"""The file that tells of a conflict: what happened, what to do, and both texts in one.

Its name begins with `_`, so that no command takes it for a procedure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import count
from pathlib import Path
from posixpath import basename, dirname, join

from sopkit.messages import Translate, fill, message
from sopkit.services.register.holdings import Kept
from sopkit.services.register.snapshot import zone_of
from sopkit.services.register.sync_state import OpenConflict
from sopkit.services.register.working_copy import Held, is_plain_file
from sopkit.source.write import create_whole
from sopkit.store import documents, people
from sopkit.store.documents import digest_of
from sopkit.store.session import Session

_ = message

COMPARED_LINES = 4_000
"""Longer texts stand one after the other: comparing them line by line could take minutes."""


@dataclass(frozen=True, slots=True)
class Other:
    """The register's side: the text, if there is one, its pictures, and who saved it when."""

    path: str
    text: bytes | None
    pictures: Mapping[str, bytes]
    stamp: str
    withdrawn: bool
    who: str
    when: str

    @classmethod
    def read(cls, session: Session, kept: Kept, timezone: str) -> Other:
        """What the register holds of a document."""
        last = kept.text or kept.latest
        hashes = documents.contents(session, kept.pictures.values())
        return cls(
            last.path,
            documents.text_of(session, kept.text) if kept.text else None,
            {path: hashes[digest] for path, digest in kept.pictures.items()},
            kept.stamp,
            kept.withdrawn,
            people.name_at(session, last.author_id, last.recorded_at),
            f"{last.recorded_at.astimezone(zone_of(timezone)):%Y-%m-%d %H:%M}",
        )


def write_conflict(
    root: Path, held: Held, here: bytes, there: Other, translate: Translate
) -> OpenConflict:
    """Write what tells of a conflict beside the folder's file. Raises OSError.

    Pictures that differ are written too, those of the register.
    """
    pictures = {
        path: data
        for path, data in there.pictures.items()
        if held.pictures.get(path) not in (None, digest_of(data))
    }
    told = _told(held, here, there, bool(pictures), translate)
    files: dict[str, str] = {}
    for path, data in ((held.path, told), *pictures.items()):
        files[_write_beside(root, path, data)] = digest_of(data)
    return OpenConflict(held.document, next(iter(files)), files, held.content, there.stamp)


def is_untouched(root: Path, conflict: OpenConflict) -> bool:
    """Whether the file that tells of a conflict is as it was written. Raises OSError."""
    return digest_of((root / conflict.file).read_bytes()) == conflict.files[conflict.file]


def _told(held: Held, here: bytes, there: Other, pictures: bool, translate: Translate) -> bytes:  # noqa: FBT001
    facts = {"path": held.path, "other": there.path, "who": there.who, "when": there.when}

    def sentence(template: str) -> str:
        return fill(translate(template), facts)

    if there.text is None:
        withdrawn = _("{path} was changed here, but it was withdrawn in the register.")
        dropped = _("{path} was changed here, but its draft was dropped from the register.")
        first = sentence(withdrawn if there.withdrawn else dropped)
        return "\n\n".join((first, sentence(_GONE))).encode() + b"\n"
    parts = [sentence(_BOTH), sentence(_WHAT_TO_DO)]
    if held.path != there.path:
        parts.insert(1, sentence(_("In the register its place is {other}.")))
    if pictures:
        parts.insert(1, sentence(_PICTURES))
    mine, theirs = sentence(_("here: {path}")), sentence(_("in the register: {who}, {when}"))
    marks = (b"<<<<<<< " + mine.encode(), b"=======", b">>>>>>> " + theirs.encode())
    return b"\n".join(("\n\n".join(parts).encode(), b"", *_merged(here, there.text, marks)))


_BOTH = _(
    "{path} was changed here, and in the register by {who}, {when}.\n"
    "Nothing was overwritten. This file shows both texts."
)
_PICTURES = _(
    "Pictures differ too. Those of the register are beside yours; their names begin with "
    "“_conflict-”."
)
_WHAT_TO_DO = _(
    "What to do:\n"
    "1. Put into {path} what should stand there.\n"
    "2. Remove this file.\n"
    "3. Run “sopkit sync” again.\n\n"
    "Or take one of the two as it is:\n"
    "“sopkit sync --mine {path}” takes the text of this folder,\n"
    "“sopkit sync --theirs {path}” takes the text of the register.\n\n"
    "Where the texts differ, the lines of this folder stand after <<<<<<<, and those of the\n"
    "register after =======, up to >>>>>>>. All other lines are the same in both."
)
_GONE = _(
    "What to do:\n"
    "- To give it up, remove {path} and this file.\n"
    "- To keep it as a new draft, remove this file alone.\n"
    "Then run “sopkit sync” again."
)


def _write_beside(root: Path, path: str, data: bytes) -> str:
    """Write a file beside another, under the first name that is free; gives its path."""
    for number in count(1):
        name = conflict_name(path, number)
        full = root / name
        try:
            create_whole(full, data)
        except FileExistsError:
            if is_plain_file(root, name) and full.read_bytes() == data:
                return name
        else:
            return name
    raise AssertionError("numbers do not end")


def conflict_name(path: str, number: int = 1) -> str:
    """The path of the file that tells of a conflict about another."""
    mark = "_conflict-" if number == 1 else f"_conflict-{number}-"
    return join(dirname(path), mark + basename(path))


def _merged(here: bytes, there: bytes, marks: tuple[bytes, bytes, bytes]) -> Iterator[bytes]:
    """Lines that both have, once; the others between marks."""
    mine, theirs = here.split(b"\n"), there.split(b"\n")
    for same, ours, others in _stretches(mine, theirs):
        if same:
            yield from ours
            continue
        yield marks[0]
        yield from ours
        yield marks[1]
        yield from others
        yield marks[2]


def _stretches(
    mine: Sequence[bytes], theirs: Sequence[bytes]
) -> Iterator[tuple[bool, Sequence[bytes], Sequence[bytes]]]:
    if max(len(mine), len(theirs)) > COMPARED_LINES:
        yield False, mine, theirs
        return
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    for kind, first, last, other_first, other_last in matcher.get_opcodes():
        yield kind == "equal", mine[first:last], theirs[other_first:other_last]
