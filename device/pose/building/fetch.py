"""Gets packages: by pip, by npm, or from a folder of packages fetched before."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol

from device.pose.building.progress import Progress
from device.pose.building.recipe import Package

_ATTEMPTS: Final = 3
_PAUSES_S: Final = (2.0, 8.0)
_POLL_S: Final = 0.2
_STALL_S: Final = 180.0
"""A download that adds no byte for so long is given up (pip and npm give up sooner)."""


class FetchError(Exception):
    """A package cannot be had.

    Attributes:
        temporary: trying again may help.
    """

    def __init__(self, reason: str, *, temporary: bool) -> None:
        """Keep the reason: a clause without a full stop."""
        super().__init__(reason)
        self.temporary = temporary


class Fetcher(Protocol):
    """A way to get packages."""

    def fetch(self, package: Package, folder: Path, progress: Progress) -> Path:
        """Put the package's file into `folder`.

        Returns:
            Where the file is.

        Raises:
            FetchError: it cannot be had.
        """


class FolderFetcher:
    """Takes packages from a folder, for machines without a network."""

    def __init__(self, source: Path) -> None:
        """Remember the folder."""
        self._source = source

    def fetch(self, package: Package, folder: Path, progress: Progress) -> Path:  # noqa: ARG002 - it stays where it is
        """Find the package's file in the source folder."""
        return _find(package, self._source)


class RegistryFetcher:
    """Downloads packages with the running interpreter's pip and with npm.

    Args:
        pip: the pip command.
        npm: the npm command, or None when there is none.
    """

    def __init__(self, *, pip: Sequence[str], npm: Sequence[str] | None) -> None:
        """Keep the commands."""
        self._pip = tuple(pip)
        self._npm = None if npm is None else tuple(npm)

    @classmethod
    def of_this_machine(cls) -> "RegistryFetcher":
        """With the commands found here."""
        npm = shutil.which("npm")
        return cls(pip=(sys.executable, "-m", "pip"), npm=None if npm is None else (npm,))

    def fetch(self, package: Package, folder: Path, progress: Progress) -> Path:
        """Download the package into `folder`."""
        # Scratch files go beside the result: /tmp is memory on Raspberry Pi OS.
        with tempfile.TemporaryDirectory(prefix="scratch-", dir=folder) as scratch:
            command = self._command(package, folder, scratch)
            _run(command, folder, os.environ | {"TMPDIR": scratch}, progress)
        return _find(package, folder)

    def _command(self, package: Package, folder: Path, scratch: str) -> list[str]:
        """The command line; neither tool keeps a copy, so a second try is a fresh download."""
        if package.kind == "wheel":
            return [
                *self._pip,
                "download",
                f"{package.name}=={package.version}",
                "--no-deps",
                "--only-binary=:all:",
                "--platform=manylinux_2_28_x86_64",
                "--python-version=3.11",
                "--no-cache-dir",
                "--disable-pip-version-check",
                "--progress-bar=off",
                "--retries=1",
                f"--dest={folder}",
            ]
        if self._npm is None:
            reason = "npm is not installed"
            raise FetchError(reason, temporary=False)
        return [
            *self._npm,
            "pack",
            f"{package.name}@{package.version}",
            f"--cache={scratch}",
            "--loglevel=error",
            "--fund=false",
            "--update-notifier=false",
        ]


class RetryingFetcher:
    """Tries a fetcher again, with growing pauses, when the trouble may pass."""

    def __init__(self, inner: Fetcher, *, sleep: Callable[[float], None] = time.sleep) -> None:
        """Wrap `inner`; `sleep` waits for so many seconds."""
        self._inner = inner
        self._sleep = sleep

    def fetch(self, package: Package, folder: Path, progress: Progress) -> Path:
        """Fetch, up to three times."""
        for attempt, pause_s in enumerate(_PAUSES_S, start=1):
            try:
                return self._inner.fetch(package, folder, progress)
            except FetchError as error:
                if not error.temporary:
                    raise
                progress.say(
                    f"{package.name} did not come ({error}); "
                    f"trying again in {pause_s:.0f} s ({attempt} of {_ATTEMPTS - 1})"
                )
                self._sleep(pause_s)
        return self._inner.fetch(package, folder, progress)


def _find(package: Package, folder: Path) -> Path:
    """The package's file in `folder`."""
    found = sorted(folder.glob(package.file_pattern))
    if not found:
        reason = f"there is no {package.file_pattern} in {folder}"
        raise FetchError(reason, temporary=False)
    return found[0]


def _run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], progress: Progress
) -> None:
    """Run a download command to its end, with the growth of `folder` as its progress."""
    with tempfile.TemporaryFile(dir=folder) as output:
        try:
            process = subprocess.Popen(  # noqa: S603 - our own argument list, no shell
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            reason = f"{command[0]} does not start: {error.strerror}"
            raise FetchError(reason, temporary=False) from error
        try:
            stalled = _wait(process, folder, progress)
        finally:
            _stop(process)
        output.seek(0)
        text = output.read().decode(errors="replace")
    if stalled:
        reason = f"nothing came for {_STALL_S:.0f} s"
        raise FetchError(reason, temporary=True)
    if process.returncode != 0:
        raise _failure(text)


def _wait(process: "subprocess.Popen[bytes]", folder: Path, progress: Progress) -> bool:
    """Wait for the process; True when it came to a standstill."""
    size, changed_s = 0, time.monotonic()
    while True:
        try:
            process.wait(_POLL_S)
        except subprocess.TimeoutExpired:
            now = _size(folder)
            if now != size:
                size, changed_s = now, time.monotonic()
                progress.at(size)
            if time.monotonic() - changed_s > _STALL_S:
                return True
        else:
            return False


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """End the process and what it started, if it still runs."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _size(folder: Path) -> int:
    """Bytes in the folder; files may come and go meanwhile."""
    total = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(parent) / name).stat().st_size
            except OSError:
                continue
    return total


def _failure(text: str) -> FetchError:
    """What went wrong, out of what the tool printed: its last complaint."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if any("No space left on device" in line or "ENOSPC" in line for line in lines):
        return FetchError("the disk is full", temporary=False)
    if any("No module named pip" in line for line in lines):
        return FetchError("pip is not installed for this Python", temporary=False)
    complaints = [line for line in lines if line.lower().startswith(("error", "npm err"))]
    reason = (complaints or lines or ["no reason given"])[-1]
    return FetchError(reason.rstrip(".")[:200], temporary=True)
