"""`plumbline doctor`: its words, its help, and what it runs."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from mirror.cli.shared import Help, debug_argument

_EXAMPLES: Final = """\
examples:
  plumbline doctor                          check everything, from the cable to the records
  plumbline doctor --only camera model      only these
  plumbline doctor --only program           what a new version needs: no camera, no screen
  plumbline doctor --json
  plumbline doctor --bundle help.zip        also write a file for whoever helps you

checks: python packages board temperature power memory disk clock config camera model display
buttons speaker voice records network sync services update

The support file holds no picture, name, address, secret or record. Exit code 1: something is
broken. docs/doctor.md tells more.
"""

# The type has no other name.
_Commands: TypeAlias = "argparse._SubParsersAction[Any]"  # noqa: SLF001


def add_to(commands: _Commands) -> None:
    """Add the command to those of the command line."""
    made: argparse.ArgumentParser = commands.add_parser(
        "doctor",
        help="check everything, and say what to do",
        description="Check everything from the cable to the records, and say what to do.",
        formatter_class=Help,
        epilog=_EXAMPLES,
    )
    made.add_argument(
        "--only", nargs="+", metavar="NAME", help="these checks, or program for those of a version"
    )
    made.add_argument("--json", action="store_true", help="print JSON and nothing else")
    made.add_argument("--bundle", type=Path, metavar="FILE", help="write a support file (.zip)")
    made.add_argument("--config", type=Path, metavar="FILE", help="the settings")
    made.add_argument("--sync-config", type=Path, metavar="FILE", help="the sync targets")
    made.add_argument(
        "--data", type=Path, metavar="DIR", help="the data folder (default: the mirror's own)"
    )
    # Every check in this process: how the program itself starts one apart.
    made.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    debug_argument(made)


def _doctor(options: argparse.Namespace) -> int:
    from mirror.config.nearest import nearest  # noqa: PLC0415 - heavy: only when asked for
    from mirror.doctor.checks import CHECKS, PROGRAM  # noqa: PLC0415 - with it
    from mirror.doctor.command import DoctorOptions, doctor  # noqa: PLC0415 - with it
    from mirror.errors import UserError  # noqa: PLC0415 - with it
    from mirror.report.table import output_console  # noqa: PLC0415 - with it
    from mirror.store.folder import data_folder  # noqa: PLC0415 - with it

    known = (*CHECKS, PROGRAM)
    for name in options.only or ():
        if name not in known:
            hint = nearest(name, known, shown="{}").removeprefix(", ")
            message = f"No check is called {name}"
            known_words = f"Known: {', '.join(known)}."
            raise UserError(message, remedy=hint[:1].upper() + hint[1:] or known_words)
    return doctor(
        DoctorOptions(
            folder=data_folder(options.data),
            config=options.config,
            sync_config=options.sync_config,
            only=tuple(options.only or ()),
            json=options.json,
            bundle=options.bundle,
            here=options.here,
        ),
        output_console(),
    )


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {"doctor": _doctor}
