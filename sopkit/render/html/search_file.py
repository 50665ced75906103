"""The search index of a site as a file that a page loads without a server.

A script, not JSON: a page that was opened from a file may load scripts beside it and nothing
else. Besides names and addresses it holds what `sopkit.find` made, so the browser ranks alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from itertools import pairwise
from typing import Any

from sopkit.find.index import Document, Index, build_index
from sopkit.model.sop import Sop
from sopkit.render.html.index_page import in_order
from sopkit.render.html.site import Site, title_of
from sopkit.render.html.wording import direction_of_text


def search_file(site: Site) -> str:
    """The script that sets `sopkitSearchIndex`."""
    index = build_index(in_order(site))
    content = {
        "documents": [_document(site, document) for document in index.documents],
        "postings": _gaps(index),
        "vocabulary": {name: " ".join(known) for name, known in index.vocabulary.items()},
    }
    return f"sopkitSearchIndex={json.dumps(content, ensure_ascii=False, separators=(',', ':'))};\n"


def search_inputs(site: Site) -> str:
    """The hash of all that the file holds."""
    digest = sha256()
    for part in _inputs(site):
        digest.update(part.encode("utf-8", "replace") + b"\0")
    return digest.hexdigest()


def _inputs(site: Site) -> Iterator[str]:
    yield repr(site.library.organisation.departments)
    for sop in in_order(site):
        yield f"{sop.source.digest} {sop.language} {site.addresses.page(sop)}"


def _document(site: Site, document: Document) -> dict[str, Any]:
    sop = site.library.by_path[document.path]
    return {
        "key": document.number or document.path,
        "number": document.number,
        "title": title_of(sop),
        "language": document.language,
        "tag": sop.language,
        "direction": direction_of_text(sop.language),
        "address": site.addresses.page(sop),
        "department": _department(site, sop),
        "situations": document.situations,
        "steps": [(step.id, step.number, step.title) for step in document.steps],
    }


def _department(site: Site, sop: Sop) -> str:
    known = site.library.organisation.department(sop.department)
    return known.name(sop.language) if known else sop.department


def _gaps(index: Index) -> dict[str, dict[str, list[int]]]:
    """The postings as the gaps between them, which are short."""
    return {
        language: {
            name: [after - before for before, after in pairwise((0, *passages))]
            for name, passages in stems.items()
        }
        for language, stems in index.postings.items()
    }
