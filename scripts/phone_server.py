"""The phone pages of a data folder in a process of their own, and Chromium to look at them.

For scripts/phone_pictures.py, scripts/measure_phone.py and the tests with a browser.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from mirror.web.database import open_web
from mirror.web.now import now
from mirror.web.pairing import open_pairing
from mirror.web.phones import add

ROOT: Final = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Served:
    """Pages that are being served.

    Attributes:
        folder: the data folder.
        port: on 127.0.0.1 and localhost.
        pid: of the process.
    """

    folder: Path
    port: int
    pid: int

    @property
    def url(self) -> str:
        """Where the pages are: a browser takes localhost for a safe place."""
        return f"http://localhost:{self.port}"

    def code(self) -> str:
        """Open pairing, as a press on the mirror does."""
        with closing(open_web(self.folder)) as web:
            return open_pairing(web, now(), random_bytes=os.urandom)

    def cookie(self, name: str = "Test") -> str:
        """Let a phone in."""
        with closing(open_web(self.folder)) as web:
            return add(web, now(), name=name, random_bytes=os.urandom)[1]

    def memory_mb(self, what: str = "VmHWM") -> float:
        """Memory of the process: "VmRSS" now, "VmHWM" at most so far."""
        for line in Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith(f"{what}:"):
                return int(line.split()[1]) / 1024
        raise LookupError(what)


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """Serve a data folder until the block ends.

    Raises:
        ChildProcessError: the pages did not start.
    """
    words = ("web", "--host", "127.0.0.1", "--port", "0", "--data", str(folder))
    environment = {**os.environ, "PLUMBLINE_DATA": str(folder)}
    for name in ("RUNTIME_DIRECTORY", "XDG_RUNTIME_DIR"):  # the board lies in the data folder
        environment.pop(name, None)
    with subprocess.Popen(  # noqa: S603 - our own command
        (sys.executable, "-m", "mirror", *words),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            said = process.stdout.readline() if process.stdout is not None else ""
            if not said:
                message = "the pages did not start"
                raise ChildProcessError(message)
            yield Served(folder, int(said.rsplit(":", 1)[1]), process.pid)
        finally:
            process.terminate()


def chromium() -> str | None:
    """Why there is no browser here; None when there is."""
    for program in ("chromium", "chromedriver"):
        if shutil.which(program) is None:
            return f"no {program}: sudo apt-get install chromium chromium-driver"
    return None
