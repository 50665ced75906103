"""Steps to a flow: the nodes, edges and ids of the format."""

from __future__ import annotations

from sopkit.flow.flow import Flow
from sopkit.flow.node import NodeKind
from tests.parse.reading import flow


def edges(of: Flow) -> set[tuple[str, str, str | None]]:
    return {(edge.source, edge.target, edge.label) for edge in of.edges}


def test_steps_follow_one_another_from_start_to_end() -> None:
    found = flow("1. A\n2. B\n   1. B een\n   2. B twee\n3. C\n")
    assert edges(found) == {
        ("start", "a", None),
        ("a", "b", None),
        ("b", "b-een", None),
        ("b-een", "b-twee", None),
        ("b-twee", "c", None),
        ("c", "end", None),
    }


def test_branches_join_at_the_step_after_the_decision_and_two_may_both_continue() -> None:
    found = flow("1. **Wat?**\n   - A: doe a\n   - B\n   - C: ga verder\n2. Klaar\n")
    assert [edge.label for edge in found.exits["wat"]] == ["A", "B", "C"]
    assert [edge.target for edge in found.exits["wat"]] == ["doe-a", "klaar", "klaar"]
    assert found.exits["doe-a"][0].target == "klaar"
    assert found.graph.number_of_edges("wat", "klaar") == 2


def test_a_parallel_forks_to_its_branches_and_joins_before_the_next_step() -> None:
    found = flow("1. **Samen** {parallel}\n   - Bel\n   - Mail: schrijf\n2. Klaar\n")
    kinds = {node.id: node.kind for node in found.nodes}
    assert kinds["samen"] is NodeKind.FORK
    assert kinds["samen-join"] is NodeKind.JOIN
    assert edges(found) >= {
        ("samen", "bel", None),
        ("samen", "schrijf", "Mail"),
        ("bel", "samen-join", None),
        ("samen-join", "klaar", None),
    }
    assert found.by_id["bel"].strand == ("samen", 0)
    assert found.by_id["samen-join"].strand is None


def test_a_jump_to_a_step_with_a_wait_enters_at_the_wait() -> None:
    found = flow(
        "1. Bel {#bel wait=2h}\n2. **Gelukt?**\n   - Ja\n   - Nee → [x](#bel) {max=3}\n3. Klaar\n"
    )
    assert found.by_id["bel-wait"].kind is NodeKind.WAIT
    again = next(edge for edge in found.edges if edge.jump)
    assert (again.source, again.target, again.maximum) == ("gelukt", "bel-wait", 3)


def test_overdue_leads_away_and_carries_the_time() -> None:
    found = flow("1. Bel {within=30m overdue=#later}\n2. Klaar → einde\n3. Later {#later}\n")
    edge = next(edge for edge in found.edges if edge.kind == "overdue")
    assert (edge.source, edge.target, edge.label) == ("bel", "later", "30m")


def test_endings_are_numbered_with_the_plain_end_first() -> None:
    text = """1. **Wat?**
   - A → einde: toegekend
   - B → [Elders](KS-007)
   - C → einde: toegekend
   - D
"""
    found = flow(text)
    ends = [
        (node.id, node.kind.value, node.title)
        for node in found.nodes
        if node.kind in (NodeKind.END, NodeKind.HANDOFF)
    ]
    assert ends == [
        ("end", "end", "Einde"),
        ("end-2", "end", "toegekend"),
        ("end-3", "handoff", "Elders"),
    ]
    assert [edge.target for edge in found.exits["wat"]] == ["end-2", "end-3", "end-2", "end"]


def test_generated_ids_never_take_those_of_steps() -> None:
    found = flow(
        "1. **Samen** {parallel}\n   - A\n   - B\n2. Samen join\n3. X → einde: y {#end-2}\n"
    )
    assert len({node.id for node in found.nodes}) == len(found.nodes)
    assert found.by_id["samen-join"].kind is NodeKind.ACTION


def test_a_container_jumps_after_its_sub_steps() -> None:
    found = flow("1. A → [x](#c)\n   1. Een\n2. B\n3. C {#c}\n")
    assert edges(found) >= {("a", "een", None), ("een", "c", None)}


def test_the_digest_of_a_step_changes_with_its_own_content_only() -> None:
    before = flow("1. **A** tekst\n2. B\n")
    moved = flow("1. Nieuw\n2. **A** tekst\n3. B\n")
    changed = flow("1. **A** andere tekst\n2. B\n")
    assert before.by_id["a"].digest == moved.by_id["a"].digest
    assert before.by_id["a"].digest != changed.by_id["a"].digest
    assert before.by_id["b"].digest == changed.by_id["b"].digest


def test_the_numbers_of_endings_pass_over_those_of_steps() -> None:
    found = flow("1. Bel {#end-2}\n2. Goed?\n   - Ja → einde: a\n   - Nee → einde: b\n   - Ooit\n")
    ends = [node.id for node in found.nodes if node.kind is NodeKind.END]
    assert ends == ["end", "end-3", "end-4"]
