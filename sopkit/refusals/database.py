"""What is refused about the database and the files made of it."""

from __future__ import annotations

from sopkit.errors import SopkitError
from sopkit.messages import message

_ = message


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


class NotABackupError(SopkitError):
    """A ZIP file of something else."""

    template = _("{name} is no backup of a register.")

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
