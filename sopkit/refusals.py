"""What the register refuses, or cannot do: one class per reason.

Like those in `errors`, a class takes the facts and writes the sentence; it knows no exit status.
"""

from __future__ import annotations

from sopkit.errors import SopkitError


def _(text: str) -> str:
    """Mark a text for the catalogues."""
    return text


# The database


class RegisterMissingError(SopkitError):
    """There is no register at that place yet."""

    template = _("There is no register at {place} yet; “sopkit db upgrade” makes one.")

    def __init__(self, place: object) -> None:
        super().__init__(place=place)


class RegisterOutdatedError(SopkitError):
    """The register was made by an older sopkit."""

    template = _("The register at {place} is older than this sopkit; run “sopkit db upgrade”.")

    def __init__(self, place: object) -> None:
        super().__init__(place=place)


class RegisterUnknownError(SopkitError):
    """The register was made by a newer sopkit, or the database is not one of sopkit's."""

    template = _("The database at {place} is of a newer sopkit or of another program.")

    def __init__(self, place: object) -> None:
        super().__init__(place=place)


class DemoExposedError(SopkitError):
    """Everybody knows the passwords of a demo."""

    template = _(
        "The register is a demo, whose passwords everybody knows: it is served on this machine "
        "alone, not at {host}. “sopkit db upgrade” makes a register of your own."
    )

    def __init__(self, host: str) -> None:
        super().__init__(host=host)


class NotADemoError(SopkitError):
    """What is there is in earnest, or not sopkit's."""

    template = _("At {place} is something that is no demo; it was left as it is.")

    def __init__(self, place: object) -> None:
        super().__init__(place=place)


class RegisterBusyError(SopkitError):
    """Somebody else writes for longer than one can wait."""

    template = _("The register is in use by somebody else; nothing was changed. Try again.")


class RegisterFullError(SopkitError):
    """There is no room left for the register."""

    template = _("The disk of the register is full; nothing was changed.")


class RegisterUnreachableError(SopkitError):
    """The database does not answer; `reason` is its own words."""

    template = _("The register at {place} cannot be reached: {reason}")

    def __init__(self, place: object, reason: object) -> None:
        super().__init__(place=place, reason=reason)


class RegisterForbiddenError(SopkitError):
    """The user may not open, or not write, the register."""

    template = _("The register at {place} cannot be opened or written; look at its permissions.")

    def __init__(self, place: object) -> None:
        super().__init__(place=place)


class RegisterDamagedError(SopkitError):
    """The file is no database, or a damaged one."""

    template = _("{place} is no database of sopkit, or it is damaged.")

    def __init__(self, place: object) -> None:
        super().__init__(place=place)


class BadDatabaseError(SopkitError):
    """SOPKIT_DATABASE_URL names no database that sopkit can use."""

    template = _(
        "SOPKIT_DATABASE_URL must be a file for SQLite or begin with “postgresql://”; for the "
        "latter install “sopkit[postgresql]”."
    )


class RegisterThereError(SopkitError):
    """A backup is restored only where there is no register yet."""

    template = _("There is something at {place} already; restore to a new place.")

    def __init__(self, place: object) -> None:
        super().__init__(place=place)


class BrokenArchiveError(SopkitError):
    """A backup or bundle is not what its manifest says, or no such file at all."""

    template = _("{name} is damaged, or not a file that sopkit wrote.")

    def __init__(self, name: object) -> None:
        super().__init__(name=name)


class OtherBackupError(SopkitError):
    """A backup of a register with other tables."""

    template = _(
        "{name} is a backup of another version of sopkit: restore it with that one, then upgrade."
    )

    def __init__(self, name: object) -> None:
        super().__init__(name=name)


class BackupRefusedError(SopkitError):
    """A backup whose register does not prove to be whole."""

    template = _("{name} holds a register that does not verify ({count} findings): not restored.")

    def __init__(self, name: object, count: int) -> None:
        super().__init__(name=name, count=count)


