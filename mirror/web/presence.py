"""Where the pages are, told to the mirror, whose process may not have a network to ask.

The pages' process writes its address into a file of the data folder, again when it changes, and
takes it away at its end.
"""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from mirror.config.atomic import replace_file

FILE_NAME: Final = "web.address"
LOOK_S: Final = 30.0
"""Between two looks at the own address: a router gives a new one seldom."""
_LONGEST: Final = 100
_NOBODY: Final = ("192.0.2.1", 9)
"""An address of nobody (RFC 5737): asking for the way there sends nothing."""


def own_address() -> str:
    """The address of this machine in its network, such as "192.168.1.20"; empty without one."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
            asked.connect(_NOBODY)
            found = str(asked.getsockname()[0])
    except OSError:
        return ""
    return "" if found.startswith("127.") else found


def announced(folder: Path) -> str:
    """The address that the pages' process told; empty while it does not run."""
    try:
        return (folder / FILE_NAME).read_text(encoding="ascii")[:_LONGEST].strip()
    except (OSError, ValueError):
        return ""


@contextmanager
def present(folder: Path, *, own: Callable[[], str] = own_address) -> Iterator[None]:
    """Tell where the pages are, while the block runs. A full disk costs nothing but this.

    Args:
        folder: the data folder.
        own: looks up the address.
    """
    path, over = folder / FILE_NAME, threading.Event()
    told: list[str] = []

    def tell() -> None:
        while True:
            address = own()
            if [address] != told[-1:]:
                with suppress(OSError):
                    replace_file(path, address)
                    told.append(address)
                    del told[:-1]
            if over.wait(LOOK_S):
                return

    thread = threading.Thread(target=tell, name="presence", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(1.0)
        with suppress(OSError):
            path.unlink(missing_ok=True)
