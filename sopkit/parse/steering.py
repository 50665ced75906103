"""Text that looks as if it steers the flow, but does not (SOP311)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sopkit.diagnostics.diagnostic import Fix
from sopkit.diagnostics.nearest import nearest
from sopkit.model.step import JumpKind, StepKind
from sopkit.parse.attributes import STRAY
from sopkit.parse.draft import BranchDraft, StepDraft
from sopkit.parse.inline import Link, first_sentence, links, plain
from sopkit.parse.paragraph import ARROW, Paragraph, Surroundings, label_end, sop_link
from sopkit.parse.report import Report
from sopkit.source.span import Span

_OTHER_ARROWS = "⇒➔➜➝➞➙➛⟶⟹⇨►▶➡⮕↦↪⤷↳⇾➤"
_ANY_ARROW = re.compile(
    rf"{ARROW.pattern}|[{_OTHER_ARROWS}]|&(?:[rR]arr|[rh]Arr|#8594|#x2192);|(?<![-=<>])(?:-{{3,}}|={{2,}}|[—–])>|(?<![<>])>>(?!>)"
)
_SUSPECT = re.compile(
    rf"[→\uf0e0>&{_OTHER_ARROWS}]|\b(?:stap|step|begin|einde|beginning|start|end)\b|^[^\S\n]*(?:\d{{1,3}}[.)]|[a-z]\))\s",
    re.IGNORECASE | re.MULTILINE,
)
_WORD_NUMBERS = {
    word: str(number)
    for words in (
        "een twee drie vier vijf zes zeven acht negen tien",
        "one two three four five six seven eight nine ten",
    )
    for number, word in enumerate(words.split(), start=1)
}
_GO = (
    r"\b(?:(?:ga|keer|spring|terug|verder|vervolg|begin)\b[^.?!:;\n\x00]{0,30}?\b(?:naar|bij|met)"
    r"|(?:go|return|jump|skip|back|proceed|continue)\b[^.?!:;\n\x00]{0,30}?\b(?:to|with|at|from))"
)
_WORDS = re.compile(
    rf"(?:(?P<go>{_GO})|\b(?:herhaal|repeat|(?P<past>skip|sla)))\s+(?:(?:de|the)\s+)?(?:stap|step)\s+"
    rf"(?P<number>\d+(?:[a-z]{{1,2}})?(?:\.\d+[a-z]?)*|{'|'.join(_WORD_NUMBERS)})\b",
    re.IGNORECASE,
)
_PREVIOUS = re.compile(
    rf"{_GO}\s+(?:(?:de|the)\s+)?(?:vorige|previous)\s+(?:stap|step)\b", re.IGNORECASE
)
_EDGE = re.compile(
    rf"{_GO}\s+(?:het|the)\s+(?:begin|beginning|start|(?P<end>einde|end))\b", re.IGNORECASE
)
_GO_TO = re.compile(rf"{_GO}\s*$", re.IGNORECASE)
_LONGEST_GO = 60
_REST = re.compile(r"\s*+\.?\s*+\Z")
_MOST_COMPARED = 20_000  # names, in all the suggestions for a file together
_TYPED = re.compile(r"^[ \t]*(?P<mark>\d{1,3}[.)]|[a-z]\))[ \t]+\S", re.MULTILINE)
_NUMBER = re.compile(
    r"\s*(?:(?:naar|to)\s+)?(?:(?:stap|step)\s+)?(?P<number>\d+(?:[a-z]{1,2})?(?:\.\d+[a-z]?)*)"
    r"(?=\s*(?:[.,;)]|$))",
    re.IGNORECASE,
)
_END = re.compile(r"(?:einde|end)\s*(?::.*)?\.?", re.IGNORECASE)
_ARROW = "→"

_LONGEST_NAME = 500
"""What stands farther behind an arrow names no step; reading on for each arrow takes for ever."""


@dataclass(slots=True)
class Targets:
    """What an arrow could mean: the steps of this procedure by number, title and id."""

    by_number: Mapping[str, StepDraft]
    by_title: Mapping[str, StepDraft]
    by_id: Mapping[str, StepDraft]

    @classmethod
    def of(cls, steps: Sequence[StepDraft]) -> Targets:
        """Where a title or number occurs twice, neither is meant for certain."""
        return cls(
            _unique((step.number, step) for step in steps),
            _unique((step.title.casefold(), step) for step in steps if step.title),
            {step.id: step for step in steps},
        )

    def named(self, text: str) -> tuple[str, StepDraft] | None:
        """The step that a text names by its number or its title, and which of the two."""
        number = _NUMBER.fullmatch(text.strip().rstrip("."))
        if number is not None and number["number"].lower() in self.by_number:
            return "number", self.by_number[number["number"].lower()]
        step = self.by_title.get(plain(text).strip(" .:“”\"'").casefold())
        return None if step is None else ("title", step)


def _unique(pairs: Iterator[tuple[str, StepDraft]]) -> Mapping[str, StepDraft]:
    found: dict[str, StepDraft] = {}
    twice = set()
    for key, step in pairs:
        if key in found:
            twice.add(key)
        found[key] = step
    return {key: step for key, step in found.items() if key not in twice}


def check_steering(
    paragraphs: Sequence[tuple[Paragraph, StepDraft | BranchDraft | None]],
    steps: Sequence[StepDraft],
    around: Surroundings,
    anchors: Collection[str],
    report: Report,
) -> None:
    """Report every text in the instructions that looks like steering and does nothing.

    `anchors` are the names of the sections, to which a text may refer too.

    An arrow at the end of a paragraph that leads to a step's number or title is taken for a
    jump to that step from here on, so that nothing follows from the same mistake.
    """
    targets = Targets.of(steps)
    for paragraph, owner in paragraphs:
        if owner is not None:
            _check_jump(owner, targets, report)
        if "](#" in paragraph.content:
            _check_links(paragraph, owner, targets, around, anchors, report)
        if _SUSPECT.search(paragraph.masked):
            _check_arrows(paragraph, owner, targets, around, report)
            if not paragraph.spoken:
                _check_words(paragraph, owner, targets, report)
                _check_places(paragraph, owner, report)
                _check_typed(paragraph, report)


def _check_jump(owner: StepDraft | BranchDraft, targets: Targets, report: Report) -> None:
    """The jump of a step or branch: not on a decision, and to no number or title."""
    jump = owner.jump
    if jump is None:
        return
    if isinstance(owner, StepDraft) and owner.kind is not StepKind.ACTION:
        variant = "parallel" if owner.kind is StepKind.PARALLEL else "decision"
        fix = Fix(jump.span, "")
        hint = "branch" if owner.kind is StepKind.DECISION else None
        report.add("SOP311", jump.span, variant, hint=hint, fix=fix)
        owner.jump = None
        return
    if jump.kind is not JumpKind.UNKNOWN:
        return
    named = targets.named(jump.target)
    if named is None:
        return
    variant, step = named
    text = f"{_ARROW} [{_link_text(step)}](#{step.id})"
    facts = {"title": step.title, "id": step.id}
    report.add("SOP311", jump.span, variant, hint="link", fix=Fix(jump.span, text), **facts)
    owner.jump = type(jump)(JumpKind.STEP, step.id, step.title, jump.span)


def _link_text(step: StepDraft) -> str:
    return step.title.replace("[", "\\[").replace("]", "\\]")


def _check_arrows(
    paragraph: Paragraph,
    owner: StepDraft | BranchDraft | None,
    targets: Targets,
    around: Surroundings,
    report: Report,
) -> None:
    """Arrows that lead to a step, an SOP or an end, but are no jumps."""
    found = list(_ANY_ARROW.finditer(paragraph.masked))
    if not found:
        return
    link_at = {
        _before(paragraph.content, link.start): link
        for link in links(paragraph.content, around.references)
    }
    for arrow in found:
        link = link_at.get(arrow.end())
        if link is not None:
            _check_linked(arrow, link, paragraph, owner, report)
        else:
            _check_named(arrow, paragraph, owner, targets, report)


def _before(content: str, offset: int) -> int:
    """The offset without the white space before it."""
    while offset and content[offset - 1].isspace():
        offset -= 1
    return offset


def _check_linked(
    arrow: re.Match[str],
    link: Link,
    paragraph: Paragraph,
    owner: StepDraft | BranchDraft | None,
    report: Report,
) -> None:
    text = paragraph.text
    span = text.span(arrow.start(), link.end)
    if not link.target.startswith("#") and sop_link(link, span) is None:
        return
    at_end = paragraph.content[link.end :].strip() in ("", ".")
    _report_arrow(arrow, span, paragraph, owner, report, at_end=at_end)


def _check_links(
    paragraph: Paragraph,
    owner: StepDraft | BranchDraft | None,
    targets: Targets,
    around: Surroundings,
    anchors: Collection[str],
    report: Report,
) -> None:
    """Links to a step without an arrow: `ga naar [stap](#id)`, and those that lead nowhere."""
    for link in links(paragraph.content, around.references):
        id = link.target.removeprefix("#")
        if id == link.target or link.image:
            continue
        if id not in targets.by_id and id not in anchors:
            span = paragraph.text.span(link.start, link.end)
            few = len(targets.by_id) * (1 + len(report.diagnostics)) <= _MOST_COMPARED
            near = nearest(id, targets.by_id) if few else None
            hint = "define" if near is None else "nearest"
            report.add("SOP306", span, hint=hint, id=id, nearest=near or "")
            continue
        before = paragraph.masked[max(link.start - _LONGEST_GO, 0) : link.start]
        go = _GO_TO.search(before)
        if go is not None and id in targets.by_id:
            start = link.start - len(before) + go.start()
            _report_go(start, link, paragraph, owner, report)


def _report_go(
    start: int,
    link: Link,
    paragraph: Paragraph,
    owner: StepDraft | BranchDraft | None,
    report: Report,
) -> None:
    content = paragraph.content
    span = paragraph.text.span(start, link.end)
    always = _is_sentence(start, link.end, paragraph, owner)
    fix = None
    if always and _may_jump(owner):
        fix = Fix(span, f"{_ARROW} {content[link.start : link.end]}")
    text = content[start : link.end]
    facts = {"title": link.text, "id": link.target.removeprefix("#")}
    hint = "link" if always else "sometimes"
    report.add("SOP311", span, "words", hint=hint, fix=fix, text=text, **facts)


def _is_sentence(
    start: int, end: int, paragraph: Paragraph, owner: StepDraft | BranchDraft | None
) -> bool:
    """Whether words are a sentence of their own and the last: then they hold in every case.

    In “Is nobody there, then go to step 3” they do not, nor after a question or a colon, unless
    that is the colon of a branch's label.
    """
    if _REST.match(paragraph.masked, end) is None:
        return False
    before = paragraph.masked[:start].rstrip(" \t\n*_")
    if isinstance(owner, BranchDraft):
        label = label_end(paragraph)
        if label is not None and label[0] + 1 >= len(before):
            return True
    return not before or before[-1] in ".!"


def _may_jump(owner: StepDraft | BranchDraft | None) -> bool:
    """Whether a jump may be put at the end of this first paragraph."""
    if owner is None or owner.jump is not None:
        return False
    return isinstance(owner, BranchDraft) or owner.kind is StepKind.ACTION


def _report_arrow(
    arrow: re.Match[str],
    span: Span,
    paragraph: Paragraph,
    owner: StepDraft | BranchDraft | None,
    report: Report,
    *,
    at_end: bool,
) -> None:
    """An arrow to a target that would steer, if the arrow were the right one or stood right."""
    if paragraph.bullet_of is not None:
        report.add("SOP311", span, "bullet", hint="question", title=paragraph.bullet_of)
        return
    if ARROW.fullmatch(arrow.group()):
        report.add("SOP311", span, "middle", hint="move")
        return
    fix = None
    if at_end and owner is not None and owner.jump is None:
        fix = Fix(paragraph.text.span(arrow.start(), arrow.end()), _ARROW)
    report.add("SOP311", span, hint="arrow", fix=fix)


def _length(paragraph: Paragraph) -> int:
    return len(paragraph.content.rstrip())


def _check_named(
    arrow: re.Match[str],
    paragraph: Paragraph,
    owner: StepDraft | BranchDraft | None,
    targets: Targets,
    report: Report,
) -> None:
    """An arrow before plain text: it matters when that names a step or an end."""
    line_end = paragraph.content.find("\n", arrow.end())
    line_end = len(paragraph.content) if line_end < 0 else line_end
    line_end = min(line_end, arrow.end() + _LONGEST_NAME)
    rest = paragraph.content[arrow.end() : line_end]
    stop = first_sentence(rest, paragraph.masked[arrow.end() : line_end])
    end = arrow.end() + len(rest[:stop].rstrip())
    span = paragraph.text.span(arrow.start(), end)
    if _END.fullmatch(rest[:stop].strip()):
        _report_arrow(arrow, span, paragraph, owner, report, at_end=end >= _length(paragraph))
        return
    if _ANY_ARROW.search(paragraph.masked, arrow.end(), end):
        return
    named = targets.named(rest[:stop])
    if named is None:
        return
    variant, step = named
    report.add("SOP311", span, variant, hint="link", title=step.title, id=step.id)


def check_braces(
    paragraphs: Sequence[tuple[Paragraph, StepDraft | BranchDraft | None]], report: Report
) -> None:
    """Report attributes that do nothing: not closed, or not in a first paragraph."""
    for paragraph, owner in paragraphs:
        if "{" not in paragraph.masked:
            continue
        for match in STRAY.finditer(paragraph.masked):
            start = match.start()
            line_end = paragraph.content.find("\n", start)
            line_end = len(paragraph.content) if line_end < 0 else line_end
            brace = paragraph.content.find("}", start, line_end)
            end = line_end if brace < 0 else brace + 1
            shown = paragraph.content[start:end].rstrip()
            span = paragraph.text.span(start, start + len(shown))
            if owner is None:
                report.add("SOP310", span, "text", hint="first")
            else:
                report.add("SOP310", span, "open", hint="close")


def _check_words(
    paragraph: Paragraph,
    owner: StepDraft | BranchDraft | None,
    targets: Targets,
    report: Report,
) -> None:
    """`ga naar stap 3`: certain to mend where it always holds and a jump may stand."""
    for match in _WORDS.finditer(paragraph.masked):
        span = paragraph.text.span(match.start(), match.end())
        number = match["number"].lower()
        step = targets.by_number.get(_WORD_NUMBERS.get(number, number))
        if step is None:
            report.add("SOP311", span, "words", hint="step", text=match.group())
            continue
        facts = {"text": match.group(), "title": step.title, "id": step.id}
        if match["past"] is not None:
            hint, fix = "past", None
        else:
            always = _is_sentence(match.start(), match.end(), paragraph, owner)
            hint, fix = "link" if always else "sometimes", None
            if always and match["go"] is not None and _may_jump(owner):
                fix = Fix(span, f"{_ARROW} [{_link_text(step)}](#{step.id})")
        report.add("SOP311", span, "words", hint=hint, fix=fix, **facts)


def _check_places(
    paragraph: Paragraph, owner: StepDraft | BranchDraft | None, report: Report
) -> None:
    """`ga naar de vorige stap`, and `ga naar het begin` where that is all a sentence says."""
    for match in _PREVIOUS.finditer(paragraph.masked):
        span = paragraph.text.span(match.start(), match.end())
        report.add("SOP311", span, "words", hint="step", text=match.group())
    for match in _EDGE.finditer(paragraph.masked):
        if not _is_sentence(match.start(), match.end(), paragraph, owner):
            continue
        span = paragraph.text.span(match.start(), match.end())
        end = match["end"]
        fix = Fix(span, f"{_ARROW} {end.lower()}") if end and _may_jump(owner) else None
        hint = "end" if end else "step"
        report.add("SOP311", span, "words", hint=hint, fix=fix, text=match.group(), end=end or "")


def _check_typed(paragraph: Paragraph, report: Report) -> None:
    """A number or letter typed at the beginning of a line, where it begins no step."""
    for match in _TYPED.finditer(paragraph.masked):
        if match.start() == 0 and match["mark"][0].isdigit():
            continue
        line_end = paragraph.content.find("\n", match.start())
        end = len(paragraph.content) if line_end < 0 else line_end
        typed = paragraph.content[match.start("mark") : end].rstrip()
        span = paragraph.text.span(match.start("mark"), match.start("mark") + len(typed))
        shown = typed if len(typed) <= 30 else typed[:29] + "…"
        report.add("SOP311", span, "typed", hint="own_line", text=shown)
