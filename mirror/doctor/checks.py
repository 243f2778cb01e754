"""Which checks there are, in the order they are run and told, and what each may take."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from mirror.doctor import kept, machine, parts
from mirror.doctor.result import Result, World


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes:
        look: does it.
        limit_s: after this it counts as broken.
        apart: in a process of its own: it calls drivers, which may hang or crash.
        program: says something about a version of the program, and needs neither camera nor screen.
    """

    look: Callable[[World], Result]
    limit_s: float = 5.0
    apart: bool = False
    program: bool = False


CHECKS: Final[Mapping[str, Check]] = {
    "python": Check(machine.python, program=True),
    "packages": Check(machine.packages, program=True),
    "board": Check(machine.board),
    "temperature": Check(machine.temperature),
    "power": Check(machine.power),
    "memory": Check(machine.memory),
    "disk": Check(machine.disk, 20.0, program=True),
    "clock": Check(machine.clock),
    "config": Check(kept.config, program=True),
    "camera": Check(parts.camera, 30.0, apart=True),
    "model": Check(parts.model, 60.0, apart=True, program=True),
    "display": Check(parts.display, 15.0, apart=True),
    "buttons": Check(parts.buttons, 10.0, apart=True),
    "speaker": Check(parts.speaker),
    "voice": Check(parts.voice),
    "records": Check(kept.records, 60.0, program=True),
    "network": Check(machine.network),
    "sync": Check(kept.sync, 60.0),
    "services": Check(kept.services, 10.0),
    "update": Check(kept.update),
}
PROGRAM: Final = "program"
"""Stands for all checks that `Check.program` marks, such as for an update."""


def names(wanted: list[str] | None) -> tuple[str, ...]:
    """The checks that some words mean, in their order; none: all."""
    if not wanted:
        return tuple(CHECKS)
    return tuple(
        name
        for name, one in CHECKS.items()
        if name in wanted or (one.program and PROGRAM in wanted)
    )
