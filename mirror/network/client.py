"""Asks the Wi-Fi's service; without one there is no answer."""

import socket
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from mirror.network.messages import LONGEST, MIRROR, PAGE, Asked, ToMirror, ToPage

LIMIT_S: Final = 5.0
"""The service answers from memory; it may have to be started first."""

_Answer = TypeVar("_Answer")


def ask_as_mirror(folder: Path, asked: Asked) -> ToMirror | None:
    """Ask for what the glass shows; None: nobody answers."""
    return _ask(folder / MIRROR, asked, ToMirror)


def ask_as_page(folder: Path, asked: Asked) -> ToPage | None:
    """Ask for what the phone shows; None: nobody answers."""
    return _ask(folder / PAGE, asked, ToPage)


def _ask(path: Path, asked: Asked, kind: type[_Answer]) -> _Answer | None:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
            asking.settimeout(LIMIT_S)
            asking.connect(str(path))
            asking.sendall(msgspec.json.encode(asked) + b"\n")
            said = line_of(asking)
        return msgspec.json.decode(said, type=kind)
    except (OSError, msgspec.DecodeError):
        return None


def line_of(asking: socket.socket) -> bytes:
    """One line, without its end; what came when the other side ends or says too much."""
    said = b""
    while b"\n" not in said and len(said) <= LONGEST and (more := asking.recv(4096)):
        said += more
    return said.split(b"\n")[0]
