"""The bytes of a file with another text: what stays is the same to the byte."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sopkit.edit.lines import rewritten
from sopkit.source.file import SourceFile, decode

texts = st.text(st.sampled_from("ab→\n"), max_size=20)


def text_of(data: bytes) -> str:
    file = decode("", data)
    assert isinstance(file, SourceFile)
    return file.text


@given(texts, texts, st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_the_file_says_the_new_text_in_its_own_way(
    old: str, new: str, newline: str, marked: bool
) -> None:
    mark = b"\xef\xbb\xbf" if marked else b""
    after = rewritten(mark + old.replace("\n", newline).encode(), new)
    assert text_of(after) == new
    assert after.startswith(mark)
    if "\n" in old:
        assert after == mark + new.replace("\n", newline).encode()


def test_lines_that_end_otherwise_keep_their_ends() -> None:
    assert rewritten(b"a\r\nb\nc\r\n", "a\nB\nc\n") == b"a\r\nB\nc\r\n"
