"""Lists as steps: decisions with their branches, parallels, sub-steps and what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sopkit.model.step import (
    NO_ATTRIBUTES,
    Attributes,
    Block,
    BlockKind,
    SopLink,
    StepKind,
)
from sopkit.parse.attributes import inherited
from sopkit.parse.body import (
    content_column,
    is_box,
    is_checklist,
    is_comment,
    span_of,
    to_block,
)
from sopkit.parse.book import (
    Ignored,
    Instructions,
    Place,
    indent_of,
    item_span,
    read_ignore,
)
from sopkit.parse.draft import BranchDraft, StepDraft
from sopkit.parse.head import add_links, new_step, take_head, title_span
from sopkit.parse.inline import plain
from sopkit.parse.markdown import Element, Text
from sopkit.parse.misplaced import check_indent, report_outside
from sopkit.parse.paragraph import (
    ARROW,
    Paragraph,
    label_end,
    read_paragraph,
    read_text,
    read_title,
    sop_links,
)
from sopkit.parse.report import Report
from sopkit.source.span import Span

DEPTH_LIMIT = 20
"""Containers around a step; a procedure nested deeper is reported."""

_ANSWER = re.compile(
    r"[\s*_]*(?P<answer>yes|no|ja|nee)\b"
    rf"(?:[^:\n]{{0,60}}(?P<way>:(?=[\s*_])|(?:{ARROW.pattern}))|[.*_]*\Z)",
    re.IGNORECASE,
)
_STEERING_ON_NOTHING = ("id", "wait", "within", "overdue", "each", "parallel")


def read_list(
    element: Element, place: Place, into: list[StepDraft], book: Instructions, ignored: Ignored
) -> None:
    """Add the steps of an ordered list to `into`."""
    start = int(element.token.attrs.get("start", 1))
    for index, item in enumerate(element.children):
        number = f"{place.prefix}{start + index}"
        check_indent(item, element, into, book)
        step = _read_step(item, number, place, book, first=not into)
        step.ignored = (*ignored, *step.ignored)
        ignored = ()
        into.append(step)


def _read_step(
    item: Element, number: str, place: Place, book: Instructions, *, first: bool
) -> StepDraft:
    column = content_column(item, book.lines, place.column)
    children = list(item.children)
    head = take_head(children, book)
    own = head.attributes if head is not None else NO_ATTRIBUTES
    step = new_step(item, head, number, place.depth, book)
    step.attributes = inherited(place.branch, own, first=first)
    if own.max is not None:
        book.report.add("SOP310", own.span_of("max") or step.span, "max_place")
    step.column = column
    inner = Place(f"{number}.", place.depth + 1, column)
    _fill_step(step, children, inner, book)
    return step


def _fill_step(
    step: StepDraft, children: Sequence[Element], inner: Place, book: Instructions
) -> None:
    """Read what a step holds besides its first paragraph."""
    step.kind = _kind(step, children, book)
    if step.kind is not StepKind.ACTION and step.call is not None:
        step.links.insert(0, step.call)
        step.call = None
    before: Element | None = None
    ignored: Ignored = ()
    for child in children:
        ignored += read_ignore(child)
        if child.kind == "ordered_list" and step.kind is StepKind.ACTION:
            read_list(child, inner, step.steps, book, ignored)
            ignored = ()
        elif step.kind is not StepKind.ACTION and _holds_branches(child):
            _read_branches(child, step, inner, book, ignored)
            ignored = ()
        else:
            _read_other(child, before, step, inner, book)
        before = child


def _kind(step: StepDraft, children: Sequence[Element], book: Instructions) -> StepKind:
    """What a step is; bullets “yes: …” and “no: …” are branches also without a question mark."""
    if step.attributes.parallel:
        return StepKind.PARALLEL
    lists = [child for child in children if _holds_branches(child)]
    if lists and step.title.endswith("?"):
        return StepKind.DECISION
    if any(_answers(element, bare="?" in step.title) for element in lists):
        book.report.add("SOP311", step.title_span, "answers", hint="question", title=step.title)
        return StepKind.DECISION
    return StepKind.ACTION


def _answers(element: Element, *, bare: bool) -> bool:
    """Whether two bullets can only have been meant as the answers yes and no.

    `bare` takes the words alone for answers too, as after `**“Is it right?”**`.
    """
    found = set()
    for item in element.children:
        text = item.children[0].text if item.children else None
        match = _ANSWER.match(text.content) if text is not None else None
        if match is not None and (bare or match["way"]):
            found.add(match["answer"].casefold() in ("yes", "ja"))
    return len(found) == 2


def _holds_branches(element: Element) -> bool:
    return element.kind == "bullet_list" and not is_checklist(element)


def _read_other(
    child: Element, before: Element | None, step: StepDraft, inner: Place, book: Instructions
) -> None:
    """A child that is neither sub-steps nor branches: a list in the wrong place, or body."""
    last = step.steps[-1] if step.steps else None
    if last is not None and before is not None and _is_stray(child, before):
        adopt(child, last, inner, book)
    elif child.kind == "ordered_list" and step.branches:
        number = step.branches[-1].number
        book.report.add("SOP205", span_of(child, book.lines), number=number, hint=None)
        branch = step.branches[-1]
        read_list(child, _in_branch(branch, inner, NO_ATTRIBUTES), branch.steps, book, ())
    else:
        add_body(step, child, inner.column, book)


def _is_stray(child: Element, before: Element) -> bool:
    return child.kind == "bullet_list" and before.kind == "ordered_list"


def adopt(element: Element, step: StepDraft, place: Place, book: Instructions) -> None:
    """Report a list that follows a step from outside, and read it as if it stood inside.

    Whatever is wrong besides is then found in the same run, and nothing that follows from it.
    """
    report_outside(element, step, step.column - indent_of(book.lines[element.first - 1]), book)
    inner = Place(f"{step.number}.", step.depth + 1, place.column)
    if _holds_branches(element) and (
        step.title.endswith("?") or step.kind is StepKind.PARALLEL or step.attributes.parallel
    ):
        if step.kind is StepKind.ACTION:
            step.kind = StepKind.PARALLEL if step.attributes.parallel else StepKind.DECISION
        _read_branches(element, step, inner, book, ())
    else:
        add_body(step, element, place.column, book)


def add_body(step: StepDraft, element: Element, column: int, book: Instructions) -> None:
    """Keep an element as part of a step's body; remember its links and texts."""
    if is_comment(element):
        return
    step.body.append(to_block(element, book.lines, column))
    spoken = step.body[-1].kind is BlockKind.SCRIPT
    bullet_of = step.title if _holds_branches(element) else None
    for text in texts_of(element):
        step.links.extend(sop_links(text, book.around.references))
        book.paragraphs.append((read_text(text, bullet_of, spoken=spoken), None))


