"""Whether the application lives, and whether it can work: for whatever watches over it.

These ask for no session and open no visit, and tell nothing about the register but that.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from sopkit.errors import SopkitError
from sopkit.services.register.opening import check_ready

_LOG = logging.getLogger("sopkit.server")

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> JSONResponse:
    """This process answers. It does not ask the register: restarting would not bring that back."""
    return JSONResponse({"alive": True})


@router.get("/readyz")
def readyz(request: Request) -> JSONResponse:
    """The register can be reached, and its tables are those of this sopkit."""
    try:
        check_ready(request.app.state.site.register)
    except SopkitError as error:
        _LOG.warning("not ready: %s", type(error).__name__)
        return JSONResponse({"ready": False}, status_code=HTTPStatus.SERVICE_UNAVAILABLE)
    return JSONResponse({"ready": True})
