"""All that is known of the mirror's health at one moment."""

from dataclasses import dataclass, field

from device.health import Health
from device.meter import Speed


@dataclass(frozen=True, slots=True)
class Vitals:
    """See the module.

    Attributes:
        machine: heat, power, memory, disk, clock, Wi-Fi.
        speed: of camera and model; None while no camera runs.
        slowed_hz: poses a second it holds itself to, against heat; None: it does not.
    """

    machine: Health = field(default_factory=Health)
    speed: Speed | None = None
    slowed_hz: float | None = None
