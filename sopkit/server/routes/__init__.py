"""The routes, one file for each subject."""

from __future__ import annotations

from sopkit.server.routes import (
    history,
    home,
    jobs,
    mail,
    reviews,
    session,
    submission,
    upkeep,
)

ROUTERS = (
    session.router,
    home.router,
    reviews.router,
    submission.router,
    upkeep.router,
    history.router,
    mail.router,
    jobs.router,
)
"""All of them. What a route needs stands in `server.access`."""
