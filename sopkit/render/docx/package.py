"""The file: the same bytes for the same document."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # of all days that this kind of archive knows


def packed(document: Document) -> bytes:
    """The bytes of a document; no clock is read."""
    written = io.BytesIO()
    document.save(written)
    again = io.BytesIO()
    with ZipFile(written) as source, ZipFile(again, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = ZipInfo(name, _EARLIEST)
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return again.getvalue()
