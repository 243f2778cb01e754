"""The words after `plumbline`: what they are, their help, and what is said when they are wrong."""

import argparse
import math
import sys
from pathlib import Path
from typing import Final, NoReturn

from mirror.cli import bench, doctor, network, records, sync, update, web
from mirror.cli.shared import Help, debug_argument
from mirror.errors import EXIT_USER, error_line

_DESCRIPTION: Final = "A mirror that coaches knees: it counts and judges your exercises."
_EXAMPLES: Final = """\
examples:
  plumbline run                                  use the mirror with the camera found here
  plumbline run --source demo --window           watch the demo in a window
  plumbline analyze squats.mp4 --exercise squat  count and judge the reps of a clip

`plumbline COMMAND --help` explains a command.
"""
_RUN_EXAMPLES: Final = """\
examples:
  plumbline run
  plumbline run --source v4l2:/dev/video0 --exercise squat --window
  plumbline run --source squats.mp4 --exercise squat --screenshots pictures
"""
_REPLAY_EXAMPLES: Final = """\
examples:
  plumbline run --record monday.jsonl
  plumbline replay monday.jsonl --window --speed 4
  plumbline replay monday.jsonl --speed max --screenshots pictures

Exit code 1: something happened in another way than when it was recorded.
"""
_ANALYZE_EXAMPLES: Final = """\
examples:
  plumbline analyze squats.mp4 --exercise squat
  plumbline analyze *.mp4 --exercise clamshell --json > results.json
  plumbline analyze squats.mp4 --exercise squat --plot squats.png --annotate seen.mp4
  plumbline analyze squats.mp4 --exercise squat --landmarks squats.jsonl
  plumbline analyze squats.jsonl --exercise squat

docs/analyze.md explains the output, docs/analyze.schema.json the JSON.
"""


class _Parser(argparse.ArgumentParser):
    """argparse with one-line errors; its own print the usage as well."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the arguments, and exit."""
        say(message[:1].upper() + message[1:], f"See: {self.prog} --help")
        sys.exit(EXIT_USER)


class _Version(argparse.Action):
    """Looks the version up only when asked: reading the package's metadata takes a while."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        """Print the version, and exit."""
        from importlib.metadata import version  # noqa: PLC0415 - slow: only when asked for

        print(f"plumbline {version('plumbline')}")  # noqa: T201 - the command line speaks here
        parser.exit()


def say(message: str, remedy: str) -> None:
    """Tell the person in one line on stderr."""
    print(error_line(message, remedy), file=sys.stderr)  # noqa: T201 - the command line speaks here


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line; `command` and `debug` are always set."""
    top = _Parser(
        prog="plumbline",
        description=_DESCRIPTION,
        formatter_class=Help,
        epilog=_EXAMPLES,
    )
    top.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    top.add_argument("--debug", action="store_true", help="show the details of a crash")
    commands = top.add_subparsers(
        dest="command", metavar="COMMAND", title="commands", required=True
    )
    _run_arguments(
        commands.add_parser(
            "run",
            help="use the mirror: it counts, judges and cues as you move",
            description="Use the mirror. The arrow keys, Enter and Esc stand for its buttons: Esc "
            "goes back, and ends a clip. Esc and the down arrow, held for 3 seconds, shut down.",
            formatter_class=Help,
            epilog=_RUN_EXAMPLES,
        )
    )
    _replay_arguments(
        commands.add_parser(
            "replay",
            help="play a recorded run once more",
            description="Play a recorded run once more: the same inputs give the same session.",
            formatter_class=Help,
            epilog=_REPLAY_EXAMPLES,
        )
    )
    _analyze_arguments(
        commands.add_parser(
            "analyze",
            help="count and judge the reps in clips or landmark recordings",
            description="Count and judge the reps in clips or landmark recordings.",
            formatter_class=Help,
            epilog=_ANALYZE_EXAMPLES,
        )
    )
    bench.add_to(commands)
    _screenshots_arguments(
        commands.add_parser(
            "screenshots",
            help="write pictures of every scene of the mirror",
            description="Write pictures of every scene, upright and lying, in every language.",
            formatter_class=Help,
        )
    )
    doctor.add_to(commands)
    records.add_to(commands)
    sync.add_to(commands)
    web.add_to(commands)
    network.add_to(commands)
    update.add_to(commands)
    for name, purpose in (
        ("models", "list the pose models installed, with their size and speed here"),
        ("exercises", "list the exercises and how to face the camera in each"),
    ):
        debug_argument(
            commands.add_parser(
                name, help=purpose, description=f"{purpose[:1].upper()}{purpose[1:]}."
            )
        )
    return top


