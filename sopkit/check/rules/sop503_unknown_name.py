"""Unknown standard, department or role.

What it finds:
A standard in the front matter or in `standard=` that is neither in the built-in catalogue nor in
the folder `standards`; a department, or a role in `owner`, `roles`, `role=` or `escalate=`, that
organisation.yaml does not list, by id or by name. Departments and roles are only checked when
organisation.yaml lists them. The nearest name is given.

Why it matters:
Nobody has a role that does not exist, so nobody is trained for the step or does it; a standard
without a definition cannot be measured.

Example:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    standards:
      first-contact-resolutoin: ">= 75%"
      csat: ">= 80%"
    ---

Use instead:

    ---
    number: KS-003
    title: Handling a complaint
    department: Customer service
    standards:
      first-contact-resolution: ">= 75%"
      csat: ">= 80%"
    ---
"""

from __future__ import annotations

from collections.abc import Iterator

from sopkit.check.rule import Context
from sopkit.check.suggest import suggest
from sopkit.diagnostics.codes import finding
from sopkit.diagnostics.diagnostic import Diagnostic
from sopkit.model.organisation import Named
from sopkit.model.sop import Sop
from sopkit.model.step import Attributes
from sopkit.source.span import Span

_TOLD = 6
"""So many departments or roles are named at once."""

_Mention = tuple[str, str, Span]
"""A kind (`standard`, `department`, `role`), the name as written, and its place."""


def check_sop(sop: Sop, context: Context) -> Iterator[Diagnostic]:
    """Report every name that organisation and catalogue do not know."""
    known = context.once("known names", lambda: _known(context))
    seen: set[Span] = set()
    for kind, name, span in _mentions(sop):
        names = known[kind]
        if names is None or name in names or name.casefold() in names or span in seen:
            continue
        seen.add(span)
        yield _unknown(sop, (kind, name, span), context)


def _known(context: Context) -> dict[str, frozenset[str] | None]:
    """The ids and folded names of each kind; None where nothing is listed, so nothing checked."""
    organisation = context.library.organisation
    return {
        "standard": frozenset(context.library.standards),
        "department": _names(organisation.departments),
        "role": _names(organisation.roles),
    }


def _names(entries: tuple[Named, ...] | None) -> frozenset[str] | None:
    if entries is None:
        return None
    ids = {entry.id for entry in entries}
    return frozenset(ids | {name.casefold() for e in entries for name in e.names.values()})


def _mentions(sop: Sop) -> Iterator[_Mention]:
    if sop.department:
        yield "department", sop.department, sop.span_of("department")
    if sop.owner:
        yield "role", sop.owner, sop.span_of("owner")
    for index, role in enumerate(sop.roles):
        yield "role", role, sop.span_of(f"roles.{index}")
    for standard, _target in sop.standards:
        yield "standard", standard, sop.span_of(f"standards.{standard}.key")
    for step in sop.walk():
        yield from _in_attributes(step.attributes)
        for branch in step.branches:
            yield from _in_attributes(branch.attributes)


def _in_attributes(attributes: Attributes) -> Iterator[_Mention]:
    if not attributes.spans:
        return
    for key, kind, name in (
        ("role", "role", attributes.role),
        ("escalate", "role", attributes.escalate),
        ("standard", "standard", attributes.standard),
    ):
        span = attributes.span_of(key) if name else None
        if name and span is not None:
            yield kind, name, span


def _choices(kind: str, context: Context) -> list[str]:
    """What an author may write, ids first."""
    if kind == "standard":
        return sorted(context.library.standards)
    entries = _listed(kind, context)
    return [entry.id for entry in entries] + [n for e in entries for n in e.names.values()]


def _listed(kind: str, context: Context) -> tuple[Named, ...]:
    """The departments or the roles of the organisation."""
    organisation = context.library.organisation
    return (organisation.departments if kind == "department" else organisation.roles) or ()


def _unknown(sop: Sop, mention: _Mention, context: Context) -> Diagnostic:
    kind, name, span = mention
    near = suggest(name, kind, lambda: _choices(kind, context), context)
    if near is not None:
        return finding("SOP503", sop.path, span, kind, hint="nearest", value=name, nearest=near)
    if kind == "standard":
        return finding("SOP503", sop.path, span, kind, hint="add_standard", value=name)
    ids = [each.id for each in _listed(kind, context)]
    if not ids:
        return finding("SOP503", sop.path, span, kind, hint="add", value=name)
    told = ", ".join([*ids[:_TOLD], *(["…"] if len(ids) > _TOLD else [])])
    return finding("SOP503", sop.path, span, kind, hint="choose", value=name, choices=told)
