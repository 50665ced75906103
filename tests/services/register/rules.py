"""The rules of document control, as plain as they can be said: lists, loops and no database.

Written from the rules themselves. An act gives every reason for which it may be refused; the
register must refuse it for one of them, and must not refuse it where there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sopkit.model.control import Nature, Status
from sopkit.refusals import (
    DecidedAlreadyError,
    DraftDroppedError,
    EffectiveEarlierError,
    EffectiveTakenError,
    FirstVersionError,
    LastAdministratorError,
    MinorRefusedError,
    NatureLoweredError,
    NotAllowedError,
    NotApprovedError,
    NothingToSubmitError,
    NotInForceError,
    NotNeededError,
    NotUnderReviewError,
    NumberOfOthersError,
    OriginalFirstError,
    ReleasedAlreadyError,
    RightNotHeldError,
    SelfApprovalError,
    UnderReviewError,
    UnknownDocumentError,
)

Reasons = set[type[Exception]]

RANK = {None: 0, Nature.EDITORIAL: 1, Nature.CLARIFYING: 2, Nature.BEHAVIOURAL: 3}
REVIEW = timedelta(weeks=26)


@dataclass
class Saved:
    """A saved text by its name; None where the draft was dropped."""

    text: str | None
    author: str


@dataclass
class Review:
    """A text that is, or was, up for approval."""

    revision: int
    submitter: str
    base: int
    found: Nature | None
    nature: Nature | None
    translates: int | None
    missing: list[str]
    approvers: list[str] = field(default_factory=list)


@dataclass
class Issued:
    """A version."""

    number: tuple[int, int]
    revision: int
    begin: datetime
    translates: int | None
    due: datetime
    withdrawn: datetime | None = None

    @property
    def counts(self) -> bool:
        """Whether it was not called off before its day."""
        return self.withdrawn is None or self.withdrawn > self.begin


@dataclass
class Paper:
    """A procedure in one language."""

    department: str
    number: str = ""
    original: Paper | None = None
    saved: list[Saved] = field(default_factory=list)
    review: Review | None = None
    issued: list[Issued] = field(default_factory=list)

    @property
    def last(self) -> Issued | None:
        """The version that a new one would change."""
        counting = [each for each in self.issued if each.counts]
        return max(counting, key=lambda each: each.begin) if counting else None

    @property
    def standing(self) -> Issued | None:
        """The last one, unless it was withdrawn."""
        return self.last if self.last and self.last.withdrawn is None else None

    def in_force(self, moment: datetime) -> Issued | None:
        """Go through everything that happened up to a moment, in its order."""
        happened = [(each.begin, 1, each) for each in self.issued]
        happened += [(each.withdrawn, 0, each) for each in self.issued if each.withdrawn]
        current: Issued | None = None
        for when, begins, each in sorted(happened, key=lambda what: what[:2]):
            if when > moment:
                break
            if begins and each.counts:
                current = each
            elif not begins and current is each:
                current = None
        return current

    def status(self, moment: datetime) -> Status:
        """What the newest text is."""
        if self.review:
            return Status.IN_REVIEW if self.review.missing else Status.APPROVED
        newest = len(self.saved) - 1
        own = [each for each in self.issued if each.revision == newest]
        if not own:
            return Status.DRAFT
        this = max(own, key=lambda each: each.begin)
        if self.in_force(moment) is this:
            return Status.EFFECTIVE
        if this.withdrawn and this.withdrawn <= moment:
            return Status.WITHDRAWN if self._ended_by_withdrawal(this) else Status.SUPERSEDED
        return Status.APPROVED if moment < this.begin else Status.SUPERSEDED

    def lags(self, moment: datetime) -> bool:
        """Whether the original has a newer version in force than the one that was translated."""
        current = self.in_force(moment)
        if self.original is None or current is None:
            return False
        theirs = self.original.in_force(moment)
        if theirs is None:
            return False
        if current.translates is None:
            return True
        known = [e for e in self.original.issued if e.revision == current.translates]
        return theirs.begin > max(each.begin for each in known)

    def _ended_by_withdrawal(self, this: Issued) -> bool:
        between = [e for e in self.issued if e.counts and this.begin < e.begin]
        return not this.counts or all(e.begin >= (this.withdrawn or e.begin) for e in between)


@dataclass
class Rules:
    """Everybody's rights, who must approve where, and all procedures."""

    rights: set[tuple[str, str, str]]
    approval: dict[str, list[str]]
    families: Mapping[str, str]
    papers: dict[str, Paper]

    def may(self, person: str, department: str, *rights: str) -> bool:
        """Whether somebody has one of these rights there, or everywhere."""
        wanted = {(person, right, d) for right in rights for d in (department, "*")}
        return bool(wanted & self.rights)

    def save(self, person: str, name: str, text: str) -> Reasons:
        """Save a text."""
        paper = self.papers[name]
        reasons = self._without(person, paper, "author")
        reasons |= {UnderReviewError} if paper.review else set()
        if not paper.saved and any(
            other.saved and not self.may(person, other.department, "author")
            for other in self.papers.values()
            if other is not paper and other.number == paper.number
        ):
            reasons.add(NumberOfOthersError)
        if not reasons and (not paper.saved or paper.saved[-1].text != text):
            paper.saved.append(Saved(text, person))
        return reasons

    def drop(self, person: str, name: str) -> Reasons:
        """Drop the draft; where there is none, nothing happens."""
        paper = self.papers[name]
        if not paper.saved or paper.saved[-1].text is None:
            return set()
        reasons = self._without(person, paper, "author")
        reasons |= {UnderReviewError} if paper.review else set()
        if not reasons:
            paper.saved.append(Saved(None, person))
        return reasons

    def submit(self, person: str, name: str, nature: Nature | None) -> Reasons:
        """Put the newest text up for approval."""
        paper = self.papers[name]
        if not paper.saved:
            return {UnknownDocumentError}
        reasons = self._without(person, paper, "author")
        reasons |= {UnderReviewError} if paper.review else set()
        newest, base, standing = paper.saved[-1].text, paper.last, paper.standing
        original = paper.original
        translated = original.last if original else None
        if original and original.saved and original.standing is None:
            reasons.add(OriginalFirstError)
        same = standing and paper.saved[standing.revision].text == newest
        follows = standing and standing.translates == (translated.revision if translated else None)
        if newest is None:
            reasons.add(DraftDroppedError)
        elif same and follows:
            reasons.add(NothingToSubmitError)
        found = None
        if base and newest is not None:
            before = paper.saved[base.revision].text or ""
            alike = self.families[before] == self.families[newest]
            found = Nature.EDITORIAL if alike else Nature.BEHAVIOURAL
            if nature and RANK[nature] < RANK[found]:
                reasons.add(NatureLoweredError)
        if not reasons:
            paper.review = Review(
                revision=len(paper.saved) - 1,
                submitter=person,
                base=base.revision if base else -1,
                found=found,
                nature=(nature or found) if base else None,
                translates=translated.revision if translated else None,
                missing=list(self.approval[paper.department]),
            )
        return reasons

    def approve(self, person: str, name: str, nature: Nature | None) -> Reasons:
        """Approve what is up for approval, and perhaps call the change a bigger one."""
        paper = self.papers[name]
        reasons = self._under_review(paper)
        review = paper.review
        if reasons or review is None:
            return reasons
        useful = [r for r in review.missing if self.may(person, paper.department, r)]
        reasons = self._without(person, paper, "approver", "reviewer")
        if not review.missing:
            return reasons | {NotNeededError}
        if not useful:
            reasons.add(NotAllowedError)
        written = {each.author for each in paper.saved[review.base + 1 : review.revision + 1]}
        reasons |= {SelfApprovalError} if person in written | {review.submitter} else set()
        reasons |= {DecidedAlreadyError} if person in review.approvers else set()
        if review.nature and nature and RANK[nature] < RANK[review.nature]:
            reasons.add(NatureLoweredError)
        if not reasons:
            review.missing.remove(useful[0])
            review.approvers.append(person)
            if review.nature:
                review.nature = nature or review.nature
        return reasons

    def send_back(self, person: str, name: str) -> Reasons:
        """Give it back to its author."""
        return self._end_review(person, name, "approver", "reviewer")

    def retract(self, person: str, name: str) -> Reasons:
        """Take it back."""
        return self._end_review(person, name, "author")

    def release(
        self, person: str, name: str, begin: datetime, now: datetime, *, major: bool | None
    ) -> Reasons:
        """Make it a version."""
        paper = self.papers[name]
        reasons = self._under_review(paper)
        review = paper.review
        if reasons or review is None:
            return reasons
        reasons = self._without(person, paper, "approver", "administrator")
        reasons |= {NotApprovedError} if review.missing else set()
        last = paper.last
        if begin < now or (last and begin <= last.begin):
            reasons.add(EffectiveEarlierError)
        reasons |= {EffectiveTakenError} if begin in [e.begin for e in paper.issued] else set()
        anew = not paper.standing or review.nature in {None, Nature.BEHAVIOURAL}
        if major is False and anew:
            reasons.add(MinorRefusedError if paper.issued else FirstVersionError)
        if not reasons:
            highest = max((each.number for each in paper.issued), default=(0, 0))
            goes_on = paper.issued and not anew and not major
            number = (highest[0], highest[1] + 1) if goes_on else (highest[0] + 1, 0)
            paper.issued.append(
                Issued(number, review.revision, begin, review.translates, begin + REVIEW)
            )
            paper.review = None
        return reasons

    def withdraw(self, person: str, name: str, now: datetime) -> Reasons:
        """End the last version, whether it is in force already or not."""
        paper = self.papers[name]
        if not paper.saved:
            return {UnknownDocumentError}
        reasons = self._without(person, paper, "approver", "administrator")
        reasons |= set() if paper.standing else {NotInForceError}
        if not reasons and paper.standing:
            paper.standing.withdrawn = now
        return reasons

    def confirm(self, person: str, name: str, now: datetime) -> Reasons:
        """Say that the version in force may stay as it is."""
        paper = self.papers[name]
        if not paper.saved:
            return {UnknownDocumentError}
        reasons = self._without(person, paper, "reviewer", "approver")
        current = paper.in_force(now)
        reasons |= set() if current else {NotInForceError}
        if not reasons and current:
            current.due = max(current.due, now + REVIEW)
        return reasons

    def give(self, person: str, whom: str, right: str, department: str) -> Reasons:
        """Give a right."""
        reasons = self._without_administration(person)
        if not reasons:
            self.rights.add((whom, right, department))
        return reasons

    def end(self, person: str, whom: str, right: str, department: str) -> Reasons:
        """End a right."""
        held = (whom, right, department)
        reasons = self._without_administration(person)
        reasons |= set() if held in self.rights else {RightNotHeldError}
        administrators = {who for who, what, where in self.rights if (what, where) == held[1:]}
        if right == "administrator" and department == "*" and administrators == {whom}:
            reasons.add(LastAdministratorError)
        if not reasons:
            self.rights.remove(held)
        return reasons

    def change_approval(self, person: str, department: str, needed: Iterable[str]) -> Reasons:
        """Change who must approve in a department from now on."""
        reasons = self._without_administration(person)
        if not reasons:
            self.approval[department] = list(needed)
        return reasons

    def overdue(self, now: datetime) -> list[tuple[str, datetime]]:
        """What should have been reviewed."""
        current = [(name, paper.in_force(now)) for name, paper in self.papers.items()]
        return sorted((name, each.due) for name, each in current if each and each.due < now)

    def _end_review(self, person: str, name: str, *rights: str) -> Reasons:
        paper = self.papers[name]
        reasons = self._under_review(paper)
        reasons |= set() if reasons else self._without(person, paper, *rights)
        if not reasons:
            paper.review = None
        return reasons

    def _under_review(self, paper: Paper) -> Reasons:
        if not paper.saved:
            return {UnknownDocumentError}
        if paper.review:
            return set()
        newest = len(paper.saved) - 1
        if paper.saved[newest].text is None:
            return {DraftDroppedError}
        stands = [each for each in paper.issued if each.revision == newest and not each.withdrawn]
        return {ReleasedAlreadyError} if stands else {NotUnderReviewError}

    def _without(self, person: str, paper: Paper, *rights: str) -> Reasons:
        return set() if self.may(person, paper.department, *rights) else {NotAllowedError}

    def _without_administration(self, person: str) -> Reasons:
        return set() if self.may(person, "*", "administrator") else {NotAllowedError}
