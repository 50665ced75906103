"""The routes, one file for each subject."""

from __future__ import annotations

from sopkit.server.routes import (
    account,
    entry,
    home,
    importing,
    organisation,
    people,
    session,
    trail,
)

ROUTERS = (
    session.router,
    entry.router,
    account.router,
    people.router,
    importing.router,
    organisation.router,
    trail.router,
    home.router,
)
"""All of them. What a route needs stands in `server.access`."""
