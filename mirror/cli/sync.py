"""`plumbline sync`: its words, its help, and what it runs."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from mirror.cli.shared import Commands, Help, debug_argument

_EXAMPLES: Final = """\
examples:
  plumbline sync --check             what is wrong with each target, in plain words
  plumbline sync --once              send what is due, then end
  plumbline sync                     stay, and send what is new within a minute
  plumbline sync --target nextcloud --once
  plumbline sync --status

docs/sync.md shows how to set up targets: a folder, WebDAV (Nextcloud), wger, MQTT, a webhook.
"""
_INTERVAL_S: Final = 60.0
"""Between looks for something new (a design choice): nobody waits for a log in a hurry."""


def add_to(commands: Commands) -> None:
    """Add the command to those of the command line."""
    made: argparse.ArgumentParser = commands.add_parser(
        "sync",
        help="send finished sessions to what you run at home",
        description="Send finished sessions to what you run at home: each once, and what changed "
        "again.",
        formatter_class=Help,
        epilog=_EXAMPLES,
    )
    made.add_argument("--target", metavar="NAME", help="only this one, and without waiting")
    what = made.add_mutually_exclusive_group()
    what.add_argument("--once", action="store_true", help="send what is due, then end")
    what.add_argument("--check", action="store_true", help="try each target, send no session")
    what.add_argument("--dry-run", action="store_true", help="say what would be sent")
    what.add_argument("--status", action="store_true", help="say how it goes with each target")
    made.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="the targets (default: sync.toml beside the settings)",
    )
    made.add_argument(
        "--data", type=Path, metavar="DIR", help="the data folder (default: the mirror's own)"
    )
    debug_argument(made)


def _sync(options: argparse.Namespace) -> int:
    import random  # noqa: PLC0415 - only when asked for
    import signal  # noqa: PLC0415 - with it
    import threading  # noqa: PLC0415 - with it
    import time  # noqa: PLC0415 - with it

    from mirror.report.table import output_console  # noqa: PLC0415 - heavy: only when asked for
    from mirror.signals import aside  # noqa: PLC0415 - with it
    from mirror.store.folder import data_folder  # noqa: PLC0415 - with it
    from mirror.sync import asking  # noqa: PLC0415 - with it
    from mirror.sync.command import SyncOptions, SyncParts, sync  # noqa: PLC0415 - with it
    from mirror.sync.worker import World  # noqa: PLC0415 - with it

    stopped = threading.Event()
    chosen = SyncOptions(data_folder(options.data), options.config, options.target)
    parts = SyncParts(
        world=World(now_s=time.time, chance=random.random),
        stamp=time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()),
        wait=lambda: not stopped.wait(_INTERVAL_S),
        console=output_console(),
    )
    if options.check:
        return asking.check(chosen, parts)
    if options.dry_run:
        return asking.dry_run(chosen, parts)
    if options.status:
        return asking.show_status(chosen, parts)
    signal.signal(signal.SIGTERM, lambda *_: aside(stopped.set))
    return sync(chosen, parts, stay=not options.once)


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {"sync": _sync}
