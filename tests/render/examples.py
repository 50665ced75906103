"""Flows to draw: those of the example library, and made-up ones."""

from __future__ import annotations

from functools import lru_cache
from random import Random

from sopkit.flow.build import build_flow
from sopkit.flow.flow import Flow
from sopkit.resources import example_library
from sopkit.services.compile import compile_library, compile_text
from tests.generate.invent import invent_many
from tests.generate.write import write


@lru_cache(maxsize=1)
def library_flows() -> dict[str, Flow]:
    """The flow of every procedure of the example library, by its path."""
    library = compile_library(example_library()).library
    return {sop.path: build_flow(sop) for sop in library.sops}


def flow_of_text(text: str) -> Flow:
    """The flow of one procedure, given as the text of its file."""
    [sop] = compile_text(text.encode(), name="a.md", root=None).library.sops
    return build_flow(sop)


def made_up_flows(count: int, seed: int) -> list[Flow]:
    """The flows of made-up procedures, right and wrong ones; the same for the same seed."""
    random = Random(seed)
    return [flow_of_text(write(made, random).text) for made in invent_many(count, seed)]


def long_flow(steps: int) -> Flow:
    """One procedure of so many steps: actions, decisions, detours and ways back."""
    lines = []
    for number in range(1, steps + 1):
        if number % 7 == 3 and number + 4 < steps:
            lines += [
                f"{number}. **Is geval {number} bekend?** {{#vraag-{number}}}",
                "   - Ja: ga verder",
                f"   - Nee: zoek geval {number} op",
                f"   - Anders → [verder](#stap-{number + 3})",
            ]
        elif number % 20 == 16:
            lines.append(f"{number}. Kijk stap {number} na. {{#stap-{number}}}")
            lines.append("   1. Vergelijk met de lijst.\n   2. Noteer het verschil.")
        else:
            lines.append(f"{number}. Voer handeling {number} uit. {{#stap-{number}}}")
    head = "---\nnumber: KS-001\ntitle: Lang\ndepartment: Klantenservice\nlanguage: nl\n---\n"
    sections = "\n## Doel\n\nEen proef.\n\n## Begrippen\n\nGeen.\n\n## Instructies\n\n"
    return flow_of_text(head + sections + "\n".join(lines) + "\n")
