"""One sync at a time for a data folder."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from mirror.errors import UserError

FILE_NAME: Final = "sync.lock"


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold the outbox of a data folder; the system lets go of it however the process ends.

    Raises:
        UserError: another process holds it, or the folder does not let us.
    """
    path = folder / FILE_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        message = f"{path} cannot be opened ({error.strerror})"
        raise UserError(message, remedy="Check the folder and its owner.") from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(handle)
        message = f"Sync runs already with the data in {folder}"
        raise UserError(message, remedy="Let it work, or stop it first.") from error
    try:
        yield
    finally:
        os.close(handle)
