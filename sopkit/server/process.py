"""One process that serves: it makes its application from the environment."""

from __future__ import annotations

import os
import signal
import sys
from multiprocessing import parent_process
from threading import Thread

from fastapi import FastAPI

from sopkit.server import logs
from sopkit.server.app import create_app
from sopkit.services.notices.mail_settings import read_mail_settings
from sopkit.settings import read_log_style, read_settings


def from_environment() -> FastAPI:
    """The application for the register of the environment."""
    logs.configure(read_log_style(os.environ, terminal=sys.stderr.isatty()))
    _end_with_parent()
    return create_app(read_settings(os.environ), mail=read_mail_settings(os.environ))


def _end_with_parent() -> None:
    """Stop when the process that watches over this one is gone: it would keep the port else."""
    parent = parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    Thread(target=wait, daemon=True).start()
