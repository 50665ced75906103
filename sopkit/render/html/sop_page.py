"""The page of one procedure, as values that a template shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from sopkit.messages import Translate, fill, message
from sopkit.model.control import Control
from sopkit.model.sop import Section, SectionKind, Sop
from sopkit.model.standard import Target
from sopkit.model.step import Block, Step
from sopkit.render.html import wording
from sopkit.render.html.addresses import department_anchor
from sopkit.render.html.explanations import Explanation, Explanations
from sopkit.render.html.record_view import RecordView, record_view
from sopkit.render.html.site import Frame, RelationKind, Site, frame, language_links, title_of
from sopkit.render.html.step_view import StepView, StepWriter, role_name, step_address
from sopkit.render.markdown import Surroundings, render_blocks


@dataclass(frozen=True, slots=True)
class Phase:
    """Steps under one third-level heading; the first steps may have none."""

    title: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section: `body`, and after it the steps."""

    anchor: str
    kind: str
    heading: str
    body: Markup
    phases: tuple[Phase, ...] = ()


@dataclass(frozen=True, slots=True)
class StandardView:
    """A standard that the procedure must meet or that a step serves."""

    name: str
    target: str
    definition: str
    steps: tuple[tuple[str, str], ...]
    """Printed number and address of each step that serves it."""
    notice: str = ""
    """What must stand beside the name, such as whose trade mark it is."""


@dataclass(frozen=True, slots=True)
class RelatedSop:
    """Another procedure that this one leads to, or that leads to this one."""

    kind: str
    number: str
    title: str
    address: str
    language: str


@dataclass(frozen=True, slots=True)
class OutlineExit:
    """A way on from a step: `if yes, go to step 7`; `address` is where it leads, if to a step."""

    text: str
    address: str | None


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A node of the flowchart in words; `number` and `address` are those of its step."""

    text: str
    number: str | None
    address: str | None
    exits: tuple[OutlineExit, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """The flowchart: drawings (SVG), its address as a file, and its text equivalent.

    `steps` are the ids of the steps whose node is in a drawing, anchored behind `node_prefix`.
    """

    drawings: tuple[Markup, ...]
    address: str
    outline: tuple[OutlineEntry, ...]
    steps: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class SopPage:
    """Everything on the page of one procedure.

    `language` is the document's; the frame's is that of the words around it. `ids` is the prefix
    of the page's own anchors, which no step's id begins with. `explanations` are the terms that
    the texts mark.
    """

    frame: Frame
    ids: str
    language: str
    direction: str
    number: str
    title: str
    department: str
    department_address: str
    owner: str | None
    roles: tuple[str, ...]
    channels: tuple[str, ...]
    service: str | None
    way: str | None
    review: str
    situations: tuple[str, ...]
    tags: tuple[str, ...]
    problems: str | None
    sections: tuple[SectionView, ...]
    standards: tuple[StandardView, ...]
    leads_to: tuple[RelatedSop, ...]
    comes_from: tuple[RelatedSop, ...]
    chart: Chart | None
    record: RecordView
    explanations: tuple[Explanation, ...] = ()
    pdf: str | None = None


def sop_page(
    site: Site,
    sop: Sop,
    chart: Chart | None,
    control: Control | None = None,
    *,
    pdf: str | None = None,
    explain: bool = False,
) -> SopPage:
    """The page of an SOP.

    `control` is what a register knows of this text; without one it is a draft. `pdf` is the
    address of its PDF, if there is one. With `explain`, terms are marked where they are used.
    """
    language = site.interface_language(sop.language)
    translate = site.translate(language)
    organisation = site.library.organisation
    department = organisation.department(sop.department)
    ids = page_ids(site.addresses.step_ids(sop))
    explanations = Explanations(site, sop, ids) if explain else None
    sections = _Sections(site, sop, translate, explanations).views()
    return SopPage(
        frame=frame(
            site, language, f"{sop.number} {title_of(sop)}".strip(), language_links(site, sop)
        ),
        ids=ids,
        language=sop.language,
        direction=wording.direction_of_text(sop.language),
        number=sop.number,
        title=title_of(sop),
        department=department.name(sop.language) if department else sop.department,
        department_address=site.index_address(language)
        + (f"#{department_anchor(department)}" if department else ""),
        owner=role_name(site, sop, sop.owner) if sop.owner else None,
        roles=tuple(role_name(site, sop, role) for role in sop.roles),
        channels=tuple(wording.channel(name, translate) for name in sop.channels),
        service=wording.service(sop.service, translate) if sop.service else None,
        way=wording.direction(sop.direction, translate) if sop.direction else None,
        review=wording.duration(sop.review, translate),
        situations=sop.situations,
        tags=sop.tags,
        problems=_problems(site.errors.get(sop.path, 0), translate),
        sections=sections,
        standards=_standards(site, sop, translate),
        leads_to=leads_to(site, sop, sop.language, translate),
        comes_from=comes_from(site, sop, sop.language, translate),
        chart=chart,
        record=record_view(control, translate, language, organisation.timezone),
        explanations=explanations.used() if explanations else (),
        pdf=pdf,
    )


def node_prefix(ids: str) -> str:
    """What stands before a step's id in the anchor of its node in the flowchart."""
    return f"{ids}node."


def page_ids(step_ids: Iterable[str]) -> str:
    """A prefix for the page's own anchors that no step's id begins with."""
    prefix = "page."
    taken = [step_id for step_id in step_ids if step_id.startswith("page")]
    while any(step_id.startswith(prefix) for step_id in taken):
        prefix = f"page-{prefix}"
    return prefix


