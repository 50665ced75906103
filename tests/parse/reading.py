"""Short ways to parse a text in a test."""

from __future__ import annotations

from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.flow.build import build_flow
from sopkit.flow.flow import Flow
from sopkit.model.sop import Sop
from sopkit.model.step import Step
from sopkit.parse.sop import ParsedSop, parse_sop
from sopkit.source.file import SourceFile, decode

HEAD = """---
number: KS-001
title: Iets doen
department: klantenservice
---

## Doel

Iets.

## Begrippen

Geen.

## Instructies

"""
FIRST_LINE = HEAD.count("\n") + 1
"""The line on which the instructions given to `read` begin."""


def parse(text: str | bytes) -> ParsedSop:
    """Parse a whole file."""
    data = text.encode() if isinstance(text, str) else text
    source = decode("ks/KS-001.md", data)
    assert isinstance(source, SourceFile)
    return parse_sop(source, "nl")


def read(instructions: str) -> Sop:
    """The SOP with these instructions, which must parse without a finding."""
    parsed = parse(HEAD + instructions)
    assert parsed.diagnostics == ()
    return parsed.sop


def findings(instructions: str) -> tuple[Diagnostic, ...]:
    """What parsing these instructions finds."""
    return parse(HEAD + instructions).diagnostics


def steps(instructions: str) -> list[Step]:
    """Every step, in the order of the text."""
    return list(read(instructions).walk())


def flow(instructions: str) -> Flow:
    """The flow of these instructions."""
    return build_flow(read(instructions))


def source_of(instructions: str, finding: Diagnostic) -> str:
    """The text that a finding covers."""
    lines = (HEAD + instructions).split("\n")
    span = finding.span
    own = lines[span.line - 1 : span.end_line]
    own[-1] = own[-1][: span.end_column - 1]
    own[0] = own[0][span.column - 1 :]
    return "\n".join(own)
