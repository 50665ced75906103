"""The routes, one file for each subject."""

from __future__ import annotations

from sopkit.server import api
from sopkit.server.routes import history, home, reviews, session, submission, upkeep

ROUTERS = (
    session.router,
    home.router,
    reviews.router,
    submission.router,
    upkeep.router,
    history.router,
    *api.ROUTERS,
)
"""All of them. What a route needs stands in `server.access`."""
