"""Runs one command: its one-line errors and its exit code.

Exit codes: 0 well done, 1 a fault of the program, 2 something the person can put right, 130
stopped with Ctrl-C. Nothing heavy is imported before the command is known, so `--help`
answers at once.
"""

import argparse
import errno
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from device.errors import DeviceError
from mirror.cli import bench, doctor, network, records, sync, update, web
from mirror.cli.arguments import parser, say
from mirror.errors import EXIT_BUG, EXIT_USER, UserError

EXIT_INTERRUPTED: Final = 130
"""128 + SIGINT, as shells report it."""


def dispatch(options: argparse.Namespace) -> int:
    """Run the command the parsed words ask for; returns its exit code."""
    return _COMMANDS[options.command](options)


def _run(options: argparse.Namespace) -> int:
    from mirror.live import RunOptions, run  # noqa: PLC0415 - heavy: only when asked for

    return run(
        RunOptions(
            source=options.source,
            exercise=options.exercise,
            model=options.model,
            window=options.window,
            screenshots=options.screenshots,
            config=options.config,
            data=options.data,
            record=options.record,
        )
    )


def _replay(options: argparse.Namespace) -> int:
    from mirror.live import ReplayOptions, replay  # noqa: PLC0415 - heavy: only when asked for

    return replay(
        ReplayOptions(
            file=options.file,
            speed=options.speed,
            window=options.window,
            screenshots=options.screenshots,
        )
    )


def _analyze(options: argparse.Namespace) -> int:
    from mirror.analyze.command import analyze  # noqa: PLC0415 - heavy: only when asked for
    from mirror.analyze.options import AnalyzeOptions  # noqa: PLC0415 - with it
    from mirror.analyze.parts import RealParts  # noqa: PLC0415 - heavy: only when asked for

    return analyze(
        AnalyzeOptions(
            clips=tuple(options.clips),
            exercise=options.exercise,
            model=options.model,
            json=options.json,
            plot=options.plot,
            annotate=options.annotate,
            landmarks=options.landmarks,
        ),
        RealParts(),
    )


def _screenshots(options: argparse.Namespace) -> int:
    from mirror.ui.screenshots import (  # noqa: PLC0415 - heavy: only when asked for
        ScreenshotOptions,
        screenshots,
    )

    return screenshots(
        ScreenshotOptions(folder=options.folder, language=options.language, time=options.time),
        tell=print,
    )


def _models(_options: argparse.Namespace) -> int:
    from mirror.model_list import show  # noqa: PLC0415 - heavy: only when asked for
    from mirror.report.table import output_console  # noqa: PLC0415 - heavy: only when asked for

    return show(output_console())


def _exercises(_options: argparse.Namespace) -> int:
    from exercises.registry import names  # noqa: PLC0415 - heavy: only when asked for
    from mirror.report.table import (  # noqa: PLC0415 - heavy: only when asked for
        output_console,
        print_exercises,
    )

    print_exercises(names(), output_console())
    return 0


_COMMANDS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "run": _run,
    "replay": _replay,
    "analyze": _analyze,
    "screenshots": _screenshots,
    "models": _models,
    "exercises": _exercises,
    **bench.COMMANDS,
    **doctor.COMMANDS,
    **records.COMMANDS,
    **sync.COMMANDS,
    **web.COMMANDS,
    **network.COMMANDS,
    **update.COMMANDS,
}


def main(
    arguments: Sequence[str] | None = None,
    *,
    command: Callable[[argparse.Namespace], int] = dispatch,
) -> int:
    """Run one command.

    Args:
        arguments: words after `plumbline`; those of the process by default.
        command: runs the parsed words; raises what this function puts in words.

    Returns:
        The exit code.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the shell; what is said there is for nobody
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123 - for good
    for stream in (sys.stdout, sys.stderr):
        # A clip's name may hold bytes the terminal's encoding lacks: show them escaped.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    words = sys.argv[1:] if arguments is None else arguments
    if not words:
        parser().print_help(sys.stderr)
        return EXIT_USER
    options = parser().parse_args(words)
    try:
        code = command(options)
        sys.stdout.flush()
    except (DeviceError, UserError) as error:
        say(error.message, error.remedy)
        return EXIT_USER
    except BrokenPipeError:
        _drop_output()
        say(
            "The program reading the output stopped before the end",
            "Let it read everything, or write to a file with: > FILE",
        )
        return EXIT_USER
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the top of the program: nobody else can report it
        return _unforeseen(error, debug=options.debug)
    return code


def _unforeseen(error: Exception, *, debug: bool) -> int:
    """Put in words what no command foresaw; returns the exit code."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        try:
            sys.stdout.flush()
        except OSError:
            _drop_output()  # it is the output's disk
        say("The disk is full: not everything was written", "Free some space, then try again")
        return EXIT_USER
    if debug:
        traceback.print_exc()
    else:
        say(
            f"Something went wrong inside Plumbline ({type(error).__name__}: {error})",
            "Run it again with --debug and report what it prints.",
        )
    return EXIT_BUG


def _drop_output() -> None:
    """What is still buffered would fail once more when Python closes stdout at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
