"""What the links of a procedure's text name: numbers, and the paths of files."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from sopkit.model.sop import Sop
from sopkit.model.step import SopLink
from sopkit.parse.inline import NUMBER


def links_of(sop: Sop) -> Iterator[SopLink]:
    """Every link to a procedure."""
    yield from sop.links
    for step in sop.every_step:
        yield from step.links
        if step.call is not None:
            yield step.call
    for jump in sop.jumps():
        if jump.link is not None:
            yield jump.link


def calls_of(sop: Sop) -> Iterator[SopLink]:
    """The links by which a procedure calls others."""
    return (step.call for step in sop.every_step if step.call is not None)


def place_of(sop: Sop, link: SopLink) -> str:
    """The number that a link names, or the path of the file in the library."""
    if NUMBER.fullmatch(link.target):
        return link.target
    return posixpath.normpath(posixpath.join(posixpath.dirname(sop.path), link.target))


def numbers_in(sop: Sop) -> frozenset[str]:
    """The numbers of the procedures that a text names in its links."""
    return frozenset(link.target for link in links_of(sop) if NUMBER.fullmatch(link.target))


def paths_in(sop: Sop) -> frozenset[str]:
    """The paths of the procedures that a text names by their file."""
    links = (link for link in links_of(sop) if not NUMBER.fullmatch(link.target))
    return frozenset(place_of(sop, link) for link in links)
