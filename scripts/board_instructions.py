"""Counts the instructions that a Raspberry Pi's processor would execute for a frame.

    .venv/bin/python -m scripts.board_instructions [--frames N] [--models MODEL ...]

A whole computer with the processor of a Pi 4 (Cortex-A72), then of a Pi 5 (Cortex-A76), is
emulated. Its clock counts instructions: one goes on by a nanosecond each. What `plumbline bench`
takes for milliseconds there are millions of instructions, the kernel's own among them; nothing is
measured in a way of its own, and no busy machine changes it. How long a real Pi takes for so many
it does not say.

Needs qemu-system-arm, cpio and unzip, the models (./scripts/start), the Debian and the wheels that
./scripts/arm64.sh bookworm keeps, and, the first time, the network for Debian's kernel. Without
them it says so and ends with exit code 0, as a skipped test does. Takes about ten minutes.
FOLDER names another place of what is kept, as for scripts/arm64.sh.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from device.pose.models import models_dir

ROOT: Final = Path(__file__).resolve().parents[1]
KEPT: Final = Path(os.environ.get("FOLDER", Path.home() / ".cache" / "plumbline-arm64"))
DEBIAN: Final = KEPT / "bookworm.tar"
WHEELS: Final = KEPT / "bookworm-wheels"
KERNEL: Final = KEPT / "bookworm-kernel"
BOARDS: Final = {"cortex-a72": "Pi 4", "cortex-a76": "Pi 5"}
MODELS: Final = ("full-int8", "full-float32", "lite-int8")
FRAMES: Final = 150
_LIMIT_S: Final = 1800
_ROUND: Final = ("read", "crop", "rest", "exercise")
_HEAD: Final = """Millions of instructions a frame, means.

| board | model | networks | reading | crop | outputs | exercise | overhead | without reading |
|---|---|---|---|---|---|---|---|---|"""
_BOOT: Final = "console=ttyAMA0 rdinit=/init quiet panic=-1"
_INIT: Final = """#!/bin/sh
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
export HOME=/root LANG=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin
export PLUMBLINE_DATA=/data PYTHONPATH=/site:/work PYTHONDONTWRITEBYTECODE=1
cd /work
while read -r job; do
    printf 'RESULT %s\\n' "$(python3 -m mirror.bench.worker "$job")"
done </jobs
echo o >/proc/sysrq-trigger
sleep 100
"""


def main() -> int:
    """Emulate both boards and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--frames", type=int, default=FRAMES)
    parser.add_argument("--models", nargs="+", default=MODELS)
    options = parser.parse_args()
    missing = _missing()
    if missing:
        print(f"Skipped: {missing}.")
        return 0
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if not KERNEL.exists():
            _fetch_kernel(folder)
        disk = _make_disk(folder, _jobs(options.models, options.frames))
        print(_HEAD)
        for processor, board in BOARDS.items():
            results = _run(processor, disk, len(options.models))
            for result, model in zip(results, options.models, strict=True):
                print(_row(f"{board} ({processor})", model, result), flush=True)
    return 0


def _missing() -> str | None:
    for tool in ("qemu-system-aarch64", "cpio", "unzip", "apt-get"):
        if shutil.which(tool) is None:
            return f"there is no {tool}; apt-get install qemu-system-arm cpio unzip"
    if not (DEBIAN.exists() and WHEELS.is_dir()):
        return f"{KEPT} has no Debian for arm64; run ./scripts/arm64.sh bookworm once"
    return None


def _jobs(models: Sequence[str], frames: int) -> str:
    """What bench's worker is asked there, a line a model."""
    clip = "mirror/demo/demo.mp4"
    jobs = (
        {"clip": clip, "model": model, "exercise": "squat", "threads": 1, "frames": frames}
        for model in models
    )
    return "".join(json.dumps(job) + "\n" for job in jobs)


