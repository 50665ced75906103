"""A text taken apart: front matter, sections and steps; and what the check finds in it."""

from __future__ import annotations

from pydantic import Field

from sopkit.diagnostics.codes import hint_of, message_of
from sopkit.diagnostics.diagnostic import Diagnostic, Severity
from sopkit.messages import Translate
from sopkit.model.sop import SectionKind, Sop
from sopkit.model.step import (
    Attributes,
    Block,
    BlockKind,
    Branch,
    Duration,
    Jump,
    JumpKind,
    SopLink,
    Step,
    StepKind,
)
from sopkit.server.api.shape import Told


class BlockShape(Told):
    """A part of a body: a paragraph, a script to say, a checklist, a table, and so on."""

    kind: BlockKind = Field(examples=["script"])
    """What it is."""

    text: str = Field(examples=["> Goedemiddag, waarmee kan ik u helpen?"])
    """Its Markdown."""

    alert: str | None = Field(examples=[None])
    """For an alert, which: `note`, `tip`, `important`, `warning` or `caution`."""


class LinkShape(Told):
    """A link to another procedure."""

    target: str = Field(examples=["KS-010"])
    """Its number, or the path of its file, as written."""

    step: str | None = Field(examples=[None])
    """The id of the step that is meant, if one is."""

    text: str = Field(examples=["KS-010 Identiteit vaststellen"])
    """The words of the link."""


class JumpShape(Told):
    """Where an arrow leads."""

    kind: JumpKind = Field(examples=["step"])
    """To a step, another procedure, or an end."""

    target: str = Field(examples=["gegevens"])
    """The id of the step, the number of the procedure, or the name of the end."""

    text: str = Field(examples=["Verzamel de gegevens"])
    """The words of the link."""


class AttributesShape(Told):
    """What stands in braces after a step; what is not said is null or false."""

    within: str | None = Field(examples=["30s"])
    """How soon it must be done."""

    overdue: str | None = Field(examples=[None])
    """Where to go on when that time is over."""

    escalate: str | None = Field(examples=["teamleider"])
    """Who is told when it takes longer."""

    wait: str | None = Field(examples=[None])
    """How long to wait."""

    max: int | None = Field(examples=[None])
    """How often a way back is taken at most."""

    each: str | None = Field(examples=[None])
    """For each of what it is done."""

    standard: str | None = Field(examples=["first-contact-resolution"])
    """The id of the standard that it serves."""

    expected: str | None = Field(examples=["Alle velden zijn ingevuld"])
    """What is true when it is done."""

    why: str | None = Field(examples=[None])
    """Why it is done."""

    record: str | None = Field(examples=[None])
    """What is written down."""

    critical: bool = Field(examples=[False])
    """Whether a mistake here is critical."""

    optional: bool = Field(examples=[False])
    """Whether it may be left out."""

    unobservable: bool = Field(examples=[False])
    """Whether no system sees it being done."""

    moment_of_truth: bool = Field(examples=[False])
    """Whether it decides what a customer thinks of us."""


class BranchShape(Told):
    """One answer of a decision, or one strand of a parallel."""

    label: str = Field(examples=["Ja"])
    """The answer; empty for a strand without a name."""

    number: str = Field(examples=["3a"])
    """What is printed before it."""

    steps: list[StepShape]
    """What is done then."""

    jump: JumpShape | None
    """Where it goes on after its steps; null: with what follows the decision."""


class StepShape(Told):
    """One step, with all that is nested in it."""

    id: str = Field(examples=["gegevens"])
    """Its name in the procedure: part of the address that leads to it."""

    number: str = Field(examples=["2"])
    """What is printed before it."""

    kind: StepKind = Field(examples=["action"])
    """What it is."""

    title: str = Field(examples=["Verzamel de gegevens"])
    """Its title, without markup."""

    text: str = Field(examples=["voordat je antwoord geeft."])
    """The Markdown of its first paragraph after the title."""

    role: str | None = Field(examples=["medewerker"])
    """Who does it."""

    phase: str | None = Field(examples=[None])
    """The heading that it stands under."""

    attributes: AttributesShape
    """What is said of it in braces."""

    body: list[BlockShape]
    """What follows its first paragraph."""

    branches: list[BranchShape]
    """Its answers or strands."""

    steps: list[StepShape]
    """Its sub-steps."""

    jump: JumpShape | None
    """Where it goes on; null: with the next step."""

    call: LinkShape | None
    """The procedure that is carried out here."""


class SectionShape(Told):
    """A section of the text."""

    kind: SectionKind = Field(examples=["purpose"])
    """Which one it is, in any language."""

    heading: str = Field(examples=["Doel"])
    """Its heading as written."""

    blocks: list[BlockShape]
    """What stands under it; the steps are apart."""


