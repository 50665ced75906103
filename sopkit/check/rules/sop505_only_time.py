"""Only time is measured.

What it finds:
A procedure all of whose standards, in the front matter and in its steps, are about waiting or
handling time: standards of speed, and whatever is measured as a duration. Nothing is said about
procedures without standards, or with one that is unknown.

Why it matters:
What is measured is what people work towards. Whoever is only judged by the clock keeps
conversations short, and the customer calls again. Customers judge reliability and empathy more
than waiting time.

Example:

    ---
    number: KS-001
    title: Answering the telephone
    department: Customer service
    standards:
      average-handling-time: "<= 6m"
    ---

Use instead:

    ---
    number: KS-001
    title: Answering the telephone
    department: Customer service
    standards:
      average-handling-time: "<= 6m"
      first-contact-resolution: ">= 75%"
    ---
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.sop import Sop
from sopkit.model.standard import Dimension, Standard, StandardKind
from sopkit.source.span import Span

_SUGGESTED = ("first-contact-resolution", "csat")


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report a procedure whose standards all measure time, at the first of them."""
    places = _standards(sop)
    if not places or not sop.spans:  # unreadable front matter may name any standard
        return
    known = context.library.standards
    measured = [known.get(standard) for standard in places]
    if all(standard is not None and _is_time(standard) for standard in measured):
        examples = _examples(context)
        yield finding(
            "SOP505",
            sop.path,
            next(iter(places.values())),
            hint="add" if examples else None,
            examples=examples,
        )


def _standards(sop: Sop) -> dict[str, Span]:
    """The place where each standard is first named, front matter first."""
    places = {
        key.removeprefix("standards.").removesuffix(".key"): span
        for key, span in sop.spans
        if key.startswith("standards.") and key.endswith(".key")
    }
    for step in sop.walk():
        for attributes in (step.attributes, *(branch.attributes for branch in step.branches)):
            span = attributes.span_of("standard") if attributes.standard else None
            if attributes.standard and span is not None:
                places.setdefault(attributes.standard, span)
    return places


def _is_time(standard: Standard) -> bool:
    return standard.dimension is Dimension.SPEED or standard.kind is StandardKind.DURATION


def _examples(context: Context) -> str:
    """One standard of thoroughness and one of friendliness, the best-known ones if there."""
    standards = context.library.standards
    found: dict[Dimension, str] = {}
    for name in (*_SUGGESTED, *sorted(standards)):
        standard = standards.get(name)
        if standard is not None and not _is_time(standard):
            found.setdefault(standard.dimension, name)
    wanted = (Dimension.THOROUGHNESS, Dimension.FRIENDLINESS)
    return ", ".join(found[dimension] for dimension in wanted if dimension in found)
