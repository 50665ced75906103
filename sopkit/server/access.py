"""What each route needs, in one place, and the guard that asks for it.

A route that stands in no line of the table stops the application when it starts. Whoever lacks
the right is told that there is no such page: not even that something exists may leak. What is
about the whole register takes a right in all departments; where one department is enough, which
one it must be is the services' to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute

from sopkit.server.errors import (
    CrossSiteError,
    NotFoundError,
    ScopeError,
    SignInNeededError,
    TokenNeededError,
)
from sopkit.services.accounts.signing_in import EVERY_DEPARTMENT, Right, Scope, Visitor
from sopkit.services.register.sight import BUSINESS


@dataclass(frozen=True, slots=True)
class Need:
    """What a visitor must be. `rights`: one of them, in any department; None asks for none.

    `everywhere` asks for it in all departments: a right that was given for all of them.
    `from_elsewhere` lets other sites and programs send to the route: the request proves by
    itself what it may do. `scope` is what a program's token must be for; None for a page, which
    is no program's business.
    """

    signed_in: bool = True
    rights: frozenset[Right] | None = None
    everywhere: bool = False
    from_elsewhere: bool = False
    scope: Scope | None = None

    def allows(self, visitor: Visitor | None) -> bool:
        """Whether a visitor is enough."""
        if visitor is None:
            return not self.signed_in
        department = EVERY_DEPARTMENT if self.everywhere else None
        return self.rights is None or visitor.may(self.rights, department)

    def has_scope(self, visitor: Visitor | None) -> bool:
        """Whether a visitor's token is enough; whoever may write may read."""
        return self.scope is not Scope.WRITE or visitor is None or visitor.scope is Scope.WRITE


EVERYBODY = Need(signed_in=False)
SIGNED_IN = Need()


def right(*rights: Right) -> Need:
    """One of these rights, in any department."""
    return Need(rights=frozenset(rights))


def reads(*rights: Right) -> Need:
    """For programs and browsers: one of these rights, in any department."""
    return Need(rights=frozenset(rights), scope=Scope.READ)


def writes(*rights: Right) -> Need:
    """For programs alone: one of these rights, in any department."""
    return Need(rights=frozenset(rights), scope=Scope.WRITE)


_OVERSEE = frozenset({Right.REVIEWER, Right.ADMINISTRATOR})
_RUN = frozenset({Right.ADMINISTRATOR})

ADMINISTRATOR = Need(rights=_RUN, everywhere=True)
"""Who runs the register: people, organisation and jobs are those of all departments."""

AUDITORS = Need(rights=_OVERSEE, everywhere=True)
"""Who sees everything that was done."""

INSIDERS = right(*BUSINESS)
"""Who has business with drafts."""

_READS = Need(scope=Scope.READ)
_READS_DRAFTS = reads(*BUSINESS)
_SAVES = writes(Right.AUTHOR)
_READS_PEOPLE = replace(ADMINISTRATOR, scope=Scope.READ)
_ADMINISTERS = replace(ADMINISTRATOR, scope=Scope.WRITE)

