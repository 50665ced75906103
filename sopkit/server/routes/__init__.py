"""The routes, one file for each subject."""

from __future__ import annotations

from sopkit.server import api
from sopkit.server.routes import (
    account,
    entry,
    history,
    home,
    importing,
    jobs,
    library,
    mail,
    organisation,
    people,
    pictures,
    reviews,
    session,
    sops,
    starting,
    submission,
    together,
    trail,
    upkeep,
    walk,
    writing,
)

ROUTERS = (
    session.router,
    entry.router,
    account.router,
    home.router,
    library.router,
    sops.router,
    walk.router,
    reviews.router,
    submission.router,
    upkeep.router,
    history.router,
    mail.router,
    people.router,
    importing.router,
    organisation.router,
    trail.router,
    jobs.router,
    starting.router,
    writing.router,
    together.router,
    pictures.router,
    *api.ROUTERS,
)
"""All of them. What a route needs stands in `server.access`."""
