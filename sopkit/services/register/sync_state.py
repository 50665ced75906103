"""What a folder remembers of its last sync, in a small file that nobody has to look at.

It may be lost or outdated without harm: what it says is only used where it still fits what the
folder and the register hold.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from sopkit.source.write import write_atomically
from sopkit.store.documents import DocumentKey, DocumentKind

STATE_FILE = ".sopkit-sync.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Remembered:
    """A document as the folder held it after a sync, and the register's revision of then.

    `text` and `content` are hashes, `pictures` hashes by path; `shows` are the paths of all
    pictures that the text names, also of those that are not there.
    """

    document: DocumentKey
    path: str
    text: str
    content: str
    revision: str
    department: str = ""
    shows: tuple[str, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenConflict:
    """A conflict that was told, in `file`; `files` are all that were written, hashes by path.

    `held` is the content of the folder's text then, `stamp` the register's text (`Kept.stamp`).
    """

    document: DocumentKey
    file: str
    files: Mapping[str, str]
    held: str
    stamp: str


@dataclass(slots=True)
class SyncState:
    """`register` tells which one it was, `language` that of the organisation.

    `found` is False where the folder had no state, or none that can be read.
    """

    register: str = ""
    language: str = ""
    files: dict[DocumentKey, Remembered] = field(default_factory=dict)
    conflicts: dict[DocumentKey, OpenConflict] = field(default_factory=dict)
    found: bool = False


def read_state(root: Path) -> SyncState:
    """What the folder remembers; nothing, if that was lost or is no state."""
    try:
        file = root / STATE_FILE
        if not stat.S_ISREG(file.lstat().st_mode):
            return SyncState()
        return _state(json.loads(file.read_bytes()))
    except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return SyncState()


def write_state(root: Path, state: SyncState) -> None:
    """Remember; the file is not touched if it says that already. Raises OSError."""
    told = {
        "format": FORMAT,
        "register": state.register,
        "language": state.language,
        "files": [asdict(state.files[key]) for key in sorted(state.files, key=_order)],
        "conflicts": [asdict(state.conflicts[key]) for key in sorted(state.conflicts, key=_order)],
    }
    data = (json.dumps(told, indent=1) + "\n").encode()
    file = root / STATE_FILE
    with suppress(OSError):
        if stat.S_ISREG(file.lstat().st_mode) and file.read_bytes() == data:
            return
    write_atomically(file, data, mode=0o644)


def _state(told: Mapping[str, Any]) -> SyncState:
    if told["format"] != FORMAT:
        raise ValueError("a state of another sopkit")
    files = [_remembered(each) for each in told["files"]]
    conflicts = [_conflict(each) for each in told["conflicts"]]
    return SyncState(
        register=str(told["register"]),
        language=str(told["language"]),
        files={each.document: each for each in files},
        conflicts={each.document: each for each in conflicts},
        found=True,
    )


def _remembered(told: Mapping[str, Any]) -> Remembered:
    return Remembered(
        document=_key(told["document"]),
        path=str(told["path"]),
        text=str(told["text"]),
        content=str(told["content"]),
        revision=str(told["revision"]),
        department=str(told["department"]),
        shows=tuple(str(path) for path in told["shows"]),
        pictures={str(path): str(digest) for path, digest in told["pictures"].items()},
    )


def _conflict(told: Mapping[str, Any]) -> OpenConflict:
    return OpenConflict(
        document=_key(told["document"]),
        file=str(told["file"]),
        files={str(path): str(digest) for path, digest in told["files"].items()},
        held=str(told["held"]),
        stamp=str(told["stamp"]),
    )


def _key(told: Mapping[str, Any]) -> DocumentKey:
    return DocumentKey(DocumentKind(told["kind"]), str(told["key"]), str(told["language"]))


def _order(key: DocumentKey) -> tuple[str, str, str]:
    return key.kind.value, key.key, key.language
