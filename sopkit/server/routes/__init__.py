"""The routes, one file for each subject."""

from __future__ import annotations

from sopkit.server.routes import home, jobs, mail, session

ROUTERS = (session.router, home.router, mail.router, jobs.router)
"""All of them. What a route needs stands in `server.access`."""
