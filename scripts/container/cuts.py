"""Power cuts: the disk stops in the middle of a session, and with it everything.

The data folder is a file system of its own. A cut kills the container and at once shuts that file
system down: the ioctl by which ext4's own tests feign a power loss, so what did not reach the disk
is gone. (The other way round, a process would live on for some ms with a dead disk, where an fsync
under way may be told all is well.) After each cut the reps that were said to be kept must be in the
records. With SQLite's `synchronous = OFF` the first cut loses everything: the cuts are real.
"""

import fcntl
import os
import random
import sqlite3
import struct
import subprocess
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.container.machine import FailedError, Machine, monotonic_s, until

LATEST_S: Final = 1.6  # after the first rep of a boot; as scripts/power_cuts.py
_SIZE: Final = "128M"
_SHUTDOWN: Final = 0x8004587D  # EXT4_IOC_SHUTDOWN, _IOR('X', 125, __u32)
_WITHOUT_LOG: Final = 2  # EXT4_GOING_FLAGS_NOLOGFLUSH: not even the journal is written


@dataclass(frozen=True, slots=True)
class Losses:
    """What the cuts did.

    Attributes:
        said: reps that were said to be kept, over all cuts.
        kept: reps in the records at the end.
        lost: the most of those said that were missing after a cut.
        first_rep_s: power on to the first rep said, median.
    """

    cuts: int
    said: int
    kept: int
    lost: int
    first_rep_s: float


class Disk:
    """An ext4 file system in a file.

    Args:
        image: the file.
        folder: where it is shown.
    """

    def __init__(self, image: Path, folder: Path) -> None:
        """Make an empty one."""
        self.folder = folder
        self._image = image
        image.unlink(missing_ok=True)
        _run("truncate", "-s", _SIZE, str(image))
        _run("mkfs.ext4", "-q", str(image))
        folder.mkdir(exist_ok=True)

    def attach(self) -> None:
        """Show it; after a cut ext4 mends it by its journal."""
        _run("mount", "-o", "loop", str(self._image), str(self.folder))

    def cut(self) -> None:
        """Lose what is not on the disk."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(handle, _SHUTDOWN, struct.pack("I", _WITHOUT_LOG))
        finally:
            os.close(handle)

    def detach(self) -> None:
        """Show it no more."""
        _run("umount", str(self.folder))


def cut_often(machine: Machine, disk: Disk, said_file: Path, cuts: int) -> Losses:
    """Boot, train, cut; again and again.

    Args:
        machine: off; its mirror is set to train by itself.
        disk: detached; holds its records.
        said_file: where the mirror says what it kept.
        cuts: how often.
    """
    chance = random.Random(1)  # noqa: S311 - not for secrets
    first_s: list[float] = []
    lost = kept = 0
    said: set[str] = set()
    for number in range(1, cuts + 1):
        disk.attach()
        try:
            before = _size(said_file)
            began_s = machine.boot(network=False, binds=[f"{disk.folder}:/var/lib/plumbline"])
            until(lambda size=before: _size(said_file) > size, 60.0, "a rep")  # type: ignore[misc]
            first_s.append(monotonic_s() - began_s)
            time.sleep(chance.uniform(0.0, LATEST_S))
            machine.cut()
            disk.cut()
        finally:
            machine.cut()
            disk.detach()
        disk.attach()
        try:
            said = {one for one in said_file.read_text().split("\n")[:-1] if one}
            now = _reps(disk.folder / "plumbline.db")
        finally:
            disk.detach()
        lost, kept = max(lost, len(said - now)), len(now)
        if said - now:
            print(f"cut {number}: {len(said - now)} of {len(said)} reps are lost", flush=True)
        elif number % 10 == 0:
            print(f"cut {number}: {len(said)} said, {kept} kept", flush=True)
    return Losses(cuts, len(said), kept, lost, sorted(first_s)[len(first_s) // 2])


def _reps(path: Path) -> set[str]:
    """The reps in the records, which must be sound."""
    with closing(sqlite3.connect(path)) as connection:
        (sound,) = connection.execute("PRAGMA integrity_check").fetchone()
        if sound != "ok":
            message = f"The records are damaged: {sound}"
            raise FailedError(message)
        return {row[0] for row in connection.execute("SELECT id FROM rep")}


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _run(*command: str) -> None:
    done = subprocess.run(  # noqa: S603 - this module's own words
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode != 0:
        message = f"{' '.join(command)} failed: {done.stdout}"
        raise FailedError(message)
