"""Files are written back whole, only where they belong, and only if nobody else changed them."""

from __future__ import annotations

import os
import stat
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sopkit.errors import (
    FileChangedError,
    NotAFileError,
    OutsideLibraryError,
    SymbolicLinkError,
)
from sopkit.source.span import Span
from sopkit.source.write import Edit, create_file, edited, read_inside, replace_file


def digest_of(data: bytes) -> str:
    return sha256(data).hexdigest()


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_an_edit_changes_its_span_and_nothing_else() -> None:
    data = b"one\ntwo  \nthree"
    assert edited(data, [Edit(Span(2, 1, 2, 4), "2")]) == b"one\n2  \nthree"


def test_several_edits_hold_their_places_however_they_are_ordered() -> None:
    edits = [
        Edit(Span(3, 1, 3, 1), "> "),
        Edit(Span(1, 1, 1, 4), "first"),
        Edit(Span.at(2, 4), "!"),
    ]
    assert edited(b"one\ntwo\nthree", edits) == b"first\ntwo!\n> three"


def test_carriage_returns_and_the_byte_order_mark_stay() -> None:
    data = b"\xef\xbb\xbfone\r\ntwo\r\n"
    assert edited(data, [Edit(Span(2, 1, 2, 4), "2a\n2b")]) == b"\xef\xbb\xbfone\r\n2a\r\n2b\r\n"


def test_a_line_that_ends_otherwise_than_the_rest_keeps_its_end() -> None:
    data = b"one\r\ntwo\nthree\rfour\r\nfive\r\n"
    changed = edited(data, [Edit(Span(4, 1, 4, 5), "4\n4")])
    assert changed == b"one\r\ntwo\nthree\r4\r\n4\r\nfive\r\n"


def test_the_end_of_a_line_is_before_its_carriage_return() -> None:
    assert edited(b"one\r\ntwo", [Edit(Span(1, 4, 2, 1), " ")]) == b"one two"
    with pytest.raises(ValueError, match="column 5"):
        edited(b"one\r\ntwo", [Edit(Span(1, 5, 1, 5), "x")])


def test_columns_count_characters_not_bytes() -> None:
    assert edited("é😀x".encode(), [Edit(Span.at(1, 3, 1), "y")]) == "é😀y".encode()


@pytest.mark.parametrize("span", [Span(3, 1, 3, 1), Span(0, 1, 0, 1), Span(1, 5, 1, 5)])
def test_a_place_that_is_not_in_the_text_is_refused(span: Span) -> None:
    with pytest.raises(ValueError, match=r"line|column"):
        edited(b"one\ntwo", [Edit(span, "x")])


def test_edits_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        edited(b"abcdef", [Edit(Span.at(1, 1, 3), "x"), Edit(Span.at(1, 2, 3), "y")])


@given(st.text(), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_a_text_without_edits_is_the_same_to_the_byte(text: str, newline: str, mark: bool) -> None:
    data = (b"\xef\xbb\xbf" if mark else b"") + text.replace("\n", newline).encode()
    assert edited(data, []) == data


def test_a_replaced_file_keeps_its_permissions_and_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "KS-001.md"
    file.write_bytes(b"old")
    file.chmod(0o640)
    replace_file(tmp_path, "KS-001.md", b"new", digest_of(b"old"))
    assert file.read_bytes() == b"new"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert names_in(tmp_path) == ["KS-001.md"]


def test_a_file_that_changed_since_it_was_read_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "KS-001.md"
    file.write_bytes(b"someone else's")
    with pytest.raises(FileChangedError):
        replace_file(tmp_path, "KS-001.md", b"ours", digest_of(b"old"))
    assert file.read_bytes() == b"someone else's"
    assert names_in(tmp_path) == ["KS-001.md"]


def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "KS-001.md"
    file.write_bytes(b"old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_file(tmp_path, "KS-001.md", b"new", digest_of(b"old"))
    assert file.read_bytes() == b"old"
    assert names_in(tmp_path) == ["KS-001.md"]


def test_a_link_out_of_the_library_is_not_followed(tmp_path: Path) -> None:
    library, elsewhere = tmp_path / "library", tmp_path / "secret.md"
    library.mkdir()
    elsewhere.write_bytes(b"old")
    (library / "KS-001.md").symlink_to(elsewhere)
    with pytest.raises(SymbolicLinkError):
        replace_file(library, "KS-001.md", b"new", digest_of(b"old"))
    assert elsewhere.read_bytes() == b"old"


def test_a_link_inside_the_library_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_bytes(b"old")
    (tmp_path / "KS-001.md").symlink_to("real.md")
    replace_file(tmp_path, "KS-001.md", b"new", digest_of(b"old"))
    assert (tmp_path / "KS-001.md").is_symlink()
    assert (tmp_path / "real.md").read_bytes() == b"new"


def test_a_path_that_climbs_out_is_refused(tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    (tmp_path / "other.md").write_bytes(b"old")
    with pytest.raises(OutsideLibraryError):
        read_inside(library, "../other.md", digest_of(b"old"))


def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "KS-001.md")
    with pytest.raises(NotAFileError):
        read_inside(tmp_path, "KS-001.md", digest_of(b""))


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path) -> None:
    create_file(tmp_path / "a" / "b.md", b"first")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "a" / "b.md", b"second")
    (tmp_path / "link.md").symlink_to("nowhere.md")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "link.md", b"third")
    assert (tmp_path / "a" / "b.md").read_bytes() == b"first"
