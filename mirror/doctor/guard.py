"""Runs a check so that it can neither hang nor crash the others."""

import json
import subprocess
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from mirror.doctor.checks import Check
from mirror.doctor.result import Result, World

START_S: Final = 10.0
"""For a new process to start on a busy Raspberry Pi."""


def guarded(name: str, check: Check, world: World, *, apart: Sequence[str] = ()) -> Result:
    """What a check finds, or that it hung or crashed.

    Args:
        name: of the check.
        check: what to do.
        world: to look at.
        apart: a command that does this check alone and prints JSON; empty: here, in a thread.
    """
    start_s = time.monotonic()
    if apart and check.apart:
        result = _in_process(name, check, world, apart)
    else:
        result = _in_thread(name, check, world)
    return replace(result, took_s=round(time.monotonic() - start_s, 2))


def _in_thread(name: str, check: Check, world: World) -> Result:
    found: list[Result] = []

    def work() -> None:
        try:
            found.append(check.look(world))
        except Exception as error:  # noqa: BLE001 - the top of a thread
            why = f"{type(error).__name__}: {error}"
            found.append(_crashed(name, world, why))

    thread = threading.Thread(target=work, name=f"check-{name}", daemon=True)
    thread.start()
    thread.join(check.limit_s)
    return found[0] if found else _hung(name, check, world)


def _in_process(name: str, check: Check, world: World, command: Sequence[str]) -> Result:
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            command,
            check=False,
            capture_output=True,
            timeout=check.limit_s + START_S,
            text=True,
            errors="replace",
        )
    except subprocess.TimeoutExpired:
        return _hung(name, check, world)
    except OSError as error:
        return _crashed(name, world, str(error))
    return _read(done.stdout) or _crashed(name, world, f"exit {done.returncode}")


def _read(printed: str) -> Result | None:
    """The only result of a printed report; None: it is none."""
    try:
        (one,) = json.loads(printed)["checks"]
        known: dict[str, Any] = {key: one[key] for key in ("name", "state", "text", "remedy")}
        return Result(**known, facts=one["facts"])
    except (ValueError, KeyError, TypeError):
        return None


def _hung(name: str, check: Check, world: World) -> Result:
    words = {"seconds": f"{check.limit_s:.0f}"}
    text = world.texts["doctor.hung"].format(**words)
    return Result(name, "broken", text, world.texts["doctor.fix.hung"])


def _crashed(name: str, world: World, why: str) -> Result:
    text = world.texts["doctor.crashed"].format(why=why)
    return Result(name, "broken", text, world.texts["doctor.fix.crashed"])
