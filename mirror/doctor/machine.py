"""Checks of the machine: program, packages, board, heat, power, memory, disk, clock, network."""

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Final

from device.board import is_raspberry_pi
from mirror.doctor.result import Result, World
from mirror.health.judge import About, Finding, judge
from mirror.health.words import row

OLDEST: Final = (3, 11)
NEWEST: Final = (3, 13)
"""As pyproject.toml has it."""
_WRITTEN: Final = 65_536


def python(world: World) -> Result:
    """The program's version and Python's."""
    words = {"python": platform.python_version(), "version": version("plumbline")}
    good = OLDEST <= sys.version_info[:2] <= NEWEST
    state, key, fix = ("ok", "good", "") if good else ("broken", "wrong", "python")
    return world.found("python", state, key, fix=fix, words=words, facts=words)  # type: ignore[arg-type] # one of two states


def packages(world: World) -> Result:
    """Whether everything is installed that the program asks for, in a version it was made for."""
    missing = [name for name in needed() if _version(name) is None]
    facts = {name: _version(name) for name in needed()}
    if missing:
        words = {"names": ", ".join(missing)}
        return world.found("packages", "broken", "missing", fix="packages", words=words)
    return world.found("packages", "ok", "good", words={"count": len(facts)}, facts=facts)


def board(world: World) -> Result:
    """Which machine this is."""
    model = world.root / "proc/device-tree/model"
    name = platform.machine()
    if is_raspberry_pi(model):
        name = model.read_text(encoding="ascii", errors="replace").strip("\0 \n")
    system = _system(world)
    words = {"name": name, "system": system}
    return world.found("board", "ok", "good", words=words, facts={**words, "pi": world.on_pi})


def temperature(world: World) -> Result:
    """Heat of the processor."""
    return _judged(world, "temperature")


def power(world: World) -> Result:
    """Under-voltage, now and since the start."""
    return _judged(world, "power")


def memory(world: World) -> Result:
    """Memory that programs can still have."""
    return _judged(world, "memory")


def clock(world: World) -> Result:
    """Whether the time of day can be believed."""
    return _judged(world, "clock")


def network(world: World) -> Result:
    """Whether there is a network, and how strong the Wi-Fi is. Sends nothing."""
    routes = ""
    with suppress(OSError):
        routes = (world.root / "proc/net/route").read_text(encoding="ascii")
    default = any(line.split()[1:2] == ["00000000"] for line in routes.splitlines())
    if not default:
        return world.found("network", "attend", "none", fix="network")
    wifi = _judged(world, "wifi")
    if wifi.state == "absent":
        return world.found("network", "ok", "good")
    return Result("network", wifi.state, wifi.text, wifi.remedy, wifi.facts)


def disk(world: World) -> Result:
    """Free space, and whether something written can be read again."""
    try:
        world.folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=world.folder) as file:
            content = os.urandom(_WRITTEN)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            same = file.read() == content
    except OSError as error:
        words = {"error": error.strerror or str(error), "folder": world.folder}
        return world.found("disk", "broken", "refused", fix="disk_write", words=words)
    if not same:
        return world.found("disk", "broken", "differs", fix="card")
    return _judged(world, "disk")


def needed() -> Iterator[str]:
    """Names of the packages the program cannot do without."""
    for line in requires("plumbline") or ():
        requirement, _, marker = line.partition(";")
        if "extra" not in marker:
            end = next((n for n, one in enumerate(requirement) if one in "<>=!~[ ("), None)
            yield requirement[:end]


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _judged(world: World, about: About) -> Result:
    """A finding on the machine as a result."""
    found: Finding | None = next((one for one in judge(world.machine) if one.about == about), None)
    if found is None:
        return Result(about, "absent", world.texts["doctor.unknown"])
    line = row(found, world.texts)
    state = "attend" if found.advice else "ok"
    return Result(about, state, f"{line.name}: {line.value}", line.fix, dict(found.values))  # type: ignore[arg-type] # one of two states


def _system(world: World) -> str:
    with suppress(OSError):
        for line in (world.root / "etc/os-release").read_text(encoding="utf-8").splitlines():
            if line.startswith("PRETTY_NAME="):
                return line.split("=", 1)[1].strip('"')
    return platform.system()
