"""The page on which a procedure is written, as values that its templates place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath
from urllib.parse import quote, unquote, urlencode

from markupsafe import Markup

from sopkit.diagnostics.codes import hint_of, message_of
from sopkit.diagnostics.diagnostic import Severity
from sopkit.messages import LANGUAGES, message, translator
from sopkit.resources import locales
from sopkit.server import assets
from sopkit.server.editor_rows import RowContext
from sopkit.server.options import Options
from sopkit.server.visit import Visit
from sopkit.services.writing.changing import KNOWN, TextView, text_of, view_of
from sopkit.services.writing.choosing import Choice, Offer, offer
from sopkit.services.writing.desk import OnDesk
from sopkit.services.writing.placing import MATTER, Placed, placed
from sopkit.services.writing.previewing import Preview, preview_of
from sopkit.services.writing.reviewed import ReviewNote, review_of

_ = message

MOST_CHOICES = 90
"""Steps up to which each can be picked from a list in every row where no script fills the lists."""


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in words; `advice` says how to mend it, `name` mends it at a click."""

    name: str
    place: str
    severity: str
    told: str
    advice: str
    fixable: bool
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def mark(self) -> Mapping[str, object]:
        """The finding for the script, which shows it in the text."""
        return {
            "name": self.name,
            "severity": self.severity,
            "told": self.told,
            "advice": self.advice,
            "fixable": self.fixable,
            "from": [self.line, self.column],
            "to": [self.end_line, self.end_column],
        }


@dataclass(frozen=True)
class EditorPage:
    """All of the page.

    `findings` are by place. `told` is what went wrong, `typed` what could then not be put into the
    text. `mode` is `form` or `text`. `review` is left out where a script asks, for it does not
    change while one writes. `versions` has the digest of each row, `kept` those that the browser
    has.
    """

    title: str
    number: str
    language: str
    folder: str
    base: str
    query: str
    seen: str
    mode: str
    text: str
    view: TextView
    offer: Offer
    options: Mapping[str, Options]
    findings: Mapping[str, tuple[FindingLine, ...]]
    every: tuple[FindingLine, ...]
    errors: int
    preview: Markup
    chart: Markup
    frozen: bool
    overtaken_by: str
    review: ReviewNote | None
    unsaved: bool
    ways: frozenset[str]
    saved_at: str
    script: str
    words: str
    marks: str
    known: str
    versions: tuple[str, ...]
    kept: frozenset[str] = frozenset()
    told: str = ""
    typed: str = ""
    focus: str = ""
    units: Mapping[str, str] = field(default_factory=dict)

    def at(self, place: str) -> tuple[FindingLine, ...]:
        """The findings at a place of the form."""
        return self.findings.get(place, ())

    def picture(self, target: str) -> str:
        """The address of a picture as a step names it."""
        path = normpath(join(self.folder, unquote(target)))
        return f"{self.base}/picture?{urlencode({'path': path})}&{self.query}"


def editor_page(
    visit: Visit,
    found: OnDesk,
    mode: str,
    *,
    kept: frozenset[str] | None = None,
    told: str = "",
    typed: str = "",
    focus: str = "",
) -> EditorPage:
    """The page of the text on a desk.

    With `kept`, the rows that a script has already, those are told by their place, the preview is
    left to be asked for, and the lists to be filled.
    """
    scripted = kept is not None
    shown = preview_of(
        visit.register, visit.account, found, visit.now, visit.language, drawn=not scripted
    )
    view = view_of(found)
    lines = finding_lines(visit, found, view, shown)
    number, language = found.document.key, found.document.language
    offered = _with_current(offer(visit.register, visit.me, language), view)
    options, findings = _options(offered, view, scripted=scripted), _by_place(lines)
    rows = RowContext(visit.language, focus, findings, options)
    return EditorPage(
        title=view.matter.texts.get("title", number),
        number=number,
        language=language,
        folder=dirname(found.base.path),
        base=f"/sops/{quote(number)}/edit",
        query=urlencode({"language": language}),
        seen=found.digest,
        mode=mode,
        text=text_of(found),
        view=view,
        offer=offered,
        options=options,
        findings=findings,
        every=lines,
        errors=sum(each.severity == Severity.ERROR for each in lines),
        preview=Markup(shown.page),  # noqa: S704 - our own template made it
        chart=Markup(shown.chart),  # noqa: S704 - as above
        frozen=found.frozen,
        overtaken_by=found.newest_by if found.overtaken else "",
        review=None if scripted else review_of(visit.register, visit.account, found, visit.now),
        unsaved=found.changed_at is not None,
        ways=found.ways,
        saved_at=visit.minute(found.base.recorded_at),
        script=assets.address("editor-text.js" if mode == "text" else "editor.js"),
        words=_words(visit),
        marks=json.dumps([each.mark for each in lines], ensure_ascii=False),
        known=_known(offered),
        versions=tuple(rows.version(each) for each in view.rows),
        kept=kept or frozenset(),
        told=told,
        typed=typed,
        focus=focus,
        units=_units(visit),
    )