def texts_of(element: Element) -> Iterable[Text]:
    """Every text in an element."""
    return (inner.text for inner in element.walk() if inner.text is not None)


def _read_branches(
    element: Element, step: StepDraft, inner: Place, book: Instructions, ignored: Ignored
) -> None:
    for item in element.children:
        if is_box(item):
            step.body.append(_loose_box(item, book, inner.column))
            continue
        number = step.number + _letters(len(step.branches))
        step.branches.append(_read_branch(item, number, step, inner, book, ignored))


def _loose_box(item: Element, book: Instructions, column: int) -> Block:
    return to_block(item, book.lines, column)


def _letters(index: int) -> str:
    """a, b … z, aa, ab …: the letter of a branch."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _read_branch(
    item: Element,
    number: str,
    step: StepDraft,
    place: Place,
    book: Instructions,
    ignored: Ignored,
) -> BranchDraft:
    column = content_column(item, book.lines, place.column)
    children = list(item.children)
    span = item_span(item, book)
    head = take_head(children, book)
    if head is None:
        branch = BranchDraft("", number, span, Span.at(item.first, span.column))
        rest = None
    else:
        question = head.content.rstrip(" *_").endswith("?")
        conditional = question and [child.kind for child in children[:1]] == ["ordered_list"]
        parallel = step.kind is StepKind.PARALLEL
        branch, rest = _labelled(head, number, span, parallel=parallel, conditional=conditional)
        book.paragraphs.append((head, branch))
        step.links += _label_links(head, branch, book)
    _fill_branch(branch, rest, children, Place(number, place.depth, column), book)
    for inner_step in branch.steps:
        inner_step.ignored = (*ignored, *inner_step.ignored)
    return branch


def _label_links(head: Paragraph, branch: BranchDraft, book: Instructions) -> list[SopLink]:
    """The references in a branch's label; those behind it belong to the branch's own step."""
    label = branch.label_span
    return [
        link
        for link in sop_links(head.text, book.around.references)
        if (link.span.end_line, link.span.end_column) <= (label.end_line, label.end_column)
    ]


def _labelled(
    head: Paragraph, number: str, span: Span, *, parallel: bool, conditional: bool
) -> tuple[BranchDraft, Paragraph | None]:
    """A branch with its label, and what is left of its paragraph, if anything.

    A parallel's bullet without a label is text, unless it is a question before a list
    (`conditional`): then that is carried out if it applies.
    """
    ends = label_end(head)
    if ends is None and parallel and conditional:
        ends = (len(head.content), len(head.content))
    if ends is None and parallel and head.jump is None:
        return _unlabelled(head, number, span), head
    label_stop, rest_start = ends if ends is not None else (len(head.content), len(head.content))
    raw = head.content[:label_stop]
    label = plain(raw.strip())
    if ends is None:
        label = label.rstrip(".")
    begin = len(raw) - len(raw.lstrip())
    label_span = head.text.span(begin, max(len(raw.rstrip()), begin))
    branch = BranchDraft(label, number, span, label_span, head.attributes, head.jump)
    rest = head.part(rest_start) if ends is not None else None
    if rest is not None and (rest.empty or rest.continues):
        rest = None
    return branch, rest


def _unlabelled(head: Paragraph, number: str, span: Span) -> BranchDraft:
    start = head.text.span(0, 0)
    return BranchDraft("", number, span, start, head.attributes, head.jump)


def _fill_branch(
    branch: BranchDraft,
    rest: Paragraph | None,
    children: list[Element],
    place: Place,
    book: Instructions,
) -> None:
    """Read a branch's text, its list, and the jump in a paragraph of its own at its end."""
    _take_last_jump(branch, children, book)
    lists = [child for child in children if child.kind == "ordered_list"]
    others = [child for child in children if child.kind != "ordered_list"]
    visible = [child for child in others if not is_comment(child)]
    if rest is not None or visible:
        step = _branch_step(branch, rest, place, book)
        inside = Place(f"{branch.number}.", place.depth + 1, place.column)
        _fill_step(step, others, inside, book)
        branch.steps.append(step)
    inner = _in_branch(branch, place, NO_ATTRIBUTES if rest is not None else branch.attributes)
    for child in lists:
        ignored = _ignored_before(child, children)
        read_list(child, inner, branch.steps, book, ignored)
    if not branch.steps:
        _check_bare(branch, book)
    _check_max(branch, book)


