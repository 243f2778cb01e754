"""Says that something of a data folder is in use: all of it, or its outbox.

So nobody exchanges files under a running mirror, and there is one sync at a time. The system lets
go of a lock when its holder ends, however it ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

from mirror.errors import UserError

FILE_NAME: Final = "plumbline.lock"
SYNC_NAME: Final = "sync.lock"


def in_use(folder: Path) -> AbstractContextManager[None]:
    """Hold the folder for this process: the mirror while it runs, or who changes its files.

    Args:
        folder: the data folder; made if need be.

    Raises:
        UserError: another process holds it, or the folder does not let us.
    """
    message = f"A mirror is running with the data in {folder}"
    remedy = "Stop it first (sudo systemctl stop plumbline, or close its window)."
    return _held(folder / FILE_NAME, UserError(message, remedy=remedy))


def syncing(folder: Path) -> AbstractContextManager[None]:
    """Hold the outbox of a data folder, which the mirror does not need.

    Args, Raises: as `in_use`.
    """
    message = f"Sync runs already with the data in {folder}"
    return _held(folder / SYNC_NAME, UserError(message, remedy="Let it work, or stop it first."))


@contextmanager
def _held(path: Path, taken: UserError) -> Iterator[None]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
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
        raise taken from error
    except OSError as error:
        os.close(handle)
        message = f"{path} cannot be locked ({error.strerror})"
        raise UserError(message, remedy="Keep the data on a disk of this machine.") from error
    try:
        yield
    finally:
        os.close(handle)
