"""What the environment and the options decide about serving."""

from __future__ import annotations

import pytest

from sopkit.settings import LogStyle, Serving, read_log_style, read_serving


def test_without_a_word_this_machine_alone_is_served() -> None:
    assert read_serving({}, {}) == Serving()
    assert not Serving().exposed


def test_the_environment_decides_all_of_it() -> None:
    environment = {
        "SOPKIT_HOST": "0.0.0.0",  # noqa: S104 - to be told
        "SOPKIT_PORT": "80",
        "SOPKIT_WORKERS": "4",
        "SOPKIT_TRUSTED_PROXIES": "10.0.0.5, 10.1.0.0/16, fd00::/8",
        "SOPKIT_STOP_SECONDS": "0",
    }
    proxies = ("10.0.0.5", "10.1.0.0/16", "fd00::/8")
    assert read_serving(environment, {}) == Serving("0.0.0.0", 80, 4, proxies, 0)  # noqa: S104


def test_options_win() -> None:
    found = read_serving(
        {"SOPKIT_PORT": "80", "SOPKIT_HOST": "::"}, {"--port": "81", "--host": None}
    )
    assert (found.host, found.port) == ("::", 81)


def test_an_empty_variable_says_nothing() -> None:
    assert read_serving({"SOPKIT_PORT": "", "SOPKIT_TRUSTED_PROXIES": ""}, {}) == Serving()


def test_no_web_server_is_trusted_where_one_says_so() -> None:
    assert read_serving({"SOPKIT_TRUSTED_PROXIES": "none"}, {}).proxies == ()


@pytest.mark.parametrize(
    ("host", "exposed"),
    [
        ("127.0.0.1", False),
        ("127.9.9.9", False),
        ("::1", False),
        ("localhost", False),
        ("0.0.0.0", True),  # noqa: S104 - to be told
        ("::", True),
        ("10.0.0.1", True),
        ("localhost.example.org", True),
        ("", True),
    ],
)
def test_what_others_can_reach(host: str, exposed: bool) -> None:
    assert Serving(host=host).exposed is exposed


@pytest.mark.parametrize(
    ("said", "terminal", "style"),
    [
        ({}, True, LogStyle.TEXT),
        ({}, False, LogStyle.JSON),
        ({"SOPKIT_LOG": "quiet"}, True, LogStyle.QUIET),
        ({"SOPKIT_LOG": "json"}, True, LogStyle.JSON),
        ({"SOPKIT_LOG": "text"}, False, LogStyle.TEXT),
    ],
)
def test_people_at_a_terminal_get_another_log_than_programs(
    said: dict[str, str], terminal: bool, style: LogStyle
) -> None:
    assert read_log_style(said, terminal=terminal) is style
