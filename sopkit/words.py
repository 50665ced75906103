"""What the register's ids are called in the user's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sopkit.messages import Translate, message

_ = message

EVERY_DEPARTMENT = "*"

WORDS: Mapping[str, str] = {
    # rights
    "reader": _("reader"),
    "author": _("author"),
    "reviewer": _("reviewer"),
    "approver": _("approver"),
    "trainer": _("trainer"),
    "administrator": _("administrator"),
    # statuses
    "draft": _("draft"),
    "in-review": _("in review"),
    "approved": _("approved"),
    "effective": _("in force"),
    "superseded": _("superseded"),
    "withdrawn": _("withdrawn"),
    # natures of a change
    "editorial": _("editorial"),
    "clarifying": _("clarifying"),
    "behavioural": _("behavioural"),
    # places in a team
    "lead": _("lead"),
    "member": _("member"),
    # documents that are no procedure
    "organisation": _("organisation"),
    "glossary": _("glossary"),
    EVERY_DEPARTMENT: _("every department"),
}
"""The ids of rights, statuses and natures differ, so that one table does for all."""

ACTS: Mapping[str, str] = {
    "register.made": _("register made"),
    "register.upgraded": _("register upgraded"),
    "register.demo": _("marked as a demo"),
    "revision.saved": _("text saved"),
    "revision.dropped": _("draft dropped"),
    "submission.made": _("submitted"),
    "submission.approved": _("approved as {right}"),
    "submission.returned": _("sent back"),
    "submission.retracted": _("taken back"),
    "submission.commented": _("commented on"),
    "version.released": _("version {version} released"),
    "version.withdrawn": _("version {version} withdrawn"),
    "version.confirmed": _("version {version} reviewed"),
    "person.added": _("person added"),
    "person.renamed": _("name changed"),
    "person.language-set": _("language changed"),
    "person.password-set": _("password changed"),
    "person.address-set": _("e-mail address changed"),
    "person.address-removed": _("e-mail address taken out"),
    "mail.chosen": _("choice of mail changed"),
    "person.closed": _("account closed"),
    "person.made-unrecognisable": _("person made unrecognisable"),
    "right.given": _("right given: {right}, {department}"),
    "right.ended": _("right ended: {right}, {department}"),
    "role.given": _("role given: {role}"),
    "role.ended": _("role ended: {role}"),
    "person.reset-offered": _("link made to set a password"),
    "token.made": _("token made for a program"),
    "token.revoked": _("token revoked"),
    "audit.exported": _("audit bundle exported"),
    "register.backed-up": _("register backed up"),
    "register.restored": _("register restored"),
    "team.joined": _("joined the team {team}"),
    "team.left": _("left the team {team}"),
}
"""What happened, by the id of the act; the facts of the event fill it."""

_FACTS_IN_WORDS = ("right", "found", "wanted", "department", "needed")
"""Facts of a failure or an event that are ids of `WORDS`."""


def word(name: str, translate: Translate) -> str:
    """What an id is called; one that is not known is shown as it is."""
    known = WORDS.get(name)
    return name if known is None else translate(known)


def words(names: Iterable[str], translate: Translate) -> str:
    """Several of them, with commas between."""
    return ", ".join(word(name, translate) for name in names)


def facts_in_words(facts: Mapping[str, str], translate: Translate) -> dict[str, str]:
    """The facts of a sentence, those that are ids in the user's language."""
    return {
        name: words(value.split(", "), translate) if name in _FACTS_IN_WORDS else value
        for name, value in facts.items()
    }


def act(name: str, facts: Mapping[str, object], translate: Translate) -> str:
    """What happened. An act that is not known is shown by its id."""
    known = ACTS.get(name)
    if known is None:
        return name
    told = {key: str(value) for key, value in facts.items()}
    return translate(known).format_map(facts_in_words(told, translate))