def _problems(errors: int, translate: Translate) -> str | None:
    if not errors:
        return None
    if errors == 1:
        return translate(message("The check finds 1 error in this procedure."))
    text = translate(message("The check finds {count} errors in this procedure."))
    return fill(text, {"count": str(errors)})


class _Sections:
    """Makes the views of one SOP's sections."""

    def __init__(
        self, site: Site, sop: Sop, translate: Translate, explanations: Explanations | None
    ) -> None:
        self._site = site
        self._sop = sop
        self._translate = translate
        self._explanations = explanations
        self._ids = page_ids(site.addresses.step_ids(sop))
        self._labels = wording.labels(sop.channels, translate)

    def views(self) -> tuple[SectionView, ...]:
        views = []
        instructions_seen = False
        for index, section in enumerate(self._sop.sections, start=1):
            anchor = f"{self._ids}{index}"
            if section.kind is SectionKind.INSTRUCTIONS and not instructions_seen:
                instructions_seen = True
                views.append(self._instructions(section, anchor))
            else:
                own_terms = section.kind is SectionKind.TERMS
                body = render_all(section.blocks, self._at(3, explain=not own_terms))
                views.append(SectionView(anchor, section.kind.value, section.heading, body))
        return tuple(views)

    def _at(self, top_heading: int, *, explain: bool = True) -> Surroundings:
        """The surroundings of one section or step, in which each term is explained once."""
        site, sop = self._site, self._sop
        at = Surroundings(
            link=lambda target: site.addresses.link(sop, target),
            picture=lambda target: site.addresses.picture(sop, target),
            labels=self._labels,
            references=dict(sop.references),
            top_heading=top_heading,
        )
        if not explain or self._explanations is None:
            return at
        return replace(at, explain=self._explanations.scope())

    def _instructions(self, section: Section, anchor: str) -> SectionView:
        sop = self._sop
        top_heading = 4 if sop.phases else 3
        writer = StepWriter(self._site, sop, self._translate, lambda: self._at(top_heading))
        first = [0, *(phase.first_step for phase in sop.phases), len(sop.steps)]
        titles = ["", *(phase.title for phase in sop.phases)]
        body = render_all([*sop.introduction, *section.blocks], self._at(top_heading))
        phases = tuple(
            Phase(title, tuple(writer.step(step) for step in sop.steps[begin:end]))
            for title, begin, end in zip(titles, first[:-1], first[1:], strict=True)
            if title or begin < end
        )
        return SectionView(anchor, section.kind.value, section.heading, body, phases)


def render_all(blocks: Iterable[Block], at: Surroundings) -> Markup:
    """Blocks of body text, one after the other; block quotes are no scripts here."""
    return Markup("").join(render_blocks(block.text, at) for block in blocks)


def _standards(site: Site, sop: Sop, translate: Translate) -> tuple[StandardView, ...]:
    targets = dict(sop.standards)
    served: dict[str, list[Step]] = {name: [] for name in targets}
    for step in sop.walk():
        if step.attributes.standard:
            served.setdefault(step.attributes.standard, []).append(step)
    return tuple(
        _standard(site, sop, name, targets.get(name), steps, translate)
        for name, steps in served.items()
    )


def _standard(
    site: Site,
    sop: Sop,
    name: str,
    target: Target | None,
    steps: list[Step],
    translate: Translate,
) -> StandardView:
    known = site.library.standards.get(name)
    wanted = target or (known.target if known else None)
    definitions = known.definitions if known else {}
    return StandardView(
        name=known.name(wording.primary(sop.language)) if known else name,
        target=wording.target(wanted, translate) if wanted else "",
        definition=definitions.get(wording.primary(sop.language)) or definitions.get("en") or "",
        steps=tuple((step.number, step_address(step.id)) for step in steps),
        notice=(known.notice.get(wording.primary(sop.language)) or known.notice.get("en") or "")
        if known
        else "",
    )


def leads_to(site: Site, sop: Sop, language: str, translate: Translate) -> tuple[RelatedSop, ...]:
    """The procedures that an SOP calls, hands over to or mentions, in the order of its text.

    Each is the one in `language`, if there is one.
    """
    others = _others(site, sop, site.relations.get(sop.number, {}), language)
    return tuple(_related(site, other, _LEADS_TO[kind], translate) for other, kind in others)


def comes_from(site: Site, sop: Sop, language: str, translate: Translate) -> tuple[RelatedSop, ...]:
    """The procedures that call an SOP, hand over to it or mention it, by number."""
    others = _others(site, sop, site.reverse_relations.get(sop.number, {}), language)
    return tuple(_related(site, other, _COMES_FROM[kind], translate) for other, kind in others)


def _others(
    site: Site, sop: Sop, relations: Mapping[str, RelationKind], language: str
) -> list[tuple[Sop, RelationKind]]:
    found = ((site.library.find(number, language), kind) for number, kind in relations.items())
    return [(other, kind) for other, kind in found if other and other.number != sop.number]


def _related(site: Site, other: Sop, words: str, translate: Translate) -> RelatedSop:
    return RelatedSop(
        translate(words),
        other.number,
        title_of(other),
        site.addresses.page(other),
        other.language,
    )


_LEADS_TO: Mapping[RelationKind, str] = {
    RelationKind.CALL: message("carries out"),
    RelationKind.HANDOFF: message("hands over to"),
    RelationKind.REFERENCE: message("refers to"),
}

_COMES_FROM: Mapping[RelationKind, str] = {
    RelationKind.CALL: message("is carried out by"),
    RelationKind.HANDOFF: message("takes over from"),
    RelationKind.REFERENCE: message("is mentioned in"),
}
