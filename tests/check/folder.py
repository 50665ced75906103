"""Writes the files of a case into a folder, and compiles it as a library."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.services.compile import compile_library


def findings_in(folder: Path, files: Mapping[str, str | bytes]) -> tuple[Diagnostic, ...]:
    """All findings of a library that holds these files, by their paths."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return compile_library(folder).diagnostics
