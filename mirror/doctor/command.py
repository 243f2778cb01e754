"""`plumbline doctor`: runs the checks, tells them line by line or as JSON, packs the bundle."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.text import Text

from device.board import is_raspberry_pi
from device.build import open_health
from mirror.config.read import load as load_settings
from mirror.config.settings import Settings
from mirror.doctor.bundle import pack, refuse_existing
from mirror.doctor.checks import CHECKS, names
from mirror.doctor.guard import guarded
from mirror.doctor.result import Result, World
from mirror.errors import EXIT_BUG, UserError
from mirror.health.vitals import Vitals
from mirror.text.catalog import load
from mirror.web.board import board_path
from mirror.web.vitals import read_vitals

MARKS: Final = {"ok": "✓", "attend": "!", "broken": "✗", "absent": "-"}
STYLES: Final = {"ok": "cyan", "attend": "yellow", "broken": "bold yellow", "absent": "dim"}
"""As on the glass: no red and green pair; each state also differs in its mark and word."""
COMMAND_S: Final = 8.0
_WIDTH: Final = max(len(name) for name in CHECKS)


@dataclass(frozen=True, slots=True)
class DoctorOptions:
    """What to do.

    Attributes:
        folder: the data folder.
        config: the file of settings; None: the usual one.
        sync_config: the file of sync targets; None: the usual one.
        only: names of checks, or "program"; empty: all.
        json: print JSON and nothing else.
        bundle: the support file to write; None: none.
        here: every check in this process.
    """

    folder: Path
    config: Path | None = None
    sync_config: Path | None = None
    only: tuple[str, ...] = ()
    json: bool = False
    bundle: Path | None = None
    here: bool = False


def doctor(options: DoctorOptions, console: Console) -> int:
    """Check, and say what was found.

    Returns:
        0; 1 when something is broken.

    Raises:
        UserError: the support file is there already, or cannot be written.
    """
    if options.bundle is not None:
        refuse_existing(options.bundle)
    world = world_of(options)
    results = []
    for result in _run(options, world):
        results.append(result)
        if not options.json:
            _tell(result, world, console)
    if options.json:
        print(json.dumps(report(results), indent=2, ensure_ascii=False))  # noqa: T201 - for programs
    else:
        _sum_up(results, world, console)
    if options.bundle is not None:
        listed = pack(options.bundle, report(results), world)
        if not options.json:
            heading = world.texts["doctor.bundle.wrote"].format(file=options.bundle)
            console.print(Text(heading))
            for one in listed:
                console.print(Text(f"  {one}"))
            console.print(Text(world.texts["doctor.bundle.without"]))
    return EXIT_BUG if any(one.state == "broken" for one in results) else 0


def report(results: Sequence[Result]) -> dict[str, object]:
    """All results as plain data."""
    return {
        "version": version("plumbline"),
        "ok": all(one.state != "broken" for one in results),
        "checks": [asdict(one) for one in results],
    }


def world_of(options: DoctorOptions) -> World:
    """What this machine's checks look at."""
    try:
        settings = load_settings(options.config)
    except UserError:  # the check of the settings tells it
        settings = Settings()
    board = board_path(options.folder)
    running = read_vitals(board, time.monotonic())
    machine = Vitals(open_health(options.folder).read())
    return World(
        folder=options.folder,
        config=options.config,
        sync_config=options.sync_config,
        settings=settings,
        texts=load(settings.language),
        running=running,
        machine=machine if running is None else replace(machine, slowed_hz=running.slowed_hz),
        command=run_command,
        on_pi=is_raspberry_pi(),
        now_s=time.time,
    )


def run_command(words: tuple[str, ...]) -> str | None:
    """What a program prints; None: there is none, or it hangs."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            words,
            check=False,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=COMMAND_S,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout


def _run(options: DoctorOptions, world: World) -> Iterator[Result]:
    for name in names(list(options.only)):
        apart = () if options.here else _alone(name, options)
        yield guarded(name, CHECKS[name], world, apart=apart)


def _alone(name: str, options: DoctorOptions) -> tuple[str, ...]:
    """This program, for one check."""
    words = [sys.executable, "-m", "mirror", "doctor", "--only", name, "--here", "--json"]
    words += ["--data", str(options.folder)]
    for flag, path in (("--config", options.config), ("--sync-config", options.sync_config)):
        words += [] if path is None else [flag, str(path)]
    return tuple(words)


def _tell(result: Result, world: World, console: Console) -> None:
    word = world.texts[f"doctor.state.{result.state}"]
    line = Text()
    line.append(f"{MARKS[result.state]} {word:<9} ", STYLES[result.state])
    line.append(f"{result.name:<{_WIDTH}}  ", "bold")
    line.append(result.text)
    console.print(line, soft_wrap=True)
    if result.remedy:
        console.print(Text(f"{'':<{_WIDTH + 14}}→ {result.remedy}"), soft_wrap=True)


def _sum_up(results: Sequence[Result], world: World, console: Console) -> None:
    broken = sum(one.state == "broken" for one in results)
    attend = sum(one.state == "attend" for one in results)
    key = "broken" if broken else "attend" if attend else "ok"
    words = world.texts[f"doctor.sum.{key}"].format(broken=broken, attend=attend)
    console.print(Text(f"\n{words}"))
