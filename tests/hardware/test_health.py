"""How the machine is: trees of files like those of a Raspberry Pi and a PC, and this machine."""

from pathlib import Path

import pytest

from device.drivers.health_pi import MachineHealth, disk_bytes
from device.health import Health, Strain

WIRELESS = """\
Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
 face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
 wlan0: 0000   54.  -56.  -256        0      0      0      0      0        0
"""
MEMINFO = "MemTotal:        1877804 kB\nMemFree:  1 kB\nMemAvailable:    1000000 kB\n"


def tree(root: Path, **files: str) -> Path:
    names = {
        "model": "proc/device-tree/model",
        "memory": "proc/meminfo",
        "wireless": "proc/net/wireless",
        "temp": "sys/class/thermal/thermal_zone0/temp",
        "zone": "sys/class/thermal/thermal_zone0/type",
        "temp1": "sys/class/thermal/thermal_zone1/temp",
        "zone1": "sys/class/thermal/thermal_zone1/type",
        "throttled": "sys/devices/platform/soc/soc:firmware/get_throttled",
        "hwmon": "sys/class/hwmon/hwmon1/name",
        "alarm": "sys/class/hwmon/hwmon1/in0_lcrit_alarm",
        "clock": "run/systemd/timesync/synchronized",
    }
    for name, text in files.items():
        path = root / names[name]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def read(root: Path) -> Health:
    return MachineHealth(
        root, root=root, usage=lambda _folder: (32_000_000_000, 21_300_000_000)
    ).read()


def test_a_raspberry_pi_tells_everything(tmp_path: Path) -> None:
    root = tree(
        tmp_path,
        model="Raspberry Pi 4 Model B Rev 1.5\0",
        memory=MEMINFO,
        wireless=WIRELESS,
        temp="61342\n",
        zone="cpu-thermal\n",
        throttled="50005\n",
        clock="",
    )
    assert read(root) == Health(
        temperature_c=61.342,
        strains=frozenset({"under_voltage", "throttled"}),
        strained=frozenset({"under_voltage", "throttled"}),
        memory_free_mb=1024,
        memory_mb=1923,
        disk_free_mb=21300,
        disk_mb=32000,
        clock_set=True,
        wifi_dbm=-56.0,
    )


@pytest.mark.parametrize(
    ("word", "now", "earlier"),
    [
        ("0", set(), set()),
        ("1", {"under_voltage"}, set()),
        ("8", {"soft_limit"}, set()),
        ("50000", set(), {"under_voltage", "throttled"}),
        ("e000e", {"capped", "throttled", "soft_limit"}, {"capped", "throttled", "soft_limit"}),
    ],
)
def test_what_is_now_and_what_was_are_told_apart(
    tmp_path: Path, word: str, now: set[Strain], earlier: set[Strain]
) -> None:
    found = read(tree(tmp_path, throttled=f"{word}\n"))
    assert found.strains == frozenset(now)
    assert found.strained == frozenset(earlier)


@pytest.mark.parametrize(("alarm", "strains"), [("1\n", {"under_voltage"}), ("0\n", set())])
def test_without_the_firmwares_word_the_voltage_alarm_counts(
    tmp_path: Path, alarm: str, strains: set[Strain]
) -> None:
    found = read(tree(tmp_path, hwmon="rpi_volt\n", alarm=alarm))
    assert found.strains == frozenset(strains)
    assert found.strained is None


def test_a_pi_without_a_network_does_not_know_the_time(tmp_path: Path) -> None:
    assert read(tree(tmp_path, model="Raspberry Pi 5\0")).clock_set is False


def test_the_processors_sensor_is_taken_among_others(tmp_path: Path) -> None:
    root = tree(tmp_path, temp="20000", zone="acpitz", temp1="48000", zone1="x86_pkg_temp")
    assert read(root).temperature_c == 48.0


def test_what_is_absent_or_odd_is_none(tmp_path: Path) -> None:
    assert read(tmp_path) == Health(clock_set=True, disk_free_mb=21300, disk_mb=32000)
    root = tree(tmp_path, temp="hot", memory="MemTotal: ?", wireless="wlan0: x", throttled="zz")
    assert read(root) == Health(clock_set=True, disk_free_mb=21300, disk_mb=32000)


def test_a_card_out_of_any_network_has_no_strength(tmp_path: Path) -> None:
    assert read(tree(tmp_path, wireless=WIRELESS.replace("-56.", "0."))).wifi_dbm is None


def test_this_machine_is_read_without_an_error(tmp_path: Path) -> None:
    found = MachineHealth(tmp_path / "not" / "made" / "yet").read()
    assert found.memory_free_mb is not None
    assert found.memory_mb is not None
    assert 0 < found.memory_free_mb <= found.memory_mb
    assert found.disk_free_mb is not None


def test_the_disk_of_a_folder_yet_to_be_made(tmp_path: Path) -> None:
    whole, free = disk_bytes(tmp_path / "a" / "b")
    assert 0 < free <= whole