class BrokenAnchorFileError(SopkitError):
    """The file of anchors holds a line that is none."""

    template = _("Line {line} of {path} is no anchor.")

    def __init__(self, path: object, line: int) -> None:
        super().__init__(path=path, line=line)


# Persons and what they may do


class UnknownPersonError(SopkitError):
    """No person has that login."""

    template = _("Nobody has the login “{login}”.")

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class LoginTakenError(SopkitError):
    """Another person has that login."""

    template = _("Somebody has the login “{login}” already.")

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class BadAddressError(SopkitError):
    """A text is no e-mail address."""

    template = _("“{address}” is not an e-mail address, such as anna@example.org.")

    def __init__(self, address: object) -> None:
        super().__init__(address=address)


class AddressNotSaidError(SopkitError):
    """Neither an address nor that there is to be none, or both."""

    template = _("Give the new address, or --remove to take the old one out.")


class BadLoginError(SopkitError):
    """A login with characters that it cannot have."""

    template = _(
        "“{login}” is no login: use 1 to 200 letters, digits and . _ - + @, without spaces."
    )

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class NameMissingError(SopkitError):
    """A person without a name."""

    template = _("A person has a name of 1 to 200 characters on one line.")


class WeakPasswordError(SopkitError):
    """A password that is too short or too long."""

    template = _("A password has {least} to {most} characters.")

    def __init__(self, least: int, most: int) -> None:
        super().__init__(least=least, most=most)


class WrongPasswordError(SopkitError):
    """Login and password do not belong together, or the account is closed."""

    template = _("Login and password do not belong together.")


class NotAllowedError(SopkitError):
    """The person lacks the right for it."""

    template = _("You need the right “{right}” in {department} for this.")

    def __init__(self, right: str, department: str) -> None:
        super().__init__(right=right, department=department)


class UnknownRightError(SopkitError):
    """A right that does not exist."""

    template = _("There is no right “{name}”. Choose from: {choices}.")

    def __init__(self, name: str, choices: str) -> None:
        super().__init__(name=name, choices=choices)


class UnknownRoleError(SopkitError):
    """The organisation has no such role."""

    template = _("There is no role “{name}”. Choose from: {choices}.")

    def __init__(self, name: str, choices: str) -> None:
        super().__init__(name=name, choices=choices)


class BadTeamError(SopkitError):
    """A name that no team can have."""

    template = _("A team has a name of 1 to 200 characters on one line.")


class NoLanguageError(SopkitError):
    """A person would be spoken to in a language that sopkit does not speak."""

    template = _("sopkit does not speak “{language}”. Choose from: {choices}.")

    def __init__(self, language: str, choices: str) -> None:
        super().__init__(language=language, choices=choices)


class AccountClosedError(SopkitError):
    """The account of a person is closed."""

    template = _("The account “{login}” is closed.")

    def __init__(self, login: str) -> None:
        super().__init__(login=login)


class NothingToEndError(SopkitError):
    """A role or membership to end that the person does not have."""

    template = _("The person does not have “{name}”, so it cannot end.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class RightNotHeldError(SopkitError):
    """A right to end that the person does not have."""

    template = _("The person does not have the right “{right}” in {department}.")

    def __init__(self, right: str, department: str) -> None:
        super().__init__(right=right, department=department)


class LastAdministratorError(SopkitError):
    """Without an administrator nobody could give rights any more."""

    template = _("This is the last administrator; appoint another one first.")


class ActorMissingError(SopkitError):
    """Somebody must act, and nobody was named."""

    template = _("Say who you are: --as LOGIN, or the variable SOPKIT_USER.")


class PasswordMissingError(SopkitError):
    """A password is needed, and there is no terminal to ask it on."""

    template = _(
        "A password is needed: without a terminal to ask it on, the variable {variable} must hold "
        "it."
    )

    def __init__(self, variable: str) -> None:
        super().__init__(variable=variable)


class PasswordsDifferError(SopkitError):
    """A new password was typed twice, not the same."""

    template = _("The two passwords are not the same.")


class TwoWishesError(SopkitError):
    """Two options that exclude one another."""

    template = _("{one} and {other} cannot go together.")

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one=one, other=other)


