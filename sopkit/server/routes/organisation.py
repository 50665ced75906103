"""What the organisation says of itself: its name, logo, departments, roles, and who approves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Literal
from zoneinfo import available_timezones

from fastapi import APIRouter, File, Form, Response, UploadFile
from pydantic import BaseModel

from sopkit.diagnostics.codes import message_of
from sopkit.errors import SopkitError
from sopkit.messages import LANGUAGES, message
from sopkit.refusals import ChangedMeanwhileError
from sopkit.server.choosing import LANGUAGE_NAMES, Choice, choices
from sopkit.server.errors import status_of
from sopkit.server.pages import LOGO, redirect, show
from sopkit.server.routes.people import ADMIN
from sopkit.server.visit import Here, Visit
from sopkit.services.house import changing
from sopkit.services.house.changing import HouseFile, Listed, Named
from sopkit.services.house.logo import LOGO_KIB
from sopkit.services.pictures import media_type

_ = message

HOUSE = f"{ADMIN}/organisation"

router = APIRouter()

_PEOPLE_MOST = 5
"""How many approvers or reviewers a form asks for at most."""

_DONE = {
    "saved": _("Saved."),
    "removed": _("Removed."),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """How many approvers and reviewers must approve; `own` tells of a department's own rule."""

    approvers: tuple[Choice, ...]
    reviewers: tuple[Choice, ...]
    own: bool
    told: str


@dataclass(frozen=True, slots=True)
class HousePage:
    """The organisation. `where` is the part of which `told` says why it did not work."""

    revision: str
    name: str
    languages: tuple[Choice, ...]
    timezone: str
    timezones: tuple[str, ...]
    logo: str
    logo_kib: int
    rule: Rule
    findings: tuple[str, ...]
    done: str
    where: str
    told: str


@dataclass(frozen=True, slots=True)
class NameField:
    """A name in a language: the tag, what the language is called, the name."""

    language: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class EntryForm:
    """A department or role in its form; without an id, a new one."""

    id: str
    title: str
    names: tuple[NameField, ...]
    rule: Rule | None
    told: str


@dataclass(frozen=True, slots=True)
class EntriesPage:
    """The departments or the roles."""

    kind: str
    address: str
    revision: str
    entries: tuple[EntryForm, ...]
    new: EntryForm
    findings: tuple[str, ...]
    done: str


class RuleForm(BaseModel):
    """Who must approve."""

    revision: str = ""
    approvers: int = 0
    reviewers: int = 0

    def rights(self) -> tuple[str, ...]:
        """A right for each person."""
        approvers = min(max(self.approvers, 0), _PEOPLE_MOST)
        reviewers = min(max(self.reviewers, 0), _PEOPLE_MOST)
        return ("approver",) * approvers + ("reviewer",) * reviewers


class DetailsForm(BaseModel):
    """Name, language and time zone."""

    revision: str = ""
    name: str = ""
    language: str = ""
    timezone: str = ""


class EntryFields(RuleForm):
    """A department or role: names in each language; `own` tells of its own rule of approval."""

    id: str = ""
    name_und: str = ""
    name_en: str = ""
    name_nl: str = ""
    own: bool = False
    new: bool = False

    def name_typed(self) -> bool:
        """Whether the form was that of names, not the one for removing."""
        return bool(self.name_und or self.name_en or self.name_nl)

    def entry(self, known: Named | None, *, rules: bool) -> Named:
        """What was filled in; names in languages that the form does not show stay."""
        typed = {"und": self.name_und, "en": self.name_en, "nl": self.name_nl}
        names = {**(known.names if known else {}), **typed}
        return Named(self.id.strip(), names, self.rights() if self.own and rules else None)


@router.get(HOUSE)
def organisation(here: Here, done: str = "") -> Response:
    """Name, language, time zone, logo, and who approves."""
    return _house_page(here, done=_DONE.get(done, ""))