def _fetch_kernel(folder: Path) -> None:
    """Keep Debian's kernel for arm64; this machine's own packages stay as they are."""
    for part in ("lists/partial", "cache/archives/partial"):
        (folder / "apt" / part).mkdir(parents=True)
    sources = folder / "apt" / "sources.list"
    sources.write_text("deb [arch=arm64] http://deb.debian.org/debian bookworm main\n")
    status = folder / "apt" / "status"
    status.touch()
    settings = {
        "Dir::Etc::SourceList": sources,
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::State::Lists": folder / "apt" / "lists",
        "Dir::State::Status": status,
        "Dir::Cache": folder / "apt" / "cache",
        "APT::Architecture": "arm64",
        "APT::Architectures": "arm64",
        "APT::Sandbox::User": "root",
    }
    options = [f"-o{name}={value}" for name, value in settings.items()]
    _output("apt-get", *options, "update", within=folder)
    depends = _output("apt-cache", *options, "depends", "linux-image-arm64", within=folder)
    package = next(line.split()[1] for line in depends.splitlines() if "Depends:" in line)
    _output("apt-get", *options, "download", package, within=folder)
    archive = next(folder.glob("linux-image-*.deb"))
    _output("dpkg-deb", "-x", archive.name, "kernel", within=folder)
    shutil.move(next((folder / "kernel" / "boot").glob("vmlinuz-*")), KERNEL)


def _make_disk(folder: Path, jobs: str) -> Path:
    """All that the computer has, as one archive that it unpacks into its memory."""
    tree, disk = folder / "tree", folder / "disk.cpio"
    tree.mkdir()
    _output("tar", "-xf", str(DEBIAN), within=tree)
    for wheel in WHEELS.glob("*.whl"):
        _output("unzip", "-q", "-o", str(wheel), "-d", "site", within=tree)
    for name in _output("git", "ls-files", "-z", within=ROOT).split("\0"):
        if (ROOT / name).is_file():
            (tree / "work" / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, tree / "work" / name)
    shutil.copytree(models_dir(), tree / "data" / "models")
    (tree / "jobs").write_text(jobs)
    (tree / "init").write_text(_INIT)
    (tree / "init").chmod(0o755)
    pack = "find . -print0 | cpio -0 -o -H newc -R 0:0 --quiet >../disk.cpio"
    _output("sh", "-c", pack, within=tree)
    shutil.rmtree(tree)
    return disk


def _run(processor: str, disk: Path, jobs: int) -> list[dict[str, Any]]:
    """Boot, do the jobs, switch off; what each job printed."""
    machine = f"-M virt -cpu {processor} -m 4G -smp 1 -icount shift=0,sleep=off"
    emulator = "-accel tcg,thread=single,tb-size=1024 -nographic -nic none -no-reboot"
    boot = ["-kernel", str(KERNEL), "-initrd", str(disk), "-append", _BOOT]
    said = _output("qemu-system-aarch64", *machine.split(), *emulator.split(), *boot, within=ROOT)
    lines = [line for line in said.splitlines() if line.startswith("RESULT {")]
    if len(lines) != jobs:
        sys.exit(f"The emulated {processor} failed:\n{said[-3000:]}")
    return [json.loads(line.removeprefix("RESULT ")) for line in lines]


def _row(board: str, model: str, result: dict[str, Any]) -> str:
    """A line of the table."""
    mean = {name: stage["mean_ms"] for name, stage in result["stages"].items()}
    networks = mean["landmarks"] + mean["detector"]
    numbers = [networks, *(mean[name] for name in _ROUND)]
    shares = (result["overhead"], result["overhead_unread"])
    cells = [board, f"`{model}`", *(f"{number:.2f}" for number in numbers)]
    cells += [f"{100 * share:.1f} %" for share in shares]
    return "| " + " | ".join(cells) + " |"


def _output(*command: str, within: Path) -> str:
    """What a command prints; ends the program when it fails."""
    done = subprocess.run(  # noqa: S603 - fixed words and our own paths
        command,
        cwd=within,
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        timeout=_LIMIT_S,
        check=False,
    )
    if done.returncode:
        sys.exit(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