class NotADayError(SopkitError):
    """A date that is none."""

    template = _("“{text}” is no date: write year, month and day, as 2026-12-01.")

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class NotANumberError(SopkitError):
    """A number of lines that is none."""

    template = _("“{text}” is no number from 1 on.")

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class NotConfirmedError(SopkitError):
    """Something that cannot be undone needs a yes, and there is no terminal to ask on."""

    template = _("This needs your consent; without a terminal to ask on, give --yes.")


# Signing in, and what programs sign in with


class TooManyTriesError(SopkitError):
    """Too many wrong passwords; `seconds` until the next try."""

    template = _("Too many wrong passwords. Try again in {seconds} s.")

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)


class NoTokenError(SopkitError):
    """A token that does not exist, or does not work any more."""

    template = _("There is no such token, or it works no longer.")


class TokenNameError(SopkitError):
    """A token without a name by which its owner knows it again."""

    template = _("A token has a name of 1 to {most} characters on one line.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class UnknownScopeError(SopkitError):
    """A token that would be for something unknown."""

    template = _("A token cannot be for “{name}”. Choose from: {choices}.")

    def __init__(self, name: str, choices: str) -> None:
        super().__init__(name=name, choices=choices)


class TokenDaysError(SopkitError):
    """A token that would work for no time, or for longer than any should."""

    template = _("A token works for 1 to {most} days.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class LinkSpentError(SopkitError):
    """A one-time link that was used, replaced or has expired."""

    template = _("This link was used already, or has expired. Ask for a new one.")


class NotInTrailError(SopkitError):
    """Whom or what the trail is asked about is not known."""

    template = _("“{text}” is no login and no number of a procedure.")

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


# The organisation's file


class OnlyAsTextError(SopkitError):
    """organisation.yaml is written in a way that a form cannot change."""

    template = _(
        "organisation.yaml is written in a way that this form cannot change without touching "
        "other parts of it; change the text itself."
    )


class OrganisationNameError(SopkitError):
    """An organisation without a name."""

    template = _("An organisation has a name of 1 to {most} characters on one line.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class UnknownTimezoneError(SopkitError):
    """A time zone that nobody knows."""

    template = _("There is no time zone “{name}”. Write one as Europe/Amsterdam.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class NotALanguageError(SopkitError):
    """A language tag that is none."""

    template = _("“{text}” is no language: write its code, as en or nl.")

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class BadNameError(SopkitError):
    """A name that is too long, or holds what nobody can print."""

    template = _("A name has {most} characters at most, on one line.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class BadIdError(SopkitError):
    """A department or role whose id cannot be one."""

    template = _(
        "“{id}” is no id: use 1 to {most} small letters, digits and hyphens, beginning with a "
        "letter."
    )

    def __init__(self, id: str, most: int) -> None:
        super().__init__(id=id, most=most)


class IdTakenError(SopkitError):
    """Another department or role has that id."""

    template = _("The id “{id}” is in use already; choose another.")

    def __init__(self, id: str) -> None:
        super().__init__(id=id)


class NotInListError(SopkitError):
    """A department or role that is not there (any more)."""

    template = _("“{id}” is not in the list any more; somebody may have removed it.")

    def __init__(self, id: str) -> None:
        super().__init__(id=id)


class StillUsedError(SopkitError):
    """A department or role that something still belongs to."""

    template = _(
        "“{id}” is still in use (procedures: {procedures}, people: {people}). Move them first."
    )

    def __init__(self, id: str, procedures: int, people: int) -> None:
        super().__init__(id=id, procedures=procedures, people=people)


class NoApproverError(SopkitError):
    """A rule by which nobody would approve."""

    template = _("At least one person must approve.")


class LogoTooLargeError(SopkitError):
    """A picture that is too large for a logo."""

    template = _("A logo is a file of {most} KiB at most.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class NoLogoError(SopkitError):
    """A file that is no picture which a browser shows as a logo."""

    template = _("A logo is a PNG or SVG file without scripts; this is none.")


class NotSureError(SopkitError):
    """Something that cannot be undone needs a tick."""

    template = _("Tick the box first: this cannot be undone.")


# A CSV file with persons


class ImportChangedError(SopkitError):
    """What a file would do is no longer what was shown."""

    template = _("The register changed meanwhile, so the file does something else. Look again.")


class UploadGoneError(SopkitError):
    """A file that was sent to be looked at was forgotten."""

    template = _("The file is no longer there; send it once more.")


class CsvTooLargeError(SopkitError):
    """A file that no list of people needs."""

    template = _("{path} is larger than {limit} MiB.")

    def __init__(self, path: object, limit: int) -> None:
        super().__init__(path=path, limit=limit)


class NotUtf8Error(SopkitError):
    """A file whose bytes are no text."""

    template = _("This is no UTF-8. In a spreadsheet, save as “CSV UTF-8”.")


class NotCsvError(SopkitError):
    """A line that is no CSV."""

    template = _("This is no CSV; a quotation mark is not closed, or stands in the wrong place.")


class ColumnMissingError(SopkitError):
    """The file lacks a column that it needs."""

    template = _("The column “{name}” is missing. The first line names them: {columns}.")

    def __init__(self, name: str, columns: str) -> None:
        super().__init__(name=name, columns=columns)


class ColumnUnknownError(SopkitError):
    """The file has a column that means nothing, or the same one twice."""

    template = _("“{name}” is no column, or there twice. There are: {columns}.")

    def __init__(self, name: str, columns: str) -> None:
        super().__init__(name=name, columns=columns)


class SurplusCellsError(SopkitError):
    """A line with more cells than there are columns."""

    template = _("There are more cells than the {count} columns of the first line.")

    def __init__(self, count: int) -> None:
        super().__init__(count=count)


class LoginTwiceError(SopkitError):
    """Two lines are about one person."""

    template = _("“{login}” stands at line {line} already.")

    def __init__(self, login: str, line: int) -> None:
        super().__init__(login=login, line=line)


class DepartmentNotSaidError(SopkitError):
    """A right without the department in which it holds."""

    template = _("Say in which department: “{name}:DEPARTMENT”, or “{name}:*” for all.")

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


# Documents and their life


class UnknownDocumentError(SopkitError):
    """The register has no procedure of that number in that language."""

    template = _("The register has no {number} in the language “{language}”.")

    def __init__(self, number: str, language: str) -> None:
        super().__init__(number=number, language=language)


class NumberMissingError(SopkitError):
    """A procedure without a number, or a file that is no text: the register cannot tell which."""

    template = _("{path} has no document number, so the register cannot keep it.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class ChangedMeanwhileError(SopkitError):
    """Somebody saved another text since this one was read."""

    template = _("Somebody else saved {number} meanwhile; read the newest text first.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class UnderReviewError(SopkitError):
    """A text under review stands fast."""

    template = _("{number} is under review; it must be decided on or taken back first.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NotUnderReviewError(SopkitError):
    """There is nothing to decide on."""

    template = _("{number} is not under review.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class ReviewOverError(SopkitError):
    """What somebody read and wants to act on is under review no longer."""

    template = _("This review of {number} is over: it was decided on meanwhile.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class UnknownReviewError(SopkitError):
    """There is no such submission, or none that this person may see."""

    template = _("There is no such review.")


class NoPictureError(SopkitError):
    """A text has no such picture."""

    template = _("There is no picture {path}.")

    def __init__(self, path: str) -> None:
        super().__init__(path=path)


class NotShownError(SopkitError):
    """A picture that the text does not show."""

    template = _("The text does not show {path}. Save a text that does, then the picture.")

    def __init__(self, path: str) -> None:
        super().__init__(path=path)


class OtherDocumentError(SopkitError):
    """A text that says that it is another procedure than the one that is to be saved."""

    template = _("The text says that it is {number} in “{language}”; save it as that.")

    def __init__(self, number: str, language: str) -> None:
        super().__init__(number=number, language=language)


class NoTextError(SopkitError):
    """Bytes that are no text of a procedure."""

    template = _("This is no text in UTF-8 of at most 1 MiB.")


class NoPictureFileError(SopkitError):
    """Bytes that are no picture of the kind that the name says."""

    template = _("This is no PNG, JPEG or SVG picture, as the name says it is.")


class CommentMissingError(SopkitError):
    """A comment without a word."""

    template = _("Write what you want to say.")


class CommentTooLongError(SopkitError):
    """A comment longer than a page."""

    template = _("A comment has at most {most} characters.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)


class UnknownStepError(SopkitError):
    """A comment on a step that the text does not have."""

    template = _("The text has no such step.")


class NothingToSubmitError(SopkitError):
    """The newest text is the one that was released already."""

    template = _("{number} has no text that was not released yet.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class HasErrorsError(SopkitError):
    """A text with errors cannot be put up for approval."""

    template = _("{number} has errors, so it cannot be submitted; “sopkit check” tells which.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class ReasonMissingError(SopkitError):
    """An act that needs a reason got none."""

    template = _("Give a reason: what was changed, or why.")


class SelfApprovalError(SopkitError):
    """Authors do not approve their own work."""

    template = _("You wrote a part of this {number}, so somebody else must decide on it.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class DecidedAlreadyError(SopkitError):
    """One person approves a submission once."""

    template = _("You approved this {number} already; another person must do so too.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NotNeededError(SopkitError):
    """No further approval of that kind is needed."""

    template = _("{number} needs no further approval with a right that you have.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class NotApprovedError(SopkitError):
    """A release needs all approvals."""

    template = _("{number} is not approved yet; it still needs: {needed}.")

    def __init__(self, number: str, needed: str) -> None:
        super().__init__(number=number, needed=needed)


class NatureLoweredError(SopkitError):
    """The nature of a change may be raised, never lowered."""

    template = _("The nature of the change is “{found}”; it cannot be called “{wanted}”.")

    def __init__(self, found: str, wanted: str) -> None:
        super().__init__(found=found, wanted=wanted)


class MinorRefusedError(SopkitError):
    """A change of what people do is a major version, and so is what comes back into force."""

    template = _("People must learn {number} anew, so it needs a new major version.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class EffectiveTakenError(SopkitError):
    """Another version takes effect at the same moment."""

    template = _("Another version of {number} takes effect at that moment.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class EffectiveEarlierError(SopkitError):
    """A version cannot take effect in the past, or before the one that it changes."""

    template = _("A version of {number} can take effect after {earliest}, not before.")

    def __init__(self, number: str, earliest: object) -> None:
        super().__init__(number=number, earliest=earliest)


class NotInForceError(SopkitError):
    """The procedure has no version in force."""

    template = _("{number} has no version in force.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class VersionChangedError(SopkitError):
    """Somebody acts on a version that has made way for another meanwhile."""

    template = _("The version of {number} changed meanwhile: it is {version} now. Look again.")

    def __init__(self, number: str, version: object) -> None:
        super().__init__(number=number, version=version)


class UnknownVersionError(SopkitError):
    """A procedure has no such version."""

    template = _("{number} has no version {version}.")

    def __init__(self, number: str, version: object) -> None:
        super().__init__(number=number, version=version)


class NotComparedError(SopkitError):
    """One of two texts is a draft that was dropped, so there is nothing to compare."""

    template = _("A draft of {number} that was dropped cannot be compared with anything.")

    def __init__(self, number: str) -> None:
        super().__init__(number=number)


class OriginalFirstError(SopkitError):
    """A translation waits for the version that it translates."""

    template = _("The {language} text of {number} is the original; release it first.")

    def __init__(self, number: str, language: str) -> None:
        super().__init__(number=number, language=language)


class NothingInForceError(SopkitError):
    """Nothing is in force, so there is nothing to print."""

    template = _("The register has no version in force at that moment.")

    def __init__(self) -> None:
        super().__init__()


# Folders


class OtherRegisterError(SopkitError):
    """The folder was brought together with another register before."""

    template = _(
        "This folder belongs to another register. To bring it together with this one, remove "
        "{file} and try again; texts that differ will be shown side by side."
    )

    def __init__(self, file: object) -> None:
        super().__init__(file=file)


class NotInSyncError(SopkitError):
    """A choice about a file that neither side knows."""

    template = _("Neither the folder nor the register has {path}, so there is nothing to choose.")

    def __init__(self, path: object) -> None:
        super().__init__(path=path)


class SyncRunningError(SopkitError):
    """Two syncs of one folder at once."""

    template = _("Another “sopkit sync” is at work in {folder}; wait until it is done.")

    def __init__(self, folder: object) -> None:
        super().__init__(folder=folder)


# Mail


class BadMailServerError(SopkitError):
    """SOPKIT_SMTP_URL names no mail server. The sentence keeps the password to itself."""

    template = _(
        "SOPKIT_SMTP_URL must look like “smtp://user:password@mail.example.org:587” or "
        "“smtps://…”; write “@”, “:”, “/” and “%” in a password as %40, %3A, %2F and %25."
    )


class BadMailSenderError(SopkitError):
    """SOPKIT_MAIL_FROM names nobody."""

    template = _(
        "SOPKIT_MAIL_FROM must be the address that mail comes from, such as “sops@example.org” or "
        "“Procedures <sops@example.org>”."
    )


class BadBaseUrlError(SopkitError):
    """SOPKIT_BASE_URL is no address of a site."""

    template = _(
        "SOPKIT_BASE_URL must be the address at which people find the pages, such as "
        "“https://sops.example.org”."
    )


class MailNotSetUpError(SopkitError):
    """Mail is to be sent, and nobody said how."""

    template = _(
        "Mail is not set up: SOPKIT_SMTP_URL, SOPKIT_MAIL_FROM and SOPKIT_BASE_URL say how it is "
        "sent."
    )


class BadUnsubscribeLinkError(SopkitError):
    """A link to refuse mail that was changed on its way, or never was one."""

    template = _(
        "This link is not complete. Open it from the mail itself, or choose your mail here."
    )


class JobNotFailedError(SopkitError):
    """A job that has not failed, or is gone, cannot be tried again."""

    template = _("This job has not failed, or it is gone.")


# Writing


class EditedElsewhereError(SopkitError):
    """The same person changed the text in another window, or the page is an old one."""

    template = _("This text was changed in another window meanwhile. Look at it as it is now.")


class NotATextError(SopkitError):
    """What was sent cannot be the text of a procedure."""

    template = _("This is no text, or it is larger than 1 MB.")


class NumberChangedError(SopkitError):
    """A text got another number or language, which would make it another procedure."""

    template = _(
        "A procedure keeps its number and language: here {number} and “{language}”. "
        "Start a new one for another number."
    )

    def __init__(self, number: str, language: str) -> None:
        super().__init__(number=number, language=language)


class NotAPictureError(SopkitError):
    """A file of a kind that procedures cannot show."""

    template = _("Only pictures of the kinds PNG, JPEG and SVG can be put in.")


class PictureTooLargeError(SopkitError):
    """A picture that nobody would want to wait for."""

    template = _("This picture is too large: at most {most} MB.")

    def __init__(self, most: int) -> None:
        super().__init__(most=most)
