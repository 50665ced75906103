"""Settings that every test shares."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.engines"]


def pytest_configure(config: pytest.Config) -> None:
    """Repeatable examples in `make test`; new and many more of them in `make soak`."""
    slow = [HealthCheck.too_slow]
    settings.register_profile(
        "test", deadline=None, derandomize=True, max_examples=60, suppress_health_check=slow
    )
    settings.register_profile(
        "soak", deadline=None, max_examples=3000, print_blob=True, suppress_health_check=slow
    )
    settings.load_profile("soak" if config.getoption("markexpr") == "soak" else "test")