PROGRAMS: Mapping[str, Need] = {
    "api_openapi": Need(signed_in=False, scope=Scope.READ),
    "api_me": _READS,
    "api_search": _READS,
    "api_procedures": _READS,
    "api_procedure": _READS,
    "api_versions": _READS,
    "api_version": _READS,
    "api_version_text": _READS,
    "api_version_structure": _READS,
    "api_version_pdf": _READS,
    "api_version_card": _READS,
    "api_version_flow": _READS,
    "api_version_picture": _READS,
    "api_draft": _READS_DRAFTS,
    "api_draft_structure": _READS_DRAFTS,
    "api_draft_findings": _READS_DRAFTS,
    "api_draft_revision": _READS_DRAFTS,
    "api_draft_picture": _READS_DRAFTS,
    "api_draft_put": _SAVES,
    "api_draft_delete": _SAVES,
    "api_draft_picture_put": _SAVES,
    "api_draft_picture_delete": _SAVES,
    "api_submissions": _READS_DRAFTS,
    "api_submission": _READS_DRAFTS,
    "api_submission_post": _SAVES,
    "api_comment_post": writes(Right.AUTHOR, Right.REVIEWER, Right.APPROVER),
    "api_retraction_post": _SAVES,
    "api_organisation": _READS,
    "api_glossary": _READS,
    "api_standards": _READS,
    "api_persons": _READS_PEOPLE,
    "api_person": _READS_PEOPLE,
    "api_person_post": _ADMINISTERS,
    "api_person_patch": _ADMINISTERS,
    "api_person_close": _ADMINISTERS,
    "api_right_put": _ADMINISTERS,
    "api_right_delete": _ADMINISTERS,
    "api_role_put": _ADMINISTERS,
    "api_role_delete": _ADMINISTERS,
    "api_team_put": _ADMINISTERS,
    "api_team_delete": _ADMINISTERS,
    "api_teams": _READS_PEOPLE,
    "api_trail": replace(AUDITORS, scope=Scope.READ),
}
"""The need of every route for programs."""

ACCESS: Mapping[str, Need] = {
    # signing in
    "sign_in": EVERYBODY,
    "sign_in_post": EVERYBODY,
    "sign_out": SIGNED_IN,
    "reset": EVERYBODY,
    "reset_post": EVERYBODY,
    "set_up": EVERYBODY,
    "set_up_post": EVERYBODY,
    # one's own account
    "account": SIGNED_IN,
    "account_language": SIGNED_IN,
    "account_password": SIGNED_IN,
    "account_session_end": SIGNED_IN,
    "account_sessions_end": SIGNED_IN,
    "account_token": SIGNED_IN,
    "account_token_revoke": SIGNED_IN,
    # administration
    "admin": ADMINISTRATOR,
    "people": ADMINISTRATOR,
    "person": ADMINISTRATOR,
    "person_new": ADMINISTRATOR,
    "person_new_post": ADMINISTRATOR,
    "person_name": ADMINISTRATOR,
    "person_mail": ADMINISTRATOR,
    "person_right": ADMINISTRATOR,
    "person_right_end": ADMINISTRATOR,
    "person_role": ADMINISTRATOR,
    "person_role_end": ADMINISTRATOR,
    "person_team": ADMINISTRATOR,
    "person_team_leave": ADMINISTRATOR,
    "person_reset": ADMINISTRATOR,
    "person_close": ADMINISTRATOR,
    "person_unrecognisable": ADMINISTRATOR,
    "person_token_revoke": ADMINISTRATOR,
    "people_import": ADMINISTRATOR,
    "people_import_preview": ADMINISTRATOR,
    "people_import_carry_out": ADMINISTRATOR,
    "teams": ADMINISTRATOR,
    "organisation": ADMINISTRATOR,
    "organisation_details": ADMINISTRATOR,
    "organisation_approval": ADMINISTRATOR,
    "organisation_logo": ADMINISTRATOR,
    "organisation_logo_remove": ADMINISTRATOR,
    "entries": ADMINISTRATOR,
    "entries_put": ADMINISTRATOR,
    "entries_remove": ADMINISTRATOR,
    "logo": EVERYBODY,
    "trail": AUDITORS,
    "trail_csv": AUDITORS,
    "trail_verify": AUDITORS,
    "trail_bundle": AUDITORS,
    "backup": ADMINISTRATOR,
    # what everybody starts with
    "home": SIGNED_IN,
    # the library; what of it somebody may see is for the services to ask
    "library": SIGNED_IN,
    "search": SIGNED_IN,
    "glossary": SIGNED_IN,
    "sop": SIGNED_IN,
    "sop_chart": SIGNED_IN,
    "sop_picture": SIGNED_IN,
    "sop_pdf": SIGNED_IN,
    "sop_card": SIGNED_IN,
    "sop_helped": SIGNED_IN,
    "walk": SIGNED_IN,
    # from a draft to a version, and what becomes of that
    "reviews": INSIDERS,
    "one_review": INSIDERS,
    "review_picture": INSIDERS,
    "comment_on_step": right(Right.AUTHOR, Right.REVIEWER, Right.APPROVER),
    "approve_review": right(Right.REVIEWER, Right.APPROVER),
    "send_back_review": right(Right.REVIEWER, Right.APPROVER),
    "retract_review": right(Right.AUTHOR),
    "release_review": right(Right.APPROVER, Right.ADMINISTRATOR),
    "submit_page": right(Right.AUTHOR),
    "submit_text": right(Right.AUTHOR),
    "confirm_page": right(Right.REVIEWER, Right.APPROVER),
    "confirm_version": right(Right.REVIEWER, Right.APPROVER),
    "withdraw_page": right(Right.APPROVER, Right.ADMINISTRATOR),
    "withdraw_version": right(Right.APPROVER, Right.ADMINISTRATOR),
    "procedure_history": SIGNED_IN,
    "compare_versions": SIGNED_IN,
    # mail and jobs
    "mail_choice": SIGNED_IN,
    "mail_choice_post": SIGNED_IN,
    "mail_address_post": SIGNED_IN,
    "mail_refusal": EVERYBODY,
    "mail_refusal_post": Need(signed_in=False, from_elsewhere=True),
    "jobs": ADMINISTRATOR,
    "job_again": ADMINISTRATOR,
    # writing; the services ask for the right in the department
    "write": right(Right.AUTHOR),
    "write_post": right(Right.AUTHOR),
    "write_procedures": right(Right.AUTHOR),
    "edit": right(Right.AUTHOR),
    "edit_change": right(Right.AUTHOR),
    "edit_text": right(Right.AUTHOR),
    "edit_mend": right(Right.AUTHOR),
    "edit_step": right(Right.AUTHOR),
    "edit_preview": right(Right.AUTHOR),
    "edit_save": right(Right.AUTHOR),
    "edit_discard": right(Right.AUTHOR),
    "edit_together": right(Right.AUTHOR),
    "edit_together_post": right(Right.AUTHOR),
    "edit_picture_post": right(Right.AUTHOR),
    "edit_picture": right(Right.AUTHOR),
    **PROGRAMS,
}
"""The need of every route, by its name."""