def _run_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--source",
        metavar="SOURCE",
        help="auto (the usual default: the Pi camera, else a webcam, else the demo), pi, "
        "v4l2:/dev/video0, a clip, a landmark recording, or demo",
    )
    command.add_argument(
        "--exercise", metavar="NAME", help="what you do; `plumbline exercises` lists them"
    )
    _model_argument(command)
    command.add_argument(
        "--window", action="store_true", help="draw in a window instead of the full screen"
    )
    command.add_argument(
        "--screenshots", type=Path, metavar="DIR", help="folder for pictures of the screen"
    )
    command.add_argument(
        "--config",
        type=Path,
        metavar="FILE",
        help="the settings (default: plumbline.toml in your configuration folder)",
    )
    command.add_argument(
        "--data", type=Path, metavar="DIR", help="the folder of records (default: the mirror's own)"
    )
    command.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help="take the run down for `plumbline replay`: landmarks and buttons, never a picture",
    )
    debug_argument(command)


def _replay_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="made by `plumbline run --record`")
    command.add_argument(
        "--speed",
        type=_speed,
        default=1.0,
        metavar="N",
        help="times as fast as it was (default: 1), or max: no window, as fast as it goes",
    )
    command.add_argument(
        "--window", action="store_true", help="draw in a window instead of the full screen"
    )
    command.add_argument(
        "--screenshots", type=Path, metavar="DIR", help="folder for a picture of each scene"
    )
    debug_argument(command)


def _speed(word: str) -> float | None:
    """How fast to replay; None for as fast as it goes."""
    if word == "max":
        return None
    try:
        speed = float(word)
    except ValueError:
        speed = 0.0
    if not 0.0 < speed < math.inf:
        message = f"{word} is no speed; name a number above 0, or max"
        raise argparse.ArgumentTypeError(message)
    return speed


def _analyze_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "clips", nargs="+", metavar="CLIP", help="a video file, or a recording ending in .jsonl"
    )
    command.add_argument(
        "--exercise",
        required=True,
        metavar="NAME",
        help="what is done in the clips; `plumbline exercises` lists them",
    )
    _model_argument(command)
    command.add_argument(
        "--json",
        action="store_true",
        help="print JSON and nothing else: an object for one clip, an array for several",
    )
    command.add_argument(
        "--plot",
        type=Path,
        metavar="FILE",
        help="draw the movement, reps and faults over time (.png, .svg or .pdf; one clip only)",
    )
    command.add_argument(
        "--annotate",
        type=Path,
        metavar="FILE",
        help="write a copy of the clip with skeleton, angle and count (.mp4; one clip only)",
    )
    command.add_argument(
        "--landmarks",
        type=Path,
        metavar="FILE",
        help="write the landmarks, without any picture (.jsonl; one clip only)",
    )
    debug_argument(command)


def _screenshots_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "folder", type=Path, metavar="DIR", help="folder for the PNG files, one in it per language"
    )
    command.add_argument("--language", metavar="LANGUAGE", help="only this one, such as en")
    command.add_argument(
        "--time", action="store_true", help="also tell how long each scene takes to draw here"
    )
    debug_argument(command)


def _model_argument(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--model",
        default="auto",
        metavar="MODEL",
        help="auto (default: the most accurate that keeps up here), full, lite, "
        "or a name from `plumbline models`",
    )
