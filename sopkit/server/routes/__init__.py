"""The routes, one file for each subject."""

from __future__ import annotations

from sopkit.server.routes import home, library, session, sops

ROUTERS = (session.router, home.router, library.router, sops.router)
"""All of them. What a route needs stands in `server.access`."""