def _in_branch(branch: BranchDraft, place: Place, inherit: Attributes) -> Place:
    return Place(f"{branch.number}.", place.depth, place.column, inherit)


def _ignored_before(child: Element, children: Sequence[Element]) -> Ignored:
    index = children.index(child)
    return read_ignore(children[index - 1]) if index else ()


def _branch_step(
    branch: BranchDraft,
    rest: Paragraph | None,
    place: Place,
    book: Instructions,
) -> StepDraft:
    """The step that a branch's text makes; without text, one titled by the branch's label."""
    if rest is None:
        step = StepDraft(
            branch.label,
            branch.label,
            branch.number,
            branch.span,
            branch.label_span,
            place.depth,
        )
        book.deepest = max(book.deepest, step.depth)
    else:
        title = read_title(rest)
        step = StepDraft(
            title=plain(title.plain_source),
            title_source=title.plain_source,
            number=branch.number,
            span=branch.span,
            title_span=title_span(rest, title),
            depth=place.depth,
            text=rest.content[title.end :].strip(),
        )
        book.deepest = max(book.deepest, step.depth)
        add_links(step, rest, title, book)
    step.attributes = branch.attributes
    return step


def _take_last_jump(branch: BranchDraft, children: list[Element], book: Instructions) -> None:
    """A jump in a paragraph of its own after everything else in the branch."""
    if branch.jump is not None or not children:
        return
    last = children[-1]
    if last.kind != "paragraph" or last.text is None:
        return
    trial = Report(book.report.path)
    paragraph = read_paragraph(last.text, book.around, trial)
    if paragraph.jump is None or not paragraph.empty:
        return
    children.pop()
    book.report.diagnostics += trial.diagnostics
    book.paragraphs.append((paragraph, branch))
    branch.jump = paragraph.jump
    if paragraph.attributes.max is not None:
        spans = (*branch.attributes.spans, *paragraph.attributes.spans)
        branch.attributes = replace(branch.attributes, max=paragraph.attributes.max, spans=spans)


def _check_bare(branch: BranchDraft, book: Instructions) -> None:
    """Attributes that steer a step, on a branch that has none."""
    for key, span in branch.attributes.spans:
        if key in _STEERING_ON_NOTHING:
            book.report.add("SOP310", span, "place", key=key)


def _check_max(branch: BranchDraft, book: Instructions) -> None:
    span = branch.attributes.span_of("max")
    if span is not None and branch.attributes.max is not None and branch.jump is None:
        book.report.add("SOP310", span, "max_place")
