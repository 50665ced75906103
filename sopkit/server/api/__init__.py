"""The register for programs: JSON under `/api/v1`, described by OpenAPI.

A program shows a token of a person (`Authorization: Bearer …`) and may do what that person may.
The shapes here are the only place with Pydantic models.
"""

from __future__ import annotations

from sopkit.server.api.openapi import ROUTERS

__all__ = ["ROUTERS"]
