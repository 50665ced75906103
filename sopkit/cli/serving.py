"""Runs the web application: one process, or several with one that watches over them."""

from __future__ import annotations

import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from types import FrameType
from typing import Any

from sopkit.errors import CannotListenError, NotServingError
from sopkit.settings import Serving

_APPLICATION = "sopkit.server.process:from_environment"

_KEPT_OPEN = 75
"""Seconds: longer than a web server before this one keeps a connection that nobody uses, or that
one would now and then send a request into a connection that is just being closed."""

_PATIENCE = 60
"""Seconds that the first page may take."""

_WAITING = 2048
"""Connections that wait for a process that is busy, or is just starting."""


def serve(serving: Serving, tell: Callable[[str], None], application: str = _APPLICATION) -> None:
    """Serve until Ctrl+C or SIGTERM; running requests are finished. `tell` gets the address.

    Each process makes its application, named by module and function, from the environment.
    Raises CannotListenError.
    """
    import uvicorn
    from uvicorn.supervisors import Multiprocess

    config = uvicorn.Config(application, **_settings(serving))
    with listening(serving) as listener, suppress(KeyboardInterrupt):
        tell(address_of(serving.host, listener))
        # The server hands on the signal that ended it, which would look like a crash.
        signal.signal(signal.SIGTERM, _leave)
        if serving.workers > 1:
            Multiprocess(config, [listener]).run()
        else:
            uvicorn.Server(config).run([listener])


def serve_once(serving: Serving) -> str:
    """Serve until one page has come, and see that it is ready; gives the address.

    Raises CannotListenError and NotServingError.
    """
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(_APPLICATION, **_settings(serving)))
    with listening(serving) as listener:
        address = address_of(serving.host, listener)
        thread = Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        try:
            for page in ("readyz", "sign-in"):
                _fetch(address + page)
        finally:
            server.should_exit = True
            thread.join()
    return address


def _fetch(address: str) -> None:
    from urllib.error import HTTPError
    from urllib.request import urlopen

    try:
        with urlopen(address, timeout=_PATIENCE) as answer:  # noqa: S310 - our own address
            answer.read()
    except HTTPError as error:
        raise NotServingError(address, f"{error.code} {error.reason}") from None
    except OSError as error:
        raise NotServingError(address, error) from error


def listening(serving: Serving) -> socket.socket:
    """A socket at the address. Raises CannotListenError."""
    place = (serving.host, serving.port)
    try:
        family = socket.getaddrinfo(*place, type=socket.SOCK_STREAM)[0][0]
        made = socket.create_server(place, family=family, backlog=_WAITING)
    except OSError as error:
        shown = f"[{serving.host}]" if ":" in serving.host else serving.host
        raise CannotListenError(f"{shown}:{serving.port}", error.strerror) from error
    # Made anew from its number it knows that it speaks TCP, which asyncio looks at before it lets
    # small parts of an answer go at once: else each answer waits 40 ms for the other side.
    return socket.socket(fileno=made.detach())


def address_of(host: str, listener: socket.socket) -> str:
    """Where a browser finds it: the port may have been left to the system."""
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}/"


def _settings(serving: Serving) -> dict[str, Any]:
    """What uvicorn is told."""
    return {
        "factory": True,
        "workers": serving.workers,
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "ws": "none",
        "proxy_headers": bool(serving.proxies),
        "forwarded_allow_ips": list(serving.proxies),
        "timeout_keep_alive": _KEPT_OPEN,
        "timeout_graceful_shutdown": serving.stop_seconds,
    }


def _leave(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)
