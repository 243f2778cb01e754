"""How the machine itself is: heat, power, memory, disk, clock, Wi-Fi. What cannot be told is None.

Memory and disk are in MB of 10^6 bytes.
"""

from dataclasses import dataclass
from typing import Literal, Protocol

Strain = Literal["under_voltage", "capped", "throttled", "soft_limit"]
"""What a Raspberry Pi's firmware says of itself: too little power; the clock held down;
slowed down; above the lower limit of heat."""


@dataclass(frozen=True, slots=True)
class Health:
    """One look at the machine.

    Attributes:
        temperature_c: of the processor.
        strains: what is the case now.
        strained: what was the case since the machine started.
        memory_free_mb: what programs can still have.
        memory_mb: all of it.
        disk_free_mb, disk_mb: of the disk that holds the records.
        clock_set: the time of day can be believed.
        wifi_dbm: strength of the Wi-Fi's signal.
    """

    temperature_c: float | None = None
    strains: frozenset[Strain] | None = None
    strained: frozenset[Strain] | None = None
    memory_free_mb: int | None = None
    memory_mb: int | None = None
    disk_free_mb: int | None = None
    disk_mb: int | None = None
    clock_set: bool | None = None
    wifi_dbm: float | None = None


class HealthSensors(Protocol):
    """Tells how the machine is."""

    def read(self) -> Health:
        """Look now: a few small files, a millisecond. Never raises."""
