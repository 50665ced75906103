"""What is refused about a CSV file with persons."""

from __future__ import annotations

from sopkit.errors import SopkitError
from sopkit.messages import message

_ = message


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

    template = _(
        "The file is not UTF-8. Open it in your spreadsheet program, save it as “CSV UTF-8”, "
        "and choose it again."
    )


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
