"""Writes `scripts/constraints/pyXY.txt`: every package at the version a fresh install gets.

Run it with each supported Python after changing a dependency in pyproject.toml:

    python3.11 scripts/lock.py && python3.12 scripts/lock.py && python3.13 scripts/lock.py

It refuses versions without ready-made wheels for 64-bit ARM, because a Raspberry Pi is where
they must install (see docs/decisions/0010). Needs the network and nothing but pip.
"""

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
# setuptools builds the project itself, without build isolation.
FIXED = ("setuptools>=77",)
# The second runtime, for tests only: numpy 1 and the last OpenCV that accepts it.
TFLITE = (
    "av<20",
    "numpy<2",
    "opencv-python-headless<4.12",
    "platformdirs>=4.3",
    "pytest>=9",
    "tflite-runtime==2.14.0",
)
# C library of the oldest system that ships each Python: Debian 12 (3.11) and 13 (3.13).
GLIBC_MINOR = {11: 36, 12: 36, 13: 41}


def main() -> int:
    """Write the constraints for the running Python."""
    minor = sys.version_info.minor
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*FIXED, *project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        wanted += extra
    folder = ROOT / "scripts" / "constraints"
    _write(folder / f"py3{minor}.txt", wanted, minor)
    if minor == 11:  # noqa: PLR2004 - tflite-runtime 2.14 ends at Python 3.11
        _write(folder / "py311-tflite.txt", list(TFLITE), minor)
    return 0


def _write(target: Path, wanted: list[str], minor: int) -> None:
    """Resolve, check the ARM wheels, write."""
    with tempfile.TemporaryDirectory() as temporary:
        pins = _resolve(wanted, Path(temporary))
        _check_arm64(pins, minor, Path(temporary))
    target.write_text(f"# By scripts/lock.py; change pyproject.toml instead.\n{''.join(pins)}")
    print(f"{target.name}: {len(pins)} packages, all with wheels for x86-64 and arm64")


def _resolve(wanted: list[str], temporary: Path) -> list[str]:
    """What pip would install into an empty environment, as sorted "name==version" lines."""
    report = temporary / "report.json"
    _pip("install", "--dry-run", "--ignore-installed", "--report", str(report), *wanted)
    found: list[dict[str, Any]] = json.loads(report.read_text())["install"]
    packages = [package["metadata"] for package in found]
    return sorted(f"{it['name'].lower()}=={it['version']}\n" for it in packages)


def _check_arm64(pins: list[str], minor: int, temporary: Path) -> None:
    """Load each pinned package's wheel for ARM; pip stops with an error if one is missing."""
    pinned = temporary / "pins.txt"
    pinned.write_text("".join(pins))
    platforms = ["--platform=manylinux2014_aarch64"]
    platforms += [f"--platform=manylinux_2_{n}_aarch64" for n in range(17, GLIBC_MINOR[minor] + 1)]
    target = str(temporary / "wheels")
    _pip("download", "--no-deps", *platforms, "-r", str(pinned), "-d", target)


def _pip(command: str, *arguments: str) -> None:
    base = [sys.executable, "-m", "pip", command, "--quiet", "--only-binary=:all:"]
    # S603: the arguments are this project's own requirement strings.
    subprocess.run([*base, *arguments], check=True)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
