"""The few texts that drawings and outlines add to what the author wrote."""

from __future__ import annotations

from sopkit.compare.difference import Fate
from sopkit.flow.node import Edge, EdgeKind, Node, NodeKind
from sopkit.messages import Translate, fill, message
from sopkit.model.step import Duration
from sopkit.render.options import ChartOptions
from sopkit.render.wrap import drawable, one_line

_KINDS = {
    NodeKind.START: message("start"),
    NodeKind.END: message("end"),
    NodeKind.ACTION: message("step"),
    NodeKind.DECISION: message("decision"),
    NodeKind.CALL: message("other procedure"),
    NodeKind.HANDOFF: message("hand-over"),
    NodeKind.FORK: message("in any order"),
    NodeKind.JOIN: message("all done"),
    NodeKind.WAIT: message("wait"),
}

_UNITS = {
    "s": (message("{amount} second"), message("{amount} seconds")),
    "m": (message("{amount} minute"), message("{amount} minutes")),
    "h": (message("{amount} hour"), message("{amount} hours")),
    "d": (message("{amount} day"), message("{amount} days")),
    "bd": (message("{amount} business day"), message("{amount} business days")),
    "w": (message("{amount} week"), message("{amount} weeks")),
    "months": (message("{amount} month"), message("{amount} months")),
    "years": (message("{amount} year"), message("{amount} years")),
}


def duration_text(duration: Duration, translate: Translate) -> str:
    """A length of time in words: "30 seconds", "1 business day"."""
    texts = _UNITS.get(duration.unit)
    if texts is None:
        return duration.text
    text = texts[0] if duration.amount == 1 else texts[1]
    return fill(translate(text), {"amount": f"{duration.amount:g}"})


def node_title(node: Node, translate: Translate) -> str:
    """What stands in a node: the author's title, or the word for what has none."""
    if node.kind is NodeKind.START:
        return translate(message("Start"))
    if node.kind is NodeKind.WAIT and node.wait is not None:
        time = duration_text(node.wait, translate)
        return fill(translate(message("Wait {time}")), {"time": time})
    if node.kind is NodeKind.JOIN:
        return translate(message("All done"))
    if node.kind is NodeKind.END:
        return node.title or translate(message("End"))
    if node.kind is NodeKind.HANDOFF:
        return _hand_over_title(node)
    return node.title or node.id


def node_details(node: Node, options: ChartOptions, *, with_role: bool = True) -> tuple[str, ...]:
    """The small lines under a title: who, within what time, for each of what."""
    translate = options.translate
    details: list[str] = []
    if with_role and node.role is not None and node.kind in _WITH_ROLE:
        details.append(options.roles.get(node.role, node.role))
    if node.within is not None and node.kind is not NodeKind.WAIT:
        details.append(within_text(node.within, translate))
    if node.each is not None:
        details.append(fill(translate(message("for each: {thing}")), {"thing": node.each}))
    if node.optional:
        details.append(translate(message("may be skipped")))
    return tuple(details)


def fate_of(node: Node, options: ChartOptions) -> str:
    """What became of a node, in a drawing of two texts: "new"; else empty."""
    revision = options.revision
    fate = revision.nodes.get(node.id) if revision is not None else None
    if revision is None or fate is None:
        return ""
    moved = node.id in revision.moved
    return options.translate(message("moved") if moved else _FATES[fate])


def fate_of_way(edge: Edge, options: ChartOptions) -> str:
    """What became of a way, in a drawing of two texts; else empty."""
    fate = options.revision.edges.get(edge) if options.revision is not None else None
    return options.translate(_FATES[fate]) if fate is not None else ""


def within_text(duration: Duration, translate: Translate) -> str:
    """A time target: "within 30 seconds"."""
    time = duration_text(duration, translate)
    return fill(translate(message("within {time}")), {"time": time})


def node_name(node: Node, options: ChartOptions, *, with_role: bool = True) -> str:
    """A node as a screen reader says it: "3 Is the customer angry?, decision".

    What can be seen comes first and in the same order, so that who speaks to the computer can name
    it as it is read. `with_role`: whether it can be seen who does it.
    """
    translate = options.translate
    kind = translate(_KINDS[node.kind])
    title = drawable(node_title(node, translate))
    words = [one_line(f"{node.step} {title}") if node.step else title]
    words += filter(None, [fate_of(node, options)])
    seen = node_details(node, options, with_role=with_role)
    words += map(drawable, seen)
    if title.casefold() != kind.casefold():
        words.append(kind)
    words += [drawable(text) for text in node_details(node, options) if text not in seen]
    if node.kind is NodeKind.WAIT:  # what the step is, its own shape says
        return ", ".join(words)
    if node.critical:
        words.append(translate(message("must never be skipped")))
    if node.moment_of_truth:
        words.append(translate(message("moment of truth")))
    if node.unobservable:
        words.append(translate(message("leaves no trace in any system")))
    return ", ".join(words)


def exit_text(edge: Edge, translate: Translate) -> str:
    """What stands at an exit: the branch's label, how often it may be taken, the time passed."""
    parts: list[str] = []
    if edge.kind is EdgeKind.OVERDUE:
        parts.append(_overdue_text(edge, translate))
    elif edge.label:
        parts.append(edge.label)
    if edge.maximum is not None:
        count = {"count": str(edge.maximum)}
        parts.append(fill(translate(message("(at most {count}×)")), count))
    return " ".join(parts)


def _overdue_text(edge: Edge, translate: Translate) -> str:
    if edge.within is None:
        return translate(message("too late"))
    time = duration_text(edge.within, translate)
    return fill(translate(message("after {time}")), {"time": time})


def _hand_over_title(node: Node) -> str:
    title = node.title or node.target or node.id
    if node.target and node.target not in title:
        return f"→ {node.target} {title}"
    return f"→ {title}"


_FATES = {
    Fate.SAME: "",
    Fate.ADDED: message("new"),
    Fate.REMOVED: message("removed"),
    Fate.CHANGED: message("changed"),
}
_WITH_ROLE = frozenset({NodeKind.ACTION, NodeKind.DECISION, NodeKind.CALL, NodeKind.FORK})