def _options(offered: Offer, view: TextView, *, scripted: bool) -> Mapping[str, Options]:
    """What each row offers: steps by their index and as goals, roles, standards."""
    goals = [(str(goal.index), f"{goal.number} {goal.title}") for goal in view.goals]
    steps = [Choice(index, name) for index, name in goals]
    places = [Choice(f"step.{index}", name) for index, name in goals]
    every = not scripted
    few = every and len(goals) <= MOST_CHOICES
    return {
        "steps": Options("steps", steps, every=few),
        "goals": Options("goals", places, every=few),
        "roles": Options("roles", offered.roles, every=every),
        "standards": Options("standards", offered.standards, every=every),
    }


def finding_lines(
    visit: Visit, found: OnDesk, view: TextView, shown: Preview
) -> tuple[FindingLine, ...]:
    """The findings in words, in the order of the text."""
    keys = matter_lines(found)
    return tuple(_line(visit, each) for each in placed(view, shown.diagnostics, keys))


def matter_lines(found: OnDesk) -> tuple[tuple[str, int, int], ...]:
    """The keys of the front matter with the lines that they take up."""
    lines = text_of(found).split("\n")
    keys: list[tuple[str, int, int]] = []
    for number, line in enumerate(lines[1:], start=2):
        if line.rstrip() in {"---", "..."}:
            break
        if line[:1].isalpha() and ":" in line:
            keys.append((line.partition(":")[0].strip(), number, number))
        elif keys:
            keys[-1] = (*keys[-1][:2], number)
    return tuple(keys)


def _line(visit: Visit, each: Placed) -> FindingLine:
    found = each.finding
    return FindingLine(
        each.name,
        each.place,
        found.severity.value,
        message_of(found, visit.translate),
        hint_of(found, visit.translate) or "",
        each.fixable,
        found.span.line,
        found.span.column,
        found.span.end_line,
        found.span.end_column,
    )


def _by_place(
    lines: Sequence[FindingLine],
) -> Mapping[str, tuple[FindingLine, ...]]:
    found: dict[str, list[FindingLine]] = {}
    fields = {f"field.{name}" for name in _FIELDS}
    for each in lines:
        known = not each.place.startswith("field.") or each.place in fields
        found.setdefault(each.place if known else MATTER, []).append(each)
    return {place: tuple(each) for place, each in found.items()}


_FIELDS = (
    "title",
    "department",
    "owner",
    "roles",
    "review",
    "channels",
    "service",
    "direction",
    "situations",
    "standards",
    "tags",
)


def _with_current(found: Offer, view: TextView) -> Offer:
    """What stands in the text can be picked as well, also if nobody knows it."""
    used = {view.matter.texts.get("owner", ""), *view.matter.lists.get("roles", ())}
    for row in view.rows:
        used |= {row.attributes.get("role", ""), row.attributes.get("escalate", "")}
    known = {choice.value for choice in found.roles}
    roles = (*found.roles, *(Choice(each, each) for each in sorted(used - known - {""})))
    department = view.matter.texts.get("department", "")
    named = {text for choice in found.departments for text in (choice.value, choice.name)}
    departments = found.departments
    if department and department not in named:
        departments = (*departments, Choice(department, department))
    return Offer(departments, roles, found.standards)


def _units(visit: Visit) -> Mapping[str, str]:
    """Units of time with their names."""
    return {
        "s": visit.translate(_("seconds")),
        "m": visit.translate(_("minutes")),
        "h": visit.translate(_("hours")),
        "d": visit.translate(_("days")),
        "bd": visit.translate(_("business days")),
    }


_LOST = _(
    "No connection, so what you typed is not kept. It is still on this page: leave the page open."
)


def _words(visit: Visit) -> str:
    """What the script says, for its data attribute."""
    told = {
        "saving": visit.translate(_("Keeping…")),
        "kept": visit.translate(_("Not saved yet; what you typed is kept")),
        "failed": visit.translate(_LOST),
        "describe": visit.translate(_("Describe the picture for people who cannot see it")),
        "mend": visit.translate(_("Mend")),
        "which": visit.translate(_("Say to which procedure.")),
        "nothing": visit.translate(_("The check finds nothing.")),
    }
    return json.dumps(told, ensure_ascii=False)


def _known(found: Offer) -> str:
    """What can be completed in the text, for its data attribute."""
    told = {
        "attributes": list(KNOWN),
        "roles": [{"value": each.value, "name": each.name} for each in found.roles],
        "standards": [{"value": each.value, "name": each.name} for each in found.standards],
    }
    return json.dumps(told, ensure_ascii=False)


def first_words(language: str) -> Mapping[str, str]:
    """What stands in something new until its author writes over it, in the language of the text."""
    translate = translator(language, locales())
    return {
        "step": translate(_("New step")),
        "step-inside": translate(_("New step")),
        "answer": translate(_("New answer")),
        "phase": translate(_("New phase")),
        "question": "\n".join((translate(_("Yes")), translate(_("No")))),
        "script": translate(_("The words to say")),
        "checklist": translate(_("First thing to check")),
        "alert": translate(_("What to mind")),
        "paragraph": translate(_("More about it")),
        "parallel": "\n".join((translate(_("One thing")), translate(_("Another thing")))),
        "strand": translate(_("Another thing")),
        "add-table": "\n".join((translate(_("What")), translate(_("How")))),
    }


def language_of(visit: Visit, language: str) -> str:
    """A language for a new procedure: as asked, else the organisation's, if templates know it."""
    for tag in (language, visit.house.language):
        primary = tag.partition("-")[0].lower()
        if primary in LANGUAGES:
            return primary
    return LANGUAGES[0]
