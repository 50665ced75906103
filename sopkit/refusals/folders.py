"""What is refused about folders that are kept in step with the register."""

from __future__ import annotations

from sopkit.errors import SopkitError
from sopkit.messages import message

_ = message


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
