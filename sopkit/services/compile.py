"""Compile a library: read its files, parse and link them, run the checks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from sopkit import model
from sopkit.check.rule import Context
from sopkit.check.run import check_library
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.library import Library
from sopkit.model.sop import Sop
from sopkit.parse.library import Each, Read, Texts, parse_library
from sopkit.services.pictures import FolderPictures, Pictures
from sopkit.services.workers import in_processes
from sopkit.source.discovery import GLOSSARY, ORGANISATION, LibraryFiles, discover
from sopkit.source.file import SourceFile, decode, read_file

Progress = Callable[[int, int], None]

FEW = 150
"""Files that one process parses sooner than several could."""


@dataclass(frozen=True)
class Compiled:
    """A checked library. `sources` are the texts that could be read, by their path.

    `pictures` gives the bytes of the pictures.
    """

    root: Path
    library: Library
    diagnostics: tuple[Diagnostic, ...]
    context: Context
    sources: Mapping[str, SourceFile]
    pictures: Pictures


def compile_library(
    root: Path,
    *,
    paths: Collection[str] | None = None,
    progress: Progress | None = None,
    jobs: int = 1,
) -> Compiled:
    """Compile the library at `root`, in up to `jobs` processes if it is large.

    `paths` limits the findings to these files, relative to the root; a file among them that
    `discover` passes over (its name begins with `_`) is compiled too. `progress` is told how many
    files are done. Raises OSError when the folder cannot be listed.
    """
    files = discover(root)
    extra = [path for path in paths or () if path not in files.sops and path.endswith(".md")]
    extra = [path for path in extra if path != GLOSSARY]
    sops = [read_file(files.root, path) for path in sorted({*files.sops, *extra})]
    count = jobs if len(sops) > FEW else 1
    return _compile(files, sops, paths, progress, partial(in_processes, count=count))


def compile_text(data: bytes, *, name: str, root: Path | None) -> Compiled:
    """Compile one text that is no file (yet), joined to the library at `root` if there is one.

    It takes the place of the file called `name` (relative to the root), if that is there.
    """
    files = discover(root) if root is not None else LibraryFiles(Path.cwd())
    others = [path for path in files.sops if path != name]
    sops = [*(read_file(files.root, path) for path in others), decode(name, data)]
    return _compile(files, sorted(sops, key=lambda read: read.path), (name,), None, map)


def compile_texts(
    root: Path,
    texts: Texts,
    *,
    paths: Collection[str] | None = None,
    progress: Progress | None = None,
    each: Each = map,
    pictures: Pictures | None = None,
    names: Iterable[Sop] = (),
) -> Compiled:
    """Compile texts that were read already; `root` is the folder that their paths start from.

    Their pictures are there too, unless `pictures` gives them. `names` join the library without
    being linked or parsed.
    """
    library, found = parse_library(texts, progress, each)
    if names:
        every_sop = sorted((*library.sops, *names), key=lambda sop: sop.path)
        library = replace(library, sops=tuple(every_sop))
    context = Context(library)
    diagnostics = check_library(context, found, paths)
    every = (*texts.sops, texts.organisation, texts.glossary, *texts.standards)
    sources = {read.path: read for read in every if isinstance(read, SourceFile)}
    given = pictures or FolderPictures(root)
    return Compiled(root, library, diagnostics, context, sources, given)


def _compile(
    files: LibraryFiles,
    sops: Sequence[Read],
    paths: Collection[str] | None,
    progress: Progress | None,
    each: Each,
) -> Compiled:
    texts = Texts(
        sops=sops,
        organisation=read_file(files.root, ORGANISATION) if files.organisation else None,
        glossary=read_file(files.root, GLOSSARY) if files.glossary else None,
        standards=[read_file(files.root, path) for path in files.standards],
        catalogue=catalogue(),
        pictures=files.pictures,
    )
    return compile_texts(files.root, texts, paths=paths, progress=progress, each=each)


@lru_cache(maxsize=1)
def catalogue() -> tuple[SourceFile, ...]:
    """The built-in catalogue of standards."""
    folder = Path(model.__file__).parent / "catalogue"
    return tuple(
        SourceFile(path.name, path.read_text(encoding="utf-8"))
        for path in sorted(folder.glob("*.yaml"))
    )