@router.post(HOUSE)
def organisation_details(here: Here, form: Annotated[DetailsForm, Form()]) -> Response:
    """Another name, language or time zone."""
    details = (form.name.strip(), form.language.strip(), form.timezone.strip())
    try:
        changing.set_details(here.register, here.account, form.revision, details, here.now)
    except SopkitError as error:
        return _house_page(here, where="details", error=error, typed=details)
    return redirect(f"{HOUSE}?done=saved")


@router.post(f"{HOUSE}/approval")
def organisation_approval(here: Here, form: Annotated[RuleForm, Form()]) -> Response:
    """Another rule of approval."""
    try:
        changing.set_approval(here.register, here.account, form.revision, form.rights(), here.now)
    except SopkitError as error:
        return _house_page(here, where="approval", error=error, rule=form)
    return redirect(f"{HOUSE}?done=saved")


@router.post(f"{HOUSE}/logo")
def organisation_logo(
    here: Here,
    revision: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """Another logo."""
    data = file.file.read() if file is not None else b""
    try:
        changing.set_logo(here.register, here.account, revision, data, here.now)
    except SopkitError as error:
        return _house_page(here, where="logo", error=error)
    return redirect(f"{HOUSE}?done=saved")


@router.post(f"{HOUSE}/logo/remove")
def organisation_logo_remove(here: Here, revision: Annotated[str, Form()] = "") -> Response:
    """No logo any more."""
    try:
        changing.drop_logo(here.register, here.account, revision, here.now)
    except SopkitError as error:
        return _house_page(here, where="logo", error=error)
    return redirect(f"{HOUSE}?done=removed")


@router.get(LOGO)
def logo(here: Here) -> Response:
    """The logo, for `<img>`. Nothing without one."""
    found = changing.logo_of(here.register)
    kind = media_type(found[0]) if found else None
    if found is None or kind is None:
        return Response(status_code=HTTPStatus.NO_CONTENT)
    headers = {"Cache-Control": "private, max-age=300"}
    return Response(found[1], media_type=kind, headers=headers)


Kind = Literal["departments", "roles"]


@router.get(f"{ADMIN}/list/{{kind}}")
def entries(here: Here, kind: Kind, done: str = "") -> Response:
    """The departments or the roles."""
    return _entries_page(here, kind, done=_DONE.get(done, ""))


@router.post(f"{ADMIN}/list/{{kind}}")
def entries_put(here: Here, kind: Kind, form: Annotated[EntryFields, Form()]) -> Response:
    """Add a department or role, or change one."""
    file = changing.read_house(here.register, here.account, here.now)
    known = next((each for each in _listed(file, kind) if each.id == form.id), None)
    entry = form.entry(None if form.new else known, rules=kind == "departments")

    def put() -> None:
        changing.put_entry(
            here.register, here.account, form.revision, kind, entry, here.now, new=form.new
        )

    return _carry_out(here, kind, put, form, "saved")


@router.post(f"{ADMIN}/list/{{kind}}/remove")
def entries_remove(here: Here, kind: Kind, form: Annotated[EntryFields, Form()]) -> Response:
    """Take a department or role out of the list."""

    def drop() -> None:
        changing.drop_entry(here.register, here.account, form.revision, kind, form.id, here.now)

    return _carry_out(here, kind, drop, form, "removed")


def _carry_out(
    here: Visit, kind: Kind, act: Callable[[], None], form: EntryFields, done: str
) -> Response:
    try:
        act()
    except SopkitError as error:
        return _entries_page(here, kind, error=error, typed=form)
    return redirect(f"{ADMIN}/list/{kind}?done={done}")


def _house_page(
    here: Visit,
    *,
    done: str = "",
    where: str = "",
    error: SopkitError | None = None,
    typed: tuple[str, str, str] | None = None,
    rule: RuleForm | None = None,
) -> Response:
    file = changing.read_house(here.register, here.account, here.now)
    house = file.house
    name, language, timezone = typed or (house.name, house.language, house.timezone)
    known = [(tag, LANGUAGE_NAMES[tag]) for tag in LANGUAGES]
    if language not in LANGUAGES:
        known.append((language, language))
    page = HousePage(
        revision=file.revision or "",
        name=name,
        languages=choices(known, language),
        timezone=timezone,
        timezones=tuple(sorted(available_timezones())),
        logo=LOGO if house.logo else "",
        logo_kib=LOGO_KIB,
        rule=_rule(here, rule.rights() if rule else house.approval, own=True),
        findings=_findings(here, file),
        done=here.translate(done) if done else "",
        where=where,
        told=_told(here, error) if error else "",
    )
    return show(here, "organisation.html", page, status_of(error) if error else HTTPStatus.OK)


def _entries_page(
    here: Visit,
    kind: Kind,
    *,
    done: str = "",
    error: SopkitError | None = None,
    typed: EntryFields | None = None,
) -> Response:
    file = changing.read_house(here.register, here.account, here.now)
    told = _told(here, error) if error else ""
    rules = kind == "departments"
    forms = []
    for each in _listed(file, kind):
        mine = typed if typed is not None and not typed.new and typed.id == each.id else None
        shown = mine.entry(each, rules=rules) if mine and mine.name_typed() else each
        forms.append(_entry_form(here, file, shown, told if mine else "", rules=rules))
    fresh = typed.entry(None, rules=rules) if typed is not None and typed.new else Named("", {})
    fresh_told = told if typed is not None and typed.new else ""
    lost = bool(told) and not fresh_told and not any(each.told for each in forms)
    page = EntriesPage(
        kind=kind,
        address=f"{ADMIN}/list/{kind}",
        revision=file.revision or "",
        entries=tuple(forms),
        new=_entry_form(here, file, fresh, fresh_told or (told if lost else ""), rules=rules),
        findings=_findings(here, file),
        done=here.translate(done) if done else "",
    )
    return show(here, "house_list.html", page, status_of(error) if error else HTTPStatus.OK)


def _told(here: Visit, error: SopkitError) -> str:
    """Why it did not work, for people who never saw organisation.yaml."""
    if isinstance(error, ChangedMeanwhileError):
        return here.translate(
            _(
                "Somebody else has changed the organisation meanwhile. Look once more, and save "
                "again."
            )
        )
    return here.sentence(error)


def _entry_form(here: Visit, file: HouseFile, entry: Named, told: str, *, rules: bool) -> EntryForm:
    one = entry.names.get("und") is not None and not (set(entry.names) - {"und"})
    fields = (
        (NameField("und", here.translate(_("Name")), entry.names["und"]),)
        if one and entry.names["und"]
        else tuple(
            NameField(
                tag,
                here.text(_("Name ({language})"), language=LANGUAGE_NAMES[tag]),
                entry.names.get(tag, ""),
            )
            for tag in LANGUAGES
        )
    )
    rule = None
    if rules:
        own = entry.approval is not None
        rule = _rule(here, entry.approval or file.house.approval, own=own)
    return EntryForm(entry.id, entry.name(here.language), fields, rule, told)


def _rule(here: Visit, rights: tuple[str, ...], *, own: bool) -> Rule:
    def numbers(right: str) -> tuple[Choice, ...]:
        count = rights.count(right)
        every = range(max(_PEOPLE_MOST, count) + 1)
        return tuple(Choice(str(n), here.number(n), n == count) for n in every)

    told = here.text(
        _("approvers: {approvers}, reviewers: {reviewers}"),
        approvers=here.number(rights.count("approver")),
        reviewers=here.number(rights.count("reviewer")),
    )
    return Rule(numbers("approver"), numbers("reviewer"), own, told)


def _findings(here: Visit, file: HouseFile) -> tuple[str, ...]:
    return tuple(
        here.text(
            _("Line {line}: {finding}"),
            line=each.span.line,
            finding=message_of(each, here.translate),
        )
        for each in file.findings
    )


def _listed(file: HouseFile, kind: Listed) -> tuple[Named, ...]:
    return (file.house.roles if kind == "roles" else file.house.departments) or ()
