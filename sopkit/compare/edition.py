"""One text of a procedure, compiled, as `compare` takes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sopkit.flow.flow import Flow
from sopkit.model.sop import Sop


@dataclass(frozen=True)
class Edition:
    """A text of a procedure with its flow.

    `pictures` holds the SHA-256 of each picture by its target as written; one that is not there is
    known by its target only.
    """

    sop: Sop
    flow: Flow
    pictures: Mapping[str, str] = field(default_factory=dict)
