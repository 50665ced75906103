"""What the environment decides: where the register is, and how the web application serves it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address, ip_network
from pathlib import Path

from sopkit.errors import SettingAddressError, SettingChoiceError, SettingNumberError

DATABASE_URL = "SOPKIT_DATABASE_URL"
ANCHOR = "SOPKIT_ANCHOR"

REGISTER_FILE = "register.sqlite"
DEMO_FILE = "demo.sqlite"


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


def demo_file(environment: Mapping[str, str]) -> Path:
    """Where the register of the demo is, if nobody says."""
    return _data_folder(environment) / DEMO_FILE


def _own_file(environment: Mapping[str, str]) -> str:
    return str(_data_folder(environment) / REGISTER_FILE)


def _data_folder(environment: Mapping[str, str]) -> Path:
    from platformdirs import user_data_path

    chosen = environment.get("XDG_DATA_HOME")
    return Path(chosen) / "sopkit" if chosen else user_data_path("sopkit", appauthor=False)


# The web application

HOST = "SOPKIT_HOST"
PORT = "SOPKIT_PORT"
WORKERS = "SOPKIT_WORKERS"
PROXIES = "SOPKIT_TRUSTED_PROXIES"
STOP_SECONDS = "SOPKIT_STOP_SECONDS"
LOG = "SOPKIT_LOG"

THIS_MACHINE = "127.0.0.1"
_PROXIES_OF_THIS_MACHINE = ("127.0.0.1", "::1")
_MOST_WORKERS = 64
_MOST_SECONDS = 3600


class LogStyle(StrEnum):
    """How the web application writes what it does: for programs, for people, or failures alone."""

    JSON = "json"
    TEXT = "text"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Serving:
    """Where the web application listens, with how many processes, and how it stops.

    `proxies` are addresses or networks of web servers that are believed when they say for whom
    they ask; `stop_seconds` is how long requests may still take when it is told to stop.
    """

    host: str = THIS_MACHINE
    port: int = 8600
    workers: int = 1
    proxies: tuple[str, ...] = _PROXIES_OF_THIS_MACHINE
    stop_seconds: int = 25

    @property
    def exposed(self) -> bool:
        """Whether other machines may reach it."""
        try:
            return not ip_address(self.host).is_loopback
        except ValueError:
            return self.host != "localhost"


def read_serving(environment: Mapping[str, str], options: Mapping[str, str | None]) -> Serving:
    """How to serve: what the options say (by name, such as `--port`), else the environment.

    Raises SettingNumberError and SettingAddressError.
    """

    def said(option: str, variable: str, otherwise: object) -> tuple[str, str]:
        given = options.get(option)
        if given is not None:
            return option, given
        return variable, environment.get(variable) or str(otherwise)

    usual = Serving()
    return Serving(
        host=said("--host", HOST, usual.host)[1],
        port=_number(*said("--port", PORT, usual.port), 0, 65_535),
        workers=_number(*said("--workers", WORKERS, usual.workers), 1, _MOST_WORKERS),
        proxies=_networks(PROXIES, environment.get(PROXIES), usual.proxies),
        stop_seconds=_number(*said("", STOP_SECONDS, usual.stop_seconds), 0, _MOST_SECONDS),
    )


def read_log_style(environment: Mapping[str, str], *, terminal: bool) -> LogStyle:
    """How to write the log; without a setting for people on a terminal, else for programs.

    Raises SettingChoiceError.
    """
    text = environment.get(LOG)
    if not text:
        return LogStyle.TEXT if terminal else LogStyle.JSON
    try:
        return LogStyle(text)
    except ValueError as error:
        raise SettingChoiceError(LOG, text, ", ".join(LogStyle)) from error


def _number(name: str, text: str, least: int, most: int) -> int:
    digits = text.isascii() and text.isdecimal() and len(text) <= len(str(most))
    if not digits or not least <= int(text) <= most:
        raise SettingNumberError(name, text, least, most)
    return int(text)


def _networks(name: str, text: str | None, usual: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses and networks, separated by commas; the word `none` trusts nobody."""
    if not text:
        return usual
    found = [] if text == "none" else [part.strip() for part in text.split(",")]
    for each in found:
        try:
            ip_network(each)
        except ValueError as error:
            raise SettingAddressError(name, each) from error
    return tuple(found)
