"""What the environment decides for the register: where it is, and where its anchors go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DATABASE_URL = "SOPKIT_DATABASE_URL"
ANCHOR = "SOPKIT_ANCHOR"

REGISTER_FILE = "register.sqlite"


@dataclass(frozen=True, slots=True)
class Settings:
    """`database_url` is one of SQLAlchemy's; `anchor` the file for the hashes of the trail."""

    database_url: str
    anchor: Path | None = None


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings that an environment gives.

    Without `SOPKIT_DATABASE_URL` the register is one file in the user's data folder.
    """
    anchor = environment.get(ANCHOR)
    return Settings(
        database_url=database_url(environment.get(DATABASE_URL) or _own_file(environment)),
        anchor=Path(anchor) if anchor else None,
    )


def database_url(text: str) -> str:
    """A database's address as SQLAlchemy wants it: a bare path is a file of SQLite.

    The addresses that PostgreSQL's own programs take work as well; they name no driver.
    """
    for scheme in ("postgresql://", "postgres://"):
        if text.startswith(scheme):
            return f"postgresql+psycopg://{text.removeprefix(scheme)}"
    if "://" in text:
        return text
    return f"sqlite:///{Path(text).absolute().as_posix()}"


def _own_file(environment: Mapping[str, str]) -> str:
    from platformdirs import user_data_path

    chosen = environment.get("XDG_DATA_HOME")
    folder = Path(chosen) / "sopkit" if chosen else user_data_path("sopkit", appauthor=False)
    return str(folder / REGISTER_FILE)
