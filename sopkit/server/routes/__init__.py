"""The routes, one file for each subject."""

from __future__ import annotations

from sopkit.server.routes import (
    history,
    home,
    library,
    reviews,
    session,
    sops,
    submission,
    upkeep,
    walk,
)

ROUTERS = (
    session.router,
    home.router,
    library.router,
    sops.router,
    walk.router,
    reviews.router,
    submission.router,
    upkeep.router,
    history.router,
)
"""All of them. What a route needs stands in `server.access`."""