def guard(request: Request) -> None:
    """Refuse a request that lacks what its route needs. Every router depends on it.

    Raises CrossSiteError, SignInNeededError, TokenNeededError, NotFoundError and ScopeError.
    """
    need = ACCESS[request.scope["route"].name]
    if not need.from_elsewhere:
        _refuse_cross_site(request)
    visitor: Visitor | None = request.state.visitor
    if not need.allows(visitor):
        if visitor is not None:
            raise NotFoundError
        raise TokenNeededError if need.scope else SignInNeededError
    if not need.has_scope(visitor):
        raise ScopeError


def require_complete(routes: Iterable[BaseRoute]) -> None:
    """Refuse to start with a route that nobody thought of, or a line for one that is gone.

    Raises LookupError.
    """
    names = [route.name for route in routes if isinstance(route, APIRoute)]
    twice = sorted({name for name in names if names.count(name) > 1})
    different = sorted(set(names) ^ set(ACCESS))
    if different or twice:
        raise LookupError(f"routes and ACCESS differ: {different}; twice: {twice}")


def _refuse_cross_site(request: Request) -> None:
    """A cookie comes along with every request, also with one that another site made up.

    Browsers say where a request comes from (Sec-Fetch-Site), older ones at least the origin of a
    form. A request that says neither comes from a program, which has no cookie to be misused.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise CrossSiteError
        return
    origin = request.headers.get("origin")
    if origin is not None:
        if urlsplit(origin).netloc != request.headers.get("host"):
            raise CrossSiteError
        return
    if request.cookies:
        raise CrossSiteError
