"""A difference for programs, as `docs/format.md` promises it."""

from __future__ import annotations

import json

from sopkit.compare.difference import (
    Change,
    Difference,
    EdgeDifference,
    SectionDifference,
    StepDifference,
    StepMark,
)


def difference_json(difference: Difference) -> str:
    """The difference as JSON, in its own words: nothing in it depends on a language."""
    value = {
        "number": difference.number,
        "title": difference.title,
        "language": difference.language,
        "nature": difference.nature,
        "fields": [_change(change) for change in difference.fields],
        "sections": [_section(section) for section in difference.sections],
        "terms": [_change(change) for change in difference.terms],
        "steps": [_step(step) for step in difference.steps],
        "flow": {
            "nodes": [
                {
                    "id": node.id,
                    "fate": node.fate,
                    "moved": node.moved,
                    "old": node.old,
                    "new": node.new,
                }
                for node in difference.flow.nodes
            ],
            "edges": [_edge(way) for way in difference.flow.edges],
        },
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _change(change: Change) -> dict[str, object]:
    return {
        "aspect": change.aspect,
        "nature": change.nature,
        "old": change.old,
        "new": change.new,
        "label": change.label,
        "pieces": [[piece.fate, piece.text] for piece in change.pieces],
        "causes": [{"kind": cause.kind, "words": cause.words} for cause in change.causes],
        "elsewhere": change.elsewhere,
    }


def _section(section: SectionDifference) -> dict[str, object]:
    return {
        "fate": section.fate,
        "heading": section.heading,
        "nature": section.nature,
        "changes": [_change(change) for change in section.changes],
    }


def _step(step: StepDifference) -> dict[str, object]:
    return {
        "fate": step.fate,
        "moved": step.moved,
        "nature": step.nature,
        "old": _mark(step.old),
        "new": _mark(step.new),
        "changes": [_change(change) for change in step.changes],
    }


def _mark(mark: StepMark | None) -> dict[str, object] | None:
    if mark is None:
        return None
    return {
        "id": mark.id,
        "step": mark.number,
        "title": mark.title,
        "role": mark.role,
        "line": mark.line,
    }


def _edge(way: EdgeDifference) -> dict[str, object]:
    return {
        "fate": way.fate,
        "source": way.edge.source,
        "target": way.edge.target,
        "label": way.edge.label,
        "old_label": way.old.label if way.old is not None else None,
        "kind": way.edge.kind,
    }
