"""The routes, one file for each subject."""

from __future__ import annotations

from sopkit.server.api import openapi as api
from sopkit.server.routes import home, session

ROUTERS = (session.router, home.router, *api.ROUTERS)
"""All of them. What a route needs stands in `server.access`."""
