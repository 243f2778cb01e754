"""The process that serves the phone pages, started when somebody wants them.

On an appliance systemd runs it all the time, and nothing is started here: a child of the mirror has
no network there, and would take the port away from the service.
"""

import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from mirror.web.database import FILE_NAME

PORT: Final = 8080
"""As `plumbline web` has it."""
_LOOK_S: Final = 0.5
_END_S: Final = 5.0


class PhoneServer:
    """See the module.

    Args:
        folder: the data folder.
        command: serves the pages of a folder, which is added to it; None: this program's own.
        port: where the pages are.
        served: whether a service manager has a service for them.
    """

    def __init__(
        self,
        folder: Path,
        *,
        command: Sequence[str] | None = None,
        port: int = PORT,
        served: bool = False,
    ) -> None:
        """Start nothing yet."""
        self._folder = folder
        self._command = command or (sys.executable, "-m", "mirror", "web", "--data")
        self._port = port
        self._served = served
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def wanted(self) -> bool:
        """A phone was let in before: it shall find its pages."""
        return (self._folder / FILE_NAME).exists()

    def start(self) -> None:
        """Have the pages served, unless they are already."""
        running = self._process is not None and self._process.poll() is None
        if running or self._served or self._taken():
            return
        with suppress(OSError):
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [*self._command, str(self._folder)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

    def close(self) -> None:
        """End what was started here; may be called twice."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _taken(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self._port), _LOOK_S):
                return True
        except OSError:
            return False
