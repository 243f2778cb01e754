"""What is well and what wants attention, as keys and numbers; `mirror.health.words` says it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from device.health import Health
from device.meter import Speed
from mirror.health.vitals import Vitals

About = Literal["temperature", "power", "camera", "poses", "disk", "memory", "clock", "wifi"]
Advice = Literal["", "hot", "power", "camera", "slow", "disk", "memory", "clock", "wifi"]

HOT_C: Final = 75.0
"""A Raspberry Pi slows itself down at 80 °C, and hard at 85
(raspberrypi.com/documentation/computers/config_txt.html, temp_soft_limit, temp_limit)."""
HOT: Final = frozenset({"soft_limit", "throttled"})
LEAST_DISK_MB: Final = 500
"""Records of ten years take less than 100 MB; updates and the journal take the rest."""
LEAST_MEMORY_MB: Final = 80
WEAK_DBM: Final = -75.0
"""Below this pages load slowly or not at all (a rule of thumb of Wi-Fi planning)."""
SLOWEST_HZ: Final = 7.0
"""The angle core needs 8 poses a second (issue 1); one less for the measuring."""
DARK_HZ: Final = 10.0
"""A camera asked for 30 pictures a second that gives fewer has too little light, or a bad cable."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing.

    Attributes:
        about: what.
        kind: of its words, below `about`.
        values: what the words name.
        advice: what to do; empty: all is well.
        now: False: it was so, and is not any more.
    """

    about: About
    kind: str = "value"
    values: Mapping[str, str] = field(default_factory=dict)
    advice: Advice = ""
    now: bool = True


def judge(vitals: Vitals) -> tuple[Finding, ...]:
    """A finding of everything that can be told, in a fixed order."""
    return (*_machine(vitals.machine), *_speed(vitals.speed, vitals.slowed_hz))


def hot(machine: Health) -> bool:
    """Whether the machine slows itself down because of heat, or is about to."""
    warm = machine.temperature_c is not None and machine.temperature_c >= HOT_C
    return warm or bool(HOT & (machine.strains or frozenset()))


def _machine(machine: Health) -> Iterator[Finding]:
    if machine.temperature_c is not None:
        values = {"celsius": f"{machine.temperature_c:.0f}"}
        yield Finding("temperature", values=values, advice="hot" if hot(machine) else "")
    if machine.strains is not None:
        yield _power(machine)
    if machine.disk_free_mb is not None:
        low = machine.disk_free_mb < LEAST_DISK_MB
        values = {"free": f"{machine.disk_free_mb / 1000:.1f}"}
        yield Finding("disk", values=values, advice="disk" if low else "")
    if machine.memory_free_mb is not None:
        low = machine.memory_free_mb < LEAST_MEMORY_MB
        values = {"free": str(machine.memory_free_mb)}
        yield Finding("memory", values=values, advice="memory" if low else "")
    if machine.clock_set is not None:
        known = machine.clock_set
        yield Finding("clock", "set" if known else "unset", advice="" if known else "clock")
    if machine.wifi_dbm is not None:
        weak = machine.wifi_dbm < WEAK_DBM
        values = {"dbm": f"{machine.wifi_dbm:.0f}"}
        yield Finding("wifi", "weak" if weak else "good", values, "wifi" if weak else "")


def _power(machine: Health) -> Finding:
    if "under_voltage" in (machine.strains or ()):
        return Finding("power", "low", advice="power")
    if "under_voltage" in (machine.strained or ()):
        return Finding("power", "was_low", advice="power", now=False)
    return Finding("power", "enough")


def _speed(speed: Speed | None, slowed_hz: float | None) -> Iterator[Finding]:
    if speed is None:
        return
    dark = speed.camera_hz < DARK_HZ
    values = {"rate": f"{speed.camera_hz:.0f}"}
    yield Finding("camera", values=values, advice="camera" if dark else "")
    values = {"rate": f"{speed.poses_hz:.0f}", "ms": f"{speed.model_p95_ms:.0f}"}
    slow = speed.poses_hz < SLOWEST_HZ and not dark
    kind = "value" if slowed_hz is None else "slowed"
    yield Finding("poses", kind, values, "slow" if slow else "")
