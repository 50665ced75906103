"""What a failure is on the web: its status, and how it is told on a page or to a program."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from sopkit import refusals
from sopkit.errors import SopkitError
from sopkit.messages import Translate, fill, message
from sopkit.words import facts_in_words

_ = message


class NotFoundError(SopkitError):
    """There is nothing at this address, or nothing that the visitor may see."""

    template = _("There is nothing at this address, or nothing that you may see.")


class SignInNeededError(SopkitError):
    """Nobody is signed in."""

    template = _("Sign in first.")


class CrossSiteError(SopkitError):
    """Another site sent this request."""

    template = _("This was sent from another website, so nothing was done. Try it here again.")


class TooLargeError(SopkitError):
    """More was sent than one may."""

    template = _("This is too large: at most {most} can be sent at once.")

    def __init__(self, most: int) -> None:
        """`most` is in bytes."""
        kilobytes = most // 1000
        super().__init__(most=f"{kilobytes // 1000} MB" if kilobytes >= 1000 else f"{kilobytes} kB")


class BadRequestError(SopkitError):
    """A form or a request that no page of ours sends."""

    template = _("Something is missing in what was sent, or it is not of the right kind: {what}.")

    def __init__(self, what: object) -> None:
        super().__init__(what=what)


class UnknownPartError(SopkitError):
    """A parameter or field that the address does not know."""

    template = _("This address does not know {what}.")

    def __init__(self, what: object) -> None:
        super().__init__(what=what)


class GivenTwiceError(SopkitError):
    """A parameter that is given more than once, so that nobody knows which one is meant."""

    template = _("This may be given only once: {what}.")

    def __init__(self, what: object) -> None:
        super().__init__(what=what)


class NotJsonError(SopkitError):
    """What a program sent as JSON is none."""

    template = _("What was sent cannot be read as JSON.")


class ContentTypeError(SopkitError):
    """What a program sent may be JSON, and does not say so."""

    template = _("Say that what you send is JSON: “Content-Type: application/json”.")


class TokenNeededError(SopkitError):
    """A program shows no token."""

    template = _("Show a token: send “Authorization: Bearer” and its text.")


class BadTokenError(SopkitError):
    """A program shows a token that does not work."""

    template = _("There is no such token, or it works no longer.")


class ScopeError(SopkitError):
    """A program that may only read, or a browser where only a token may write."""

    template = _("This needs a token that may write.")


class MethodNotAllowedError(SopkitError):
    """A program asks for what the address does not do."""

    template = _("This address does not know the method {method}; it knows {known}.")

    def __init__(self, method: str, known: str) -> None:
        super().__init__(method=method, known=known)


class WrongPlaceError(SopkitError):
    """A browser is to look where one can only send something, or the other way round."""

    template = _(
        "Nothing was done: this address is not used like that. In a browser, go back to the page "
        "with the form and send it from there."
    )


class UnreadableError(SopkitError):
    """A request that cannot be taken apart."""

    template = _("What was sent cannot be read, so nothing was done. Go back and try it again.")


class PreconditionFailedError(SopkitError):
    """What was to be changed is not what the program read; `current` is the ETag of now."""

    template = _("This was changed since you read it; read it again first.")

    def __init__(self, current: str | None) -> None:
        super().__init__()
        self.current = current


class ThereAlreadyError(SopkitError):
    """A program begins what is there; `current` is the ETag of that."""

    template = _(
        "“If-None-Match: *” is for something new, and this is there already. Read it, and send "
        "its ETag as If-Match."
    )

    def __init__(self, current: str | None) -> None:
        super().__init__()
        self.current = current


class BadTagError(SopkitError):
    """What a program sent as If-Match names nothing that it can have read."""

    template = _(
        "“{text}” in If-Match is not the ETag of what you read; send that with its quotation "
        'marks, such as "0f5c8a".'
    )

    def __init__(self, text: str) -> None:
        super().__init__(text=text)


class AnyTagError(SopkitError):
    """A program would change whatever is there."""

    template = _(
        "“If-Match: *” would overwrite what you did not read; send the ETag of what you read."
    )


class TagMissingError(SopkitError):
    """A change that does not say what it changes, of what must be there already."""

    template = _("Say what you change: If-Match with the ETag that you read.")


class PreconditionMissingError(SopkitError):
    """A text that does not say what it changes, or that it is new."""

    template = _(
        "Say what you change: If-Match with the ETag that you read, or If-None-Match: * for "
        "something new."
    )


STATUS: Mapping[type[SopkitError], HTTPStatus] = {
    NotFoundError: HTTPStatus.NOT_FOUND,
    SignInNeededError: HTTPStatus.UNAUTHORIZED,
    CrossSiteError: HTTPStatus.FORBIDDEN,
    TooLargeError: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    BadRequestError: HTTPStatus.UNPROCESSABLE_ENTITY,
    UnknownPartError: HTTPStatus.UNPROCESSABLE_ENTITY,
    GivenTwiceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotJsonError: HTTPStatus.BAD_REQUEST,
    ContentTypeError: HTTPStatus.UNPROCESSABLE_ENTITY,
    TokenNeededError: HTTPStatus.UNAUTHORIZED,
    BadTokenError: HTTPStatus.UNAUTHORIZED,
    ScopeError: HTTPStatus.FORBIDDEN,
    MethodNotAllowedError: HTTPStatus.METHOD_NOT_ALLOWED,
    WrongPlaceError: HTTPStatus.METHOD_NOT_ALLOWED,
    UnreadableError: HTTPStatus.BAD_REQUEST,
    PreconditionFailedError: HTTPStatus.PRECONDITION_FAILED,
    ThereAlreadyError: HTTPStatus.PRECONDITION_FAILED,
    BadTagError: HTTPStatus.PRECONDITION_REQUIRED,
    AnyTagError: HTTPStatus.PRECONDITION_REQUIRED,
    TagMissingError: HTTPStatus.PRECONDITION_REQUIRED,
    PreconditionMissingError: HTTPStatus.PRECONDITION_REQUIRED,
    refusals.UnknownDocumentError: HTTPStatus.NOT_FOUND,
    refusals.UnknownVersionError: HTTPStatus.NOT_FOUND,
    refusals.UnknownPersonError: HTTPStatus.NOT_FOUND,
    refusals.UnknownReviewError: HTTPStatus.NOT_FOUND,
    refusals.NoPictureError: HTTPStatus.NOT_FOUND,
    refusals.NotInForceError: HTTPStatus.NOT_FOUND,
    refusals.NotAllowedError: HTTPStatus.NOT_FOUND,
    refusals.WrongPasswordError: HTTPStatus.FORBIDDEN,
    refusals.NotInTrailError: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.NoTextError: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.NoPictureFileError: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.NumberMissingError: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.OtherDocumentError: HTTPStatus.UNPROCESSABLE_ENTITY,
    refusals.BadUnsubscribeLinkError: HTTPStatus.BAD_REQUEST,
    refusals.TooManyTriesError: HTTPStatus.TOO_MANY_REQUESTS,
    refusals.LinkSpentError: HTTPStatus.GONE,
    refusals.RegisterBusyError: HTTPStatus.SERVICE_UNAVAILABLE,
    refusals.RegisterFullError: HTTPStatus.SERVICE_UNAVAILABLE,
    refusals.RegisterUnreachableError: HTTPStatus.SERVICE_UNAVAILABLE,
    refusals.RegisterForbiddenError: HTTPStatus.SERVICE_UNAVAILABLE,
    refusals.RegisterDamagedError: HTTPStatus.SERVICE_UNAVAILABLE,
    refusals.RegisterMissingError: HTTPStatus.SERVICE_UNAVAILABLE,
    refusals.RegisterOutdatedError: HTTPStatus.SERVICE_UNAVAILABLE,
    refusals.RegisterUnknownError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""What is no conflict: everything else that a service refuses is one (409)."""

_UNAVAILABLE = _("The register cannot be reached at the moment. Try again in a moment.")


def status_of(error: SopkitError) -> HTTPStatus:
    """The status of a failure."""
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return HTTPStatus.CONFLICT


def sentence(error: SopkitError, translate: Translate) -> str:
    """What to tell a visitor about a failure.

    Where the register is, and what its database says, is no visitor's business; and who may not
    see a thing hears the same as if it were not there.
    """
    status = status_of(error)
    if status is HTTPStatus.SERVICE_UNAVAILABLE and not isinstance(
        error, refusals.RegisterBusyError | refusals.RegisterFullError
    ):
        return translate(_UNAVAILABLE)
    if status is HTTPStatus.NOT_FOUND:
        return translate(NotFoundError.template)
    return fill(translate(error.template), facts_in_words(error.facts, translate))
