"""Every diagnostic code: its severity, whether it stops a release, its sentences and hints.

A code is never renumbered or reused. The sentences are message ids in English; a fact is a
named field. The empty variant is the usual sentence of a code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sopkit.diagnostics.diagnostic import Diagnostic, Fix, Severity, TraceStep
from sopkit.messages import Translate, fill, message
from sopkit.source.span import Span

_ = message


@dataclass(frozen=True, slots=True)
class Code:
    """One diagnostic code. `title` says in a few words what it finds."""

    id: str
    severity: Severity
    title: str
    messages: Mapping[str, str]
    hints: Mapping[str, str] = field(default_factory=dict)

    @property
    def stops_release(self) -> bool:
        """Whether a procedure with this finding may not be released: so for every error."""
        return self.severity is Severity.ERROR


def _error(id: str, title: str, messages: Mapping[str, str] | str, **hints: str) -> Code:
    return Code(id, Severity.ERROR, title, _variants(messages), hints)


def _warning(id: str, title: str, messages: Mapping[str, str] | str, **hints: str) -> Code:
    return Code(id, Severity.WARNING, title, _variants(messages), hints)


def _variants(messages: Mapping[str, str] | str) -> Mapping[str, str]:
    return {"": messages} if isinstance(messages, str) else messages


_FILE_CODES = (
    _error(
        "SOP101",
        _("not UTF-8"),
        {
            "": _("The file is not UTF-8 text: byte {byte} at position {position}."),
            "missing": _("This is a symbolic link to a file that does not exist."),
            "outside": _("This is a symbolic link to a file outside the library; it is not read."),
            "not_a_file": _("This is no ordinary file, so it is not read."),
            "document": _("This is a document of Word or the like, or a PDF: no plain text."),
            "denied": _("The file may not be read: there is no permission, or the disk fails."),
        },
        save=_("Save the file again with the encoding UTF-8."),
        text=_("Copy the text into a new file in a text editor; another name alone will not do."),
    ),
    _error(
        "SOP102",
        _("too large"),
        _("The file is {size} KiB; at most {limit} KiB is read."),
        split=_("Divide the procedure into several that call each other; make pictures files."),
    ),
    _error(
        "SOP103",
        _("no front matter"),
        {
            "": _("The file does not begin with front matter between two lines “---”."),
            "open": _("The front matter is not closed with a line “---”."),
        },
        add=_("Begin the file with a line “---”, then number, title and department, then “---”."),
    ),
    _error(
        "SOP104",
        _("front matter is not YAML"),
        {
            "": _("The front matter cannot be read from here on: it is not YAML."),
            "file": _("The file cannot be read from here on: it is not YAML."),
            "value": _("The value of “{key}” cannot be read as it stands."),
            "unclosed": _("The value of “{key}” begins with a quotation mark that is not closed."),
            "tab": _("This line is indented with a tab; YAML takes only spaces."),
            "alias": _("An alias (*{name}) is not allowed here."),
            "deep": _("This is nested deeper than can be read."),
            "characters": _("It holds a character that may not stand there."),
            "keys": _("This is not a list of keys with values."),
        },
        quote=_("Put the value of “{key}” in double quotes."),
        alias=_("Write the value out in full, or put it in quotes if it begins with * or &."),
    ),
    _error(
        "SOP105",
        _("required key missing"),
        _("The key “{key}” is missing."),
        add=_("Add a line “{key}: …” to the front matter."),
    ),
    _warning(
        "SOP106",
        _("unknown key"),
        _("The key “{key}” is not known."),
        nearest=_("Did you mean “{nearest}”?"),
    ),
    _error(
        "SOP107",
        _("bad value"),
        {
            "": _("“{value}” is not a good value for “{key}”."),
            "twice": _("The key “{key}” is given twice."),
            "long": _("The title has {length} characters; at most {limit} fit."),
            "empty": _("The key “{key}” has no value."),
            "text": _("“{key}” must be a text."),
            "list": _("“{key}” must be a list."),
            "mapping": _("“{key}” must be a list of names with values."),
        },
        number=_("Write a number as KS-003: capitals, a hyphen, digits."),
        one_of=_("Choose from: {choices}."),
        nearest=_("Did you mean “{nearest}”?"),
        target=_("Write a target as “>= 75%”, “p90 <= 4h”, “median <= 2m” or “75..85%”."),
        duration=_("Write a time as “12 months”, “2 years” or “30 days”."),
        language=_("Write a language as “nl”, “en” or “nl-BE”."),
        once=_("Keep one of the two."),
    ),
    _error(
        "SOP108",
        _("number and language used twice"),
        _("{number} in the language “{language}” is also the number of {other}."),
        renumber=_("Give one of them another number, or another language if it is a translation."),
    ),
)

_SECTION_CODES = (
    _error(
        "SOP201",
        _("required section missing"),
        _("The section “{section}” is missing."),
        add=_("Add a heading “## {section}”."),
        none=_("Add a heading “## {section}”; “{none}” under it will do."),
    ),
    _error(
        "SOP202",
        _("required section empty"),
        _("The section “{section}” is empty."),
        none=_("Write “{none}” if there is nothing to say."),
    ),
    _error(
        "SOP203",
        _("section twice"),
        _("The section “{section}” stands here for the second time; the first is on line {line}."),
        merge=_("Put both texts under one heading."),
    ),
    _error(
        "SOP204",
        _("no steps"),
        _("The instructions hold no numbered list, so there are no steps."),
        number=_("Write each step as “1. **What to do**”."),
    ),
    _error(
        "SOP205",
        _("list outside its step"),
        {
            "": _("This list stands after step {number}, not inside it."),
            "marks": _(
                "Step {number} has another mark than those before it: Markdown begins a new list."
            ),
            "terms": _("A blank line is missing between “{term}” and the definition before it."),
        },
        indent=_("Indent it by {width} spaces to make it part of the step."),
        indent_one=_("Indent it by one space to make it part of the step."),
        blank=_("Put a blank line above the term."),
        mark=_("Write “{mark}”, as in the other steps."),
    ),
    _error(
        "SOP206",
        _("nested too deep"),
        {
            "": _("This stands {depth} levels deep; at most {limit} are read."),
            "markdown": _("The text is nested deeper than can be read; it stops here."),
        },
        call=_("Move the inner steps to a procedure of their own and call it."),
    ),
    _error(
        "SOP207",
        _("bad image"),
        {
            "": _("The image “{target}” is not in the library."),
            "outside": _("The image “{target}” lies outside the library."),
            "alternative": _("The image “{target}” has no alternative text."),
            "kind": _("The image “{target}” is not a PNG, JPEG or SVG file."),
            "address": _("The image “{target}” is not a file of the library."),
        },
        describe=_("Say in the brackets what can be seen: ![what it shows]({target})."),
        copy=_("Copy the picture into the library and give its relative path."),
        put=_("Put the picture there, or correct the path."),
        nearest=_("Did you mean “{nearest}”?"),
    ),
)

_FLOW_CODES = (
    _error(
        "SOP301",
        _("unreachable step"),
        {
            "": _("No path leads to step {number} “{title}”."),
            "more": _("No path leads to step {number} “{title}” and {count} more with it."),
        },
        jump=_("Let a branch jump to it or continue to it, or take it out."),
    ),
    _error(
        "SOP302",
        _("endless loop"),
        {
            "": _("Once here, the procedure never ends: {count} steps lead only to one another."),
            "alone": _("Once here, the procedure never ends: this step leads only to itself."),
        },
        leave=_("Give one of them a way out: a decision, or an arrow to the end."),
        alone=_("Give it a way out: make it a decision, or jump to another step."),
    ),
    _error(
        "SOP303",
        _("arrow to nothing"),
        {
            "": _("“{target}” is neither a step, nor an SOP, nor an end."),
            "empty": _("The arrow leads nowhere."),
            "number": _("The number {target} without a link leads nowhere."),
        },
        write=_("Write → [step](#id), → [SOP](KS-007) or → {end}."),
        link=_("Write → [{target}]({target})."),
        nearest=_("Did you mean → [{title}](#{nearest})?"),
    ),
    _error(
        "SOP304",
        _("fewer than two branches"),
        {
            "": _("The decision “{title}” has fewer than two branches."),
            "parallel": _("The parallel “{title}” has fewer than two branches."),
            "none": _("The question “{title}” has a list, but its points are no branches."),
        },
        add=_("Add the other answers, or take the question mark away."),
        add_parallel=_("Add the other branches, or take “parallel” away."),
    ),
    _error(
        "SOP305",
        _("two branches with one label"),
        _("The branch “{label}” stands here for the second time; the first is on line {line}."),
        rename=_("Give each branch its own answer."),
    ),
    _error(
        "SOP306",
        _("jump to a missing step"),
        _("There is no step with the id “{id}”."),
        nearest=_("Did you mean “{nearest}”?"),
        define=_("Give the step that you mean {{#{id}}}."),
        end=_("To end the procedure there, write → {end} instead of a link."),
    ),
    _error(
        "SOP307",
        _("jump across a parallel's edge"),
        {
            "": _("This leaves a branch of “{parallel}”: its join would wait for ever."),
            "in": _("This enters a branch of “{parallel}”, whose other branches do not start."),
            "across": _("This goes from one branch of “{parallel}” into another."),
            "end": _("This ends the procedure inside a branch of “{parallel}”."),
            "handoff": _("This hands over inside a branch of “{parallel}”."),
        },
        delete=_("Delete the jump: the branch ends there anyway."),
        move=_("Put a decision after the parallel and jump from there."),
    ),
    _warning(
        "SOP308",
        _("one answer missing"),
        _("The question “{title}” is answered with “{label}” only; “{missing}” is missing."),
        add=_("Add a branch “{missing}: …”."),
    ),
    _error(
        "SOP309",
        _("id used twice"),
        {
            "": _("The id “{id}” is also the id of the step on line {line}."),
            "reserved": _("The id “{id}” is reserved."),
        },
        rename=_("Give one of the two another id."),
        rename_reserved=_("Choose another id."),
    ),
    _error(
        "SOP310",
        _("bad attribute"),
        {
            "": _("The attribute “{key}” is not known."),
            "value": _("“{value}” is not a good value for “{key}”."),
            "no_value": _("The attribute “{key}” needs a value."),
            "flag": _("The attribute “{key}” takes no value."),
            "twice": _("The attribute “{key}” is given twice."),
            "overdue": _("“overdue” needs a time: add within=…."),
            "max": _("With max={max}, another branch must remain for when it is used up."),
            "max_place": _("“max” belongs to a branch that jumps."),
            "syntax": _("“{text}” in the braces cannot be read."),
            "space": _("The value of “{key}” holds a space, so it needs quotes."),
            "place": _("The attribute “{key}” does not belong here."),
            "open": _("These attributes do nothing: a brace or a quotation mark is not closed."),
            "middle": _("Attributes stand at the end of a line, not in the middle."),
            "text": _("These attributes do nothing: they are not in a step's first paragraph."),
        },
        nearest=_("Did you mean “{nearest}”?"),
        known=_("Known attributes: {choices}."),
        one_of=_("Choose from: {choices}."),
        duration=_("Write a time as 30s, 5m, 24h, 2d or 3bd (business days)."),
        whole=_("Write a whole number from 1."),
        reference=_("Write the id of a step with a number sign: overdue=#id."),
        quote=_('Put text in double quotes: {key}="…".'),
        close=_('Close it: {{key=value other="some text"}}.'),
        end=_("Put them at the end of the line, after the jump if there is one."),
        first=_("Put them at the end of a line of the step's first paragraph."),
        branch=_("Add a branch that continues or ends."),
    ),
    _error(
        "SOP311",
        _("looks like steering, but is not"),
        {
            "": _("This arrow does not steer the flow: it is no jump."),
            "middle": _("A jump comes at the end of the first paragraph; this one is in the text."),
            "bullet": _("This looks like a branch, but “{title}” is no question."),
            "answers": _("“{title}” has the answers yes and no, but is no question."),
            "number": _("An arrow to a step's number does not steer; numbers change."),
            "title": _("An arrow to a step's title does not steer; write it as a link."),
            "words": _("“{text}” does not steer the flow."),
            "typed": _("“{text}” is text here, no step of the list."),
            "decision": _("A decision does not jump itself: its branches do."),
            "parallel": _("A parallel does not jump itself: the step after it follows."),
        },
        link=_("Write → [{title}](#{id})."),
        move=_("Put the jump at the end of the first paragraph."),
        branch=_("Put the jump in a branch."),
        own_line=_("Put it on a line of its own, with a blank line before it."),
        arrow=_("Write → [step](#id), or say it without an arrow."),
        step=_("Write → [step](#id), with the id of the step that you mean."),
        end=_("Write → {end}."),
        sometimes=_("Write → [{title}](#{id}) at the end or, if only sometimes, behind an answer."),
        past=_("Make it a question, with an answer that jumps past the step."),
        question=_("End the step's title with a question mark to make it a decision."),
    ),
)

_TEXT_CODES = (
    _warning(
        "SOP401",
        _("acronym not explained"),
        _("“{acronym}” is explained neither here nor in the glossary."),
        define=_("Add it to the terms, to glossary.md, or to “words” in organisation.yaml."),
    ),
    _warning(
        "SOP402",
        _("term never used"),
        _("The term “{term}” is defined and never used."),
        remove=_("Take it out, or use the term where it is meant."),
    ),
    _warning(
        "SOP403",
        _("term defined otherwise"),
        {
            "": _("“{term}” is defined otherwise in {other}, line {line}."),
            "glossary": _("“{term}” is defined otherwise in the glossary, line {line}."),
        },
        agree=_("Agree on one definition and put it in the glossary."),
    ),
    _warning(
        "SOP404",
        _("vague wording"),
        _("“{words}” leaves open what to do."),
        exact=_("Say when, how much, or who decides."),
    ),
    _warning(
        "SOP405",
        _("step too long"),
        _("Step {number} has {words} words; more than {limit} are hard to follow."),
        divide=_("Divide it into sub-steps, or move the reason to why=…."),
    ),
)

_LIBRARY_CODES = (
    _error(
        "SOP501",
        _("link to an SOP that is not there"),
        {
            "": _("There is no SOP “{target}” in this library."),
            "step": _("{target} has no step with the id “{id}”."),
            "outside": _("“{target}” lies outside the library."),
        },
        nearest=_("Did you mean “{nearest}”?"),
    ),
    _error(
        "SOP502",
        _("SOPs that call each other in a circle"),
        {
            "": _("{number} calls itself by way of {circle}."),
            "self": _("{number} calls itself."),
        },
        handoff=_("Hand over with an arrow instead of calling, or take one call out."),
    ),
    _error(
        "SOP503",
        _("unknown standard, department or role"),
        {
            "standard": _("There is no standard “{value}”."),
            "department": _("There is no department “{value}” in organisation.yaml."),
            "role": _("There is no role “{value}” in organisation.yaml."),
        },
        nearest=_("Did you mean “{nearest}”?"),
        add_standard=_("Add it as a file in the folder “standards”."),
        add=_("Add it to organisation.yaml."),
        choose=_("Choose one that is there ({choices}), or add it to organisation.yaml."),
    ),
    _warning(
        "SOP504",
        _("different targets for one standard"),
        _("{number} in the same department sets “{other}” for “{standard}”."),
        agree=_("Agree on one target for the department."),
    ),
    _warning(
        "SOP505",
        _("only time is measured"),
        _("Only waiting or handling time is measured here, not the quality of the answer."),
        add=_("Add a standard for thoroughness or friendliness, such as {examples}."),
    ),
    _warning(
        "SOP506",
        _("menu too deep or too wide"),
        {
            "": _("This menu is {depth} levels deep; callers get lost after {limit}."),
            "wide": _("This menu has {width} choices; callers remember {limit}."),
        },
        shorten=_("Combine choices, or let an agent ask the question."),
    ),
    _warning(
        "SOP507",
        _("translation with another flow"),
        {
            "": _("The flow differs from {original} at step {number}: {here} here, {there} there."),
            "missing": _("The steps of {original} from {number} “{title}” on are missing here."),
            "extra": _("Step {number} “{title}” is not in {original}."),
            "kind": _("Step {number} is of another kind than in {original}."),
            "branches": _("Step {number} has {here} branches; in {original} it has {there}."),
        },
        agree=_("Change one of the two, so that both say the same."),
    ),
)

CODES: Mapping[str, Code] = {
    code.id: code
    for group in (_FILE_CODES, _SECTION_CODES, _FLOW_CODES, _TEXT_CODES, _LIBRARY_CODES)
    for code in group
}
"""Every code by its id, in the order of their numbers."""


def finding(
    code: str,
    path: str,
    span: Span,
    variant: str = "",
    *,
    hint: str | None = None,
    fix: Fix | None = None,
    trace: tuple[TraceStep, ...] = (),
    **parameters: object,
) -> Diagnostic:
    """A diagnostic with its code's severity; parameters become text.

    Raises KeyError for a code, variant or hint that is not in the table: a mistake of ours.
    """
    known = CODES[code]
    if variant not in known.messages or (hint is not None and hint not in known.hints):
        raise KeyError(code, variant, hint)
    facts = tuple((name, str(value)) for name, value in parameters.items())
    return Diagnostic(code, known.severity, path, span, variant, facts, hint, fix, trace)


def message_of(diagnostic: Diagnostic, translate: Translate) -> str:
    """The sentence of a diagnostic in a language."""
    template = CODES[diagnostic.code].messages[diagnostic.variant]
    return fill(translate(template), dict(diagnostic.parameters))


def hint_of(diagnostic: Diagnostic, translate: Translate) -> str | None:
    """The hint of a diagnostic in a language, or None."""
    if diagnostic.hint is None:
        return None
    template = CODES[diagnostic.code].hints[diagnostic.hint]
    return fill(translate(template), dict(diagnostic.parameters))
