"""One process that serves: it makes its application from the environment."""

from __future__ import annotations

import os
import sys

from fastapi import FastAPI

from sopkit.server import logs
from sopkit.server.app import create_app
from sopkit.services.notices.mail_settings import read_mail_settings
from sopkit.services.processes import end_with_parent
from sopkit.settings import read_log_style, read_settings


def from_environment() -> FastAPI:
    """The application for the register of the environment."""
    logs.configure(read_log_style(os.environ, terminal=sys.stderr.isatty()))
    end_with_parent()
    return create_app(read_settings(os.environ), mail=read_mail_settings(os.environ))
