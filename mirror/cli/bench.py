"""`plumbline bench`: its words, and what it runs."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from mirror.cli.shared import Commands, Help, debug_argument

_EXAMPLES: Final = """\
examples:
  plumbline bench                                      everything; some minutes on a Pi
  plumbline bench --only feed --exercise squat --runs 20
  plumbline bench --models full-int8 --threads 1 2 3
  plumbline bench --compare mediapipe --json > bench.json

The models look at the demo clip, or at yours (--clip); no camera is needed. The exercises are also
measured alone, on a synthetic figure. docs/bench.md explains the figures.
"""


def add_to(commands: Commands) -> None:
    """Add the command."""
    command = commands.add_parser(
        "bench",
        help="measure how fast this machine is, from frame to verdict",
        description="Measure what each step from a frame to a verdict costs on this machine.",
        formatter_class=Help,
        epilog=_EXAMPLES,
    )
    command.add_argument(
        "--exercise", metavar="NAME", help="measure only this; `plumbline exercises` lists them"
    )
    command.add_argument(
        "--only", choices=("feed", "pipeline"), help="the exercises alone, or the whole way alone"
    )
    command.add_argument("--clip", type=Path, metavar="CLIP", help="instead of the demo")
    command.add_argument(
        "--models", nargs="+", default=[], metavar="MODEL", help="default: all installed"
    )
    command.add_argument(
        "--threads",
        nargs="+",
        type=int,
        default=[],
        metavar="N",
        help="default: 1 up to all but one",
    )
    command.add_argument(
        "--frames", type=int, default=150, metavar="N", help="of each run (default: 150; 0: all)"
    )
    command.add_argument(
        "--runs", type=int, default=5, metavar="N", help="how often to measure (default: 5)"
    )
    command.add_argument(
        "--compare",
        nargs="+",
        default=[],
        metavar="PEER",
        help="also run mediapipe or mediapipe-tasks, in their own environments (2 GB, once)",
    )
    command.add_argument("--json", action="store_true", help="print JSON and nothing else")
    debug_argument(command)


def _bench(options: argparse.Namespace) -> int:
    from mirror.bench.command import BenchOptions, bench  # noqa: PLC0415 - heavy: when asked for
    from mirror.report.table import output_console  # noqa: PLC0415 - with it

    return bench(
        BenchOptions(
            exercise=options.exercise,
            runs=options.runs,
            json=options.json,
            only=options.only,
            clip=options.clip,
            models=tuple(options.models),
            threads=tuple(options.threads),
            frames=options.frames,
            compare=tuple(options.compare),
        ),
        output_console(),
    )


COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {"bench": _bench}
