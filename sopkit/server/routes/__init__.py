"""The routes, one file for each subject."""

from __future__ import annotations

from sopkit.server.routes import home, session, writing

ROUTERS = (session.router, home.router, writing.router)
"""All of them. What a route needs stands in `server.access`."""
