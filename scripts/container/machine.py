"""A system in a folder, booted with systemd by systemd-nspawn; driven from outside."""

import os
import shlex
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

PASSED: Final = ("PIP_", "SSL_", "REQUESTS_", "http_proxy", "https_proxy", "no_proxy")
_BOOT_S: Final = 60.0
_POLL_S: Final = 0.05


class FailedError(Exception):
    """The container did not do what it must; the message says what."""


def monotonic_s() -> float:
    """This machine's clock, which is the container's too."""
    return time.clock_gettime(time.CLOCK_MONOTONIC)


class Machine:
    """One system; off at first.

    Args:
        root: its folder.
        log: file for what its console says.
    """

    def __init__(self, root: Path, log: Path) -> None:
        """Leave it off."""
        self.root = root
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None
        self._leader = 0

    def boot(self, *, network: bool = True, binds: Sequence[str] = ()) -> float:
        """Switch on and wait until its systemd answers; when it was switched on, monotonic s."""
        command = ["systemd-nspawn", "--register=no", "--keep-unit", "-q"]
        command += ["-M", f"plumbline-{self.root.name}", "-D", str(self.root)]
        command += ["--resolv-conf=off", "--timezone=off", "-b"]
        command += ["--console=pipe", *[f"--bind={one}" for one in binds]]
        command += [] if network else ["--private-network"]
        began_s = monotonic_s()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - fixed words
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=os.environ | {"SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
            )
        until(lambda: self._find_leader() and self.ok("systemctl", "show"), _BOOT_S, "boot")
        return began_s

    def run(self, *command: str, limit_s: float = 60.0) -> str:
        """What a command inside says.

        Raises:
            FailedError: it failed, with what it said.
        """
        done = self._enter(command, limit_s)
        if done.returncode != 0:
            message = f"{shlex.join(command)} failed:\n{done.stdout}"
            raise FailedError(message)
        return done.stdout.strip()

    def ok(self, *command: str) -> bool:
        """Whether a command inside succeeds."""
        return self._enter(command, 60.0).returncode == 0

    def stream(self, *command: str) -> subprocess.Popen[str]:
        """A command inside whose words come on `stdout` as they are said."""
        return subprocess.Popen(  # noqa: S603 - this package's own words
            self._inside(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def show(self, unit: str, name: str) -> str:
        """A property of a unit."""
        return self.run("systemctl", "show", unit, "-p", name, "--value")

    def cut(self) -> None:
        """The power goes, if it is on."""
        if self._process is not None and self._process.poll() is None:
            os.kill(self._leader or self._process.pid, 9)
            self._gone()

    def shut_down(self) -> None:
        """Switch off as a person does; SIGRTMIN+4 asks systemd to power off."""
        if self._process is not None and self._process.poll() is None:
            os.kill(self._leader, 34 + 4)
            self._gone()

    def _gone(self) -> None:
        if self._process is not None:
            self._process.wait(60.0)
        self._process, self._leader = None, 0

    def inside(self, *command: str) -> list[str]:
        """A command as it is run inside, with nothing of this machine's environment."""
        words = ["nsenter", "-t", str(self._leader), "-m", "-p", "-u", "-i", "-n", "-C", "--"]
        words += ["env", "-i", "HOME=/nonexistent", "LANG=C.UTF-8"]
        return [*words, "PATH=/usr/sbin:/usr/bin:/sbin:/bin", *command]

    def _inside(self, command: Sequence[str]) -> list[str]:
        passed = [f"{key}={value}" for key, value in os.environ.items() if key.startswith(PASSED)]
        inside = ["nsenter", "-t", str(self._leader), "-m", "-p", "-u", "-i", "-n", "-C", "--"]
        inside += ["env", "-i", *passed, "HOME=/root", "LANG=C.UTF-8", "SYSTEMD_PAGER=cat"]
        inside += ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]
        return [*inside, *command]

    def _enter(self, command: Sequence[str], limit_s: float) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - this package's own words
            self._inside(command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=limit_s,
            check=False,
        )

    def _find_leader(self) -> bool:
        """The container's first process, which nspawn started."""
        if self._process is None or self._process.poll() is not None:
            message = f"The container ended while booting; see {self._log}"
            raise FailedError(message)
        listed = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children")
        for word in listed.read_text().split():
            try:
                command = Path(f"/proc/{word}/comm").read_text().strip()
            except OSError:
                continue
            if command == "systemd":
                self._leader = int(word)
                return True
        return False


def until(done: Callable[[], object], limit_s: float, what: str) -> None:
    """Wait until something is so.

    Raises:
        FailedError: it took too long.
    """
    end_s = monotonic_s() + limit_s
    while not done():
        if monotonic_s() > end_s:
            message = f"Waited {limit_s:.0f} s in vain: {what}"
            raise FailedError(message)
        time.sleep(_POLL_S)
