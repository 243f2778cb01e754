"""How a Linux machine is, from the files its kernel shows; a Raspberry Pi shows a few more.

No program is started and no socket opened: the mirror's service may do neither.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from device.board import clock_is_set
from device.health import Health, Strain

_ZONES: Final = ("cpu-thermal", "x86_pkg_temp", "k10temp")
"""What kernels call the processor's sensor: on a Pi, on PCs by Intel and by AMD."""
_THROTTLED: Final = "sys/devices/platform/soc*/*firmware/get_throttled"
_BITS: Final[dict[int, Strain]] = {
    0: "under_voltage",
    1: "capped",
    2: "throttled",
    3: "soft_limit",
}
"""Of the firmware's word: 0 to 3 are now, and 16 higher the same since the start
(raspberrypi.com/documentation/computers/os.html#get_throttled)."""
_SINCE_START: Final = 16

_Found = TypeVar("_Found")


class MachineHealth:
    """See `device.health.HealthSensors`.

    Args:
        folder: on the disk whose space matters; it need not exist yet.
        root: where the files of the system begin; tests have their own.
        usage: bytes of the disk of a folder, all and free.
    """

    def __init__(
        self,
        folder: Path,
        *,
        root: Path = Path("/"),
        usage: Callable[[Path], tuple[int, int]] | None = None,
    ) -> None:
        """Read nothing yet."""
        self._folder = folder
        self._root = root
        self._usage = usage or disk_bytes

    def read(self) -> Health:
        """See the protocol."""
        strains, strained = self._strains()
        memory_free, memory = _or_none(self._memory) or (None, None)
        disk, disk_free = _or_none(lambda: self._usage(self._folder)) or (None, None)
        return Health(
            temperature_c=_or_none(self._temperature),
            strains=strains,
            strained=strained,
            memory_free_mb=memory_free,
            memory_mb=memory,
            disk_free_mb=_mb(disk_free),
            disk_mb=_mb(disk),
            clock_set=clock_is_set(
                self._root / "proc/device-tree/model",
                self._root / "run/systemd/timesync/synchronized",
            ),
            wifi_dbm=_or_none(self._wifi),
        )

    def _temperature(self) -> float | None:
        zones = sorted(self._root.glob("sys/class/thermal/thermal_zone*"))
        named = {_text(zone / "type"): zone for zone in reversed(zones) if (zone / "type").exists()}
        known = [named[one] for one in _ZONES if one in named]
        for zone in (known or zones)[:1]:
            return int(_text(zone / "temp")) / 1000
        return None

    def _strains(self) -> tuple[frozenset[Strain] | None, frozenset[Strain] | None]:
        for path in sorted(self._root.glob(_THROTTLED)):
            word = _or_none(lambda path=path: int(_text(path), 16))  # type: ignore[misc] # a default
            if word is not None:
                return _named(word), _named(word >> _SINCE_START)
        return _or_none(self._voltage), None

    def _voltage(self) -> frozenset[Strain] | None:
        """Without the firmware's word: the alarm of the driver raspberrypi-hwmon."""
        for name in sorted(self._root.glob("sys/class/hwmon/hwmon*/name")):
            if _text(name) == "rpi_volt":
                low = _text(name.with_name("in0_lcrit_alarm")) == "1"
                return frozenset({"under_voltage"} if low else ())
        return None

    def _memory(self) -> tuple[int, int]:
        lines = _text(self._root / "proc/meminfo").splitlines()
        kib = {line.split(":")[0]: int(line.split()[1]) for line in lines if ":" in line}
        return round(kib["MemAvailable"] * 1.024e-3), round(kib["MemTotal"] * 1.024e-3)

    def _wifi(self) -> float | None:
        """The level column of the first network card that has Wi-Fi and is in a network."""
        for line in _text(self._root / "proc/net/wireless").splitlines():
            name, colon, numbers = line.partition(":")
            if colon and name.strip():
                level = float(numbers.split()[2])
                return level if level < 0 else None
        return None


def disk_bytes(folder: Path) -> tuple[int, int]:
    """All bytes of the disk a folder is, or will be, on, and those the user may still fill.

    Raises:
        OSError: it cannot be told.
    """
    place = folder.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    found = os.statvfs(place)
    return found.f_blocks * found.f_frsize, found.f_bavail * found.f_frsize


def _named(word: int) -> frozenset[Strain]:
    return frozenset(name for bit, name in _BITS.items() if word >> bit & 1)


def _or_none(read: Callable[[], _Found]) -> _Found | None:
    """What a look gives; None where a file is absent or odd."""
    try:
        return read()
    except (OSError, ValueError, LookupError):
        return None


def _mb(count: int | None) -> int | None:
    return None if count is None else round(count / 1e6)


def _text(path: Path) -> str:
    return path.read_text(encoding="ascii", errors="replace").strip()
