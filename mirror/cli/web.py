"""`plumbline web`: its words, its help, and what it runs."""

import argparse
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from mirror.cli.shared import Commands, Help, debug_argument

_EXAMPLES: Final = """\
examples:
  plumbline web
  plumbline web --port 8000 --name mirror.fritz.box
  plumbline web --host 127.0.0.1

Nobody gets in but phones that were connected at the mirror. docs/phone.md explains the pages.
"""
_LAST_PORT: Final = 65_535


def add_to(commands: Commands) -> None:
    """Add the command to those of the command line."""
    purpose = "serve the pages for phones on the same Wi-Fi"
    web: argparse.ArgumentParser = commands.add_parser(
        "web",
        help=purpose,
        description=f"{purpose[:1].upper()}{purpose[1:]}.",
        formatter_class=Help,
        epilog=_EXAMPLES,
    )
    web.add_argument(
        "--host", metavar="ADDRESS", help="where to listen (default: on all of this machine)"
    )
    web.add_argument("--port", type=_port, metavar="PORT", help="default: 8080; 0: a free one")
    web.add_argument(
        "--name",
        action="append",
        default=[],
        metavar="NAME",
        help="a further name of this machine; may be given more than once",
    )
    web.add_argument(
        "--data", type=Path, metavar="DIR", help="the data folder (default: the mirror's own)"
    )
    web.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="the mirror's settings (default: plumbline.toml in your configuration folder)",
    )
    debug_argument(web)


def _port(word: str) -> int:
    if not word.isdecimal() or not 0 <= int(word) <= _LAST_PORT:
        message = f"{word} is no port; name a number from 0 to {_LAST_PORT}"
        raise argparse.ArgumentTypeError(message)
    return int(word)


def _web(options: argparse.Namespace) -> int:
    from mirror.notify import notifier  # noqa: PLC0415 - only when asked for
    from mirror.store.folder import data_folder  # noqa: PLC0415 - heavy: only when asked for
    from mirror.web.serve import PORT, WebOptions, serve  # noqa: PLC0415 - with it

    return serve(
        WebOptions(
            folder=data_folder(options.data),
            host=options.host or "",
            port=PORT if options.port is None else options.port,
            names=tuple(options.name),
            config=options.config,
        ),
        say=partial(print, flush=True),
        notify=notifier(os.environ),
    )


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {"web": _web}
