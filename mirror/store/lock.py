"""Says that a data folder is in use, so that nobody exchanges its files under a running mirror.

The system lets go of the lock when its holder ends, however it ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from mirror.errors import UserError

FILE_NAME: Final = "plumbline.lock"


@contextmanager
def in_use(folder: Path) -> Iterator[None]:
    """Hold the folder for this process: the mirror while it runs, or who changes its files.

    Args:
        folder: the data folder; made if need be.

    Raises:
        UserError: another process holds it, or the folder does not let us.
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # For reading: the mirror may hold what was made by another user, such as root.
        handle = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        message = f"{path} cannot be opened ({error.strerror})"
        raise UserError(message, remedy="Check the folder and its owner.") from error
    try:
        # Of the open file, not of the process: a second opening in one process is held off too.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(handle)
        message = f"A mirror is running with the data in {folder}"
        remedy = "Stop it first (sudo systemctl stop plumbline, or close its window)."
        raise UserError(message, remedy=remedy) from error
    except OSError as error:
        os.close(handle)
        message = f"{path} cannot be locked ({error.strerror})"
        raise UserError(message, remedy="Keep the data on a disk of this machine.") from error
    try:
        yield
    finally:
        os.close(handle)
