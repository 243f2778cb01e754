"""`plumbline web`: the pages for phones, until it is stopped."""

import ctypes
import errno
import gc
import logging
import os
import socket
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Final

import uvicorn

from mirror.config.read import load
from mirror.errors import UserError
from mirror.network.client import ask_as_page
from mirror.network.messages import folder as wifi_folder
from mirror.notify import READY, Notify
from mirror.web.app import application
from mirror.web.board import board_path
from mirror.web.database import open_web
from mirror.web.guard.hosts import own_names
from mirror.web.guard.protocol import CautiousProtocol
from mirror.web.place import Place, Target, assets, texts_of
from mirror.web.targets import targets_of

PORT: Final = 8080
HEADER_BYTES: Final = 8192
KEEP_ALIVE_S: Final = 5
GOODBYE_S: Final = 3
_M_ARENA_MAX: Final = -8  # malloc.h


@dataclass(frozen=True, slots=True)
class WebOptions:
    """How to serve.

    Attributes:
        folder: the data folder.
        host: where to listen; empty: on every address of this machine. Phones are other machines;
            who is not paired gets nothing.
        port: likewise; 0: a free one.
        names: further names of this machine, such as that of a reverse proxy.
        config: the mirror's settings; None: the usual file.
        targets: how syncing stands; None: as `plumbline sync` left it.
    """

    folder: Path
    host: str = ""
    port: int = PORT
    names: tuple[str, ...] = ()
    config: Path | None = None
    targets: Callable[[], Sequence[Target]] | None = None


def serve(options: WebOptions, *, say: Callable[[str], None], notify: Notify | None = None) -> int:
    """Serve until stopped.

    Args:
        options: how.
        say: told where, once connections are taken.
        notify: tells a service manager the same; None: nobody listens.

    Returns:
        The exit code.

    Raises:
        UserError: the data folder or the port cannot be used.
    """
    place = place_of(options)
    try:
        with closing(open_web(options.folder)):
            pass
    except (OSError, sqlite3.Error) as error:
        message = f"The phone pages cannot keep anything in {options.folder} ({error})"
        raise UserError(message, remedy="Check the folder and its owner.") from error
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    _keep_small()
    listening = _listen(options)
    server = uvicorn.Server(
        uvicorn.Config(
            application(place),
            http=CautiousProtocol,
            ws="none",
            loop="asyncio",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE_S,
            timeout_graceful_shutdown=GOODBYE_S,
            h11_max_incomplete_event_size=HEADER_BYTES,
        )
    )
    say(f"Phone pages: http://{_own_name(options)}:{listening.getsockname()[1]}")
    if notify is not None:
        notify(READY)
    server.run(sockets=[listening])
    return 0


def _listen(options: WebOptions) -> socket.socket:
    """The socket; connections wait in it until the pages are ready.

    Raises:
        UserError: the port is taken, or not ours to take.
    """
    try:
        if not options.host and socket.has_dualstack_ipv6():
            address = ("::", options.port)
            return socket.create_server(address, family=socket.AF_INET6, dualstack_ipv6=True)
        family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
        return socket.create_server((options.host, options.port), family=family)
    except OSError as error:
        where = f" of {options.host}" if options.host else ""
        # `create_server` adds the address to its own words. Numbers of wrong names are below 0.
        number = error.errno or 0
        why = os.strerror(number) if number > 0 else str(error.strerror).partition(" (while")[0]
        message = f"Port {options.port}{where} cannot be used ({why})"
        remedy = "Stop what uses it, or name another one with --port."
        if number < 0 or number == errno.EADDRNOTAVAIL:
            message = f"{options.host} is no address of this machine ({why})"
            remedy = "Name one that is, such as 127.0.0.1, or leave --host out."
        raise UserError(message, remedy=remedy) from error


def _own_name(options: WebOptions) -> str:
    if options.host:
        return f"[{options.host}]" if ":" in options.host else options.host
    return f"{socket.gethostname().split('.')[0].lower()}.local"


def place_of(options: WebOptions) -> Place:
    """What the pages of these options stand on."""
    # Read once now, so that the first page waits for nothing and a missing file is told here.
    assets()
    for language in ("en", "de", "es"):
        texts_of(language)
    made = Place(
        folder=options.folder,
        settings=lambda: load(options.config),
        board=board_path(options.folder),
        names=own_names(options.names),
        version=version("plumbline"),
        wifi=partial(ask_as_page, wifi_folder()),
    )
    return replace(made, targets=options.targets or partial(targets_of, options.folder))


def _keep_small() -> None:
    """Have threads share their memory: what one gives back another can take (glibc only)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
    # What is loaded now stays: collecting rubbish need not look at it, nor copy its pages.
    gc.collect()
    gc.freeze()