class StructureShape(Told):
    """A text of a procedure, taken apart."""

    number: str = Field(examples=["KS-001"])
    """Its number."""

    title: str = Field(examples=["Telefoon aannemen"])
    """Its title."""

    department: str = Field(examples=["klantenservice"])
    """Its department as written."""

    language: str = Field(examples=["nl"])
    """Its language (BCP 47)."""

    owner: str | None = Field(examples=["teamleider"])
    """The role that keeps it current."""

    roles: list[str] = Field(examples=[["medewerker"]])
    """The roles that must be trained in it."""

    review: str = Field(examples=["12 months"])
    """The time between reviews."""

    channels: list[str] = Field(examples=[["phone"]])
    """The channels that it is for."""

    service: str | None = Field(examples=["reactive"])
    """`reactive` or `proactive`."""

    direction: str | None = Field(examples=["inbound"])
    """`inbound` or `outbound`."""

    situations: list[str] = Field(examples=[["klant wil geld terug"]])
    """Phrases by which people look for it."""

    standards: dict[str, str] = Field(examples=[{"csat": ">= 80%"}])
    """The targets that it must meet, by the id of the standard."""

    tags: list[str] = Field(examples=[[]])
    """Words to sort by."""

    sections: list[SectionShape]
    """Its sections, in the order of the text."""

    terms: dict[str, str] = Field(examples=[{"FCR": "First Contact Resolution"}])
    """What its terms mean, as Markdown."""

    steps: list[StepShape]
    """Its steps, in the order of the text."""


class FindingShape(Told):
    """One finding of the check."""

    code: str = Field(examples=["SOP302"])
    """Its permanent code; `sopkit explain` tells all about it."""

    severity: Severity = Field(examples=["error"])
    """An error stands in the way of submitting."""

    message: str = Field(examples=["Step 3 is never reached."])
    """What is wrong, in the language of `Accept-Language` or of the person."""

    hint: str | None = Field(examples=[None])
    """What to do."""

    line: int = Field(examples=[24])
    """The line where it begins, from 1."""

    column: int = Field(examples=[1])
    """The column where it begins, from 1."""

    end_line: int = Field(examples=[24])
    """The line where it ends."""

    end_column: int = Field(examples=[12])
    """The column after its end."""


def structure_shape(sop: Sop) -> StructureShape:
    """A procedure as programs see it."""
    return StructureShape(
        number=sop.number,
        title=sop.title,
        department=sop.department,
        language=sop.language,
        owner=sop.owner,
        roles=list(sop.roles),
        review=sop.review.text,
        channels=list(sop.channels),
        service=sop.service,
        direction=sop.direction,
        situations=list(sop.situations),
        standards={name: target.text for name, target in sop.standards},
        tags=list(sop.tags),
        sections=[
            SectionShape(kind=each.kind, heading=each.heading, blocks=_blocks(each.blocks))
            for each in sop.sections
        ],
        terms={each.name: each.definition for each in sop.terms},
        steps=[_step(each) for each in sop.steps],
    )


def finding_shape(found: Diagnostic, translate: Translate) -> FindingShape:
    """A finding in the words of a reader."""
    return FindingShape(
        code=found.code,
        severity=found.severity,
        message=message_of(found, translate),
        hint=hint_of(found, translate),
        line=found.span.line,
        column=found.span.column,
        end_line=found.span.end_line,
        end_column=found.span.end_column,
    )


def _step(step: Step) -> StepShape:
    return StepShape(
        id=step.id,
        number=step.number,
        kind=step.kind,
        title=step.title,
        text=step.text,
        role=step.role,
        phase=step.phase,
        attributes=_attributes(step.attributes),
        body=_blocks(step.body),
        branches=[_branch(each) for each in step.branches],
        steps=[_step(each) for each in step.steps],
        jump=_jump(step.jump),
        call=_link(step.call),
    )


def _branch(branch: Branch) -> BranchShape:
    return BranchShape(
        label=branch.label,
        number=branch.number,
        steps=[_step(each) for each in branch.steps],
        jump=_jump(branch.jump),
    )


def _attributes(found: Attributes) -> AttributesShape:
    return AttributesShape(
        within=_time(found.within),
        overdue=found.overdue,
        escalate=found.escalate,
        wait=_time(found.wait),
        max=found.max,
        each=found.each,
        standard=found.standard,
        expected=found.expected,
        why=found.why,
        record=found.record,
        critical=found.critical,
        optional=found.optional,
        unobservable=found.unobservable,
        moment_of_truth=found.moment_of_truth,
    )


def _time(duration: Duration | None) -> str | None:
    return duration.text if duration else None


def _blocks(blocks: tuple[Block, ...]) -> list[BlockShape]:
    return [BlockShape(kind=each.kind, text=each.text, alert=each.alert) for each in blocks]


def _jump(jump: Jump | None) -> JumpShape | None:
    return JumpShape(kind=jump.kind, target=jump.target, text=jump.text) if jump else None


def _link(link: SopLink | None) -> LinkShape | None:
    return LinkShape(target=link.target, step=link.step, text=link.text) if link else None
